// Query words that stand together in a text as they do in the query. Internal to the module's .cpp
// files.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/document.h"
#include "index/index.h"
#include "index/memory.h"
#include "index/snapshot.h"
#include "nlp/fold.h"

namespace horizon::index {

// The ordered pairs of the sequential dependence model (Metzler and Croft 2005) over BM25: each
// pair of neighbouring query words gains by the places where the text has them side by side in that
// order. Words that are too common to be indexed do not part neighbours.
class PairScorer {
 public:
  // `words`: stems in the query's order; an empty one parts its neighbours. `source`, which may be
  // null, is what words are given by; which of them have a stem is kept in the memory.
  PairScorer(const Snapshot& snapshot, Memory::Impl& memory, const std::vector<std::string>& words,
             const WordSource* source);

  bool has_pairs() const { return !pairs_.empty(); }
  // What the pairs add to the score of a document of so many index terms.
  double score(const Document& document, double length) const;
  // The same by its words as they are kept.
  double score(std::span<const TextWord> words, double length) const;

 private:
  struct Pair {
    std::uint32_t first = 0, second = 0;  // into stems_
    double weight = 0;                    // inverse document frequency
  };
  using Positions = std::vector<std::vector<std::uint32_t>>;  // by stem

  void locate(const nlp::FoldedText& text, std::uint32_t& next, Positions& positions) const;
  void number_stems(const Snapshot& snapshot, Memory::Impl& memory, const WordSource& source);
  double weigh(const Positions& positions, double length) const;

  std::vector<std::string> stems_;  // sorted
  // Words by number: into stems_, or kStopWord; sorted.
  std::vector<std::pair<WordId, std::uint32_t>> numbered_;
  std::vector<Pair> pairs_;
  double average_length_ = 1;
};

}  // namespace horizon::index
