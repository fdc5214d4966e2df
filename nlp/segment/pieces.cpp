#include "nlp/segment/pieces.h"

#include <algorithm>

#include "core/text.h"
#include "nlp/segment/lexicon.h"
#include "nlp/segment/number.h"
#include "nlp/unicode.h"

namespace horizon::nlp::segment {
namespace {

using Kind = Piece::Kind;

constexpr char32_t kReplacement = 0xFFFD;
constexpr char32_t kJoiner = 0x200D;
// Characters of a run that are read between two looks at the memory for them.
constexpr std::size_t kBlock = 64;
// What has neither white space nor a stop is read in parts that many times as large as usual.
constexpr std::size_t kMaxBatch = 64;

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
  return c == kJoiner || c == 0xFE0E || c == 0xFE0F || (c >= 0x1F3FB && c <= 0x1F3FF);
}

bool is_minus(char32_t c) { return c == U'-' || c == 0xFF0D || c == 0x2212; }

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

bool PieceReader::read(std::size_t enough, PieceBatch& batch) {
  batch_ = &batch;
  batch.pieces.clear();
  batch.character_count = 0;
  bool stop = false;
  while (pos_ < text_.size() && !stop) {
    const std::size_t count = batch.pieces.size() + batch.character_count;
    if (is_ascii_space(text_[pos_])) {
      ++pos_;
      stop = count >= enough;
      continue;
    }
    const std::size_t begin = pos_;
    const Kind kind = read_piece();
    batch.pieces.push_back({begin, pos_ - begin, kind});
    stop =
        count >= enough && (count >= kMaxBatch * enough ||
                            (kind == Kind::kOther && is_stop(text_.substr(begin, pos_ - begin))));
  }
  return !batch.pieces.empty();
}

Kind PieceReader::read_piece() {
  const std::size_t begin = pos_;
  const char c = text_[pos_];
  if (byte_of(c) >= 0x80) return read_high();
  std::size_t end = 0;
  if (digit_at(text_, pos_, end)) return read_number(begin);
  if (latin_at(text_, pos_, end)) return read_letters(begin);
  ++pos_;
  return read_sign(begin, static_cast<char32_t>(c));
}

Kind PieceReader::read_high() {
  const std::size_t begin = pos_;
  if (begin == ordinal_) {
    pos_ += kHanBytes;
    return read_number(begin);
  }
  if (run_character(text_, pos_) != 0) return read_han();
  std::size_t end = 0;
  if (digit_at(text_, pos_, end)) return read_number(begin);
  if (latin_at(text_, pos_, end)) return read_letters(begin);
  const char32_t c = peek(pos_, end);
  pos_ = end;
  if (c == kReplacement && end == begin + 1) return read_malformed();
  if (is_kana(c)) return read_kana();
  switch (role_of(c)) {
    case Role::kHan:
      return Kind::kOther;
    case Role::kWord:
      return read_letters(begin);
    default:
      return read_sign(begin, c);
  }
}

char32_t PieceReader::peek(std::size_t pos, std::size_t& end) const {
  end = pos;
  return decode_utf8(text_, end);
}

Kind PieceReader::read_malformed() {
  std::size_t end = pos_;
  while (pos_ < text_.size() && byte_of(text_[pos_]) >= 0x80) {
    if (peek(pos_, end) != kReplacement || end != pos_ + 1) break;
    pos_ = end;
  }
  return Kind::kOther;
}

Kind PieceReader::read_number(std::size_t begin) {
  pos_ = number_end(text_, pos_);
  std::size_t end = 0;
  // 5G and 2D are names, whatever their digits.
  if (digit_at(text_, begin, end) && latin_at(text_, pos_, end)) return read_letters(begin);
  return Kind::kWord;
}

// What joins letters and digits to one word, or ends the word as an address; false at neither.
bool PieceReader::skip_joint(std::size_t begin) {
  const char c = text_[pos_];
  const std::string_view word = text_.substr(begin, pos_ - begin);
  if (text_.substr(pos_).starts_with("://") || (word == "www" && c == '.')) {
    while (pos_ < text_.size() && is_url_byte(text_[pos_])) ++pos_;
    return false;
  }
  const bool inside = pos_ > begin && pos_ + 1 < text_.size() && is_ascii_word(text_[pos_ + 1]);
  // One @ makes the points behind it a part of the address.
  const auto is_mail = [&word] { return word.find('@') != std::string_view::npos; };
  const bool joins = c == '-' || c == '_' || c == '\'' || c == '&' || (c == '@' && !is_mail()) ||
                     (c == '.' && is_mail());
  if (inside && joins) {
    ++pos_;
    return true;
  }
  // Letters with accents, of Greek and of other scripts: β-catenin, naïve.
  if (byte_of(c) < 0x80 || run_character(text_, pos_) != 0) return false;
  std::size_t end = pos_;
  const char32_t other = peek(pos_, end);
  if (is_kana(other) || role_of(other) != Role::kWord) return false;
  pos_ = end;
  return true;
}

Kind PieceReader::read_letters(std::size_t begin) {
  std::size_t end = pos_;
  while (pos_ < text_.size()) {
    if (latin_at(text_, pos_, end) || digit_at(text_, pos_, end)) {
      pos_ = end;
    } else if (!skip_joint(begin)) {
      break;
    }
  }
  return Kind::kWord;
}

Kind PieceReader::read_kana() {
  std::size_t end = pos_;
  while (pos_ < text_.size() && is_kana(peek(pos_, end))) pos_ = end;
  return Kind::kOther;
}

Kind PieceReader::read_sign(std::size_t begin, char32_t c) {
  std::size_t end = pos_;
  if (is_minus(c) && !is_behind_word(text_, begin) && digit_at(text_, pos_, end)) {
    return read_number(begin);
  }
  while (pos_ < text_.size()) {
    // Most often an ideograph or a letter follows.
    if (is_ascii_word(text_[pos_]) || run_character(text_, pos_) != 0) break;
    const char32_t next = peek(pos_, end);
    const bool again = next == c && is_repeatable(c);
    if (!again && !is_sign_modifier(next)) break;
    pos_ = end;
    // A joiner takes the sign behind it along.
    if (next == kJoiner && pos_ < text_.size() && byte_of(text_[pos_]) >= 0xF0) {
      peek(pos_, end);
      pos_ = end;
    }
  }
  return Kind::kOther;
}

Kind PieceReader::read_han() {
  const std::size_t begin = pos_;
  collect_run();
  // 第 belongs to the digits behind it: 第3.
  std::size_t end = 0;
  if (batch_->characters[batch_->character_count - 1] != u'第' || !digit_at(text_, pos_, end)) {
    return Kind::kHan;
  }
  --batch_->character_count;
  if (pos_ - begin == kHanBytes) return read_number(begin);
  pos_ -= kHanBytes;
  ordinal_ = pos_;
  return Kind::kHan;
}

void PieceReader::collect_run() {
  std::vector<char16_t>& characters = batch_->characters;
  std::size_t& used = batch_->character_count;
  for (bool more = true; more;) {
    if (used + kBlock > characters.size()) characters.resize(2 * characters.size() + kBlock);
    const std::size_t count = std::min(kBlock, (text_.size() - pos_) / kHanBytes);
    char16_t* const to = characters.data() + used;
    const char* at = text_.data() + pos_;
    std::size_t i = 0;
    for (; i < count; ++i, at += kHanBytes) {
      const char32_t c = run_character(at);
      if (c == 0) break;
      to[i] = static_cast<char16_t>(c);
    }
    used += i;
    pos_ += i * kHanBytes;
    more = i == kBlock;
  }
}

bool is_stop(std::string_view sign) {
  if (sign.size() == 1) return sign[0] == ',' || sign[0] == ';';
  return sign.size() == kHanBytes && (sign == "，" || sign == "。" || sign == "；");
}

bool is_name_dot(std::string_view text, const Piece& piece) {
  std::size_t end = piece.begin;
  const char32_t c = decode_utf8(text, end);
  return end == piece.end() && (c == 0xB7 || c == 0x2022 || c == 0x2027 || c == 0x30FB);
}

}  // namespace horizon::nlp::segment
