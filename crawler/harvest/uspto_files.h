// The list of a product's files, and what a harvest remembers of it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/error.h"

namespace horizon::crawler {

struct UsptoFile {
  std::string name = {};        // plain: letters, digits, '.', '_' and '-'
  std::string url = {};         // as listed
  std::uint64_t size = 0;       // bytes; 0 if the list does not tell
  std::optional<Day> day = {};  // the first day of its data
  int downloads = 0;            // begun, complete or not
};

// Every file of a reply of .../datasets/products, wherever its arrays stand, oldest first, each
// name once. kCorrupt for what is no JSON object.
Result<std::vector<UsptoFile>> read_uspto_files(std::string_view reply);

struct UsptoState {
  std::string product = {};
  std::vector<UsptoFile> pending = {};     // not read yet; the first one is read now
  bool begun = false;                      // the download of the first one was counted
  std::uint64_t records = 0;               // of the first one, stored
  std::string finished = {};               // read to its end, to be deleted
  std::map<std::string, int> failed = {};  // downloads of files that did not come whole, by name
  std::vector<std::string> seen = {};      // read or given up; the latest kMaxSeen
  Day since{};                             // files of older data are left out

  void remember(std::string name);
  bool knows(std::string_view name) const;
  std::string to_json() const;
};

inline constexpr std::size_t kMaxSeen = 5'000;

// kCorrupt for what to_json() does not write.
Result<UsptoState> read_uspto_state(const std::string& json);

}  // namespace horizon::crawler
