#include "crawler/formats/pubmed_format.h"

#include <algorithm>
#include <array>
#include <pugixml.hpp>
#include <string>
#include <utility>

#include "core/text.h"
#include "crawler/document_parts.h"
#include "crawler/formats/paper_parts.h"
#include "crawler/formats/xml_works.h"
#include "crawler/xml/xml.h"
#include "crawler/xml/xml_cutter.h"

namespace horizon::crawler {
namespace {

using pugi::xml_node;

constexpr std::array<std::string_view, 6> kRecords = {"PubmedArticle",   "PubmedBookArticle",
                                                      "DeleteCitation",  "DeleteDocument",
                                                      "MedlineCitation", "BookDocument"};

std::string scalar(const xml_node& parent, const char* name) {
  return collapse_whitespace(text_of(parent.child(name)));
}

// <Year>, <Month>, <Day>, or "1998 Dec-1999 Jan", "2000 Spring", "1999 Jan-Feb" in one.
std::optional<PartialDate> date_of(const xml_node& node) {
  const auto date = date_of_parts(scalar(node, "Year"), scalar(node, "Month"), scalar(node, "Day"));
  if (date) return date;
  const std::string text = scalar(node, "MedlineDate");
  std::array<std::string, 3> parts;
  std::size_t count = 0;
  for (const std::string_view part : split(text, ' ')) {
    if (count < parts.size())
      parts[count++] = std::string(part.substr(0, part.find_first_of("-/")));
  }
  return date_of_parts(parts[0], parts[1], parts[2]);
}

std::optional<PartialDate> published_of(const xml_node& article, const xml_node& history) {
  PublicationDates dates;
  dates.add(date_of(article.child("Journal").child("JournalIssue").child("PubDate")));
  for (const xml_node date : article.children("ArticleDate")) dates.add(date_of(date));
  for (const xml_node date : history.children("PubMedPubDate")) {
    const std::string_view status = attribute(date, "PubStatus");
    if (status == "epublish" || status == "ppublish" || status == "aheadofprint") {
      dates.add(date_of(date));
    }
  }
  return dates.earliest();
}

Organisation affiliation_of(const xml_node& info) {
  Organisation organisation{.name = line_of(info.child("Affiliation"))};
  for (const xml_node id : info.children("Identifier")) {
    if (attribute(id, "Source") == "ROR") organisation.id = ror_of(text_of(id));
  }
  return organisation;
}

void add_authors(const xml_node& list, Document& document) {
  for (const xml_node author : list.children("Author")) {
    if (attribute(author, "ValidYN") == "N") continue;  // a former, mistaken spelling
    const std::string fore = scalar(author, "ForeName");
    Person person;
    person.name = person_name(fore.empty() ? scalar(author, "Initials") : fore,
                              scalar(author, "LastName"), scalar(author, "Suffix"));
    if (person.name.empty()) person.name = line_of(author.child("CollectiveName"));
    for (const xml_node id : author.children("Identifier")) {
      if (attribute(id, "Source") == "ORCID") person.id = orcid_of(text_of(id));
    }
    for (const xml_node info : author.children("AffiliationInfo")) {
      const auto position = add_organisation(document, affiliation_of(info));
      if (position) person.organisations.push_back(*position);
    }
    // Before 2015 an author's affiliation was one plain element.
    const auto position = add_organisation(document, {.name = scalar(author, "Affiliation")});
    if (position) person.organisations.push_back(*position);
    add_author(document, std::move(person));
  }
}

std::string abstract_of(const xml_node& abstract) {
  std::string text;
  for (const xml_node part : abstract.children("AbstractText")) {
    const std::string paragraph = paragraphs_of(part);
    if (paragraph.empty()) continue;
    if (!text.empty()) text += '\n';
    const std::string label = collapse_whitespace(attribute(part, "Label"));
    if (!label.empty() && label != "UNLABELLED") text += label + ": ";
    text += paragraph;
  }
  return text;
}

bool in_english(const xml_node& article, std::string_view title) {
  return text_of(article.child("Language")) == "eng" || title.starts_with('[') ||
         article.child("VernacularTitle");
}

void add_codes(const xml_node& citation, const xml_node& article, Document& document) {
  for (const xml_node heading : citation.child("MeshHeadingList").children("MeshHeading")) {
    add_code(document, CodeScheme::kMesh, text_of(heading.child("DescriptorName")));
  }
  for (const xml_node list : citation.children("KeywordList")) {
    for (const xml_node keyword : list.children("Keyword")) {
      add_code(document, CodeScheme::kOther, line_of(keyword));
    }
  }
  for (const xml_node type : article.child("PublicationTypeList").children("PublicationType")) {
    if (text_of(type) == "Retracted Publication") {
      add_code(document, CodeScheme::kOther, kRetracted);
    }
  }
}

bool is_preprint(const xml_node& article) {
  for (const xml_node type : article.child("PublicationTypeList").children("PublicationType")) {
    if (text_of(type) == "Preprint") return true;
  }
  return false;
}

// "UpdateIn" of a preprint is its paper. "UpdateOf" of a paper may also be an earlier edition of a
// review, which is another work: only what appeared on a preprint server is taken.
void add_versions(const xml_node& citation, const xml_node& article, Keys& keys) {
  static constexpr std::array<std::string_view, 6> kServers = {"biorxiv", "medrxiv",  "arxiv",
                                                               "res sq",  "chemrxiv", "ssrn"};
  const bool preprint = is_preprint(article);
  for (const xml_node link :
       citation.child("CommentsCorrectionsList").children("CommentsCorrections")) {
    const std::string_view type = attribute(link, "RefType");
    const std::string where = ascii_lower(scalar(link, "RefSource"));
    const bool of_preprint = std::any_of(kServers.begin(), kServers.end(),
                                         [&](auto server) { return where.starts_with(server); });
    if ((preprint && type == "UpdateIn") || (type == "UpdateOf" && of_preprint)) {
      keys.add_pmid(scalar(link, "PMID"));
    }
  }
}

void add_ids(const xml_node& list, Keys& keys) {
  for (const xml_node id : list.children("ArticleId")) {
    const std::string_view type = attribute(id, "IdType");
    const std::string text = text_of(id);
    if (type == "doi") keys.add_doi(text);
    if (type == "pmc") keys.add_pmcid(text);
    if (type == "pubmed") keys.add_pmid(text);
  }
}

void add_locations(const xml_node& article, Keys& keys) {
  for (const xml_node id : article.children("ELocationID")) {
    if (attribute(id, "EIdType") == "doi" && attribute(id, "ValidYN") != "N") {
      keys.add_doi(text_of(id));
    }
  }
}

void name_page(const std::string& pmid, Document& document, Keys& keys) {
  keys.add_pmid(pmid);
  if (!normalise_pmid(pmid).empty()) {
    document.url = "https://pubmed.ncbi.nlm.nih.gov/" + normalise_pmid(pmid) + "/";
  }
}

XmlWork read_article(const xml_node& citation, const xml_node& data) {
  XmlWork work;
  Document& document = work.document;
  const xml_node article = citation.child("Article");
  document.kind = Kind::kPaper;
  document.title = line_of(article.child("ArticleTitle"));
  if (document.title.empty() || document.title == "[Not Available].") {
    document.title = line_of(article.child("VernacularTitle"));
  }
  document.abstract = abstract_of(article.child("Abstract"));
  if (document.abstract.empty()) document.abstract = abstract_of(citation.child("OtherAbstract"));
  document.language = in_english(article, document.title)
                          ? "en"
                          : normalise_language(text_of(article.child("Language")));
  document.venue = line_of(article.child("Journal").child("Title"));
  if (document.venue.empty())
    document.venue = scalar(citation.child("MedlineJournalInfo"), "MedlineTA");
  document.published = published_of(article, data.child("History"));
  add_authors(article.child("AuthorList"), document);
  add_codes(citation, article, document);
  name_page(scalar(citation, "PMID"), document, work.keys);
  add_locations(article, work.keys);
  add_ids(data.child("ArticleIdList"), work.keys);
  add_versions(citation, article, work.keys);
  return work;
}

XmlWork read_book(const xml_node& book_document) {
  XmlWork work;
  Document& document = work.document;
  const xml_node book = book_document.child("Book");
  const std::string book_title = line_of(book.child("BookTitle"));
  document.kind = Kind::kPaper;
  document.title = line_of(book_document.child("ArticleTitle"));
  if (document.title.empty()) {
    document.title = book_title;
    document.venue = scalar(book.child("Publisher"), "PublisherName");
  } else {
    document.venue = book_title;
  }
  document.abstract = abstract_of(book_document.child("Abstract"));
  document.language = normalise_language(scalar(book_document, "Language"));
  PublicationDates dates;
  dates.add(date_of(book_document.child("ContributionDate")));
  if (!dates.earliest()) dates.add(date_of(book.child("PubDate")));
  document.published = dates.earliest();
  for (const xml_node list : book_document.children("AuthorList")) {
    if (attribute(list, "Type") != "editors") add_authors(list, document);
  }
  if (document.authors.empty()) add_authors(book.child("AuthorList"), document);
  for (const xml_node list : book_document.children("KeywordList")) {
    for (const xml_node keyword : list.children("Keyword")) {
      add_code(document, CodeScheme::kOther, line_of(keyword));
    }
  }
  name_page(scalar(book_document, "PMID"), document, work.keys);
  add_locations(book, work.keys);
  add_ids(book_document.child("ArticleIdList"), work.keys);
  return work;
}

std::vector<XmlWork> read_deleted(const xml_node& list) {
  std::vector<XmlWork> works;
  for (const xml_node pmid : list.children("PMID")) {
    XmlWork work;
    work.document.kind = Kind::kPaper;
    work.document.deleted = true;
    work.keys.add_pmid(text_of(pmid));
    // There may be thousands in one list.
    work.raw = "<PMID>" + std::string(truncate_utf8(text_of(pmid), 64)) + "</PMID>";
    works.push_back(std::move(work));
  }
  return works;
}

std::vector<XmlWork> read_element(const xml_node& element, const ReadContext& /*context*/) {
  const std::string_view name = local_name(element);
  if (name.starts_with("Delete")) return read_deleted(element);
  std::vector<XmlWork> works;
  if (name == "PubmedArticle") {
    works.push_back(read_article(element.child("MedlineCitation"), element.child("PubmedData")));
  } else if (name == "MedlineCitation") {
    works.push_back(read_article(element, {}));
  } else if (name == "PubmedBookArticle") {
    works.push_back(read_book(element.child("BookDocument")));
    add_ids(element.child("PubmedBookData").child("ArticleIdList"), works.back().keys);
  } else {
    works.push_back(read_book(element));
  }
  return works;
}

constexpr XmlWorkFormat kFormat{read_element, nullptr};

}  // namespace

bool is_pubmed(const Beginning& beginning) {
  const std::string_view root = beginning.xml_root();
  return root == "PubmedArticleSet" || root == "MedlineCitationSet" ||
         std::find(kRecords.begin(), kRecords.end(), root) != kRecords.end();
}

std::unique_ptr<RecordCutter> cut_pubmed(std::unique_ptr<ByteSource> bytes) {
  return std::make_unique<XmlCutter>(std::move(bytes), kRecords);
}

std::unique_ptr<RecordParser> pubmed_parser() { return xml_works_parser(kFormat); }

}  // namespace horizon::crawler
