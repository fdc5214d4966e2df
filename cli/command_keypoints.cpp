// keypoints: every subfield side by side, as questions for the experts.
#include <fmt/format.h>

#include <map>
#include <memory>

#include "cli/command.h"
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

const char* verdict_text(trends::Verdict verdict, const Style& style) {
  switch (verdict) {
    case trends::Verdict::kRising:
      return style.pick("rising", "上升");
    case trends::Verdict::kFalling:
      return style.pick("falling", "下降");
    case trends::Verdict::kFlat:
      return style.pick("no change shown", "未见变化");
    case trends::Verdict::kTooFew:
      break;
  }
  return style.pick("too few", "文献过少");
}

const char* question_text(pipeline::Disagreement disagreement, const Style& style) {
  switch (disagreement) {
    case pipeline::Disagreement::kRisingUnlisted:
      return style.pick("Rising, but named by no policy stage. To be taken up?",
                        "正在上升，但未列入任何政策阶段。是否应予列入？");
    case pipeline::Disagreement::kRisingEarly:
      return style.pick("Rising and patented, while the policy lays it out. Time to accelerate?",
                        "发文上升且已有专利布局，而政策尚处“加速布局”。是否应转入加快培育？");
    case pipeline::Disagreement::kFallingLate:
      return style.pick(
          "Falling, while the policy pushes it. Has the field matured or moved, or "
          "are sources missing?",
          "正在下降，而政策仍在推进。是领域成熟、重心转移，还是信源缺失？");
    case pipeline::Disagreement::kThin:
      return style.pick(
          "Pushed by the policy, but fewer than 10 recent documents. Are sources "
          "missing?",
          "政策正在推进，而近期文献不足10篇。是否缺少信源？");
    case pipeline::Disagreement::kForeignLead:
      return style.pick(
          "Pushed by the policy, but China is not among the first three in activity. "
          "What is missing?",
          "政策正在推进，而中国活动量未进前三。短板何在？");
    case pipeline::Disagreement::kAbsentHere:
      return style.pick(
          "Pushed by the policy, but no recent document names Shanghai. Is there a "
          "base for it here?",
          "政策正在推进，而近期文献未见上海机构。本地是否具备基础？");
  }
  return "";
}

// A line for each question, with the subfields that raise it.
std::vector<std::string> questions_of(const pipeline::KeyPoints& report,
                                      const taxonomy::Taxonomy& taxonomy, const Style& style) {
  std::map<pipeline::Disagreement, std::string> names;
  for (const pipeline::KeyPoint& point : report.points) {
    for (const pipeline::Disagreement one : point.questions) {
      std::string& line = names[one];
      if (!line.empty()) line += style.pick(", ", "、");
      line += taxonomy.node(point.topic.node).name.in(style.language);
    }
  }
  std::vector<std::string> lines;
  for (const auto& [one, subfields] : names) {
    lines.push_back(fmt::format(fmt::runtime(style.pick("? {} {}.", "？{}{}。")),
                                question_text(one, style), subfields));
  }
  if (lines.empty()) {
    lines.emplace_back(style.pick("Evidence and policy stages do not disagree anywhere.",
                                  "各子领域的证据与政策阶段没有明显不一致。"));
  }
  return lines;
}

Json place_json(const pipeline::PlaceShare& place) {
  if (place.rank == 0) return {{"id", place.id}, {"rank", nullptr}, {"documents", 0}};
  return {{"id", place.id},
          {"rank", place.rank},
          {"documents", place.documents},
          {"share", number(100 * place.share.value)},
          {"lower", number(100 * place.share.lower)},
          {"upper", number(100 * place.share.upper)}};
}

Json point_json(const pipeline::KeyPoint& point, const taxonomy::Node& node, const Style& style) {
  const trends::Growth& growth = point.topic.growth;
  Json row = {{"topic", node.id},
              {"name", node.name.in(style.language)},
              {"stage", taxonomy::to_string(node.stage)},
              {"recent", growth.recent.tally.count},
              {"recent_exposure", growth.recent.tally.exposure},
              {"previous", growth.previous.tally.count},
              {"previous_exposure", growth.previous.tally.exposure}};
  const auto& ratio = growth.comparison;
  row["rate_ratio"] = ratio ? number(ratio->ratio.value) : Json();
  row["lower"] = ratio ? number(ratio->ratio.lower) : Json();
  row["upper"] = ratio ? number(ratio->ratio.upper) : Json();
  row["q_value"] = point.topic.q_value ? number(*point.topic.q_value) : Json();
  row["verdict"] = trends::to_string(point.topic.verdict);
  row["papers"] = point.papers;
  row["patents"] = point.patents;
  row["news"] = point.news;
  row["located"] = point.located;
  row["leader"] = point.leader ? place_json(*point.leader) : Json();
  row["china"] = place_json(point.country);
  row["shanghai"] = place_json(point.city);
  Json questions = Json::array();
  for (const pipeline::Disagreement one : point.questions) questions.push_back(to_string(one));
  row["questions"] = std::move(questions);
  return row;
}

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
  row["verdict"] = verdict_text(point.topic.verdict, style);
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

std::string method_note(const pipeline::KeyPoints& report, const Style& style) {
  return fmt::format(
      fmt::runtime(style.pick(
          "Rates of the last complete periods against those before, with 95 % intervals; verdicts "
          "stand after correction for {} tests (q ≤ 0.05). Places by the recent documents that "
          "name "
          "an organisation whose place is known, each split evenly.",
          "最近完整时段的发文率与此前之比及95%区间；结论已按{}次检验校正（q≤0.05）。"
          "国家和城市按载有可定位机构的近期文献计，每篇平均分摊。")),
      report.overview.tested);
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
  std::vector<Json> rows;
  for (const pipeline::KeyPoint& point : report->points) {
    if (options.questions && point.questions.empty()) continue;
    const taxonomy::Node& node = workspace->taxonomy->node(point.topic.node);
    Json row = point_json(point, node, style);
    if (app.common.output_format() == Format::kTable)
      make_readable(point, node, *directory, style, row);
    rows.push_back(std::move(row));
  }
  std::vector<std::string> notes = questions_of(*report, *workspace->taxonomy, style);
  notes.push_back(method_note(*report, style));
  print_rows(app.common.output_format(), style, kColumns, rows, notes, app.common.bom);
  return kDone;
}

}  // namespace

void add_keypoints(App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.cli.add_subcommand(
      "keypoints", "every subfield side by side, and where evidence and policy disagree");
  command->add_flag("--questions", options->questions, "only subfields that raise a question");
  add_series_arguments(app, *command, options->series);
  add_output_options(app, *command);
  command->footer(
      "\nExamples:\n  horizon keypoints\n  horizon keypoints --questions --lang zh\n"
      "  horizon keypoints --by year --format csv --bom > keypoints.csv");
  command->callback(
      [&app, options] { app.action = [&app, options] { return run_keypoints(app, *options); }; });
}

}  // namespace horizon::cli
