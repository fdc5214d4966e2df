#include "answers/routes.h"

#include <fmt/format.h>

#include "answers/figures.h"

namespace horizon::answers {
namespace {

class RouteWords {
 public:
  RouteWords(const pipeline::RouteReport& report, const taxonomy::Taxonomy& taxonomy,
             const Voice& voice)
      : report_(report), taxonomy_(taxonomy), voice_(voice) {}

  std::string name(std::size_t route) const {
    return taxonomy_.node(report_.routes[route]).name.in(voice_.language);
  }

  std::vector<std::string> notes() const {
    std::vector<std::string> notes{headline()};
    if (report_.compared) {
      notes.push_back(windows());
      notes.push_back(effective());
      notes.push_back(unassigned());
    }
    for (const trends::Crossover& one : report_.crossovers) notes.push_back(crossover(one));
    for (const trends::RouteChange& one : report_.changes) notes.push_back(change(one));
    add_note(notes, left_out_note(report_.left_out, voice_));
    return notes;
  }

 private:
  std::string headline() const {
    const taxonomy::Node& node = taxonomy_.node(report_.node);
    const double named = static_cast<double>(report_.recent.documents) -
                         static_cast<double>(report_.recent.unassigned);
    if (!report_.compared || named <= 0) {
      return fmt::format(fmt::runtime(voice_.pick("{} ({}): too few complete periods or documents "
                                                  "to compare routes.",
                                                  "{}（{}）：完整时段或文献过少，无法比较路线。")),
                         node.name.in(voice_.language), node.id);
    }
    std::size_t lead = 0;
    for (std::size_t i = 1; i < report_.routes.size(); ++i)
      if (report_.recent.weights[i] > report_.recent.weights[lead]) lead = i;
    const auto shares = trends::dirichlet_shares(report_.recent.weights);
    const std::string sentence = fmt::format(
        fmt::runtime(voice_.pick("{} ({}): {} has most, {:.0f} % of what names a route (95 % "
                                 "interval {:.0f}–{:.0f} %, n = {:.0f}); ",
                                 "{}（{}）：{}最多，占提及路线文献的{:.0f}%（95%区间"
                                 "{:.0f}%～{:.0f}%，n={:.0f}）；")),
        node.name.in(voice_.language), node.id, name(lead),
        100 * report_.recent.weights[lead] / named, 100 * shares[lead].lower,
        100 * shares[lead].upper, named);
    return sentence + lead_words(lead);
  }

  // Whether the first is surely before the second.
  std::string lead_words(std::size_t lead) const {
    std::size_t second = lead == 0 ? 1 : 0;
    for (std::size_t i = 0; i < report_.routes.size(); ++i) {
      if (i != lead && report_.recent.weights[i] > report_.recent.weights[second]) second = i;
    }
    if (second >= report_.routes.size()) return voice_.pick("it is the only one.", "仅此一条。");
    const bool sure =
        trends::probability_above(report_.recent.weights[lead], report_.recent.weights[second]) >=
        trends::kAheadProbability;
    return fmt::format(
        fmt::runtime(sure ? voice_.pick("its lead over {} is clear.", "对{}的领先是明确的。")
                          : voice_.pick("its lead over {} is not sure.", "对{}的领先尚不确定。")),
        name(second));
  }

  std::string windows() const {
    return fmt::format(
        fmt::runtime(voice_.pick("Recent: {}; before: {}. A document that names several routes is "
                                 "split evenly; shares are of the documents that name a route.",
                                 "近期：{}；此前：{}。提及多条路线的文献平均分摊；"
                                 "份额以提及路线的文献为分母。")),
        span_text(report_.recent.period, report_.recent_until, voice_),
        span_text(report_.previous.period, report_.previous_until, voice_));
  }

  std::string effective() const {
    const trends::Estimate& now = report_.recent_effective;
    const trends::Estimate& before = report_.previous_effective;
    const char* direction = voice_.pick("no clear change", "无明显变化");
    if (now.upper < before.lower) direction = voice_.pick("converging", "趋于集中");
    if (now.lower > before.upper) direction = voice_.pick("spreading", "趋于分散");
    return fmt::format(
        fmt::runtime(voice_.pick("Effective number of routes {:.1f} ({:.1f}–{:.1f}), before {:.1f} "
                                 "({:.1f}–{:.1f}): {}.",
                                 "有效路线数{:.1f}（{:.1f}～{:.1f}），此前{:.1f}"
                                 "（{:.1f}～{:.1f}）：{}。")),
        now.value, now.lower, now.upper, before.value, before.lower, before.upper, direction);
  }

  std::string unassigned() const {
    const auto percent = [](const trends::RouteTally& tally) {
      return tally.documents == 0 ? 0.0
                                  : 100 * static_cast<double>(tally.unassigned) /
                                        static_cast<double>(tally.documents);
    };
    return fmt::format(
        fmt::runtime(voice_.pick("No route is named by {} of {} documents ({:.0f} %; before "
                                 "{:.0f} %).",
                                 "未提及任何路线的文献{}篇，共{}篇（{:.0f}%；此前{:.0f}%）。")),
        report_.recent.unassigned, report_.recent.documents, percent(report_.recent),
        percent(report_.previous));
  }

  std::string crossover(const trends::Crossover& one) const {
    return fmt::format(
        fmt::runtime(one.holds ? voice_.pick("{} overtook {} in {} and is ahead still.",
                                             "{0}于{2}超过{1}，至今领先。")
                               : voice_.pick("{} was ahead of {} from {} on for a time.",
                                             "{0}自{2}起一度超过{1}。")),
        name(one.over), name(one.under), format_period(one.since));
  }

  std::string change(const trends::RouteChange& one) const {
    return fmt::format(fmt::runtime(one.entered ? voice_.pick("New: {}, first document in {}.",
                                                              "新出现：{}，首篇文献在{}。")
                                                : voice_.pick("Gone: {}, last document in {}.",
                                                              "不再出现：{}，末篇文献在{}。")),
                       name(one.route), format_period(one.period));
  }

  const pipeline::RouteReport& report_;
  const taxonomy::Taxonomy& taxonomy_;
  const Voice& voice_;
};

std::vector<Json> route_rows(const std::vector<std::string>& ids,
                             const std::vector<std::string>& names,
                             const trends::RouteTally& recent, const trends::RouteTally& previous) {
  const auto shares = trends::dirichlet_shares(recent.weights);
  const auto before = trends::dirichlet_shares(previous.weights);
  const auto share = [](const trends::RouteTally& tally, std::size_t i) {
    const auto named = static_cast<double>(tally.documents - tally.unassigned);
    return named > 0 ? number(100 * tally.weights[i] / named) : Json();
  };
  std::vector<Json> rows;
  for (std::size_t i = 0; i < recent.weights.size(); ++i) {
    rows.push_back({{"route", ids[i]},
                    {"name", names[i]},
                    {"recent", number(recent.weights[i])},
                    {"exposure", recent.documents - recent.unassigned},
                    {"previous", number(previous.weights[i])},
                    {"previous_exposure", previous.documents - previous.unassigned},
                    {"share", share(recent, i)},
                    {"lower", number(100 * shares[i].lower)},
                    {"upper", number(100 * shares[i].upper)},
                    {"previous_share", share(previous, i)},
                    {"previous_lower", number(100 * before[i].lower)},
                    {"previous_upper", number(100 * before[i].upper)},
                    {"why_not", share(recent, i).is_null() ? Json("no-route-named") : Json()}});
  }
  return rows;
}

Json tally_json(const trends::RouteTally& tally) {
  return {
      {"documents", tally.documents}, {"unassigned", tally.unassigned}, {"weights", tally.weights}};
}

Json details_json(const pipeline::RouteReport& report, const std::vector<std::string>& ids) {
  Json periods = Json::array(), strata = Json::array(), crossovers = Json::array(),
       changes = Json::array();
  for (const trends::RouteTally& tally : report.periods) {
    Json row = {{"period", format_period(tally.period)}, {"complete", tally.complete}};
    row.update(tally_json(tally));
    periods.push_back(std::move(row));
  }
  for (const pipeline::RouteStratum& stratum : report.strata) {
    strata.push_back({{"kind", stratum.kind ? Json(to_string(*stratum.kind)) : Json()},
                      {"country", stratum.country.empty() ? Json() : Json(stratum.country)},
                      {"recent", tally_json(stratum.recent)},
                      {"previous", tally_json(stratum.previous)}});
  }
  for (const trends::Crossover& one : report.crossovers) {
    crossovers.push_back({{"over", ids[one.over]},
                          {"under", ids[one.under]},
                          {"since", format_period(one.since)},
                          {"holds", one.holds}});
  }
  for (const trends::RouteChange& one : report.changes) {
    changes.push_back({{"route", ids[one.route]},
                       {"period", format_period(one.period)},
                       {"change", one.entered ? "entered" : "gone"}});
  }
  return {{"routes", ids},
          {"recent", tally_json(report.recent)},
          {"previous", tally_json(report.previous)},
          {"effective", estimate_json(report.recent_effective)},
          {"previous_effective", estimate_json(report.previous_effective)},
          {"crossovers", crossovers},
          {"changes", changes},
          {"periods", periods},
          {"strata", strata}};
}

}  // namespace

Answer routes_answer(const pipeline::RouteReport& report, const taxonomy::Taxonomy& taxonomy,
                     const Voice& voice) {
  const RouteWords words(report, taxonomy, voice);
  std::vector<std::string> ids, names;
  for (std::size_t i = 0; i < report.routes.size(); ++i) {
    ids.push_back(taxonomy.node(report.routes[i]).id);
    names.push_back(words.name(i));
  }
  return {route_rows(ids, names, report.recent, report.previous), words.notes(),
          details_json(report, ids)};
}

}  // namespace horizon::answers
