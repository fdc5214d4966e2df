#include <algorithm>
#include <array>
#include <chrono>
#include <string>

#include "crawler/text/date_fields.h"

namespace horizon::crawler {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The letters of a form take digits: y year, m month, d day, o day of the year, w week, k day of
// the week, c century. Anything else stands for itself.
struct Form {
  std::string_view shape;
};

// A longer form comes before one that is its beginning; the first that fits and is followed by a
// time, a zone or nothing is taken.
constexpr std::array kForms = {
    Form{"yyyy-mm-dd"}, Form{"yyyymmdd"}, Form{"yyyy-Www-k"}, Form{"yyyyWwwk"}, Form{"yyyy-Www"},
    Form{"yyyyWww"},    Form{"yyyy-ooo"}, Form{"yyyyooo"},    Form{"yyyy-mm"},  Form{"yy-mm-dd"},
    Form{"yymmdd"},     Form{"yyyymm"},   Form{"yy-ooo"},     Form{"yyooo"},    Form{"yyyy"},
    Form{"-yy-mm"},     Form{"-yymm"},    Form{"-yy"},        Form{"cc"},       Form{"yyyy:mm:dd"},
};

struct Numbers {
  std::array<int, 128> of{};
  int& operator[](char letter) { return of.at(static_cast<unsigned char>(letter)); }
};

bool read_shape(std::string_view shape, std::string_view text, Numbers& numbers) {
  if (text.size() < shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const char letter = shape[i];
    if (letter >= 'a' && letter <= 'z') {
      if (!is_digit(text[i])) return false;
      numbers[letter] = numbers[letter] * 10 + (text[i] - '0');
    } else if (text[i] != letter && !(letter == 'W' && text[i] == 'w')) {
      return false;
    }
  }
  return true;
}

void set_day(std::chrono::sys_days day, DateFields& out) {
  const std::chrono::year_month_day date{day};
  out.year = static_cast<int>(date.year());
  out.month = static_cast<int>(static_cast<unsigned>(date.month()));
  out.day = static_cast<int>(static_cast<unsigned>(date.day()));
}

bool set_ordinal(int year, int ordinal, DateFields& out) {
  const int days = std::chrono::year{year}.is_leap() ? 366 : 365;
  if (ordinal < 1 || ordinal > days) return false;
  set_day(std::chrono::sys_days{std::chrono::year{year} / 1 / 1} + std::chrono::days(ordinal - 1),
          out);
  return true;
}

// ISO 8601, 5.2.3: week 1 has the year's 4 January; a week without a day is its Monday.
bool set_week(int year, int week, int weekday, DateFields& out) {
  const auto fourth = [](int y) { return std::chrono::sys_days{std::chrono::year{y} / 1 / 4}; };
  const auto monday = [&](int y) {
    const std::chrono::weekday day{fourth(y)};
    return fourth(y) - std::chrono::days(static_cast<int>(day.iso_encoding()) - 1);
  };
  const auto day = monday(year) + std::chrono::weeks(week - 1) + std::chrono::days(weekday - 1);
  if (week < 1 || weekday < 1 || weekday > 7) return false;
  if (day - std::chrono::days(weekday - 1) >= monday(year + 1)) return false;
  set_day(day, out);
  return true;
}

// Century 21 begins with 2001; others than the last few are numbers, not centuries.
bool set_century(int century, DateFields& out) {
  if (century < 17 || century > 21) return false;
  out.year = (century - 1) * 100 + 1;
  return true;
}

bool set_date(std::string_view shape, Numbers& numbers, DateFields& out) {
  const auto has = [&](char letter) { return shape.find(letter) != std::string_view::npos; };
  if (has('c')) return set_century(numbers['c'], out);
  const bool four = shape.starts_with("yyyy");
  const int year = four ? numbers['y'] : full_year(numbers['y'], 2);
  if (year < 1) return false;
  if (has('o')) return set_ordinal(year, numbers['o'], out);
  if (has('w')) return set_week(year, numbers['w'], has('k') ? numbers['k'] : 1, out);
  out.year = year;
  out.month = numbers['m'];
  out.day = numbers['d'];
  return (!has('m') || (out.month >= 1 && out.month <= 12)) &&
         (!has('d') || (out.day >= 1 && out.day <= 31));
}

// Reads one or two digits at least, two wherever they are there.
std::optional<int> take_two(std::string_view& text) {
  if (text.size() < 2 || !is_digit(text[0]) || !is_digit(text[1])) return std::nullopt;
  const int value = (text[0] - '0') * 10 + (text[1] - '0');
  text.remove_prefix(2);
  return value;
}

void skip_fraction(std::string_view& text) {
  if (text.size() < 2 || (text[0] != '.' && text[0] != ',') || !is_digit(text[1])) return;
  text.remove_prefix(1);
  while (!text.empty() && is_digit(text[0])) text.remove_prefix(1);
}

// "hh[[:]mm[[:]ss[.f]]]"; fractions of seconds are dropped, those of hours and minutes are not
// known here.
bool take_time(std::string_view& text, DateFields& out) {
  const auto hour = take_two(text);
  if (!hour) return false;
  out.hour = *hour;
  const bool extended = text.starts_with(':');
  for (int* const field : {&out.minute, &out.second}) {
    std::string_view rest = text;
    if (extended && !rest.starts_with(':')) return true;
    if (extended) rest.remove_prefix(1);
    const auto value = take_two(rest);
    if (!value) return true;
    *field = *value;
    text = rest;
  }
  skip_fraction(text);
  return true;
}

bool take_zone(std::string_view& text, DateFields& out) {
  if (text.empty()) return true;
  if (text == "Z" || text == "z") {
    out.offset_minutes = 0;
    return true;
  }
  const bool west = text[0] == '-';
  if (!west && text[0] != '+') return false;
  text.remove_prefix(1);
  const auto hours = take_two(text);
  if (!hours) return false;
  if (text.starts_with(':')) text.remove_prefix(1);
  const auto minutes = text.empty() ? std::optional<int>(0) : take_two(text);
  if (text == "Z" || text == "z") text.remove_prefix(1);  // "-05:00Z"
  if (!minutes || *minutes > 59 || !text.empty()) return false;
  out.offset_minutes = (west ? -1 : 1) * (*hours * 60 + *minutes);
  return true;
}

bool read_rest(std::string_view rest, DateFields& out) {
  if (rest.empty()) return true;
  const bool marked = rest[0] == 'T' || rest[0] == 't' || rest[0] == ' ' || rest[0] == '_';
  if (marked) {
    rest.remove_prefix(1);
    if (!take_time(rest, out)) return false;
  } else if (out.day == 0) {
    return false;
  }
  while (rest.starts_with(' ')) rest.remove_prefix(1);
  return take_zone(rest, out);
}

}  // namespace

std::optional<DateFields> parse_iso8601(std::string_view text) {
  for (const Form& form : kForms) {
    Numbers numbers;
    if (!read_shape(form.shape, text, numbers)) continue;
    const std::string_view rest = text.substr(form.shape.size());
    if (!rest.empty() && is_digit(rest[0])) continue;
    DateFields out;
    if (set_date(form.shape, numbers, out) && read_rest(rest, out)) return out;
  }
  return std::nullopt;
}

}  // namespace horizon::crawler
