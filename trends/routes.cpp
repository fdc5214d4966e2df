#include "trends/routes.h"

#include <algorithm>
#include <numeric>

namespace horizon::trends {
namespace {

constexpr double kLeastWeight = 3;
constexpr double kLeastShare = 0.05;

std::span<const RouteTally> complete_periods(std::span<const RouteTally> periods) {
  const auto is_complete = [](const RouteTally& tally) { return tally.complete; };
  const auto first = std::ranges::find_if(periods, is_complete);
  const auto last = std::find_if_not(first, periods.end(), is_complete);
  return {first, last};
}

std::size_t routes_of(std::span<const RouteTally> periods) {
  return periods.empty() ? 0 : periods.front().weights.size();
}

void find_crossovers(std::span<const RouteTally> periods, std::size_t a, std::size_t b,
                     std::vector<Crossover>& found) {
  bool was_behind = false;
  std::size_t run = 0;
  bool counted = false;  // the present run is already among those found
  for (std::size_t i = 0; i < periods.size(); ++i) {
    const double ahead = probability_above(periods[i].weights[a], periods[i].weights[b]);
    if (ahead >= kAheadProbability) {
      ++run;
    } else {
      run = 0;
      counted = false;
      // Equal weights, as of two routes without documents, say nothing.
      was_behind = was_behind || ahead < 0.5;
    }
    if (!was_behind || counted || run < kAheadPeriods) continue;
    found.push_back({a, b, periods[i + 1 - run].period, false});
    counted = true;
    was_behind = false;
  }
  if (counted && !found.empty()) found.back().holds = true;
}

double weight_in(std::span<const RouteTally> periods, std::size_t route) {
  return std::accumulate(
      periods.begin(), periods.end(), 0.0,
      [route](double sum, const RouteTally& tally) { return sum + tally.weights[route]; });
}

}  // namespace

void add_document(std::span<const std::uint32_t> routes, RouteTally& tally) {
  ++tally.documents;
  if (routes.empty()) ++tally.unassigned;
  for (const std::uint32_t route : routes)
    tally.weights[route] += 1 / static_cast<double>(routes.size());
}

std::vector<Crossover> crossovers(std::span<const RouteTally> periods) {
  periods = complete_periods(periods);
  std::vector<Crossover> found;
  const std::size_t routes = routes_of(periods);
  for (std::size_t a = 0; a < routes; ++a) {
    for (std::size_t b = 0; b < routes; ++b) {
      if (a != b) find_crossovers(periods, a, b, found);
    }
  }
  std::ranges::stable_sort(found, {}, [](const Crossover& one) { return one.since; });
  return found;
}

std::vector<RouteChange> entries_and_exits(std::span<const RouteTally> periods) {
  periods = complete_periods(periods);
  std::vector<RouteChange> found;
  if (periods.size() <= kAheadPeriods) return found;
  const auto before = periods.first(periods.size() - kAheadPeriods);
  const double named_before =
      static_cast<double>(sum(before).documents) - static_cast<double>(sum(before).unassigned);
  for (std::size_t route = 0; route < routes_of(periods); ++route) {
    const auto names = [route](const RouteTally& tally) { return tally.weights[route] > 0; };
    const auto first = std::ranges::find_if(periods, names);
    if (first == periods.end()) continue;
    if (first - periods.begin() >= static_cast<std::ptrdiff_t>(kAheadPeriods))
      found.push_back({route, first->period, true});
    const double earlier = weight_in(before, route);
    const bool gone = weight_in(periods.last(kAheadPeriods), route) <= 0;
    if (!gone || earlier < kLeastWeight || earlier < kLeastShare * named_before) continue;
    const auto last = std::find_if(before.rbegin(), before.rend(), names);
    found.push_back({route, last->period, false});
  }
  return found;
}

RouteTally sum(std::span<const RouteTally> periods) {
  RouteTally total;
  if (periods.empty()) return total;
  total.period = periods.front().period;
  total.complete = true;
  total.weights.assign(periods.front().weights.size(), 0);
  for (const RouteTally& tally : periods) {
    for (std::size_t i = 0; i < total.weights.size(); ++i) total.weights[i] += tally.weights[i];
    total.documents += tally.documents;
    total.unassigned += tally.unassigned;
    total.complete = total.complete && tally.complete;
  }
  return total;
}

}  // namespace horizon::trends
