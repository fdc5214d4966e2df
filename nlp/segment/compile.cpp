#include "nlp/segment/compile.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include "core/text.h"
#include "nlp/segment/double_array.h"
#include "nlp/unicode.h"

namespace horizon::nlp::segment {
namespace {

bool is_coded(char32_t c) { return (c >= kFirstCoded && c < kEndCoded) || c == kIdeographicZero; }

// A term of two characters is as likely as a very frequent word, no more: it may stand across the
// border of two words. Longer ones win against all words that cross them, and one long term against
// any row of shorter ones in its place: what each term costs by itself is more than nothing.
constexpr int kShortTerm = 600;
constexpr int kTermCharacter = -700;
constexpr int kLongTerm = 100;

Cost term_cost(std::size_t characters) {
  if (characters <= 2) return kShortTerm;
  return static_cast<Cost>(kLongTerm + kTermCharacter * static_cast<int>(characters));
}

constexpr char32_t kUnit = 0;

bool is_coded(const Entry& entry) {
  return std::ranges::all_of(entry.word, [](char32_t c) { return c == kUnit || is_coded(c); }) &&
         static_cast<std::size_t>(std::ranges::count(entry.word, kUnit)) == entry.units.size();
}

// Codes by character of the coded range, 1 first.
struct Codes {
  std::vector<std::uint16_t> table = std::vector<std::uint16_t>(kCodedCount, 0);
  std::uint32_t count = kZeroCode + 1;
  std::uint32_t scored = kZeroCode + 1;

  Code of(char32_t c) const { return c == kIdeographicZero ? kZeroCode : table[c - kFirstCoded]; }
  void assign(char32_t c) {
    std::uint16_t& code = table[c - kFirstCoded];
    if (code == 0) code = static_cast<std::uint16_t>(count++);
  }
};

// Cheap entries are frequent words: their characters come first, so that what is used often lies
// together.
std::vector<char32_t> by_use(std::span<const Entry> entries) {
  std::vector<std::uint64_t> used(kCodedCount, 0);
  for (const Entry& entry : entries) {
    for (const char32_t c : entry.word) {
      if (c == kIdeographicZero || c == kUnit) continue;
      used[c - kFirstCoded] += std::uint64_t{1} << std::clamp(20 - entry.cost / 70, 0, 20);
    }
  }
  std::vector<char32_t> order(kCodedCount);
  std::iota(order.begin(), order.end(), kFirstCoded);
  std::ranges::stable_sort(order, std::ranges::greater{},
                           [&](char32_t c) { return used[c - kFirstCoded]; });
  return order;
}

Codes make_codes(std::span<const Entry> entries, std::span<const ScoredCharacter> characters) {
  std::vector<bool> scored(kCodedCount, false);
  for (const ScoredCharacter& each : characters) {
    if (each.character != kIdeographicZero) scored[each.character - kFirstCoded] = true;
  }
  const std::vector<char32_t> order = by_use(entries);
  Codes codes;
  for (const char32_t c : order) {
    if (scored[c - kFirstCoded] && simplified(c) == c) codes.assign(c);
  }
  codes.scored = codes.count;
  for (const char32_t c : order) {
    if (simplified(c) == c) codes.assign(c);
  }
  for (const char32_t c : order) {
    std::uint16_t& code = codes.table[c - kFirstCoded];
    const char32_t plain = simplified(c);
    if (code == 0 && is_coded(plain) && plain != kIdeographicZero) {
      code = codes.table[plain - kFirstCoded];
    }
  }
  return codes;
}

struct Coded {
  std::u16string codes;
  Cost cost = 0;
  std::uint8_t cuts = 0;
};

// A dearer character is seldom a word by itself.
constexpr Cost kRareCost = 950;

// Words of one character carry the character's flags, where a path has them at hand. Every
// character and unit is one, none dearer than an unknown one.
void add_characters(std::vector<Entry>& entries, std::span<const ScoredCharacter> characters) {
  std::vector<std::uint8_t> flags(kEndCoded, 0);
  for (const ScoredCharacter& each : characters) {
    std::uint8_t& flag = flags[each.character];
    flag = static_cast<std::uint8_t>(each.scores.flags);
    if (each.scores.surname < kNever) flag |= kSurname;
  }
  entries.push_back({std::u32string(1, kIdeographicZero), kUnknownCharacter, 0, {}});
  for (char32_t c = kFirstCoded; c < kEndCoded; ++c) {
    if (simplified(c) == c) entries.push_back({std::u32string(1, c), kUnknownCharacter, 0, {}});
  }
  for (std::size_t i = 0, size = entries.size(); i < size; ++i) {
    for (std::size_t k = 0; k < entries[i].units.size(); ++k) {
      entries.push_back({std::u32string(1, kUnit), kUnknownCharacter, 0, {entries[i].units[k]}});
    }
  }
  for (Entry& entry : entries) {
    if (entry.word.size() != 1 || entry.word.front() == kUnit) continue;
    entry.cost = std::min(entry.cost, kUnknownCharacter);
    entry.cuts = flags[entry.word.front()];
    if (entry.cost >= kRareCost) entry.cuts |= kRare;
  }
}

// The hashes of the units of all entries that `known` has no code for, in their order; `most` of
// them.
template <typename Known>
std::vector<std::uint64_t> list_units(std::span<const Entry> entries, std::size_t most,
                                      Known known) {
  std::vector<std::uint64_t> units;
  for (const Entry& entry : entries) {
    for (const std::string& unit : entry.units) {
      if (known(unit) == 0) units.push_back(stable_hash(unit));
    }
  }
  std::ranges::sort(units);
  const auto rest = std::ranges::unique(units);
  units.erase(rest.begin(), rest.end());
  if (units.size() > most) units.resize(most);
  return units;
}

Code code_in(std::span<const std::uint64_t> units, std::string_view key, std::uint32_t first) {
  const std::uint64_t hash = stable_hash(key);
  const auto found = std::ranges::lower_bound(units, hash);
  if (found == units.end() || *found != hash) return 0;
  return static_cast<Code>(first + static_cast<std::uint32_t>(found - units.begin()));
}

template <typename CodeOf, typename UnitOf>
Result<std::vector<Cell>> make_cells(std::span<const Entry> entries, std::size_t code_count,
                                     CodeOf code_of, UnitOf unit_of) {
  std::vector<Coded> coded;
  coded.reserve(entries.size());
  for (const Entry& entry : entries) {
    if (entry.word.empty() || entry.word.size() > kMaxEntry) continue;
    Coded made{{}, entry.cost, entry.cuts};
    auto unit = entry.units.begin();
    for (const char32_t c : entry.word) {
      made.codes.push_back(c == kUnit ? unit_of(*unit++) : code_of(c));
    }
    if (made.codes.find(u'\0') == std::u16string::npos) coded.push_back(std::move(made));
  }
  std::ranges::sort(coded, {}, [](const Coded& c) { return std::tie(c.codes, c.cost, c.cuts); });
  std::vector<Key> keys;
  keys.reserve(coded.size());
  for (const Coded& each : coded) {
    if (keys.empty() || keys.back().codes != each.codes) {
      keys.push_back({each.codes, each.cost, each.cuts});
    }
  }
  return build_double_array(keys, code_count);
}

template <typename T>
void append_bytes(std::string& out, std::span<const T> values) {
  // Any object may be read as characters.
  out.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
}

std::string assemble(LexiconHeader header, std::span<const std::uint16_t> codes,
                     std::span<const Character> characters, std::span<const std::uint64_t> units,
                     std::span<const Cell> cells) {
  std::string body;
  append_bytes(body, codes);
  header.codes_id = stable_hash(body);
  append_bytes(body, characters);
  body.resize((sizeof header + body.size() + alignof(Cell) - 1) / alignof(Cell) * alignof(Cell) -
              sizeof header);
  append_bytes(body, units);
  append_bytes(body, cells);
  header.scored_count = static_cast<std::uint32_t>(characters.size());
  header.unit_count = static_cast<std::uint32_t>(units.size());
  header.cell_count = static_cast<std::uint32_t>(cells.size());
  header.checksum = stable_hash(body);
  std::string out;
  append_bytes(out, std::span<const LexiconHeader>(&header, 1));
  return out + body;
}

}  // namespace

Result<std::string> compile_lexicon(std::span<const Entry> entries,
                                    std::span<const ScoredCharacter> characters) {
  std::vector<Entry> known;
  for (const Entry& entry : entries) {
    Entry plain = entry;
    std::ranges::transform(entry.word, plain.word.begin(), simplified);
    if (is_coded(plain)) known.push_back(std::move(plain));
  }
  add_characters(known, characters);
  const Codes codes = make_codes(known, characters);
  LexiconHeader header;
  header.first_unit = codes.count;
  const auto units = list_units(known, kOverlayUnits, [](std::string_view) { return Code{0}; });
  header.code_count = static_cast<std::uint32_t>(codes.count + units.size() + kOverlayUnits);
  auto cells = make_cells(
      known, header.code_count, [&](char32_t c) { return codes.of(c); },
      [&](std::string_view key) { return code_in(units, key, header.first_unit); });
  if (!cells) return fail(std::move(cells).error());
  std::vector<Character> scores(codes.scored);
  for (const ScoredCharacter& each : characters) {
    if (simplified(each.character) == each.character) {
      scores[codes.of(each.character)] = each.scores;
    }
  }
  return assemble(header, codes.table, scores, units, *cells);
}

std::vector<Entry> term_entries(std::string_view term) {
  std::vector<Entry> entries;
  for (Spelling& spelling : spellings(term)) {
    const std::size_t size = spelling.characters.size();
    if (size < 2 || size > kMaxEntry) continue;
    entries.push_back(
        {std::move(spelling.characters), term_cost(size), 0, std::move(spelling.units)});
  }
  return entries;
}

Result<std::string> compile_overlay(const Lexicon& base, std::span<const std::string> terms,
                                    std::span<const LearntWord> learnt) {
  std::vector<Entry> entries;
  entries.reserve(terms.size() + learnt.size());
  for (const std::string& term : terms) {
    for (Entry& entry : term_entries(term)) entries.push_back(std::move(entry));
  }
  for (const LearntWord& word : learnt) {
    for (Entry& entry : term_entries(word.word)) {
      entry.cost = std::clamp<Cost>(word.cost, 0, kUnknownCharacter);
      entries.push_back(std::move(entry));
    }
  }
  LexiconHeader header;
  header.code_count = base.header().code_count;
  header.first_unit = base.header().first_unit + base.header().unit_count;
  const auto units = list_units(entries, header.code_count - header.first_unit,
                                [&](std::string_view key) { return base.unit(key); });
  auto cells = make_cells(
      entries, header.code_count, [&](char32_t c) { return base.code(c); },
      [&](std::string_view key) {
        const Code known = base.unit(key);
        return known != 0 ? known : code_in(units, key, header.first_unit);
      });
  if (!cells) return fail(std::move(cells).error());
  std::vector<std::uint16_t> codes;
  for (char32_t c = kFirstCoded; c < kEndCoded; ++c) codes.push_back(base.code(c));
  return assemble(header, codes, std::vector<Character>(1), units, *cells);
}

}  // namespace horizon::nlp::segment
