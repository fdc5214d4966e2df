// Estimates with their intervals as a drawing: in the terminal (--plot) and as a file (--svg).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "charts/interval_chart.h"
#include "cli/command.h"

namespace horizon::cli {

// More rows than this are not drawn: nobody takes them in.
inline constexpr std::size_t kMostDrawn = 100;

struct DrawingArguments {
  bool plot = false;
  std::string svg;
};

// --plot, --svg FILE.
void add_drawing_options(CLI::App& command, DrawingArguments& arguments);

struct Drawn {
  std::vector<charts::IntervalRow> rows;
  charts::IntervalAxis axis = charts::IntervalAxis::kFromZero;
  charts::IntervalWords words;
};

// Keys of a row of an answer that hold numbers or null. Without bounds a value is drawn alone.
struct DrawnKeys {
  const char* value;
  const char* lower;
  const char* upper;
  const char* count = nullptr;   // documents: fewer than five are drawn hollow
  const char* before = nullptr;  // what the value is to be seen against
};

charts::IntervalRow drawn_row(const Json& row, const DrawnKeys& keys, std::string label,
                              const Style& style);

// All rows of an answer; `label` is the key of the words at the left.
Drawn drawn_rows(const answers::Answer& answer, const char* label, const DrawnKeys& keys,
                 charts::IntervalAxis axis, charts::IntervalWords words, const Style& style);

// Subfields side by side by how much their rate has changed.
Drawn drawn_growth(const answers::Answer& answer, const Style& style);

// Lines of the terminal: label, interval, figures; the axis below. kMostDrawn rows at most.
std::vector<std::string> interval_plot(const Drawn& drawn, std::size_t width);

// Writes the file that --svg names, adds to the notes what the drawing leaves out, and prints the
// answer: as a plot if one is asked for and no other format, else as print() does. kUsage if the
// file cannot be written.
Status print_drawn(const App& app, const DrawingArguments& arguments, Drawn drawn,
                   answers::Answer& answer, const std::function<void()>& print);

}  // namespace horizon::cli
