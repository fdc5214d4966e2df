#include <algorithm>
#include <array>
#include <string>
#include <unordered_set>
#include <utility>

#include "core/text.h"
#include "crawler/document_parts.h"
#include "crawler/formats/patent/patent.h"
#include "crawler/formats/patent/patent_number.h"
#include "crawler/formats/whole_file.h"
#include "crawler/identity.h"
#include "crawler/text/url.h"

namespace horizon::crawler {
namespace {

bool has_han(std::string_view text) {
  for (std::size_t pos = 0; pos < text.size();) {
    if (is_han(decode_utf8(text, pos))) return true;
  }
  return false;
}

using Texts = std::vector<PatentText>;

// Texts whose language was not told are in the publication's own, unless the script says more.
void settle_languages(Texts& texts, std::string_view own) {
  for (PatentText& text : texts) {
    if (!text.language.empty()) continue;
    text.language = own;
    if (own.empty() && has_han(text.text)) text.language = "zh";
  }
}

// The language in which offices of these countries publish.
std::string own_language(const Patent& patent, std::string_view country) {
  if (!patent.language.empty()) return patent.language;
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kOffices = {{
      {"US", "en"},
      {"GB", "en"},
      {"AU", "en"},
      {"CN", "zh"},
      {"TW", "zh"},
      {"JP", "ja"},
      {"KR", "ko"},
      {"RU", "ru"},
  }};
  for (const auto& [office, language] : kOffices) {
    if (office == country) return std::string(language);
  }
  return {};
}

const PatentText* find(const Texts& texts, std::string_view language) {
  for (const PatentText& text : texts) {
    if (text.language == language) return &text;
  }
  return nullptr;
}

// First what is preferred, then what there is, as sent.
std::vector<std::string> preference(const Patent& patent, const std::string& own) {
  std::vector<std::string> order;
  const auto add = [&](const std::string& language) {
    if (std::find(order.begin(), order.end(), language) == order.end()) order.push_back(language);
  };
  if (own == "zh" || own == "en") add(own);
  add("en");
  add("zh");
  for (const Texts* texts : {&patent.titles, &patent.abstracts, &patent.claims}) {
    for (const PatentText& text : *texts) add(text.language);
  }
  return order;
}

void choose_texts(const Patent& patent, const std::string& own, Document& document) {
  const std::vector<std::string> order = preference(patent, own);
  const Texts& abstracts = patent.abstracts.empty() ? patent.claims : patent.abstracts;
  const PatentText *title = nullptr, *abstract = nullptr;
  for (const std::string& language : order) {
    title = find(patent.titles, language);
    abstract = find(abstracts, language);
    if (title != nullptr && abstract != nullptr) break;
    title = abstract = nullptr;
  }
  for (const std::string& language : order) {
    if (title == nullptr) title = find(patent.titles, language);
    if (abstract == nullptr) abstract = find(abstracts, language);
  }
  if (title != nullptr) document.title = collapse_whitespace(title->text);
  if (abstract != nullptr) document.abstract = abstract->text;
  const PatentText* const told = title != nullptr ? title : abstract;
  document.language = told != nullptr ? told->language : own;
}

// Names in lower case, without what stands beside them: one form may name a country and another
// not.
using Names = std::unordered_set<std::string>;

void add_parties(const Patent& patent, Document& document) {
  Names known;
  const auto add_inventor = [&](const PatentParty& party) {
    if (known.insert(ascii_lower(party.name)).second) add_author(document, {.name = party.name});
  };
  for (const PatentParty& party : patent.inventors) add_inventor(party);
  for (const PatentParty& party : patent.applicants) {
    if (party.inventor) add_inventor(party);
  }
  for (const std::vector<PatentParty>* const list : {&patent.applicants, &patent.assignees}) {
    for (const PatentParty& party : *list) {
      if (party.inventor || !known.insert(ascii_lower(party.name)).second) continue;
      add_organisation(document,
                       {.name = party.name, .country = party.country, .city = party.city});
    }
  }
}

void add_dates(const Patent& patent, Document& document) {
  document.published = patent_date(patent.publication.date);
  std::optional<Day> earliest;
  const auto consider = [&](const std::string& text) {
    const auto date = patent_date(text);
    if (!date || date->precision != Precision::kDay) return;
    if (document.published && date->day > document.published->day &&
        document.published->precision == Precision::kDay) {
      return;  // nothing is claimed from after its publication
    }
    if (!earliest || date->day < *earliest) earliest = date->day;
  };
  for (const std::string& date : patent.priority_dates) consider(date);
  if (!earliest) consider(patent.application.date);
  document.priority = earliest;
}

}  // namespace

std::optional<Document> patent_document(Patent patent, const Source& source) {
  const std::string number = publication_number(patent.publication);
  Keys keys;
  keys.add_patent(number);
  if (number.empty() || keys.empty()) return std::nullopt;
  Document document;
  document.kind = Kind::kPatent;
  document.source = source.id;
  document.keys = keys.take();
  document.id = document.keys.front();
  document.url = "https://worldwide.espacenet.com/patent/search?q=pn%3D" + percent_encode(number);
  std::string own = own_language(patent, std::string_view(number).substr(0, 2));
  if (own.empty()) own = normalise_language(source.language);
  for (Texts* texts : {&patent.titles, &patent.abstracts, &patent.claims}) {
    settle_languages(*texts, own);
  }
  choose_texts(patent, own, document);
  for (const std::string& symbol : patent.cpc) add_code(document, CodeScheme::kCpc, symbol);
  for (const std::string& symbol : patent.ipc) add_code(document, CodeScheme::kCpc, symbol);
  add_parties(patent, document);
  add_dates(patent, document);
  if (!patent.family.empty()) document.family = "docdb:" + patent.family;
  document.deleted = patent.deleted;
  const bool tells = !document.title.empty() || !document.abstract.empty() ||
                     !document.codes.empty() || document.deleted;
  if (!tells) return std::nullopt;
  return document;
}

void add_patent(Patent patent, std::string_view media_type, const Slice& slice,
                const ReadContext& context, Records& out) {
  const bool numbered = !publication_number(patent.publication).empty();
  auto document = patent_document(std::move(patent), context.source);
  if (!document) {
    return quarantine(slice, context,
                      numbered ? "a patent with neither title, abstract nor classification"
                               : "a patent without a publication number",
                      out);
  }
  ParsedRecord record;
  record.raw = {context.source.id, origin_of(context, slice), std::string(media_type), slice.bytes,
                context.provenance.fetched};
  record.document = std::move(*document);
  out.records.push_back(std::move(record));
}

}  // namespace horizon::crawler
