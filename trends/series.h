// Daily counts summed to a calendar series with its uncertainty. Nothing is smoothed, filled in or
// extrapolated: a period without documents of any topic has no rate.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/document.h"
#include "trends/statistics.h"

namespace horizon::trends {

struct SeriesOptions {
  Granularity granularity = Granularity::kMonth;
  Day as_of{};               // the last day that may be known; later dates are not counted
  std::optional<Day> from;   // first day wanted
  std::optional<Day> until;  // last day wanted
  std::optional<Kind> kind;  // this stratum only, of the topic and of the exposure alike
  std::string language;      // "" = all
  std::string source;        // "" = all
  double confidence = 0.95;  // of the intervals
};

struct Point {
  Period period;
  std::uint64_t count = 0;
  std::uint64_t exposure = 0;    // documents of every topic; at least `count`
  std::optional<Estimate> rate;  // per 1,000 documents; nullopt if nothing was exposed
  // The period was over at as_of and the data cover it: they reach to within 5 % of its length
  // (at least one day, rounded up) of its last day, and begin as close to its first.
  bool complete = false;
};

// Documents of the topic that no point counts.
struct LeftOut {
  std::uint64_t undated = 0;     // or dated outside the years 1500 to 2200
  std::uint64_t too_coarse = 0;  // "2026" fits no month
  std::uint64_t after_as_of = 0;
};

struct Series {
  Granularity granularity = Granularity::kMonth;
  Day as_of{};
  std::vector<Point> points;      // one for every period from the first to the last with exposure
  std::optional<Day> data_from;   // first and last day with documents of any topic, by dates that
  std::optional<Day> data_until;  // state a day; if none does, the days that coarser ones ensure
  LeftOut left_out;
};

// Dates that are coarser than the granularity are left out of topic and exposure alike, as are
// days outside from..until (a choice of the reader, therefore not reported as left out).
Series make_series(std::span<const DailyCount> topic, std::span<const DailyCount> exposure,
                   const SeriesOptions& options);

}  // namespace horizon::trends
