#include "crawler/harvest/epo_harvest.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "crawler/harvest/base64.h"
#include "crawler/harvest/epo_window.h"
#include "crawler/text/url.h"

namespace horizon::crawler {
namespace {

using std::chrono::days;
using std::chrono::milliseconds;

Day day(const char* text) { return parse_iso_date(text)->day; }

TEST(Base64, Rfc4648_10_TestVectors) {
  const std::pair<const char*, const char*> kCases[] = {{"", ""},
                                                        {"f", "Zg=="},
                                                        {"fo", "Zm8="},
                                                        {"foo", "Zm9v"},
                                                        {"foob", "Zm9vYg=="},
                                                        {"fooba", "Zm9vYmE="},
                                                        {"foobar", "Zm9vYmFy"}};
  for (const auto& [text, encoded] : kCases) EXPECT_EQ(base64(text), encoded) << text;
}

// OPS as far as a harvest sees it: a number of publications on each day.
class FakeOps {
 public:
  std::map<Day, int> published;
  int sections = 1;                 // how many CPC sections they are spread over
  int token_lives_for = 1'000'000;  // searches
  int tokens = 0;
  std::vector<std::string> urls;

  Response answer(const Request& request) {
    urls.push_back(request.url);
    Response response;
    response.final_url = request.url;
    response.status = 200;
    std::string authorization;
    for (const auto& [name, value] : request.secrets) authorization = value;
    if (request.url.ends_with("/auth/accesstoken")) {
      EXPECT_EQ(request.method, "POST");
      EXPECT_EQ(authorization, "Basic " + base64("key:secret"));
      EXPECT_EQ(request.body, "grant_type=client_credentials");
      lives_ = token_lives_for;
      response.body = fmt::format(R"({{"access_token": "T{}", "expires_in": "1199"}})", ++tokens);
      return response;
    }
    EXPECT_EQ(authorization, fmt::format("Bearer T{}", tokens));
    if (lives_-- <= 0) {
      response.status = 400;
      response.body =
          "<fault><code>CLIENT.Error</code><message>Access token has expired</message>"
          "</fault>";
      return response;
    }
    return search(percent_decode(request.url), response);
  }

 private:
  // Numbers encode day and counter, so that each publication is known by its number.
  Response search(const std::string& url, Response response) const {
    std::vector<std::string> hits = matching(url);
    if (hits.empty()) {
      response.status = 404;
      response.body = "<fault><code>SERVER.EntityNotFound</code></fault>";
      return response;
    }
    const std::size_t range = url.rfind("Range=") + 6;
    const auto begin = static_cast<std::size_t>(std::stoi(url.substr(range)));
    const auto end = static_cast<std::size_t>(std::stoi(url.substr(url.find('-', range) + 1)));
    EXPECT_LE(end, 2'000u);
    EXPECT_LE(end - begin, 99u);
    response.body = fmt::format(
        "<ops:world-patent-data xmlns:ops='http://ops.epo.org'><ops:biblio-search "
        "total-result-count=\"{}\"><ops:search-result><exchange-documents>",
        std::min<std::size_t>(hits.size(), 10'000));
    for (std::size_t i = begin; i <= end && i <= hits.size(); ++i) {
      response.body += fmt::format(
          "<exchange-document country=\"EP\" doc-number=\"{}\" kind=\"A1\"><bibliographic-data>"
          "<invention-title lang=\"en\">title</invention-title></bibliographic-data>"
          "</exchange-document>",
          hits[i - 1]);
    }
    response.body +=
        "</exchange-documents></ops:search-result></ops:biblio-search></ops:world-patent-data>";
    return response;
  }

  std::vector<std::string> matching(std::string url) const {
    url.erase(0, url.find("pd"));  // behind the source's own query
    const bool one = url.find("pd=") != std::string::npos;
    const std::size_t at = one ? url.find("pd=") + 3 : url.find("pd within \"") + 11;
    const std::string from = url.substr(at, 8);
    const std::string to = one ? from : url.substr(at + 9, 8);
    std::vector<std::string> hits;
    for (const auto& [on, count] : published) {
      std::string text = format_day(on);
      std::erase(text, '-');
      if (text < from || text > to) continue;
      for (int i = 0; i < count; ++i) {
        const std::string section = fmt::format("cpc={}", "ABCDEFGHY"[i % sections]);
        const bool excluded = url.find("not (") != std::string::npos;
        const bool wanted = url.find("cpc=") == std::string::npos ||
                            (!excluded && url.find(section) != std::string::npos);
        if (wanted) hits.push_back(fmt::format("{}{:05}", text, i));
      }
    }
    return hits;
  }

  int lives_ = 0;
};

class EpoHarvestTest : public ::testing::Test {
 protected:
  EpoHarvestTest() {
    source_.id = "ops";
    source_.kind = SourceKind::kEpoOps;
    source_.api_key = "key";
    source_.api_secret = "secret";
    source_.query = "cpc=G06N or ta=\"脑机\"";
    source_.since = day("2026-11-01");
  }

  // Runs to the end, opening the harvest anew from the stored state after every `pages` pages.
  std::vector<std::string> run(int pages) {
    std::vector<std::string> ids;
    bool more = true;
    for (int steps = 0; more && steps < 10'000;) {
      auto harvest = open_harvest(source_, state_, {now_, false, {}});
      EXPECT_TRUE(harvest) << harvest.error().message;
      for (int i = 0; more && i < pages; ++i, ++steps) {
        const auto request = (*harvest)->next();
        EXPECT_TRUE(request);
        EXPECT_EQ((*harvest)->next()->url, request->url) << "the same until it is answered";
        auto page = (*harvest)->take(ops_.answer(*request), now_);
        EXPECT_TRUE(page) << page.error().message;
        if (!page) return ids;
        for (const ParsedRecord& record : page->records) ids.push_back(record.document.id);
        quarantined_ += page->quarantined.size();
        state_ = page->cursor_state;
        EXPECT_EQ(state_->find("secret"), std::string::npos);
        EXPECT_EQ(state_->find("\"T"), std::string::npos) << "a token is never stored";
        more = page->more;
      }
    }
    return ids;
  }

  FakeOps ops_;
  Source source_;
  Instant now_{day("2026-11-22")};
  std::optional<std::string> state_;
  std::size_t quarantined_ = 0;
};

TEST_F(EpoHarvestTest, ASearchIsPagedByHundred) {
  ops_.published = {{day("2026-11-03"), 120}, {day("2026-11-18"), 130}};
  const auto ids = run(1'000);
  EXPECT_EQ(ids.size(), 250u);
  EXPECT_EQ(ops_.tokens, 1);
  ASSERT_EQ(ops_.urls.size(), 4u);
  EXPECT_EQ(ops_.urls[1],
            "https://ops.epo.org/3.2/rest-services/published-data/search/biblio?q=" +
                percent_encode("(cpc=G06N or ta=\"脑机\") and pd within \"20261101 20261122\"") +
                "&Range=1-100");
  EXPECT_TRUE(ops_.urls[3].ends_with("&Range=201-300"));
}

TEST_F(EpoHarvestTest, MoreThanTwoThousandHitsAreHalvedByDateThenBySection) {
  ops_.published = {
      {day("2026-11-03"), 1'500}, {day("2026-11-10"), 5'400}, {day("2026-11-18"), 900}};
  ops_.sections = 9;
  const auto ids = run(1'000'000);
  EXPECT_EQ(ids.size(), 7'800u);
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), 7'800u);
  EXPECT_EQ(quarantined_, 0u);
}

TEST_F(EpoHarvestTest, WhatCannotBeReachedIsNamed) {
  ops_.published = {{day("2026-11-10"), 3'000}};  // all in one section; offices are not told apart
  const auto ids = run(1'000'000);
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), 2'000u);
  EXPECT_GT(quarantined_, 0u);
}

TEST_F(EpoHarvestTest, EveryInterruptionGoesOnWhereItStopped) {
  ops_.published = {{day("2026-11-03"), 350}, {day("2026-11-10"), 2'300}, {day("2026-11-18"), 90}};
  ops_.sections = 3;
  const auto whole = run(1'000'000);
  ASSERT_EQ(whole.size(), 2'740u);
  for (const int pages : {2, 3, 5, 7}) {  // a token costs the first page of each
    state_.reset();
    EXPECT_EQ(run(pages), whole) << pages;
  }
}

TEST_F(EpoHarvestTest, ExpiredTokensAreRenewedAndTheSearchSentAgain) {
  ops_.published = {{day("2026-11-03"), 950}};
  ops_.token_lives_for = 3;
  EXPECT_EQ(run(1'000'000).size(), 950u);
  EXPECT_EQ(ops_.tokens, 4);
  ops_.token_lives_for = 0;  // a token that never works is an error, not a loop
  state_.reset();
  auto harvest = open_harvest(source_, state_, {now_, false, {}});
  Result<Page> page = Page{};
  for (int i = 0; i < 10 && page; ++i) {
    page = (*harvest)->take(ops_.answer(*(*harvest)->next()), now_);
  }
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().code, ErrorCode::kUsage);
}

TEST_F(EpoHarvestTest, TheTokenIsRenewedBeforeItExpires) {
  ops_.published = {{day("2026-11-03"), 950}};
  auto harvest = open_harvest(source_, state_, {now_, false, {}});
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE((*harvest)->take(ops_.answer(*(*harvest)->next()), now_));
  }
  now_ += std::chrono::seconds(1'300);
  ASSERT_TRUE((*harvest)->take(ops_.answer(*(*harvest)->next()), now_));
  EXPECT_TRUE((*harvest)->next()->url.ends_with("/auth/accesstoken"));
}

TEST_F(EpoHarvestTest, LaterHarvestsGoBackTwoWeeks) {
  ops_.published = {{day("2026-11-03"), 10}, {day("2026-11-10"), 20}};
  EXPECT_EQ(run(100).size(), 30u);
  now_ += days(7);
  ops_.published[day("2026-11-26")] = 5;
  EXPECT_EQ(run(100).size(), 25u);
  EXPECT_NE(percent_decode(ops_.urls.back()).find("\"20261108 20261129\""), std::string::npos);
  source_.query = "cpc=H01L";  // another question begins anew
  EXPECT_EQ(run(100).size(), 35u);
  ops_.published.clear();  // 404: nothing
  EXPECT_TRUE(run(100).empty());
}

struct Refusal {
  int status;
  Headers headers;
  std::string body;
  std::optional<milliseconds> pause;  // nullopt: an error
  ErrorCode code;
};

TEST_F(EpoHarvestTest, PausesAndErrors) {
  const std::string html = "<html><body>maintenance</body></html>";
  const Refusal kCases[] = {
      {503, {}, html, milliseconds(60'000), {}},
      {403, {{"x-rejection-reason", "IndividualQuotaPerHour"}}, "", milliseconds(3'600'000), {}},
      {403, {{"x-rejection-reason", "RegisteredQuotaPerWeek"}}, "", days(1), {}},
      {403,
       {{"x-rejection-reason", "ThrottlingControlQuota"}, {"retry-after", "12345"}},
       "",
       milliseconds(12'345),
       {}},
      {429, {{"retry-after", "1500"}}, "", milliseconds(1'500), {}},
      {500, {}, "", milliseconds(60'000), {}},
      {200, {}, html, milliseconds(60'000), {}},
      {200,
       {},
       "<ops:world-patent-data><ops:biblio-search total-result-count=\"5\">",
       milliseconds(60'000),
       {}},
      {400, {}, "<fault><message>Invalid query</message></fault>", {}, ErrorCode::kUsage},
      {403, {}, "", {}, ErrorCode::kUnavailable},
      {410, {}, "", {}, ErrorCode::kNotFound},
  };
  for (const Refusal& refusal : kCases) {
    auto harvest = open_harvest(source_, std::nullopt, {now_, false, {}});
    ASSERT_TRUE((*harvest)->take(ops_.answer(*(*harvest)->next()), now_));
    const std::string url = (*harvest)->next()->url;
    Response response;
    response.status = refusal.status;
    response.final_url = url;
    response.body = refusal.body;
    response.headers = refusal.headers;
    const auto page = (*harvest)->take(response, now_);
    const std::string what = fmt::format("{} {}", refusal.status, refusal.body);
    ASSERT_EQ(page.has_value(), refusal.pause.has_value()) << what;
    if (page) {
      EXPECT_EQ(page->retry_after, refusal.pause) << what;
      EXPECT_FALSE(page->retry_reason.empty()) << what;
      EXPECT_TRUE(page->more) << what;
      EXPECT_EQ((*harvest)->next()->url, url) << what;
    } else {
      EXPECT_EQ(page.error().code, refusal.code) << what << page.error().message;
    }
  }
}

TEST_F(EpoHarvestTest, SettingsAndStates) {
  source_.api_secret.clear();
  EXPECT_EQ(open_harvest(source_, std::nullopt, {now_, false, {}}).error().code, ErrorCode::kUsage);
  source_.api_secret = "secret";
  for (const char* const state :
       {"", "{}", "[]", "{\"version\":1,\"query\":\"\",\"until\":\"x\",\"slices\":[],\"begin\":1}",
        "{\"version\":1,\"query\":\"\",\"until\":\"2026-01-01\",\"slices\":[[1]],\"begin\":1}"}) {
    EXPECT_EQ(open_harvest(source_, state, {now_, false, {}}).error().code, ErrorCode::kCorrupt)
        << state;
    EXPECT_TRUE(open_harvest(source_, state, {now_, true, {}})) << state;
  }
}

TEST(EpoWindow, SlicesAndTheirSearches) {
  const EpoWindow window{"cpc=G06N", day("2026-11-22"), {}, 1};
  const EpoSlice week{day("2026-11-01"), day("2026-11-07"), ""};
  const auto halves = split_slice(week);
  ASSERT_EQ(halves.size(), 2u);
  EXPECT_EQ(halves[0], (EpoSlice{day("2026-11-01"), day("2026-11-04"), ""}));
  EXPECT_EQ(halves[1], (EpoSlice{day("2026-11-05"), day("2026-11-07"), ""}));
  const auto sections = split_slice({day("2026-11-01"), day("2026-11-01"), ""});
  ASSERT_EQ(sections.size(), 10u);
  EXPECT_EQ(cql_of(window, sections[0]), "(cpc=G06N) and pd=20261101 and cpc=A");
  EXPECT_EQ(cql_of(window, sections[9]),
            "(cpc=G06N) and pd=20261101 not (cpc=A or cpc=B or cpc=C or cpc=D or cpc=E or cpc=F "
            "or cpc=G or cpc=H or cpc=Y)");
  const auto offices = split_slice(sections[0]);
  ASSERT_EQ(offices.size(), 9u);
  EXPECT_EQ(cql_of(window, offices[0]), "(cpc=G06N) and pd=20261101 and cpc=A and pn=CN");
  EXPECT_TRUE(split_slice(offices[0]).empty());
}

}  // namespace
}  // namespace horizon::crawler
