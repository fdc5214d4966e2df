// OAI-PMH 2.0: what a reply says.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "crawler/record.h"
#include "crawler/source.h"

namespace horizon::crawler {

inline constexpr std::size_t kMaxOaiBytes = std::size_t{64} << 20;
inline constexpr std::size_t kMaxOaiRecords = 100'000;

// A record's header (2.5), of ListRecords, GetRecord or ListIdentifiers.
struct OaiHeader {
  std::string identifier;
  std::string datestamp;  // as sent
  bool deleted = false;
  std::vector<std::string> sets;
  std::string title;            // with its TeX as sent; the document's title has that as text
  std::vector<Person> authors;  // of a record that was set aside because it says too little else
  // Position of its document in OaiReply::records; nullopt for one that was set aside or, in
  // ListIdentifiers, has none.
  std::optional<std::size_t> document;
};

// Identify (4.2).
struct OaiIdentity {
  std::string repository_name, base_url, granularity, deleted_record, earliest;
};

struct OaiReply {
  Records records;
  std::vector<OaiHeader> headers;  // in the order of the reply, those without identifier left out
  std::string verb;                // "ListRecords", ...: of what the reply holds, else as asked
  std::string response_date;       // the server's clock, as sent; empty if absent
  std::string token;               // trimmed; empty on the last page
  std::optional<std::uint64_t> complete_list_size, cursor;  // of the token's element
  std::string error_code;  // "noRecordsMatch", "badResumptionToken", ...; empty if none
  std::string error_message;
  OaiIdentity identity;
  std::vector<std::string> formats;  // metadataPrefix of ListMetadataFormats
  std::vector<std::string> sets;     // setSpec of ListSets
};

// Metadata of every format that crawler/oai/oai_formats.h knows; a record in any other is
// quarantined. Deleted records become documents with deleted = true and a key. A reply that is cut
// off has records.complete = false: its token is lost, so it has to be asked for again. kCorrupt:
// not an OAI-PMH reply; kLimit: larger than kMaxOaiBytes.
Result<OaiReply> parse_oai(std::string_view body, const Source& source,
                           const Provenance& provenance);

}  // namespace horizon::crawler
