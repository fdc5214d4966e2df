// actors: who drives a topic.
#include <fmt/format.h>

#include <memory>

#include "cli/command.h"
#include "cli/series_arguments.h"
#include "pipeline/actors.h"
#include "pipeline/search.h"
#include "pipeline/who_directory.h"

namespace horizon::cli {
namespace {

struct Options {
  std::string topic;
  std::string level = "organisation";
  std::string sector, country;
  std::size_t limit = 20;
  std::size_t window = 0;
  bool newcomers = false;
  SeriesArguments series;
};

constexpr Column kColumns[] = {{"rank", "", "", true},
                               {"name", "who", "机构或地区", false, 44},
                               {"country", "", "国家"},
                               {"sector", "kind", "类别"},
                               {"documents", "n", "篇数", true},
                               {"share", "share %", "份额%", true},
                               {"lower", "from", "下限", true},
                               {"upper", "to", "上限", true},
                               {"previous_share", "before %", "此前%", true},
                               {"previous_rank", "before", "此前位次", true},
                               {"newcomer", "new", "新进"}};

std::string actor_name(const pipeline::Actor& actor, const Style& style) {
  const bool chinese = style.language == taxonomy::Language::kChinese;
  const std::string& first = chinese ? actor.zh : actor.en;
  const std::string& other = chinese ? actor.en : actor.zh;
  if (!first.empty()) return first;
  return other.empty() ? actor.id : other;
}

Json actor_json(const pipeline::Actor& actor, const trends::ActorRank& entry, const Style& style) {
  return {{"rank", entry.rank},
          {"id", actor.id},
          {"name", actor_name(actor, style)},
          {"country", actor.country},
          {"sector", actor.sector},
          {"documents", actor.weight.documents},
          {"weight", number(actor.weight.recent)},
          {"share", number(100 * entry.share.value)},
          {"lower", number(100 * entry.share.lower)},
          {"upper", number(100 * entry.share.upper)},
          {"previous_share", number(100 * entry.previous_share)},
          {"previous_rank", entry.previous_rank > 0 ? Json(entry.previous_rank) : Json()},
          {"newcomer", entry.newcomer},
          {"as_sent", actor.spellings}};
}

// The places that the committee is about, wherever they stand.
std::vector<std::string> focus_notes(const pipeline::ActorReport& report, const Options& options,
                                     const Style& style) {
  std::vector<std::string> notes;
  const std::string id = options.level == "country" ? "CN" : "CN/Shanghai";
  if (options.level == "organisation" || !options.country.empty()) return notes;
  const std::string name =
      options.level == "country" ? style.pick("China", "中国") : style.pick("Shanghai", "上海");
  for (const trends::ActorRank& entry : report.concentration.ranking) {
    const pipeline::Actor& actor = report.actors[entry.actor];
    if (actor.id != id) continue;
    notes.push_back(fmt::format(
        fmt::runtime(style.pick("{}: rank {} of {}, {:.1f} % (95 % interval {:.1f}–{:.1f} %, n = "
                                "{}); before {:.1f} %.",
                                "{0}：在{2}个中居第{1}位，占{3:.1f}%（95%区间{4:.1f}%～{5:.1f}%，"
                                "n={6}）；此前{7:.1f}%。")),
        name, entry.rank, report.concentration.ranking.size(), 100 * entry.share.value,
        100 * entry.share.lower, 100 * entry.share.upper, actor.weight.documents,
        100 * entry.previous_share));
    return notes;
  }
  notes.push_back(fmt::format(
      fmt::runtime(style.pick("{}: no document in the recent window.", "{}：近期没有文献。")),
      name));
  return notes;
}

std::vector<std::string> notes_of(const pipeline::ActorReport& report, const Options& options,
                                  const taxonomy::Node& node, const Style& style) {
  std::vector<std::string> notes;
  const trends::Concentration& all = report.concentration;
  if (!report.compared) {
    notes.push_back(fmt::format(
        fmt::runtime(style.pick("{} ({}): fewer than two complete periods; nothing to rank.",
                                "{}（{}）：完整时段不足两个，无法排序。")),
        node.name.in(style.language), node.id));
    note_left_out(report.left_out, style, notes);
    return notes;
  }
  notes.push_back(fmt::format(
      fmt::runtime(style.pick("{} ({}), {}: {} of {} documents name one (before, {}: {} of {}). "
                              "Each document counts once, split evenly over those it names.",
                              "{}（{}），{}：{}篇文献载有该信息，共{}篇（此前{}：{}篇，共{}篇）。"
                              "每篇文献计一次，由所列各方平均分摊。")),
      node.name.in(style.language), node.id,
      span_of(report.recent.first, report.recent.last, style), report.named,
      report.recent.tally.count, span_of(report.previous.first, report.previous.last, style),
      report.previous_named, report.previous.tally.count));
  if (!all.ranking.empty()) {
    notes.push_back(fmt::format(
        fmt::runtime(style.pick("Activity concentration: as if {:.1f} of equal weight ({:.1f}–"
                                "{:.1f}); the first five hold {:.0f} %, the first leads by {:.0f} "
                                "points. Activity is not impact.",
                                "活动集中度：相当于{:.1f}个等量主体（{:.1f}～{:.1f}）；"
                                "前五位合占{:.0f}%，首位领先{:.0f}个百分点。活动量不等于影响力。")),
        all.effective.value, all.effective.lower, all.effective.upper, 100 * all.top5,
        100 * all.margin));
  }
  for (std::string& note : focus_notes(report, options, style)) notes.push_back(std::move(note));
  note_left_out(report.left_out, style, notes);
  return notes;
}

void print_report(const App& app, const Options& options, const pipeline::ActorReport& report,
                  const taxonomy::Node& node) {
  const Style style = app.common.style();
  std::vector<Json> rows;
  for (const trends::ActorRank& entry : report.concentration.ranking) {
    if (rows.size() == options.limit) break;
    if (options.newcomers && !entry.newcomer) continue;
    rows.push_back(actor_json(report.actors[entry.actor], entry, style));
  }
  const std::vector<std::string> notes = notes_of(report, options, node, style);
  if (app.common.output_format() == Format::kJson) {
    const trends::Concentration& all = report.concentration;
    const Json out = {{"rows", rows},
                      {"notes", notes},
                      {"documents", report.recent.tally.count},
                      {"named", report.named},
                      {"actors", all.ranking.size()},
                      {"effective", estimate_json(all.effective)},
                      {"top5", number(100 * all.top5)},
                      {"margin", number(100 * all.margin)}};
    fmt::print("{}\n", out.dump(2, ' ', false, Json::error_handler_t::replace));
    return;
  }
  if (app.common.output_format() == Format::kTable) {
    for (Json& row : rows) {
      for (const char* const key : {"share", "lower", "upper", "previous_share"})
        row[key] = fmt::format("{:.1f}", row[key].get<double>());
      row["newcomer"] = row["newcomer"].get<bool>() ? style.pick("new", "新") : "";
    }
  }
  print_rows(app.common.output_format(), style, kColumns, rows, notes, app.common.bom);
}

Result<int> run_actors(const App& app, const Options& options) {
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  pipeline::ActorRequest request;
  const auto series = series_options(app, options.series, workspace->config);
  if (!series) return fail(series.error());
  request.series = *series;
  const auto node = pipeline::resolve_topic(*workspace->taxonomy, options.topic);
  if (!node) return fail(node.error());
  request.node = *node;
  request.window = options.window;
  request.sector = options.sector;
  if (options.level == "country") request.by = pipeline::ActorKind::kCountry;
  if (options.level == "city") request.by = pipeline::ActorKind::kCity;
  const auto directory = pipeline::open_directory(workspace->root);
  if (!directory) return fail(directory.error());
  if (!options.country.empty()) {
    request.country = directory->country_code(options.country);
    if (request.country.empty()) {
      return fail(ErrorCode::kUsage, fmt::format("--country {}: no such country; name it, or give "
                                                 "its two letters, such as CN",
                                                 options.country));
    }
  }
  const auto store = pipeline::open_store(*workspace);
  if (!store) return fail(store.error());
  const auto report = pipeline::measure_actors(*workspace, *store, *directory, request);
  if (!report) return fail(report.error());
  print_report(app, options, *report, workspace->taxonomy->node(*node));
  return kDone;
}

}  // namespace

void add_actors(App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.cli.add_subcommand(
      "actors", "who drives a topic: countries, cities, organisations, newcomers");
  command->add_option("TOPIC", options->topic, "id or name of a topic")->required();
  command->add_option("--level", options->level, "country, city or organisation (default)")
      ->type_name("LEVEL")
      ->check(CLI::IsMember({"country", "city", "organisation"}));
  command->add_option("--sector", options->sector, "only organisations of this kind")
      ->type_name("SECTOR")
      ->check(CLI::IsMember({"company", "university", "institute", "government", "hospital"}));
  command->add_option("--country", options->country, "only those of this country")
      ->type_name("NAME");
  command->add_flag("--newcomers", options->newcomers, "only those without an earlier document");
  command->add_option("--limit", options->limit, "how many (default 20)")
      ->type_name("N")
      ->check(CLI::Range(1, 100'000));
  command->add_option("--window", options->window, "periods that are compared with those before")
      ->type_name("N")
      ->check(CLI::Range(1, 520));
  add_series_arguments(app, *command, options->series);
  add_output_options(app, *command);
  command->footer(
      "\nNames are brought together by rules: 'horizon who NAME' shows which, and who.toml in the "
      "workspace\ncorrects them.\n"
      "\nExamples:\n  horizon actors HEA.bci --level country\n  horizon actors 可控核聚变 --sector "
      "company --newcomers\n  horizon actors INF.qcomp --level city --country CN --by year");
  command->callback(
      [&app, options] { app.action = [&app, options] { return run_actors(app, *options); }; });
}

}  // namespace horizon::cli
