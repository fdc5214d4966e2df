// A run of ideographs → its words, by the cheapest path through all that they may be.
#pragma once

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
class Lattice {
 public:
  // Both must outlive the lattice; `overlay` may be nullptr, and must use the codes of `base`.
  Lattice(const Lexicon& base, const Lexicon* overlay);

  // Sets ends[i] to 1 if a word ends behind codes[i], else to 0; the last one is set. `ends` must
  // be as long as `codes`. The scratch memory is this instance's: one for each thread.
  void cut(std::span<const Code> codes, std::span<std::uint8_t> ends);

 private:
  // How a place is best reached, as one number whose order is that of the costs: cost × 65,536 +
  // cuts × 256 + length of the entry that ends there. (For an entry of one character the cuts are
  // its flags.)
  using Arrival = std::int64_t;

  template <bool kWithOverlay, bool kWithUnknown>
  void solve(std::span<const Code> codes);
  void solve(std::span<const Code> codes, bool with_unknown);
  void relax_name(std::span<const Code> codes, std::size_t at);
  void relax_number(std::span<const Code> codes, std::size_t at);
  void relax_unknown(std::span<const Code> codes, std::size_t at);
  void relax(std::size_t from, std::size_t length, std::int32_t cost);
  const Character& character(Code code) const;

  struct Traced {
    std::size_t covered = 0;  // characters
    bool rare = false;        // a rare character is a word among them
  };
  // Marks the words of the codes solved last.
  Traced trace(std::size_t size, bool last, std::span<std::uint8_t> ends) const;
  void repair(std::span<const Code> codes, std::span<std::uint8_t> ends);
  bool is_rare(Code code) const;

  const Lexicon& base_;
  const Lexicon* overlay_;
  std::vector<Arrival> arrivals_;
};

}  // namespace horizon::nlp::segment
