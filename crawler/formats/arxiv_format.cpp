#include "crawler/formats/arxiv_format.h"

#include <array>
#include <charconv>
#include <pugixml.hpp>
#include <string>
#include <utility>

#include "core/text.h"
#include "crawler/bytes/charset.h"
#include "crawler/document_parts.h"
#include "crawler/formats/paper_parts.h"
#include "crawler/formats/xml_works.h"
#include "crawler/text/date_text.h"
#include "crawler/xml/xml.h"
#include "crawler/xml/xml_cutter.h"
#include "crawler/xml/xml_split.h"

namespace horizon::crawler {
namespace {

using pugi::xml_node;

constexpr std::array<std::string_view, 1> kRecords = {"entry"};
constexpr std::string_view kErrorPrefix = "arxiv.org/api/errors";

void add_authors(const xml_node& entry, Document& document) {
  for (const xml_node& author : children(entry, "author")) {
    Person person{.name = line_of(child(author, "name"))};
    for (const xml_node& affiliation : children(author, "affiliation")) {
      const auto position = add_organisation(document, {.name = line_of(affiliation)});
      if (position) person.organisations.push_back(*position);
    }
    add_author(document, std::move(person));
  }
}

void add_categories(const xml_node& entry, Document& document) {
  add_code(document, CodeScheme::kArxiv, attribute(child(entry, "primary_category"), "term"));
  for (const xml_node& category : children(entry, "category")) {
    // Mathematics' and computer science's own codes (MSC, ACM) stand here too.
    const std::string_view term = attribute(category, "term");
    add_code(document, guess_code_scheme(term), term);
  }
}

bool is_withdrawn(const xml_node& entry) {
  const std::string comment = ascii_lower(child_text(entry, "comment"));
  return comment.find("withdrawn") != std::string::npos &&
         (comment.find("paper") != std::string::npos || comment.starts_with("withdrawn") ||
          comment.find("has been") != std::string::npos);
}

XmlWork read_entry(const xml_node& entry) {
  XmlWork work;
  Document& document = work.document;
  document.kind = Kind::kPaper;
  document.language = "en";  // arXiv asks for English titles and abstracts
  document.title = line_of(child(entry, "title"));
  document.abstract = paragraphs_of(child(entry, "summary"));
  document.published = parse_feed_date(child_text(entry, "published"));
  const auto updated = parse_feed_date(child_text(entry, "updated"));
  if (updated && document.published && updated->day > document.published->day) {
    document.updated = updated->day;
  }
  const std::string id = normalise_arxiv(child_text(entry, "id"));
  if (!id.empty()) {
    document.id = "arXiv:" + id;
    document.url = "https://arxiv.org/abs/" + id;
  }
  work.keys.add_arxiv(child_text(entry, "id"));
  std::string dois = child_text(entry, "doi");
  for (char& c : dois) {
    if (c == ',' || c == ';') c = ' ';
  }
  for (const std::string_view doi : split(dois, ' ')) work.keys.add_doi(doi);
  document.venue = line_of(child(entry, "journal_ref"));
  add_authors(entry, document);
  add_categories(entry, document);
  if (is_withdrawn(entry)) add_code(document, CodeScheme::kOther, kWithdrawn);
  return work;
}

std::vector<XmlWork> read_element(const xml_node& element, const ReadContext& context) {
  std::vector<XmlWork> works;
  if (child_text(element, "id").find(kErrorPrefix) != std::string::npos) return works;
  XmlWork work = read_entry(element);
  if (work.keys.empty()) work.keys.add_local(context.source.id, child_text(element, "id"));
  works.push_back(std::move(work));
  return works;
}

constexpr XmlWorkFormat kFormat{read_element, nullptr};

}  // namespace

bool is_arxiv(const Beginning& beginning) {
  return beginning.xml_root() == "feed" && beginning.holds("arxiv.org/api/");
}

std::unique_ptr<RecordCutter> cut_arxiv(std::unique_ptr<ByteSource> bytes) {
  return std::make_unique<XmlCutter>(std::move(bytes), kRecords);
}

std::unique_ptr<RecordParser> arxiv_parser() { return xml_works_parser(kFormat); }

Result<ArxivReply> parse_arxiv(std::string_view body, const ReadContext& context) {
  constexpr std::size_t kMaxEntries = 100'000;
  const Decoded decoded = decode_to_utf8(body, context.content_type());
  const SplitXml split = split_xml(decoded.text, kRecords, kMaxEntries);
  pugi::xml_document tree;
  if (split.root != "feed") return fail(ErrorCode::kCorrupt, "the reply is no Atom feed");
  if (!split.root_closed || split.too_deep || !parse_xml(tree, split.skeleton).empty()) {
    return fail(ErrorCode::kCorrupt, "the reply is cut off or damaged");
  }
  ArxivReply reply;
  const std::string total = child_text(first_element(tree), "totalResults");
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(total.data(), total.data() + total.size(), number);
  if (error == std::errc() && end == total.data() + total.size()) reply.total = number;
  reply.entries = split.records.size();
  reply.records = read_records(kArxivFormat, decoded.text, context);
  if (reply.entries == 1) {
    pugi::xml_document entry;
    const XmlSlice& only = split.records.front();
    parse_xml(entry, std::string_view(decoded.text).substr(only.begin, only.size));
    const xml_node element = first_element(entry);
    if (child_text(element, "id").find(kErrorPrefix) != std::string::npos) {
      reply.error = line_of(child(element, "summary"));
      if (reply.error.empty()) reply.error = "unnamed error";
      reply.entries = 0;
      reply.records = {};
    }
  }
  return reply;
}

}  // namespace horizon::crawler
