#include "crawler/text/html_text.h"

#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <string>

#include "core/text.h"

namespace horizon::crawler {
namespace {

struct Case {
  const char* html;
  const char* text;
};

TEST(HtmlToText, TagsEntitiesAndBlocks) {
  const Case cases[] = {
      {"", ""},
      {"plain", "plain"},
      {"a  b\n c", "a b c"},
      {"<p>one</p><p>two</p>", "one\ntwo"},
      {"one<br/>two<BR>three", "one\ntwo\nthree"},
      {"<b>bold</b>face", "boldface"},
      {"AT&amp;T &lt;b&gt; &#x4E2D;&#25991;", "AT&T <b> 中文"},
      {"caf&eacute; &hellip; &alefsym;", "café … ℵ"},
      {"&nbsp;x&nbsp;&nbsp;y", "x y"},
      {"&bogus; &amp &", "&bogus; & &"},
      {"a &lt b &copy;2026 &notit; &notin; R&D", "a < b ©2026 ¬it; ∉ R&D"},
      {"&NotEqualTilde; &fjlig; &Aopf;", "≂̸ fj 𝔸"},
      {"it&#146;s &#8364; &#128;", "it’s € €"},
      {"&#0;&#xD800;&#x110000;&#1;x", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD x"},
      {"<script>if (a < b) alert('</p>')</script>x", "x"},
      {"<style>p{}</style>x<STYLE>y</STYLE >z", "xz"},
      {"<script>never closed", ""},
      {"a<!-- <p>hidden</p> -->b", "ab"},
      {"a<!-- open > b", "a b"},
      {"<![CDATA[x < y]]>", "x < y"},
      {"<a href=\"x>y\">link</a>", "link"},
      {"<a href=\"x>y'>broken", "y'>broken"},
      {"p<0.05 and a < b", "p<0.05 and a < b"},
      {"std::vector<T> of <int>", "std::vector<T> of <int>"},
      {"$a<b$ holds", "$a<b$ holds"},
      {"if a<b and c>d then", "if a<b and c>d then"},
      {"a<p hidden>b<a href=x download>c</a>", "a\nbc"},
      {"<jats:p>jats</jats:p> <mml:mi>x</mml:mi>", "jats\nx"},
      {"H<sub>2</sub>O, cm<sup>-3</sup>, Ca<sup>2+</sup>, <sup>13</sup>C", "H₂O, cm⁻³, Ca²⁺, ¹³C"},
      {"x<sub>i</sub>, T<sub>max</sub>, 20<sup>th</sup>", "xᵢ, Tmax, 20th"},
      {"x<sub>2<sub>3</sub></sub> <sub></sub><sup>", "x2₃"},
      {"<math><msub><mi>x</mi><mn>2</mn></msub><mo>=</mo><mfrac><mi>a</mi><mi>b</mi></mfrac></"
       "math>",
       "x₂=a/b"},
      {"<mml:math><mml:msqrt><mml:mn>2</mml:mn></mml:msqrt><annotation>no</annotation></mml:math>!",
       "√2!"},
      {"<jats:alternatives><jats:tex-math>\\documentclass{a}\\begin{document}$x$\\end{document}"
       "</jats:tex-math><mml:math><mml:mi>x</mml:mi></mml:math></jats:alternatives>",
       "x"},
      {"a <jats:tex-math>$\\alpha$</jats:tex-math> b", "a α b"},
      {"tail <", "tail <"},
      {"tail <p", "tail <p"},
      {"</p></p>x<p><p>", "x"},
      {" <!DOCTYPE html><html><head><title>No</title></head><body><nav><a href=/>Home</a></nav>"
       "<p>A page of one sentence.</p><footer>No</footer></body></html>",
       "A page of one sentence."},
  };
  for (const Case& c : cases) EXPECT_EQ(html_to_text(c.html), c.text) << c.html;
}

TEST(HtmlToLine, HasNoLineBreaks) { EXPECT_EQ(html_to_line("<p>a</p>\n<p>b</p>"), "a b"); }

TEST(NamedEntity, TableIsSortedAndExact) {
  EXPECT_EQ(named_entity("AElig"), char32_t{0xC6});
  EXPECT_EQ(named_entity("apos"), char32_t{'\''});
  EXPECT_EQ(named_entity("zwnj"), char32_t{0x200C});
  EXPECT_EQ(named_entity("Alpha"), char32_t{0x391});
  EXPECT_EQ(named_entity("alpha"), char32_t{0x3B1});
  EXPECT_FALSE(named_entity("").has_value());
  EXPECT_FALSE(named_entity("ALPHA").has_value());
}

TEST(HtmlToText, HostileInputTakesLinearTime) {
  const char* const parts[] = {"<a \">\" ", "<!-- > ", "<a \"",        "<a '><a \">",
                               "<p",        "&",       "<script>",     "</",
                               "<![CDATA[", "&#",      "<a \"\" <b ''"};
  for (const char* const part : parts) {
    std::string html;
    while (html.size() < 2'000'000) html += part;
    const auto begin = std::chrono::steady_clock::now();
    const std::string text = html_to_text(html);
    const auto took = std::chrono::steady_clock::now() - begin;
    EXPECT_LT(took, std::chrono::seconds(3)) << part;
    EXPECT_LE(text.size(), 3 * html.size()) << part;
  }
}

TEST(HtmlToText, AnyBytesGiveValidUtf8) {
  std::mt19937 random(7);
  const std::string alphabet = "<>&;#x0pa\"'/!-[]\xC3\xA9\xFF ";
  for (int round = 0; round < 3000; ++round) {
    std::string html;
    for (unsigned i = random() % 60; i > 0; --i) html += alphabet[random() % alphabet.size()];
    const std::string text = html_to_text(html);
    EXPECT_TRUE(is_valid_utf8(text)) << html;
  }
}

}  // namespace
}  // namespace horizon::crawler
