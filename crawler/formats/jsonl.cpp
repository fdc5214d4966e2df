#include "crawler/formats/jsonl.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.h"
#include "crawler/document_parts.h"
#include "crawler/formats/jsonl_fields.h"
#include "crawler/identity.h"
#include "crawler/text/url.h"

namespace horizon::crawler {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

enum class Name {
  kId,
  kKind,
  kTitle,
  kAbstract,
  kText,
  kSummary,
  kDate,
  kPublished,
  kUpdated,
  kCategories,
  kMesh,
  kAuthors,
  kOrganisations,
  kDoi,
  kArxivId,
  kPmid,
  kUrl,
  kLanguage,
  kSource,
  kCount
};

struct FieldName {
  std::string_view text;
  Name name;
};

constexpr auto kFieldNames = std::to_array<FieldName>({
    {"id", Name::kId},
    {"kind", Name::kKind},
    {"title", Name::kTitle},
    {"abstract", Name::kAbstract},
    {"text", Name::kText},
    {"summary", Name::kSummary},
    {"date", Name::kDate},
    {"published", Name::kPublished},
    {"updated", Name::kUpdated},
    {"categories", Name::kCategories},
    {"codes", Name::kCategories},
    {"mesh", Name::kMesh},
    {"authors", Name::kAuthors},
    {"organisations", Name::kOrganisations},
    {"organizations", Name::kOrganisations},
    {"applicants", Name::kOrganisations},
    {"affiliations", Name::kOrganisations},
    {"doi", Name::kDoi},
    {"arxiv_id", Name::kArxivId},
    {"pmid", Name::kPmid},
    {"url", Name::kUrl},
    {"link", Name::kUrl},
    {"lang", Name::kLanguage},
    {"language", Name::kLanguage},
    {"source", Name::kSource},
});

// The fields of one record, still in simdjson's buffers.
struct Fields {
  std::array<element, static_cast<std::size_t>(Name::kCount)> values;
  std::array<bool, static_cast<std::size_t>(Name::kCount)> present{};

  const element* find(Name name) const {
    const auto i = static_cast<std::size_t>(name);
    return present[i] ? &values[i] : nullptr;
  }
};

// The first of several spellings counts, and of a repeated field the first.
Fields collect(const simdjson::dom::object& object) {
  Fields fields;
  for (const auto [key, value] : object) {
    for (const FieldName& field : kFieldNames) {
      if (field.text != key) continue;
      const auto i = static_cast<std::size_t>(field.name);
      if (!fields.present[i] && !value.is_null()) {
        fields.values[i] = value;
        fields.present[i] = true;
      }
      break;
    }
  }
  return fields;
}

std::string clean(std::string_view text) {
  text = trim(text);
  return has_controls(text) ? std::string(trim(sanitise_utf8(text))) : std::string(text);
}

// A string, or a number as it is written (ids and PMIDs come unquoted); empty for anything else.
std::string text_of(const element* value) {
  if (value == nullptr) return {};
  std::string_view text;
  if (value->get(text) == simdjson::SUCCESS) return clean(text);
  std::int64_t number = 0;
  if (value->get(number) == simdjson::SUCCESS) return std::to_string(number);
  return {};
}

std::string line_of(const element* value) {
  std::string text = text_of(value);
  const bool breaks = text.find_first_of("\n\t") != std::string::npos;
  return breaks ? collapse_whitespace(text) : text;
}

// An array of strings or of objects with "name", or one string that `split` parts.
template <typename Split>
std::vector<std::string> list_of(const element* value, Split split) {
  std::vector<std::string> list;
  if (value == nullptr) return list;
  simdjson::dom::array array;
  if (value->get(array) != simdjson::SUCCESS) return split(text_of(value));
  for (const element item : array) {
    element name = item;
    if (item.is_object() && item["name"].get(name) != simdjson::SUCCESS) continue;
    if (std::string text = line_of(&name); !text.empty()) list.push_back(std::move(text));
  }
  return list;
}

std::string abstract_of(const Fields& fields) {
  for (const Name name : {Name::kAbstract, Name::kText, Name::kSummary}) {
    if (std::string text = text_of(fields.find(name)); !text.empty()) return text;
  }
  return {};
}

std::optional<PartialDate> published_of(const Fields& fields) {
  for (const Name name : {Name::kDate, Name::kPublished}) {
    if (const auto date = parse_any_date(text_of(fields.find(name)))) return date;
  }
  return std::nullopt;
}

Kind kind_of(const Document& document, const Keys& keys, Kind otherwise) {
  if (keys.has("patent:")) return Kind::kPatent;
  if (keys.has("arxiv:") || keys.has("doi:") || keys.has("pmid:")) return Kind::kPaper;
  const auto of_scheme = [](CodeScheme scheme) {
    return [scheme](const Code& code) { return code.scheme == scheme; };
  };
  const std::vector<Code>& codes = document.codes;
  if (std::any_of(codes.begin(), codes.end(), of_scheme(CodeScheme::kArxiv))) return Kind::kPaper;
  const bool cpc =
      !codes.empty() && std::all_of(codes.begin(), codes.end(), of_scheme(CodeScheme::kCpc));
  return cpc ? Kind::kPatent : otherwise;
}

Keys keys_of(const Fields& fields, const Document& document) {
  Keys keys;
  keys.add_doi(text_of(fields.find(Name::kDoi)));
  keys.add_arxiv(text_of(fields.find(Name::kArxivId)), true);
  keys.add_pmid(text_of(fields.find(Name::kPmid)));
  keys.add_url(document.url);
  if (!document.id.empty() && !keys.add_any(document.id)) {
    keys.add_local(document.source, document.id);
  }
  return keys;
}

Document document_of(const Fields& fields, const JsonlOptions& options) {
  Document document;
  document.source = line_of(fields.find(Name::kSource));
  if (document.source.empty()) document.source = options.source;
  document.title = line_of(fields.find(Name::kTitle));
  document.abstract = abstract_of(fields);
  document.id = line_of(fields.find(Name::kId));
  const std::string url = text_of(fields.find(Name::kUrl));
  if (is_web_url(url)) document.url = url;
  document.language = normalise_language(text_of(fields.find(Name::kLanguage)));
  document.published = published_of(fields);
  if (const auto updated = parse_any_date(text_of(fields.find(Name::kUpdated)))) {
    document.updated = updated->day;
  }
  for (std::string& name : list_of(fields.find(Name::kAuthors), split_people)) {
    document.authors.push_back({.name = std::move(name)});
  }
  for (std::string& name : list_of(fields.find(Name::kOrganisations), split_organisations)) {
    document.organisations.push_back({.name = std::move(name)});
  }
  for (std::string& code : list_of(fields.find(Name::kCategories), split_codes)) {
    const CodeScheme scheme = guess_code_scheme(code);
    document.codes.push_back({scheme, std::move(code)});
  }
  for (std::string& heading : list_of(fields.find(Name::kMesh), split_organisations)) {
    document.codes.push_back({CodeScheme::kMesh, std::move(heading)});
  }
  Keys keys = keys_of(fields, document);
  if (keys.empty()) keys.add_local(document.source, content_hash(document));
  const auto kind = parse_kind(ascii_lower(text_of(fields.find(Name::kKind))));
  document.kind = kind ? *kind : kind_of(document, keys, options.kind);
  document.keys = keys.take();
  if (document.url.empty()) document.url = registry_address(document.keys);
  if (document.id.empty()) document.id = document.keys.front();
  return document;
}

}  // namespace

struct JsonlParser::Impl {
  simdjson::dom::parser parser{3 * kMaxJsonRecordBytes};

  // Empty, or what is wrong. `bytes` has simdjson's padding behind its end.
  std::string read(const std::string& bytes, const JsonlOptions& options, Document& document) {
    element root;
    if (const auto error = parser.parse(bytes.data(), bytes.size(), false).get(root)) {
      return fmt::format("not JSON: {}", simdjson::error_message(error));
    }
    simdjson::dom::object object;
    if (root.get(object) != simdjson::SUCCESS) return "JSON, but not an object";
    document = document_of(collect(object), options);
    if (document.title.empty() && document.abstract.empty()) return "neither title nor abstract";
    return {};
  }
};

JsonlParser::JsonlParser() : impl_(std::make_unique<Impl>()) {}
JsonlParser::~JsonlParser() = default;
JsonlParser::JsonlParser(JsonlParser&&) noexcept = default;
JsonlParser& JsonlParser::operator=(JsonlParser&&) noexcept = default;

Parsed JsonlParser::parse(std::string_view line, const JsonlOptions& options, std::string origin,
                          Instant fetched) {
  if (line.size() > kMaxJsonRecordBytes) {
    return oversized_record(line, line.size(), options, std::move(origin), fetched);
  }
  ParsedRecord record;
  RawRecord& raw = record.raw;
  // simdjson reads (and ignores) a few bytes behind the end; room for them avoids a second copy.
  raw.bytes.reserve(line.size() + simdjson::SIMDJSON_PADDING);
  raw.bytes.assign(line);
  std::string problem = impl_->read(raw.bytes, options, record.document);
  if (!problem.empty() && !is_valid_utf8(line)) {
    std::string repaired = sanitise_utf8(line);
    repaired.reserve(repaired.size() + simdjson::SIMDJSON_PADDING);
    problem = impl_->read(repaired, options, record.document);
    if (!problem.empty()) problem += " (nor after repair of its malformed UTF-8)";
  }
  if (!problem.empty()) {
    return QuarantinedRecord{options.source, std::move(origin), std::move(problem),
                             std::string(truncate_utf8(line, kQuarantineBytes)), fetched};
  }
  raw.source = record.document.source;
  raw.origin = std::move(origin);
  raw.media_type = "application/json";
  raw.fetched = fetched;
  return record;
}

Records parse_jsonl(std::string_view body, const Source& source, const Provenance& provenance) {
  Records out;
  JsonlParser parser;
  const JsonlOptions options{source.id, document_kind_of(source)};
  std::uint64_t number = 0;
  if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
  for (const std::string_view piece : split(body, '\n')) {
    ++number;
    const std::string_view line = trim(piece);
    if (line.empty()) continue;
    auto parsed = parser.parse(line, options, fmt::format("{}:{}", provenance.origin, number),
                               provenance.fetched);
    if (auto* record = std::get_if<ParsedRecord>(&parsed)) {
      out.records.push_back(std::move(*record));
    } else {
      out.quarantined.push_back(std::get<QuarantinedRecord>(std::move(parsed)));
    }
  }
  return out;
}

QuarantinedRecord oversized_record(std::string_view beginning, std::uint64_t size_bytes,
                                   const JsonlOptions& options, std::string origin,
                                   Instant fetched) {
  const double megabytes = static_cast<double>(size_bytes) / (1 << 20);
  return {options.source, std::move(origin),
          fmt::format("record of {:.1f} MB exceeds the limit of {} MB", megabytes,
                      kMaxJsonRecordBytes >> 20),
          std::string(truncate_utf8(beginning, kQuarantineBytes)), fetched};
}

}  // namespace horizon::crawler
