#include "digest/words.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace horizon::digest {
namespace {

constexpr Language kEn = Language::kEnglish;
constexpr Language kZh = Language::kChinese;

TEST(Words, AllExistInBothLanguages) {
  for (int i = 0; i <= static_cast<int>(Word::kAbove); ++i) {
    for (const Language language : {kEn, kZh}) {
      EXPECT_FALSE(word(static_cast<Word>(i), language).empty()) << i;
    }
  }
}

TEST(FigureText, HasAtMostThreeFigures) {
  struct Case {
    double value;
    const char* want;
  };
  const Case cases[] = {{0, "0"},          {0.98, "0.98"},       {1.04, "1.04"},
                        {1, "1.00"},       {1.002, "1.002"},     {0.9971, "0.997"},
                        {2.94, "2.9"},     {12.46, "12.5"},      {259.7, "260"},
                        {1234.4, "1,234"}, {0.031, "0.031"},     {0.0004, "<0.001"},
                        {-2.5, "−2.5"},    {1.00001, "1.000010"}};
  for (const Case& c : cases) EXPECT_EQ(figure_text(c.value), c.want) << c.value;
  EXPECT_EQ(figure_text(std::numeric_limits<double>::infinity()), "∞");
  EXPECT_EQ(figure_text(std::nan("")), "–");
}

TEST(QText, IsFinerAtTheThreshold) {
  EXPECT_EQ(q_text(0.0001), "<0.001");
  EXPECT_EQ(q_text(0.0012), "0.0012");
  EXPECT_EQ(q_text(0.0261), "0.026");
  EXPECT_EQ(q_text(0.0498), "0.0498");
  EXPECT_EQ(q_text(0.0502), "0.0502");
  EXPECT_EQ(q_text(0.31), "0.31");
}

TEST(Numbers, FollowTheLanguage) {
  const trends::Estimate ratio{.value = 2.94, .lower = 1.31, .upper = 6.12};
  EXPECT_EQ(range_text(ratio, kZh), "1.31～6.1");
  EXPECT_EQ(range_text(ratio, kEn), "1.31–6.1");
  EXPECT_EQ(times_text(2.94, kZh), "2.9倍");
  EXPECT_EQ(times_text(2.94, kEn), "2.9×");
  EXPECT_EQ(share_text(0.55, 0.75, kZh), "55%～75%");
  EXPECT_EQ(share_text(0.55, 0.75, kEn), "55–75%");
  EXPECT_EQ(share_text(0.22, 0.22, kEn), "22%");
  EXPECT_EQ(count_text(3552), "3,552");
  EXPECT_EQ(count_text(1234567), "1,234,567");
  EXPECT_EQ(count_text(999), "999");
  EXPECT_EQ(signed_text(-2), "−2");
  EXPECT_EQ(documents_text(1, kEn), "1 document");
  EXPECT_EQ(documents_text(155, kZh), "155篇");
}

TEST(Dates, FollowTheLanguage) {
  const Day day = parse_iso_date("2019-11-24")->day;
  EXPECT_EQ(day_text(day, kZh), "2019年11月24日");
  EXPECT_EQ(day_text(day, kEn), "24 November 2019");
  struct Case {
    Granularity granularity;
    const char *en, *zh, *column;
  };
  for (const Case& c : {Case{Granularity::kWeek, "2019-W47", "2019-W47", "47"},
                        Case{Granularity::kMonth, "November 2019", "2019年11月", "11"},
                        Case{Granularity::kQuarter, "2019Q4", "2019年第四季度", "Q4"},
                        Case{Granularity::kYear, "2019", "2019年", "19"}}) {
    const Period period = period_of(day, c.granularity);
    EXPECT_EQ(period_text(period, kEn), c.en);
    EXPECT_EQ(period_text(period, kZh), c.zh);
    EXPECT_EQ(short_period(period), c.column);
  }
  EXPECT_EQ(date_text(std::nullopt, kZh), "日期不详");
  EXPECT_EQ(date_text(parse_iso_date("2019-11"), kEn), "2019-11");
  // The first days of January may belong to the last week of the year before, and the reverse.
  EXPECT_EQ(year_of(period_of(parse_iso_date("2024-12-31")->day, Granularity::kWeek)), 2025);
}

TEST(NameText, FallsBackToTheOtherLanguageAndTheId) {
  EXPECT_EQ(name_text({.id = "A.b", .name = {.en = "Bee", .zh = "蜂"}}, kZh), "蜂");
  EXPECT_EQ(name_text({.id = "A.b", .name = {.en = "Bee", .zh = ""}}, kZh), "Bee");
  EXPECT_EQ(name_text({.id = "A.b", .name = {}}, kEn), "A.b");
}

}  // namespace
}  // namespace horizon::digest
