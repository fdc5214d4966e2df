#include "nlp/segment/lattice.h"

#include <algorithm>

namespace horizon::nlp::segment {
namespace {

// Characters that are solved at once; a longer run without punctuation is cut where the path that
// is best so far has a border.
constexpr std::size_t kWindow = 2048;
constexpr std::int64_t kUnreached = std::int64_t{1} << 60;
constexpr std::int64_t kCostUnit = std::int64_t{1} << 16;
constexpr std::uint8_t kSpecial = kSurname | kNumeral;

constexpr std::int64_t edge_of(Cell cell, std::size_t length) {
  return cell.cost_and_cuts() * 256 + static_cast<std::int64_t>(length);
}

constexpr Cell make_cell(Cost cost) {
  Cell cell;
  cell.set_entry(cost, 0);
  return cell;
}
// Of a character by itself that no lexicon has.
constexpr Cell kUnknownCell = make_cell(kUnknownCharacter);
// No path takes it: every place is reached by single characters at a smaller cost.
constexpr std::int64_t kNoEdge = std::int64_t{1} << 50;
static_assert(kNoEdge > static_cast<std::int64_t>(kWindow) * kNoEntry * kCostUnit);

// `edge` if it exists, else one that no path takes. Not by a branch: which of both it is cannot be
// guessed, and a wrong guess would wait for the cell's memory.
inline std::int64_t edge_if(bool exists, std::int64_t edge) {
  const auto mask = -static_cast<std::int64_t>(exists);
  return (edge & mask) | (kNoEdge & ~mask);
}

// Where a second character leads lies anywhere in the array: its cell is asked for that many places
// before it is read.
constexpr std::size_t kAhead = 32;

// The flag of a rare character in an arrival by it.
constexpr std::uint64_t kRareWord = std::uint64_t{kRare} << 8;

// A number of several numerals, and with the unit of a date behind it.
constexpr std::int32_t kNumber = 700;
constexpr std::size_t kMaxNumber = 12;

}  // namespace

Lattice::Lattice(const Lexicon& base, const Lexicon* overlay) : base_(base), overlay_(overlay) {
  constexpr std::size_t kPlaces = kWindow + kMaxEntry + kAhead + 2;
  codes_.resize(kPlaces);
  edges_.resize(kPlaces);
  long_heads_.resize(kPlaces);
  open_.resize(kPlaces);
  specials_.resize(kPlaces);
  arrivals_.resize(kPlaces);
  marks_.resize(kPlaces);
}

inline const Character& Lattice::character(Code code) const {
  const std::span<const Character> known = base_.characters();
  return known[code < known.size() ? code : 0];
}

inline bool Lattice::is_rare(Code code) const {
  const Cell cell = base_.cells()[base_.cells()[0].base() + code];
  return cell.code() == code && (cell.cuts() & kRare) != 0;
}

void Lattice::add_long(std::size_t begin, Arrival edge) {
  long_edges_.push_back({edge, long_heads_[begin]});
  long_heads_[begin] = static_cast<std::uint32_t>(long_edges_.size() - 1);
}

void Lattice::add(std::size_t begin, std::size_t length, std::int32_t cost) {
  const Arrival edge = cost * kCostUnit + static_cast<Arrival>(length);
  if (length > kShort) return add_long(begin, edge);
  edges_[begin][length - 1] = std::min(edges_[begin][length - 1], edge);
}

void Lattice::add_name(std::size_t at, std::size_t size) {
  if (at + 1 >= size) return;
  const std::int32_t surname = character(codes_[at]).surname;
  const Character& second = character(codes_[at + 1]);
  add(at, 2, surname + second.given);
  if (at + 2 >= size) return;
  add(at, 3, surname + second.given1 + character(codes_[at + 2]).given2);
}

void Lattice::add_number(std::size_t at, std::size_t size) {
  if (at > 0 && (character(codes_[at - 1]).flags & kNumeral) != 0) return;
  const std::size_t most = std::min(size, at + kMaxNumber);
  std::size_t end = at + 1;
  while (end < most && (character(codes_[end]).flags & kNumeral) != 0) ++end;
  if (end - at > 1) add(at, end - at, kNumber);
  if (end < size && (character(codes_[end]).flags & kDateUnit) != 0) {
    add(at, end + 1 - at, kNumber);
  }
}

void Lattice::add_unknown(std::size_t at, std::size_t size) {
  if (at + 1 >= size) return;
  const Character& first = character(codes_[at]);
  const Character& second = character(codes_[at + 1]);
  add(at, 2, first.first2 + second.last2);
  if (at + 2 >= size) return;
  add(at, 3, first.first3 + second.middle3 + character(codes_[at + 2]).last3);
}

// The base's entries of one and two characters, then the longer ones.
void Lattice::begin_edges(std::size_t size) {
  const Cell* const cells = base_.cells().data();
  const Cell* const first_cells = cells + cells[0].base();
  const Code* const codes = codes_.data();
  Edges* const edges = edges_.data();
  Open* const open = open_.data();
  std::uint32_t* const specials = specials_.data();
  std::size_t open_count = 0;
  std::size_t special_count = 0;
  for (std::size_t i = 0; i < std::min(size, kAhead); ++i) {
    __builtin_prefetch(cells + first_cells[codes[i]].base() + codes[i + 1]);
  }
  for (std::size_t i = 0; i < size; ++i) {
    // Behind the window there are zeros.
    const Code ahead = codes[i + kAhead];
    __builtin_prefetch(cells + first_cells[ahead].base() + codes[i + kAhead + 1]);
    const Cell found = first_cells[codes[i]];
    const Cell first = found.code() == codes[i] ? found : kUnknownCell;
    // A cell without children has the base 0, at which no cell's code is its own index.
    const Cell second = cells[first.base() + codes[i + 1]];
    const bool follows = second.code() == codes[i + 1];
    edges[i] = {edge_of(first, 1), edge_if(follows, edge_of(second, 2)), kNoEdge, kNoEdge};
    open[open_count] = {second.base(), static_cast<std::uint32_t>(i)};
    __builtin_prefetch(cells + second.base() + codes[i + 2]);
    open_count += static_cast<std::size_t>(follows & (second.base() != 0));
    specials[special_count] = static_cast<std::uint32_t>(i);
    special_count += static_cast<std::size_t>((first.cuts() & kSpecial) != 0);
  }
  special_count_ = special_count;
  add_longer(cells, 3, open_count);
}

// Entries of `length` characters and more; open_ has those that go on behind length - 1.
void Lattice::add_longer(const Cell* cells, std::size_t length, std::size_t open_count) {
  Open* const open = open_.data();
  for (; open_count > 0 && length <= kMaxEntry; ++length) {
    const Code* const codes = codes_.data() + length - 1;
    std::size_t kept = 0;
    for (std::size_t k = 0; k < open_count; ++k) {
      const std::size_t begin = open[k].begin;
      const Cell cell = cells[open[k].base + codes[begin]];
      const bool follows = cell.code() == codes[begin];
      const Arrival edge = edge_if(follows, edge_of(cell, length));
      if (length <= kShort) {
        edges_[begin][length - 1] = std::min(edges_[begin][length - 1], edge);
      } else if (follows && cell.cost() != kNoEntry) {
        add_long(begin, edge);
      }
      open[kept] = {cell.base(), static_cast<std::uint32_t>(begin)};
      __builtin_prefetch(cells + cell.base() + codes[begin + 1]);
      kept += static_cast<std::size_t>(follows & (cell.base() != 0));
    }
    open_count = kept;
  }
}

void Lattice::add_overlay(std::size_t size) {
  const Cell* const cells = overlay_->cells().data();
  const Cell* const first_cells = cells + cells[0].base();
  std::size_t open_count = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const Cell cell = first_cells[codes_[i]];
    open_[open_count] = {cell.base(), static_cast<std::uint32_t>(i)};
    open_count += static_cast<std::size_t>(cell.code() == codes_[i]);
  }
  add_longer(cells, 2, open_count);
}

void Lattice::add_specials(std::size_t size) {
  for (std::size_t k = 0; k < special_count_; ++k) {
    const std::size_t at = specials_[k];
    const std::uint8_t flags = static_cast<std::uint8_t>(edges_[at][0] >> 8);
    if ((flags & kSurname) != 0) add_name(at, size);
    if ((flags & kNumeral) != 0) add_number(at, size);
  }
}

void Lattice::find_path(std::size_t size) {
  std::fill_n(arrivals_.begin(), size + kShort + kMaxEntry, kUnreached);
  arrivals_[0] = 0;
  // The best arrivals of this place and the next three are handed on in registers: the loop waits
  // for nothing that was just stored.
  Arrival arrival = 0, next = kUnreached, second = kUnreached, third = kUnreached;
  for (std::size_t i = 0; i < size; ++i) {
    const Arrival so_far = arrival & ~(kCostUnit - 1);
    for (std::uint32_t k = long_heads_[i]; k != 0; k = long_edges_[k].next) {
      const Arrival edge = long_edges_[k].edge;
      Arrival& place = arrivals_[i + static_cast<std::size_t>(edge & 0xFF)];
      place = std::min(place, so_far + edge);
    }
    const Edges& edges = edges_[i];
    arrival = std::min(next, so_far + edges[0]);
    next = std::min(second, so_far + edges[1]);
    second = std::min(third, so_far + edges[2]);
    // No longer edge ends nearer than five places behind its beginning.
    third = std::min(arrivals_[i + kShort], so_far + edges[3]);
    arrivals_[i + 1] = arrival;
  }
}

void Lattice::solve(std::span<const Code> codes, bool with_unknown) {
  const std::size_t size = codes.size();
  std::ranges::copy(codes, codes_.begin());
  std::fill_n(codes_.begin() + static_cast<std::ptrdiff_t>(size), kMaxEntry + kAhead + 2, Code{0});
  std::fill_n(long_heads_.begin(), size, 0U);
  long_edges_.resize(1);
  begin_edges(size);
  if (overlay_ != nullptr) add_overlay(size);
  add_specials(size);
  if (with_unknown) {
    for (std::size_t i = 0; i < size; ++i) add_unknown(i, size);
  }
  find_path(size);
}

std::size_t Lattice::trace(std::size_t size, bool last) {
  std::fill_n(marks_.begin(), size, std::uint8_t{0});
  rares_.clear();
  const auto word_before = [this](std::size_t at) {
    return static_cast<std::uint64_t>(arrivals_[at]) & 0xFFFFU;
  };
  std::size_t at = size;
  // What lies at the end of a window may be the beginning of something longer.
  while (!last && at + kMaxEntry > size) at -= word_before(at) & 0xFFU;
  const std::size_t covered = at;
  while (at > 0) {
    const std::uint64_t word = word_before(at);
    const std::size_t length = word & 0xFFU;
    marks_[at - 1] = 1;
    at -= length;
    if ((word & kRareWord) == kRareWord && length == 1) {
      rares_.push_back(static_cast<std::uint32_t>(at));
    }
    // Only within the word: flags are no cuts, and a foreign lexicon may hold anything.
    std::uint64_t cuts = (word >> 8) & ((std::uint64_t{1} << (length - 1)) - 1);
    for (std::size_t k = at; cuts != 0; ++k, cuts >>= 1) marks_[k] |= cuts & 1U;
  }
  return covered;
}

// Seeks the path again around the rare characters, from the word before one to the end of the first
// word behind it that is no rare character.
void Lattice::repair(std::span<const Code> codes, std::span<std::uint8_t> ends) {
  std::vector<std::uint32_t> rares;
  rares.swap(rares_);
  std::size_t done = 0;  // everything before is settled
  for (auto rare = rares.rbegin(); rare != rares.rend(); ++rare) {
    if (*rare < done) continue;
    std::size_t begin = *rare;
    if (begin > done && codes[begin - 1] != 0) --begin;
    while (begin < *rare && begin > done && ends[begin - 1] == 0) --begin;
    std::size_t end = *rare + 1;
    const std::size_t most = std::min(codes.size(), begin + kWindow);
    for (bool again = true; again && end < most && codes[end] != 0;) {
      const std::size_t from = end;
      while (end < most && ends[end] == 0) ++end;
      end = std::min(end + 1, most);
      again = end - from == 1 && is_rare(codes[from]);
    }
    if (end - begin > 1 && ends[end - 1] == 1) {
      solve(codes.subspan(begin, end - begin), true);
      trace(end - begin, true);
      std::copy_n(marks_.begin(), end - begin, ends.begin() + static_cast<std::ptrdiff_t>(begin));
    }
    done = end;
  }
  rares_.swap(rares);
}

void Lattice::cut(std::span<const Code> codes, std::span<std::uint8_t> ends) {
  for (std::size_t begin = 0; begin < codes.size();) {
    std::size_t size = std::min(kWindow, codes.size() - begin);
    bool closed = begin + size == codes.size();
    if (!closed) {
      const std::span<const Code> window = codes.subspan(begin, size);
      const auto border = std::find(window.rbegin(), window.rend(), Code{0});
      closed = border != window.rend();
      if (closed) size = static_cast<std::size_t>(window.rend() - border);
    }
    solve(codes.subspan(begin, size), false);
    const std::size_t covered = trace(size, closed);
    std::copy_n(marks_.begin(), covered, ends.begin() + static_cast<std::ptrdiff_t>(begin));
    if (!rares_.empty()) repair(codes.subspan(begin, covered), ends.subspan(begin, covered));
    begin += covered;
  }
}

}  // namespace horizon::nlp::segment
