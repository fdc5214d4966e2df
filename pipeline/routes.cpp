#include "pipeline/routes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "pipeline/labelled.h"
#include "pipeline/who_directory.h"
#include "trends/growth.h"

namespace horizon::pipeline {
namespace {

constexpr std::size_t kCountries = 8;

// A document of the subfield within the two windows.
struct Placed {
  DocumentNumber number = 0;
  Kind kind = Kind::kOther;
  bool recent = false;
  std::vector<std::uint32_t> routes;
};

class RouteCounter {
 public:
  RouteCounter(RouteReport& report, const trends::SeriesOptions& options, std::size_t window)
      : report_(report), options_(options), window_(window) {}

  void lay_out(const trends::Series& series) {
    for (const trends::Point& point : series.points) {
      places_.emplace(point.period.begin, report_.periods.size());
      report_.periods.push_back(
          {point.period, point.complete, std::vector<double>(report_.routes.size()), 0, 0});
    }
    std::size_t end = report_.periods.size();
    while (end > 0 && !report_.periods[end - 1].complete) --end;
    std::size_t begin = end;
    while (begin > 0 && report_.periods[begin - 1].complete) --begin;
    window_ = std::min(window_, (end - begin) / 2);
    recent_begin_ = end - window_;
    recent_end_ = end;
  }

  void count(const store::LabelledDocument& document) {
    // A route without its subfield is none.
    if (document.nodes.front() != 0 || !is_counted(document, options_)) return;
    const auto place = places_.find(period_of(document.published->day, options_.granularity).begin);
    if (place == places_.end()) return;
    std::vector<std::uint32_t> routes;
    for (const std::uint32_t node : document.nodes)
      if (node > 0) routes.push_back(node - 1);  // 0 is the subfield itself
    trends::add_document(routes, report_.periods[place->second]);
    if (place->second < recent_begin_ - window_ || place->second >= recent_end_) return;
    placed_.push_back({document.number, document.kind, place->second >= recent_begin_, routes});
  }

  void finish() {
    const std::span<const trends::RouteTally> all = report_.periods;
    report_.compared = window_ > 0;
    report_.crossovers = trends::crossovers(all);
    report_.changes = trends::entries_and_exits(all);
    report_.recent.weights = report_.previous.weights = std::vector<double>(report_.routes.size());
    if (!report_.compared) return;
    report_.recent = trends::sum(all.subspan(recent_begin_, window_));
    report_.previous = trends::sum(all.subspan(recent_begin_ - window_, window_));
    report_.recent_until = all[recent_end_ - 1].period;
    report_.previous_until = all[recent_begin_ - 1].period;
    report_.recent_effective = trends::effective_number(report_.recent.weights);
    report_.previous_effective = trends::effective_number(report_.previous.weights);
  }

  std::span<const Placed> placed() const { return placed_; }

 private:
  RouteReport& report_;
  const trends::SeriesOptions& options_;
  std::size_t window_;
  std::map<Day, std::size_t> places_;  // of periods, by first day
  std::size_t recent_begin_ = 0, recent_end_ = 0;
  std::vector<Placed> placed_;
};

void add(const Placed& document, std::size_t routes, RouteStratum& stratum) {
  trends::RouteTally& tally = document.recent ? stratum.recent : stratum.previous;
  stratum.recent.weights.resize(routes);
  stratum.previous.weights.resize(routes);
  trends::add_document(document.routes, tally);
}

std::vector<RouteStratum> by_kind(std::span<const Placed> placed, std::size_t routes) {
  std::map<Kind, RouteStratum> strata;
  for (const Placed& document : placed) {
    RouteStratum& stratum = strata[document.kind];
    stratum.kind = document.kind;
    add(document, routes, stratum);
  }
  std::vector<RouteStratum> out;
  for (auto& [kind, stratum] : strata) out.push_back(std::move(stratum));
  return out;
}

// A document of several countries is one of each.
Result<std::vector<RouteStratum>> by_country(const Workspace& workspace, const store::Store& store,
                                             std::span<const Placed> placed, std::size_t routes) {
  const auto directory = open_directory(workspace.root);
  if (!directory) return fail(directory.error());
  std::vector<DocumentNumber> numbers;
  for (const Placed& document : placed) numbers.push_back(document.number);
  std::map<std::string, RouteStratum> strata;
  std::size_t next = 0;
  HORIZON_TRY(
      store.each_with_organisations(numbers, [&](DocumentNumber number, const Document& document) {
        while (placed[next].number != number) ++next;
        std::set<std::string> countries;
        for (const Organisation& organisation : document.organisations)
          countries.insert(directory->find(organisation).country);
        for (const std::string& country : countries) {
          if (country.empty()) continue;
          strata[country].country = country;
          add(placed[next], routes, strata[country]);
        }
        return Status();
      }));
  std::vector<RouteStratum> out;
  for (auto& [country, stratum] : strata) out.push_back(std::move(stratum));
  std::ranges::stable_sort(out, std::greater(),
                           [](const RouteStratum& one) { return one.recent.documents; });
  if (out.size() > kCountries) out.resize(kCountries);
  return out;
}

}  // namespace

Result<RouteReport> measure_routes(const Workspace& workspace, const store::Store& store,
                                   taxonomy::NodeIndex node, const trends::SeriesOptions& options,
                                   std::size_t window) {
  const taxonomy::Taxonomy& taxonomy = *workspace.taxonomy;
  const taxonomy::Node& subfield = taxonomy.node(node);
  if (subfield.level != taxonomy::Level::kSubfield || subfield.children.empty()) {
    return fail(ErrorCode::kUsage,
                fmt::format("{} has no technology routes; name a subfield that has ('horizon "
                            "taxonomy list' shows them)",
                            subfield.id));
  }
  RouteReport report;
  report.node = node;
  report.routes = subfield.children;
  std::vector<std::string> wanted{subfield.id};
  for (const taxonomy::NodeIndex route : report.routes) wanted.push_back(taxonomy.node(route).id);
  const auto counts = store.counts(subfield.id);
  if (!counts) return fail(counts.error());
  const auto exposure = store.counts("");
  if (!exposure) return fail(exposure.error());
  const trends::Series series = trends::make_series(*counts, *exposure, options);
  report.left_out = series.left_out;
  RouteCounter counter(report, options,
                       window > 0 ? window : trends::default_window(options.granularity));
  counter.lay_out(series);
  HORIZON_TRY(store.each_labelled(wanted, [&](const store::LabelledDocument& document) {
    counter.count(document);
    return Status();
  }));
  counter.finish();
  report.strata = by_kind(counter.placed(), report.routes.size());
  auto countries = by_country(workspace, store, counter.placed(), report.routes.size());
  if (!countries) return fail(countries.error());
  for (RouteStratum& stratum : *countries) report.strata.push_back(std::move(stratum));
  return report;
}

}  // namespace horizon::pipeline
