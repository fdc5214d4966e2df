#include "crawler/text/date_tokens.h"

#include <array>
#include <charconv>

#include "core/text.h"

namespace horizon::crawler {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char32_t c) {
  return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0xA0 || c == 0x3000;
}
bool is_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 0xC0 && !is_han(c)); }
bool is_dash(char32_t c) { return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212; }

// -1 for what is no numeral; 10, 20 and 30 for the tens.
int numeral(char32_t c) {
  static constexpr std::u32string_view kDigits = U"〇一二三四五六七八九十";
  if (c == U'零' || c == U'○') return 0;
  if (c == U'廿') return 20;
  if (c == U'卅') return 30;
  const std::size_t at = kDigits.find(c);
  return at == std::u32string_view::npos ? -1 : static_cast<int>(at);
}

class Cutter {
 public:
  explicit Cutter(std::string_view text) : text_(text) {}

  DateTokens run() {
    while (pos_ < text_.size()) {
      std::size_t next = pos_;
      const char32_t c = decode_utf8(text_, next);
      if (is_space(c)) {
        spaced_ = true;
        pos_ = next;
        continue;
      }
      take(c, next);
    }
    return std::move(out_);
  }

 private:
  void take(char32_t c, std::size_t next) {
    if (c == '(') return take_comment();
    if (c < 0x80 && is_digit(static_cast<char>(c))) return take_number();
    if (numeral(c) >= 0) return take_numerals();
    if (is_han(c)) return take_han(next);
    if (is_letter(c)) return take_word();
    pos_ = next;
    const std::string mark(1, is_dash(c) ? '-' : (c < 0x80 ? static_cast<char>(c) : ' '));
    if (mark != " ") add({DateToken::Kind::kMark, mark});
  }

  void add(DateToken token) {
    token.spaced = spaced_;
    spaced_ = false;
    out_.tokens.push_back(std::move(token));
  }

  void take_comment() {
    const std::size_t end = std::min(text_.find(')', pos_), text_.size());
    if (out_.comment.empty()) out_.comment = text_.substr(pos_ + 1, end - pos_ - 1);
    pos_ = std::min(end + 1, text_.size());
    spaced_ = true;
  }

  void take_number() {
    const std::size_t begin = pos_;
    while (pos_ < text_.size() && is_digit(text_[pos_])) ++pos_;
    const std::string_view digits = text_.substr(begin, pos_ - begin);
    int value = -1;
    if (digits.size() <= 9) std::from_chars(digits.data(), digits.data() + digits.size(), value);
    add({DateToken::Kind::kNumber, std::string(digits), digits.size(), value});
    for (const std::string_view ending : {"nd", "rd", "st", "th", "er", "º", "ª"}) {
      const std::string_view rest = text_.substr(pos_);
      if (!rest.starts_with(ending)) continue;
      std::size_t behind = ending.size();
      if (rest.size() > behind && is_letter(decode_utf8(rest, behind))) continue;
      pos_ += ending.size();
      return;
    }
  }

  // "二〇二六" digit by digit, "二十二" by tens.
  void take_numerals() {
    int positional = 0, tens = 0, last = 0;
    std::size_t count = 0;
    bool by_tens = false;
    while (pos_ < text_.size()) {
      std::size_t next = pos_;
      const int digit = numeral(decode_utf8(text_, next));
      if (digit < 0 || ++count > 8) break;
      pos_ = next;
      if (digit >= 10) {
        by_tens = true;
        tens = digit == 10 ? 10 * std::max(last, 1) : digit;
        last = 0;
      } else {
        positional = positional * 10 + digit;
        last = digit;
      }
    }
    const int value = by_tens ? tens + last : positional;
    add({DateToken::Kind::kNumber, std::to_string(value), count >= 4 && !by_tens ? count : 2,
         value});
  }

  void take_han(std::size_t next) {
    const std::string_view rest = text_.substr(pos_);
    for (const std::string_view weekday : {"星期", "礼拜", "禮拜", "週", "周"}) {
      if (!rest.starts_with(weekday)) continue;
      pos_ += weekday.size();
      if (pos_ < text_.size()) decode_utf8(text_, pos_);
      return;
    }
    for (const std::string_view word :
         {"上午", "下午", "中午", "凌晨", "早上", "早晨", "清晨", "晚上", "晚间", "傍晚", "午前",
          "午後", "午后", "民國", "民国", "令和", "平成", "昭和"}) {
      if (rest.starts_with(word)) next = pos_ + word.size();
    }
    add({DateToken::Kind::kWord, std::string(text_.substr(pos_, next - pos_))});
    pos_ = next;
  }

  void take_word() {
    const std::size_t begin = pos_;
    for (const std::string_view zone : {"est5edt", "cst6cdt", "mst7mdt", "pst8pdt"}) {
      if (!text_.substr(pos_).starts_with(zone)) continue;
      pos_ += zone.size();
      return add({DateToken::Kind::kWord, std::string(zone)});
    }
    bool place = false;
    while (pos_ < text_.size()) {
      std::size_t next = pos_;
      const char32_t c = decode_utf8(text_, next);
      if (c == '/' && next < text_.size() && text_[next] >= 'a' && text_[next] <= 'z') {
        place = true;
      } else if (!is_letter(c) && !(place && belongs_to_place(text_[pos_]))) {
        break;
      }
      pos_ = next;
    }
    add({DateToken::Kind::kWord, std::string(text_.substr(begin, pos_ - begin))});
  }

  static bool belongs_to_place(char c) { return c == '_' || c == '+' || c == '-' || is_digit(c); }

  std::string_view text_;
  std::size_t pos_ = 0;
  bool spaced_ = false;
  DateTokens out_;
};

}  // namespace

DateTokens cut_date(std::string_view folded) { return Cutter(folded).run(); }

}  // namespace horizon::crawler
