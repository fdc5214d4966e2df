// Words as codes → the cells of an automaton.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "nlp/segment/cell.h"

namespace horizon::nlp::segment {

// An entry's characters by their codes, none of them 0.
struct Key {
  std::u16string_view codes;
  Cost cost = 0;
  std::uint8_t cuts = 0;
};

// `keys` sorted by their codes, each once, 1 to kMaxEntry codes long. The root's base stands in
// cell 0; every base + any code below `code_count` is an index of a cell. kLimit if there are so
// many that 24 bits do not number the cells. Linear but for the search of free places, which gives
// up crowded regions.
Result<std::vector<Cell>> build_double_array(std::span<const Key> keys, std::size_t code_count);

}  // namespace horizon::nlp::segment
