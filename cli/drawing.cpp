#include "cli/drawing.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/io.h"
#include "core/text.h"

namespace horizon::cli {
namespace {

constexpr double kFew = 5;
constexpr std::size_t kSvgLabel = 42;  // columns

std::optional<double> number_of(const Json& row, const char* key) {
  if (key == nullptr) return std::nullopt;
  const auto found = row.find(key);
  if (found == row.end() || !found->is_number()) return std::nullopt;
  return found->get<double>();
}

std::string figure(double value) {
  if (!std::isfinite(value)) return "∞";
  return value < 10 ? fmt::format("{:.2f}", value) : fmt::format("{:.0f}", value);
}

// One row's interval on `width` columns.
std::string interval_text(const charts::IntervalScale& scale, const charts::IntervalRow& row,
                          std::size_t width) {
  const auto last = static_cast<double>(width - 1);
  const auto column = [&](double value) {
    const double place = std::clamp(scale.position(value), 0.0, 1.0);
    return static_cast<std::size_t>(std::lround(place * last));
  };
  std::vector<const char*> cells(width, " ");
  if (scale.axis == charts::IntervalAxis::kRatio) cells[column(1)] = "┊";
  if (row.value) {
    const trends::Estimate& value = *row.value;
    std::fill(cells.begin() + static_cast<std::ptrdiff_t>(column(value.lower)),
              cells.begin() + static_cast<std::ptrdiff_t>(column(value.upper)) + 1, "─");
    if (scale.position(value.lower) < 0) cells.front() = "◂";
    if (scale.position(value.upper) > 1) cells.back() = "▸";
    if (row.before) cells[column(*row.before)] = "│";
    cells[column(value.value)] = row.few ? "○" : "●";
  }
  std::string line;
  for (const char* const cell : cells) line += cell;
  return line;
}

std::string axis_line(const charts::IntervalScale& scale, std::size_t indent, std::size_t width) {
  std::string line(indent, ' ');
  for (const double tick : scale.ticks) {
    const std::string text = charts::tick_text(scale, tick);
    const auto middle = static_cast<std::size_t>(
        std::lround(scale.position(tick) * static_cast<double>(width - 1)));
    const std::size_t begin = indent + middle - std::min(middle, (text.size() - 1) / 2);
    if (begin < line.size() + (line.size() > indent ? 1 : 0)) continue;  // no room
    line.resize(begin, ' ');
    line += text;
  }
  return line;
}

}  // namespace

void add_drawing_options(CLI::App& command, DrawingArguments& arguments) {
  command.add_flag("--plot", arguments.plot, "draw the figures in the terminal");
  command.add_option("--svg", arguments.svg, "write the drawing to this file")->type_name("FILE");
}

charts::IntervalRow drawn_row(const Json& row, const DrawnKeys& keys, std::string label,
                              const Style& style) {
  charts::IntervalRow out;
  out.label = std::move(label);
  out.before = number_of(row, keys.before);
  const auto count = number_of(row, keys.count);
  out.few = count && *count < kFew;
  if (const auto value = number_of(row, keys.value)) {
    const auto lower = number_of(row, keys.lower);
    const auto upper = number_of(row, keys.upper);
    // JSON has no infinity: a bound that is missing where the other is there is open.
    const bool bounded = lower || upper;
    out.value = {*value, bounded ? lower.value_or(0) : *value,
                 bounded ? upper.value_or(std::numeric_limits<double>::infinity()) : *value};
    out.figures = figure(*value);
    if (bounded) {
      out.figures += fmt::format(" [{}{}{}]", figure(out.value->lower), style.pick("–", "～"),
                                 figure(out.value->upper));
    }
  } else {
    out.figures = style.pick("nothing to compare", "无可比较");
  }
  // Documents that are split among several have fractions.
  if (count)
    out.figures += fmt::format("  n {:.{}f}", *count, *count == std::floor(*count) ? 0 : 1);
  return out;
}

Drawn drawn_rows(const answers::Answer& answer, const char* label, const DrawnKeys& keys,
                 charts::IntervalAxis axis, charts::IntervalWords words, const Style& style) {
  Drawn drawn{.rows = {}, .axis = axis, .words = std::move(words)};
  for (const Json& row : answer.rows)
    drawn.rows.push_back(drawn_row(row, keys, row[label].get<std::string>(), style));
  return drawn;
}

Drawn drawn_growth(const answers::Answer& answer, const Style& style) {
  return drawn_rows(
      answer, "name", {"rate_ratio", "lower", "upper", "recent"}, charts::IntervalAxis::kRatio,
      {.title = style.pick("Growth of the subfields", "各子领域的增长"),
       .unit = style.pick("times the earlier rate, 95 % interval", "发文率为此前的倍数，95%区间"),
       .before = {}},
      style);
}

std::vector<std::string> interval_plot(const Drawn& drawn, std::size_t width) {
  const std::span rows = std::span(drawn.rows).first(std::min(drawn.rows.size(), kMostDrawn));
  std::size_t label = 0, figures = 0;
  for (const charts::IntervalRow& row : rows) {
    label = std::max(label, display_width(row.label));
    figures = std::max(figures, display_width(row.figures));
  }
  label = std::min(label, width / 3);
  const std::size_t used = label + figures + 4;
  const std::size_t room = std::clamp<std::size_t>(width > used ? width - used : 0, 16, 72);
  const charts::IntervalScale scale = charts::interval_scale(rows, drawn.axis);
  std::vector<std::string> lines;
  for (const charts::IntervalRow& row : rows) {
    lines.push_back(pad(fit(row.label, label), label, false) + "  " +
                    interval_text(scale, row, room) + "  " + row.figures);
  }
  lines.push_back(axis_line(scale, label + 2, room));
  lines.push_back(std::string(label + 2, ' ') + drawn.words.unit +
                  (drawn.words.before.empty() ? "" : "; │ " + drawn.words.before));
  return lines;
}

Status print_drawn(const App& app, const DrawingArguments& arguments, Drawn drawn,
                   answers::Answer& answer, const std::function<void()>& print) {
  const Style style = app.common.style();
  const bool plots = arguments.plot && app.common.output_format() == Format::kTable;
  if ((plots || !arguments.svg.empty()) && drawn.rows.size() > kMostDrawn) {
    answer.notes.push_back(
        fmt::format(fmt::runtime(style.pick("The drawing shows the first {} of {} rows.",
                                            "图中只画前{}行，共{}行。")),
                    kMostDrawn, drawn.rows.size()));
    drawn.rows.resize(kMostDrawn);
  }
  if (!arguments.svg.empty()) {
    Drawn cut = drawn;
    for (charts::IntervalRow& row : cut.rows) row.label = fit(row.label, kSvgLabel);
    if (!write_file_atomically(arguments.svg,
                               charts::interval_chart(cut.rows, cut.axis, cut.words))) {
      return fail(ErrorCode::kUsage,
                  fmt::format("--svg: cannot write {}; does its folder exist?", arguments.svg));
    }
  }
  if (!plots) {
    print();
    return {};
  }
  if (!drawn.rows.empty()) {
    fmt::print("{}\n", style.bold(drawn.words.title));
    for (const std::string& line : interval_plot(drawn, style.width)) fmt::print("{}\n", line);
  }
  print_notes(stdout, style, answer.notes);
  return {};
}

}  // namespace horizon::cli
