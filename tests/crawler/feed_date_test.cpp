#include "crawler/text/date_text.h"

#include <gtest/gtest.h>

#include <string>

namespace horizon::crawler {
namespace {

struct Case {
  const char* text;
  const char* expected;  // "" for none
};

TEST(ParseFeedDate, FormsOfTheWild) {
  const Case cases[] = {
      // RFC 822, 5.1 and RFC 5322, 3.3
      {"Mon, 23 Nov 2026 07:00:00 +0800", "2026-11-23"},
      {"Sun, 22 Nov 2026 23:59:59 GMT", "2026-11-22"},
      {"22 Nov 2026 07:00 EST", "2026-11-22"},
      {"Sun, 22 Nov 26 07:00:00 UT", "2026-11-22"},
      {"Thu, 13 Feb 97 07:00:00 PDT", "1997-02-13"},
      {"Thu, 01 Jan 1970 00:00:00 GMT", "1970-01-01"},
      {"Friday, 22 Nov 2026 07:00:00 Z", "2026-11-22"},  // wrong weekday
      {"Sun,22 Nov 2026 07:00:00 +0000 (UTC)", "2026-11-22"},
      {"1 sept 2026", "2026-09-01"},
      {"22 November 2026", "2026-11-22"},
      {"November 22, 2026", "2026-11-22"},
      {"Nov. 22nd, 2026 7:00 PM", "2026-11-22"},
      // RFC 9110, 5.6.7
      {"Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06"},
      {"Sun Nov  6 08:49:37 1994", "1994-11-06"},
      // W3CDTF: the calendar day as written
      {"2026-11-22T01:00:00+08:00", "2026-11-22"},
      {"2026-11-22T23:30:00-05:00", "2026-11-22"},
      {"2026-11-22T07:00:00.123Z", "2026-11-22"},
      {"2026-11-22 07:00:00", "2026-11-22"},
      {"2026-11", "2026-11"},
      {"2026", "2026"},
      {"Nov 2026", "2026-11"},
      // others
      {"20261122", "2026-11-22"},
      {"2026/1/2", "2026-01-02"},
      {"2026年11月22日", "2026-11-22"},
      {"2026年11月22日 07:00", "2026-11-22"},
      {"2026年11月", "2026-11"},
      {"  2026-11-22  ", "2026-11-22"},
      // impossible or none
      {"2026-02-30", ""},
      {"Sun, 31 Feb 2026 07:00:00 GMT", ""},
      {"2026-13-01", ""},
      {"0000-00-00", ""},
      {"2026-11-222", ""},
      {"32 Nov 2026", ""},
      {"", ""},
      {"yesterday", ""},
      {"123456789012345", ""},
      {"22 22 Nov 2026", ""},
      {"-1 Nov 2026", ""},
      {"9999-12-31", ""},
  };
  for (const Case& c : cases) {
    const auto date = parse_feed_date(c.text);
    EXPECT_EQ(date ? format_date(*date) : "", c.expected) << '"' << c.text << '"';
  }
}

TEST(ParseHttpDate, Rfc9110_5_6_7_AllThreeForms) {
  for (const char* const text : {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
                                 "Sun Nov  6 08:49:37 1994"}) {
    const auto instant = parse_http_date(text);
    ASSERT_TRUE(instant.has_value()) << text;
    EXPECT_EQ(format_instant(*instant), "1994-11-06T08:49:37Z") << text;
  }
  for (const char* const text :
       {"", "06 Nov 1994", ":", "06 Nov 1994 25:00:00 GMT", "06 Nov 1994 1:2"}) {
    EXPECT_FALSE(parse_http_date(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace horizon::crawler
