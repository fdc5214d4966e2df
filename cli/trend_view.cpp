#include "cli/trend_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "answers/figures.h"
#include "answers/series_notes.h"
#include "charts/line_chart.h"
#include "cli/chart.h"
#include "core/io.h"

namespace horizon::cli {
namespace {

constexpr std::size_t kTableRows = 36;

std::string estimate_text(const trends::Estimate& estimate, const Style& style) {
  return fmt::format("[{:.1f}{}{:.1f}]", estimate.lower, style.pick("–", "～"), estimate.upper);
}

// Whether the adjusted rates differ from the plain ones by what would be seen.
bool is_adjusted(const std::vector<trends::Point>& points) {
  return std::any_of(points.begin(), points.end(), [](const trends::Point& point) {
    return point.rate && point.adjusted && point.rate->value > 0 &&
           std::abs(point.adjusted->value / point.rate->value - 1) > 0.05;
  });
}

std::span<const trends::ForecastPoint> ahead_of(const pipeline::TrendLine& line) {
  if (!line.forecast) return {};
  return line.forecast->points;
}

std::string description_of(const pipeline::TrendLine& line, const Style& style) {
  std::string text;
  const auto& points = line.series.points;
  const std::size_t skip = points.size() > 12 ? points.size() - 12 : 0;
  for (std::size_t i = skip; i < points.size(); ++i) {
    if (!points[i].adjusted) continue;
    text += fmt::format("{} {:.1f} ({:.1f}–{:.1f}); ", format_period(points[i].period),
                        points[i].adjusted->value, points[i].adjusted->lower,
                        points[i].adjusted->upper);
  }
  return text + growth_sentence(line.growth, style);
}

std::vector<const pipeline::TrendLine*> drawn_lines(const pipeline::TrendReport& report,
                                                    bool with_whole) {
  std::vector<const pipeline::TrendLine*> lines;
  if (report.parts.empty() || with_whole) lines.push_back(&report.whole);
  for (const pipeline::TrendLine& part : report.parts) {
    if (part.documents > 0) lines.push_back(&part);
  }
  return lines;
}

}  // namespace

void print_series(const pipeline::TrendLine& line, const Style& style) {
  const auto& all = line.series.points;
  const std::size_t skip = all.size() > kTableRows ? all.size() - kTableRows : 0;
  const std::vector<trends::Point> points(all.begin() + static_cast<std::ptrdiff_t>(skip),
                                          all.end());
  if (skip > 0) {
    fmt::print("{}\n", style.dim(fmt::format(
                           fmt::runtime(style.pick("… {} earlier periods (--format csv has all)",
                                                   "……更早的{}个时段（--format csv 可列出全部）")),
                           skip)));
  }
  const bool adjusted = is_adjusted(points);
  const std::size_t used = adjusted ? 70 : 58;
  const std::size_t width =
      std::clamp<std::size_t>(style.width > used ? style.width - used : 20, 20, 60);
  const std::vector<std::string> chart = interval_chart(points, width);
  std::vector<Json> rows;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const trends::Point& point = points[i];
    Json row = {{"period", format_period(point.period)},
                {"count", with_separators(point.count)},
                {"exposure", with_separators(point.exposure)},
                {"chart", chart[i]}};
    row["rate"] = point.rate ? fmt::format("{:.1f}", point.rate->value) : "";
    row["interval"] = point.rate ? estimate_text(*point.rate, style) : "";
    row["adjusted"] = point.adjusted ? fmt::format("{:.1f}", point.adjusted->value) : "";
    rows.push_back(std::move(row));
  }
  std::vector<Column> columns = {{"period", "period", "时段"},
                                 {"count", "n", "篇数", true},
                                 {"exposure", "of", "总数", true},
                                 {"rate", "per 1,000", "每千篇", true},
                                 {"interval", "95 %", "95%区间"}};
  if (adjusted) columns.push_back({"adjusted", "adjusted", "调整后", true});
  columns.push_back({"chart", "", ""});
  print_table(style, columns, rows);
}

void print_parts(const pipeline::TrendReport& report, const taxonomy::Taxonomy& taxonomy,
                 const Style& style) {
  std::vector<const pipeline::TrendLine*> lines = {&report.whole};
  for (const pipeline::TrendLine& part : report.parts) lines.push_back(&part);
  std::vector<Json> rows;
  for (const pipeline::TrendLine* line : lines) {
    const trends::Growth& growth = line->growth;
    const auto& ratio = growth.comparison;
    const bool is_total = line == &report.whole && line->key.empty();
    rows.push_back(
        {{"name", is_total ? style.pick("all", "合计") : line_name(*line, taxonomy, style)},
         {"documents", with_separators(line->documents)},
         {"recent", fmt::format("{}/{}", with_separators(growth.recent.tally.count),
                                with_separators(growth.recent.tally.exposure))},
         {"previous", fmt::format("{}/{}", with_separators(growth.previous.tally.count),
                                  with_separators(growth.previous.tally.exposure))},
         {"ratio", ratio ? fmt::format("{:.2f}", ratio->ratio.value) : ""},
         {"interval", ratio ? fmt::format("[{:.2f}{}{:.2f}]", ratio->ratio.lower,
                                          style.pick("–", "～"), ratio->ratio.upper)
                            : ""},
         {"verdict", growth.gap == trends::GrowthGap::kNone
                         ? verdict_text(growth.verdict, style)
                         : style.pick("nothing to compare", "无可比较")}});
  }
  const Column columns[] = {
      {"name", "", "", false, 36},        {"documents", "all", "总计", true},
      {"recent", "recent", "近期", true}, {"previous", "before", "此前", true},
      {"ratio", "ratio", "比值", true},   {"interval", "95 %", "95%区间"},
      {"verdict", "verdict", "结论"}};
  print_table(style, columns, rows);
}

void print_plots(const pipeline::TrendReport& report, const taxonomy::Taxonomy& taxonomy,
                 const Style& style) {
  const bool compared = !report.whole.key.empty();
  const auto lines = drawn_lines(report, compared);
  double top = 0;
  for (const pipeline::TrendLine* line : lines) {
    top = std::max(top, plot_top(line->series.points, ahead_of(*line)));
  }
  const std::size_t height = lines.size() == 1 ? 12 : 7;
  for (const pipeline::TrendLine* line : lines) {
    if (lines.size() > 1) {
      fmt::print("{}\n", style.bold(fit(line_name(*line, taxonomy, style), style.width)));
    }
    for (const std::string& row : plot(line->series.points, ahead_of(*line), top,
                                       {.width = style.width, .height = height})) {
      fmt::print("{}\n", row);
    }
  }
}

Status write_svg(const pipeline::TrendReport& report, const std::string& title,
                 const taxonomy::Taxonomy& taxonomy, const Style& style, const std::string& file) {
  charts::ChartWords words{.title = title,
                           .description = description_of(report.whole, style),
                           .unit = style.pick("per 1,000 documents", "每千篇文献中的篇数"),
                           .exposure = style.pick("all documents", "分母：全部文献"),
                           .unfinished = style.pick("so far", "未完")};
  std::vector<charts::Line> lines;
  for (const pipeline::TrendLine* line : drawn_lines(report, !report.whole.key.empty())) {
    const std::string name = line->node == taxonomy::kNoNode
                                 ? line_name(*line, taxonomy, style)
                                 : taxonomy.node(line->node).name.in(style.language);
    lines.push_back({.label = line == &report.whole && line->key.empty() ? "" : fit(name, 16),
                     .points = line->series.points,
                     .ahead = ahead_of(*line)});
  }
  if (!write_file_atomically(file, charts::line_chart(lines, words))) {
    return fail(ErrorCode::kUsage,
                fmt::format("--svg: cannot write {}; does its folder exist?", file));
  }
  return {};
}

}  // namespace horizon::cli
