// The place of an OAI-PMH source in its harvest: a state machine without I/O.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/date.h"
#include "core/error.h"
#include "crawler/oai/oai_pmh.h"
#include "crawler/source.h"

namespace horizon::crawler {

// A harvest is a frozen window [from, until] of datestamps, read page by page; the next one begins
// a day before the server's own date in the first reply of this one, so that nothing that arrived
// meanwhile is missed (upserts make the overlap harmless).
//
// A token that the server does not know any more costs what came after the highest datestamp of a
// complete page: the window is asked for again from there, if the server gives its records in the
// order of their datestamps. If it does not, the window is halved until its parts are short enough
// for the tokens' life. Identify is asked only when it is needed: for the earliest datestamp when a
// window without a beginning must be halved, and for the granularity when a server rejects days
// (which every repository must take: 3.3).
class OaiHarvest {
 public:
  // Continues the harvest that `state` (from to_json()) describes, or begins the next one if that
  // was complete; nullopt begins the first, at source.since. kCorrupt if the state is not ours.
  static Result<OaiHarvest> resume(const std::optional<std::string>& state, const Source& source,
                                   Day today);
  // The whole window from source.since again, whatever was read before.
  static OaiHarvest restart(const Source& source, Day today);

  std::string next_url(const Source& source) const;

  // Moves past a reply. Says whether a further page is to be asked for. kUnavailable if the tokens
  // were lost too often without progress, kUsage if the server rejects the request as such
  // (badArgument, ...). kCorrupt if the reply is incomplete.
  Result<bool> accept(const OaiReply& reply);

  // What the operator should know of the page that was accepted last: a list that ended before its
  // announced size, a token that came back. Empty: nothing.
  const std::string& remark() const { return remark_; }

  std::string to_json() const;

 private:
  bool page_of(const OaiReply& reply);
  bool end_part();
  Result<bool> token_lost();
  Result<bool> identified(const OaiReply& reply);
  Result<bool> rejected(const OaiReply& reply);
  void begin_part(std::string from, std::string until);
  void note_datestamps(const OaiReply& reply);
  std::string bound(const std::string& day, bool end) const;

  std::string from_, until_;            // the window, YYYY-MM-DD; from_ empty: no lower bound
  std::string part_from_, part_until_;  // what of it is being asked for
  std::string token_;                   // empty: first page of the part
  std::uint64_t page_ = 0;              // pages accepted since the part began
  std::uint64_t received_ = 0;          // records since the part began
  std::uint64_t announced_ = 0;         // completeListSize; 0: not told
  std::string first_response_date_;     // YYYY-MM-DD of the window's first reply
  std::string high_;                    // highest datestamp of the part's pages; empty: none
  bool unordered_ = false;              // a datestamp was lower than one before it
  std::uint64_t loop_mark_ = 0;         // hash of an earlier token (Brent's cycle detection)
  int losses_ = 0;                      // of tokens, without progress
  bool identify_ = false;               // Identify is to be asked
  std::string granularity_, earliest_;  // as Identify told; empty: not asked
  std::string next_from_;               // set when complete; everything else is then empty
  std::string remark_;                  // not stored
};

}  // namespace horizon::crawler
