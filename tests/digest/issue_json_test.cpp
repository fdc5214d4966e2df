#include "digest/issue_json.h"

#include <gtest/gtest.h>

#include <string>

#include "digest/periods.h"
#include "tests/digest/sample_input.h"

namespace horizon::digest {
namespace {

class IssueJsonTest : public ::testing::Test {
 protected:
  Issue sample() const {
    ComposeInput input = sample_input(taxonomy_);
    input.evidence = [](std::string_view) {
      return std::vector{evidence_item("2401.00001", Kind::kPaper, "2026-10-02")};
    };
    return compose(input);
  }
  taxonomy::Taxonomy taxonomy_ = sample_taxonomy();
};

TEST_F(IssueJsonTest, AnIssueComesBackAsItWas) {
  Issue issue = sample();
  issue.headlines.at(0).growth.comparison->ratio.upper = std::numeric_limits<double>::infinity();
  issue.headlines.at(0).evidence.at(0).title = "“quoted” \\ \"a\"\n\x01";
  issue.watches.push_back({.id = "w1", .name = "n", .due = issue.as_of, .reached = true});
  issue.weak.push_back({.kind = WeakKind::kCombination, .recent = 3});
  issue.scorecard.push_back({.week = issue.week, .weeks = 26, .claims = 3, .held = 2});
  const std::string json = write_issue_json(issue);
  const auto back = read_issue_json(json, "issue.json");
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(write_issue_json(*back), json);
  EXPECT_EQ(back->headlines.size(), issue.headlines.size());
  EXPECT_EQ(back->headlines.at(0).q_value, issue.headlines.at(0).q_value);
  EXPECT_EQ(back->watches.at(0).due, issue.as_of);
}

TEST_F(IssueJsonTest, RefusesWhatIsNoIssue) {
  const std::string whole = write_issue_json(sample());
  const auto changed = [&](const std::string& from, const std::string& to) {
    std::string out = whole;
    const std::size_t at = out.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return out.replace(at, from.size(), to);
  };
  struct Case {
    std::string json;
    ErrorCode code;
    std::string says;
  };
  const Case cases[] = {
      {"", ErrorCode::kCorrupt, "not JSON"},
      {"[]", ErrorCode::kCorrupt, "not JSON"},
      {"{}", ErrorCode::kCorrupt, "no issue"},
      {whole.substr(0, whole.size() / 2), ErrorCode::kCorrupt, "not JSON"},
      {std::string(100000, '['), ErrorCode::kCorrupt, "nested"},
      {changed("\"schema\": 1", "\"schema\": 2"), ErrorCode::kUsage, "schema 2"},
      {changed("\"schema\": 1", "\"schema\": -1"), ErrorCode::kCorrupt, "schema"},
      {changed("\"2026-W47\"", "\"2026-W54\""), ErrorCode::kCorrupt, "issue.week"},
      {changed("\"2026-W47\"", "\"2026-11\""), ErrorCode::kCorrupt, "issue.week"},
      {changed("\"2026-11-22\"", "\"9999-11-22\""), ErrorCode::kCorrupt, "issue.as_of"},
      {changed("\"comparison\": {", "\"other\": {"), ErrorCode::kCorrupt, "headlines[0].growth"},
      {changed("\"verdict\": \"rising\"", "\"verdict\": \"soaring\""), ErrorCode::kCorrupt,
       "issue.headlines[0].growth.verdict"},
      {changed("\"subfields\": 4", "\"subfields\": -4"), ErrorCode::kCorrupt, "issue.subfields"},
      {changed("\"value\": ", "\"value\": 1e999, \"x\": "), ErrorCode::kCorrupt, ""},
      {std::string(kMaxIssueBytes + 1, ' '), ErrorCode::kLimit, "larger"},
  };
  for (const Case& c : cases) {
    const auto issue = read_issue_json(c.json, "issue.json");
    ASSERT_FALSE(issue) << c.says << ": " << c.json.substr(0, 80);
    EXPECT_EQ(issue.error().code, c.code) << issue.error().message;
    EXPECT_NE(issue.error().message.find(c.says), std::string::npos) << issue.error().message;
    EXPECT_TRUE(issue.error().message.starts_with("issue.json")) << issue.error().message;
  }
}

TEST_F(IssueJsonTest, AMinimalOldIssueIsRead) {
  const auto issue = read_issue_json(
      R"({"format":"horizon-issue","schema":1,"week":"2020-W53","as_of":"2021-01-03","new":[[1]]})",
      "old.json");
  ASSERT_TRUE(issue) << issue.error().message;
  EXPECT_EQ(format_period(issue->week), "2020-W53");
  EXPECT_TRUE(issue->headlines.empty());
}

TEST(Periods, ReadsWhatFormatPeriodWrites) {
  const Day first = parse_iso_date("1999-12-20")->day;
  for (int i = 0; i < 3000; ++i) {
    for (const auto g :
         {Granularity::kWeek, Granularity::kMonth, Granularity::kQuarter, Granularity::kYear}) {
      const Period period = period_of(first + std::chrono::days{5 * i}, g);
      EXPECT_EQ(parse_period(format_period(period)), period) << format_period(period);
    }
  }
  for (const char* text : {"", "2026-W00", "2026-W54", "2025-W53", "2026-w01", "2026-W1", "2026-13",
                           "2026Q5", "2026Q0", "2026-11-22", "1400", "99999", "2026-W471"}) {
    EXPECT_FALSE(parse_period(text)) << text;
  }
  EXPECT_EQ(format_period(week_before(*parse_week("2021-W01"))), "2020-W53");
}

}  // namespace
}  // namespace horizon::digest
