#include "web/figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>

#include "answers/voice.h"
#include "charts/small.h"
#include "digest/words.h"

namespace horizon::web {
namespace {

constexpr std::size_t kSmallPoints = 12;
constexpr std::size_t kTablePoints = 60;

}  // namespace

Markup estimate_cell(const View& view, const std::optional<trends::Estimate>& estimate) {
  if (!estimate) return Markup{"–"};
  return markup("<b>{}</b> <span class=\"note\">{}</span>", digest::figure_text(estimate->value),
                digest::range_text(*estimate, view.voice.language));
}

std::string verdict_words(const View& view, trends::Verdict verdict) {
  const std::string_view words = digest::verdict_text(verdict, view.voice.language);
  const std::string_view mark = digest::verdict_mark(verdict, true);
  return mark.empty() ? std::string(words) : fmt::format("{} {}", mark, words);
}

Markup ratio_chart(const View& view, const trends::Growth& growth, trends::Verdict verdict) {
  if (!growth.comparison) return {};
  const trends::Estimate& ratio = growth.comparison->ratio;
  const auto tone = !growth.enough                        ? charts::RatioTone::kFew
                    : verdict == trends::Verdict::kRising ? charts::RatioTone::kRising
                                                          : charts::RatioTone::kPlain;
  return {
      charts::ratio_bar(ratio, tone,
                        fmt::format("{} ({})", digest::times_text(ratio.value, view.voice.language),
                                    digest::range_text(ratio, view.voice.language)))};
}

Markup small_curve(const View& view, const trends::Series& series, const std::string& name) {
  std::span<const trends::Point> points = series.points;
  points = points.last(std::min(points.size(), kSmallPoints));
  if (points.empty()) return {};
  std::string words = name + view.pick(": ", "：");
  for (const trends::Point& point : points) {
    if (&point != points.data()) words += view.pick(", ", "、");
    words += fmt::format("{} {}", format_period(point.period), point.count);
  }
  return {charts::sparkline(points, words)};
}

Markup points_table(const View& view, const trends::Series& series) {
  Markup out = markup(
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table "
      "class=\"grid\"><thead><tr><th scope=\"col\">{}</th><th scope=\"col\" class=\"num\">{}</th>"
      "<th scope=\"col\" class=\"num\">{}</th><th scope=\"col\" class=\"num\">{}</th><th "
      "scope=\"col\" class=\"num\">{}</th></tr></thead><tbody>",
      view.pick("The numbers", "数据表"), view.pick("Period", "时段"),
      view.pick("Documents", "篇数"), view.pick("Of", "总篇数"), view.pick("Per 1,000", "每千篇"),
      view.pick("95% interval", "95%区间"));
  const std::size_t count = std::min(series.points.size(), kTablePoints);
  for (std::size_t i = 0; i < count; ++i) {
    const trends::Point& point = series.points[series.points.size() - 1 - i];
    const auto& rate = point.adjusted;
    out += markup(
        "<tr><th scope=\"row\">{}{}</th><td class=\"num\">{}</td><td "
        "class=\"num\">{}</td><td class=\"num\">{}</td><td class=\"num\">{}</td></tr>",
        format_period(point.period), point.complete ? "" : view.pick(" (so far)", "（未完）"),
        answers::with_separators(point.count), answers::with_separators(point.exposure),
        rate ? digest::figure_text(rate->value) : "–",
        rate ? digest::range_text(*rate, view.voice.language) : "–");
  }
  return out + Markup{"</tbody></table></div>"};
}

}  // namespace horizon::web
