#include <fmt/format.h>

#include "cli/inspect/inspect.h"
#include "core/date.h"
#include "crawler/formats/format.h"

namespace horizon::cli {
namespace {

Json people_json(const Document& document) {
  Json list = Json::array();
  for (const Person& person : document.authors) {
    Json entry = {{"name", person.name}};
    put(entry, "id", person.id);
    for (const std::uint16_t position : person.organisations) {
      entry["organisations"].push_back(document.organisations[position].name);
    }
    list.push_back(std::move(entry));
  }
  return list;
}

Json organisations_json(const Document& document) {
  Json list = Json::array();
  for (const Organisation& organisation : document.organisations) {
    Json entry = {{"name", organisation.name}};
    put(entry, "id", organisation.id);
    put(entry, "country", organisation.country);
    put(entry, "city", organisation.city);
    list.push_back(std::move(entry));
  }
  return list;
}

Json document_fields(const Document& document) {
  Json row = Json::object();
  put(row, "id", document.id);
  put(row, "kind", to_string(document.kind));
  put(row, "language", document.language);
  put(row, "title", document.title);
  put(row, "abstract", document.abstract);
  put(row, "url", document.url);
  put(row, "venue", document.venue);
  if (!document.authors.empty()) row["authors"] = people_json(document);
  if (!document.organisations.empty()) row["organisations"] = organisations_json(document);
  for (const Code& code : document.codes) {
    row["codes"].push_back({{"scheme", to_string(code.scheme)}, {"code", code.value}});
  }
  row["keys"] = document.keys;
  if (document.published) put(row, "published", format_date(*document.published));
  if (document.updated) put(row, "updated", format_day(*document.updated));
  put(row, "family", document.family);
  if (document.priority) put(row, "priority", format_day(*document.priority));
  if (document.deleted) row["deleted"] = true;
  return row;
}

}  // namespace

Result<Json> inspect_records(std::string_view kind, const InspectInput& input) {
  const crawler::RecordFormat* format = crawler::find_record_format(kind);
  if (format == nullptr) return fail(ErrorCode::kUsage, fmt::format("no kind '{}'", kind));
  crawler::ReadContext context;
  context.source.id = "inspect";
  context.source.url = input.base_url;
  context.provenance = {input.base_url.empty() ? input.name : input.base_url, input.content_type,
                        Instant{}};
  const crawler::Records records = crawler::read_records(*format, input.bytes, context);
  Json object = {{"count", records.records.size()}, {"documents", Json::array()}};
  for (const crawler::ParsedRecord& record : records.records) {
    object["documents"].push_back(document_fields(record.document));
  }
  for (const QuarantinedRecord& record : records.quarantined) {
    object["quarantined"].push_back({{"origin", record.origin}, {"reason", record.reason}});
  }
  return object;
}

}  // namespace horizon::cli
