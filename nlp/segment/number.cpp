#include "nlp/segment/number.h"

#include <array>

namespace horizon::nlp::segment {
namespace {

// ！ to ～ begin with the first of these bytes, then comes the second, or the third from ｀ on.
constexpr unsigned char kFullWidth = 0xEF;
constexpr unsigned char kFullWidthHigh = 0xBC;
constexpr unsigned char kFullWidthLow = 0xBD;

unsigned char byte_at(std::string_view text, std::size_t pos) {
  return pos < text.size() ? static_cast<unsigned char>(text[pos]) : 0;
}

bool in(unsigned char c, unsigned char first, unsigned char last) {
  return c >= first && c <= last;
}

bool stands_at(std::string_view text, std::size_t pos, std::string_view what) {
  return text.substr(pos, what.size()) == what;
}

// Behind any of `words` that stands at `pos`; `pos` if none does.
template <std::size_t kCount>
std::size_t behind_any(std::string_view text, std::size_t pos,
                       const std::array<std::string_view, kCount>& words) {
  for (const std::string_view word : words) {
    if (stands_at(text, pos, word)) return pos + word.size();
  }
  return pos;
}

struct Digits {
  std::size_t end = 0;
  std::size_t count = 0;
  unsigned value = 0;  // of the first four
};

Digits read_digits(std::string_view text, std::size_t pos) {
  Digits digits{pos, 0, 0};
  for (std::size_t end = pos; digit_at(text, digits.end, end); digits.end = end) {
    // The last byte of a full-width digit, 0x90 and up, has the value in its low half as well.
    if (digits.count++ < 4) digits.value = digits.value * 10 + (byte_at(text, end - 1) & 0xFU);
  }
  return digits;
}

constexpr std::array<std::string_view, 3> kPoints = {".", "．", "·"};
constexpr std::array<std::string_view, 3> kPercent = {"%", "％", "‰"};
constexpr std::array<std::string_view, 9> kMagnitudes = {"百万亿", "千万亿", "百万", "千万", "万亿",
                                                         "百亿",   "千亿",   "万",   "亿"};

// Behind the decimals or the next group of thousands; `pos` if there are none.
std::size_t behind_group(std::string_view text, std::size_t pos) {
  if (const std::size_t point = behind_any(text, pos, kPoints); point != pos) {
    const Digits digits = read_digits(text, point);
    return digits.count > 0 ? digits.end : pos;
  }
  if (byte_at(text, pos) != ',') return pos;
  const Digits digits = read_digits(text, pos + 1);
  return digits.count == 3 ? digits.end : pos;
}

std::size_t behind_date_unit(std::string_view text, std::size_t begin, const Digits& digits) {
  const std::size_t pos = digits.end;
  const std::size_t unit = pos + std::string_view("年").size();
  const bool at_most_two = digits.count <= 2;
  if (stands_at(text, pos, "年")) {
    const bool is_year = digits.count == 4 || (digits.count == 2 && digits.value >= 50);
    const bool is_longer = stands_at(text, unit, "代") || stands_at(text, unit, "度");
    return is_year && !is_longer ? unit : pos;
  }
  if (stands_at(text, pos, "月")) {
    if (!at_most_two || digits.value < 1 || digits.value > 12) return pos;
    return stands_at(text, unit, "份") ? unit + std::string_view("份").size() : unit;
  }
  if (stands_at(text, pos, "日")) {
    return at_most_two && digits.value >= 1 && digits.value <= 31 ? unit : pos;
  }
  if (stands_at(text, pos, "时")) {
    const bool is_longer = stands_at(text, unit, "代") || stands_at(text, unit, "期");
    return at_most_two && digits.value <= 24 && !is_longer ? unit : pos;
  }
  if (stands_at(text, pos, "分")) {
    return at_most_two && text.substr(0, begin).ends_with("时") ? unit : pos;
  }
  return pos;
}

}  // namespace

bool digit_at(std::string_view text, std::size_t pos, std::size_t& end) {
  if (in(byte_at(text, pos), '0', '9')) {
    end = pos + 1;
    return true;
  }
  if (byte_at(text, pos) != kFullWidth || byte_at(text, pos + 1) != kFullWidthHigh) return false;
  if (!in(byte_at(text, pos + 2), 0x90, 0x99)) return false;
  end = pos + 3;
  return true;
}

bool latin_at(std::string_view text, std::size_t pos, std::size_t& end) {
  const unsigned char first = byte_at(text, pos);
  if (in(first, 'a', 'z') || in(first, 'A', 'Z')) {
    end = pos + 1;
    return true;
  }
  if (first != kFullWidth) return false;
  const unsigned char second = byte_at(text, pos + 1);
  const unsigned char third = byte_at(text, pos + 2);
  const bool upper = second == kFullWidthHigh && in(third, 0xA1, 0xBA);
  const bool lower = second == kFullWidthLow && in(third, 0x81, 0x9A);
  end = upper || lower ? pos + 3 : end;
  return upper || lower;
}

std::size_t number_end(std::string_view text, std::size_t pos) {
  const Digits digits = read_digits(text, pos);
  const std::size_t plain = behind_date_unit(text, pos, digits);
  if (plain != digits.end) return plain;
  std::size_t end = digits.end;
  for (std::size_t next = behind_group(text, end); next != end; next = behind_group(text, end)) {
    end = next;
  }
  if (const std::size_t percent = behind_any(text, end, kPercent); percent != end) return percent;
  return behind_any(text, end, kMagnitudes);
}

}  // namespace horizon::nlp::segment
