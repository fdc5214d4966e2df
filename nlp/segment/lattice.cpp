#include "nlp/segment/lattice.h"

#include <algorithm>

namespace horizon::nlp::segment {
namespace {

// Characters that are solved at once; a longer run without punctuation is cut where the path that
// is best so far has a border.
constexpr std::size_t kWindow = 2048;
constexpr std::int64_t kUnreached = std::int64_t{1} << 60;
constexpr std::int64_t kCostUnit = std::int64_t{1} << 16;
// Characters by which the second cell of an entry is asked for before it is used.
constexpr std::size_t kAhead = 16;
constexpr std::uint8_t kSpecial = kSurname | kNumeral;

constexpr Cell make_unknown_cell() {
  Cell cell;
  cell.set_entry(kUnknownCharacter, kRare);
  return cell;
}
// Of a character that no lexicon knows.
constexpr Cell kUnknownCell = make_unknown_cell();
// A number of several numerals, and with the unit of a date behind it.
constexpr std::int32_t kNumber = 700;
constexpr std::size_t kMaxNumber = 12;

}  // namespace

Lattice::Lattice(const Lexicon& base, const Lexicon* overlay)
    : base_(base), overlay_(overlay), arrivals_(kWindow + kMaxEntry + 1) {}

inline const Character& Lattice::character(Code code) const {
  const std::span<const Character> known = base_.characters();
  return known[code < known.size() ? code : 0];
}

inline bool Lattice::is_rare(Code code) const {
  const Cell cell = base_.cells()[base_.cells()[0].base() + code];
  return cell.code() != code || (cell.cuts() & kRare) != 0;
}

inline void Lattice::relax(std::size_t from, std::size_t length, std::int32_t cost) {
  const Arrival so_far = arrivals_[from] & ~(kCostUnit - 1);
  const Arrival total = so_far + cost * kCostUnit + static_cast<Arrival>(length);
  arrivals_[from + length] = std::min(arrivals_[from + length], total);
}

void Lattice::relax_name(std::span<const Code> codes, std::size_t at) {
  if (at + 1 >= codes.size()) return;
  const std::int32_t surname = character(codes[at]).surname;
  const Character& second = character(codes[at + 1]);
  relax(at, 2, surname + second.given);
  if (at + 2 >= codes.size()) return;
  relax(at, 3, surname + second.given1 + character(codes[at + 2]).given2);
}

void Lattice::relax_number(std::span<const Code> codes, std::size_t at) {
  if (at > 0 && (character(codes[at - 1]).flags & kNumeral) != 0) return;
  const std::size_t most = std::min(codes.size(), at + kMaxNumber);
  std::size_t end = at + 1;
  while (end < most && (character(codes[end]).flags & kNumeral) != 0) ++end;
  if (end - at > 1) relax(at, end - at, kNumber);
  if (end < codes.size() && (character(codes[end]).flags & kDateUnit) != 0) {
    relax(at, end + 1 - at, kNumber);
  }
}

void Lattice::relax_unknown(std::span<const Code> codes, std::size_t at) {
  if (at + 1 >= codes.size()) return;
  const Character& first = character(codes[at]);
  const Character& second = character(codes[at + 1]);
  relax(at, 2, first.first2 + second.last2);
  if (at + 2 >= codes.size()) return;
  relax(at, 3, first.first3 + second.middle3 + character(codes[at + 2]).last3);
}

namespace {

inline std::int64_t arrival_by(Cell cell, std::int64_t so_far, std::size_t length) {
  return so_far + cell.cost_and_cuts() * 256 + static_cast<std::int64_t>(length);
}

// Relaxes the edges of the entries that begin at codes[0] and go on behind it; `cell` is that of
// codes[0], `place` how its beginning is best reached, `count` how many codes may be looked at.
inline void walk(const Cell* cells, Cell cell, const Code* codes, std::size_t count,
                 std::int64_t* place, std::int64_t so_far) {
  for (std::size_t length = 1; length < count; ++length) {
    // A cell without children has the base 0, at which no cell's code is its own index.
    const Cell next = cells[cell.base() + codes[length]];
    if (next.code() != codes[length]) return;
    cell = next;
    place[length + 1] = std::min(place[length + 1], arrival_by(cell, so_far, length + 1));
  }
}

}  // namespace

template <bool kWithOverlay, bool kWithUnknown>
void Lattice::solve(std::span<const Code> codes) {
  std::fill_n(arrivals_.begin(), codes.size() + 1, kUnreached);
  arrivals_[0] = 0;
  const Cell* const cells = base_.cells().data();
  const Cell* const first_cells = cells + cells[0].base();
  // The best arrival is handed from place to place in a register: the loop waits for nothing that
  // was just stored.
  Arrival arrival = 0;
  // Where a second character leads lies anywhere in the array: it is asked for ahead.
  std::size_t asked = 1;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    for (const std::size_t end = std::min(i + kAhead, codes.size()); asked < end; ++asked) {
      __builtin_prefetch(cells + first_cells[codes[asked - 1]].base() + codes[asked]);
    }
    const Code code = codes[i];
    const std::int64_t so_far = arrival & ~(kCostUnit - 1);
    const Cell cell = first_cells[code].code() == code ? first_cells[code] : kUnknownCell;
    arrival = std::min(arrivals_[i + 1], arrival_by(cell, so_far, 1));
    arrivals_[i + 1] = arrival;
    Arrival* const place = arrivals_.data() + i;
    const std::size_t count = std::min(codes.size() - i, kMaxEntry);
    walk(cells, cell, codes.data() + i, count, place, so_far);
    if constexpr (kWithOverlay) {
      const Cell* const terms = overlay_->cells().data();
      const Cell first = terms[terms[0].base() + code];
      if (first.code() == code) walk(terms, first, codes.data() + i, count, place, so_far);
    }
    if constexpr (kWithUnknown) relax_unknown(codes, i);
    if ((cell.cuts() & kSpecial) == 0) continue;
    if ((cell.cuts() & kSurname) != 0) relax_name(codes, i);
    if ((cell.cuts() & kNumeral) != 0) relax_number(codes, i);
  }
}

void Lattice::solve(std::span<const Code> codes, bool with_unknown) {
  if (overlay_ != nullptr) {
    with_unknown ? solve<true, true>(codes) : solve<true, false>(codes);
  } else {
    with_unknown ? solve<false, true>(codes) : solve<false, false>(codes);
  }
}

Lattice::Traced Lattice::trace(std::size_t size, bool last, std::span<std::uint8_t> ends) const {
  std::fill_n(ends.begin(), size, std::uint8_t{0});
  Traced traced;
  for (std::size_t at = size; at > 0;) {
    const auto arrival = static_cast<std::uint64_t>(arrivals_[at]);
    const std::size_t length = arrival & 0xFFU;
    std::uint64_t cuts = (arrival >> 8) & 0xFFU;
    const std::size_t begin = at - length;
    // What lies at the end of a window may be the beginning of something longer.
    if (last || at + kMaxEntry <= size) {
      traced.covered = std::max(traced.covered, at);
      ends[at - 1] = 1;
      if (length == 1) traced.rare = traced.rare || (cuts & kRare) != 0;
      // Only within the word: flags are no cuts, and a foreign lexicon may hold anything.
      cuts &= (std::uint64_t{1} << (length - 1)) - 1;
      for (std::size_t k = begin; cuts != 0; ++k, cuts >>= 1) ends[k] |= cuts & 1U;
    }
    at = begin;
  }
  return traced;
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
    const auto [covered, rare] =
        trace(size, begin + size == codes.size(), ends.subspan(begin, size));
    if (rare) repair(codes.subspan(begin, covered), ends.subspan(begin, covered));
    begin += covered;
  }
}

}  // namespace horizon::nlp::segment
