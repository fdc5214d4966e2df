#include "crawler/html/article.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "core/text.h"

namespace horizon::crawler {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Layouts of pages as they are met, each with the text that its readers came for.
TEST(Article, TextOfEveryLayout) {
  const fs::path folder = fs::path(HORIZON_SOURCE_DIR) / "tests/data/crawler/pages";
  std::size_t pages = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".html") continue;
    ++pages;
    const Article article = read_article(read(entry.path()), "text/html", "");
    fs::path expected = entry.path();
    EXPECT_EQ(article.text, trim(read(expected.replace_extension(".txt")))) << entry.path();
  }
  EXPECT_GE(pages, 44U);
}

TEST(Article, MetadataOfANewsPage) {
  const Article article = extract_article(
      R"(<html lang="en-GB"><head><title>Robots dive - The Gazette</title>
      <meta property="og:site_name" content="The Gazette">
      <script type="application/ld+json">
      {"@graph":[{"@type":"Organization","name":"The Gazette"},
       {"@type":["NewsArticle"],"headline":"Robots dive &amp; swim",
        "datePublished":"2026-03-04T23:10:00+01:00",
        "author":[{"@type":"Person","name":"Ann Weber"},{"name":"Bo Li"}]}]}
      </script></head><body><p>Text of the page.</p></body></html>)",
      "https://gazette.example/2026/a");
  EXPECT_EQ(article.title, "Robots dive & swim");
  EXPECT_EQ(article.authors, (std::vector<std::string>{"Ann Weber", "Bo Li"}));
  EXPECT_EQ(article.language, "en");
  ASSERT_TRUE(article.published.has_value());
  EXPECT_EQ(format_instant(article.published->instant), "2026-03-04T22:10:00Z");
}

TEST(Article, CharsetOfThePageItself) {
  EXPECT_EQ(content_type_of_page("<html><meta charset=\"GBK\">", "text/html"),
            "text/html; charset=gbk");
  EXPECT_EQ(
      content_type_of_page("<meta http-equiv=Content-Type content='text/html;charset=big5'>", ""),
      "text/html; charset=big5");
  EXPECT_EQ(content_type_of_page("<meta charset=gbk>", "text/html; charset=utf-8"),
            "text/html; charset=utf-8");
  EXPECT_EQ(content_type_of_page("<meta name=x><p charset=gbk>", "text/html"), "text/html");
}

// Damaged pages still give clean text that is no longer than they are.
TEST(Article, DamagedPagesGiveCleanText) {
  std::mt19937 random(5);
  const std::string alphabet = "<>/&;\"'=!-[]\xC3\xFF\xE4 \n0$\\";
  std::vector<std::string> pages;
  for (const auto& entry :
       fs::directory_iterator(fs::path(HORIZON_SOURCE_DIR) / "tests/data/crawler/pages")) {
    if (entry.path().extension() == ".html") pages.push_back(read(entry.path()));
  }
  for (int round = 0; round < 400; ++round) {
    std::string page = pages[random() % pages.size()];
    for (int edit = 0; edit < 12; ++edit) {
      const std::size_t at = random() % page.size();
      if (edit % 3 == 0) {
        page.erase(at, random() % 40);
      } else {
        page[at] = alphabet[random() % alphabet.size()];
      }
      if (page.empty()) page = "<";
    }
    const Article article = read_article(page, "text/html; charset=utf-8", "https://a.example/b");
    ASSERT_TRUE(is_valid_utf8(article.text) && is_valid_utf8(article.title)) << page;
    ASSERT_LE(article.text.size(), 3 * page.size()) << page;
  }
}

// Whatever is repeated a million times, the page is read in bounded time and space.
TEST(Article, HostilePagesTakeLinearTime) {
  const char* const parts[] = {"<div>",
                               "<b>",
                               "<b id=1><p>x",
                               "<a href=x>",
                               "<table>",
                               "<table><tr><td>",
                               "</div>",
                               "<p>",
                               "<li>",
                               "<!-- ",
                               "<script>",
                               "<title>",
                               "<a href=\"",
                               "<x-",
                               "<svg><g>",
                               "&",
                               "<",
                               "</",
                               "<br>",
                               "<td><a href=x>y</a>",
                               "<h1>Related</h1>",
                               "<select><option>",
                               "<p>Some prose, with a comma. And more of it.",
                               "<div class='sidebar article-body related'>",
                               "<font><center>",
                               "<x>",
                               "</x></y>",
                               "<ul><li>a<ul><li>b",
                               "<script type=application/ld+json>[[[[",
                               "<meta name=a content=b>"};
  for (const char* const part : parts) {
    std::string page;
    while (page.size() < 1'000'000) page += part;
    const auto begin = std::chrono::steady_clock::now();
    const Article article = extract_article(page, "https://example.org/");
    const auto took = std::chrono::steady_clock::now() - begin;
    EXPECT_LT(took, std::chrono::seconds(6)) << part;
    EXPECT_TRUE(is_valid_utf8(article.text)) << part;
  }
}

}  // namespace
}  // namespace horizon::crawler
