#include "crawler/bytes/charset_score.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/text.h"
#include "crawler/bytes/charset_letters.h"
#include "crawler/bytes/encoding.h"

namespace horizon::crawler {
namespace {

// Costs in bits. They are judged by what they must tell apart, not measured one by one.
constexpr double kAscii = 4;  // so that a byte that is read as a trail byte is missed
constexpr double kMalformed = 30;
constexpr double kControl = 24;    // C1, private use, unassigned
constexpr double kCommonMark = 9;  // quotation marks, dashes, no-break space, copyright, ...
constexpr double kRareMark = 14;
constexpr double kForeignLetter = 17;  // of the script, but not of the language
constexpr double kForeignScript = 20;
constexpr double kMixedWord = 8;  // a letter beside one of another script
constexpr double kWrongCase = 7;  // a capital behind a small letter
constexpr double kCapital = 2;
constexpr double kCrowdedLatin = 4;  // Latin words are ASCII but for a letter or two

constexpr double kWidest = 40;  // what ASCII letters may say against a language

bool is_ascii_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

double mark_cost(char32_t c) {
  static constexpr std::u32string_view kCommon =
      U"\u00A0‘’“”„‚–—…«»‹›°·§©®™€£•¿¡№\u00AD\u00B4、。，！？：；（）《》「」『』【】・ー～＂";
  if (kCommon.find(c) != std::u32string_view::npos) return kCommonMark;
  const int8_t type = u_charType(static_cast<UChar32>(c));
  const bool control = type == U_CONTROL_CHAR || type == U_PRIVATE_USE_CHAR ||
                       type == U_UNASSIGNED || type == U_SURROGATE;
  return control ? kControl : kRareMark;
}

class Alphabet {
 public:
  explicit Alphabet(const LetterCosts& costs) : latin_(costs.latin) {
    for (std::size_t i = 0; i < costs.letters.size(); ++i) {
      costs_[costs.letters[i]] = (costs.costs[i] - 'a') * 2.0 / 3.0;
    }
    const auto first = std::find_if(costs.letters.begin(), costs.letters.end(),
                                    [](char32_t c) { return c >= 0x80; });
    script_ = first == costs.letters.end() ? 0 : *first / 0x100;
  }

  bool latin() const { return latin_; }

  double letter(char32_t c) const {
    const auto found = costs_.find(static_cast<char32_t>(u_tolower(static_cast<UChar32>(c))));
    if (found != costs_.end()) return found->second;
    const bool same = latin_ ? c < 0x250 : c / 0x100 == script_;
    return same ? kForeignLetter : kForeignScript;
  }

 private:
  bool latin_;
  char32_t script_ = 0;
  std::unordered_map<char32_t, double> costs_;
};

// What every language is asked about: decoded once.
struct Sample {
  std::vector<char32_t> characters;
  std::array<double, 128> ascii{};  // how often
};

double narrow_cost(const Sample& sample, const Alphabet& alphabet) {
  double cost = 0;
  char32_t before = ' ', before_that = ' ';
  for (const char32_t c : sample.characters) {
    if (c >= 0x80) {
      const bool letter = u_isalpha(static_cast<UChar32>(c)) != 0 ||
                          u_charType(static_cast<UChar32>(c)) == U_NON_SPACING_MARK;
      cost += c == 0xFFFD ? kMalformed : (letter ? alphabet.letter(c) : mark_cost(c));
      const bool capital = u_isupper(static_cast<UChar32>(c)) != 0;
      if (capital) cost += u_islower(static_cast<UChar32>(before)) ? kWrongCase : kCapital;
      if (letter && !alphabet.latin() && is_ascii_letter(before)) cost += kMixedWord;
      if (letter && alphabet.latin() && before >= 0xC0 && before_that >= 0xC0) {
        cost += kCrowdedLatin;
      }
    } else {
      cost += kAscii;
      if (before >= 0xC0 && is_ascii_letter(c)) {
        if (!alphabet.latin() && u_isalpha(static_cast<UChar32>(before))) cost += kMixedWord;
        if (c <= 'Z' && u_islower(static_cast<UChar32>(before))) cost += kWrongCase;
      }
    }
    before_that = before;
    before = c;
  }
  return cost;
}

// Letters of another script strewn over ASCII words are accents read wrongly.
double strewn_cost(const Sample& sample) {
  double ascii = 0, high = 0;
  for (char32_t c = 'a'; c <= 'z'; ++c) ascii += sample.ascii[c];
  for (const char32_t c : sample.characters) high += c >= 0xC0 ? 1 : 0;
  return ascii > 8 * high ? 10 + 3 * high : 0;
}

// What the ASCII letters cost, for languages that use them.
double ascii_cost(const Sample& sample, const Alphabet& alphabet) {
  double cost = 0;
  for (char32_t c = 'a'; c <= 'z'; ++c) cost += sample.ascii[c] * alphabet.letter(c);
  return cost;
}

// The first level of a national standard: the two-byte range that holds what is in daily use.
struct FirstLevel {
  std::string_view encoding;
  unsigned first_row, last_row;
};

FirstLevel first_level(WideScript script) {
  switch (script) {
    case WideScript::kSimplified:
      return {"GBK", 0xB0, 0xD7};  // GB 2312
    case WideScript::kTraditional:
      return {"Big5", 0xA4, 0xC6};
    case WideScript::kJapanese:
      return {"EUC-JP", 0xB0, 0xCF};  // JIS X 0208
    case WideScript::kKorean:
      return {"EUC-KR", 0xB0, 0xC8};  // KS X 1001
  }
  return {"GBK", 0xB0, 0xD7};
}

std::vector<bool> characters_of(const FirstLevel& level) {
  std::string bytes;
  for (unsigned row = level.first_row; row <= level.last_row; ++row) {
    for (unsigned cell = 0xA1; cell <= 0xFE; ++cell) {
      bytes += static_cast<char>(row);
      bytes += static_cast<char>(cell);
    }
    for (unsigned cell = 0x40; level.encoding == "Big5" && cell <= 0x7E; ++cell) {
      bytes += static_cast<char>(row);
      bytes += static_cast<char>(cell);
    }
  }
  std::vector<bool> known(0x10000);
  const auto decoding = decode_as(bytes, level.encoding);
  for (std::size_t pos = 0; decoding && pos < decoding->text.size();) {
    const char32_t c = decode_utf8(decoding->text, pos);
    if (c < known.size()) known[c] = true;
  }
  return known;
}

class WideCosts {
 public:
  explicit WideCosts(WideScript script)
      : script_(script), first_level_(characters_of(first_level(script))) {
    const std::u32string_view frequent = frequent_characters(script);
    for (std::size_t i = 0; i < frequent.size(); ++i) {
      costs_[frequent[i]] = i < 50 ? 7.5 : (i < 150 ? 8.5 : 10);
    }
  }

  double of(char32_t c) const {
    const bool common_level = c < first_level_.size() && first_level_[c];
    const auto found = costs_.find(c);
    if (found != costs_.end()) return found->second;
    const bool japanese = script_ == WideScript::kJapanese;
    if (c >= 0x3041 && c <= 0x3093) return japanese ? 6.5 : 16;
    if (c >= 0x30A1 && c <= 0x30FC) return japanese ? 7.5 : 16;
    if (c >= 0xAC00 && c <= 0xD7A3) {
      return script_ == WideScript::kKorean ? (common_level ? 12 : 20) : kForeignScript;
    }
    if (c >= 0xFF61 && c <= 0xFF9F) return japanese ? 12 : kForeignScript;
    if (is_han(c)) {
      if (script_ == WideScript::kKorean) return common_level ? 15 : 19;
      return common_level ? 13 : 18.5;
    }
    if (u_isalpha(static_cast<UChar32>(c))) return c >= 0xFF21 ? 11 : kForeignScript - 3;
    return c == 0xFFFD ? kMalformed : mark_cost(c);
  }

 private:
  WideScript script_;
  std::vector<bool> first_level_;
  std::unordered_map<char32_t, double> costs_;
};

struct WideEncoding {
  std::string_view name;
  WideScript script;
  double rarity;  // bits against it
};

constexpr std::array kWide = {
    WideEncoding{"GBK", WideScript::kSimplified, 0},
    WideEncoding{"GBK", WideScript::kTraditional, 8},
    WideEncoding{"gb18030", WideScript::kSimplified, 1},
    WideEncoding{"HZ-GB-2312", WideScript::kSimplified, 1},
    WideEncoding{"ISO-2022-CN", WideScript::kSimplified, 1},
    WideEncoding{"Big5", WideScript::kTraditional, 0},
    WideEncoding{"EUC-TW", WideScript::kTraditional, 6},
    WideEncoding{"EUC-JP", WideScript::kJapanese, 0},
    WideEncoding{"Shift_JIS", WideScript::kJapanese, 0},
    WideEncoding{"ISO-2022-JP", WideScript::kJapanese, 0},
    WideEncoding{"EUC-KR", WideScript::kKorean, 0},
    WideEncoding{"ISO-2022-KR", WideScript::kKorean, 0},
    WideEncoding{"JOHAB", WideScript::kKorean, 8},
};

double wide_cost(const Sample& sample, const WideCosts& costs) {
  double cost = 0;
  char32_t before = ' ';
  for (const char32_t c : sample.characters) {
    cost += c < 0x80 ? kAscii : costs.of(c);
    if (c >= 0x80 && is_ascii_letter(before)) cost += 2;
    before = c;
  }
  return cost;
}

bool writes(std::string_view language, std::string_view encoding) {
  struct Row {
    std::string_view encoding, languages;
  };
  static constexpr std::array kRows = {
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
      Row{"windows-1256", "ar fa"},
      Row{"ISO-8859-6", "ar"},
      Row{"windows-1257", "lt lv et"},
      Row{"ISO-8859-13", "lt lv et"},
      Row{"ISO-8859-4", "lt lv et"},
      Row{"ISO-8859-3", "eo"},
      Row{"windows-874", "th"},
  };
  for (const Row& row : kRows) {
    if (row.encoding == encoding) return row.languages.find(language) != std::string_view::npos;
  }
  return true;
}

Sample sample_of(std::string_view utf8) {
  Sample sample;
  for (std::size_t pos = 0; pos < utf8.size();) {
    const char32_t c = decode_utf8(utf8, pos);
    sample.characters.push_back(c);
    if (c < 0x80) ++sample.ascii[c >= 'A' && c <= 'Z' ? c + 32 : c];
  }
  return sample;
}

struct Models {
  std::vector<Alphabet> alphabets;  // as letter_costs()
  std::map<WideScript, WideCosts> wide;
};

const Models& models() {
  static const Models kModels = [] {
    Models made;
    for (const LetterCosts& costs : letter_costs()) made.alphabets.emplace_back(costs);
    for (const WideScript script : {WideScript::kSimplified, WideScript::kTraditional,
                                    WideScript::kJapanese, WideScript::kKorean}) {
      made.wide.emplace(script, WideCosts(script));
    }
    return made;
  }();
  return kModels;
}

}  // namespace

double text_cost(std::string_view utf8, std::string_view encoding) {
  const Sample sample = sample_of(utf8);
  double best = std::numeric_limits<double>::max();
  for (const WideEncoding& wide : kWide) {
    if (wide.name != encoding) continue;
    best = std::min(best, wide_cost(sample, models().wide.at(wide.script)) + wide.rarity);
  }
  if (best != std::numeric_limits<double>::max()) return best;
  const auto costs = letter_costs();
  double cheapest_ascii = std::numeric_limits<double>::max();
  for (const Alphabet& alphabet : models().alphabets) {
    if (alphabet.latin()) cheapest_ascii = std::min(cheapest_ascii, ascii_cost(sample, alphabet));
  }
  for (std::size_t i = 0; i < costs.size(); ++i) {
    if (!writes(costs[i].language, encoding)) continue;
    const Alphabet& alphabet = models().alphabets[i];
    double cost = narrow_cost(sample, alphabet);
    if (alphabet.latin()) {
      cost += std::min(kWidest, 0.5 * (ascii_cost(sample, alphabet) - cheapest_ascii));
    } else {
      cost += strewn_cost(sample);
    }
    best = std::min(best, cost);
  }
  return best;
}

}  // namespace horizon::crawler
