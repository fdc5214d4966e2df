#include "nlp/segment/text_segmenter.h"

#include <algorithm>
#include <cstring>

#include "core/text.h"
#include "nlp/segment/number.h"
#include "nlp/unicode.h"

namespace horizon::nlp::segment {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr std::size_t kHanBytes = 3;
// Characters of a run that are read between two looks at the memory for them.
constexpr std::size_t kBlock = 64;

bool is_ascii_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

unsigned char byte_of(char c) { return static_cast<unsigned char>(c); }

// Three bytes as a character of a run; 0 if they are none. Outside the basic plane an ideograph is
// a word of its own.
inline char32_t run_character(const char* bytes) {
  const unsigned a = byte_of(bytes[0]) ^ 0xE0U, b = byte_of(bytes[1]) ^ 0x80U,
                 c = byte_of(bytes[2]) ^ 0x80U;
  const char32_t value = (a << 12) | (b << 6) | c;
  if (((b | c) & 0xC0U) != 0) return 0;
  if (value - kFirstCoded < kCodedCount) return value;
  const bool zero = value == kIdeographicZero || value == kCircleZero;
  return zero || (value >= 0xF900 && value <= 0xFAFF) ? value : 0;
}

inline char32_t run_character(std::string_view text, std::size_t pos) {
  return pos + kHanBytes <= text.size() ? run_character(text.data() + pos) : 0;
}

bool is_kana(char32_t c) {
  return (c >= 0x3041 && c <= 0x30FF && c != 0x30FB) || (c >= 0xFF66 && c <= 0xFF9F);
}

// Repeated, they are one sign: —— …… ～～.
bool is_repeatable(char32_t c) {
  return c == 0x2014 || c == 0x2015 || c == 0x2026 || c == 0x2500 || c == 0x22EF || c == U'-' ||
         c == U'.' || c == U'~' || c == 0xFF5E || c == 0xFF0D || c == U'=' || c == U'*';
}

// Joins what is before and behind it, or changes how the sign before it looks.
bool is_sign_modifier(char32_t c) {
  return c == 0x200D || c == 0xFE0E || c == 0xFE0F || (c >= 0x1F3FB && c <= 0x1F3FF);
}

bool is_minus(char32_t c) { return c == U'-' || c == 0xFF0D || c == 0x2212; }

bool is_name_dot(char32_t c) { return c == 0xB7 || c == 0x2022 || c == 0x2027 || c == 0x30FB; }

bool is_ascii_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// True if a letter or digit of either width, or a bracket, stands before `pos`: what follows is no
// sign of a number.
bool is_behind_word(std::string_view text, std::size_t pos) {
  if (pos == 0) return false;
  if (is_ascii_word(text[pos - 1]) || text[pos - 1] == ')') return true;
  if (pos < kHanBytes) return false;
  std::size_t end = 0;
  const std::size_t before = pos - kHanBytes;
  return (digit_at(text, before, end) || latin_at(text, before, end)) && end == pos;
}

bool is_url_byte(char c) {
  return c > ' ' && c < '\x7F' && std::string_view("\"<>\\^`{|}").find(c) == std::string_view::npos;
}

}  // namespace

TextSegmenter::TextSegmenter(const Lexicon& base, const Lexicon* overlay)
    : base_(base), lattice_(base, overlay) {}

void TextSegmenter::append_words(std::string_view text, std::string& out) {
  text_ = text;
  pos_ = 0;
  out_ = &out;
  first_ = true;
  foreign_end_ = text.size() + 1;
  out.reserve(out.size() + text.size() + text.size() / 3 + 1);
  while (pos_ < text_.size()) {
    const char c = text_[pos_];
    const std::size_t begin = pos_;
    std::size_t end = 0;
    if (byte_of(c) >= 0x80) {
      read_high();
    } else if (is_ascii_space(c)) {
      ++pos_;
    } else if (digit_at(text_, pos_, end)) {
      read_number(begin);
    } else if (latin_at(text_, pos_, end)) {
      read_letters(begin);
    } else {
      ++pos_;
      read_sign(begin, static_cast<char32_t>(c));
    }
  }
  out_ = nullptr;
}

void TextSegmenter::read_high() {
  const std::size_t begin = pos_;
  if (run_character(text_, pos_) != 0) return read_han();
  std::size_t end = 0;
  if (digit_at(text_, pos_, end)) return read_number(begin);
  if (latin_at(text_, pos_, end)) return read_letters(begin);
  const char32_t c = peek(pos_, end);
  pos_ = end;
  if (c == kReplacement && end == begin + 1) return read_malformed(begin);
  switch (role_of(c)) {
    case Role::kHan:
      return emit(begin);
    case Role::kWord:
      return read_other_letters(begin, c);
    default:
      return read_sign(begin, c);
  }
}

char32_t TextSegmenter::peek(std::size_t pos, std::size_t& end) const {
  end = pos;
  return decode_utf8(text_, end);
}

void TextSegmenter::emit(std::size_t begin) {
  if (!first_) out_->push_back(' ');
  first_ = false;
  out_->append(text_, begin, pos_ - begin);
}

void TextSegmenter::read_malformed(std::size_t begin) {
  std::size_t end = pos_;
  while (pos_ < text_.size() && byte_of(text_[pos_]) >= 0x80) {
    if (peek(pos_, end) != kReplacement || end != pos_ + 1) break;
    pos_ = end;
  }
  emit(begin);
}

void TextSegmenter::read_number(std::size_t begin) {
  pos_ = number_end(text_, pos_);
  std::size_t end = 0;
  // 5G and 2D are names, whatever their digits.
  if (digit_at(text_, begin, end) && latin_at(text_, pos_, end)) return read_letters(begin);
  emit(begin);
}

void TextSegmenter::read_letters(std::size_t begin) {
  std::size_t end = pos_;
  while (pos_ < text_.size()) {
    if (latin_at(text_, pos_, end) || digit_at(text_, pos_, end)) {
      pos_ = end;
      continue;
    }
    const char c = text_[pos_];
    const bool inside = pos_ > begin && pos_ + 1 < text_.size() && is_ascii_word(text_[pos_ + 1]);
    const std::string_view word = text_.substr(begin, pos_ - begin);
    const bool web = text_.substr(pos_).starts_with("://") || (word == "www" && c == '.');
    if (web) {
      while (pos_ < text_.size() && is_url_byte(text_[pos_])) ++pos_;
      break;
    }
    const bool mail = word.find('@') != std::string_view::npos;
    const bool joins =
        c == '-' || c == '_' || c == '\'' || c == '&' || (c == '@' && !mail) || (c == '.' && mail);
    if (inside && joins) {
      ++pos_;
      continue;
    }
    // Letters with accents, of Greek and of other scripts: β-catenin, naïve.
    if (byte_of(c) < 0x80 || run_character(text_, pos_) != 0) break;
    const char32_t other = peek(pos_, end);
    if (is_kana(other) || role_of(other) != Role::kWord) break;
    pos_ = end;
  }
  emit(begin);
}

void TextSegmenter::read_other_letters(std::size_t begin, char32_t first) {
  if (!is_kana(first)) return read_letters(begin);
  std::size_t end = pos_;
  while (pos_ < text_.size() && is_kana(peek(pos_, end))) pos_ = end;
  emit(begin);
}

void TextSegmenter::read_sign(std::size_t begin, char32_t c) {
  std::size_t end = pos_;
  if (is_minus(c) && !is_behind_word(text_, begin) && digit_at(text_, pos_, end)) {
    return read_number(begin);
  }
  while (pos_ < text_.size()) {
    const char32_t next = peek(pos_, end);
    const bool again = next == c && is_repeatable(c);
    if (!again && !is_sign_modifier(next)) break;
    pos_ = end;
    // A joiner takes the sign behind it along.
    if (next == 0x200D && pos_ < text_.size() && byte_of(text_[pos_]) >= 0xF0) {
      peek(pos_, end);
      pos_ = end;
    }
  }
  emit(begin);
}

void TextSegmenter::collect_run() {
  size_ = 0;
  const char* const text = text_.data();
  for (bool more = true; more;) {
    if (size_ + kBlock > codes_.size()) {
      codes_.resize(2 * codes_.size() + kBlock);
      ends_.resize(codes_.size());
    }
    const std::size_t count = std::min(kBlock, (text_.size() - pos_) / kHanBytes);
    Code* const codes = codes_.data() + size_;
    std::size_t i = 0;
    for (const char* at = text + pos_; i < count; ++i, at += kHanBytes) {
      const char32_t c = run_character(at);
      if (c == 0) break;
      codes[i] = base_.code(c);
    }
    size_ += i;
    pos_ += i * kHanBytes;
    more = i == kBlock;
  }
}

void TextSegmenter::read_han() {
  const std::size_t begin = pos_;
  collect_run();
  // 第 belongs to the digits behind it: 第3.
  std::size_t end = 0;
  const bool ordinal =
      text_.substr(pos_ - kHanBytes, kHanBytes) == "第" && digit_at(text_, pos_, end);
  if (ordinal) --size_;
  if (size_ > 0) {
    lattice_.cut(std::span(codes_).first(size_), std::span(ends_).first(size_));
    append_run(begin);
  }
  if (ordinal) read_number(pos_ - kHanBytes);
}

void TextSegmenter::append_run(std::size_t begin) {
  join_foreign_name(begin);
  if (!first_) out_->push_back(' ');
  first_ = false;
  const std::size_t old = out_->size();
  out_->resize(old + size_ * (kHanBytes + 1));
  char* to = out_->data() + old;
  const char* from = text_.data() + begin;
  std::size_t last_word = 0;
  ends_[size_ - 1] = 0;  // no space behind the last word
  for (std::size_t i = 0; i < size_; ++i, from += kHanBytes) {
    std::memcpy(to, from, kHanBytes);
    to[kHanBytes] = ' ';
    to += kHanBytes + ends_[i];
    if (ends_[i] != 0) last_word = i + 1;
  }
  out_->resize(static_cast<std::size_t>(to - out_->data()));
  if (is_foreign(last_word, size_)) foreign_end_ = begin + size_ * kHanBytes;
}

// Most of the characters do, and there are several: 马克思.
bool TextSegmenter::is_foreign(std::size_t first, std::size_t end) const {
  const std::span<const Character> known = base_.characters();
  std::size_t foreign = 0;
  for (std::size_t i = first; i < end; ++i) {
    if (codes_[i] < known.size() && (known[codes_[i]].flags & kForeign) != 0) ++foreign;
  }
  return end - first > 1 && 2 * foreign > end - first;
}

// 卡尔·马克思 is one word: a dot between two words in characters that spell foreign names.
void TextSegmenter::join_foreign_name(std::size_t begin) {
  std::size_t dot_end = 0;
  if (foreign_end_ >= begin || begin - foreign_end_ > kHanBytes) return;
  if (!is_name_dot(peek(foreign_end_, dot_end)) || dot_end != begin) return;
  std::size_t first_end = 1;
  while (first_end < size_ && ends_[first_end - 1] == 0) ++first_end;
  if (!is_foreign(0, first_end)) return;
  // The dot was written with a space before it; the name's second part follows without one.
  const std::size_t dot = begin - foreign_end_;
  out_->erase(out_->size() - dot - 1, 1);
  first_ = true;
}

}  // namespace horizon::nlp::segment
