#include "core/letters.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "core/text.h"

namespace horizon {
namespace {

// What becomes of a code point beside a plain letter.
constexpr char kSeparator = ' ';
constexpr char kNothing = '\0';

// U+00C0 to U+017F without diacritics. '1' to '9' stand for the pairs of letters in kPairs.
constexpr std::string_view kLatin =
    "aaaaaa1ceeeeiiiidnooooo ouuuuy23"   // U+00C0
    "aaaaaa1ceeeeiiiidnooooo ouuuuy2y"   // U+00E0
    "aaaaaaccccccccddddeeeeeeeeeegggg"   // U+0100
    "gggghhhhiiiiiiiiii44jjkkklllllll"   // U+0120
    "lllnnnnnnnnnoooooo55rrrrrrssssss"   // U+0140
    "ssttttttuuuuuuuuuuuuwwyyyzzzzzzs";  // U+0160
constexpr std::array<std::string_view, 5> kPairs = {"ae", "th", "ss", "ij", "oe"};

// U+01CD to U+01DC: the vowels of pinyin with the third tone, and ü with every tone.
constexpr std::string_view kPinyin = "aaiioouuuuuuuuuu";

// U+1E00 to U+1EFF, by the first of each run of one letter.
struct Run {
  char32_t first;
  char letter;
};
constexpr std::array<Run, 31> kAdditional = {{
    {0x1E00, 'a'}, {0x1E02, 'b'}, {0x1E08, 'c'}, {0x1E0A, 'd'}, {0x1E14, 'e'}, {0x1E1E, 'f'},
    {0x1E20, 'g'}, {0x1E22, 'h'}, {0x1E2C, 'i'}, {0x1E30, 'k'}, {0x1E36, 'l'}, {0x1E3E, 'm'},
    {0x1E44, 'n'}, {0x1E4C, 'o'}, {0x1E54, 'p'}, {0x1E58, 'r'}, {0x1E60, 's'}, {0x1E6A, 't'},
    {0x1E72, 'u'}, {0x1E7C, 'v'}, {0x1E80, 'w'}, {0x1E8A, 'x'}, {0x1E8E, 'y'}, {0x1E90, 'z'},
    {0x1EA0, 'a'}, {0x1EB8, 'e'}, {0x1EC8, 'i'}, {0x1ECC, 'o'}, {0x1EE4, 'u'}, {0x1EF2, 'y'},
    {0x1EFA, ' '},
}};

constexpr std::array<std::string_view, 12> kRoman = {"i",   "ii",   "iii", "iv", "v",  "vi",
                                                     "vii", "viii", "ix",  "x",  "xi", "xii"};

char additional_letter(char32_t c) {
  return std::prev(std::ranges::upper_bound(kAdditional, c, {}, &Run::first))->letter;
}

void append_latin(std::string& out, char letter) {
  if (letter >= '1' && letter <= '9') {
    out += kPairs.at(static_cast<std::size_t>(letter - '1'));
  } else {
    out += letter;
  }
}

bool is_between(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

// What has no look of its own, and the marks on letters that were written apart from them.
bool is_dropped(char32_t c) {
  return is_between(c, 0x0300, 0x036F) || c == 0x00AD || is_between(c, 0x200B, 0x200F) ||
         c == 0x2060 || c == 0xFEFF || c == 0x2019 || c == 0x2018 || c == 0x02BC || c == 0x00B4 ||
         is_between(c, 0xFE00, 0xFE0F);
}

bool is_separator(char32_t c) {
  return c < 0x00C0 || c == 0x00D7 || c == 0x00F7 || is_between(c, 0x02B0, 0x02FF) ||
         is_between(c, 0x2000, 0x2BFF) || is_between(c, 0x2E00, 0x2E7F) ||
         is_between(c, 0x3000, 0x3004) || is_between(c, 0x3008, 0x3030) || c == 0x30FB ||
         is_between(c, 0xD800, 0xF8FF) || is_between(c, 0xFE10, 0xFE6F) ||
         is_between(c, 0xFF00, 0xFF0F) || is_between(c, 0xFF1A, 0xFF20) ||
         is_between(c, 0xFF3B, 0xFF40) || is_between(c, 0xFF5B, 0xFF65) ||
         is_between(c, 0xFFE0, 0xFFFF) || is_between(c, 0x1F000, 0x1FAFF) || c >= 0xE0000;
}

// Super- and subscripts: the digit, or '\0'.
char small_digit(char32_t c) {
  if (c == 0x00B9) return '1';
  if (c == 0x00B2 || c == 0x00B3) return static_cast<char>('2' + (c - 0x00B2));
  if (c == 0x2070 || is_between(c, 0x2074, 0x2079)) return static_cast<char>('0' + (c - 0x2070));
  if (is_between(c, 0x2080, 0x2089)) return static_cast<char>('0' + (c - 0x2080));
  return '\0';
}

char32_t lower_greek_or_cyrillic(char32_t c) {
  constexpr std::array<std::pair<char32_t, char32_t>, 16> kAccented = {{
      {0x0386, 0x03B1},
      {0x0388, 0x03B5},
      {0x0389, 0x03B7},
      {0x038A, 0x03B9},
      {0x038C, 0x03BF},
      {0x038E, 0x03C5},
      {0x038F, 0x03C9},
      {0x03AC, 0x03B1},
      {0x03AD, 0x03B5},
      {0x03AE, 0x03B7},
      {0x03AF, 0x03B9},
      {0x03C2, 0x03C3},
      {0x03CC, 0x03BF},
      {0x03CD, 0x03C5},
      {0x03CE, 0x03C9},
      {0x0451, 0x0435},
  }};
  if (is_between(c, 0x0391, 0x03A9) || is_between(c, 0x0410, 0x042F)) return c + 0x20;
  if (c == 0x0401) return 0x0435;
  if (is_between(c, 0x0400, 0x040F)) return c + 0x50;
  const auto* const found = std::ranges::find(kAccented, c, &std::pair<char32_t, char32_t>::first);
  return found == kAccented.end() ? c : found->second;
}

void append_other(std::string& out, char32_t c) {
  if (is_dropped(c)) return;
  if (is_between(c, 0xFF01, 0xFF5E)) c -= 0xFEE0;
  if (c < 0x80) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool plain = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    out += plain ? static_cast<char>(upper ? c + 0x20 : c) : kSeparator;
  } else if (const char digit = small_digit(c); digit != '\0') {
    out += digit;
  } else if (c == 0x00B5) {
    append_utf8(out, 0x03BC);
  } else if (is_between(c, 0x00C0, 0x017F)) {
    append_latin(out, kLatin[c - 0x00C0]);
  } else if (is_between(c, 0x01CD, 0x01DC)) {
    out += kPinyin[c - 0x01CD];
  } else if (c == 0x01A0 || c == 0x01A1) {
    out += 'o';
  } else if (c == 0x01AF || c == 0x01B0) {
    out += 'u';
  } else if (is_between(c, 0x0218, 0x021B)) {
    out += c < 0x021A ? 's' : 't';
  } else if (is_between(c, 0x1E00, 0x1EFF)) {
    out += additional_letter(c);
  } else if (is_between(c, 0x2160, 0x217F)) {
    const std::size_t number = (c - 0x2160) % 16;
    out += number < kRoman.size() ? kRoman.at(number) : std::string_view(" ");
  } else if (is_separator(c)) {
    out += kSeparator;
  } else {
    append_utf8(out, lower_greek_or_cyrillic(c));
  }
}

// Of ASCII, where most text is.
constexpr std::array<char, 128> ascii_table() {
  std::array<char, 128> table{};
  for (std::size_t i = 0; i < table.size(); ++i) {
    const char c = static_cast<char>(i);
    const bool upper = c >= 'A' && c <= 'Z';
    const bool plain = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    table[i] = plain ? static_cast<char>(upper ? c + 0x20 : c) : kSeparator;
  }
  table['\''] = kNothing;
  return table;
}
constexpr std::array<char, 128> kAscii = ascii_table();

}  // namespace

std::string fold_letters(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t pos = 0; pos < text.size();) {
    const auto byte = static_cast<unsigned char>(text[pos]);
    if (byte < 0x80) {
      const char folded = kAscii.at(byte);
      ++pos;
      if (folded != kNothing) out += folded;
    } else {
      append_other(out, decode_utf8(text, pos));
    }
    // Spaces come one at a time: at most the last two bytes can be two of them.
    if (out.ends_with("  ")) out.pop_back();
  }
  if (out.starts_with(' ')) out.erase(0, 1);
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

std::vector<std::string_view> words_of(std::string_view folded) {
  std::vector<std::string_view> words;
  std::size_t begin = 0;
  const auto close = [&](std::size_t end) {
    if (end > begin) words.push_back(folded.substr(begin, end - begin));
  };
  for (std::size_t pos = 0; pos < folded.size();) {
    const std::size_t at = pos;
    if (static_cast<unsigned char>(folded[pos]) < 0x80) {
      ++pos;
      if (folded[at] != ' ') continue;
    } else if (!is_han(decode_utf8(folded, pos))) {
      continue;
    } else {
      close(at);
      words.push_back(folded.substr(at, pos - at));
      begin = pos;
      continue;
    }
    close(at);
    begin = pos;
  }
  close(folded.size());
  return words;
}

bool is_han_word(std::string_view word) {
  std::size_t pos = 0;
  return word.size() >= 3 && static_cast<unsigned char>(word[0]) >= 0x80 &&
         is_han(decode_utf8(word, pos)) && pos == word.size();
}

bool has_digit(std::string_view word) {
  return std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace horizon
