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
// border of two words. Longer ones win against all words that cross them.
constexpr int kShortTerm = 600;
constexpr int kLongTerm = -2000;
constexpr int kLongerTerm = -500;  // for each further character, so that the longest term wins

Cost term_cost(std::size_t characters) {
  if (characters <= 2) return kShortTerm;
  return static_cast<Cost>(kLongTerm + kLongerTerm * static_cast<int>(characters - 3));
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
      if (c == kIdeographicZero) continue;
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
// character is one, none dearer than an unknown one.
void add_characters(std::vector<Entry>& entries, std::span<const ScoredCharacter> characters) {
  std::vector<std::uint8_t> flags(kEndCoded, 0);
  for (const ScoredCharacter& each : characters) {
    std::uint8_t& flag = flags[each.character];
    flag = static_cast<std::uint8_t>(each.scores.flags);
    if (each.scores.surname < kNever) flag |= kSurname;
  }
  entries.push_back({std::u32string(1, kIdeographicZero), kUnknownCharacter, 0});
  for (char32_t c = kFirstCoded; c < kEndCoded; ++c) {
    if (simplified(c) == c) entries.push_back({std::u32string(1, c), kUnknownCharacter, 0});
  }
  for (Entry& entry : entries) {
    if (entry.word.size() != 1) continue;
    entry.cost = std::min(entry.cost, kUnknownCharacter);
    entry.cuts = flags[entry.word.front()];
    if (entry.cost >= kRareCost) entry.cuts |= kRare;
  }
}

template <typename CodeOf>
Result<std::vector<Cell>> make_cells(std::span<const Entry> entries, std::size_t code_count,
                                     CodeOf code_of) {
  std::vector<Coded> coded;
  coded.reserve(entries.size());
  for (const Entry& entry : entries) {
    if (entry.word.empty() || entry.word.size() > kMaxEntry) continue;
    Coded made{{}, entry.cost, entry.cuts};
    for (const char32_t c : entry.word) made.codes.push_back(code_of(c));
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
                     std::span<const Character> characters, std::span<const Cell> cells) {
  std::string body;
  append_bytes(body, codes);
  header.codes_id = stable_hash(body);
  append_bytes(body, characters);
  body.resize((sizeof header + body.size() + alignof(Cell) - 1) / alignof(Cell) * alignof(Cell) -
              sizeof header);
  append_bytes(body, cells);
  header.scored_count = static_cast<std::uint32_t>(characters.size());
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
    if (std::ranges::all_of(plain.word, is_coded)) known.push_back(std::move(plain));
  }
  add_characters(known, characters);
  const Codes codes = make_codes(known, characters);
  auto cells = make_cells(known, codes.count, [&](char32_t c) { return codes.of(c); });
  if (!cells) return fail(std::move(cells).error());
  std::vector<Character> scores(codes.scored);
  for (const ScoredCharacter& each : characters) {
    if (simplified(each.character) == each.character) {
      scores[codes.of(each.character)] = each.scores;
    }
  }
  LexiconHeader header;
  header.code_count = codes.count;
  return assemble(header, codes.table, scores, *cells);
}

Entry term_entry(std::string_view term) {
  Entry entry;
  for (std::size_t pos = 0; pos < term.size();) {
    const char32_t c = simplified(decode_utf8(term, pos));
    if (!is_coded(c) || entry.word.size() == kMaxEntry) return {};
    entry.word.push_back(c);
  }
  if (entry.word.size() < 2) return {};
  entry.cost = term_cost(entry.word.size());
  return entry;
}

Result<std::string> compile_overlay(const Lexicon& base, std::span<const std::string> terms) {
  std::vector<Entry> entries;
  entries.reserve(terms.size());
  for (const std::string& term : terms) entries.push_back(term_entry(term));
  auto cells =
      make_cells(entries, base.header().code_count, [&](char32_t c) { return base.code(c); });
  if (!cells) return fail(std::move(cells).error());
  std::vector<std::uint16_t> codes;
  for (char32_t c = kFirstCoded; c < kEndCoded; ++c) codes.push_back(base.code(c));
  LexiconHeader header;
  header.code_count = base.header().code_count;
  return assemble(header, codes, std::vector<Character>(1), *cells);
}

}  // namespace horizon::nlp::segment
