// Documents over time as bars to choose from.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace horizon::charts {

struct HistogramBar {
  std::uint64_t count = 0;
  bool selected = true;
  bool complete = true;  // else the period goes on: hollow, dashed
  std::string href;      // where a click on it leads; not escaped
  std::string title;     // "2024Q3: 17"
  std::string mark;      // below the bar, "2024"; few have one
};

// Takes the width that it is given; 118 px high, text of 11 px. Bars from zero; those selected
// stand on a tinted ground between two rules. Drawn for the eye and the pointer: whoever uses it
// gives the same choice as form fields and the same values in words.
std::string histogram(std::span<const HistogramBar> bars);

}  // namespace horizon::charts
