// Daily counts summed to a calendar series with its uncertainty. Nothing is smoothed, filled in or
// extrapolated: a period without documents of any topic has no rate.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/date.h"
#include "core/document.h"
#include "trends/delay.h"
#include "trends/dispersion.h"
#include "trends/statistics.h"
#include "trends/strata.h"

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
  std::array<ReportingDelay, 4> delays = {};  // by Kind; unknown ones: everything is seen at once
};

struct Point {
  Period period;
  std::uint64_t count = 0;
  std::uint64_t exposure = 0;    // documents of every topic; at least `count`
  std::optional<Estimate> rate;  // per 1,000 documents; nullopt if nothing was exposed
  // Documents that the count was as good as counted among, had the make-up of what comes in been
  // the same at all times (see comparable_exposures()).
  double comparable = 0;
  // Per 1,000 of these, with an interval that also allows for scatter beyond chance; nullopt where
  // no stratum that ever holds the topic was exposed.
  std::optional<Estimate> adjusted;
  // Share of the documents of the period's days so far that are in already, by how late the kinds
  // of documents were delivered so far; 1 where that is not known.
  double reported = 1;
  // What the count will have become when all of these are in; only where reported < 1.
  std::optional<Estimate> nowcast;
  // The period was over at as_of, 95 % are reported, and the data cover it: they reach to within 5
  // % of its length (at least one day, rounded up) of its last day, and begin as close to its
  // first.
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
  // What the points are sums of: `strata` rows of points.size() cells each.
  std::vector<Stratum> strata;
  std::vector<Tally> cells;
  Dispersion dispersion;  // of the complete points
  Dispersion within;      // of the strata's own points, taken together
  double confidence = 0.95;
};

// Counts and comparable exposures of the complete points: one unbroken run, since only the ends
// of a series can be incomplete.
std::vector<Observed> observed_points(const Series& series);
// Position of the first complete point and one past the last; equal if there is none.
std::pair<std::size_t, std::size_t> complete_range(const Series& series);

// The documents of every topic laid out by period and stratum, once for any number of topics.
// Dates that are coarser than the granularity are left out of topic and exposure alike, as are
// days outside from..until (a choice of the reader, therefore not reported as left out). Strata are
// by kind, language and source; of more than some hundreds, the smallest are taken together.
class Background {
 public:
  // The rows must outlive the background.
  Background(std::span<const DailyCount> exposure, const SeriesOptions& options);

  Series series(std::span<const DailyCount> topic) const;

 private:
  struct Slot {
    std::size_t stratum = 0, period = 0;
  };
  void lay_out_periods();
  void lay_out_strata();
  std::optional<Slot> slot(const DailyCount& row, Slot near) const;
  std::optional<std::size_t> stratum_of(const DailyCount& row, std::size_t near) const;
  Series widened(std::span<const DailyCount> topic, std::vector<DailyCount> strays) const;
  Series blank() const;

  std::span<const DailyCount> exposure_;
  SeriesOptions options_;
  std::vector<Period> periods_;
  std::map<Day, std::size_t> period_at_;  // by first day
  std::vector<Stratum> strata_;
  bool pooled_ = false;  // the last stratum is "all others"
  std::vector<Tally> cells_;
  std::vector<double> reported_;  // by period
  std::optional<Day> data_from_, data_until_;
};

// One topic's series: Background(exposure, options).series(topic).
Series make_series(std::span<const DailyCount> topic, std::span<const DailyCount> exposure,
                   const SeriesOptions& options);

}  // namespace horizon::trends
