// Every harvest of papers against a server that behaves, one that is interrupted after every page,
// and ones that fail in all the ways the wild knows.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <string>

#include "crawler/harvest/harvest.h"
#include "tests/support/fake_apis.h"

namespace horizon::crawler::testing {
namespace {

const Day kFirst = parse_iso_date("2026-11-02")->day;
const Instant kNow = Instant(parse_iso_date("2026-11-22")->day) + std::chrono::hours(10);

struct Api {
  SourceKind kind;
  Works works;
  Server server;
};

std::vector<Api> apis() {
  const Works works{kFirst, 21, 150};
  const Works many{kFirst, 21, 4000};  // efetch's pages are 500 long
  return {{SourceKind::kCrossref, works, fake_crossref(works, 3)},
          {SourceKind::kOpenAlex, works, fake_openalex(works, 7)},
          {SourceKind::kEuropePmc, works, fake_europepmc(works, 7)},
          {SourceKind::kBiorxiv, works, fake_biorxiv(works, 7)},
          {SourceKind::kArxiv, works, fake_arxiv(works, 7)},
          {SourceKind::kPubmed, many, fake_pubmed(many)},
          {SourceKind::kOaiPmh, works, fake_oai(works, 7)}};
}

Source source_of(SourceKind kind) {
  Source source;
  source.id = "src";
  source.kind = kind;
  source.url = kind == SourceKind::kOaiPmh ? "https://oai.example.org/oai" : "";
  source.since = kFirst;
  source.contact = "ops@example.org";
  source.api_key = "sesame";
  return source;
}

struct Outcome {
  std::map<std::string, int> titles;  // how often each came
  std::vector<std::string> remarks;
  std::string state;
  std::string error;
  int requests = 0;
};

using Interrupt = std::function<bool()>;

// As the pipeline drives it: the state is stored with each page, an interruption begins from it.
Outcome drive(const Source& source, const Server& server, const Interrupt& interrupt,
              std::optional<std::string> state = std::nullopt) {
  Outcome out;
  Instant now = kNow;
  auto harvest = open_harvest(source, state, {now, false, {}});
  while (out.requests < 20'000) {
    if (!harvest) {
      out.error = harvest.error().message;
      return out;
    }
    const auto request = (*harvest)->next();
    if (!request) {
      out.error = "no request";
      return out;
    }
    ++out.requests;
    Response response = server(*request);
    response.final_url = request->url;
    auto page = (*harvest)->take(response, now);
    if (!page) {
      out.error = page.error().message;
      return out;
    }
    if (page->retry_after) {
      now += std::chrono::ceil<std::chrono::seconds>(*page->retry_after);
      EXPECT_TRUE(page->records.empty());
      EXPECT_FALSE(page->retry_reason.empty());
      EXPECT_EQ(page->retry_reason.find("sesame"), std::string::npos) << page->retry_reason;
      EXPECT_EQ((*harvest)->next()->url, request->url) << "the same request is due again";
      if (state && interrupt()) harvest = open_harvest(source, state, {now, false, {}});
      continue;
    }
    for (const ParsedRecord& record : page->records) {
      ++out.titles[record.document.title];
      EXPECT_EQ(record.raw.origin.find("sesame"), std::string::npos) << record.raw.origin;
      EXPECT_EQ(record.raw.origin.find("ops%40"), std::string::npos) << record.raw.origin;
    }
    for (const auto& record : page->quarantined) out.remarks.push_back(record.reason);
    state = page->cursor_state;
    out.state = *state;
    if (!page->more) return out;
    now += std::chrono::seconds(1);
    if (interrupt()) harvest = open_harvest(source, state, {now, false, {}});
  }
  out.error = "endless";
  return out;
}

std::set<std::string> titles_of(const Outcome& outcome) {
  std::set<std::string> titles;
  for (const auto& [title, count] : outcome.titles) {
    titles.insert(title.ends_with('.') ? title.substr(0, title.size() - 1) : title);
  }
  return titles;
}

std::set<std::string> all_titles(const Works& works) {
  std::set<std::string> titles;
  for (int n = 0; n < works.count; ++n) titles.insert("Work " + std::to_string(n));
  return titles;
}

int doubled(const Outcome& outcome) {
  int count = 0;
  for (const auto& [title, times] : outcome.titles) count += times - 1;
  return count;
}

TEST(PaperHarvest, EveryWorkComesOnce) {
  for (const Api& api : apis()) {
    const Outcome outcome = drive(source_of(api.kind), api.server, [] { return false; });
    EXPECT_EQ(outcome.error, "") << to_string(api.kind);
    EXPECT_EQ(titles_of(outcome), all_titles(api.works)) << to_string(api.kind);
    EXPECT_EQ(doubled(outcome), 0) << to_string(api.kind);
    EXPECT_TRUE(outcome.remarks.empty()) << to_string(api.kind) << outcome.remarks[0];
  }
}

TEST(PaperHarvest, InterruptedAfterEveryPageIsTheSame) {
  for (const Api& api : apis()) {
    const Outcome whole = drive(source_of(api.kind), api.server, [] { return false; });
    const Outcome pieces = drive(source_of(api.kind), api.server, [] { return true; });
    EXPECT_EQ(pieces.error, "") << to_string(api.kind);
    EXPECT_EQ(pieces.titles, whole.titles) << to_string(api.kind);
    EXPECT_EQ(pieces.state, whole.state) << to_string(api.kind);
    EXPECT_EQ(pieces.requests, whole.requests) << to_string(api.kind);
  }
}

TEST(PaperHarvest, TheNextOneBeginsWithAnOverlapAndEndsToday) {
  for (const Api& api : apis()) {
    const Source source = source_of(api.kind);
    const Outcome first = drive(source, api.server, [] { return false; });
    const Outcome second = drive(
        source, api.server, [] { return false; }, first.state);
    EXPECT_EQ(second.error, "") << to_string(api.kind);
    const auto titles = titles_of(second);
    // The last day's works come again, whatever the overlap.
    for (const int n : api.works.of("2026-11-22", "2026-11-22")) {
      EXPECT_TRUE(titles.contains("Work " + std::to_string(n))) << to_string(api.kind) << n;
    }
    if (api.kind != SourceKind::kOpenAlex) {
      EXPECT_LT(titles.size(), api.works.count * 0.9) << to_string(api.kind);
    }
  }
}

// Fails in one way or the other now and then; never twice in a row for one request.
Server failing(const Server& server, unsigned seed) {
  auto random = std::make_shared<std::mt19937>(seed);
  auto last = std::make_shared<std::string>();
  return [=](const Request& request) {
    const Response good = server(request);
    const bool again = *last == request.url;
    *last = request.url;
    if (again) return good;
    Response bad = reply("");
    switch ((*random)() % 9) {
      case 0:
        bad = reply("slow down", 429);
        bad.retry_after = "7";
        return bad;
      case 1:
        return reply("<html>oops</html>", 500);
      case 2:
        return reply(good.body.substr(0, good.body.size() / 2));
      case 3:
        return reply("<!DOCTYPE html><html><body>Service is busy</body></html>");
      case 4:
        return bad;
      case 5:
        return reply(good.body.substr(0, good.body.size() - 2));
      default:
        return good;
    }
  };
}

TEST(PaperHarvest, FailuresAndRandomInterruptionsLoseAndDoubleNothing) {
  for (const Api& api : apis()) {
    for (unsigned seed = 1; seed <= 8; ++seed) {
      std::mt19937 random(seed);
      const Outcome outcome =
          drive(source_of(api.kind), failing(api.server, seed), [&] { return random() % 3 == 0; });
      EXPECT_EQ(outcome.error, "") << to_string(api.kind) << " seed " << seed;
      EXPECT_EQ(titles_of(outcome), all_titles(api.works)) << to_string(api.kind) << seed;
      EXPECT_EQ(doubled(outcome), 0) << to_string(api.kind) << " seed " << seed;
    }
  }
}

// What is announced but not there comes empty once, then whole.
TEST(PaperHarvest, EmptyPagesAreAskedForAgain) {
  for (const Api& api : apis()) {
    if (api.kind == SourceKind::kOaiPmh || api.kind == SourceKind::kBiorxiv) continue;
    int number = 0;
    const Server server = [&](const Request& request) {
      Response response = api.server(request);
      if (++number % 3 != 0) return response;
      const bool articles = response.body.find("<PubmedArticleSet>") != std::string::npos;
      const std::string begin = articles                         ? "<PubmedArticleSet>"
                                : api.kind == SourceKind::kArxiv ? "</o:totalResults>"
                                                                 : "[{";
      const std::string end = articles                         ? "</PubmedArticleSet>"
                              : api.kind == SourceKind::kArxiv ? "</feed>"
                                                               : "}]";
      const std::size_t from = response.body.find(begin), to = response.body.rfind(end);
      if (from == std::string::npos || to == std::string::npos) return response;
      const std::size_t keep = begin == "[{" ? 1 : begin.size();
      response.body.erase(from + keep, to - from - keep + (begin == "[{" ? 1 : 0));
      return response;
    };
    const Outcome outcome = drive(source_of(api.kind), server, [] { return false; });
    EXPECT_EQ(outcome.error, "") << to_string(api.kind);
    EXPECT_EQ(titles_of(outcome), all_titles(api.works)) << to_string(api.kind);
  }
}

TEST(PaperHarvest, LostCursorsAndResultsBeginTheirSliceAgain) {
  const Works works{kFirst, 21, 4000};
  const std::map<SourceKind, std::pair<Server, Response>> cases = {
      {SourceKind::kCrossref,
       {fake_crossref(works, 40),
        reply(R"({"status":"failed","message":[{"type":"cursor-invalid"}]})", 404)}},
      {SourceKind::kOpenAlex,
       {fake_openalex(works, 250), reply(R"({"error":"cursor is not valid"})", 400)}},
      {SourceKind::kPubmed,
       {fake_pubmed(works),
        reply("<?xml version=\"1.0\"?><eFetchResult><ERROR>Unable to obtain query #1</ERROR>"
              "</eFetchResult>")}},
      {SourceKind::kOaiPmh,
       {fake_oai(works, 50), reply(oai_page("<error code='badResumptionToken'/>"))}}};
  for (const auto& [kind, behaviour] : cases) {
    int number = 0;
    const Server server = [&](const Request& request) {
      auto q = parameters_of(request.url);
      const bool token = (!q["cursor"].empty() && q["cursor"] != "*") ||
                         !q["resumptionToken"].empty() ||
                         (!q["retstart"].empty() && q["retstart"] != "0");
      return token && ++number % 7 == 0 ? behaviour.second : behaviour.first(request);
    };
    const Outcome outcome = drive(source_of(kind), server, [] { return false; });
    EXPECT_EQ(outcome.error, "") << to_string(kind);
    EXPECT_EQ(titles_of(outcome), all_titles(works)) << to_string(kind);
  }
}

TEST(PaperHarvest, AnExpiredCursorIsNotEvenTried) {
  const Api api = apis()[0];
  const Source source = source_of(api.kind);
  auto harvest = open_harvest(source, std::nullopt, {kNow, false, {}});
  auto page = (*harvest)->take(api.server(*(*harvest)->next()), kNow);
  ASSERT_TRUE(page && page->more);
  for (const int minutes : {1, 60}) {
    const Instant later = kNow + std::chrono::minutes(minutes);
    auto resumed = open_harvest(source, page->cursor_state, {later, false, {}});
    auto q = parameters_of((*resumed)->next()->url);
    EXPECT_EQ(q["cursor"] == "*", minutes == 60) << q["cursor"];
  }
}

TEST(PaperHarvest, SlicesBeyondWhatCanBeReachedAreHalved) {
  const Works works{kFirst, 21, 42'000};
  for (const auto& [kind, server] : {std::pair(SourceKind::kPubmed, fake_pubmed(works)),
                                     std::pair(SourceKind::kArxiv, fake_arxiv(works, 2000))}) {
    const Outcome outcome = drive(source_of(kind), server, [] { return true; });
    EXPECT_EQ(outcome.error, "") << to_string(kind);
    EXPECT_EQ(titles_of(outcome).size(), 42'000u) << to_string(kind);
    EXPECT_EQ(doubled(outcome), 0) << to_string(kind);
  }
}

// What is corrected years after its entry has a new modification date only.
TEST(PaperHarvest, LaterPubmedHarvestsAskForWhatChanged) {
  const Works works{kFirst, 21, 150};
  std::vector<std::string> asked;
  const Server server = [&](const Request& request) {
    if (request.url.find("esearch") != std::string::npos)
      asked.push_back(parameters_of(request.url)["datetype"]);
    return fake_pubmed(works)(request);
  };
  const Source source = source_of(SourceKind::kPubmed);
  const Outcome first = drive(source, server, [] { return true; });
  EXPECT_EQ(std::set<std::string>(asked.begin(), asked.end()), std::set<std::string>{"edat"});
  asked.clear();
  drive(
      source, server, [] { return true; }, first.state);
  EXPECT_EQ(std::set<std::string>(asked.begin(), asked.end()), std::set<std::string>{"mdat"});
}

TEST(PaperHarvest, APubmedDayBeyondReachIsTold) {
  const Works works{kFirst, 1, 12'000};
  const Outcome outcome =
      drive(source_of(SourceKind::kPubmed), fake_pubmed(works), [] { return false; });
  EXPECT_EQ(outcome.error, "");
  EXPECT_EQ(titles_of(outcome).size(), 9'999u);
  ASSERT_EQ(outcome.remarks.size(), 1u);
  EXPECT_NE(outcome.remarks[0].find("2001 of the 12000"), std::string::npos) << outcome.remarks[0];
}

TEST(PaperHarvest, WhatWillNotHealIsAnError) {
  const Response arxiv_error = reply(
      "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>http://arxiv.org/api/errors#x</id>"
      "<title>Error</title><summary>incorrect id format</summary></entry></feed>",
      400);
  for (const Api& api : apis()) {
    for (const int status : {400, 401, 403, 404, 410}) {
      if (api.kind == SourceKind::kOpenAlex && status == 403) continue;  // means "too fast" there
      const Response response =
          api.kind == SourceKind::kArxiv && status == 400 ? arxiv_error : reply("no", status);
      const Outcome outcome = drive(
          source_of(api.kind), [&](const Request&) { return response; }, [] { return false; });
      EXPECT_NE(outcome.error, "") << to_string(api.kind) << status;
      EXPECT_EQ(outcome.error.find("sesame"), std::string::npos) << outcome.error;
      EXPECT_EQ(outcome.requests, 1) << to_string(api.kind) << status;
    }
  }
  const Outcome outcome = drive(
      source_of(SourceKind::kArxiv), [&](const Request&) { return arxiv_error; },
      [] { return false; });
  EXPECT_NE(outcome.error.find("incorrect id format"), std::string::npos) << outcome.error;
}

TEST(PaperHarvest, StatesOfOthersAreRefused) {
  for (const Api& api : apis()) {
    for (const char* const state :
         {"", "x", "[]", "{}", "{\"a\":\"b\"}", "{\"next_from\":\"x\"}", "{\"from\":{}}", "null"}) {
      EXPECT_FALSE(
          open_harvest(source_of(api.kind), std::string(state), {kNow, false, {}}).has_value())
          << to_string(api.kind) << state;
    }
  }
}

TEST(PaperHarvest, RequestsAreEncodedAndKeysKeptApart) {
  Source source = source_of(SourceKind::kCrossref);
  source.query = "type:journal-article,has-abstract:true";
  auto request = (*open_harvest(source, std::nullopt, {kNow, false, {}}))->next();
  EXPECT_EQ(request->url,
            "https://api.crossref.org/v1/works?filter=from-index-date%3A2026-11-02%2C"
            "until-index-date%3A2026-11-02%2Ctype%3Ajournal-article%2Chas-abstract%3Atrue"
            "&rows=1000&cursor=%2A&mailto=ops%40example.org");
  EXPECT_EQ(request->secrets, (Headers{{"Crossref-Plus-API-Token", "Bearer sesame"}}));
  source.kind = SourceKind::kArxiv;
  source.query = "cat:cs.AI OR all:\"large language\"";
  request = (*open_harvest(source, std::nullopt, {kNow, false, {}}))->next();
  EXPECT_EQ(parameters_of(request->url)["search_query"],
            "(cat:cs.AI OR all:\"large language\") AND submittedDate:[202611020000 TO "
            "202611222359]");
  EXPECT_EQ(request->url.find(' '), std::string::npos);
  source.kind = SourceKind::kBiorxiv;
  EXPECT_FALSE(open_harvest(source, std::nullopt, {kNow, false, {}}).has_value());
}

TEST(PaperHarvest, AFirstHarvestWithoutSinceTakesThirtyDays) {
  Source source = source_of(SourceKind::kEuropePmc);
  source.since.reset();
  const auto request = (*open_harvest(source, std::nullopt, {kNow, false, {}}))->next();
  EXPECT_EQ(parameters_of(request->url)["query"], "FIRST_PDATE:[2026-10-23 TO 2026-10-29]");
}

TEST(PaperHarvest, OpenAlexWaitsUntilItsBudgetIsNew) {
  const Source source = source_of(SourceKind::kOpenAlex);
  auto harvest = open_harvest(source, std::nullopt, {kNow, false, {}});
  Response response = reply("{\"error\":\"Insufficient budget\"}", 429);
  response.headers = {{"x-ratelimit-reset", "4321"}};
  auto page = (*harvest)->take(response, kNow);
  ASSERT_TRUE(page.has_value());
  EXPECT_EQ(page->retry_after, std::chrono::seconds(4321));
  response.body = "{\"error\":\"Plan upgrade required\"}";
  EXPECT_EQ((*harvest)->take(response, kNow).error().code, ErrorCode::kUsage);
}

}  // namespace
}  // namespace horizon::crawler::testing
