#include "crawler/oai/oai_harvest.h"

#include <gtest/gtest.h>

#include <string>

namespace horizon::crawler {
namespace {

Source repository() {
  Source source;
  source.id = "repo";
  source.kind = SourceKind::kOaiPmh;
  source.url = "https://oai.example.org/oai";
  return source;
}

Day day(const char* text) { return parse_iso_date(text)->day; }

OaiReply reply_with(const std::string& token, const std::string& error = "",
                    const std::string& date = "2026-11-22T10:00:00Z") {
  OaiReply reply;
  reply.token = token;
  reply.error_code = error;
  reply.response_date = date;
  return reply;
}

TEST(OaiHarvest, WindowIsFrozenAndNextBeginsADayBeforeTheServersDate) {
  Source source = repository();
  source.set = "cs:cs:AI";
  source.metadata_prefix = "arXiv";
  source.since = day("2026-11-01");
  auto harvest = OaiHarvest::resume(std::nullopt, source, day("2026-11-22"));
  ASSERT_TRUE(harvest.has_value());
  EXPECT_EQ(harvest->next_url(source),
            "https://oai.example.org/oai?verb=ListRecords&metadataPrefix=arXiv&set=cs%3Acs%3AAI"
            "&from=2026-11-01&until=2026-11-22");
  ASSERT_EQ(harvest->accept(reply_with("a|b&c", "", "2026-11-21T23:00:00Z")), true);
  // Days later, by another process.
  harvest = OaiHarvest::resume(harvest->to_json(), source, day("2026-11-25"));
  ASSERT_TRUE(harvest.has_value());
  EXPECT_EQ(harvest->next_url(source),
            "https://oai.example.org/oai?verb=ListRecords&resumptionToken=a%7Cb%26c");
  ASSERT_EQ(harvest->accept(reply_with("", "", "2026-11-25T00:00:00Z")), false);
  harvest = OaiHarvest::resume(harvest->to_json(), source, day("2026-11-26"));
  ASSERT_TRUE(harvest.has_value());
  EXPECT_NE(harvest->next_url(source).find("&from=2026-11-20&until=2026-11-26"), std::string::npos)
      << harvest->next_url(source);
}

TEST(OaiHarvest, ServerClockAheadSkipsNothing) {
  OaiHarvest harvest = OaiHarvest::restart(repository(), day("2026-11-22"));
  ASSERT_EQ(harvest.accept(reply_with("", "", "2199-01-01T00:00:00Z")), false);
  EXPECT_NE(harvest.to_json().find("2026-11-21"), std::string::npos) << harvest.to_json();
}

TEST(OaiHarvest, NoRecordsMatchIsSuccess) {
  OaiHarvest harvest = OaiHarvest::restart(repository(), day("2026-11-22"));
  EXPECT_EQ(harvest.accept(reply_with("", "noRecordsMatch")), false);
}

OaiHeader header_of(const char* id, const char* datestamp) {
  OaiHeader header;
  header.identifier = id;
  header.datestamp = datestamp;
  return header;
}

TEST(OaiHarvest, ALostTokenGoesOnFromTheHighestCompleteDatestamp) {
  Source source = repository();
  source.since = day("2026-11-01");
  OaiHarvest harvest = OaiHarvest::restart(source, day("2026-11-22"));
  OaiReply page = reply_with("t1");
  page.headers = {header_of("1", "2026-11-03"), header_of("2", "2026-11-05T12:00:00Z")};
  ASSERT_EQ(harvest.accept(page), true);
  ASSERT_EQ(harvest.accept(reply_with("", "badResumptionToken")), true);
  EXPECT_NE(harvest.next_url(source).find("&from=2026-11-05&until=2026-11-22"), std::string::npos)
      << harvest.next_url(source);
}

TEST(OaiHarvest, ALostTokenOfAnUnorderedListHalvesTheWindow) {
  Source source = repository();
  source.since = day("2026-11-01");
  OaiHarvest harvest = OaiHarvest::restart(source, day("2026-11-22"));
  OaiReply page = reply_with("t");
  page.headers = {header_of("1", "2026-11-09"), header_of("2", "2026-11-03")};
  const char* const windows[] = {"&from=2026-11-01&until=2026-11-22",
                                 "&from=2026-11-01&until=2026-11-11",
                                 "&from=2026-11-01&until=2026-11-06"};
  for (const char* const window : windows) {
    ASSERT_EQ(harvest.accept(page), true);
    ASSERT_EQ(harvest.accept(reply_with("", "badResumptionToken")), true);
    EXPECT_NE(harvest.next_url(source).find(window), std::string::npos)
        << harvest.next_url(source) << " " << window;
  }
  // The parts behind it are as long, up to the frozen end of the window.
  const char* const parts[] = {"&from=2026-11-07&until=2026-11-12",
                               "&from=2026-11-13&until=2026-11-18",
                               "&from=2026-11-19&until=2026-11-22"};
  for (const char* const part : parts) {
    ASSERT_EQ(harvest.accept(reply_with("")), true);
    EXPECT_NE(harvest.next_url(source).find(part), std::string::npos) << harvest.next_url(source);
  }
  EXPECT_EQ(harvest.accept(reply_with("")), false);
}

TEST(OaiHarvest, AWindowWithoutBeginningIsHalvedFromTheEarliestDatestamp) {
  const Source source = repository();
  OaiHarvest harvest = OaiHarvest::restart(source, day("2026-11-22"));
  for (int i = 0; i < 2; ++i) {
    ASSERT_EQ(harvest.accept(reply_with("t")), true);
    ASSERT_EQ(harvest.accept(reply_with("", "badResumptionToken")), true);
  }
  EXPECT_EQ(harvest.next_url(source), "https://oai.example.org/oai?verb=Identify");
  OaiReply identify;
  identify.identity.earliest = "2026-11-12T00:00:00Z";
  ASSERT_EQ(harvest.accept(identify), true);
  ASSERT_EQ(harvest.accept(reply_with("t")), true);
  ASSERT_EQ(harvest.accept(reply_with("", "badResumptionToken")), true);
  EXPECT_NE(harvest.next_url(source).find("&from=2026-11-12&until=2026-11-17"), std::string::npos)
      << harvest.next_url(source);
}

TEST(OaiHarvest, TokensOfOneDayThatAreAlwaysLostAreAnError) {
  Source source = repository();
  source.since = day("2026-11-22");
  OaiHarvest harvest = OaiHarvest::restart(source, day("2026-11-22"));
  for (int i = 0; i < 3; ++i) {
    ASSERT_EQ(harvest.accept(reply_with("t")), true);
    ASSERT_EQ(harvest.accept(reply_with("", "badResumptionToken")), true) << i;
  }
  ASSERT_EQ(harvest.accept(reply_with("t")), true);
  EXPECT_EQ(harvest.accept(reply_with("", "badResumptionToken")).error().code,
            ErrorCode::kUnavailable);
}

TEST(OaiHarvest, OaiPmh2_3_3_InstantsOnlyWhereDaysAreRejected) {
  Source source = repository();
  source.since = day("2026-11-01");
  OaiHarvest harvest = OaiHarvest::restart(source, day("2026-11-22"));
  ASSERT_EQ(harvest.accept(reply_with("", "badArgument")), true);
  EXPECT_EQ(harvest.next_url(source), "https://oai.example.org/oai?verb=Identify");
  harvest = *OaiHarvest::resume(harvest.to_json(), source, day("2026-11-22"));
  OaiReply identify;
  identify.identity.granularity = "YYYY-MM-DDThh:mm:ssZ";
  identify.identity.earliest = "2000-01-01T00:00:00Z";
  ASSERT_EQ(harvest.accept(identify), true);
  EXPECT_NE(harvest.next_url(source).find(
                "&from=2026-11-01T00%3A00%3A00Z&until=2026-11-22T23%3A59%3A59Z"),
            std::string::npos)
      << harvest.next_url(source);
  EXPECT_EQ(harvest.accept(reply_with("", "badArgument")).error().code, ErrorCode::kUsage);
}

TEST(OaiHarvest, ListsThatEndBeforeTheirSizeAreRemarkedOn) {
  OaiHarvest harvest = OaiHarvest::restart(repository(), day("2026-11-22"));
  OaiReply page = reply_with("t");
  page.complete_list_size = 3;
  page.headers = {header_of("1", "2026-11-03"), header_of("2", "2026-11-05")};
  ASSERT_EQ(harvest.accept(page), true);
  EXPECT_EQ(harvest.remark(), "");
  ASSERT_EQ(harvest.accept(reply_with("")), false);
  EXPECT_EQ(harvest.remark(), "the list ended after 2 of the 3 records that were announced");
}

TEST(OaiHarvest, LoopingTokensStop) {
  for (const int length : {1, 2, 3, 7, 20}) {
    OaiHarvest harvest = OaiHarvest::restart(repository(), day("2026-11-22"));
    int pages = 0;
    bool more = true;
    while (more && pages < 500) {
      // Some pages, then a loop of this length.
      const int number = pages < 5 ? pages : 5 + (pages - 5) % length;
      const auto next = harvest.accept(reply_with("token" + std::to_string(number)));
      ASSERT_TRUE(next.has_value());
      more = *next;
      ++pages;
      const auto resumed = OaiHarvest::resume(harvest.to_json(), repository(), day("2026-11-22"));
      ASSERT_TRUE(resumed.has_value());
      if (more) harvest = *resumed;
    }
    EXPECT_FALSE(more) << length;
    EXPECT_LT(pages, 5 + 4 * length + 40) << length;
  }
}

TEST(OaiHarvest, OtherErrorsAreTheOperators) {
  OaiHarvest harvest = OaiHarvest::restart(repository(), day("2026-11-22"));
  const auto more = harvest.accept(reply_with("", "cannotDisseminateFormat"));
  ASSERT_FALSE(more.has_value());
  EXPECT_EQ(more.error().code, ErrorCode::kUsage);
}

TEST(OaiHarvest, ForeignStateIsRefused) {
  for (const char* const state :
       {"", "x", "[]", "{}", "{\"until\":5}", "{\"next_from\":\"now\"}"}) {
    EXPECT_FALSE(
        OaiHarvest::resume(std::string(state), repository(), day("2026-11-22")).has_value())
        << state;
  }
}

}  // namespace
}  // namespace horizon::crawler
