#include "crawler/html/article.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
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
