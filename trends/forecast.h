// Where a series would go if it went on as it did, with how wrong such statements about it have
// been before.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "trends/statistics.h"

namespace horizon::trends {

struct ForecastOptions {
  std::size_t horizon = 4;        // periods ahead; more than a third of the history are cut to that
  std::size_t season = 4;         // periods a year: 52 weeks, 12 months, 4 quarters, 1 year
  std::size_t min_history = 8;    // and three seasons
  std::size_t max_history = 600;  // the newest periods that are used: a bound on time
  std::size_t max_origins = 40;   // past origins that are tried, the newest, evenly spread
};

struct ForecastPoint {
  double rate = 0;  // per 1,000
  Estimate likely;  // holds the outcome with 80 %
  Estimate wide;    // with 95 %
};

enum class ForecastGap : std::uint8_t {
  kNone,
  kTooShort,  // less than min_history
  kTooFew,    // fewer than ten documents, or none in most periods
};
std::string_view to_string(ForecastGap gap);  // "" "too-short" "too-few"

struct Forecast {
  ForecastGap gap = ForecastGap::kTooShort;
  std::vector<ForecastPoint> points;  // the periods after the last one given
  // Mean absolute error over all past origins and horizons, in units of the error of "as in the
  // same season a year before" within the history of each origin (Hyndman and Koehler,
  // Int. J. Forecasting 22 (2006) 679-688). From 1 on the methods have no skill here, and `points`
  // are those of that naive method.
  std::optional<double> mase;
  bool skill = false;
  std::size_t origins = 0;  // past forecasts that the errors were taken from
  // Of those, the share of outcomes within the intervals that had been made without them.
  std::optional<double> covered_80, covered_95;
};

// On log(1 + rate per 1,000): the mean of simple exponential smoothing, Holt's method with damped
// trend (Gardner and McKenzie, Management Science 31 (1985) 1237-1246) and the Theta method
// (Assimakopoulos and Nikolopoulos, Int. J. Forecasting 16 (2000) 521-530, in the form of Hyndman
// and Billah 2003), each with the parameters of the smallest one-step error; seasonal differences
// are taken off first where the autocorrelation at the season passes the test of the M4
// competition.
// Intervals are conformal: quantiles of the absolute errors of forecasts from past origins (rolling
// origin), each in units of what was to be expected of it: the chance in counting so many documents
// among so many, and what the errors at that horizon had beyond this; at a level corrected for the
// number of origins (Vovk et al., "Algorithmic Learning in a Random World", 2005). They hold what
// the past errors held: chance, and changes of the kind that has been there before.
// `periods` are complete ones, oldest first; what comes before the first document is left aside.
Forecast forecast(std::span<const Observed> periods, const ForecastOptions& options = {});

}  // namespace horizon::trends
