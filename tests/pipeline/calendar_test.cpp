#include "pipeline/calendar.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "pipeline/service_config.h"

namespace horizon::pipeline {
namespace {

Instant at(const std::string& day, int hour, int minute, int second = 0) {
  return Instant(parse_iso_date(day)->day) + std::chrono::hours(hour) +
         std::chrono::minutes(minute) + std::chrono::seconds(second);
}

TimeZone zone(const std::string& name) {
  auto found = TimeZone::named(name);
  EXPECT_TRUE(found) << name;
  return *std::move(found);
}

TEST(TimeZone, KnowsZonesAndRefusesOthers) {
  for (const char* name : {"Asia/Shanghai", "UTC", "Europe/Berlin", "America/New_York", ""}) {
    EXPECT_TRUE(TimeZone::named(name)) << name;
  }
  for (const std::string name : {"Asia/Atlantis", "../etc/passwd", "Mars", "GMT\n", "x y"}) {
    const auto found = TimeZone::named(name);
    ASSERT_FALSE(found) << name;
    EXPECT_EQ(found.error().code, ErrorCode::kUsage) << name;
  }
  EXPECT_FALSE(TimeZone::named(std::string(100'000, 'A')));
}

TEST(TimeZone, LocalTimesThatDoNotExistAreTheFirstMomentAfterTheGap) {
  struct Case {
    const char* zone;
    const char* day;
    int hour, minute;
    Instant expected;
  };
  const Case cases[] = {
      {"Asia/Shanghai", "2026-11-23", 8, 0, at("2026-11-23", 0, 0)},
      {"Europe/Berlin", "2026-03-29", 1, 59, at("2026-03-29", 0, 59)},
      {"Europe/Berlin", "2026-03-29", 2, 0, at("2026-03-29", 1, 0)},
      {"Europe/Berlin", "2026-03-29", 2, 30, at("2026-03-29", 1, 0)},  // the gap
      {"Europe/Berlin", "2026-03-29", 3, 0, at("2026-03-29", 1, 0)},
      {"Europe/Berlin", "2026-10-25", 2, 30, at("2026-10-25", 0, 30)},  // the first of two
      {"Europe/Berlin", "2026-10-25", 3, 0, at("2026-10-25", 2, 0)},
      {"America/New_York", "2026-03-08", 2, 30, at("2026-03-08", 7, 0)},
      {"America/New_York", "2026-11-01", 1, 30, at("2026-11-01", 5, 30)},
      {"Australia/Lord_Howe", "2026-10-04", 2, 15, at("2026-10-03", 15, 30)},  // half an hour
      {"Pacific/Apia", "2011-12-30", 12, 0, at("2011-12-30", 10, 0)},  // a day that was left out
  };
  for (const Case& c : cases) {
    const LocalTime local{parse_iso_date(c.day)->day,
                          std::chrono::hours(c.hour) + std::chrono::minutes(c.minute)};
    EXPECT_EQ(format_instant(zone(c.zone).instant(local)), format_instant(c.expected))
        << c.zone << " " << c.day << " " << c.hour << ":" << c.minute;
  }
}

TEST(TimeZone, WhatExistsComesBack) {
  for (const char* name : {"Europe/Berlin", "Asia/Shanghai", "America/St_Johns"}) {
    const TimeZone there = zone(name);
    for (Instant i = at("2026-01-01", 0, 0); i < at("2027-01-01", 0, 0);
         i += std::chrono::hours(7)) {
      const Instant back = there.instant(there.local(i));
      // The second of two equal readings is taken for the first.
      EXPECT_TRUE(back == i || back == i - std::chrono::hours(1)) << name << format_instant(i);
    }
  }
}

TEST(Calendar, NextMoments) {
  struct Case {
    const char* expression;
    const char* zone;
    Instant after;
    Instant expected;
  };
  const Instant sunday = at("2026-11-22", 12, 0);
  const Case cases[] = {
      {"daily", "UTC", sunday, at("2026-11-23", 0, 0)},
      {"hourly", "UTC", sunday, at("2026-11-22", 13, 0)},
      {"weekly", "UTC", sunday, at("2026-11-23", 0, 0)},
      {"monthly", "UTC", sunday, at("2026-12-01", 0, 0)},
      {"yearly", "UTC", sunday, at("2027-01-01", 0, 0)},
      {"Mon 08:00", "Asia/Shanghai", sunday, at("2026-11-23", 0, 0)},
      {"Monday 08:00", "UTC", at("2026-11-23", 8, 0), at("2026-11-30", 8, 0)},
      {"Mon..Fri 06:30", "UTC", at("2026-11-20", 6, 30), at("2026-11-23", 6, 30)},
      {"Fri..Mon 06:30", "UTC", at("2026-11-20", 6, 30), at("2026-11-21", 6, 30)},
      {"Sat,Wed *:0/20:30", "UTC", sunday, at("2026-11-25", 0, 0, 30)},
      {"*:0/15", "UTC", at("2026-11-22", 12, 1), at("2026-11-22", 12, 15)},
      {"*-*-01 03:00", "UTC", sunday, at("2026-12-01", 3, 0)},
      {"2-29 00:00", "UTC", sunday, at("2028-02-29", 0, 0)},
      {"2030-1/6-1 00:00", "UTC", sunday, at("2030-01-01", 0, 0)},
      {"02:30", "Europe/Berlin", at("2026-03-28", 12, 0), at("2026-03-29", 1, 0)},
      {"02:30", "Europe/Berlin", at("2026-10-24", 12, 0), at("2026-10-25", 0, 30)},
      {"02:30", "Europe/Berlin", at("2026-10-25", 0, 30), at("2026-10-26", 1, 30)},
  };
  for (const Case& c : cases) {
    const auto calendar = Calendar::parse(c.expression);
    ASSERT_TRUE(calendar) << c.expression << ": " << calendar.error().message;
    const auto next = calendar->next(c.after, zone(c.zone));
    ASSERT_TRUE(next) << c.expression;
    EXPECT_EQ(format_instant(*next), format_instant(c.expected)) << c.expression;
  }
}

TEST(Calendar, NeverInThePastAndTheSameInAnyStep) {
  std::mt19937 random(3);
  const TimeZone berlin = zone("Europe/Berlin");
  for (const char* expression : {"Mon 02:30", "*:0/7", "*-*-25 02:00:30", "daily"}) {
    const auto calendar = Calendar::parse(expression);
    ASSERT_TRUE(calendar) << expression;
    Instant moment = at("2026-01-01", 0, 0);
    for (int i = 0; i < 300; ++i) {
      const auto next = calendar->next(moment, berlin);
      ASSERT_TRUE(next);
      EXPECT_GT(*next, moment) << expression;
      const auto between =
          moment + std::chrono::seconds(static_cast<long>(
                       random() % static_cast<unsigned long>((*next - moment).count())));
      EXPECT_EQ(calendar->next(between, berlin), next) << expression << format_instant(between);
      moment = *next;
    }
  }
}

TEST(Calendar, WhatIsRefused) {
  for (const std::string text :
       {"", " ", "noon", "25:00", "08:60", "Mon 08", "*-13-01", "*-*-32", "*-*-*-*", "1:2:3:4",
        "Mon..Abc 01:00", "5..3:00", "*/0:00", "a b c d", "08:00 09:00 10:00 11:00", "1969-1-1",
        "99999999999999999999:00", "-1:00"}) {
    const auto calendar = Calendar::parse(text);
    ASSERT_FALSE(calendar) << text;
    EXPECT_EQ(calendar.error().code, ErrorCode::kUsage) << text;
  }
  EXPECT_FALSE(Calendar::parse(std::string(1'000'000, '*')));
  const auto never = Calendar::parse("*-02-30 00:00");
  ASSERT_TRUE(never);
  EXPECT_FALSE(never->next(at("2026-11-22", 0, 0), zone("UTC")));
}

TEST(Span, Cases) {
  struct Case {
    const char* text;
    std::optional<std::int64_t> seconds;
  };
  const Case cases[] = {{"90s", 90},       {"15m", 900},
                        {"6h", 21'600},    {"2d", 172'800},
                        {"1w", 604'800},   {"1d12h", 129'600},
                        {"0s", 0},         {"", {}},
                        {"6", {}},         {"h", {}},
                        {"-1h", {}},       {"1.5h", {}},
                        {"6 h", {}},       {"99999999999999999999h", {}},
                        {"5000w5000w", {}}};
  for (const Case& c : cases) {
    const auto span = parse_span(c.text);
    EXPECT_EQ(span.has_value(), c.seconds.has_value()) << c.text;
    if (span && c.seconds) {
      EXPECT_EQ(span->count(), *c.seconds) << c.text;
    }
  }
}

TEST(MailAddress, Cases) {
  for (const char* good : {"a@b.org", "first.last+tag@mail.example.org", "x@localhost"}) {
    EXPECT_TRUE(is_mail_address(good)) << good;
  }
  const std::vector<std::string> refused = {
      "",      "a",       "@b",   "a@",   "a b@c",        "a@b\r\nBcc: x@y",
      "<a@b>", "a@b,c@d", "a@@b", "a@.b", "王@例子.中国", std::string(300, 'a') + "@b"};
  for (const std::string& bad : refused) {
    EXPECT_FALSE(is_mail_address(bad)) << bad;
  }
}

}  // namespace
}  // namespace horizon::pipeline
