// routes: which of a subfield's technology routes leads.
#include <fmt/format.h>

#include <memory>

#include "cli/command.h"
#include "cli/series_arguments.h"
#include "pipeline/routes.h"
#include "pipeline/search.h"

namespace horizon::cli {
namespace {

struct Options {
  std::string subfield;
  std::size_t window = 0;
  SeriesArguments series;
};

constexpr Column kColumns[] = {{"name", "route", "路线", false, 40},
                               {"recent", "recent", "近期", true},
                               {"previous", "before", "此前", true},
                               {"share", "share %", "份额%", true},
                               {"lower", "from", "下限", true},
                               {"upper", "to", "上限", true},
                               {"previous_share", "before %", "此前%", true}};

class RouteWords {
 public:
  RouteWords(const pipeline::RouteReport& report, const taxonomy::Taxonomy& taxonomy,
             const Style& style)
      : report_(report), taxonomy_(taxonomy), style_(style) {}

  std::string name(std::size_t route) const {
    return taxonomy_.node(report_.routes[route]).name.in(style_.language);
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
    note_left_out(report_.left_out, style_, notes);
    return notes;
  }

 private:
  std::string headline() const {
    const taxonomy::Node& node = taxonomy_.node(report_.node);
    const double named = static_cast<double>(report_.recent.documents) -
                         static_cast<double>(report_.recent.unassigned);
    if (!report_.compared || named <= 0) {
      return fmt::format(fmt::runtime(style_.pick("{} ({}): too few complete periods or documents "
                                                  "to compare routes.",
                                                  "{}（{}）：完整时段或文献过少，无法比较路线。")),
                         node.name.in(style_.language), node.id);
    }
    std::size_t lead = 0;
    for (std::size_t i = 1; i < report_.routes.size(); ++i)
      if (report_.recent.weights[i] > report_.recent.weights[lead]) lead = i;
    const auto shares = trends::dirichlet_shares(report_.recent.weights);
    const std::string sentence = fmt::format(
        fmt::runtime(style_.pick("{} ({}): {} has most, {:.0f} % of what names a route (95 % "
                                 "interval {:.0f}–{:.0f} %, n = {:.0f}); ",
                                 "{}（{}）：{}最多，占提及路线文献的{:.0f}%（95%区间"
                                 "{:.0f}%～{:.0f}%，n={:.0f}）；")),
        node.name.in(style_.language), node.id, name(lead),
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
    if (second >= report_.routes.size()) return style_.pick("it is the only one.", "仅此一条。");
    const bool sure =
        trends::probability_above(report_.recent.weights[lead], report_.recent.weights[second]) >=
        trends::kAheadProbability;
    return fmt::format(
        fmt::runtime(sure ? style_.pick("its lead over {} is clear.", "对{}的领先是明确的。")
                          : style_.pick("its lead over {} is not sure.", "对{}的领先尚不确定。")),
        name(second));
  }

  std::string windows() const {
    return fmt::format(
        fmt::runtime(style_.pick("Recent: {}; before: {}. A document that names several routes is "
                                 "split evenly; shares are of the documents that name a route.",
                                 "近期：{}；此前：{}。提及多条路线的文献平均分摊；"
                                 "份额以提及路线的文献为分母。")),
        span_of(report_.recent.period, report_.recent_until, style_),
        span_of(report_.previous.period, report_.previous_until, style_));
  }

  std::string effective() const {
    const trends::Estimate& now = report_.recent_effective;
    const trends::Estimate& before = report_.previous_effective;
    const char* direction = style_.pick("no clear change", "无明显变化");
    if (now.upper < before.lower) direction = style_.pick("converging", "趋于集中");
    if (now.lower > before.upper) direction = style_.pick("spreading", "趋于分散");
    return fmt::format(
        fmt::runtime(style_.pick("Effective number of routes {:.1f} ({:.1f}–{:.1f}), before {:.1f} "
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
        fmt::runtime(style_.pick("No route is named by {} of {} documents ({:.0f} %; before "
                                 "{:.0f} %).",
                                 "未提及任何路线的文献{}篇，共{}篇（{:.0f}%；此前{:.0f}%）。")),
        report_.recent.unassigned, report_.recent.documents, percent(report_.recent),
        percent(report_.previous));
  }

  std::string crossover(const trends::Crossover& one) const {
    return fmt::format(
        fmt::runtime(one.holds ? style_.pick("{} overtook {} in {} and is ahead still.",
                                             "{0}于{2}超过{1}，至今领先。")
                               : style_.pick("{} was ahead of {} from {} on for a time.",
                                             "{0}自{2}起一度超过{1}。")),
        name(one.over), name(one.under), format_period(one.since));
  }

  std::string change(const trends::RouteChange& one) const {
    return fmt::format(fmt::runtime(one.entered ? style_.pick("New: {}, first document in {}.",
                                                              "新出现：{}，首篇文献在{}。")
                                                : style_.pick("Gone: {}, last document in {}.",
                                                              "不再出现：{}，末篇文献在{}。")),
                       name(one.route), format_period(one.period));
  }

  const pipeline::RouteReport& report_;
  const taxonomy::Taxonomy& taxonomy_;
  const Style& style_;
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
                    {"previous", number(previous.weights[i])},
                    {"share", share(recent, i)},
                    {"lower", number(100 * shares[i].lower)},
                    {"upper", number(100 * shares[i].upper)},
                    {"previous_share", share(previous, i)},
                    {"previous_lower", number(100 * before[i].lower)},
                    {"previous_upper", number(100 * before[i].upper)}});
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

void print_strata(const pipeline::RouteReport& report, const std::vector<std::string>& names,
                  const Style& style) {
  std::vector<Column> columns{{"stratum", "of which", "其中", false, 16},
                              {"documents", "n", "篇数", true},
                              {"unassigned", "none %", "未提及%", true}};
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < names.size(); ++i) keys.push_back(std::to_string(i));
  for (std::size_t i = 0; i < names.size(); ++i)
    columns.push_back({keys[i].c_str(), names[i].c_str(), names[i].c_str(), true, 16});
  std::vector<Json> rows;
  for (const pipeline::RouteStratum& stratum : report.strata) {
    const auto documents = static_cast<double>(stratum.recent.documents);
    const double named = documents - static_cast<double>(stratum.recent.unassigned);
    if (documents <= 0) continue;
    Json row = {{"stratum", stratum.kind ? std::string(kind_text(*stratum.kind, style))
                                         : std::string(stratum.country)},
                {"documents", stratum.recent.documents},
                {"unassigned", fmt::format("{:.0f}", 100 * (documents - named) / documents)}};
    for (std::size_t i = 0; i < names.size(); ++i) {
      row[keys[i]] =
          named > 0 ? fmt::format("{:.0f}%", 100 * stratum.recent.weights[i] / named) : "–";
    }
    rows.push_back(std::move(row));
  }
  if (rows.empty()) return;
  fmt::print("\n");
  print_table(style, columns, rows);
}

void print_report(const App& app, const pipeline::RouteReport& report,
                  const taxonomy::Taxonomy& taxonomy) {
  const Style style = app.common.style();
  const RouteWords words(report, taxonomy, style);
  std::vector<std::string> ids, names;
  for (std::size_t i = 0; i < report.routes.size(); ++i) {
    ids.push_back(taxonomy.node(report.routes[i]).id);
    names.push_back(words.name(i));
  }
  std::vector<Json> rows = route_rows(ids, names, report.recent, report.previous);
  const std::vector<std::string> notes = words.notes();
  if (app.common.output_format() == Format::kJson) {
    Json out = {{"rows", rows}, {"notes", notes}};
    out.update(details_json(report, ids));
    fmt::print("{}\n", out.dump(2, ' ', false, Json::error_handler_t::replace));
    return;
  }
  if (app.common.output_format() != Format::kTable) {
    print_rows(app.common.output_format(), style, kColumns, rows, notes, app.common.bom);
    return;
  }
  for (Json& row : rows) {
    for (const char* const key : {"share", "lower", "upper", "previous_share"})
      row[key] = row[key].is_null() ? "–" : fmt::format("{:.0f}", row[key].get<double>());
    for (const char* const key : {"recent", "previous"})
      row[key] = fmt::format("{:.1f}", row[key].get<double>());
  }
  print_table(style, kColumns, rows);
  print_strata(report, names, style);
  print_notes(stdout, style, notes);
}

Result<int> run_routes(const App& app, const Options& options) {
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  const auto series = series_options(app, options.series, workspace->config);
  if (!series) return fail(series.error());
  const auto node = pipeline::resolve_topic(*workspace->taxonomy, options.subfield);
  if (!node) return fail(node.error());
  const auto store = pipeline::open_store(*workspace);
  if (!store) return fail(store.error());
  const auto report = pipeline::measure_routes(*workspace, *store, *node, *series, options.window);
  if (!report) return fail(report.error());
  print_report(app, *report, *workspace->taxonomy);
  return kDone;
}

}  // namespace

void add_routes(App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.cli.add_subcommand("routes", "which of a subfield's technology routes leads");
  command->add_option("SUBFIELD", options->subfield, "id or name of a subfield")->required();
  command->add_option("--window", options->window, "periods that are compared with those before")
      ->type_name("N")
      ->check(CLI::Range(1, 520));
  options->series.by = "quarter";
  add_series_arguments(app, *command, options->series);
  add_output_options(app, *command);
  command->footer(
      "\nExamples:\n  horizon routes INF.qcomp\n  horizon routes 可控核聚变 --kind patent --by "
      "year --window 3\n  horizon routes HEA.bci --format json");
  command->callback(
      [&app, options] { app.action = [&app, options] { return run_routes(app, *options); }; });
}

}  // namespace horizon::cli
