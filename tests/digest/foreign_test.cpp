#include "digest/foreign.h"

#include <gtest/gtest.h>

#include <string>

#include "core/text.h"

namespace horizon::digest {
namespace {

TEST(CleanLine, IsOneVisibleLine) {
  struct Case {
    std::string text, want;
  };
  const Case cases[] = {
      {"a\n\tb  c ", "a b c"},
      {"evil\xE2\x80\xAEtxt.exe", "eviltxt.exe"},  // right-to-left override
      {"zero\xE2\x80\x8Bwidth", "zerowidth"},
      {"\xEF\xBB\xBF"
       "bom",
       "bom"},
      {"脑机接口", "脑机接口"},
      {"שלום", "שלום"},
      {std::string("nul\0byte", 8), "nul byte"},
      {"line\xE2\x80\xA8sep", "linesep"},
      {"", ""},
  };
  for (const Case& c : cases) EXPECT_EQ(clean_line(c.text), c.want) << c.text;
  EXPECT_TRUE(is_valid_utf8(clean_line("bad \xFF\xC3 bytes \xF0\x9F")));
}

TEST(CleanLine, CutsBetweenCharacters) {
  EXPECT_EQ(clean_line("量子计算机", 3), "量子计…");
  EXPECT_EQ(clean_line("abc", 3), "abc");
  const std::string cut = clean_line(std::string(1 << 20, 'x'), 300);
  EXPECT_EQ(cut.size(), 300 + std::string("…").size());
}

TEST(ReadableTitle, ShowsFormulaeAsTheyAreRead) {
  struct Case {
    std::string text, want;
  };
  const Case cases[] = {
      {"Trench-terminated $\\beta$-Ga$_2$O$_3$ diodes", "Trench-terminated β-Ga₂O₃ diodes"},
      {"$\\mathrm{Al}_{2}\\mathrm{O}_{3}$", "Al₂O₃"},
      {"${\\rm SiO}_2$ at 10$^{-3}$ Pa", "SiO₂ at 10⁻³ Pa"},
      {"Al$_x$Ga$_{1-x}$N", "AlₓGa₁₋ₓN"},
      {"$3\\times 3$ at 20$^\\circ$C", "3× 3 at 20°C"},
      {"AGENTICT$^2$S", "AGENTICT²S"},
      {"High-$\\beta^\\star$ LHC", "High-β^⋆ LHC"},
      {"$T_\\mathrm{c}$ and $T_{\\text{max}}$", "T_c and T_{max}"},
      {"$B-L$ in $e^+ e^-$ at $N = 4$", "B-L in e⁺ e⁻ at N = 4"},
      {"90\\% of $5\\,\\%$", "90\\% of 5 %"},
      {"量子 $\\alpha$ 态", "量子 α 态"},
  };
  for (const Case& c : cases) EXPECT_EQ(readable_title(c.text), c.want) << c.text;
}

TEST(ReadableTitle, LeavesWhatItDoesNotKnow) {
  const std::string cases[] = {"",
                               "no formula",
                               "$",
                               "$$",
                               "$$x$$",
                               "costs US$5 and HK$40",
                               "from $5M to $6M",
                               "between $5M–$X",
                               "A$AP and Ke$ha",
                               "A $ b $ c",
                               "\\$5 and \\$6",
                               "$\\frac{a}{b}$",
                               "$\\unknown$",
                               "${$",
                               "$}$",
                               "$x_$",
                               "$_{2$",
                               "$a\\$",
                               "unbalanced $\\beta",
                               "价格 $上涨$",
                               "$" + std::string(20, '{') + "x_1" + std::string(20, '}') + "$",
                               "$" + std::string(500, 'x') + "$"};
  for (const std::string& text : cases) EXPECT_EQ(readable_title(text), text) << text;
}

TEST(ReadableTitle, TakesHostileTitlesInLinearTime) {
  const std::string dollars(100000, '$');
  EXPECT_EQ(readable_title(dollars), dollars);
  std::string formulae;
  std::string scripts;
  for (int i = 0; i < 50000; ++i) {
    formulae += "$x$ ";
    scripts += "$_{";
  }
  EXPECT_EQ(readable_title(formulae).size(), 100000U);
  EXPECT_EQ(readable_title(scripts), scripts);
  const std::string deep = "$" + std::string(100000, '{') + "$";
  EXPECT_EQ(readable_title(deep), deep);
  EXPECT_EQ(readable_title("$\\alpha\xFF\xC3$\xE2"), "α\xFF\xC3\xE2") << "bytes are not its affair";
}

TEST(Escape, LeavesNoMarkup) {
  EXPECT_EQ(escape_html("<script>\"a\" & 'b'"), "&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;");
  EXPECT_EQ(escape_markdown("a|b [c](d) <i> & `x` *y* _z_ #"),
            "a\\|b \\[c\\](d) &lt;i> & \\`x\\` \\*y\\* \\_z\\_ \\#");
  EXPECT_EQ(escape_markdown("- item"), "\\- item");
  EXPECT_EQ(escape_markdown("self-made"), "self-made");
}

TEST(WebAddress, TakesHttpAndHttpsOnly) {
  for (const char* good :
       {"https://example.org/a?b=c&d=(e)", "HTTP://EXAMPLE.org", "http://例子.cn/"}) {
    EXPECT_TRUE(web_address(good)) << good;
  }
  const std::string bad[] = {"javascript:alert(1)",
                             "JaVaScRiPt://x",
                             "data:text/html,x",
                             "",
                             "/a",
                             "//host",
                             "https://",
                             "ftp://x",
                             "https://a b",
                             "https://a\nb",
                             "https://a\"\xE2\x80\xAE",
                             "file:///etc",
                             " \tjavascript:x",
                             "https://x/" + std::string(3000, 'a'),
                             "https://\xFF"};
  for (const std::string& url : bad) EXPECT_FALSE(web_address(url)) << url;
}

TEST(MarkdownAddress, CannotEndItsLink) {
  const std::string got = markdown_address("https://e.org/a(b)|<c>[d]\\`");
  EXPECT_EQ(got.find_first_of("()<>[]|\\`"), std::string::npos) << got;
}

TEST(LanguageTag, IsSafeOrEmpty) {
  EXPECT_EQ(language_tag("zh-Hans"), "zh-Hans");
  for (const char* bad :
       {"und", "", "x", "en\" onload=\"x", "中文", "a-very-long-tag-indeed-x", "-en"}) {
    EXPECT_EQ(language_tag(bad), "") << bad;
  }
}

}  // namespace
}  // namespace horizon::digest
