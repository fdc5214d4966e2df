// Is everything as it must be for years without a hand? Looks, changes nothing, and says what to
// do.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/date.h"
#include "pipeline/config.h"

namespace horizon::daemon {

enum class Finding { kGood, kWarning, kBad };

// In both languages: what was looked at, what was seen, and what to do about it (empty if nothing).
struct Check {
  std::string name;  // "disk", "index", ...
  Finding finding = Finding::kGood;
  std::string seen_en, seen_zh;
  std::string remedy_en, remedy_zh;
};

// Settings, folder and disk, locks, clock, sources, index, backups, deliveries and the schedule.
// The first check is of the settings; with mistakes in them there is no other.
std::vector<Check> examine(const std::filesystem::path& workspace, Instant now,
                           const pipeline::Environment& environment);

}  // namespace horizon::daemon
