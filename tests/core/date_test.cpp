#include "core/date.h"

#include <gtest/gtest.h>

namespace horizon {
namespace {

TEST(ParseIsoDate, KeepsThePrecisionThatWasStated) {
  const struct {
    const char* text;
    const char* expected;
  } cases[] = {
      {"2026-11-22", "2026-11-22"},
      {"2026-11", "2026-11"},
      {"2026", "2026"},
      {"2026-11-22T05:36:42Z", "2026-11-22"},
      {"2026-11-22 05:36", "2026-11-22"},
      {"2026-11-22T01:00:00+08:00", "2026-11-21"},
      {"2026-11-22T23:30:00.123-0500", "2026-11-23"},
      {"2024-02-29", "2024-02-29"},
  };
  for (const auto& c : cases) {
    const auto date = parse_iso_date(c.text);
    ASSERT_TRUE(date) << c.text;
    EXPECT_EQ(format_date(*date), c.expected) << c.text;
  }
}

TEST(ParseIsoDate, RefusesWhatIsNoDate) {
  for (const char* text :
       {"", "abc", "2026-13", "2026-02-30", "2023-02-29", "0000-01-01", "1499", "2201", "2026-1-1",
        "20261122", "2026-11-22x", "2026-11-22T25:00", "2026-11-22T10:61", "-026", "2026-",
        "2026-11-", "2026-11-22T10:00+99:00", "2026-00-10", "2026-11-00"}) {
    EXPECT_FALSE(parse_iso_date(text)) << text;
  }
}

TEST(Period, IsoWeeksBelongToTheYearOfTheirThursday) {
  const struct {
    const char* day;
    const char* week;
  } cases[] = {{"2026-11-22", "2026-W47"},
               {"2021-01-03", "2020-W53"},
               {"2018-12-31", "2019-W01"},
               {"2026-01-01", "2026-W01"},
               {"2027-01-01", "2026-W53"}};
  for (const auto& c : cases) {
    const Day day = parse_iso_date(c.day)->day;
    EXPECT_EQ(format_period(period_of(day, Granularity::kWeek)), c.week) << c.day;
  }
}

TEST(Period, EndsWhereTheNextBegins) {
  const Day day = parse_iso_date("2024-02-29")->day;
  const struct {
    Granularity granularity;
    const char* name;
    const char* end;
  } cases[] = {{Granularity::kWeek, "2024-W09", "2024-03-04"},
               {Granularity::kMonth, "2024-02", "2024-03-01"},
               {Granularity::kQuarter, "2024Q1", "2024-04-01"},
               {Granularity::kYear, "2024", "2025-01-01"}};
  for (const auto& c : cases) {
    const Period period = period_of(day, c.granularity);
    EXPECT_EQ(format_period(period), c.name);
    EXPECT_EQ(format_day(end_of(period)), c.end) << c.name;
    EXPECT_EQ(next(period).begin, end_of(period));
  }
}

TEST(Fits, ACoarseDateFitsOnlyPeriodsAtLeastAsLong) {
  EXPECT_TRUE(fits(Precision::kYear, Granularity::kYear));
  EXPECT_FALSE(fits(Precision::kYear, Granularity::kQuarter));
  EXPECT_TRUE(fits(Precision::kMonth, Granularity::kQuarter));
  EXPECT_FALSE(fits(Precision::kMonth, Granularity::kWeek));
  EXPECT_TRUE(fits(Precision::kDay, Granularity::kWeek));
}

TEST(Format, InstantIsUtc) {
  EXPECT_EQ(format_instant(Instant(std::chrono::seconds(1795325802))), "2026-11-22T05:36:42Z");
}

}  // namespace
}  // namespace horizon
