#include "charts/line_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "charts/markup.h"
#include "charts/page.h"

namespace horizon::charts {
namespace {

using trends::Point;

constexpr double kLeft = 40;
constexpr double kTop = 26;
constexpr double kStripHeight = 22;

constexpr std::string_view kStyle =
    ".strip{fill:var(--hair)}.band{opacity:.22}"
    ".line{fill:none;stroke-width:1.8;stroke-linejoin:round}.bar{stroke-width:1.6}"
    ".link{fill:none;stroke-width:1.4;stroke-dasharray:2 3}.hollow{fill:var(--paper);"
    "stroke-width:1.6}"
    ".s1{stroke:var(--c1)}.s2{stroke:var(--c2)}.s3{stroke:var(--c3)}.s4{stroke:var(--c4)}"
    ".s5{stroke:var(--c5)}.s6{stroke:var(--c6)}.f1{fill:var(--c1)}.f2{fill:var(--c2)}"
    ".f3{fill:var(--c3)}.f4{fill:var(--c4)}.f5{fill:var(--c5)}.f6{fill:var(--c6)}"
    ".d2{stroke-dasharray:7 3}.d3{stroke-dasharray:1 3}.d4{stroke-dasharray:9 3 2 3}"
    ".d5{stroke-dasharray:4 4}.d6{stroke-dasharray:12 4}";

class Chart {
 public:
  Chart(std::span<const Line> lines, const ChartWords& words, const ChartFrame& frame)
      : lines_(lines.first(std::min(lines.size(), kMaxLines))),
        words_(words),
        frame_(frame),
        right_(frame.width - frame.label_width),
        floor_(frame.height - 70),
        strip_floor_(frame.height - 32) {
    lay_out();
    double highest = 0;
    for (const Line& line : lines_) {
      for (const Point& point : line.points) {
        if (point.adjusted)
          highest = std::max({highest, point.adjusted->value, shown_upper(point)});
      }
      for (const auto& ahead : line.ahead) {
        highest = std::max(highest, std::min(ahead.likely.upper, 3 * ahead.rate));
      }
    }
    step_ = axis_step(highest);
    top_ = std::max(step_, step_ * std::ceil(highest / step_ - 1e-9));
  }

  std::string draw() const {
    std::string out =
        frame_.page_id.empty()
            ? begin_page(frame_.width, frame_.height, words_.title, words_.description, kStyle)
            : fmt::format(
                  "<svg class=\"curve\" width=\"{}\" height=\"{}\" role=\"img\" "
                  "aria-label=\"{}\">",
                  frame_.width, frame_.height,
                  escape_markup(words_.title + ": " + words_.description));
    out += fmt::format(
        "<clipPath id=\"c{3}\"><rect x=\"0\" y=\"{1}\" width=\"{0}\" "
        "height=\"{2}\"/></clipPath>\n",
        frame_.width, px(kTop - 4), px(floor_ - kTop + 5), frame_.page_id);
    out += axes() + strip();
    for (std::size_t i = 0; i < lines_.size(); ++i) out += line(i);
    return out + labels() + "</svg>\n";
  }

 private:
  void lay_out() {
    for (const Line& line : lines_) {
      for (const Point& point : line.points) column_[point.period.begin] = 0;
      const Point* last = last_complete(line);
      if (last == nullptr) continue;
      Period period = last->period;
      for (std::size_t h = 0; h < line.ahead.size(); ++h)
        column_[(period = next(period)).begin] = 0;
    }
    std::size_t at = 0;
    for (auto& [begin, column] : column_) column = at++;
  }

  static const Point* last_complete(const Line& line) {
    const Point* last = nullptr;
    for (const Point& point : line.points) {
      if (point.complete && point.adjusted) last = &point;
    }
    return last;
  }

  static double shown_upper(const Point& point) {
    return std::min(point.adjusted->upper, 2 * point.adjusted->value);
  }

  double x(Day begin) const {
    const auto found = column_.find(begin);
    const auto steps = static_cast<double>(std::max<std::size_t>(column_.size(), 2) - 1);
    const double at = found == column_.end() ? 0 : static_cast<double>(found->second);
    return kLeft + 8 + (right_ - kLeft - 16) * at / steps;
  }
  // Not clamped at the top: the clip path cuts there.
  double y(double rate) const {
    return floor_ - (floor_ - kTop) * std::clamp(rate / top_, 0.0, 3.0);
  }

  std::string axes() const {
    std::string out;
    for (double value = 0; value <= top_ * (1 + 1e-9); value += step_) {
      out += fmt::format("<line class=\"{}\" x1=\"{}\" x2=\"{}\" y1=\"{}\" y2=\"{}\"/>",
                         value > 0 ? "grid" : "axis", px(kLeft), px(right_), px(y(value)),
                         px(y(value)));
      out += text(kLeft - 5, y(value) + 4, axis_text(value), "end");
    }
    out += text(0, 12, words_.unit, "start", "faint");
    // One label a year, or every few years, where there is room for them.
    double free_from = 0;
    int year = 0;
    for (const auto& [begin, column] : column_) {
      const int here =
          static_cast<int>(std::chrono::year_month_day{begin + std::chrono::days{6}}.year());
      if (here == year) continue;
      year = here;
      if (x(begin) < free_from) continue;
      out += text(x(begin), frame_.height - 8, fmt::format("{}", year), "middle");
      free_from = x(begin) + 40;
    }
    return out;
  }

  // The largest exposure of any line in each period: with --split each line has its own.
  std::string strip() const {
    std::map<Day, std::uint64_t> exposures;
    std::uint64_t most = 0;
    for (const Line& line : lines_) {
      for (const Point& point : line.points) {
        std::uint64_t& here = exposures[point.period.begin];
        here = std::max(here, point.exposure);
        most = std::max(most, here);
      }
    }
    const double room =
        (right_ - kLeft - 16) / static_cast<double>(std::max<std::size_t>(1, column_.size()));
    std::string out;
    for (const auto& [begin, exposure] : exposures) {
      const double share = most > 0 ? static_cast<double>(exposure) / static_cast<double>(most) : 0;
      const double height = (kStripHeight)*share;
      const double width = std::max(0.6, room * 0.8);
      out +=
          fmt::format("<rect class=\"strip\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
                      px(x(begin) - width / 2), px(strip_floor_ - height), px(width), px(height));
    }
    return out + text(right_ + 8, strip_floor_, words_.exposure, "start", "faint");
  }

  bool has_bands() const { return lines_.size() <= 3; }

  std::string line(std::size_t i) const {
    const Line& data = lines_[i];
    std::string out = fmt::format("<g clip-path=\"url(#c{})\">", frame_.page_id);
    for (std::size_t begin = 0; begin < data.points.size();) {
      std::size_t end = begin;
      while (end < data.points.size() && is_solid(data.points[end])) ++end;
      if (end > begin) out += run(data.points.subspan(begin, end - begin), i);
      begin = std::max(end, begin + 1);
    }
    out += ahead(data, i);
    const Point* before = nullptr;
    for (const Point& point : data.points) {
      if (point.adjusted && !point.complete) out += hollow(point, before, i);
      if (point.adjusted) before = &point;
    }
    const Point* last = last_complete(data);
    if (last != nullptr && !has_bands()) out += bar(*last, i);
    return out + "</g>\n";
  }

  static bool is_solid(const Point& point) { return point.adjusted && point.complete; }

  std::string run(std::span<const Point> points, std::size_t i) const {
    std::string line;
    std::string upper;
    std::string lower;
    for (const Point& point : points) {
      const std::string at = px(x(point.period.begin));
      line += fmt::format("{},{} ", at, px(y(point.adjusted->value)));
      upper += fmt::format("{},{} ", at, px(y(point.adjusted->upper)));
      lower = fmt::format("{},{} ", at, px(y(point.adjusted->lower))) + lower;
    }
    std::string out;
    if (has_bands()) {
      out += fmt::format("<polygon class=\"band f{}\" points=\"{}{}\"/>", i + 1, upper, lower);
    }
    out += fmt::format("<polyline class=\"line s{0} d{0}\" points=\"{1}\"/>", i + 1, line);
    if (points.size() == 1) {
      out += fmt::format("<circle class=\"f{}\" cx=\"{}\" cy=\"{}\" r=\"3\"/>", i + 1,
                         px(x(points[0].period.begin)), px(y(points[0].adjusted->value)));
    }
    return out;
  }

  std::string bar(const Point& point, std::size_t i) const {
    return fmt::format("<line class=\"bar s{0}\" x1=\"{1}\" x2=\"{1}\" y1=\"{2}\" y2=\"{3}\"/>",
                       i + 1, px(x(point.period.begin)), px(y(point.adjusted->lower)),
                       px(y(point.adjusted->upper)));
  }

  std::string hollow(const Point& point, const Point* before, std::size_t i) const {
    std::string out = bar(point, i);
    const double at = x(point.period.begin);
    const double height = y(point.adjusted->value);
    if (before != nullptr) {
      out += fmt::format("<polyline class=\"link s{}\" points=\"{},{} {},{}\"/>", i + 1,
                         px(x(before->period.begin)), px(y(before->adjusted->value)), px(at),
                         px(height));
    }
    return out + fmt::format("<circle class=\"hollow s{}\" cx=\"{}\" cy=\"{}\" r=\"4\"/>", i + 1,
                             px(at), px(height));
  }

  std::string ahead(const Line& data, std::size_t i) const {
    const Point* last = last_complete(data);
    if (data.ahead.empty() || last == nullptr) return {};
    const std::string from =
        fmt::format("{},{} ", px(x(last->period.begin)), px(y(last->adjusted->value)));
    std::string line = from;
    std::string upper = from;
    std::string lower;
    Period period = last->period;
    for (const trends::ForecastPoint& point : data.ahead) {
      period = next(period);
      const std::string at = px(x(period.begin));
      line += fmt::format("{},{} ", at, px(y(point.rate)));
      upper += fmt::format("{},{} ", at, px(y(point.wide.upper)));
      lower = fmt::format("{},{} ", at, px(y(point.wide.lower))) + lower;
    }
    return fmt::format(
        "<polygon class=\"band f{0}\" points=\"{1}{2}\"/><polyline class=\"link s{0}\" "
        "points=\"{3}\"/>",
        i + 1, upper, lower, line);
  }

  struct Label {
    double y = 0;
    std::size_t line = 0;
    std::string words;
  };

  // At the lines' ends, pushed apart where they would meet.
  std::string labels() const {
    std::vector<Label> all;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const Point* last = nullptr;
      for (const Point& point : lines_[i].points) {
        if (point.adjusted) last = &point;
      }
      if (last == nullptr) continue;
      std::string words = lines_.size() > 3 ? fmt::format("{} ", static_cast<char>('A' + i)) : "";
      words += fmt::format("{} {:.1f}", lines_[i].label, last->adjusted->value);
      if (!last->complete) words += " " + words_.unfinished;
      all.push_back(
          {.y = std::clamp(y(last->adjusted->value), kTop, floor_), .line = i, .words = words});
    }
    std::sort(all.begin(), all.end(), [](const Label& a, const Label& b) {
      return a.y != b.y ? a.y < b.y : a.line < b.line;
    });
    std::string out;
    double free_from = kTop;
    for (const Label& label : all) {
      const double at = std::max(label.y, free_from);
      free_from = at + 14;
      out += text(right_ + 8, at + 4, label.words, "start", fmt::format("f{}", label.line + 1));
    }
    return out;
  }

  std::span<const Line> lines_;
  const ChartWords& words_;
  const ChartFrame& frame_;
  double right_, floor_, strip_floor_;
  std::map<Day, std::size_t> column_;
  double step_ = 1;
  double top_ = 1;
};

}  // namespace

std::string line_chart(std::span<const Line> lines, const ChartWords& words,
                       const ChartFrame& frame) {
  return Chart(lines, words, frame).draw();
}

}  // namespace horizon::charts
