// A plan as it is computed with: which documents match, and what their terms add to their score.
// Internal to the module's .cpp files.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "index/query/plan.h"

namespace horizon::index {

// A term that only ranks, and how much it counts.
using WeighedTerm = std::pair<std::string, double>;

struct Formula {
  struct Child {
    std::uint32_t node = 0;
    double factor = 1;  // of what it adds to the score; 0: nothing
  };
  struct Also {
    std::uint32_t term = 0;
    double factor = 1;
  };
  struct Node {
    enum class Kind : std::uint8_t { kTerm, kId, kAll, kAny, kEverything, kNothing };
    Kind kind = Kind::kNothing;
    std::uint32_t term = 0;  // into terms, or ids
    // kAny: where all children match, they count once more.
    bool favours_all = false;
    std::vector<Child> children = {};
    std::vector<std::uint32_t> unwanted = {};  // kAll: of these, none
    std::vector<Also> also = {};               // add to the score of what matches
  };
  std::vector<Node> nodes;
  std::uint32_t root = 0;
  std::vector<std::string> terms;  // each once
  std::vector<std::string> ids;
};

// At least what matches; where the plan has places perhaps some more.
Formula make_formula(const Plan& plan);
// The same documents, ranked by these terms alone.
Formula ranked_by(const Plan& plan, std::span<const WeighedTerm> terms);
// Those of them that have one of the terms, ranked by these.
Formula with_any_of(const Plan& plan, std::span<const WeighedTerm> terms);

}  // namespace horizon::index
