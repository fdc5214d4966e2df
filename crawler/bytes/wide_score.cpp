#include "crawler/bytes/wide_score.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "core/text.h"
#include "crawler/bytes/charset_costs.h"
#include "crawler/bytes/charset_letters.h"
#include "crawler/bytes/encoding.h"

namespace horizon::crawler::charset {
namespace {

constexpr int kBehindLatin = 2 * kBit;  // no blank between an ASCII letter and a character
constexpr std::size_t kScripts = 4;

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

int other_cost(char32_t c) {
  if (u_isalpha(static_cast<UChar32>(c)))
    return c >= 0xFF21 ? 11 * kBit : kForeignScript - 3 * kBit;
  return c == 0xFFFD ? kMalformed : mark_cost(c);
}

// Of a character that is not among the script's most frequent ones.
int usual_cost(WideScript script, char32_t c, bool common_level) {
  const bool japanese = script == WideScript::kJapanese, korean = script == WideScript::kKorean;
  if (c >= 0x3041 && c <= 0x3093) return japanese ? 13 * kBit / 2 : 16 * kBit;
  if (c >= 0x30A1 && c <= 0x30FC) return japanese ? 15 * kBit / 2 : 16 * kBit;
  if (c >= 0xAC00 && c <= 0xD7A3) {
    return korean ? (common_level ? 12 : 20) * kBit : kForeignScript;
  }
  if (c >= 0xFF61 && c <= 0xFF9F) return japanese ? 12 * kBit : kForeignScript;
  if (!is_han(c)) return other_cost(c);
  if (korean) return (common_level ? 15 : 19) * kBit;
  return common_level ? 13 * kBit : 37 * kBit / 2;
}

class ScriptCosts {
 public:
  explicit ScriptCosts(WideScript script) : script_(script) {
    const std::vector<bool> common_level = characters_of(first_level(script));
    for (char32_t c = 0x80; c < costs_.size(); ++c) {
      costs_[c] = static_cast<std::uint8_t>(usual_cost(script, c, common_level[c]));
    }
    const std::u32string_view frequent = frequent_characters(script);
    for (std::size_t i = 0; i < frequent.size(); ++i) {
      const int halves = i < 50 ? 15 : (i < 150 ? 17 : 20);  // of a bit
      costs_[frequent[i]] = static_cast<std::uint8_t>(halves * kBit / 2);
    }
  }

  int of(char32_t c) const { return c < costs_.size() ? costs_[c] : usual_cost(script_, c, false); }

 private:
  WideScript script_;
  std::vector<std::uint8_t> costs_ = std::vector<std::uint8_t>(0x10000);
};

const ScriptCosts& costs_of(WideScript script) {
  static const std::array<ScriptCosts, kScripts> kCosts = {
      ScriptCosts(WideScript::kSimplified), ScriptCosts(WideScript::kTraditional),
      ScriptCosts(WideScript::kJapanese), ScriptCosts(WideScript::kKorean)};
  return kCosts.at(static_cast<std::size_t>(script));
}

struct WideEncoding {
  std::string_view name;
  WideScript script;
  int rarity;  // bits against it
  Width width = Width::kWide;
};

constexpr std::array kWide = {
    WideEncoding{"GBK", WideScript::kSimplified, 0},
    WideEncoding{"GBK", WideScript::kTraditional, 8},
    WideEncoding{"gb18030", WideScript::kSimplified, 1},
    WideEncoding{"HZ-GB-2312", WideScript::kSimplified, 1, Width::kStateful},
    WideEncoding{"ISO-2022-CN", WideScript::kSimplified, 1, Width::kStateful},
    WideEncoding{"Big5", WideScript::kTraditional, 0},
    WideEncoding{"EUC-TW", WideScript::kTraditional, 6},
    WideEncoding{"EUC-JP", WideScript::kJapanese, 0},
    WideEncoding{"Shift_JIS", WideScript::kJapanese, 0},
    WideEncoding{"ISO-2022-JP", WideScript::kJapanese, 0, Width::kStateful},
    WideEncoding{"EUC-KR", WideScript::kKorean, 0},
    WideEncoding{"ISO-2022-KR", WideScript::kKorean, 0, Width::kStateful},
    // Its backslash is a won sign, which is none of ASCII's.
    WideEncoding{"JOHAB", WideScript::kKorean, 8, Width::kStateful},
};

bool is_ascii_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::int64_t cost_of(std::u32string_view text, const ScriptCosts& costs) {
  std::int64_t cost = 0;
  char32_t before = ' ';
  for (const char32_t c : text) {
    cost += c < 0x80 ? kAscii : costs.of(c);
    if (c >= 0x80 && is_ascii_letter(before)) cost += kBehindLatin;
    before = c;
  }
  return cost;
}

}  // namespace

Width width_of(std::string_view encoding) {
  const auto* const found = std::find_if(
      kWide.begin(), kWide.end(), [&](const WideEncoding& wide) { return wide.name == encoding; });
  return found == kWide.end() ? Width::kNarrow : found->width;
}

std::optional<std::int64_t> wide_cost(std::string_view bytes, std::string_view encoding) {
  const auto decoding = decode_as(bytes, encoding);
  if (!decoding) return std::nullopt;
  std::u32string text;
  text.reserve(decoding->text.size());
  for (std::size_t pos = 0; pos < decoding->text.size();) {
    text += decode_utf8(decoding->text, pos);
  }
  std::optional<std::int64_t> best;
  for (const WideEncoding& wide : kWide) {
    if (wide.name != encoding) continue;
    const std::int64_t cost = cost_of(text, costs_of(wide.script)) + wide.rarity * kBit;
    best = std::min(best.value_or(cost), cost);
  }
  return best;
}

}  // namespace horizon::crawler::charset
