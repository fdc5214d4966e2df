#include "crawler/formats/export/draft.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.h"
#include "crawler/document_parts.h"
#include "crawler/formats/export/text_parts.h"
#include "crawler/formats/jsonl_fields.h"
#include "crawler/formats/whole_file.h"
#include "crawler/text/html_text.h"
#include "crawler/text/url.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kMaxOwnOrganisations = 100;  // of one author
constexpr std::size_t kMaxValues = 1000;           // of one field, beside people and organisations

// Marks that CNKI puts in front of texts it took from the printed page.
std::string_view without_lead(std::string_view text) {
  for (const std::string_view lead : {"<正>", "＜正＞", "摘要：", "摘要:", "[摘要]", "【摘要】"}) {
    if (text.starts_with(lead)) return trim_wide(text.substr(lead.size()));
  }
  return text;
}

bool has_markup(std::string_view text) {
  return text.find_first_of("<&") != std::string_view::npos;
}

std::string one_line(std::string_view text) {
  if (has_markup(text)) return html_to_line(text);
  return collapse_whitespace(text);
}

std::string several_lines(std::string_view text) {
  return has_markup(text) ? html_to_text(text) : std::string(text);
}

std::string language_of(std::string_view text) {
  if (text.find("中") != std::string_view::npos || text.find("汉") != std::string_view::npos ||
      text.find("漢") != std::string_view::npos) {
    return "zh";
  }
  if (text.find("英") != std::string_view::npos) return "en";
  static constexpr auto kNames =
      std::to_array<std::pair<std::string_view, std::string_view>>({{"german", "de"},
                                                                    {"french", "fr"},
                                                                    {"japanese", "ja"},
                                                                    {"korean", "ko"},
                                                                    {"russian", "ru"},
                                                                    {"spanish", "es"},
                                                                    {"portuguese", "pt"},
                                                                    {"italian", "it"},
                                                                    {"mandarin", "zh"},
                                                                    {"simplified chinese", "zh"},
                                                                    {"traditional chinese", "zh"}});
  const std::string lower = ascii_lower(trim(text));
  for (const auto& [name, tag] : kNames) {
    if (lower.starts_with(name)) return std::string(tag);
  }
  return normalise_language(text);
}

// "CN 117151122 A" and the like; a bare number of 12 or 13 digits is a Chinese application.
std::string patent_number(std::string_view text) {
  text = trim_wide(text);
  std::string compact;
  for (const char c : text.substr(0, 60)) {
    if ((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')) compact += c;
  }
  const bool bare = !compact.empty() && compact[0] >= '0' && compact[0] <= '9';
  if (bare && (compact.size() == 12 || compact.size() == 13) && compact.starts_with("20")) {
    return "CN" + compact;
  }
  if (starts_with_ignoring_case(compact, "ZL")) return "CN" + compact.substr(2);
  return std::string(text);
}

// "0000-0002-1825-0097" in whatever stands around it.
std::string orcid_of(std::string_view text) {
  constexpr std::size_t kSize = 19;
  for (std::size_t pos = 0; pos + kSize <= text.size(); ++pos) {
    bool fits = true;
    for (std::size_t i = 0; i < kSize && fits; ++i) {
      const char c = text[pos + i];
      const bool digit = (c >= '0' && c <= '9') || (i == kSize - 1 && (c == 'X' || c == 'x'));
      fits = i % 5 == 4 ? c == '-' : digit;
    }
    if (fits) return "orcid:" + std::string(text.substr(pos, kSize));
  }
  return {};
}

// "G06N 3/08 (2023.01)" is "G06N3/08".
std::string symbol_of(std::string_view text) {
  std::string symbol;
  for (const char c : text.substr(0, text.find_first_of("(["))) {
    if (c != ' ' && c != '\t') symbol += c;
  }
  return symbol;
}

}  // namespace

void Draft::add(Field field, std::string_view value) {
  if (field == Field::kIgnored) return;
  value = trim_wide(value);
  std::string clean;
  if (!is_valid_utf8(value) || has_controls(value)) {
    clean = sanitise_utf8(value);
    value = trim_wide(clean);
  }
  if (value.empty()) return;
  switch (field) {
    case Field::kAuthor:
    case Field::kAuthors:
    case Field::kInventors:
      return add_people(field, value);
    case Field::kAuthorId:
      if (!document_.authors.empty()) document_.authors.back().id = orcid_of(value);
      return;
    case Field::kOrganisation:
      add_organisation({.name = one_line(value)});
      return;
    case Field::kOrganisations:
    case Field::kApplicants:
      for (const std::string& name : split_list(value)) add_organisation({.name = one_line(name)});
      return;
    case Field::kOwnOrganisation:
      if (const auto position = add_organisation({.name = one_line(value)});
          position && !document_.authors.empty()) {
        link(document_.authors.size() - 1, *position);
      }
      return;
    default:
      break;
  }
  Values& list = values_[static_cast<std::size_t>(field)];
  if (list.size() < kMaxValues) list.emplace_back(value);
}

void Draft::add_person(Person person) {
  person.name = one_line(sanitise_utf8(person.name));
  add_author(document_, std::move(person));
}

std::optional<std::uint16_t> Draft::add_organisation(Organisation organisation) {
  organisation.name = one_line(sanitise_utf8(organisation.name));
  organisation.city = sanitise_utf8(organisation.city);
  if (organisation.country.empty()) organisation.country = country_of_address(organisation.name);
  return crawler::add_organisation(document_, std::move(organisation));
}

void Draft::link(std::size_t author, std::uint16_t organisation) {
  if (author >= document_.authors.size()) return;
  auto& own = document_.authors[author].organisations;
  if (own.size() < kMaxOwnOrganisations &&
      std::find(own.begin(), own.end(), organisation) == own.end()) {
    own.push_back(organisation);
  }
}

void Draft::set_author_id(std::size_t author, std::string_view orcid) {
  if (author < document_.authors.size()) document_.authors[author].id = orcid_of(orcid);
}

void Draft::add_people(Field field, std::string_view value) {
  // One name is taken as it is: "van der Berg, Anna Maria" is nobody else's.
  if (field == Field::kAuthor && !is_list_of_names(value)) {
    add_author(document_, {.name = one_line(value)});
    return;
  }
  for (const std::string& name : split_names(value)) {
    add_author(document_, {.name = one_line(name)});
  }
}

std::string Draft::first(Field field) const {
  return has(field) ? values(field).front() : std::string();
}

void Draft::set_text() {
  const auto first_of = [this](std::initializer_list<Field> fields) {
    for (const Field field : fields) {
      for (const std::string& value : values(field)) {
        if (std::string line = one_line(without_lead(value)); !line.empty()) return line;
      }
    }
    return std::string();
  };
  document_.title = first_of({Field::kTitle, Field::kOtherTitle});
  document_.venue = first_of({Field::kJournal, Field::kVenue, Field::kOtherVenue});
  // Where other works have their publisher, patents have an office or their owner.
  if (document_.venue.empty() && told_kind() != Kind::kPatent) {
    document_.venue = first_of({Field::kPublisher});
  }
  for (const std::string& value : values(Field::kAbstract)) {
    const std::string text = several_lines(without_lead(value));
    if (text.empty() || text == document_.abstract) continue;
    if (!document_.abstract.empty()) document_.abstract += '\n';
    document_.abstract += text;
  }
  document_.language = language_of(first(Field::kLanguage));
}

// The first that can be read; one that tells more of the same year goes before it.
void Draft::set_date() {
  std::vector<PartialDate> dates;
  const auto take = [&](std::optional<PartialDate> date) {
    if (date) dates.push_back(*date);
  };
  for (const std::string& text : values(Field::kDate)) take(parse_export_date(text));
  take(parse_split_date(first(Field::kYear), first(Field::kMonth)));
  for (const std::string& text : values(Field::kEarlyDate)) take(parse_export_date(text));
  for (const PartialDate& date : dates) {
    auto& best = document_.published;
    const auto year = [](const PartialDate& one) {
      return std::chrono::year_month_day(one.day).year();
    };
    if (!best || (date.precision < best->precision && year(date) == year(*best))) best = date;
  }
  if (const auto date = parse_export_date(first(Field::kUpdated))) document_.updated = date->day;
  const auto priority = parse_export_date(first(Field::kPriority));
  if (priority && priority->precision == Precision::kDay) document_.priority = priority->day;
}

void Draft::set_codes() {
  for (const std::string& value : values(Field::kClc)) {
    for (const std::string& code : split_codes(value)) {
      add_code(document_, CodeScheme::kOther, "clc:" + code);
    }
  }
  for (const std::string& value : values(Field::kIpc)) {
    for (const std::string& part : split_symbols(value)) {
      add_code(document_, CodeScheme::kCpc, symbol_of(part));
    }
  }
  for (const std::string& value : values(Field::kMesh)) {
    add_code(document_, CodeScheme::kMesh, value);
  }
  for (const std::string& value : values(Field::kCategories)) {
    for (const std::string& code : split_codes(value)) {
      add_code(document_, guess_code_scheme(code), code);
    }
  }
  document_.family = first(Field::kFamily);
}

Keys Draft::collect_keys(const std::string& source) const {
  Keys keys;
  for (const std::string& value : values(Field::kDoi)) keys.add_doi(value);
  for (const std::string& value : values(Field::kArxiv)) keys.add_arxiv(value, true);
  for (const std::string& value : values(Field::kPmid)) keys.add_pmid(value);
  for (const std::string& value : values(Field::kAny)) {
    if (!keys.add_any(value) && value.starts_with("10.")) keys.add_doi(value);
  }
  for (const std::string& value : values(Field::kPublicationNumber)) {
    for (const std::string& number : split_list(value)) keys.add_patent(patent_number(number));
  }
  if (!keys.has("patent:")) {
    for (const std::string& value : values(Field::kApplicationNumber)) {
      keys.add_patent(patent_number(value));
    }
  }
  for (const std::string& value : values(Field::kUrl)) {
    for (const std::string& url : split_urls(value)) keys.add_url(url);
  }
  for (const std::string& value : values(Field::kId)) keys.add_local(source, value);
  for (const std::string& value : values(Field::kOwnId)) {
    if (!keys.add_any(value)) keys.add_local(source, value);
  }
  return keys;
}

std::optional<Kind> Draft::told_kind() const {
  for (const std::string& value : values(Field::kKind)) {
    if (const auto kind = parse_kind(ascii_lower(value))) return kind;
    if (const auto kind = kind_of_type(value)) return kind;
  }
  for (const std::string& value : values(Field::kType)) {
    if (const auto kind = kind_of_type(value)) return kind;
  }
  return std::nullopt;
}

void Draft::set_identity(const ReadContext& context) {
  document_.source = context.source.id;
  if (document_.language.empty()) document_.language = context.source.language;
  Keys keys = collect_keys(document_.source);
  if (const auto told = told_kind()) {
    document_.kind = *told;
  } else if (keys.has("patent:")) {
    document_.kind = Kind::kPatent;
  } else if (keys.has("doi:") || keys.has("arxiv:") || keys.has("pmid:")) {
    document_.kind = Kind::kPaper;
  } else if (!context.source.document_kind && has(Field::kJournal)) {
    document_.kind = Kind::kPaper;
  } else {
    document_.kind = context.source.document_kind.value_or(Kind::kOther);
  }
  if (keys.empty()) keys.add_local(document_.source, content_hash(document_));
  document_.keys = keys.take();
  document_.id = document_.keys.front();
  for (const std::string& value : values(Field::kUrl)) {
    for (std::string& url : split_urls(value)) {
      if (document_.url.empty()) document_.url = std::move(url);
    }
  }
  if (document_.url.empty()) document_.url = registry_address(document_.keys);
}

void Draft::finish(const Slice& slice, const ReadContext& context, Records& out) {
  set_text();
  if (document_.title.empty() && document_.abstract.empty()) {
    return quarantine(slice, context, "neither title nor abstract", out);
  }
  set_date();
  set_codes();
  set_identity(context);
  ParsedRecord record;
  record.raw.source = document_.source;
  record.raw.origin = origin_of(context, slice);
  record.raw.media_type = "text/plain; charset=utf-8";
  record.raw.bytes = slice.bytes;
  record.raw.fetched = context.provenance.fetched;
  record.document = std::move(document_);
  out.records.push_back(std::move(record));
}

}  // namespace horizon::crawler
