#include "crawler/bytes/charset_score.h"

#include <algorithm>
#include <limits>

#include "crawler/bytes/charset_costs.h"
#include "crawler/bytes/charset_letters.h"
#include "crawler/bytes/code_page.h"
#include "crawler/bytes/wide_score.h"

namespace horizon::crawler {
namespace {

using namespace charset;

constexpr int kMixedWord = 8 * kBit;  // a letter beside one of another script
constexpr int kWrongCase = 7 * kBit;  // a capital behind a small letter
constexpr int kCapital = 2 * kBit;
constexpr int kCrowdedLatin = 4 * kBit;      // Latin words are ASCII but for a letter or two
constexpr std::int64_t kWidest = 40 * kBit;  // what ASCII letters may say against a language

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

// What the order of a text's bytes costs whichever language of the code page it is in, and what
// depends on it.
struct Reading {
  std::int64_t cost = 0;
  std::int64_t mixed = 0;    // letters beside an ASCII letter
  std::int64_t crowded = 0;  // letters behind two characters beyond ASCII
};

Reading read(std::string_view text, const CodePage& page) {
  Reading reading;
  std::uint8_t before = 0, before_that = 0;
  for (const char c : text) {
    const std::uint8_t flags = page.flags[static_cast<unsigned char>(c)];
    if ((flags & kHigh) == 0) {
      reading.cost += kAscii;
      if ((before & kFar) != 0 && (flags & kAsciiLetter) != 0) {
        reading.mixed += (before & kAlphabetic) != 0 ? 1 : 0;
        if ((flags & kUpper) != 0 && (before & kLower) != 0) reading.cost += kWrongCase;
      }
    } else {
      if ((flags & kLetter) != 0) {
        reading.mixed += (before & kAsciiLetter) != 0 ? 1 : 0;
        reading.crowded += (before & before_that & kFar) != 0 ? 1 : 0;
      }
      if ((flags & kUpper) != 0) reading.cost += (before & kLower) != 0 ? kWrongCase : kCapital;
    }
    before_that = before;
    before = flags;
  }
  return reading;
}

// Letters of another script strewn over ASCII words are accents read wrongly.
std::int64_t strewn_cost(std::int64_t ascii_letters, std::int64_t far) {
  return ascii_letters > 8 * far ? (10 + 3 * far) * kBit : 0;
}

// Long enough that neither end of a stretch of ASCII can be part of what stands beyond the other.
constexpr std::size_t kStretch = 4;

}  // namespace

CharsetScore::CharsetScore(std::string_view bytes) : bytes_(bytes) {
  for (std::size_t i = 0; i < bytes.size();) {
    std::size_t end = i;
    while (end < bytes.size() && is_ascii(bytes[end])) {
      const auto letter = static_cast<unsigned char>((bytes[end] | 0x20) - 'a');
      if (letter < 26 && bytes[end] >= 'A') ++ascii_letters_[letter];
      ++end;
    }
    const std::size_t stretch = end - i;
    if (stretch > kStretch) {
      outline_.append(bytes, i, kStretch / 2).append(bytes, end - kStretch / 2, kStretch / 2);
      left_out_ += stretch - kStretch;
    } else {
      outline_.append(bytes, i, stretch);
    }
    for (i = end; i < bytes.size() && !is_ascii(bytes[i]); ++i) {
      outline_ += bytes[i];
      const std::uint8_t byte = static_cast<unsigned char>(bytes[i]) & 0x7FU;
      if (high_counts_[byte]++ == 0) high_.push_back(byte);
    }
  }
  for (const auto& language : ascii_letter_costs()) {
    std::int64_t cost = 0;
    for (std::size_t i = 0; i < language.size(); ++i) {
      cost += static_cast<std::int64_t>(ascii_letters_[i]) * language[i];
    }
    ascii_costs_.push_back(cost);
  }
  const auto languages = letter_costs();
  std::int64_t cheapest = std::numeric_limits<std::int64_t>::max();
  for (std::size_t i = 0; i < languages.size(); ++i) {
    if (languages[i].latin) cheapest = std::min(cheapest, ascii_costs_[i]);
  }
  for (std::int64_t& cost : ascii_costs_) cost = std::min(kWidest, (cost - cheapest) / 2);
}

std::int64_t CharsetScore::narrow_cost(const CodePage& page) const {
  const Reading reading = read(outline_, page);
  std::int64_t ascii_letters = 0, far = 0, marks = 0;
  for (const std::uint32_t count : ascii_letters_) ascii_letters += count;
  for (const std::uint8_t byte : high_) {
    const std::uint8_t flags = page.flags[byte + 0x80U];
    if ((flags & kFar) != 0) far += high_counts_[byte];
    if ((flags & kLetter) == 0) marks += std::int64_t{high_counts_[byte]} * page.marks[byte];
  }
  std::int64_t best = std::numeric_limits<std::int64_t>::max();
  for (const Tongue& tongue : page.tongues) {
    std::int64_t cost = letters_cost(page, tongue);
    if (tongue.latin) {
      cost += kCrowdedLatin * reading.crowded + ascii_costs_[tongue.language];
    } else {
      cost += kMixedWord * reading.mixed + strewn_cost(ascii_letters, far);
    }
    best = std::min(best, cost);
  }
  return best + reading.cost + marks;
}

std::int64_t CharsetScore::letters_cost(const CodePage& page, const Tongue& tongue) const {
  std::int64_t cost = 0;
  for (const std::uint8_t byte : high_) {
    if ((page.flags[byte + 0x80U] & kLetter) == 0) continue;
    cost += std::int64_t{high_counts_[byte]} * tongue.letters[byte];
  }
  return cost;
}

std::optional<double> CharsetScore::cost(std::string_view encoding) const {
  const auto left_out = static_cast<std::int64_t>(left_out_) * kAscii;
  std::optional<std::int64_t> cost;
  if (const Width width = width_of(encoding); width == Width::kWide) {
    cost = wide_cost(outline_, encoding);
    if (cost) *cost += left_out;
  } else if (width == Width::kStateful) {
    cost = wide_cost(bytes_, encoding);
  } else {
    const auto pages = code_pages();
    const auto page = std::find_if(pages.begin(), pages.end(),
                                   [&](const CodePage& each) { return each.name == encoding; });
    if (page != pages.end()) {
      cost = narrow_cost(*page) + left_out;
    }
  }
  if (!cost) return std::nullopt;
  return static_cast<double>(*cost) / kBit;
}

}  // namespace horizon::crawler
