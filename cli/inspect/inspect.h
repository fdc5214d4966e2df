// `horizon inspect`: what Horizon reads from a local file, as JSON Lines. One function per kind of
// file; the names of the fields are a contract with other programs (docs/formats.md).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "cli/output.h"
#include "core/error.h"

namespace horizon::cli {

struct InspectInput {
  std::string name;          // file, for messages
  std::string bytes;         // as read
  std::string content_type;  // the HTTP header as sent; empty if unknown
  std::string base_url;      // where the bytes came from; empty if unknown
  std::string agent;         // robots: who asks
  std::string target;        // robots: for which URL or path
};

// One object of fields for a file. kCorrupt (or another error) for a file that cannot be read as
// this kind at all. Absent values are left out.
using Inspector = Result<Json> (*)(const InspectInput& input);

struct InspectKind {
  std::string_view name;
  std::string_view description;
  Inspector inspect;
};

// Without the record formats, which crawler/formats lists.
std::span<const InspectKind> inspect_kinds();

Result<Json> inspect_charset(const InspectInput& input);
Result<Json> inspect_date(const InspectInput& input);
Result<Json> inspect_opml(const InspectInput& input);
Result<Json> inspect_robots(const InspectInput& input);
Result<Json> inspect_article(const InspectInput& input);
Result<Json> inspect_feed(const InspectInput& input);
Result<Json> inspect_sitemap(const InspectInput& input);
Result<Json> inspect_oai(const InspectInput& input);
Result<Json> inspect_url(const InspectInput& input);

// The documents of a record format as `import` would store them: {"count", "documents": [...],
// "quarantined": [{"origin", "reason"}]}. kUsage for an unknown kind.
Result<Json> inspect_records(std::string_view kind, const InspectInput& input);

// Puts `value` under `name` unless it is empty.
void put(Json& object, const char* name, std::string_view value);

}  // namespace horizon::cli
