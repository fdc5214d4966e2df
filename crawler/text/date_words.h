// The words of dates: months, weekdays, halves of the day and time zones, in the languages whose
// publishers write them out. All words are given folded (fold_date_text).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace horizon::crawler {

// Lower case without accents, full-width forms as ASCII; "a.m." and the like as one word. Malformed
// UTF-8 becomes U+FFFD.
std::string fold_date_text(std::string_view text);

// 1 to 12 for the name of a month or its beginning of three letters or more, if all languages
// agree on it; 0 for anything else.
int month_of_word(std::string_view word);

// True for beginnings of months that are weekdays in another language ("mar" is Tuesday in French).
bool may_be_weekday(std::string_view word);

// 1 (Monday) to 7, for English names and their beginnings; 0 for anything else.
int weekday_of_word(std::string_view word);

enum class DayHalf { kNone, kMorning, kAfternoon };
DayHalf day_half_of_word(std::string_view word);

// Minutes east of UTC: abbreviations of civil time, RFC 822's military letters (in its sense: A is
// one hour west), and names of the tz database ("europe/brussels") at the given day.
struct ZoneTime {
  int year, month, day, hour, minute;
};
std::optional<int> zone_of_word(std::string_view word);
std::optional<int> zone_of_place(std::string_view name, const ZoneTime& local);

}  // namespace horizon::crawler
