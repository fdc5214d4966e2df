// A query as a formula over index terms and places. Internal to the module's .cpp files.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "index/index.h"
#include "index/query/place.h"
#include "nlp/words.h"

namespace horizon::index {

struct PlanNode {
  enum class Kind : std::uint8_t {
    kTerm,   // text: an index term
    kId,     // text: a document's id
    kAll,    // of the children
    kAny,    // of the children
    kNot,    // the one child
    kPlace,  // what a document must say; the one child is what the index knows of it
    kEverything,
    kNothing,
  };
  Kind kind = Kind::kNothing;
  std::string text = {};
  std::uint32_t place = 0;  // into Plan::places
  double weight = 1;        // of what matches; 0: only filters
  // kAny: children that are all there count for more than their sum.
  bool favours_all = false;
  std::vector<std::uint32_t> children = {};
  // kAny, kAll of words: terms that make a match better and none by themselves.
  std::vector<std::string> also = {};
};

struct Plan {
  std::vector<PlanNode> nodes;
  std::uint32_t root = 0;
  std::vector<Place> places;
  std::vector<std::string> terms;     // that are searched, sorted: for snippets
  std::vector<std::string> phrases;   // as typed: for snippets
  std::vector<std::string> sequence;  // stems in the order of the query; "" parts neighbours
  std::size_t units = 0;              // words and concepts side by side at the top
  bool favours_all = false;           // some words stand side by side that are better all there
  bool only_common_words = false;     // something was asked, and nothing of it is indexed

  bool has_places() const { return !places.empty(); }
};

// The index terms that begin with a prefix, most frequent first, as many as the index cares to
// give.
using Expand = std::function<std::vector<std::string>(std::string_view prefix)>;

Plan make_plan(const Query& query, const nlp::WordSegmenter& segmenter, const Expand& expand);

// What is asked about a document.
struct Confirmation {
  std::function<bool(const std::string& term)> has_term;
  std::function<bool(const std::string& id)> has_id;
  // Of a place by its position in the plan; only where it decides.
  std::function<bool(std::uint32_t place)> holds;
};

// Whether a document that a formula found matches indeed.
bool confirms(const Plan& plan, const Confirmation& document);

}  // namespace horizon::index
