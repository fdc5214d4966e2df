// Is a topic growing, since when, and how sure is that: the last complete periods against those
// before them. All of it describes the past; none of it is a forecast.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/date.h"
#include "trends/regression.h"
#include "trends/series.h"
#include "trends/statistics.h"

namespace horizon::trends {

enum class Verdict : std::uint8_t { kRising, kFalling, kFlat, kTooFew };

std::string_view to_string(Verdict verdict);  // "rising" "falling" "flat" "too-few"

// Why there is no ratio.
enum class GrowthGap : std::uint8_t {
  kNone,         // there is one
  kTooShort,     // fewer than two complete periods
  kNoExposure,   // a window holds no documents of any topic
  kNoDocuments,  // neither window holds a document of the topic
  // No source delivered in both windows, or none of those that did holds the topic: what changed
  // is what was collected.
  kNotComparable,
};

// "" "too-short" "no-exposure" "no-documents" "not-comparable"
std::string_view to_string(GrowthGap gap);

// Consecutive complete periods, summed.
struct Window {
  Period first;
  Period last;
  std::size_t periods = 0;  // 0: there is no window
  Tally tally;
  std::optional<Estimate> rate;  // per 1,000 documents
};

struct GrowthOptions {
  // Periods in each window; 0 takes the default of the granularity: 26 weeks, 12 months,
  // 4 quarters, 1 year. A series too short for it gets the longest equal windows that it has.
  std::size_t window = 0;
  // Comparable documents in the recent window; fewer give kTooFew.
  std::uint64_t min_count = 10;
  double confidence = 0.95;
};

struct DoublingTime {
  double years = 0;
  double lower = 0;
  std::optional<double> upper;  // nullopt: standing still cannot be excluded
};

struct Growth {
  GrowthGap gap = GrowthGap::kTooShort;
  Window recent;
  Window previous;  // directly before `recent`, as many periods
  // Recent over previous, over the strata that have exposure in both windows (compare_rates()),
  // with an interval that allows for the series' scatter beyond chance. The verdict rests on it.
  std::optional<RateRatio> comparison;
  StratumPair comparable;          // documents and exposure of these strata
  std::optional<RateRatio> plain;  // of the windows as they stand, whatever they are made up of
  Verdict verdict = Verdict::kTooFew;
  bool enough = false;  // min_count comparable documents in the recent window
  // Of the log adjusted rate over both windows, per year (0.69 doubles within a year); nullopt
  // where the fit is impossible (see negative_binomial_slope()).
  std::optional<LogSlope> slope_per_year;
  std::optional<DoublingTime> doubling;  // only if the slope is above zero
  // Rising and falling: the first period of the unbroken run, up to now, of periods at whose end
  // the same comparison gave the same verdict. `since_or_earlier` if the run begins where the
  // series is first long enough to be compared.
  std::optional<Period> since;
  bool since_or_earlier = false;
};

std::size_t default_window(Granularity granularity);

// kRising if the interval of the ratio lies above 1, kFalling if below, else kFlat; kTooFew if
// the recent window holds fewer than min_count documents, or there is no ratio.
Growth measure_growth(const Series& series, const GrowthOptions& options = {});

}  // namespace horizon::trends
