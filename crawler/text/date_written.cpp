#include "crawler/text/date_written.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <vector>

#include "core/text.h"
#include "crawler/text/date_tokens.h"
#include "crawler/text/date_words.h"

namespace horizon::crawler {
namespace {

using Kind = DateToken::Kind;

bool is_calendar_day(int year, int month, int day) {
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 &&
         std::chrono::year_month_day{std::chrono::year{year},
                                     std::chrono::month{static_cast<unsigned>(month)},
                                     std::chrono::day{static_cast<unsigned>(day)}}
             .ok();
}

// 1 for Monday.
int weekday_of(int year, int month, int day) {
  const std::chrono::weekday weekday{std::chrono::sys_days{std::chrono::year_month_day{
      std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
      std::chrono::day{static_cast<unsigned>(day)}}}};
  return static_cast<int>(weekday.iso_encoding());
}

class WrittenDate {
 public:
  explicit WrittenDate(DateTokens cut) : tokens_(std::move(cut.tokens)), comment_(cut.comment) {
    used_.resize(tokens_.size());
  }

  std::optional<DateFields> read() {
    // Without a number it is no date: most texts that are asked about have none.
    const bool number = std::any_of(tokens_.begin(), tokens_.end(), [](const DateToken& token) {
      return token.kind == Kind::kNumber;
    });
    if (!number || is_mark(0, '-') || is_mark(0, '+')) return std::nullopt;
    read_words();
    read_marked_numbers();
    read_clock();
    read_zone();
    if (!read_date()) return std::nullopt;
    apply_half();
    apply_zone();
    return fields_;
  }

 private:
  bool is_number(std::size_t i) const {
    return i < tokens_.size() && !used_[i] && tokens_[i].kind == Kind::kNumber;
  }
  bool is_word(std::size_t i) const { return i < tokens_.size() && tokens_[i].kind == Kind::kWord; }
  bool is_mark(std::size_t i, char mark) const {
    return i < tokens_.size() && tokens_[i].kind == Kind::kMark && tokens_[i].text[0] == mark;
  }
  bool touches(std::size_t i) const { return i < tokens_.size() && !tokens_[i].spaced; }
  bool is_clock_field(std::size_t i) const { return is_number(i) && tokens_[i].digits <= 2; }

  void read_words() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (!is_word(i)) continue;
      const std::string& word = tokens_[i].text;
      if (weekday_ == 0) weekday_ = weekday_of_word(word);
      const int month = month_of_word(word);
      const bool overrules = month_ != 0 && month_may_be_weekday_;
      if (month != 0 && (month_ == 0 || overrules)) {
        month_ = month;
        month_may_be_weekday_ = may_be_weekday(word);
      }
      if (const DayHalf half = day_half_of_word(word); half != DayHalf::kNone) half_ = half;
      for (const std::string_view korean : {"년", "월", "일", "시", "오전", "오후"}) {
        if (word == korean) korean_ = true;
      }
    }
  }

  // Numbers that the character behind them names: "2026年", "5월", "7时".
  void read_marked_numbers() {
    for (std::size_t i = 0; i + 1 < tokens_.size(); ++i) {
      if (!is_number(i) || !is_word(i + 1)) continue;
      const std::string& name = tokens_[i + 1].text;
      int* field = nullptr;
      if (name == "年" || name == "년") field = &marked_year_;
      if (name == "月" || name == "월") field = &fields_.month;
      if (name == "日" || name == "일" || name == "号" || name == "號") field = &fields_.day;
      if (name == "时" || name == "時" || name == "点" || name == "點" || name == "시") {
        field = &marked_hour_;
      }
      if (name == "分" || name == "분") field = &fields_.minute;
      if (name == "秒" || name == "초") field = &fields_.second;
      if (field == nullptr) continue;
      *field = tokens_[i].value;
      used_[i] = true;
      if (field == &marked_year_) fields_.year = year_of_era(i);
      if (field == &marked_hour_) {
        fields_.hour = marked_hour_;
        if (is_word(i + 2) && tokens_[i + 2].text == "半") fields_.minute = 30;
        clock_end_ = i + 2;
      }
    }
  }

  // The Republic of China counts from 1912, Japan by the emperor's reign.
  int year_of_era(std::size_t i) const {
    static constexpr std::array<std::pair<std::string_view, int>, 5> kEras = {
        {{"民國", 1911}, {"民国", 1911}, {"令和", 2018}, {"平成", 1988}, {"昭和", 1925}}};
    const int value = tokens_[i].value;
    for (const auto& [era, zero] : kEras) {
      if (i > 0 && is_word(i - 1) && tokens_[i - 1].text == era) return zero + value;
    }
    if (tokens_[i].digits == 3) return value + 1911;
    return full_year(value, tokens_[i].digits);
  }

  void read_clock() {
    if (fields_.hour) return;
    for (std::size_t i = 0; i + 2 < tokens_.size(); ++i) {
      const bool clock = is_clock_field(i) && is_mark(i + 1, ':') && touches(i + 1) &&
                         is_clock_field(i + 2) && touches(i + 2);
      if (!clock || is_offset(i)) continue;
      const bool midnight = fields_.hour && *fields_.hour + fields_.minute + fields_.second == 0;
      const std::size_t end = take_clock(i, !fields_.hour || midnight);
      i = end - 1;
    }
    if (!fields_.hour) read_hour_by_word();
  }

  // "+08:00", and "-08:00" behind a time or the name of a zone.
  bool is_offset(std::size_t i) const {
    if (i == 0 || !touches(i)) return false;
    const bool zone = i > 1 && is_word(i - 2) && zone_of_word(tokens_[i - 2].text).has_value();
    return is_mark(i - 1, '+') || (is_mark(i - 1, '-') && (fields_.hour || zone));
  }

  std::size_t take_clock(std::size_t i, bool keep) {
    const int hour = tokens_[i].value, minute = tokens_[i + 2].value;
    int second = 0;
    std::size_t end = i + 3;
    if (is_mark(end, ':') && is_clock_field(end + 1) && touches(end + 1)) {
      second = tokens_[end + 1].value;
      end += 2;
    }
    const bool fraction = is_mark(end, '.') || is_mark(end, ',') || is_mark(end, ':');
    if (fraction && is_number(end + 1) && touches(end) && touches(end + 1)) end += 2;
    for (std::size_t at = i; at < end; ++at) used_[at] = true;
    if (!keep) return end;
    fields_.hour = hour;
    fields_.minute = minute;
    fields_.second = second;
    clock_end_ = end;
    return end;
  }

  // "7 pm", "15h54", "15 Uhr".
  void read_hour_by_word() {
    for (std::size_t i = 0; i + 1 < tokens_.size(); ++i) {
      if (!is_clock_field(i) || !is_word(i + 1)) continue;
      const std::string& word = tokens_[i + 1].text;
      const bool h = word == "h" || word == "uhr" || word == "ч";
      if (!h && day_half_of_word(word) == DayHalf::kNone) continue;
      fields_.hour = tokens_[i].value;
      used_[i] = true;
      clock_end_ = i + 2;
      if (h && is_clock_field(i + 2)) {
        fields_.minute = tokens_[i + 2].value;
        used_[i + 2] = true;
        clock_end_ = i + 3;
      }
      return;
    }
  }

  void read_zone() {
    if (fields_.hour) {
      read_zone_at(clock_end_);
    }
    if (!offset_ && place_.empty()) read_zone_at_end();
    if (offset_ || !place_.empty() || comment_.empty()) return;
    const bool universal = comment_.starts_with("utc") || comment_.starts_with("gmt");
    const bool zone = fields_.hour && comment_.size() > 2 && zone_of_word(comment_);
    if (!universal && !zone) return;
    WrittenDate comment(cut_date(comment_));
    comment.read_zone_at(0);
    offset_ = comment.offset_;
  }

  void read_zone_at(std::size_t i) {
    while (is_mark(i, ',') || is_mark(i, ';') || is_mark(i, ':') ||
           (is_word(i) && day_half_of_word(tokens_[i].text) != DayHalf::kNone)) {
      ++i;
    }
    if (is_word(i)) {
      offset_ = zone_of_word(tokens_[i].text);
      if (tokens_[i].text.find_first_of("/0123456789") != std::string::npos) {
        place_ = tokens_[i].text;
      }
      ++i;
    }
    const std::size_t sign = i;
    while (is_mark(i, '+') || is_mark(i, '-')) ++i;
    if (i > sign && is_number(i) && touches(i)) return take_offset(i - 1);
    if (is_number(i) && tokens_[i].value == 0 && (tokens_[i].digits == 4 || i == sign)) {
      if (tokens_[i].digits == 4 || i + 1 == tokens_.size()) used_[i] = true;  // "07:00:00 0000"
    }
  }

  // After a date without a time: "26 Sep 2022 GMT", "22.11.2026 +0100".
  void read_zone_at_end() {
    const std::size_t last = tokens_.size() - 1;
    if (is_word(last) && tokens_[last].text.size() > 1) return read_zone_at(last);
    for (std::size_t i = tokens_.size(); i-- > 1;) {
      const bool sign = (is_mark(i, '+') || is_mark(i, '-')) && tokens_[i].spaced;
      if (!sign || !is_number(i + 1) || !touches(i + 1)) continue;
      const bool offset = tokens_[i + 1].digits == 4 || is_mark(i + 2, ':');
      if (offset) take_offset(i);
      return;
    }
  }

  void take_offset(std::size_t sign) {
    const std::size_t i = sign + 1;
    std::optional<int> minutes;
    used_[i] = true;
    if (is_mark(i + 1, ':') && is_clock_field(i + 2) && touches(i + 2) && tokens_[i].digits <= 2) {
      used_[i + 2] = true;
      if (tokens_[i + 2].value <= 59) minutes = tokens_[i].value * 60 + tokens_[i + 2].value;
    } else {
      minutes = offset_of_digits(tokens_[i].value, tokens_[i].digits);
    }
    constexpr int kImpossible = 100 * 60;  // to_text_date refuses it
    offset_ = minutes.value_or(kImpossible) * (is_mark(sign, '-') ? -1 : 1);
  }

  bool read_date() {
    std::vector<std::size_t> numbers;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (is_number(i)) numbers.push_back(i);
    }
    if (fields_.year != 0) return numbers.empty() && fields_.year > 0;
    if (fields_.month != 0 || fields_.day != 0) return false;  // "11月22日"
    if (numbers.size() == 1 && tokens_[numbers[0]].digits >= 8) return read_joined(numbers[0]);
    if (!fields_.hour) take_dotted_clock(month_ != 0 ? 2 : 3, numbers);
    if (month_ != 0) return read_with_month(std::move(numbers));
    if (numbers.size() == 3) return read_three(numbers);
    return read_one_or_two(numbers);
  }

  // "20261122", "202611220700", "20261122070000".
  bool read_joined(std::size_t i) {
    const std::string& text = tokens_[i].text;
    if (text.size() != 8 && ((text.size() != 12 && text.size() != 14) || fields_.hour)) {
      return false;
    }
    const auto number = [&](std::size_t at, std::size_t size) {
      int value = 0;
      for (const char c : text.substr(at, size)) value = value * 10 + (c - '0');
      return value;
    };
    fields_.year = number(0, 4);
    fields_.month = number(4, 2);
    fields_.day = number(6, 2);
    if (text.size() == 8) return fields_.month != 0 && fields_.day != 0;
    fields_.hour = number(8, 2);
    fields_.minute = number(10, 2);
    if (text.size() == 14) fields_.second = number(12, 2);
    return fields_.month != 0 && fields_.day != 0;
  }

  bool read_with_month(std::vector<std::size_t> numbers) {
    fields_.month = month_;
    // An hour alone, known by the offset behind it: "22 Nov 2026 15 -0700".
    if (numbers.size() == 3 && !fields_.hour && offset_ && tokens_[numbers[2]].digits <= 2) {
      fields_.hour = tokens_[numbers[2]].value;
      numbers.pop_back();
    }
    if (numbers.empty() || numbers.size() > 2) return false;
    const DateToken& first = tokens_[numbers[0]];
    if (numbers.size() == 1) {
      fields_.year = first.value;
      return first.digits == 4;
    }
    const DateToken& second = tokens_[numbers[1]];
    const bool year_first = first.digits == 4 || (first.value > 31 && second.value <= 31);
    const DateToken& year = year_first ? first : second;
    const DateToken& day = year_first ? second : first;
    if (day.digits > 2 || year.digits < 2 || year.digits > 4) return false;
    fields_.year = full_year(year.value, year.digits);
    fields_.day = day.value;
    return fields_.day != 0;
  }

  // "22.11.2026 19.48", "22 Nov 2026 19.48.30": `date_size` numbers are the date.
  void take_dotted_clock(std::size_t date_size, std::vector<std::size_t>& numbers) {
    const std::size_t size = numbers.size() - std::min(numbers.size(), date_size);
    if (size < 2 || size > 3) return;
    for (std::size_t i = date_size; i < numbers.size(); ++i) {
      const bool dotted = i == date_size || (numbers[i] == numbers[i - 1] + 2 &&
                                             is_mark(numbers[i] - 1, '.') && touches(numbers[i]));
      if (!dotted || !is_clock_field(numbers[i])) return;
    }
    fields_.hour = tokens_[numbers[date_size]].value;
    fields_.minute = tokens_[numbers[date_size + 1]].value;
    if (size == 3) fields_.second = tokens_[numbers[date_size + 2]].value;
    numbers.resize(date_size);
  }

  bool set(int year, int month, int day) {
    if (!is_calendar_day(year, month, day)) return false;
    fields_.year = year;
    fields_.month = month;
    fields_.day = day;
    return true;
  }

  bool read_three(const std::vector<std::size_t>& numbers) {
    const DateToken &a = tokens_[numbers[0]], &b = tokens_[numbers[1]], &c = tokens_[numbers[2]];
    if (b.digits > 2 || (a.digits > 2 && c.digits > 2)) return false;
    if (a.digits == 4) return set(a.value, b.value, c.value);
    const char mark = is_mark(numbers[0] + 1, '/') ? '/' : is_mark(numbers[0] + 1, '-') ? '-' : '.';
    if (a.digits > 2 || c.digits == 3 || c.digits > 4) return false;
    const bool short_last = c.digits == 1;
    const int first_year = full_year(a.value, 2);
    const bool year_first =
        a.digits == 2 ? mark == '-' || short_last || a.value > 31 : mark == '-' && short_last;
    if (c.digits <= 2 && year_first) {
      if (set(first_year, b.value, c.value)) return true;
    }
    if (short_last) return false;
    return set_by_order(mark, full_year(c.value, c.digits), a.value, b.value);
  }

  bool set_by_order(char mark, int year, int first, int second) {
    const bool us = is_calendar_day(year, first, second);
    const bool european = is_calendar_day(year, second, first);
    bool month_first = mark == '/' ? us : !european;
    if (us && european && weekday_ != 0 && first != second) {
      const bool us_day = weekday_of(year, first, second) == weekday_;
      const bool european_day = weekday_of(year, second, first) == weekday_;
      if (us_day != european_day) month_first = us_day;
    }
    return month_first ? set(year, first, second) : set(year, second, first);
  }

  // "2026", "2026/11", "11/2026".
  bool read_one_or_two(const std::vector<std::size_t>& numbers) {
    if (fields_.hour || numbers.empty() || numbers.size() > 2) return false;
    const DateToken& a = tokens_[numbers[0]];
    if (numbers.size() == 1) {
      fields_.year = a.value;
      return a.digits == 4;
    }
    const DateToken& b = tokens_[numbers[1]];
    const bool year_first = a.digits == 4;
    fields_.year = year_first ? a.value : b.value;
    fields_.month = year_first ? b.value : a.value;
    const bool sized = year_first ? b.digits <= 2 : (b.digits == 4 && a.digits <= 2);
    return sized && fields_.month >= 1 && numbers[1] == numbers[0] + 2 &&
           tokens_[numbers[0] + 1].kind != DateToken::Kind::kWord;
  }

  void apply_half() {
    if (!fields_.hour) return;
    if (half_ == DayHalf::kAfternoon && *fields_.hour < 12) fields_.hour = *fields_.hour + 12;
    if (half_ == DayHalf::kMorning && *fields_.hour == 12) fields_.hour = 0;
  }

  void apply_zone() {
    if (!place_.empty()) {
      offset_ = zone_of_place(place_, {fields_.year, fields_.month, fields_.day,
                                       fields_.hour.value_or(0), fields_.minute});
    }
    if (!offset_ && korean_) offset_ = 9 * 60;
    fields_.offset_minutes = offset_;
  }

  std::vector<DateToken> tokens_;
  std::string comment_;
  std::vector<bool> used_;
  DateFields fields_;
  int month_ = 0, weekday_ = 0, marked_year_ = 0, marked_hour_ = 0;
  bool month_may_be_weekday_ = false, korean_ = false;
  DayHalf half_ = DayHalf::kNone;
  std::size_t clock_end_ = 0;
  std::optional<int> offset_;
  std::string place_;
};

}  // namespace

std::optional<DateFields> parse_written_date(std::string_view text) {
  constexpr std::size_t kMostTokens = 40;
  DateTokens cut = cut_date(fold_date_text(text));
  if (cut.tokens.size() > kMostTokens) return std::nullopt;
  return WrittenDate(std::move(cut)).read();
}

}  // namespace horizon::crawler
