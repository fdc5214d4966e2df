#include "crawler/harvest/sitemap_harvest.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "crawler/harvest/harvest.h"

namespace horizon::crawler {
namespace {

constexpr const char* kSite = "https://news.example.org";

std::string article(const std::string& title) {
  return fmt::format(
      "<html lang=en><head><title>{0}</title></head><body><article><h1>{0}</h1><p>A first sentence "
      "about {0}, with a comma. A second one, which is as long as the first one was.</p></article>",
      title);
}

class SitemapHarvestTest : public ::testing::Test {
 protected:
  SitemapHarvestTest() {
    source_.id = "site";
    source_.kind = SourceKind::kSitemap;
    source_.url = std::string(kSite) + "/";
  }

  void serve(const std::string& path, std::string body, const char* type = "text/html") {
    const std::string url = path.starts_with("http") ? path : kSite + path;
    replies_[url] = {
        .status = 200, .final_url = url, .content_type = type, .body = std::move(body)};
  }

  void serve_site(int pages) {
    serve("/robots.txt", "User-agent: *\nDisallow:\nSitemap: /index.xml\n", "text/plain");
    serve(
        "/index.xml",
        "<sitemapindex><sitemap><loc>https://news.example.org/a.xml</loc>"
        "<lastmod>2026-11-21</lastmod></sitemap><sitemap><loc>https://news.example.org/b.xml</loc>"
        "</sitemap><sitemap><loc>https://news.example.org/old.xml</loc><lastmod>2020-01-01"
        "</lastmod></sitemap></sitemapindex>",
        "text/xml");
    std::string dated, undated;
    for (int i = 0; i < pages; ++i) {
      dated +=
          fmt::format("<url><loc>{}/a/{}</loc><lastmod>2026-11-{:02}T08:00:00Z</lastmod></url>",
                      kSite, i, 10 + i % 10);
      undated += fmt::format("<url><loc>{}/b/{}</loc></url>", kSite, i);
      serve(fmt::format("/a/{}", i), article(fmt::format("Dated {}", i)));
      serve(fmt::format("/b/{}", i), article(fmt::format("Undated {}", i)));
    }
    serve("/a.xml", "<urlset>" + dated + "</urlset>", "text/xml");
    serve("/b.xml", "<urlset>" + undated + "</urlset>", "text/xml");
  }

  // A harvest to its end. After every `interrupt` steps it is opened anew from its stored state.
  void harvest(int interrupt = 0) {
    titles_.clear();
    asked_.clear();
    error_.clear();
    auto open = open_harvest(source_, state_, {now_, false, {}});
    ASSERT_TRUE(open) << open.error().message;
    for (int step = 1; step < 5'000; ++step) {
      const auto request = (*open)->next();
      ASSERT_TRUE(request);
      EXPECT_EQ(request->robots, Robots::kObey);
      asked_.push_back(request->url);
      auto page = answer(**open, *request);
      if (!page) {
        error_ = page.error().message;
        return;
      }
      ASSERT_FALSE(page->retry_after) << page->retry_reason;
      state_ = page->cursor_state;
      for (const ParsedRecord& record : page->records) {
        titles_.insert(record.document.title);
        documents_[record.document.url] = record.document;
      }
      for (const QuarantinedRecord& record : page->quarantined) reasons_.push_back(record.reason);
      if (!page->more) return;
      if (interrupt != 0 && step % interrupt == 0) {
        open = open_harvest(source_, state_, {now_, false, {}});
        ASSERT_TRUE(open) << open.error().message;
      }
    }
    FAIL() << "the harvest does not end";
  }

  Result<Page> answer(Harvest& harvest, const Request& request) {
    if (const auto error = errors_.find(request.url); error != errors_.end()) {
      return harvest.missed(error->second, now_);
    }
    const auto found = replies_.find(request.url);
    return harvest.take(
        found == replies_.end() ? Response{.status = 404, .final_url = request.url} : found->second,
        now_);
  }

  bool asked(const std::string& path) const {
    return std::find(asked_.begin(), asked_.end(), kSite + path) != asked_.end();
  }

  Source source_;
  Instant now_{parse_iso_date("2026-11-22")->day};
  std::optional<std::string> state_;
  std::map<std::string, Response> replies_;
  std::map<std::string, Error> errors_;
  std::set<std::string> titles_;
  std::vector<std::string> asked_, reasons_;
  std::map<std::string, Document> documents_;
  std::string error_;
};

TEST_F(SitemapHarvestTest, FromRobotsThroughTheIndexToThePages) {
  serve_site(5);
  harvest();
  EXPECT_EQ(error_, "");
  EXPECT_EQ(titles_.size(), 10U);
  EXPECT_TRUE(titles_.contains("Dated 4"));
  EXPECT_TRUE(titles_.contains("Undated 0"));
  EXPECT_FALSE(asked("/old.xml")) << "unchanged since before the first harvest's beginning";
  const Document& document = documents_.at(std::string(kSite) + "/a/1");
  EXPECT_EQ(document.kind, Kind::kNews);
  EXPECT_EQ(document.language, "en");
  EXPECT_EQ(document.keys, std::vector<std::string>{"url:https://news.example.org/a/1"});
  EXPECT_TRUE(document.abstract.starts_with("A first sentence about Dated 1"));
}

TEST_F(SitemapHarvestTest, OnlyWhatIsNewTheNextTime) {
  serve_site(5);
  harvest();
  harvest();
  EXPECT_TRUE(titles_.empty()) << *titles_.begin();
  serve("/a.xml",
        "<urlset><url><loc>https://news.example.org/new</loc><lastmod>2026-11-22</lastmod></url>"
        "<url><loc>https://news.example.org/a/3</loc><lastmod>2026-11-21T12:00:00Z</lastmod></url>"
        "<url><loc>https://news.example.org/a/0</loc><lastmod>2026-11-10</lastmod></url></urlset>",
        "text/xml");
  serve("/b.xml",
        "<urlset><url><loc>https://news.example.org/b/0</loc></url><url><loc>"
        "https://news.example.org/b/new</loc></url></urlset>",
        "text/xml");
  serve("/new", article("New"));
  serve("/b/new", article("New too"));
  harvest();
  EXPECT_EQ(titles_, (std::set<std::string>{"Dated 3", "New", "New too"}));
}

TEST_F(SitemapHarvestTest, InterruptedAtEveryStepItBringsTheSame) {
  serve_site(7);
  harvest();
  const auto whole = titles_;
  const auto whole_state = state_;
  for (const int interrupt : {1, 2, 3, 7}) {
    state_.reset();
    harvest(interrupt);
    EXPECT_EQ(titles_, whole) << interrupt;
    EXPECT_EQ(state_, whole_state) << interrupt;
  }
}

TEST_F(SitemapHarvestTest, AtMostSoManyPagesAndNoneIsLost) {
  serve_site(400);
  std::set<std::string> all;
  for (int i = 0; i < 4; ++i) {
    harvest();
    EXPECT_LE(titles_.size(), kMaxPagesPerHarvest);
    for (const std::string& title : titles_) {
      EXPECT_TRUE(all.insert(title).second) << title << " came twice";
    }
  }
  EXPECT_EQ(all.size(), 800U);
}

TEST_F(SitemapHarvestTest, PagesOfOtherSitesAreRefused) {
  source_.url = std::string(kSite) + "/a.xml";
  serve(
      "/a.xml",
      "<urlset><url><loc>https://evil.example/x</loc></url><url><loc>https://notnews.example.org/y"
      "</loc></url><url><loc>https://sub.news.example.org/z</loc></url></urlset>",
      "text/xml");
  serve("https://sub.news.example.org/z", article("Of a subdomain"));
  harvest();
  EXPECT_EQ(titles_, std::set<std::string>{"Of a subdomain"});
  ASSERT_EQ(reasons_.size(), 1U);
  EXPECT_EQ(reasons_[0], "2 addresses of other sites were not taken");
}

TEST_F(SitemapHarvestTest, RobotsMayNameASitemapElsewhere) {
  serve("/robots.txt", "Sitemap: https://cdn.example/news.xml", "text/plain");
  serve("https://cdn.example/news.xml",
        "<urlset><url><loc>https://news.example.org/a</loc></url><url><loc>https://cdn.example/b"
        "</loc></url></urlset>",
        "text/xml");
  serve("/a", article("Ours"));
  harvest();
  EXPECT_EQ(titles_, std::set<std::string>{"Ours"});
}

TEST_F(SitemapHarvestTest, WithoutRobotsTheUsualPlacesAreTried) {
  serve("/sitemap_index.xml", "https://news.example.org/a\n", "text/plain");
  serve("/a", article("Found"));
  harvest();
  EXPECT_EQ(titles_, std::set<std::string>{"Found"});
  replies_.clear();
  state_.reset();
  harvest();
  EXPECT_NE(error_.find("404"), std::string::npos) << error_;
}

TEST_F(SitemapHarvestTest, OnePageThatFailsCostsNoOther) {
  serve_site(3);
  errors_[std::string(kSite) + "/a/0"] = {ErrorCode::kUsage, "robots.txt does not allow it"};
  errors_[std::string(kSite) + "/a/1"] = {ErrorCode::kUnavailable, "connection reset"};
  replies_[std::string(kSite) + "/b/0"].status = 500;
  replies_[std::string(kSite) + "/b/1"].content_type = "application/pdf";
  replies_.erase(std::string(kSite) + "/b/2");
  harvest(1);
  EXPECT_EQ(error_, "");
  EXPECT_EQ(titles_, std::set<std::string>{"Dated 2"});
  EXPECT_EQ(reasons_.size(), 4U);
  EXPECT_EQ(std::count(asked_.begin(), asked_.end(), std::string(kSite) + "/a/1"), 3);
  EXPECT_EQ(std::count(asked_.begin(), asked_.end(), std::string(kSite) + "/a/0"), 1);
  harvest();
  EXPECT_TRUE(titles_.empty());
}

TEST_F(SitemapHarvestTest, ASiteThatIsDownIsLeftAlone) {
  serve_site(20);
  for (int i = 0; i < 20; ++i) {
    const Error down{ErrorCode::kUnavailable, "no route to host"};
    errors_[fmt::format("{}/a/{}", kSite, i)] = down;
    errors_[fmt::format("{}/b/{}", kSite, i)] = down;
  }
  harvest();
  EXPECT_EQ(error_, "no route to host");
  errors_.clear();
  harvest();
  EXPECT_EQ(error_, "");
  EXPECT_EQ(titles_.size(), 40U);
}

TEST_F(SitemapHarvestTest, ThrottlingWaits) {
  serve_site(1);
  replies_[std::string(kSite) + "/robots.txt"] = {.status = 429, .retry_after = "7"};
  const auto open = open_harvest(source_, state_, {now_, false, {}});
  ASSERT_TRUE(open);
  const auto request = (*open)->next();
  const auto page = (*open)->take(replies_[request->url], now_);
  ASSERT_TRUE(page);
  EXPECT_EQ(page->retry_after, std::chrono::seconds(7));
  EXPECT_EQ((*open)->next()->url, request->url);
}

TEST_F(SitemapHarvestTest, PapersOfPublishers) {
  source_.url = std::string(kSite) + "/a.xml";
  serve("/a.xml", "<urlset><url><loc>https://news.example.org/p</loc></url></urlset>", "text/xml");
  serve("/p",
        "<head><meta name=citation_title content='Films of $\\alpha$-Ga$_2$O$_3$'>"
        "<meta name=citation_author content='Ann Weber'><meta name=citation_author content='Li Bo'>"
        "<meta name=citation_doi content='10.1234/ABC.5'><meta name=citation_journal_title "
        "content='Journal of Films'><meta name=citation_publication_date content='2026/11/20'>"
        "<meta name=citation_abstract content='We grow films.'></head><body><p>Log in to read.");
  harvest();
  const Document& paper = documents_.at(std::string(kSite) + "/p");
  EXPECT_EQ(paper.kind, Kind::kPaper);
  EXPECT_EQ(paper.title, "Films of α-Ga₂O₃");
  EXPECT_EQ(paper.abstract, "We grow films.");
  EXPECT_EQ(paper.venue, "Journal of Films");
  EXPECT_EQ(names_of(paper.authors), (std::vector<std::string>{"Ann Weber", "Li Bo"}));
  EXPECT_EQ(paper.keys.front(), "doi:10.1234/abc.5");
  ASSERT_TRUE(paper.published);
  EXPECT_EQ(format_date(*paper.published), "2026-11-20");
}

TEST_F(SitemapHarvestTest, StatesOfOthers) {
  state_ = "not json";
  EXPECT_EQ(open_harvest(source_, state_, {now_, false, {}}).error().code, ErrorCode::kCorrupt);
  for (const char* const state :
       {"{\"running\":true,\"url\":\"https://elsewhere.example/\",\"pages\":[{\"url\":\"x\"}]}",
        "{\"running\":true,\"url\":\"https://news.example.org/\",\"maps\":[1,{}],\"pages\":7}"}) {
    EXPECT_TRUE(open_harvest(source_, state, {now_, false, {}})) << state;
  }
  source_.url = "file:///tmp/sitemap.xml";
  EXPECT_EQ(open_harvest(source_, {}, {now_, false, {}}).error().code, ErrorCode::kUsage);
}

}  // namespace
}  // namespace horizon::crawler
