// Runs of ideographs → their words, by the cheapest path through all that they may be.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "nlp/segment/lexicon.h"

namespace horizon::nlp::segment {

// Viterbi over a lattice whose edges are the lexicon's entries (unigram costs; an entry with cuts
// stands for several words that often follow each other, which gives their joint probability
// without a table of pairs), the overlay's terms, numbers, and names of persons. Where the best
// path leaves a rare character alone, it is sought again around it with unknown words of two and
// three characters as edges, by the places that their characters like in words. O(1) for a
// character: entries are at most kMaxEntry long, and longer runs are solved by windows.
//
// The automaton is not walked place by place but level by level: first the entries of one and two
// characters at all places, then those of three at the places where there may be some, and so on.
// The steps of a level do not wait for each other's memory, nor is any of them a branch that the
// processor has to guess.
class Lattice {
 public:
  // Both must outlive the lattice; `overlay` may be nullptr, and must use the codes of `base`.
  Lattice(const Lexicon& base, const Lexicon* overlay);

  // Sets ends[i] to 1 if a word ends behind codes[i], else to 0; the last one is set. A code 0 is a
  // word by itself that nothing crosses, so that many runs may be given at once with zeros between
  // them, which is faster. `ends` must be as long as `codes`. The scratch memory is this
  // instance's: one for each thread.
  void cut(std::span<const Code> codes, std::span<std::uint8_t> ends);

 private:
  // How a place is best reached, as one number whose order is that of the costs: cost × 65,536 +
  // cuts × 256 + length of the entry that ends there. (For an entry of one character the cuts are
  // its flags.) An edge is written the same way with its own cost.
  using Arrival = std::int64_t;
  // The cheapest edges of one to four characters that begin at a place.
  static constexpr std::size_t kShort = 4;
  using Edges = std::array<Arrival, kShort>;
  // A longer one; `next` is the number of another that begins there, 0 for none.
  struct LongEdge {
    Arrival edge = 0;
    std::uint32_t next = 0;
  };
  // An entry that goes on: where it begins, and the base of the cells of its next characters.
  struct Open {
    std::uint32_t base = 0;
    std::uint32_t begin = 0;
  };

  void solve(std::span<const Code> codes, bool with_unknown);
  void begin_edges(std::size_t size);
  void add_overlay(std::size_t size);
  void add_longer(const Cell* cells, std::size_t length, std::size_t open);
  void add_specials(std::size_t size);
  void add_name(std::size_t at, std::size_t size);
  void add_number(std::size_t at, std::size_t size);
  void add_unknown(std::size_t at, std::size_t size);
  void add(std::size_t begin, std::size_t length, std::int32_t cost);
  void add_long(std::size_t begin, Arrival edge);
  void find_path(std::size_t size);
  const Character& character(Code code) const;

  // Sets marks_ behind the words of the codes solved last, rares_ to the rare characters that are
  // words, last one first. How many of the codes that covers; all of them if they are the `last`.
  std::size_t trace(std::size_t size, bool last);
  void repair(std::span<const Code> codes, std::span<std::uint8_t> ends);
  bool is_rare(Code code) const;

  const Lexicon& base_;
  const Lexicon* overlay_;
  // Of the window in hand. A few codes 0 stand behind its own.
  std::vector<Code> codes_;
  std::vector<Edges> edges_;
  std::vector<std::uint32_t> long_heads_;  // numbers in long_edges_
  std::vector<LongEdge> long_edges_;       // number 0 is none
  std::vector<Open> open_;
  std::vector<std::uint32_t> specials_;  // where surnames and numerals stand
  std::size_t special_count_ = 0;
  std::vector<Arrival> arrivals_;
  std::vector<std::uint8_t> marks_;
  std::vector<std::uint32_t> rares_;
};

}  // namespace horizon::nlp::segment
