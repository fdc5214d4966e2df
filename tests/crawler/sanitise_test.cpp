#include "crawler/html/sanitise.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace horizon::crawler {
namespace {

struct Case {
  const char* html;
  const char* safe;
};

TEST(SanitiseHtml, KeepsWhatOnlyFormatsAndNothingElse) {
  static constexpr Case kCases[] = {
      {"plain", "plain"},
      {"<P Class=X>a<BR>b</P>", "<p class=\"X\">a<br />b</p>"},
      {"<img alt=\"a <c> b\" src='x'>after", "<img alt=\"a &lt;c&gt; b\" src=\"x\" />after"},
      {"a<script>x<y</script>b", "ab"},
      {"a<SCRIPT src=x></SCRIPT >b", "ab"},
      {"a<script>never closed", "a"},
      {"<style>p{}</style>a", "a"},
      {"a<iframe src=x>fallback</iframe>b", "ab"},
      {"a<iframe src=x>b", "ab"},
      {"a<object data=x><param name=y></object>b<embed src=z>", "ab"},
      {"<meta http-equiv=refresh content='0;url=x'><link rel=stylesheet href=x>a", "a"},
      {"<body onload=x><b onclick='x()' title=t>a</b></body>", "<b title=\"t\">a</b>"},
      {"<a href='javascript:x()'>a</a>", "<a href=\"\">a</a>"},
      {"<a href=' j\na\tvascript:x()'>a</a>", "<a href=\"\">a</a>"},
      {"<a href='&#106;avascript:x()'>a</a>", "<a href=\"\">a</a>"},
      {"<a href='data:text/html,x'>a</a>", "<a href=\"\">a</a>"},
      {"<img src='data:image/png;base64,AA'>", "<img src=\"data:image/png;base64,AA\" />"},
      {"<img src='data:image/svg+xml,x'>", "<img src=\"\" />"},
      {"<a href='mailto:a@b'>a</a>", "<a href=\"mailto:a@b\">a</a>"},
      {"<p style='color:red;position:fixed;background:url(x);margin: 1px auto'>a</p>",
       "<p style=\"color: red; margin: 1px auto;\">a</p>"},
      {"<p style='width:expression(x())'>a</p>", "<p>a</p>"},
      {"<input checked type=TEXT>", "<input checked=\"checked\" type=\"text\" />"},
      {"<!-- c --><?php x ?>a", "a"},
      {"R&D &amp; &eacute; &#8212; a < b", "R&amp;D &amp; &eacute; &#8212; a &lt; b"},
      {"a &<b>c</b> &<x>lt;script> &<x># &<x> d", "a &<b>c</b> &amp;lt;script> &amp;# & d"},
      {"&#34a&#39; &#39b&#34; &#8212c", "\"a' 'b\" &#8212;c"},
      {"<b>never closed", "<b>never closed"},
      {"<math><mi onclick=x>x</mi></math>", "<math><mi>x</mi></math>"},
      {"<unknown>a</unknown>", "a"},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(sanitise_html(c.html, ""), c.safe) << c.html;
    EXPECT_EQ(sanitise_html(c.safe, ""), c.safe) << c.html;
  }
}

TEST(SanitiseHtml, ResolvesAddresses) {
  EXPECT_EQ(
      sanitise_html("<a href='b?c=1&amp;d'>x</a><img src=/i><q cite=c>y</q>", "https://x.org/a/"),
      "<a href=\"https://x.org/a/b?c=1&amp;d\">x</a><img src=\"https://x.org/i\" />"
      "<q cite=\"https://x.org/a/c\">y</q>");
}

TEST(WithoutHiddenContent, KeepsWhatIsNoTagOfHtml) {
  EXPECT_EQ(without_hidden_content("a<script>x</script> vector<T> <blink>b</blink> p<0.05"),
            "a vector<T> b p<0.05");
}

TEST(LooksLikeHtml, ByEndTagsAndReferencesOfHtmlOnly) {
  for (const char* const html : {"a <b>c</b>", "AT&amp;T", "caf&#233;", "<p>x</p>"}) {
    EXPECT_TRUE(looks_like_html(html)) << html;
  }
  for (const char* const text :
       {"a", "1 < 2", "R&D", "vector<T>", "a <b> c", "<T>x</T>", "x &nosuch; <b>y</b>"}) {
    EXPECT_FALSE(looks_like_html(text)) << text;
  }
}

TEST(SanitiseHtml, Hostile_LinearTime) {
  for (const char* const piece : {"<iframe>", "<script", "<a href='", "<b style='url(", "<b ", "</",
                                  "&", "&#", "<object><p>", "<!--", "<p a=b"}) {
    std::string html;
    while (html.size() < 200'000) html += piece;
    const auto start = std::chrono::steady_clock::now();
    const std::string safe = sanitise_html(html, "https://x.org/");
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
    EXPECT_LT(spent.count(), 3.0) << piece;
    EXPECT_EQ(safe.find("<script"), std::string::npos) << piece;
  }
}

}  // namespace
}  // namespace horizon::crawler
