#include "cli/chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace horizon::cli {
namespace {

// What is drawn in one column.
struct Mark {
  Day begin{};
  double value = 0, lower = 0, upper = 0;
  const char* sign = "●";
};

std::vector<std::optional<Mark>> marks_of(std::span<const trends::Point> points,
                                          std::span<const trends::ForecastPoint> ahead) {
  std::vector<std::optional<Mark>> marks;
  std::optional<Period> last_complete;
  for (const trends::Point& point : points) {
    if (point.complete) last_complete = point.period;
    std::optional<Mark> mark;
    if (point.adjusted) {
      mark = Mark{.begin = point.period.begin,
                  .value = point.adjusted->value,
                  .lower = point.adjusted->lower,
                  .upper = point.adjusted->upper,
                  .sign = point.complete ? "●" : "○"};
    }
    marks.push_back(mark);
  }
  if (!last_complete) return marks;
  Period period = *last_complete;
  for (const trends::ForecastPoint& point : ahead) {
    period = next(period);
    // What is known of a period so far stands before what may become of it.
    const bool begun = !points.empty() && period.begin <= points.back().period.begin;
    if (begun) continue;
    marks.push_back(Mark{.begin = period.begin,
                         .value = point.rate,
                         .lower = point.wide.lower,
                         .upper = point.wide.upper,
                         .sign = "◌"});
  }
  return marks;
}

constexpr std::size_t kAxisWidth = 8;

std::string year_axis(std::span<const std::optional<Mark>> marks, std::size_t step) {
  std::string line(kAxisWidth, ' ');
  int year = 0;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (!marks[i]) continue;
    const Day day = marks[i]->begin + std::chrono::days{6};  // the year that an ISO week is in
    const int here = static_cast<int>(std::chrono::year_month_day{day}.year());
    if (here == year) continue;
    year = here;
    const std::size_t column = kAxisWidth + i * step;
    if (column < line.size() + (line.size() > kAxisWidth ? 1 : 0)) continue;  // no room
    line.resize(column, ' ');
    line += fmt::format("{:04}", here);
  }
  return line;
}

// The plot's lines from 0 (the top) on that a rate lies on; -1: above all.
int line_of(double rate, double top, std::size_t height) {
  const double share = std::clamp(rate / top, 0.0, 2.0);
  return static_cast<int>(height) - 1 -
         static_cast<int>(std::lround(share * static_cast<double>(height - 1)));
}

}  // namespace

std::vector<std::string> interval_chart(const std::vector<trends::Point>& points,
                                        std::size_t width) {
  double highest = 0;
  for (const trends::Point& point : points) {
    if (point.rate && std::isfinite(point.rate->upper)) {
      highest = std::max(highest, point.rate->upper);
    }
  }
  std::vector<std::string> lines;
  for (const trends::Point& point : points) {
    if (!point.rate || highest <= 0 || width < 2) {
      lines.emplace_back();
      continue;
    }
    const auto column = [&](double value) {
      const double share = std::clamp(value / highest, 0.0, 1.0);
      return static_cast<std::size_t>(std::lround(share * static_cast<double>(width - 1)));
    };
    const std::size_t lower = column(point.rate->lower);
    const std::size_t upper = column(point.rate->upper);
    const std::size_t value = column(point.rate->value);
    std::string line;
    for (std::size_t i = 0; i <= upper; ++i) {
      if (i == value) {
        line += point.complete ? "●" : "○";
      } else {
        line += i < lower ? " " : "─";
      }
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

double plot_top(std::span<const trends::Point> points,
                std::span<const trends::ForecastPoint> ahead) {
  double highest = 0;
  for (const trends::Point& point : points) {
    if (point.adjusted) highest = std::max(highest, point.adjusted->value);
  }
  for (const trends::ForecastPoint& point : ahead) highest = std::max(highest, point.rate);
  double top = highest;
  for (const trends::Point& point : points) {
    if (point.adjusted) top = std::max(top, std::min(point.adjusted->upper, 1.6 * highest));
  }
  return top > 0 ? top : 1;
}

std::vector<std::string> plot(std::span<const trends::Point> points,
                              std::span<const trends::ForecastPoint> ahead, double top,
                              PlotSize size) {
  const std::size_t height = std::max<std::size_t>(size.height, 2);
  const std::size_t room = size.width > kAxisWidth + 10 ? size.width - kAxisWidth - 1 : 10;
  std::vector<std::optional<Mark>> all = marks_of(points, ahead);
  std::span<const std::optional<Mark>> marks = all;
  if (marks.size() > room) marks = marks.last(room);
  if (marks.empty() || !(top > 0)) return {};
  const std::size_t step = std::clamp<std::size_t>(room / marks.size(), 1, 4);
  std::vector<std::string> lines;
  for (std::size_t row = 0; row < height; ++row) {
    const double value =
        top * static_cast<double>(height - 1 - row) / static_cast<double>(height - 1);
    const bool named = row == 0 || row == height - 1 || row == height / 2;
    std::string line =
        named ? fmt::format("{:>6.{}f} ", value, top < 10 ? 1 : 0) : std::string(7, ' ');
    line += named ? "┤" : "│";
    std::size_t blanks = 0;
    for (const auto& mark : marks) {
      const int here = static_cast<int>(row);
      const char* sign = nullptr;
      if (mark && line_of(mark->value, top, height) == here) {
        sign = mark->sign;
      } else if (mark && line_of(mark->upper, top, height) <= here &&
                 here <= line_of(mark->lower, top, height)) {
        sign = "│";
      }
      if (sign != nullptr) {
        line += std::string(blanks, ' ') + sign;
        blanks = step - 1;
      } else {
        blanks += step;
      }
    }
    lines.push_back(std::move(line));
  }
  lines.push_back(year_axis(marks, step));
  return lines;
}

}  // namespace horizon::cli
