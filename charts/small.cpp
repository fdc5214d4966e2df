#include "charts/small.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "charts/markup.h"
#include "charts/page.h"

namespace horizon::charts {
namespace {

using trends::Point;

std::string open_svg(std::string_view attributes, std::string_view description) {
  return fmt::format("<svg {} role=\"img\" aria-label=\"{}\">", attributes,
                     escape_markup(description));
}

class Spark {
 public:
  Spark(std::span<const Point> points, ChartSize size) : points_(points), size_(size) {
    for (const Point& point : points) {
      if (point.rate) top_ = std::max({top_, point.rate->value, capped_upper(point)});
    }
  }

  std::string draw() const {
    std::string out = fmt::format("<line class=\"ax\" x1=\"0\" x2=\"{0}\" y1=\"{1}\" y2=\"{1}\"/>",
                                  size_.width, px(y(0)));
    for (std::size_t begin = 0; begin < points_.size();) {
      std::size_t end = begin;
      while (end < points_.size() && solid(end)) ++end;
      if (end > begin) out += run(begin, end);
      begin = std::max(end, begin + 1);
    }
    for (std::size_t i = 0; i < points_.size(); ++i) {
      if (points_[i].rate && !points_[i].complete) out += hollow(i);
    }
    return out;
  }

 private:
  bool solid(std::size_t i) const { return points_[i].rate && points_[i].complete; }

  // An early period with next to no documents has an interval that would flatten all the others.
  static double capped_upper(const Point& point) {
    return std::min(point.rate->upper, 2.5 * point.rate->value + 1e-9);
  }

  double x(std::size_t i) const {
    const auto steps = static_cast<double>(std::max<std::size_t>(points_.size(), 2) - 1);
    return 4 + (size_.width - 8) * static_cast<double>(i) / steps;
  }
  double y(double rate) const {
    const double share = top_ > 0 ? std::clamp(rate / top_, 0.0, 1.0) : 0.0;
    return size_.height - 3 - (size_.height - 7) * share;
  }

  std::string run(std::size_t begin, std::size_t end) const {
    std::string line;
    std::string upper;
    std::string lower;
    for (std::size_t i = begin; i < end; ++i) {
      line += fmt::format("{},{} ", px(x(i)), px(y(points_[i].rate->value)));
      upper += fmt::format("{},{} ", px(x(i)), px(y(points_[i].rate->upper)));
      lower = fmt::format("{},{} ", px(x(i)), px(y(points_[i].rate->lower))) + lower;
    }
    std::string out = fmt::format("<polygon class=\"band\" points=\"{}{}\"/>", upper, lower);
    out += fmt::format("<polyline class=\"line\" points=\"{}\"/>", line);
    if (end == points_.size() || end - begin == 1) out += dot(end - 1, "dot");
    return out;
  }

  std::string dot(std::size_t i, std::string_view css_class) const {
    return fmt::format("<circle class=\"{}\" cx=\"{}\" cy=\"{}\" r=\"2.6\"/>", css_class, px(x(i)),
                       px(y(points_[i].rate->value)));
  }

  std::string hollow(std::size_t i) const {
    std::string out =
        fmt::format("<line class=\"bar\" x1=\"{0}\" x2=\"{0}\" y1=\"{1}\" y2=\"{2}\"/>", px(x(i)),
                    px(y(points_[i].rate->lower)), px(y(points_[i].rate->upper)));
    if (i > 0 && points_[i - 1].rate) {
      out += fmt::format("<line class=\"link\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>",
                         px(x(i - 1)), px(y(points_[i - 1].rate->value)), px(x(i)),
                         px(y(points_[i].rate->value)));
    }
    return out + dot(i, "hollow");
  }

  std::span<const Point> points_;
  ChartSize size_;
  double top_ = 0;
};

double ratio_position(double ratio) {  // percent
  if (!(ratio > 0)) return 0;
  return std::clamp(50 + 100 * std::log2(ratio) / 6, 0.0, 100.0);
}

}  // namespace

std::string sparkline(std::span<const Point> points, std::string_view description, ChartSize size) {
  const std::string attributes =
      fmt::format("class=\"spark\" width=\"{}\" height=\"{}\"", size.width, size.height);
  return open_svg(attributes, description) + Spark(points, size).draw() + "</svg>";
}

std::string ratio_bar(const trends::Estimate& ratio, RatioTone tone, std::string_view description) {
  const double lower = ratio_position(ratio.lower);
  const double upper = ratio_position(ratio.upper);
  const std::string_view suffix = tone == RatioTone::kRising ? " up" : "";
  std::string out = open_svg("class=\"ratio\" height=\"16\"", description);
  out += "<line class=\"one\" x1=\"50%\" x2=\"50%\" y1=\"0\" y2=\"16\"/>";
  out += fmt::format("<line class=\"bar{}\" x1=\"{}%\" x2=\"{}%\" y1=\"8\" y2=\"8\"/>", suffix,
                     px(lower), px(upper));
  if (ratio.value >= 0.125 && ratio.value <= 8) {
    out += fmt::format("<circle class=\"{}{}\" cx=\"{}%\" cy=\"8\" r=\"3.2\"/>",
                       tone == RatioTone::kFew ? "hollow" : "dot", suffix,
                       px(ratio_position(ratio.value)));
  }
  // A nested viewport puts a pixel shape at a percentage.
  if (ratio.upper > 8) {
    out += fmt::format(
        "<svg x=\"100%\" overflow=\"visible\"><path class=\"cut{}\" "
        "d=\"M-1 4l5 4l-5 4z\"/></svg>",
        suffix);
  }
  if (ratio.lower < 0.125) {
    out += fmt::format(
        "<svg overflow=\"visible\"><path class=\"cut{}\" d=\"M1 4l-5 4l5 4z\"/></svg>", suffix);
  }
  return out + "</svg>";
}

std::string share_bar(std::span<const BarPart> parts, int height, std::string_view description) {
  double total = 0;
  for (const BarPart& part : parts) total += std::max(part.weight, 0.0);
  std::string out = open_svg(fmt::format("class=\"share\" height=\"{}\"", height), description);
  double begin = 0;
  for (const BarPart& part : parts) {
    if (!(part.weight > 0)) continue;
    const double width = 100 * part.weight / total;
    out += fmt::format("<rect class=\"{}\" x=\"{:.2f}%\" width=\"{:.2f}%\" y=\"0\" height=\"{}\"/>",
                       part.css_class, begin, width, height);
    begin += width;
    // The gap that tells neighbours apart without colour.
    if (begin < 99.9) {
      out +=
          fmt::format("<line class=\"gap\" x1=\"{0:.2f}%\" x2=\"{0:.2f}%\" y1=\"0\" y2=\"{1}\"/>",
                      begin, height);
    }
  }
  return out + "</svg>";
}

std::string hatch_definition() {
  return "<svg class=\"defs\" width=\"0\" height=\"0\" aria-hidden=\"true\" "
         "focusable=\"false\"><defs>"
         "<pattern id=\"hatch\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" "
         "patternTransform=\"rotate(45)\"><rect class=\"hatch-ground\" width=\"5\" height=\"5\"/>"
         "<line class=\"hatch-line\" x1=\"0\" x2=\"0\" y1=\"0\" "
         "y2=\"5\"/></pattern></defs></svg>\n";
}

}  // namespace horizon::charts
