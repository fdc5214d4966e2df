#include "answers/series_rows.h"

#include "answers/figures.h"

namespace horizon::answers {
namespace {

Json reason(std::string_view why) { return why.empty() ? Json() : Json(why); }

Json window_json(const trends::Window& window) {
  if (window.periods == 0) return {};
  return {{"first", format_period(window.first)},
          {"last", format_period(window.last)},
          {"count", window.tally.count},
          {"exposure", window.tally.exposure},
          {"rate", window.rate ? number(window.rate->value) : Json()},
          {"lower", window.rate ? number(window.rate->lower) : Json()},
          {"upper", window.rate ? number(window.rate->upper) : Json()}};
}

Json slope_json(const trends::Growth& growth) {
  if (!growth.doubling) return {};
  const trends::DoublingTime& doubling = *growth.doubling;
  return {{"years", number(doubling.years)},
          {"lower", number(doubling.lower)},
          {"upper", doubling.upper ? number(*doubling.upper) : Json()},
          {"count", growth.recent.tally.count + growth.previous.tally.count},
          {"exposure", growth.recent.tally.exposure + growth.previous.tally.exposure}};
}

Json bursts_json(const pipeline::TrendLine& line) {
  const std::size_t first = trends::complete_range(line.series).first;
  Json out = Json::array();
  for (const trends::Burst& burst : line.bursts) {
    const auto expected = trends::poisson_interval(static_cast<std::uint64_t>(burst.count));
    std::uint64_t exposure = 0;
    for (std::size_t i = burst.begin; i < burst.end; ++i) {
      exposure += line.series.points[first + i].exposure;
    }
    out.push_back({{"first", format_period(line.series.points[first + burst.begin].period)},
                   {"last", format_period(line.series.points[first + burst.end - 1].period)},
                   {"ongoing", burst.ongoing},
                   {"count", burst.count},
                   {"lower", number(expected.lower)},
                   {"upper", number(expected.upper)},
                   {"exposure", exposure},
                   {"expected", number(burst.expected)},
                   {"weight", number(burst.weight)}});
  }
  return out;
}

Json shifts_json(const pipeline::TrendLine& line) {
  Json out = Json::array();
  for (const trends::Shift& shift : line.shifts) {
    const trends::ComparedRates& change = shift.change;
    out.push_back({{"since", format_period(shift.since)},
                   {"ratio", number(change.comparison.ratio.value)},
                   {"lower", number(change.comparison.ratio.lower)},
                   {"upper", number(change.comparison.ratio.upper)},
                   {"count", change.comparable.recent.count},
                   {"exposure", change.comparable.recent.exposure},
                   {"count_before", change.comparable.previous.count},
                   {"exposure_before", change.comparable.previous.exposure}});
  }
  return out;
}

Json life_cycle_json(const pipeline::TrendLine& line) {
  const trends::LifeCycle& cycle = *line.life_cycle;
  Json out;
  out["why_not"] = reason(trends::to_string(cycle.gap));
  if (cycle.gap != trends::LifeCycleGap::kNone) return out;
  out["stage"] = trends::to_string(cycle.stage);
  out["curve"] = trends::to_string(cycle.curve);
  out["count"] = line.documents;
  Json shares;
  for (std::size_t i = 0; i < trends::kStages; ++i) {
    shares[std::string(trends::to_string(static_cast<trends::Stage>(i)))] =
        number(cycle.share.at(i));
  }
  out["resamples"] = shares;
  out["reached"] = cycle.reached ? estimate_json(*cycle.reached) : Json();
  return out;
}

Json forecast_json(const pipeline::TrendLine& line) {
  if (!line.forecast) return {};
  const trends::Forecast& forecast = *line.forecast;
  return {{"why_not", reason(trends::to_string(forecast.gap))},
          {"skill", forecast.skill},
          {"mase", forecast.mase ? number(*forecast.mase) : Json()},
          {"past_forecasts", forecast.origins},
          {"held_80", forecast.covered_80 ? number(*forecast.covered_80) : Json()},
          {"held_95", forecast.covered_95 ? number(*forecast.covered_95) : Json()},
          {"count", line.documents}};
}

}  // namespace

std::vector<Json> point_rows(const pipeline::TrendLine& line, bool named) {
  std::vector<Json> rows;
  for (const trends::Point& point : line.series.points) {
    Json row;
    if (named) row["series"] = line.key.empty() ? "all" : line.key;
    row["period"] = format_period(point.period);
    row["count"] = point.count;
    row["exposure"] = point.exposure;
    row["rate"] = point.rate ? number(point.rate->value) : Json();
    row["lower"] = point.rate ? number(point.rate->lower) : Json();
    row["upper"] = point.rate ? number(point.rate->upper) : Json();
    row["complete"] = point.complete;
    row["adjusted"] = point.adjusted ? number(point.adjusted->value) : Json();
    row["adjusted_lower"] = point.adjusted ? number(point.adjusted->lower) : Json();
    row["adjusted_upper"] = point.adjusted ? number(point.adjusted->upper) : Json();
    row["reported"] = number(point.reported);
    row["nowcast"] = point.nowcast ? number(point.nowcast->value) : Json();
    row["nowcast_lower"] = point.nowcast ? number(point.nowcast->lower) : Json();
    row["nowcast_upper"] = point.nowcast ? number(point.nowcast->upper) : Json();
    row["why_not"] = reason(!point.rate       ? "no-exposure"
                            : !point.adjusted ? "no-comparable-source"
                                              : "");
    if (!line.weights.empty()) row["weight"] = number(line.weights[rows.size()]);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<Json> forecast_rows(const pipeline::TrendLine& line, bool named) {
  std::vector<Json> rows;
  if (!line.forecast || line.series.points.empty()) return rows;
  const auto [first, last] = trends::complete_range(line.series);
  if (first == last) return rows;
  Period period = line.series.points[last - 1].period;
  for (const trends::ForecastPoint& point : line.forecast->points) {
    period = next(period);
    Json row;
    if (named) row["series"] = line.key.empty() ? "all" : line.key;
    row["period"] = format_period(period);
    row["rate"] = number(point.rate);
    row["lower"] = number(point.wide.lower);
    row["upper"] = number(point.wide.upper);
    row["lower_80"] = number(point.likely.lower);
    row["upper_80"] = number(point.likely.upper);
    rows.push_back(std::move(row));
  }
  return rows;
}

Json growth_json(const trends::Growth& growth) {
  Json out;
  out["verdict"] = trends::to_string(growth.verdict);
  out["why_not"] = reason(trends::to_string(growth.gap));
  out["recent"] = window_json(growth.recent);
  out["previous"] = window_json(growth.previous);
  const auto& ratio = growth.comparison;
  out["rate_ratio"] = ratio ? number(ratio->ratio.value) : Json();
  out["lower"] = ratio ? number(ratio->ratio.lower) : Json();
  out["upper"] = ratio ? number(ratio->ratio.upper) : Json();
  out["p_value"] = ratio ? number(ratio->p_two_sided) : Json();
  out["comparable"] = {{"count", growth.comparable.recent.count},
                       {"exposure", growth.comparable.recent.exposure},
                       {"count_before", growth.comparable.previous.count},
                       {"exposure_before", growth.comparable.previous.exposure}};
  out["plain_ratio"] = growth.plain ? number(growth.plain->ratio.value) : Json();
  out["since"] = growth.since ? Json(format_period(*growth.since)) : Json();
  out["doubling_years"] = growth.doubling ? number(growth.doubling->years) : Json();
  out["doubling"] = slope_json(growth);
  return out;
}

Json line_json(const pipeline::TrendLine& line) {
  Json out;
  out["growth"] = growth_json(line.growth);
  out["bursts"] = bursts_json(line);
  out["change_points"] = shifts_json(line);
  if (line.life_cycle) out["life_cycle"] = life_cycle_json(line);
  out["dispersion"] = {{"alpha", number(line.series.dispersion.alpha)},
                       {"phi", number(line.series.dispersion.phi)},
                       {"degrees", number(line.series.dispersion.degrees)}};
  out["strata"] = line.series.strata.size();
  if (line.forecast) {
    out["forecast"] = forecast_json(line);
    out["forecast"]["rows"] = forecast_rows(line, false);
  }
  const trends::LeftOut& left = line.series.left_out;
  out["left_out"] = {{"undated", left.undated},
                     {"too_coarse", left.too_coarse},
                     {"after_as_of", left.after_as_of}};
  return out;
}

Json leads_json(const std::vector<pipeline::LeadLine>& leads) {
  Json out = Json::array();
  for (const pipeline::LeadLine& lead : leads) {
    Json row = {{"leader", to_string(lead.leader)},
                {"follower", to_string(lead.follower)},
                {"why_not", reason(trends::to_string(lead.lag.gap))},
                {"periods", lead.lag.periods}};
    const bool found = lead.lag.gap == trends::LeadLagGap::kNone;
    row["lag"] = found ? Json(lead.lag.lag) : Json();
    row["correlation"] = found ? estimate_json(lead.lag.correlation) : Json();
    row["p_value"] =
        lead.lag.gap == trends::LeadLagGap::kNone || lead.lag.gap == trends::LeadLagGap::kNothing
            ? number(lead.lag.p_value)
            : Json();
    row["leader_onset"] = lead.leader_onset ? Json(format_period(*lead.leader_onset)) : Json();
    row["follower_onset"] =
        lead.follower_onset ? Json(format_period(*lead.follower_onset)) : Json();
    out.push_back(std::move(row));
  }
  return out;
}

}  // namespace horizon::answers
