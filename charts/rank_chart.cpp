#include "charts/rank_chart.h"

#include <fmt/format.h>

#include <algorithm>

#include "charts/markup.h"

namespace horizon::charts {
namespace {

constexpr double kLeft = 26;
constexpr double kHead = 20;
constexpr double kRow = 27;

class RankChart {
 public:
  RankChart(std::span<const RankLine> lines, std::size_t periods, bool open, const RankFrame& frame)
      : lines_(lines.first(std::min(lines.size(), kMaxRanks))),
        periods_(periods),
        open_(open),
        right_(std::max(frame.width - frame.label_width, 60)) {}

  std::string draw(std::span<const std::string> periods, std::string_view description, int width) {
    const double height =
        kHead + kRow * static_cast<double>(std::max<std::size_t>(lines_.size(), 1));
    out_ = fmt::format(
        "<svg class=\"ranks\" width=\"{0}\" height=\"{1:.0f}\" viewBox=\"0 0 {0} {1:.0f}\" "
        "role=\"img\" aria-label=\"{2}\">",
        width, height, escape_markup(description));
    for (std::size_t i = 0; i < periods.size(); ++i) {
      out_ += fmt::format(
          "<text class=\"faint\" x=\"{:.1f}\" y=\"10\" text-anchor=\"middle\">{}</text>", x(i),
          escape_markup(periods[i]));
    }
    // The marked ones last, so that they lie above the others.
    int mark = 0;
    for (const RankLine& line : lines_) {
      if (!line.marked) draw_line(line, 0);
    }
    for (const RankLine& line : lines_) {
      if (line.marked) draw_line(line, mark < static_cast<int>(kMaxMarked) ? ++mark : 0);
    }
    return out_ + "</svg>";
  }

 private:
  double x(std::size_t period) const {
    const double steps = static_cast<double>(std::max<std::size_t>(periods_, 2) - 1);
    return kLeft + (right_ - kLeft) * static_cast<double>(period) / steps;
  }
  double y(int rank) const {
    return kHead + kRow * (std::clamp(rank, 1, static_cast<int>(lines_.size())) - 0.5);
  }

  void draw_line(const RankLine& line, int mark) {
    const std::size_t count = std::min(line.ranks.size(), periods_);
    if (count == 0) return;
    const std::size_t closed = open_ ? count - 1 : count;
    std::string path;
    for (std::size_t i = 0; i < closed; ++i) {
      path += fmt::format("{}{:.1f},{:.1f}", i == 0 ? "" : " ", x(i), y(line.ranks[i]));
    }
    out_ += fmt::format("<g class=\"m{}\"><polyline class=\"line\" points=\"{}\"/>", mark, path);
    if (open_ && count > 1) {
      out_ += fmt::format(
          "<line class=\"link\" x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\"/>",
          x(count - 2), y(line.ranks[count - 2]), x(count - 1), y(line.ranks[count - 1]));
    }
    for (std::size_t i = 0; i < count; ++i) {
      out_ += fmt::format("<circle class=\"{}\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4\"/>",
                          i < closed ? "dot" : "hollow", x(i), y(line.ranks[i]));
    }
    out_ += fmt::format(
        "<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text><text class=\"name\" "
        "x=\"{:.1f}\" y=\"{:.1f}\">{} {}</text></g>",
        kLeft - 10, y(line.ranks.front()) + 4, line.ranks.front(), x(count - 1) + 10,
        y(line.ranks[count - 1]) + 4, line.ranks[count - 1], escape_markup(line.label));
  }

  std::span<const RankLine> lines_;
  std::size_t periods_;
  bool open_;
  double right_;
  std::string out_;
};

}  // namespace

std::string rank_chart(std::span<const RankLine> lines, std::span<const std::string> periods,
                       bool open, std::string_view description, const RankFrame& frame) {
  return RankChart(lines, periods.size(), open, frame).draw(periods, description, frame.width);
}

}  // namespace horizon::charts
