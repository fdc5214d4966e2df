#include "crawler/robots/robots.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

namespace horizon::crawler {
namespace {

struct Case {
  const char* robots;
  const char* agent;
  const char* target;
  bool allowed;
};

template <std::size_t kSize>
void expect_all(const Case (&cases)[kSize]) {
  for (const Case& c : cases) {
    EXPECT_EQ(parse_robots(c.robots).allowed(c.agent, c.target), c.allowed)
        << c.agent << " at " << c.target << " of\n"
        << c.robots;
  }
}

TEST(Robots, Rfc9309_2_2_1_GroupsAndTokens) {
  expect_all({
      {"", "A", "/x", true},
      {"User-agent: *\nDisallow: /", "A", "/x", false},
      {"Disallow: /", "A", "/x", true},
      {"User-agent: A\nUser-agent: B\nDisallow: /x", "b", "/x", false},
      {"User-agent: A\nDisallow: /x\n\nUser-agent: B\nDisallow: /y\n\nUser-agent: a\nDisallow: /z",
       "A", "/z", false},
      {"User-agent: A\nDisallow: /x\n\nUser-agent: B\nDisallow: /y", "A", "/y", true},
      {"User-agent: *\nDisallow: /\n\nUser-agent: A\nDisallow:", "A", "/y", true},
      {"User-agent: A/2.0 (+http://a.org)\nDisallow: /", "A", "/", false},
      {"User-agent: A\nDisallow: /", "A/1.0 (+http://a.org)", "/", false},
      {"User-agent: Abc\nDisallow: /", "A", "/", true},
      {"User-agent: A\nDisallow: /", "Abc", "/", true},
      {"User-agent: FooBot\nDisallow: /", "Mozilla/5.0 (compatible; FooBot/1.2; +http://f.org)",
       "/", false},
      {"User-agent: Mozilla\nDisallow: /", "Mozilla/5.0 (compatible; FooBot/1.2)", "/", false},
      {"User-agent: 80legs\nDisallow: /", "80legs", "/", false},
      {"User-agent: A\n\nDisallow: /", "A", "/", false},
      {"User-agent: A\nCrawl-delay: 5\nUser-agent: B\nDisallow: /", "A", "/", true},
      {"User-agent: A\nSitemap: /s\nUser-agent: B\nDisallow: /", "A", "/", false},
  });
}

TEST(Robots, Rfc9309_2_2_2_LongestMatchAndEscapes) {
  expect_all({
      {"User-agent: *\nDisallow: /a\nAllow: /a/b", "A", "/a/b/c", true},
      {"User-agent: *\nAllow: /a\nDisallow: /a", "A", "/a", true},
      {"User-agent: *\nDisallow: /a", "A", "https://x.org/a?b#c", false},
      {"User-agent: *\nDisallow: /a", "A", "https://x.org", true},
      {"User-agent: *\nDisallow: /", "A", "https://x.org?q", false},
      {"User-agent: *\nDisallow: /", "A", "/robots.txt", true},
      {"User-agent: *\nDisallow: /%7ejoe/", "A", "/~joe/x", false},
      {"User-agent: *\nDisallow: /~joe/", "A", "/%7Ejoe/x", false},
      {"User-agent: *\nDisallow: /a%3cd", "A", "/a%3Cd", false},
      {"User-agent: *\nDisallow: /a%2fb", "A", "/a/b", true},
      {"User-agent: *\nDisallow: /新闻", "A", "/%E6%96%B0%E9%97%BB/1", false},
      {"User-agent: *\nDisallow: /%E6%96%B0", "A", "/新闻/1", false},
      {"User-agent: *\nDisallow: /\nAllow: /%62", "A", "/b", false},  // in doubt, do not
      {"User-agent: *\nDisallow: /%62", "A", "/b", false},
  });
}

TEST(Robots, Rfc9309_2_2_3_SpecialCharacters) {
  expect_all({
      {"User-agent: *\nDisallow: /*.pdf$", "A", "/x/y.pdf", false},
      {"User-agent: *\nDisallow: /*.pdf$", "A", "/x/y.pdf?z", true},
      {"User-agent: *\nDisallow: /a*b*c$", "A", "/axbxcxc", false},
      {"User-agent: *\nDisallow: /a*b*c$", "A", "/ab", true},
      {"User-agent: *\nDisallow: /$", "A", "/", false},
      {"User-agent: *\nDisallow: /$", "A", "/x", true},
      {"User-agent: *\nDisallow: *", "A", "/x", false},
      {"User-agent: *\nDisallow: /a$b", "A", "/a$b", false},
      {"User-agent: *\nDisallow: /ab*ab$", "A", "/ab", true},
      {"User-agent: *\nDisallow: /x # y", "A", "/x", false},
      {"User-agent: *\nDisallow: /a b", "A", "/a%20b", false},
      {"User-agent: *\nDisallow: /a%20b", "A", "/a b", false},
  });
}

TEST(Robots, WrittenByPeople) {
  expect_all({
      {"\xEF\xBB\xBFUser-agent: *\r\rDisallow: /x\r", "A", "/x", false},
      {"\xFF\xFEU\0s\0", "A", "/x", true},
      {"USERAGENT *\nDissallow : /x", "A", "/x", false},
      {"user agent: *\n  disalow:/x  ", "A", "/x", false},
      {"User-agent: *\ndisallow /x", "A", "/x", false},
      {"<html><body>User-agent: *<br>Disallow: /</body>", "A", "/x", true},
  });
  EXPECT_FALSE(parse_robots(std::string("User-agent: *\0\nDis\0allow: /", 27)).allowed("A", "/"));
}

TEST(Robots, CrawlDelayAndSitemaps) {
  const RobotsFile robots = parse_robots(
      "Sitemap: https://x.org/a.xml\nUser-agent: A\nCrawl-delay: 2.5\nDisallow: /x\n\n"
      "User-agent: *\nCrawl-delay: 10 # slow\nsitemap: /b.xml\nUser-agent: B\nCrawl-delay: -1\n"
      "Disallow: /\n");
  EXPECT_EQ(robots.crawl_delay("a"), 2.5);
  EXPECT_EQ(robots.crawl_delay("C"), 10);
  EXPECT_FALSE(parse_robots("User-agent: A\nCrawl-delay: x").crawl_delay("A").has_value());
  ASSERT_EQ(robots.sitemaps().size(), 2U);
  EXPECT_EQ(robots.sitemaps()[1], "/b.xml");
}

TEST(Robots, HostileFilesCostLittle) {
  std::string many = "User-agent: *\n";
  for (int i = 0; i < 100'000; ++i) many += "Disallow: /*a*a*a*a*b$\n";
  EXPECT_TRUE(parse_robots(many).allowed("A", "/" + std::string(500, 'a')));
  std::string agents;
  for (int i = 0; i < 100'000; ++i) agents += "User-agent: a" + std::to_string(i) + "\n";
  EXPECT_FALSE(parse_robots(agents + "Disallow: /").allowed("a7", "/"));
}

void expect_recorded(const std::string& name) {
  const char* const data = std::getenv("HORIZON_TEST_DATA");
  if (data == nullptr) GTEST_SKIP() << "HORIZON_TEST_DATA is not set";
  const std::string folder = std::string(data) + "/conformance/robots/";
  std::ifstream file(folder + name);
  std::size_t read = 0;
  for (std::string line; std::getline(file, line); ++read) {
    const auto row = nlohmann::json::parse(line);
    std::string text = row.value("robots_txt", "");
    if (row.contains("robots_file")) {
      std::ifstream robots(folder + row["robots_file"].get<std::string>(), std::ios::binary);
      text.assign(std::istreambuf_iterator<char>(robots), {});
    }
    EXPECT_EQ(parse_robots(text).allowed(row["user_agent"].get<std::string>(),
                                         row["url"].get<std::string>()),
              row["allowed"].get<bool>())
        << row["id"] << ' ' << row["user_agent"] << ' ' << row["url"];
  }
  EXPECT_GT(read, 0U);
}

TEST(Robots, Recorded_RfcCases) { expect_recorded("google_rfc9309.jsonl"); }
TEST(Robots, Recorded_RealFiles) { expect_recorded("real.jsonl"); }

}  // namespace
}  // namespace horizon::crawler
