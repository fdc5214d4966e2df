// Time of a series from a store that exists: bench_trends WORKSPACE NODE. Prints milliseconds
// (median of 21): reading the counts of a label and of everything, and making the weekly series of
// ten years with all that is said of it.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <vector>

#include "store/store.h"
#include "trends/bursts.h"
#include "trends/growth.h"
#include "trends/series.h"
#include "trends/shifts.h"

namespace {

using namespace horizon;

double milliseconds(const std::function<void()>& work) {
  constexpr int kRuns = 21;
  std::vector<double> times;
  for (int run = 0; run < kRuns; ++run) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::milli> taken =
        std::chrono::steady_clock::now() - begin;
    times.push_back(taken.count());
  }
  std::sort(times.begin(), times.end());
  return times[kRuns / 2];
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: bench_trends WORKSPACE NODE\n");
    return 2;
  }
  auto store = store::Store::open(std::string(argv[1]) + "/store.db", store::Mode::kRead);
  if (!store) {
    fmt::print(stderr, "bench_trends: {}\n", store.error().message);
    return 3;
  }
  std::vector<DailyCount> topic;
  std::vector<DailyCount> exposure;
  const double read = milliseconds([&] {
    topic = store->counts(argv[2]).value_or(std::vector<DailyCount>());
    exposure = store->counts("").value_or(std::vector<DailyCount>());
  });
  Day newest{};
  for (const DailyCount& row : exposure) {
    if (row.date) newest = std::max(newest, row.date->day);
  }
  trends::SeriesOptions options;
  options.granularity = Granularity::kWeek;
  options.as_of = newest;
  options.from = newest - std::chrono::days(3652);
  trends::Series series;
  const double made = milliseconds([&] { series = trends::make_series(topic, exposure, options); });
  std::size_t said = 0;
  const double examined = milliseconds([&] {
    said += trends::measure_growth(series).recent.periods;
    said += trends::find_bursts(trends::observed_points(series), series.dispersion).found.size();
    said += trends::find_shifts(series).size();
  });
  fmt::print("{} rows of {} and {} of all, {} weeks, {} strata ({})\n", topic.size(), argv[2],
             exposure.size(), series.points.size(), series.strata.size(), said > 0 ? "said" : "");
  fmt::print("counts read     {:8.2f} ms\nweekly series   {:8.2f} ms\ngrowth and more {:8.2f} ms\n",
             read, made, examined);
  return 0;
}
