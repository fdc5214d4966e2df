// What an EPO harvest still has to search, as it is kept between two pages.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/error.h"

namespace horizon::crawler {

// Days of publication, both included, and a further condition in CQL (empty: none).
struct EpoSlice {
  Day from{}, to{};
  std::string condition = {};
  friend bool operator==(const EpoSlice&, const EpoSlice&) = default;
};

struct EpoWindow {
  std::string query = {};             // of the source
  Day until{};                        // last day of the window
  std::vector<EpoSlice> slices = {};  // still to be searched; the last one is searched now
  int begin = 1;                      // its next hit, 1-based

  std::string to_json() const;
};

// kCorrupt for what to_json() does not write.
Result<EpoWindow> read_epo_window(const std::string& json);

// The search expression of a slice.
std::string cql_of(const EpoWindow& window, const EpoSlice& slice);

// The slice in parts, in the order in which they are to be pushed: by date, a single day by CPC
// section, a section by country. Empty if it cannot be parted further.
std::vector<EpoSlice> split_slice(const EpoSlice& slice);

}  // namespace horizon::crawler
