#include "crawler/html/phrases.h"

#include <algorithm>
#include <string>
#include <unordered_set>

#include "core/text.h"
#include "crawler/html/phrase_words.h"
#include "crawler/text/date_text.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kMaxPhraseBytes = 48;

// Phrases by their bytes, so that a text is looked up once per length it may begin with.
class Phrases {
 public:
  explicit Phrases(std::string_view list) {
    for (const std::string_view phrase : split(list, '|')) phrases_.insert(phrase);
  }
  bool has(std::string_view text) const { return phrases_.contains(text); }
  // True if the text begins with a phrase and no word goes on behind it.
  bool begin(std::string_view text) const {
    for (std::size_t size = 2; size <= std::min(text.size(), kMaxPhraseBytes); ++size) {
      if (has(text.substr(0, size)) && ends_word(text, size)) return true;
    }
    return false;
  }

 private:
  static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
  static bool ends_word(std::string_view text, std::size_t size) {
    return size == text.size() || !is_letter(text[size - 1]) || !is_letter(text[size]);
  }
  std::unordered_set<std::string_view> phrases_;
};

std::string folded(std::string_view text) {
  std::string lower = ascii_lower(truncate_utf8(text, 120));
  // The capitals of Latin-1, Greek and Cyrillic that begin the phrases.
  for (std::size_t i = 0; i + 1 < lower.size(); ++i) {
    auto first = static_cast<unsigned char>(lower[i]);
    auto second = static_cast<unsigned char>(lower[i + 1]);
    if (first == 0xC3 && second >= 0x80 && second <= 0x9E)
      lower[i + 1] = static_cast<char>(second + 0x20);
    if (first == 0xD0 && second >= 0x90 && second <= 0x9F)
      lower[i + 1] = static_cast<char>(second + 0x20);
    if (first == 0xD0 && second >= 0xA0 && second <= 0xAF) {
      lower[i] = static_cast<char>(0xD1);
      lower[i + 1] = static_cast<char>(second - 0x20);
    }
  }
  return lower;
}

// Without the signs and numbers that stand before and behind: "» Related (3)" gives "related".
std::string_view core_of(std::string_view text) {
  const auto is_sign = [](char c) {
    return c == ' ' || c == '\n' || (c >= '!' && c <= '@') || (c >= '[' && c <= '`') ||
           (c >= '{' && c <= '~');
  };
  while (!text.empty() && is_sign(text.front())) text.remove_prefix(1);
  for (const std::string_view sign : {"»", "›", "▶", "►", "•", "■", "●", "◆", "【", "▼", "→"}) {
    if (text.starts_with(sign)) text = trim(text.substr(sign.size()));
  }
  while (!text.empty() && is_sign(text.back())) text.remove_suffix(1);
  for (const std::string_view sign : {"»", "›", "：", "】", "→"}) {
    if (text.ends_with(sign)) text = trim(text.substr(0, text.size() - sign.size()));
  }
  return text;
}

bool has_year(std::string_view text) {
  for (std::size_t i = 0; i + 4 <= text.size(); ++i) {
    const bool century = text.substr(i, 2) == "19" || text.substr(i, 2) == "20";
    const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
    if (century && digit(i + 2) && digit(i + 3)) return true;
  }
  return false;
}

}  // namespace

bool is_boilerplate(const Block& block) {
  static const Phrases kSmall(kSmallBoilerplate), kShort(kShortBoilerplate),
      kLong(kLongBoilerplate);
  if (block.units > 150) return false;
  const std::string lower = folded(block.text);
  if (block.units <= 30 && kSmall.has(core_of(lower))) return true;
  if (block.units <= 60 && kShort.begin(lower)) return true;
  return kLong.begin(lower);
}

bool is_byline(const Block& block) {
  static const Phrases kBeginnings(kBylines);
  if (block.units > 90 || (block.sentences > 1 && block.units > 50)) return false;
  const std::string lower = folded(block.text);
  if (kBeginnings.begin(lower) && block.units <= 60) return true;
  if (lower.find("min read") != std::string::npos ||
      lower.find("minute read") != std::string::npos || lower.find("阅读") != std::string::npos ||
      lower.find("浏览") != std::string::npos) {
    return block.units <= 60;
  }
  return block.units <= 45 && (has_year(lower) || parse_feed_date(block.text));
}

bool ends_article(const Block& block) {
  static const Phrases kEnds(kEndings);
  if (block.units > 80) return false;
  const std::string lower = folded(block.text);
  const std::string_view core = core_of(lower);
  if (kEnds.has(core)) return true;
  // A longer heading counts only by its first words: "Related stories from our newsroom".
  return heading_level(block.tag) != 0 && core.find(' ') != std::string_view::npos &&
         core.size() <= 60 && kEnds.has(core.substr(0, core.find(' ', core.find(' ') + 1)));
}

}  // namespace horizon::crawler
