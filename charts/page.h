// What drawings that stand by themselves share.
#pragma once

#include <string>
#include <string_view>

namespace horizon::charts {

// "12.3": a coordinate in pixels or percent. Enough decimals for half a pixel, and always as many,
// so that the same chart gives the same bytes.
std::string px(double value);

// The smallest of 1, 2, 2.5, 5 times a power of ten with at most six steps up to the top.
double axis_step(double top);

// At most three digits behind the point, no zeros at the end.
std::string axis_text(double value);

// A text element; `anchor`: start, middle or end.
std::string text(double x, double y, std::string_view words, std::string_view anchor = "start",
                 std::string_view css_class = "");

// An SVG's beginning: size, title and description for those who do not see it, colours for light
// and dark, text of 11 px, `style` (rules of CSS) and the ground.
std::string begin_page(int width, int height, std::string_view title, std::string_view description,
                       std::string_view style);

}  // namespace horizon::charts
