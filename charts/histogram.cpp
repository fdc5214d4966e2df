#include "charts/histogram.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "charts/markup.h"

namespace horizon::charts {
namespace {

constexpr double kTop = 16;
constexpr double kFloor = 98;
constexpr int kHeight = 118;

std::string number(std::uint64_t value) {
  std::string digits = std::to_string(value);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, ',');
  return digits;
}

class Bars {
 public:
  explicit Bars(std::span<const HistogramBar> bars)
      : bars_(bars), step_(100.0 / static_cast<double>(std::max<std::size_t>(1, bars.size()))) {
    for (const HistogramBar& bar : bars) most_ = std::max(most_, bar.count);
  }

  std::string draw() const {
    std::string out = selection();
    out += fmt::format("<line class=\"ax\" x1=\"0\" x2=\"100%\" y1=\"{0}\" y2=\"{0}\"/>", kFloor);
    for (std::size_t i = 0; i < bars_.size(); ++i) out += bar(i);
    // The highest bar's value, beside it where there is room.
    const auto top = std::max_element(
        bars_.begin(), bars_.end(),
        [](const HistogramBar& a, const HistogramBar& b) { return a.count < b.count; });
    if (top != bars_.end() && most_ > 0) {
      const double x = step_ * (static_cast<double>(top - bars_.begin()) + 0.5);
      out += text(x, kTop - 5, number(most_), x > 90 ? "end" : x < 10 ? "start" : "middle");
    }
    return out;
  }

 private:
  double height(std::uint64_t count) const {
    return most_ == 0 ? 0
                      : (kFloor - kTop) * static_cast<double>(count) / static_cast<double>(most_);
  }

  static std::string text(double x, double y, std::string_view words, std::string_view anchor) {
    return fmt::format("<text x=\"{:.2f}%\" y=\"{:.0f}\" text-anchor=\"{}\">{}</text>", x, y,
                       anchor, escape_markup(words));
  }

  std::string selection() const {
    const auto chosen = [](const HistogramBar& bar) { return bar.selected; };
    const auto first = std::find_if(bars_.begin(), bars_.end(), chosen);
    const auto count = std::count_if(bars_.begin(), bars_.end(), chosen);
    if (count == 0 || static_cast<std::size_t>(count) == bars_.size()) return {};
    const double from = step_ * static_cast<double>(first - bars_.begin());
    const double to = from + step_ * static_cast<double>(count);
    std::string out = fmt::format(
        "<rect class=\"chosen\" x=\"{:.2f}%\" width=\"{:.2f}%\" y=\"{}\" height=\"{}\"/>", from,
        to - from, kTop - 4, kFloor - kTop + 4);
    for (const double at : {from, to}) {
      out += fmt::format(
          "<line class=\"edge\" x1=\"{0:.2f}%\" x2=\"{0:.2f}%\" y1=\"{1}\" y2=\"{2}\"/>", at,
          kTop - 4, kFloor);
    }
    return out;
  }

  std::string bar(std::size_t i) const {
    const HistogramBar& one = bars_[i];
    const double x = step_ * static_cast<double>(i);
    const double high = one.count > 0 ? std::max(1.0, height(one.count)) : 0;
    // The whole column is the target, not only the ink.
    std::string out = fmt::format(
        "<a href=\"{}\" tabindex=\"-1\"><title>{}</title><rect class=\"reach\" x=\"{:.2f}%\" "
        "width=\"{:.2f}%\" y=\"0\" height=\"{}\"/><rect class=\"{}\" x=\"{:.2f}%\" "
        "width=\"{:.2f}%\" y=\"{:.1f}\" height=\"{:.1f}\"/></a>",
        escape_markup(one.href), escape_markup(one.title), x, step_, kFloor,
        one.complete ? (one.selected ? "bar" : "bar rest") : "bar open", x + step_ * 0.09,
        step_ * 0.82, kFloor - high, high);
    if (!one.mark.empty()) {
      const double at = x + step_ / 2;
      out += text(at, kHeight - 6, one.mark, at > 95 ? "end" : at < 5 ? "start" : "middle");
    }
    return out;
  }

  std::span<const HistogramBar> bars_;
  double step_;
  std::uint64_t most_ = 0;
};

}  // namespace

std::string histogram(std::span<const HistogramBar> bars) {
  return fmt::format("<svg class=\"hist\" height=\"{}\" aria-hidden=\"true\">{}</svg>", kHeight,
                     Bars(bars).draw());
}

}  // namespace horizon::charts
