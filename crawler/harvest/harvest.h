// One source's harvest as a state machine without I/O: it says what to ask next, and reads the
// answer. Whoever drives it fetches, keeps the provider's pauses, and stores each page together
// with the state that the page leads to, so that a harvest killed at any moment continues there.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/error.h"
#include "crawler/fetch/transport.h"
#include "crawler/record.h"
#include "crawler/source.h"

namespace horizon::crawler {

// What one answer brought.
struct Page {
  std::vector<ParsedRecord> records = {};
  std::vector<QuarantinedRecord> quarantined = {};
  std::string cursor_state = {};  // JSON; to be stored with the records, and given back next time
  bool more = false;              // the harvest is not complete: ask next() again
  // Set: the source asked for a pause (429, 503, a spent quota, an empty page where records were
  // announced). Nothing was read, cursor_state is the one before, and the same request is due
  // again after this time.
  std::optional<std::chrono::milliseconds> retry_after = {};
  std::string retry_reason = {};  // one line, for the operator
  // The source asks not to be read again earlier than this (ttl, max-age, ...).
  std::optional<std::chrono::seconds> next_after = {};
  bool gone = false;  // the source says that it has ended for good (410)
};

// What a harvest may know about the world.
struct HarvestContext {
  Instant now{};
  bool restart = false;                  // forget the state: everything from source.since again
  std::filesystem::path downloads = {};  // folder for bulk files; exists
  std::filesystem::path root = {};       // the workspace: file: URLs are relative to it
};

class Harvest {
 public:
  virtual ~Harvest() = default;

  // What is to be fetched next. nullopt: nothing from the network, call take() with an empty
  // response (a page out of a file that was downloaded before). Not called again after a page with
  // more = false. The same request until take() has accepted an answer to it.
  virtual std::optional<Request> next() = 0;

  // Reads the answer to next(), whatever its status. An error means that this harvest cannot go on
  // (kNotFound: 404, 410; kCorrupt: not what the protocol promises; kUsage: the provider rejects
  // the operator's settings or key): it names status and URL, and the state stays as it was.
  virtual Result<Page> take(const Response& response, Instant now) = 0;

  // The request of next() had no answer, for good as far as this harvest goes: robots.txt forbids
  // it (kUsage), it is too large (kLimit), or all tries to reach the server failed (kUnavailable).
  // A harvest that can do without it goes on; the others fail with the error.
  virtual Result<Page> missed(const Error& error, Instant /*now*/) { return fail(error); }
};

// The harvest of a source, at the place that `state` (a former page's cursor_state; nullopt: none)
// describes, or the next one if that was complete. kUsage for settings that the source's kind does
// not allow, kCorrupt for a state that is not ours.
Result<std::unique_ptr<Harvest>> open_harvest(const Source& source,
                                              const std::optional<std::string>& state,
                                              const HarvestContext& context);

}  // namespace horizon::crawler
