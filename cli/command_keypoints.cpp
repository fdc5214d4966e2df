// keypoints: every subfield side by side, as questions for the experts.
#include <fmt/format.h>

#include <memory>

#include "answers/figures.h"
#include "answers/keypoints.h"
#include "cli/command.h"
#include "cli/drawing.h"
#include "cli/series_arguments.h"
#include "digest/words.h"
#include "pipeline/keypoints.h"
#include "pipeline/search.h"
#include "pipeline/who_directory.h"

namespace horizon::cli {
namespace {

struct Options {
  bool questions = false;
  SeriesArguments series;
  DrawingArguments drawing;
};

constexpr Column kColumns[] = {{"topic", "topic", "主题"},
                               {"name", "name", "名称", false, 24},
                               {"stage", "policy", "政策阶段"},
                               {"recent", "n", "近期", true},
                               {"change", "rate ×", "发文率倍数", true},
                               {"verdict", "verdict", "结论"},
                               {"papers", "papers", "论文", true},
                               {"patents", "patents", "专利", true},
                               {"leads", "leads", "领先国", false, 14},
                               {"china", "China", "中国", true},
                               {"shanghai", "Shanghai", "上海", true}};

std::string place_text(const pipeline::PlaceShare& place, const Style& style) {
  if (place.rank == 0) return "–";
  return fmt::format(fmt::runtime(style.pick("#{} {:.0f} %", "第{} {:.0f}%")), place.rank,
                     100 * place.share.value);
}

// What a row of the table shows; the figures behind it are in the other formats.
void make_readable(const pipeline::KeyPoint& point, const taxonomy::Node& node,
                   const who::Directory& directory, const Style& style, Json& row) {
  const auto& ratio = point.topic.growth.comparison;
  row["stage"] = std::string(digest::stage_text(node.stage, style.language));
  row["verdict"] = point.topic.verdict == trends::Verdict::kTooFew
                       ? style.pick("too few", "文献过少")
                       : verdict_text(point.topic.verdict, style);
  row["change"] = ratio ? fmt::format("{:.2f} [{:.2f}{}{:.2f}]", ratio->ratio.value,
                                      ratio->ratio.lower, style.pick("–", "～"), ratio->ratio.upper)
                        : "–";
  row["leads"] = "–";
  if (point.leader) {
    const who::Place* const place = directory.country(point.leader->id);
    const bool chinese = style.language == taxonomy::Language::kChinese;
    const std::string name = place == nullptr ? point.leader->id : chinese ? place->zh : place->en;
    row["leads"] = fmt::format("{} {:.0f}%", name, 100 * point.leader->share.value);
  }
  row["china"] = place_text(point.country, style);
  row["shanghai"] = place_text(point.city, style);
}

Result<int> run_keypoints(const App& app, const Options& options) {
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  const auto series = series_options(app, options.series, workspace->config);
  if (!series) return fail(series.error());
  const auto directory = pipeline::open_directory(workspace->root);
  if (!directory) return fail(directory.error());
  const auto store = pipeline::open_store(*workspace);
  if (!store) return fail(store.error());
  const auto report = pipeline::measure_keypoints(*workspace, *store, *directory, *series);
  if (!report) return fail(report.error());
  const Style style = app.common.style();
  answers::Answer answer =
      keypoints_answer(*report, options.questions, *workspace->taxonomy, style);
  HORIZON_TRY(print_drawn(app, options.drawing, drawn_growth(answer, style), answer, [&] {
    std::size_t at = 0;
    for (const pipeline::KeyPoint& point : report->points) {
      if (app.common.output_format() != Format::kTable) break;
      if (options.questions && point.questions.empty()) continue;
      make_readable(point, workspace->taxonomy->node(point.topic.node), *directory, style,
                    answer.rows[at++]);
    }
    print_answer(app.common.output_format(), style, kColumns, answer, app.common.bom);
  }));
  return kDone;
}

}  // namespace

void add_keypoints(App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.cli.add_subcommand(
      "keypoints", "every subfield side by side, and where evidence and policy disagree");
  command->add_flag("--questions", options->questions, "only subfields that raise a question");
  add_drawing_options(*command, options->drawing);
  add_series_arguments(app, *command, options->series);
  add_output_options(app, *command);
  command->footer(
      "\nExamples:\n  horizon keypoints\n  horizon keypoints --questions --lang zh\n"
      "  horizon keypoints --svg keypoints.svg\n"
      "  horizon keypoints --by year --format csv --bom > keypoints.csv");
  command->callback(
      [&app, options] { app.action = [&app, options] { return run_keypoints(app, *options); }; });
}

}  // namespace horizon::cli
