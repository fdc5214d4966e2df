// OAI-PMH 2.0: the pages, and the harvest as a state machine without I/O.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/date.h"
#include "core/error.h"
#include "crawler/record.h"
#include "crawler/source.h"

namespace horizon::crawler {

inline constexpr std::size_t kMaxOaiBytes = std::size_t{64} << 20;
inline constexpr std::size_t kMaxOaiRecords = 100'000;

// One reply to ListRecords (or GetRecord).
struct OaiReply {
  Records records;
  std::string response_date;  // the server's clock, as sent; empty if absent
  std::string token;          // trimmed; empty on the last page
  std::string error_code;     // "noRecordsMatch", "badResumptionToken", ...; empty if none
  std::string error_message;
};

// Formats arXiv, arXivRaw and oai_dc (also under other prefixes, by local names); a record in any
// other format is quarantined. Deleted records become documents with deleted = true and a key.
// A reply that is cut off has records.complete = false: its token is lost, so it has to be asked
// for again. kCorrupt: not an OAI-PMH reply; kLimit: larger than kMaxOaiBytes.
Result<OaiReply> parse_oai(std::string_view body, const Source& source,
                           const Provenance& provenance);

// The place of a source in its harvest. A harvest is a frozen window [from, until] of datestamps,
// read page by page; the next one begins a day before the server's own date in the first reply of
// this one, so that nothing that arrived meanwhile is missed (upserts make the overlap harmless).
class OaiHarvest {
 public:
  // Continues the harvest that `state` (from to_json()) describes, or begins the next one if that
  // was complete; nullopt begins the first, at source.since. kCorrupt if the state is not ours.
  static Result<OaiHarvest> resume(const std::optional<std::string>& state, const Source& source,
                                   Day today);
  // The whole window from source.since again, whatever was read before.
  static OaiHarvest restart(const Source& source, Day today);

  std::string next_url(const Source& source) const;

  // Moves past a reply. Says whether a further page is to be asked for. kUnavailable if the window
  // was restarted too often, kUsage if the server rejects the request as such (badArgument, ...).
  // kCorrupt if the reply is incomplete.
  Result<bool> accept(const OaiReply& reply);

  std::string to_json() const;

 private:
  std::string from_, until_;         // YYYY-MM-DD; from_ empty: no lower bound
  std::string token_;                // empty: first page
  std::uint64_t page_ = 0;           // pages accepted in this window
  std::string first_response_date_;  // YYYY-MM-DD of the window's first reply
  std::uint64_t loop_mark_ = 0;      // hash of an earlier token (Brent's cycle detection)
  int restarts_ = 0;
  std::string next_from_;  // set when complete; everything else is then empty
};

}  // namespace horizon::crawler
