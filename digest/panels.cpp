#include "digest/panels.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "trends/statistics.h"

namespace horizon::digest {
namespace {

using trends::Point;
using trends::Tally;

constexpr std::size_t kPeriods = 12;
constexpr std::size_t kMaxHistory = 24;
constexpr std::size_t kMinHistory = 4;
constexpr std::uint64_t kFew = 5;
constexpr std::uint64_t kMinRouted = 10;

std::optional<double> z_against_history(const Point& point, std::span<const Point> earlier) {
  std::vector<Tally> history;
  Tally total;
  for (std::size_t i = earlier.size(); i > 0 && history.size() < kMaxHistory; --i) {
    const Point& past = earlier[i - 1];
    if (past.exposure == 0 || !past.complete) continue;
    history.push_back({.count = past.count, .exposure = past.exposure});
    total.count += past.count;
    total.exposure += past.exposure;
  }
  if (history.size() < kMinHistory || point.exposure == 0) return std::nullopt;
  const auto exposure = static_cast<double>(point.exposure);
  const auto past_exposure = static_cast<double>(total.exposure);
  // Half a document stands for an empty past, which has no variance of its own.
  const double past_count = std::max(static_cast<double>(total.count), 0.5);
  const double expected = exposure * past_count / past_exposure;
  const double variance =
      trends::common_rate_dispersion(history) * expected * (1 + exposure / past_exposure);
  return (static_cast<double>(point.count) - expected) / std::sqrt(variance);
}

HeatCell make_cell(const trends::Series& series, const Period& period) {
  HeatCell cell;
  const auto found = std::find_if(series.points.begin(), series.points.end(),
                                  [&](const Point& point) { return point.period == period; });
  if (found == series.points.end()) return cell;
  cell.count = found->count;
  cell.exposure = found->exposure;
  cell.complete = found->complete;
  cell.few = found->exposure > 0 && found->count < kFew;
  if (!cell.few) cell.z = z_against_history(*found, {series.points.begin(), found});
  return cell;
}

std::span<const DailyCount> rows_of(const Counts& counts, const std::string& id) {
  const auto found = counts.find(id);
  return found == counts.end() ? std::span<const DailyCount>() : found->second;
}

Unassigned unassigned(std::uint64_t documents, std::span<const std::uint64_t> routes,
                      std::optional<std::uint64_t> routed) {
  Unassigned result{.documents = documents, .lower = 0, .upper = 0};
  if (routed) {
    result.lower = result.upper = documents - std::min(documents, *routed);
    return result;
  }
  std::uint64_t sum = 0;
  std::uint64_t largest = 0;
  for (const std::uint64_t route : routes) {
    sum += route;
    largest = std::max(largest, route);
  }
  result.lower = documents - std::min(documents, sum);
  result.upper = documents - std::min(documents, largest);
  return result;
}

std::optional<RoutePanel> make_panel(const Finding& finding, const ComposeInput& input) {
  RoutePanel panel;
  panel.node = reference(*finding.node);
  std::vector<std::uint64_t> recent;
  std::vector<std::uint64_t> previous;
  std::uint64_t named = 0;
  for (const taxonomy::NodeIndex child : finding.node->children) {
    const taxonomy::Node& route = input.taxonomy->node(child);
    if (route.level != taxonomy::Level::kRoute) continue;
    const auto rows = rows_of(input.counts, route.id);
    recent.push_back(documents_within(rows, finding.growth.recent));
    previous.push_back(documents_within(rows, finding.growth.previous));
    named += recent.back();
    panel.routes.push_back(
        {.route = reference(route), .recent = recent.back(), .previous = previous.back()});
  }
  std::optional<std::uint64_t> routed;
  std::optional<std::uint64_t> routed_before;
  if (const auto found = input.routed.find(finding.node->id); found != input.routed.end()) {
    routed = documents_within(found->second, finding.growth.recent);
    routed_before = documents_within(found->second, finding.growth.previous);
  }
  if (panel.routes.empty() || routed.value_or(named) < kMinRouted) return std::nullopt;
  panel.recent = unassigned(finding.growth.recent.tally.count, recent, routed);
  panel.previous = unassigned(finding.growth.previous.tally.count, previous, routed_before);
  return panel;
}

}  // namespace

std::span<const Point> last_points(const trends::Series& series, std::size_t wanted) {
  const std::span<const Point> points = series.points;
  return points.last(std::min(points.size(), wanted));
}

std::vector<MovementGroup> make_movement(std::span<const Finding> findings) {
  std::vector<MovementGroup> groups;
  for (const Finding& finding : findings) {
    if (groups.empty() || groups.back().domain.id != finding.domain->id) {
      groups.push_back({.domain = reference(*finding.domain), .rows = {}});
    }
    groups.back().rows.push_back({.node = reference(*finding.node),
                                  .growth = finding.growth,
                                  .tested = finding.tested,
                                  .q_value = finding.q_value,
                                  .passed = finding.passed});
  }
  return groups;
}

HeatMap make_heat_map(std::span<const Finding> findings, const trends::Series& all) {
  HeatMap map;
  for (const Point& point : last_points(all, kPeriods)) map.periods.push_back(point.period);
  for (const Finding& finding : findings) {
    if (map.groups.empty() || map.groups.back().domain.id != finding.domain->id) {
      map.groups.push_back({.domain = reference(*finding.domain), .rows = {}});
    }
    HeatRow row{
        .node = reference(*finding.node), .recent = finding.growth.recent.tally.count, .cells = {}};
    for (const Period& period : map.periods) row.cells.push_back(make_cell(finding.series, period));
    map.groups.back().rows.push_back(std::move(row));
  }
  return map;
}

std::vector<RoutePanel> make_routes(std::span<const Finding> findings, const ComposeInput& input) {
  std::vector<RoutePanel> panels;
  for (const Finding& finding : findings) {
    if (auto panel = make_panel(finding, input)) panels.push_back(std::move(*panel));
  }
  return panels;
}

}  // namespace horizon::digest
