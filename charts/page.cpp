#include "charts/page.h"

#include <fmt/format.h>

#include <cmath>

#include "charts/markup.h"

namespace horizon::charts {
namespace {

constexpr std::string_view kColours =
    ":root{--paper:#fdfcfa;--ink:#1b2025;--ink3:#626b74;--hair:#d8d4ca;--edge:#8b8f92;"
    "--band:#c5d9e8;--up:#a2430f;--upband:#f2d3bd;"
    "--c1:#1f5a8c;--c2:#cf7c2e;--c3:#0f5f56;--c4:#a27fb8;--c5:#5f6300;--c6:#8d9090}"
    "@media (prefers-color-scheme:dark){:root{--paper:#14171a;--ink:#e9e7e2;--ink3:#9ba1a6;"
    "--hair:#353a3f;--edge:#737a80;--band:#274055;--up:#f09b68;--upband:#553320;"
    "--c1:#7fb6e3;--c2:#f0b47c;--c3:#2f9c8d;--c4:#d9bfe6;--c5:#9a9d2e;--c6:#777d82}}"
    "text{font:11px Helvetica,Arial,\"PingFang SC\",\"Microsoft YaHei\",\"Noto Sans CJK SC\","
    "sans-serif;fill:var(--ink);font-variant-numeric:tabular-nums}"
    ".faint{fill:var(--ink3)}.paper{fill:var(--paper)}.axis{stroke:var(--edge)}"
    ".grid{stroke:var(--hair)}";

}  // namespace

std::string px(double value) { return fmt::format("{:.1f}", value); }

double axis_step(double top) {
  if (!(top > 0)) return 1;
  const double power = std::pow(10.0, std::floor(std::log10(top / 6)));
  for (const double factor : {1.0, 2.0, 2.5, 5.0, 10.0}) {
    if (factor * power * 6 >= top) return factor * power;
  }
  return 10 * power;
}

std::string axis_text(double value) {
  std::string text = fmt::format("{:.3f}", value);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string text(double x, double y, std::string_view words, std::string_view anchor,
                 std::string_view css_class) {
  return fmt::format("<text{} x=\"{}\" y=\"{}\" text-anchor=\"{}\">{}</text>\n",
                     css_class.empty() ? std::string() : fmt::format(" class=\"{}\"", css_class),
                     px(x), px(y), anchor, escape_markup(words));
}

std::string begin_page(int width, int height, std::string_view title, std::string_view description,
                       std::string_view style) {
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" "
      "viewBox=\"0 0 {0} {1}\" role=\"img\" aria-labelledby=\"t d\"><title id=\"t\">{2}</title>"
      "<desc id=\"d\">{3}</desc><style>{4}{5}</style>"
      "<rect class=\"paper\" width=\"{0}\" height=\"{1}\"/>\n",
      width, height, escape_markup(title), escape_markup(description), kColours, style);
}

}  // namespace horizon::charts
