#include "charts/interval_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "charts/page.h"

namespace horizon::charts {
namespace {

constexpr int kWidth = 790;
constexpr double kMargin = 8;
constexpr double kPlotLeft = 266, kPlotRight = 564;  // labels before it, figures behind it
constexpr double kTop = 58;
constexpr double kRow = 22;

// Ratios beyond are cut: nobody reads a 100-fold interval more exactly than that.
constexpr double kFarthest = 32;
// An interval from zero may be so many times as long as the largest value.
constexpr double kLongest = 2;

constexpr std::string_view kStyle =
    ".name{font-weight:bold}.one{stroke:var(--edge);stroke-dasharray:2 3}"
    ".soft{stroke:var(--band);stroke-width:7}.mid{stroke:var(--c1);stroke-width:1.2}"
    ".dot{fill:var(--c1)}.few{fill:var(--paper);stroke:var(--c1);stroke-width:1.4}"
    ".soft.up{stroke:var(--upband)}.mid.up{stroke:var(--up)}.dot.up{fill:var(--up)}"
    ".few.up{stroke:var(--up)}.cut{fill:var(--c1)}.cut.up{fill:var(--up)}"
    ".before{stroke:var(--ink3);stroke-width:1.6}";

// Covers 1, each value, and each interval as far as kFarthest.
void stretch_ratios(std::span<const IntervalRow> rows, IntervalScale& scale) {
  int low = -1, high = 1;
  const auto cover = [&](double ratio) {
    if (!(ratio > 0)) return;
    const double power = std::log2(std::clamp(ratio, 1 / kFarthest, kFarthest));
    low = std::min(low, static_cast<int>(std::floor(power)));
    high = std::max(high, static_cast<int>(std::ceil(power)));
  };
  for (const IntervalRow& row : rows) {
    if (row.before) cover(*row.before);
    if (!row.value) continue;
    for (const double one : {row.value->value, row.value->lower, row.value->upper}) cover(one);
  }
  for (int power = low; power <= high; ++power) scale.ticks.push_back(std::exp2(power));
}

void stretch_shares(std::span<const IntervalRow> rows, IntervalScale& scale) {
  double largest = 0;
  for (const IntervalRow& row : rows) {
    largest = std::max(largest, row.before.value_or(0));
    if (row.value) largest = std::max(largest, row.value->value);
  }
  double highest = largest;
  for (const IntervalRow& row : rows)
    if (row.value) highest = std::max(highest, std::min(row.value->upper, kLongest * largest));
  const double step = axis_step(highest);
  const auto steps = std::max(1, static_cast<int>(std::ceil(highest / step - 1e-9)));
  for (int i = 0; i <= steps; ++i) scale.ticks.push_back(i * step);
}

class Drawing {
 public:
  Drawing(std::span<const IntervalRow> rows, IntervalAxis axis, const IntervalWords& words)
      : rows_(rows),
        words_(words),
        scale_(interval_scale(rows, axis)),
        floor_(kTop + kRow * static_cast<double>(rows.size())) {}

  std::string draw() const {
    const int height = static_cast<int>(floor_) + (words_.before.empty() ? 14 : 34);
    std::string out = begin_page(kWidth, height, words_.title, description(), kStyle);
    out += text(kMargin, 14, words_.title, "start", "name");
    out += text(kMargin, 32, words_.unit, "start", "faint") + axis();
    for (std::size_t i = 0; i < rows_.size(); ++i)
      out += row(rows_[i], kTop + kRow * (static_cast<double>(i) + 0.5));
    if (!words_.before.empty()) {
      out += tick(kPlotLeft + 4, floor_ + 18);
      out += text(kPlotLeft + 12, floor_ + 22, words_.before, "start", "faint");
    }
    return out + "</svg>\n";
  }

 private:
  std::string description() const {
    std::string all;
    for (const IntervalRow& row : rows_)
      all += (all.empty() ? "" : "; ") + row.label + " " + row.figures;
    return all;
  }

  static double x(double position) { return kPlotLeft + (kPlotRight - kPlotLeft) * position; }

  std::string axis() const {
    std::string out;
    for (const double value : scale_.ticks) {
      const bool one = scale_.axis == IntervalAxis::kRatio && value == 1;
      const bool zero = scale_.axis == IntervalAxis::kFromZero && value == 0;
      out += fmt::format("<line class=\"{}\" x1=\"{}\" x2=\"{}\" y1=\"{}\" y2=\"{}\"/>",
                         one    ? "one"
                         : zero ? "axis"
                                : "grid",
                         px(x(scale_.position(value))), px(x(scale_.position(value))), px(kTop - 4),
                         px(floor_));
      out +=
          text(x(scale_.position(value)), kTop - 10, tick_text(scale_, value), "middle", "faint");
    }
    return out;
  }

  static std::string tick(double at, double y) {
    return fmt::format("<line class=\"before\" x1=\"{0}\" x2=\"{0}\" y1=\"{1}\" y2=\"{2}\"/>",
                       px(at), px(y - 6), px(y + 6));
  }

  // Where an interval goes on beyond the axis: an arrow head that points there.
  static std::string arrow(double at, double y, int way, const char* tone) {
    return fmt::format("<path class=\"cut{}\" d=\"M{} {}l{} 4l{} 4z\"/>", tone, px(at), px(y - 4),
                       5 * way, -5 * way);
  }

  std::string estimate(const IntervalRow& row, double y) const {
    const trends::Estimate& value = *row.value;
    const char* const tone = scale_.axis == IntervalAxis::kRatio && value.lower > 1 ? " up" : "";
    const double lower = scale_.position(value.lower), upper = scale_.position(value.upper);
    const double at = scale_.position(value.value);
    std::string out;
    for (const char* const part : {"soft", "mid"})
      out += fmt::format("<line class=\"{}{}\" x1=\"{}\" x2=\"{}\" y1=\"{}\" y2=\"{}\"/>", part,
                         tone, px(x(std::clamp(lower, 0.0, 1.0))),
                         px(x(std::clamp(upper, 0.0, 1.0))), px(y), px(y));
    if (lower < 0) out += arrow(x(0) + 1, y, -1, tone);
    if (upper > 1) out += arrow(x(1) - 1, y, 1, tone);
    if (row.before && within(scale_.position(*row.before)))
      out += tick(x(scale_.position(*row.before)), y);
    if (within(at))
      out += fmt::format("<circle class=\"{}{}\" cx=\"{}\" cy=\"{}\" r=\"3.4\"/>",
                         row.few ? "few" : "dot", tone, px(x(at)), px(y));
    return out;
  }

  static bool within(double position) { return position >= 0 && position <= 1; }

  std::string row(const IntervalRow& row, double y) const {
    std::string out = text(kMargin, y + 4, row.label, "start");
    if (row.value) out += estimate(row, y);
    return out + text(kPlotRight + 14, y + 4, row.figures, "start");
  }

  std::span<const IntervalRow> rows_;
  const IntervalWords& words_;
  IntervalScale scale_;
  double floor_;
};

}  // namespace

double IntervalScale::position(double value) const {
  if (axis == IntervalAxis::kFromZero) return value / high;
  if (!(value > 0)) return -1;
  return std::log2(value / low) / std::log2(high / low);
}

IntervalScale interval_scale(std::span<const IntervalRow> rows, IntervalAxis axis) {
  IntervalScale scale{.axis = axis, .ticks = {}};
  axis == IntervalAxis::kRatio ? stretch_ratios(rows, scale) : stretch_shares(rows, scale);
  scale.low = scale.ticks.front();
  scale.high = scale.ticks.back();
  return scale;
}

std::string tick_text(const IntervalScale& scale, double tick) {
  if (scale.axis == IntervalAxis::kRatio && tick < 1)
    return fmt::format("1/{}", static_cast<int>(std::lround(1 / tick)));
  return axis_text(tick);
}

std::string interval_chart(std::span<const IntervalRow> rows, IntervalAxis axis,
                           const IntervalWords& words) {
  return Drawing(rows, axis, words).draw();
}

}  // namespace horizon::charts
