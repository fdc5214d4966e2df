#include "nlp/segment/lattice.h"

#include <algorithm>

namespace horizon::nlp::segment {
namespace {

// Characters that are solved at once; a longer run without punctuation is cut where the path that
// is best so far has a border.
constexpr std::size_t kWindow = 2048;
constexpr std::int32_t kUnreached = 1 << 29;
// One character that no lexicon knows.
constexpr std::int32_t kUnknownCharacter = 1600;
// A character that is seldom a word by itself.
constexpr std::int32_t kRareCharacter = 950;
// A number of several numerals, and with the unit of a date behind it.
constexpr std::int32_t kNumber = 700;
constexpr std::size_t kMaxNumber = 12;

}  // namespace

Lattice::Lattice(const Lexicon& base, const Lexicon* overlay)
    : base_(base), overlay_(overlay), costs_(kWindow + kMaxEntry + 1), arrivals_(costs_.size()) {}

inline const Character& Lattice::character(Code code) const {
  const std::span<const Character> known = base_.characters();
  return known[code < known.size() ? code : 0];
}

inline bool Lattice::is_rare(Code code) const {
  const Cell cell = base_.cells()[base_.cells()[0].base() + code];
  return cell.code() != code || cell.cost() >= kRareCharacter;
}

inline void Lattice::relax(std::size_t from, std::size_t length, std::int32_t cost,
                           std::uint8_t cuts) {
  const std::int32_t total = costs_[from] + cost;
  if (total >= costs_[from + length]) return;
  costs_[from + length] = total;
  arrivals_[from + length] = {static_cast<std::uint8_t>(length), cuts};
}

inline void Lattice::walk(std::span<const Cell> cells, std::span<const Code> codes,
                          std::size_t at) {
  const std::size_t end = std::min(codes.size(), at + kMaxEntry);
  Cell cell = cells[0];
  for (std::size_t i = at; i < end; ++i) {
    // A cell without children has the base 0, at which no cell's code is its own index.
    const Cell next = cells[cell.base() + codes[i]];
    if (next.code() != codes[i]) return;
    cell = next;
    if (cell.cost() == kNoEntry) continue;
    relax(at, i + 1 - at, cell.cost(), i == at ? std::uint8_t{0} : cell.cuts());
    if (i != at || (cell.cuts() & (kSurname | kNumeral)) == 0) continue;
    if ((cell.cuts() & kSurname) != 0) relax_name(codes, at);
    if ((cell.cuts() & kNumeral) != 0) relax_number(codes, at);
  }
}

void Lattice::relax_name(std::span<const Code> codes, std::size_t at) {
  if (at + 1 >= codes.size()) return;
  const std::int32_t surname = character(codes[at]).surname;
  const Character& second = character(codes[at + 1]);
  relax(at, 2, surname + second.given, 0);
  if (at + 2 >= codes.size()) return;
  relax(at, 3, surname + second.given1 + character(codes[at + 2]).given2, 0);
}

void Lattice::relax_number(std::span<const Code> codes, std::size_t at) {
  if (at > 0 && (character(codes[at - 1]).flags & kNumeral) != 0) return;
  const std::size_t most = std::min(codes.size(), at + kMaxNumber);
  std::size_t end = at + 1;
  while (end < most && (character(codes[end]).flags & kNumeral) != 0) ++end;
  if (end - at > 1) relax(at, end - at, kNumber, 0);
  if (end < codes.size() && (character(codes[end]).flags & kDateUnit) != 0) {
    relax(at, end + 1 - at, kNumber, 0);
  }
}

void Lattice::relax_unknown(std::span<const Code> codes, std::size_t at) {
  if (at + 1 >= codes.size()) return;
  const Character& first = character(codes[at]);
  const Character& second = character(codes[at + 1]);
  relax(at, 2, first.first2 + second.last2, 0);
  if (at + 2 >= codes.size()) return;
  relax(at, 3, first.first3 + second.middle3 + character(codes[at + 2]).last3, 0);
}

template <bool kWithOverlay, bool kWithUnknown>
void Lattice::solve(std::span<const Code> codes) {
  std::fill_n(costs_.begin(), codes.size() + 1, kUnreached);
  costs_[0] = 0;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    relax(i, 1, kUnknownCharacter, 0);
    walk(base_.cells(), codes, i);
    if constexpr (kWithOverlay) walk(overlay_->cells(), codes, i);
    if constexpr (kWithUnknown) relax_unknown(codes, i);
  }
}

void Lattice::solve(std::span<const Code> codes, bool with_unknown) {
  if (overlay_ != nullptr) {
    with_unknown ? solve<true, true>(codes) : solve<true, false>(codes);
  } else {
    with_unknown ? solve<false, true>(codes) : solve<false, false>(codes);
  }
}

std::size_t Lattice::trace(std::size_t size, bool last, std::span<std::uint8_t> ends) const {
  std::fill_n(ends.begin(), size, std::uint8_t{0});
  std::size_t covered = 0;
  for (std::size_t at = size; at > 0;) {
    const Arrival arrival = arrivals_[at];
    const std::size_t begin = at - arrival.length;
    // What lies at the end of a window may be the beginning of something longer.
    if (last || at + kMaxEntry <= size) {
      covered = std::max(covered, at);
      ends[at - 1] = 1;
      for (std::size_t k = 0; (arrival.cuts >> k) != 0; ++k) {
        if (((arrival.cuts >> k) & 1) != 0) ends[begin + k] = 1;
      }
    }
    at = begin;
  }
  return covered;
}

void Lattice::repair(std::span<const Code> codes, std::span<std::uint8_t> ends) {
  std::size_t previous = 0;  // begin of the word before `begin`
  std::size_t begin = 0;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    if (ends[i] == 0) continue;
    if (i != begin || !is_rare(codes[i])) {
      previous = begin;
      begin = i + 1;
      continue;
    }
    // To the end of the first word behind that is no rare character.
    std::size_t end = i + 1;
    const std::size_t most = std::min(codes.size(), previous + kWindow);
    for (bool rare = true; rare && end < most;) {
      const std::size_t from = end;
      while (end < most && ends[end] == 0) ++end;
      end = std::min(end + 1, most);
      rare = end - from == 1 && is_rare(codes[from]);
    }
    const std::span<const Code> part = codes.subspan(previous, end - previous);
    if (part.size() > 1 && ends[end - 1] == 1) {
      solve(part, true);
      trace(part.size(), true, ends.subspan(previous, part.size()));
    }
    previous = begin = end;
    i = end - 1;
  }
}

void Lattice::cut(std::span<const Code> codes, std::span<std::uint8_t> ends) {
  for (std::size_t begin = 0; begin < codes.size();) {
    const std::size_t size = std::min(kWindow, codes.size() - begin);
    solve(codes.subspan(begin, size), false);
    const std::size_t covered =
        trace(size, begin + size == codes.size(), ends.subspan(begin, size));
    repair(codes.subspan(begin, covered), ends.subspan(begin, covered));
    begin += covered;
  }
}

}  // namespace horizon::nlp::segment
