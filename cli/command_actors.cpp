// actors: who drives a topic.
#include <fmt/format.h>

#include <memory>

#include "answers/actors.h"
#include "cli/command.h"
#include "cli/drawing.h"
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
  DrawingArguments drawing;
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

Drawn drawn_actors(const std::string& topic, const answers::Answer& answer, const Style& style) {
  return drawn_rows(answer, "name", {"share", "lower", "upper", "documents", "previous_share"},
                    charts::IntervalAxis::kFromZero,
                    {.title = topic,
                     .unit = style.pick("share of the documents that name one, %, 95 % interval",
                                        "占署明机构或地区文献的份额（%），95%区间"),
                     .before = style.pick("the period before", "前一时段")},
                    style);
}

Status print_report(const App& app, const Options& options, const pipeline::ActorReport& report,
                    pipeline::ActorKind by, const taxonomy::Node& node) {
  const Style style = app.common.style();
  const answers::ActorView view{by, !options.country.empty(), options.newcomers, options.limit};
  answers::Answer answer = actors_answer(report, view, node, style);
  Drawn drawn = drawn_actors(node.name.in(style.language), answer, style);
  return print_drawn(app, options.drawing, std::move(drawn), answer, [&] {
    if (app.common.output_format() == Format::kTable) {
      for (Json& row : answer.rows) {
        for (const char* const key : {"share", "lower", "upper", "previous_share"})
          row[key] = fmt::format("{:.1f}", row[key].get<double>());
        row["newcomer"] = row["newcomer"].get<bool>() ? style.pick("new", "新") : "";
      }
    }
    print_answer(app.common.output_format(), style, kColumns, answer, app.common.bom);
  });
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
  HORIZON_TRY(print_report(app, options, *report, request.by, workspace->taxonomy->node(*node)));
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
  add_limit_option(*command, options->limit);
  add_window_option(*command, options->window);
  add_drawing_options(*command, options->drawing);
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
