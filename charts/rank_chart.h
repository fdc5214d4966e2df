// Ranks over time (a bump chart): who overtakes whom, where the amounts themselves would lie upon
// each other.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace horizon::charts {

// More lines than this cannot be followed.
inline constexpr std::size_t kMaxRanks = 10;
// Lines that are drawn in colour.
inline constexpr std::size_t kMaxMarked = 3;

struct RankLine {
  std::string label;       // at its end, behind the rank
  std::vector<int> ranks;  // of each period; 1 is the first, at most the number of lines
  bool marked = false;     // the others are grey
};

struct RankFrame {
  int width = 540;
  int label_width = 150;
};

// One row of the height of text for each rank, periods from left to right; labels at the right,
// pixels throughout. `open`: the last period goes on; its points are hollow and its links dashed.
// Of more lines than kMaxRanks the first are drawn, of more marked ones than kMaxMarked the others
// grey.
std::string rank_chart(std::span<const RankLine> lines, std::span<const std::string> periods,
                       bool open, std::string_view description, const RankFrame& frame = {});

}  // namespace horizon::charts
