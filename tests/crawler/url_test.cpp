#include "crawler/text/url.h"

#include <gtest/gtest.h>

#include <string>

namespace horizon::crawler {
namespace {

struct Resolution {
  const char* reference;
  const char* expected;
};

TEST(ResolveUrl, Rfc3986_5_4_NormalAndAbnormalExamples) {
  const Resolution cases[] = {
      {"g:h", "g:h"},
      {"g", "http://a/b/c/g"},
      {"./g", "http://a/b/c/g"},
      {"g/", "http://a/b/c/g/"},
      {"/g", "http://a/g"},
      {"//g", "http://g"},
      {"?y", "http://a/b/c/d;p?y"},
      {"g?y", "http://a/b/c/g?y"},
      {"#s", "http://a/b/c/d;p?q#s"},
      {"g#s", "http://a/b/c/g#s"},
      {";x", "http://a/b/c/;x"},
      {"", "http://a/b/c/d;p?q"},
      {".", "http://a/b/c/"},
      {"./", "http://a/b/c/"},
      {"..", "http://a/b/"},
      {"../g", "http://a/b/g"},
      {"../..", "http://a/"},
      {"../../g", "http://a/g"},
      {"../../../g", "http://a/g"},
      {"../../../../g", "http://a/g"},
      {"/./g", "http://a/g"},
      {"/../g", "http://a/g"},
      {"g.", "http://a/b/c/g."},
      {"..g", "http://a/b/c/..g"},
      {"./../g", "http://a/b/g"},
      {"./g/.", "http://a/b/c/g/"},
      {"g/./h", "http://a/b/c/g/h"},
      {"g/../h", "http://a/b/c/h"},
      {"g;x=1/../y", "http://a/b/c/y"},
      {"g?y/../x", "http://a/b/c/g?y/../x"},
  };
  for (const Resolution& c : cases) {
    EXPECT_EQ(resolve_url("http://a/b/c/d;p?q", c.reference), c.expected) << c.reference;
  }
}

TEST(ResolveUrl, BaseWithoutPathOrScheme) {
  EXPECT_EQ(resolve_url("http://a.org", "x"), "http://a.org/x");
  EXPECT_EQ(resolve_url("feeds/a.rss", "x"), "x");
  EXPECT_EQ(resolve_url("", "http://b.org/"), "http://b.org/");
}

TEST(CanonicalUrl, OnePageHasOneForm) {
  const Resolution cases[] = {
      {"HTTP://Example.ORG", "http://example.org/"},
      {"http://example.org:80/a", "http://example.org/a"},
      {"https://example.org:443/a", "https://example.org/a"},
      {"https://example.org:8443/a", "https://example.org:8443/a"},
      {"https://example.org./a", "https://example.org/a"},
      {"https://example.org/A?utm_source=x&id=3&UTM_medium=y", "https://example.org/A?id=3"},
      {"https://example.org/a?utm_source=x", "https://example.org/a"},
      {"https://example.org/a?", "https://example.org/a"},
      {"https://example.org/a#b", "https://example.org/a"},
      {"https://example.org/a/../b?x=1&fbclid=9", "https://example.org/b?x=1"},
      {" https://example.org/中文 ", "https://example.org/%E4%B8%AD%E6%96%87"},
      {"https://example.org/%e4%b8%ad%E6%96%87?a=%7e",
       "https://example.org/%E4%B8%AD%E6%96%87?a=~"},
      {"https://example.org/%%37%45", "https://example.org/%257E"},
      {"https://例え.jp/", "https://xn--r8jz45g.jp/"},
      {"https://example.org\\a b", "https://example.org/a%20b"},
      {"https://example.org/#!/page/1", "https://example.org/#!/page/1"},
      {"https://www.example.org/", "https://www.example.org/"},
      {"http://[2001:DB8::1]:80/", "http://[2001:db8::1]/"},
      {"ftp://example.org/", ""},
      {"javascript:alert(1)", ""},
      {"http:///nohost", ""},
      {"http://./a", ""},
      {"http://7.%2e/a", "http://0.0.0.7/a"},
      {"http://256.256.256.256../a", ""},
      {"http://a b/", ""},
      {"", ""},
  };
  for (const Resolution& c : cases) {
    EXPECT_EQ(canonical_url(c.reference), c.expected) << c.reference;
    const std::string once = canonical_url(c.reference);
    EXPECT_EQ(canonical_url(once), once) << "not stable: " << c.reference;
  }
}

TEST(ResolveUrl, WhatPeopleWrite) {
  EXPECT_EQ(resolve_url("http://a.org/b/c", " d\n/e\t"), "http://a.org/b/d/e");
  EXPECT_EQ(resolve_url("http://a.org/b/c", "..\\d?e\\f"), "http://a.org/d?e\\f");
}

TEST(HostOf, UserPortAndBracketsAreNoHost) {
  EXPECT_EQ(host_of("http://user:pass@Host.org:81/x"), "host.org");
  EXPECT_EQ(host_of("http://good.org@127.0.0.1/"), "127.0.0.1");
  EXPECT_EQ(host_of("https://[::1]:8080/"), "::1");
  EXPECT_EQ(host_of("file:a/b"), "");
}

TEST(PercentEncoding, RoundTripsAnyBytes) {
  std::string all;
  for (int c = 0; c < 256; ++c) all += static_cast<char>(c);
  EXPECT_EQ(percent_decode(percent_encode(all)), all);
  EXPECT_EQ(percent_encode("a|b&c%+~"), "a%7Cb%26c%25%2B~");
  EXPECT_EQ(percent_decode("%zz%4"), "%zz%4");
}

}  // namespace
}  // namespace horizon::crawler
