// New words and terms in a collection of texts, found by counting alone.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/document.h"
#include "core/text_words.h"
#include "nlp/phrases/phrase_table.h"
#include "nlp/phrases/word_class.h"

namespace horizon::nlp {

struct DiscoveryOptions {
  bool chinese = false;  // sequences with ideographs in them; else those without
  std::uint32_t min_documents = 5;
  // Words in all texts, about: the memory of the first pass goes with it, 16 KiB to 256 MiB.
  std::uint64_t expected_words = 1'000'000;
};

// A sequence of words that is used like one.
struct NewTerm {
  std::vector<WordId> words;
  std::uint32_t documents = 0;
  std::uint32_t occurrences = 0;
  // Pointwise mutual information of its two parts, where it is cut best; natural logarithm. 0 for a
  // single word.
  float cohesion = 0;
  // Entropies of what precedes and follows, natural logarithm; everything that bounds a phrase, and
  // every rare neighbour, is one of its own.
  float left_entropy = 0;
  float right_entropy = 0;
};

// Cohesion and branching entropy as in J. Feng et al., "Accessor variety criteria for Chinese word
// extraction", Computational Linguistics 30(1), 2004, and Z. Jin and K. Tanaka-Ishii, "Unsupervised
// segmentation of Chinese text by use of branching entropy", ACL 2006. All documents are given
// twice, first to sketch(), then, in the same or another order, to count(): only what may be
// frequent enough is counted exactly. The result depends on no order.
class Discovery {
 public:
  // `classes` by WordId, to live as long as this.
  Discovery(std::span<const WordClass> classes, DiscoveryOptions options);

  void sketch(std::span<const TextWord> words);
  void count(DocumentNumber document, std::span<const TextWord> words);
  // Terms that hold together, stand in changing surroundings and are no part of a longer one that
  // is nearly always there; in no particular order. They also pass a boundary test: English
  // phrases that are mostly followed by more of the same noun or stand like verbs, and Chinese ones
  // that mostly cut words in two, are none.
  std::vector<NewTerm> terms() const;
  // Words of the language in all that was counted; of Chinese, characters.
  std::uint64_t total() const { return total_; }
  // Replaces `keys` by those of all sequences in a document, ascending, each once.
  void find(std::span<const TextWord> words, std::vector<std::uint64_t>& keys) const;

 private:
  // What stands beside the places of one sequence.
  struct Side {
    double sum = 0;  // of n log n over the neighbours that are frequent enough to be known
    std::uint32_t most = 0;
  };

  template <typename Visit>
  void each_window(std::span<const TextWord> words, Visit visit) const;
  void note_bounds(std::span<const TextWord> words, std::size_t first, std::size_t end,
                   PhraseCount& entry) const;
  void find_neighbours(std::vector<Side>& left, std::vector<Side>& right) const;
  double cohesion(std::span<const WordId> words, std::uint32_t occurrences) const;
  double occurrences_of(std::span<const WordId> words) const;
  bool starts_word(std::span<const TextWord> words, std::size_t i) const;
  bool stands_alone(const PhraseCount& entry) const;
  static float entropy(const Side& side, std::uint32_t occurrences);
  std::size_t longest() const;
  bool continues(std::span<const TextWord> words, std::size_t i) const;
  bool bounds(std::span<const TextWord> words, std::size_t i) const;
  bool may_be_term(std::span<const WordId> words) const;

  std::span<const WordClass> classes_;
  DiscoveryOptions options_;
  std::vector<std::uint8_t> sketch_;
  PhraseTable table_;
  // Words of the language in what was counted; of Chinese, characters. Texts in another language
  // beside it change no figure.
  std::uint64_t total_ = 0;
};

}  // namespace horizon::nlp
