#include "cli/inspect/inspect.h"
#include "core/date.h"
#include "crawler/oai/oai_pmh.h"
#include "crawler/text/date_text.h"
#include "crawler/xml/well_formed.h"

namespace horizon::cli {
namespace {

using crawler::OaiHeader;
using crawler::OaiReply;

// A datestamp or date of the protocol as it is; anything else in UTC, if it is a date.
std::string date_of(const std::string& text) {
  if (parse_iso_date(text)) return text;
  const auto date = crawler::parse_date_text(text);
  return date ? format_instant(date->instant) : text;
}

Json record_json(const OaiHeader& header, const OaiReply& reply) {
  Json row = {{"id", header.identifier}};
  put(row, "datestamp", date_of(header.datestamp));
  row["deleted"] = header.deleted;
  for (const std::string& set : header.sets) row["sets"].push_back(set);
  put(row, "title", header.title);
  const std::vector<Person>& authors =
      header.document ? reply.records.records[*header.document].document.authors : header.authors;
  for (const Person& person : authors) row["authors"].push_back(person.name);
  return row;
}

void put_identity(Json& object, const crawler::OaiIdentity& identity) {
  put(object, "repository_name", identity.repository_name);
  put(object, "base_url", identity.base_url);
  put(object, "granularity", identity.granularity);
  put(object, "deleted_record", identity.deleted_record);
  put(object, "earliest", identity.earliest);
}

void put_lists(Json& object, const OaiReply& reply) {
  if (reply.verb == "ListMetadataFormats" && reply.error_code.empty()) {
    object["formats"] = reply.formats;
  }
  if (reply.verb == "ListSets" && reply.error_code.empty()) {
    object["set_count"] = reply.sets.size();
    object["sets"] = reply.sets;
  }
}

void put_records(Json& object, const OaiReply& reply) {
  std::size_t deleted = 0;
  Json rows = Json::array();
  for (const OaiHeader& header : reply.headers) {
    deleted += header.deleted ? 1 : 0;
    rows.push_back(record_json(header, reply));
  }
  object["record_count"] = reply.headers.size();
  object["deleted_count"] = deleted;
  object["records"] = std::move(rows);
}

}  // namespace

Result<Json> inspect_oai(const InspectInput& input) {
  crawler::Source source;
  source.id = "inspect";
  source.url = input.base_url;
  const auto reply = crawler::parse_oai(
      input.bytes, source,
      {input.base_url.empty() ? input.name : input.base_url, input.content_type, Instant{}});
  if (!reply) return fail(reply.error());
  Json object = Json::object();
  put(object, "verb", reply->verb);
  put(object, "response_date", date_of(reply->response_date));
  put(object, "oai_error", reply->error_code);
  put(object, "oai_error_text", reply->error_message);
  put(object, "resumption_token", reply->token);
  if (reply->complete_list_size) object["complete_list_size"] = *reply->complete_list_size;
  if (reply->cursor) object["cursor"] = *reply->cursor;
  object["wellformed"] = crawler::xml_problem(input.bytes, input.content_type).empty();
  put_identity(object, reply->identity);
  put_lists(object, *reply);
  put_records(object, *reply);
  return object;
}

}  // namespace horizon::cli
