#include "crawler/bytes/code_page.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <string>

#include "core/text.h"
#include "crawler/bytes/charset_costs.h"
#include "crawler/bytes/charset_letters.h"
#include "crawler/bytes/encoding.h"

namespace horizon::crawler::charset {
namespace {

struct Row {
  std::string_view name;
  std::string_view languages;  // that are written in it; empty: any may be
};

constexpr std::array kRows = {
    Row{"windows-1250", "cs pl hu sk sl hr ro de sr"},
    Row{"ISO-8859-2", "cs pl hu sk sl hr ro de"},
    Row{"ISO-8859-16", "ro hu pl"},
    Row{"windows-1251", "ru uk bg sr be mk"},
    Row{"KOI8-R", "ru bg"},
    Row{"KOI8-U", "uk be"},
    Row{"ISO-8859-5", "ru uk bg sr be mk"},
    Row{"IBM866", "ru uk be bg"},
    Row{"IBM855", "ru bg sr mk"},
    Row{"x-mac-cyrillic", "ru uk bg sr mk be"},
    Row{"windows-1252", "en fr de es it pt nl sv da nb fi is ca et ga"},
    Row{"ISO-8859-15", "en fr de es it pt nl sv da nb fi is ca et ga"},
    Row{"macintosh", "en fr de es it pt nl sv da nb fi is ca"},
    Row{"windows-1253", "el"},
    Row{"ISO-8859-7", "el"},
    Row{"windows-1254", "tr"},
    Row{"windows-1255", "he"},
    Row{"ISO-8859-8", "he"},
    Row{"ISO-8859-8-I", ""},
    Row{"windows-1256", "ar fa"},
    Row{"ISO-8859-6", "ar"},
    Row{"windows-1257", "lt lv et"},
    Row{"ISO-8859-13", "lt lv et"},
    Row{"ISO-8859-4", "lt lv et"},
    Row{"ISO-8859-3", "eo"},
    Row{"windows-874", "th"},
    Row{"windows-1258", ""},
    Row{"ISO-8859-10", ""},
    Row{"ISO-8859-14", ""},
};

// The cost of a small letter: of the language, of its script, or of neither.
std::uint8_t letter_cost(const LetterCosts& language, char32_t c) {
  const std::size_t at = language.letters.find(c);
  if (at != std::u32string_view::npos) {
    return static_cast<std::uint8_t>((language.costs[at] - 'a') * kBit * 2 / 3);
  }
  const auto* const first = std::find_if(language.letters.begin(), language.letters.end(),
                                         [](char32_t letter) { return letter >= 0x80; });
  const char32_t script = first == language.letters.end() ? 0 : *first / 0x100;
  const bool same = language.latin ? c < 0x250 : c / 0x100 == script;
  return same ? kForeignLetter : kForeignScript;
}

char32_t lower(char32_t c) { return static_cast<char32_t>(u_tolower(static_cast<UChar32>(c))); }

std::uint8_t flags_of(char32_t c) {
  const auto code = static_cast<UChar32>(c);
  const bool alphabetic = u_isalpha(code) != 0;
  const auto flag = [](bool is, std::uint8_t which) { return is ? which : std::uint8_t{0}; };
  const std::uint8_t letters =
      c < 0x80 ? flag(alphabetic, kAsciiLetter)
               : static_cast<std::uint8_t>(
                     flag(alphabetic, kAlphabetic) |
                     flag(alphabetic || u_charType(code) == U_NON_SPACING_MARK, kLetter));
  return static_cast<std::uint8_t>(letters | flag(c >= 0x80, kHigh) | flag(c >= 0xC0, kFar) |
                                   flag(u_isupper(code) != 0, kUpper) |
                                   flag(u_islower(code) != 0, kLower));
}

// The characters from 0x80 on.
std::array<char32_t, 128> upper_half(std::string_view encoding) {
  std::string bytes;
  for (int byte = 0x80; byte <= 0xFF; ++byte) bytes += static_cast<char>(byte);
  const auto decoding = decode_as(bytes, encoding);
  std::array<char32_t, 128> characters;
  characters.fill(0xFFFD);
  if (!decoding) return characters;
  std::size_t pos = 0;
  for (char32_t& c : characters) {
    if (pos < decoding->text.size()) c = decode_utf8(decoding->text, pos);
  }
  return characters;
}

CodePage code_page(const Row& row) {
  CodePage page;
  page.name = row.name;
  const auto characters = upper_half(row.name);
  for (std::size_t i = 0; i < 128; ++i) {
    page.flags[i] = flags_of(static_cast<char32_t>(i));
    page.flags[128 + i] = flags_of(characters[i]);
    page.marks[i] =
        static_cast<std::uint8_t>(characters[i] == 0xFFFD ? kMalformed : mark_cost(characters[i]));
  }
  const auto languages = letter_costs();
  for (std::size_t i = 0; i < languages.size(); ++i) {
    if (!row.languages.empty() &&
        row.languages.find(languages[i].language) == std::string_view::npos) {
      continue;
    }
    Tongue& tongue = page.tongues.emplace_back(Tongue{i, languages[i].latin});
    for (std::size_t byte = 0; byte < 128; ++byte) {
      tongue.letters[byte] = letter_cost(languages[i], lower(characters[byte]));
    }
  }
  return page;
}

}  // namespace

int mark_cost(char32_t c) {
  static constexpr std::u32string_view kCommon =
      U"\u00A0‘’“”„‚–—…«»‹›°·§©®™€£•¿¡№\u00AD\u00B4、。，！？：；（）《》「」『』【】・ー～＂";
  if (kCommon.find(c) != std::u32string_view::npos) return kCommonMark;
  const int8_t type = u_charType(static_cast<UChar32>(c));
  const bool control = type == U_CONTROL_CHAR || type == U_PRIVATE_USE_CHAR ||
                       type == U_UNASSIGNED || type == U_SURROGATE;
  return control ? kControl : kRareMark;
}

std::span<const CodePage> code_pages() {
  static const std::vector<CodePage> kPages = [] {
    std::vector<CodePage> pages;
    for (const Row& row : kRows) pages.push_back(code_page(row));
    return pages;
  }();
  return kPages;
}

std::span<const std::array<std::uint8_t, 26>> ascii_letter_costs() {
  static const std::vector<std::array<std::uint8_t, 26>> kCosts = [] {
    std::vector<std::array<std::uint8_t, 26>> costs;
    for (const LetterCosts& language : letter_costs()) {
      auto& row = costs.emplace_back();
      for (std::size_t i = 0; language.latin && i < row.size(); ++i) {
        row[i] = letter_cost(language, static_cast<char32_t>(U'a' + i));
      }
    }
    return costs;
  }();
  return kCosts;
}

}  // namespace horizon::crawler::charset
