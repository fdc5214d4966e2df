// The place of a harvest as it is stored: a flat JSON object.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/date.h"
#include "core/error.h"
#include "crawler/source.h"

namespace horizon::crawler {

class HarvestState {
 public:
  // kCorrupt for what is no JSON object of texts and numbers.
  static Result<HarvestState> parse(std::string_view json, const Source& source);

  // Empty, 0, nullopt for what is not there or has another form.
  std::string text(std::string_view name) const;
  std::uint64_t number(std::string_view name) const;
  std::optional<Day> day(std::string_view name) const;

  void set(std::string_view name, std::string value);
  void set(std::string_view name, std::uint64_t value);
  void set(std::string_view name, Day value);

  std::string to_json() const;

 private:
  std::map<std::string, std::string, std::less<>> fields_;
};

// The days that one harvest asks for, both included, frozen when it begins.
struct HarvestWindow {
  Day from{}, until{};
};

// The window of a harvest that begins today. `next_from` is where the one before it said that the
// next should begin; without one, or to start over, it is source.since, else 30 days ago.
HarvestWindow window_from(const std::optional<Day>& next_from, const Source& source, Day today);

// The place of a harvest that goes through its window in slices of days, page by page. Every API
// uses of it what it needs.
struct WindowPlace {
  HarvestWindow window;
  HarvestWindow slice;           // what is being asked for now
  std::string token = {};        // cursor, WebEnv: of the slice's next page; empty: its first one
  std::string key = {};          // what goes with the token
  std::uint64_t seen = 0;        // records of the slice that were read
  std::uint64_t total = 0;       // announced for the slice
  std::uint64_t token_time = 0;  // when the token was given, in seconds of the epoch
  bool follows = false;          // an earlier harvest was complete: what changed since is wanted
  std::optional<Day> next_from;  // set when the harvest is complete: where the next one begins

  // The slice from its first page on.
  void begin_slice(Day from, Day until);
  // The slice behind this one, of the same length, or the end of the harvest. The next harvest
  // begins `overlap` before this one's end.
  void end_slice(std::chrono::days overlap);
  std::string to_json() const;
};

// The place that a stored state describes, or the beginning of the next harvest if that was
// complete. Slices are `length` long. kCorrupt for a state that is not ours.
Result<WindowPlace> open_place(const Source& source, const std::optional<std::string>& state,
                               Instant now, bool restart, std::chrono::days length);

// base?name=value&...: names and values percent-encoded, pairs with empty values left out. A base
// that has a query already is added to.
using QueryParameters = std::vector<std::pair<std::string_view, std::string>>;
std::string with_query(std::string_view base, const QueryParameters& parameters);

}  // namespace horizon::crawler
