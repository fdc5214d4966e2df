// Time of what trend questions need, on a workspace that exists: bench_trends WORKSPACE [NODE].
// Prints milliseconds of wall and processor time (medians). NODE: the label whose series is made;
// by default that of most documents.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <functional>
#include <numeric>
#include <vector>

#include "pipeline/emerging.h"
#include "pipeline/search.h"
#include "pipeline/weak_signals.h"
#include "store/store.h"
#include "trends/bursts.h"
#include "trends/growth.h"
#include "trends/series.h"
#include "trends/shifts.h"

namespace {

using namespace horizon;

constexpr const char* kQueries[] = {"learning",     "quantum",          "\"neural network\"",
                                    "graphene",     "robot control",    "\"magnetic field\" energy",
                                    "title:theory", "学习 OR learning", "country:CN laser"};
const SystemClock kClock;
constexpr std::chrono::days kTenYears{3652};

struct Taken {
  double wall = 0, processor = 0;  // milliseconds
};

Taken median(int runs, const std::function<void()>& work) {
  std::vector<double> wall, processor;
  for (int run = 0; run < runs; ++run) {
    const auto begin = std::chrono::steady_clock::now();
    const std::clock_t used = std::clock();
    work();
    const std::chrono::duration<double, std::milli> taken =
        std::chrono::steady_clock::now() - begin;
    wall.push_back(taken.count());
    processor.push_back(1000.0 * static_cast<double>(std::clock() - used) / CLOCKS_PER_SEC);
  }
  const auto middle = [runs](std::vector<double>& values) {
    std::ranges::sort(values);
    return values[static_cast<std::size_t>(runs) / 2];
  };
  return {middle(wall), middle(processor)};
}

void print(std::string_view what, const Taken& taken) {
  fmt::print("{:<34} {:>9.2f} ms {:>9.2f} ms cpu\n", what, taken.wall, taken.processor);
}

int failed(const Error& error) {
  fmt::print(stderr, "bench_trends: {}\n", error.message);
  return 3;
}

std::uint64_t documents_of(std::span<const DailyCount> counts) {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0},
                         [](auto sum, const DailyCount& row) { return sum + row.documents; });
}

std::string largest_label(const store::Store& store) {
  const auto all = store.all_counts().value_or(std::map<std::string, std::vector<DailyCount>>());
  std::pair<std::uint64_t, std::string> largest;
  for (const auto& [node, counts] : all) {
    if (std::ranges::count(node, '.') == 1)
      largest = std::max(largest, std::pair(documents_of(counts), node));
  }
  return largest.second;
}

trends::SeriesOptions weekly(std::span<const DailyCount> exposure) {
  trends::SeriesOptions options;
  options.granularity = Granularity::kWeek;
  for (const DailyCount& row : exposure) {
    if (row.date) options.as_of = std::max(options.as_of, row.date->day);
  }
  options.from = options.as_of - kTenYears;
  return options;
}

void examine(const trends::Series& series) {
  trends::measure_growth(series);
  trends::find_bursts(trends::observed_points(series), series.dispersion);
  trends::find_shifts(series);
}

trends::SeriesOptions bench_label(const store::Store& store, const std::string& node) {
  constexpr int kRuns = 21;
  std::vector<DailyCount> topic, exposure;
  const Taken read = median(kRuns, [&] {
    topic = store.counts(node).value_or(std::vector<DailyCount>());
    exposure = store.counts("").value_or(std::vector<DailyCount>());
  });
  const trends::SeriesOptions options = weekly(exposure);
  trends::Series series;
  const Taken made = median(kRuns, [&] { series = trends::make_series(topic, exposure, options); });
  fmt::print("{}: {} of {} documents, {} weeks, {} strata\n", node, documents_of(topic),
             documents_of(exposure), series.points.size(), series.strata.size());
  print("counts of a label read", read);
  print("weekly series of ten years", made);
  print("growth, bursts, shifts of it", median(kRuns, [&] { examine(series); }));
  return options;
}

Status bench_queries(const pipeline::Workspace& workspace, const trends::SeriesOptions& options) {
  const pipeline::Analyser analyser(workspace);
  const auto searcher = pipeline::Searcher::open(workspace, analyser, {kClock});
  if (!searcher) return fail(searcher.error());
  const auto exposure = searcher->store().counts("");
  if (!exposure) return fail(exposure.error());
  const trends::Background background(*exposure, options);
  for (const char* const query : kQueries) {
    pipeline::SearchRequest request;
    request.text = query;
    request.every_word = true;
    std::uint64_t found = 0;
    const Taken taken = median(5, [&] {
      const auto counts = searcher->counts(request).value_or(std::vector<DailyCount>());
      found = documents_of(counts);
      background.series(counts);
    });
    print(fmt::format("series of {} ({})", query, found), taken);
  }
  return {};
}

Status bench_lists(const pipeline::Workspace& workspace, Day as_of) {
  pipeline::EmergingOptions options;
  options.as_of = as_of;
  options.history = false;
  Status done;
  const auto run = [&] {
    const auto report = pipeline::find_emerging(workspace, options, {kClock});
    if (!report) done = fail(report.error());
  };
  print("phrase tables (if they were old)", median(1, run));
  print("emerging --quick", median(3, run));
  options.history = true;
  print("emerging, with five earlier lists", median(3, run));
  pipeline::WeakOptions weak;
  weak.as_of = as_of;
  print("weak", median(3, [&] {
          const auto report = pipeline::find_weak_signals(workspace, weak, {kClock});
          if (!report) done = fail(report.error());
        }));
  return done;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argc > 3) {
    fmt::print(stderr, "usage: bench_trends WORKSPACE [NODE]\n");
    return 2;
  }
  const auto workspace = pipeline::Workspace::open(argv[1]);
  if (!workspace) return failed(workspace.error());
  const auto store = pipeline::open_store(*workspace);
  if (!store) return failed(store.error());
  const trends::SeriesOptions options =
      bench_label(*store, argc == 3 ? argv[2] : largest_label(*store));
  if (const Status done = bench_queries(*workspace, options); !done) return failed(done.error());
  if (const Status done = bench_lists(*workspace, options.as_of); !done)
    return failed(done.error());
  return 0;
}
