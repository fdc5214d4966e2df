#include "crawler/text/web_url.h"

#include <gtest/gtest.h>

#include <string>

namespace horizon::crawler {
namespace {

struct Case {
  const char *text, *base, *href;  // href "" for none
};

template <std::size_t kSize>
void expect_all(const Case (&cases)[kSize]) {
  for (const Case& c : cases) {
    const std::string href = web_href(c.text, c.base).value_or("");
    EXPECT_EQ(href, c.href) << '"' << c.text << "\" from \"" << c.base << '"';
    if (!href.empty()) {
      EXPECT_EQ(web_href(href, "").value_or(""), href) << "not stable";
    }
  }
}

TEST(WebHref, UrlStandard_4_4_SpecialSchemes) {
  expect_all({
      {"http://example.org", "", "http://example.org/"},
      {" \n HTTP://Example.ORG:80/A\tB ", "", "http://example.org/AB"},
      {"https://u:p@x.org:8443/a?b#c", "", "https://u:p@x.org:8443/a?b#c"},
      {"https://u@v:w@x.org/", "", "https://u%40v:w@x.org/"},
      {"http:\\\\x.org\\a\\..\\b", "", "http://x.org/b"},
      {"http:x.org/a", "", "http://x.org/a"},
      {"http:///x.org/a", "", "http://x.org/a"},
      {"http:a", "http://x.org/b/c", "http://x.org/b/a"},
      {"https:a", "http://x.org/b/c", "https://a/"},
      {"http://x.org/a/./b/../%2E%2e/c", "", "http://x.org/c"},
      {"http://x.org/a b\"<>`{}^|", "", "http://x.org/a%20b%22%3C%3E%60%7B%7D%5E|"},
      {"http://x.org/新?q=新闻'#片", "",
       "http://x.org/%E6%96%B0?q=%E6%96%B0%E9%97%BB%27#%E7%89%87"},
      {"http://x.org/?", "", "http://x.org/?"},
      {"http://", "", ""},
      {"http://:80/", "", ""},
      {"http://x.org:a/", "", ""},
      {"http://x.org:65536/", "", ""},
      {"http://a b/", "", ""},
      {"http://@/", "", ""},
      {"relative", "", ""},
      {"", "", ""},
  });
}

TEST(WebHref, UrlStandard_4_4_Relative) {
  expect_all({
      {"", "http://x.org/a/b?c#d", "http://x.org/a/b?c"},
      {"#e", "http://x.org/a/b?c#d", "http://x.org/a/b?c#e"},
      {"?e", "http://x.org/a/b?c#d", "http://x.org/a/b?e"},
      {"e", "http://x.org/a/b?c#d", "http://x.org/a/e"},
      {"../e/", "http://x.org/a/b", "http://x.org/e/"},
      {"/e", "http://x.org/a/b", "http://x.org/e"},
      {"\\e", "http://x.org/a/b", "http://x.org/e"},
      {"//y.org", "http://x.org/a/b", "http://y.org/"},
      {"a:b", "http://x.org/", "a:b"},
      {"#b", "mailto:a@x.org", "mailto:a@x.org#b"},
      {"b", "mailto:a@x.org", ""},
      {"/b", "a:/c/d", "a:/b"},
      {"..//b", "a:/c/d", "a:/.//b"},
  });
}

TEST(WebHref, UrlStandard_3_5_Hosts) {
  expect_all({
      {"http://例え.jp/", "", "http://xn--r8jz45g.jp/"},
      {"http://Bücher.DE/", "", "http://xn--bcher-kva.de/"},
      {"http://ｘ．org/", "", "http://x.org/"},
      {"http://%65xample.org/", "", "http://example.org/"},
      {"http://0x7F.1/", "", "http://127.0.0.1/"},
      {"http://017700000001/", "", "http://127.0.0.1/"},
      {"http://1.2.3.4./", "", "http://1.2.3.4/"},
      {"http://256.1.1.1/", "", ""},
      {"http://1.2.3.09/", "", ""},
      {"http://[1:2:0:0:5:0:0:0]/", "", "http://[1:2:0:0:5::]/"},
      {"http://[::127.0.0.1]/", "", "http://[::7f00:1]/"},
      {"http://[1::2::3]/", "", ""},
      {"http://[1:2:3]/", "", ""},
      {"http://[::1", "", ""},
      {"http://a%00b/", "", ""},
      {"http://a%25b/", "", ""},
      {"http://xn--a/", "", ""},
      {"a://Ho%20st/", "", "a://Ho%20st/"},
      {"a://b c/", "", ""},
  });
}

TEST(WebHref, UrlStandard_4_4_FilesAndOpaquePaths) {
  expect_all({
      {"file:///a/b", "", "file:///a/b"},
      {"file:c|/a", "", "file:///c:/a"},
      {"file://localhost/a", "", "file:///a"},
      {"/x", "file:///C:/a/b", "file:///C:/x"},
      {"../../x", "file:///C:/a", "file:///C:/x"},
      {"mailto:a b@x.org", "", "mailto:a b@x.org"},
      {"javascript:alert('x')", "", "javascript:alert('x')"},
      {"data:text/plain,a b #c", "", "data:text/plain,a b%20#c"},
  });
}

TEST(WebHref, AnyLengthIsLinear) {
  std::string dots = "http://x.org";
  for (int i = 0; i < 100'000; ++i) dots += "/a/..";
  EXPECT_EQ(web_href(dots, "").value_or(""), "http://x.org/");
  EXPECT_FALSE(web_href("http://x.org/" + std::string(2'000'000, 'a'), "").has_value());
}

}  // namespace
}  // namespace horizon::crawler
