#include "crawler/html/byline.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "crawler/html/article.h"

namespace horizon::crawler {
namespace {

TEST(Byline, DatesInShortTexts) {
  struct Case {
    const char* text;
    const char* day;
  };
  const Case cases[] = {
      {"Posted on March 4, 2026 by Ann", "2026-03-04"},
      {"Updated: 4 March 2026 10:15", "2026-03-04"},
      {"04.03.2026 | Von Karl Sommer", "2026-03-04"},
      {"发布时间：2026-03-04 08:15　来源：东海新闻网", "2026-03-04"},
      {"2026年03月04日 08:15　来源：东海新闻网　作者：王芳", "2026-03-04"},
      {"(2026-03-04)", "2026-03-04"},
      {"Ann Weber", ""},
      {"in 2026", ""},
      {"12 comments", ""},
  };
  for (const Case& c : cases) {
    const auto date = find_date_in(c.text);
    EXPECT_EQ(date ? format_date(date->written) : "", c.day) << c.text;
  }
}

TEST(Byline, NamesInShortTexts) {
  struct Case {
    const char* text;
    std::vector<std::string> names;
  };
  const Case cases[] = {
      {"By Ann Weber and Li Bo | Staff", {"Ann Weber", "Li Bo"}},
      {"Von Karl Sommer", {"Karl Sommer"}},
      {"作者：王芳、李明", {"王芳", "李明"}},
      {"by the team", {}},
      {"4 March, 2026", {}},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(names_in_byline(c.text), c.names) << c.text;
  }
}

TEST(Byline, OfPages) {
  struct Case {
    const char* html;
    const char* url;
    const char* day;
    std::vector<std::string> authors;
  };
  const Case cases[] = {
      {"<h1>T</h1><p class=byline>By <a rel=author>Ann Weber</a></p><time datetime="
       "2026-03-04T10:00:00+01:00>today</time><p>Text.</p>",
       "",
       "2026-03-04",
       {"Ann Weber"}},
      {"<h1>T</h1><div>2026年03月04日 08:15　来源：东海新闻网　作者：王芳</div><p>文字。</p>",
       "",
       "2026-03-04",
       {"王芳"}},
      {"<h1>T</h1><p>Text.</p>", "https://a.example/2026/03/04/t.html", "2026-03-04", {}},
      {"<h1>T</h1><p>Text.</p>", "https://a.example/n1/2026/0304/c1-2.html", "2026-03-04", {}},
      {"<h1>T</h1><p>Text.</p>", "https://a.example/202603/t20260304_123.html", "2026-03-04", {}},
      {"<h1>T</h1><p>Text.</p>", "https://a.example/id/2026030412345678.html", "", {}},
      {"<h1>T</h1><p>Text.</p>", "https://a.example/c/2026-03/04/x.htm", "2026-03-04", {}},
      {"<h1>T</h1><p>Text.</p><div class=comments><time datetime=2026-01-01></time></div>",
       "",
       "",
       {}},
      {"<h1>T</h1><div class=meta><span class=author>Karl Sommer</span> <span class=date>04.03.2026"
       "</span></div>",
       "",
       "2026-03-04",
       {"Karl Sommer"}},
  };
  for (const Case& c : cases) {
    const Article article = extract_article(c.html, c.url);
    EXPECT_EQ(article.published ? format_date(article.published->written) : "", c.day) << c.html;
    EXPECT_EQ(article.authors, c.authors) << c.html;
  }
}

}  // namespace
}  // namespace horizon::crawler
