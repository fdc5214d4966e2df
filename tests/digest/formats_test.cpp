// One issue, many formats: each must say the same numbers, and be safe where it is shown.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "digest/issue_json.h"
#include "digest/render_csv.h"
#include "digest/render_email.h"
#include "digest/render_feed.h"
#include "digest/render_html.h"
#include "digest/render_markdown.h"
#include "digest/sentences.h"
#include "tests/digest/sample_input.h"

namespace horizon::digest {
namespace {

constexpr const char* kHostile = "<script>alert('1')</script> \"q\" | `x` ]]> & \x01 =1+1";

class FormatsTest : public ::testing::Test {
 protected:
  FormatsTest() {
    ComposeInput input = sample_input(taxonomy_);
    input.evidence = [](std::string_view) {
      EvidenceItem item = evidence_item("2401.00001", Kind::kPaper, "2026-10-02");
      item.title = kHostile;
      item.url = "javascript:alert(1)";
      return std::vector{item};
    };
    issue_ = compose(input);
    WatchItem watch;
    watch.id = "w";
    watch.name = kHostile;
    watch.fresh_documents = 4321;
    watch.evidence = issue_.headlines.at(0).evidence;
    issue_.watches.push_back(watch);
    EmergingEntry term;
    term.term = kHostile;
    term.documents = 98765;
    issue_.emerging.computed = Computed::kYes;
    issue_.emerging.terms.push_back(term);
  }

  struct Shown {
    std::string format;
    Language language;
    std::string text;
    bool whole = true;  // a mail leaves the annex out
  };
  std::vector<Shown> shown() const {
    std::vector<Shown> out;
    for (const Language language : {Language::kChinese, Language::kEnglish}) {
      const Email email = render_email(issue_, {language, "2026-W47.html"});
      out.push_back({"page", language, render_html(issue_, {language, ""})});
      out.push_back({"markdown", language, render_markdown(issue_, language)});
      out.push_back({"mail", language, email.html, false});
      out.push_back({"text", language, email.text, false});
    }
    return out;
  }

  taxonomy::Taxonomy taxonomy_ = sample_taxonomy();
  Issue issue_;
};

TEST_F(FormatsTest, EveryFormatSaysTheSameNumbers) {
  for (const Shown& one : shown()) {
    for (const Headline& headline : issue_.headlines) {
      const trends::Estimate& ratio = headline.growth.comparison->ratio;
      for (const std::string& figure :
           {figure_text(ratio.value), range_text(ratio, one.language),
            count_text(headline.growth.recent.tally.count),
            count_text(headline.growth.previous.tally.count), q_text(headline.q_value),
            count_text(headline.reversal.documents)}) {
        std::string wanted = figure;
        if (wanted.starts_with("<") && one.format != "text") wanted = wanted.substr(1);
        EXPECT_NE(one.text.find(wanted), std::string::npos)
            << one.format << " " << language_code(one.language) << ": " << wanted;
      }
    }
    EXPECT_NE(one.text.find("4,321"), std::string::npos) << one.format;
    if (one.whole) {
      EXPECT_NE(one.text.find("98,765"), std::string::npos) << one.format;
    }
  }
}

TEST_F(FormatsTest, DataHaveTheNumbersExactly) {
  const std::string csv = render_csv(issue_);
  const auto back = read_issue_json(write_issue_json(issue_), "issue.json");
  ASSERT_TRUE(back);
  for (std::size_t i = 0; i < issue_.headlines.size(); ++i) {
    const Headline& headline = issue_.headlines[i];
    const trends::Estimate& ratio = headline.growth.comparison->ratio;
    EXPECT_EQ(back->headlines.at(i).growth.comparison->ratio, ratio);
    const std::string row = "2026-W47,headline," + headline.node.id + ",,ratio,";
    const std::size_t at = csv.find(row);
    ASSERT_NE(at, std::string::npos) << row;
    const std::string rest = csv.substr(at + row.size(), 80);
    std::size_t end = 0;
    EXPECT_EQ(std::stod(rest, &end), ratio.value);
    EXPECT_EQ(std::stod(rest.substr(end + 1)), ratio.lower);
  }
  for (std::size_t at = 0, next = 0; (next = csv.find("\r\n", at)) != std::string::npos;
       at = next + 2) {
    const std::string line = csv.substr(at, next - at);
    if (line.find('"') != std::string::npos) continue;  // a quoted comma
    EXPECT_EQ(std::count(line.begin(), line.end(), ','), 7) << line;
    EXPECT_EQ(line.find(",="), std::string::npos) << line;
  }
}

TEST_F(FormatsTest, ForeignTextsStayTexts) {
  std::vector<Shown> all = shown();
  const FeedEntry entry{&issue_, "2026-W47/2026-W47.en.html"};
  all.push_back(
      {"feed", Language::kEnglish, render_atom(std::span(&entry, 1), Language::kEnglish)});
  for (const Shown& one : all) {
    if (one.format != "text") {
      EXPECT_EQ(one.text.find("<script"), std::string::npos) << one.format;
    }
    EXPECT_EQ(one.text.find("javascript:"), std::string::npos) << one.format;
    EXPECT_EQ(one.text.find('\x01'), std::string::npos) << one.format;
    if (one.format == "page") {
      EXPECT_EQ(one.text.find(" style="), std::string::npos) << "a strict policy forbids them";
      EXPECT_EQ(one.text.find("src="), std::string::npos);
    }
    if (one.format == "mail") {
      EXPECT_EQ(one.text.find("<svg"), std::string::npos);
      EXPECT_EQ(one.text.find("<style"), std::string::npos);
    }
  }
}

TEST_F(FormatsTest, AMailStaysBelowItsLimit) {
  for (int i = 0; i < 3000; ++i) {
    issue_.coverage.rows.push_back({.source = "source " + std::to_string(i), .language = "en"});
    issue_.watches.push_back(issue_.watches.front());
    issue_.corrections.push_back({.node = issue_.headlines[0].node, .week = issue_.week});
  }
  for (const Language language : {Language::kChinese, Language::kEnglish}) {
    const Email email = render_email(issue_, {language, ""});
    EXPECT_LT(email.html.size(), kMaxEmailBytes);
    EXPECT_NE(email.html.find("INF.up"), std::string::npos);
    EXPECT_EQ(email.subject.find('\n'), std::string::npos);
  }
}

TEST_F(FormatsTest, AFeedsIdsAreStable) {
  const FeedEntry entry{&issue_, "a.html"};
  const std::string first = render_atom(std::span(&entry, 1), Language::kChinese);
  EXPECT_NE(first.find("<id>tag:horizon.example,2026:digest/sample/2026-W47</id>"),
            std::string::npos)
      << first;
  EXPECT_NE(first.find("<updated>2026-11-22T23:59:59Z</updated>"), std::string::npos);
  EXPECT_EQ(render_atom({}, Language::kEnglish).find("<entry>"), std::string::npos);
}

TEST_F(FormatsTest, AnEmptyIssueIsWholeInEveryFormat) {
  issue_ = Issue();
  issue_.week = period_of(parse_iso_date("2026-11-22")->day, Granularity::kWeek);
  issue_.as_of = parse_iso_date("2026-11-22")->day;
  issue_.previous.week = issue_.week;
  for (const Shown& one : shown()) EXPECT_GT(one.text.size(), 200U) << one.format;
  EXPECT_GT(render_csv(issue_).size(), 60U);
}

}  // namespace
}  // namespace horizon::digest
