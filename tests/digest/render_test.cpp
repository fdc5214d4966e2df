// gcc 12 takes std::regex's own members for uninitialised when it builds with sanitizers.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

#include <gtest/gtest.h>

#include <cctype>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/text.h"
#include "digest/compose.h"
#include "digest/render_html.h"
#include "digest/render_markdown.h"
#include "digest/words.h"
#include "tests/digest/sample_input.h"

namespace horizon::digest {
namespace {

constexpr Language kLanguages[] = {Language::kEnglish, Language::kChinese};

// A strict reading of the subset of HTML that is written: every tag closed in order, attributes
// double-quoted, no raw '<' or '>' in text. Returns the first fault, or "".
std::string html_fault(std::string_view html) {
  const std::set<std::string> kVoid = {"meta", "br", "!doctype"};
  const std::set<std::string> kEmptyInSvg = {"line", "rect",    "circle",
                                             "path", "polygon", "polyline"};
  const std::regex attributes("( [a-zA-Z0-9-]+=\"[^\"<>]*\")*");
  std::vector<std::string> open;
  std::size_t pos = 0;
  while (pos < html.size()) {
    if (!open.empty() && open.back() == "style") pos = html.find("</style>", pos);
    const std::size_t begin = html.find_first_of("<>", pos);
    if (begin == std::string_view::npos) break;
    if (html[begin] == '>') return "stray > at " + std::string(html.substr(begin, 40));
    const std::size_t end = html.find('>', begin);
    if (end == std::string_view::npos) return "unclosed tag";
    std::string tag(html.substr(begin + 1, end - begin - 1));
    pos = end + 1;
    if (tag == "!doctype html") continue;
    if (tag.starts_with("/")) {
      if (open.empty() || open.back() != tag.substr(1)) return "unexpected </" + tag.substr(1);
      open.pop_back();
      continue;
    }
    const bool closed = tag.ends_with("/");
    if (closed) tag.pop_back();
    const std::string name = tag.substr(0, tag.find(' '));
    const std::string rest = tag.substr(name.size());
    if (!std::regex_match(rest, attributes)) return "attributes of <" + tag;
    if (rest.find(" style=") != std::string::npos) return "style attribute in <" + tag;
    if (std::regex_search(rest, std::regex(" on[a-z]+="))) return "handler in <" + tag;
    if (rest.find(" src=") != std::string::npos) return "loads a file: <" + tag;
    if (name == "script" || name == "link" || name == "iframe" || name == "img") return "<" + name;
    if (closed != kEmptyInSvg.contains(name)) return "closing of <" + tag;
    if (!closed && !kVoid.contains(name)) open.push_back(name);
  }
  return open.empty() ? "" : "never closed: " + open.back();
}

std::string links_fault(const std::string& html) {
  const std::regex link("href=\"([^\"]*)\"([^>]*)");
  for (std::sregex_iterator it(html.begin(), html.end(), link), end; it != end; ++it) {
    const std::string href = (*it)[1];
    const bool outside = href.starts_with("https://") || href.starts_with("http://");
    const bool inside = href.starts_with("#") || href == "other.html";
    if (!outside && !inside) return "link to " + href;
    if (outside && (*it)[2].str().find("rel=\"noopener noreferrer\"") == std::string::npos) {
      return "no rel at " + href;
    }
  }
  return "";
}

std::vector<EvidenceItem> hostile_items() {
  std::vector<EvidenceItem> items;
  const auto add = [&](const std::string& id, const std::string& title, const std::string& url,
                       const std::string& language) {
    EvidenceItem item = evidence_item(id, Kind::kPaper, "2026-11-20");
    item.title = title;
    item.url = url;
    item.language = language;
    items.push_back(item);
  };
  add("a<b>\"", "<script>alert(1)</script>", "javascript:alert(1)", "en\" onclick=\"x");
  add("b|c", "pipe | and [link](javascript:x) <img src=x onerror=y>", "https://e.org/\"><b>", "zh");
  add("c", "override \xE2\x80\xAE txt \xE2\x80\x8B \xE2\x81\xA6 isolate", "https://e.org/a(b)",
      "ar");
  add("d", std::string(5000, 'W'), "data:text/html,<b>", "und");
  add("e\n\n# f", "\xFF\xFE broken \xC3 utf-8\n\n# heading", "https://e.org/ok", "");
  return items;
}

class RenderTest : public ::testing::Test {
 protected:
  RenderTest() : input_(sample_input(taxonomy_)) {
    input_.coverage.rows = {{"arxiv", "en", Kind::kPaper, 210, 5000},
                            {"<i>src</i>", "x\"", Kind::kOther, 0, 1}};
    input_.coverage.undated = 7;
    input_.coverage.quarantined = 3;
    input_.coverage.failures = {{"epo", "HTTP 503 <b>|</b>", input_.as_of}};
  }
  std::string html(const Issue& issue, Language language) const {
    return render_html(issue, {.language = language, .other_language_href = "other.html"});
  }
  taxonomy::Taxonomy taxonomy_ = sample_taxonomy();
  ComposeInput input_;
};

TEST_F(RenderTest, TheSameIssueGivesTheSameBytes) {
  for (const Language language : kLanguages) {
    EXPECT_EQ(html(compose(input_), language), html(compose(input_), language));
    EXPECT_EQ(render_markdown(compose(input_), language),
              render_markdown(compose(input_), language));
  }
}

TEST_F(RenderTest, PagesAreWellFormedAndLoadNothing) {
  input_.evidence = [](std::string_view) { return hostile_items(); };
  input_.fresh = hostile_items();
  Issue empty;
  empty.as_of = input_.as_of;
  empty.week = period_of(input_.as_of, Granularity::kWeek);
  for (const Issue& issue : {compose(input_), empty}) {
    for (const Language language : kLanguages) {
      const std::string page = html(issue, language);
      EXPECT_EQ(html_fault(page), "");
      EXPECT_EQ(links_fault(page), "");
      EXPECT_TRUE(is_valid_utf8(page));
      EXPECT_EQ(page.find("@import"), std::string::npos);
      EXPECT_EQ(std::regex_replace(page, std::regex("url\\(#hatch\\)"), "").find("url("),
                std::string::npos);
    }
  }
}

TEST_F(RenderTest, ForeignTextStaysText) {
  input_.evidence = [](std::string_view) { return hostile_items(); };
  const Issue issue = compose(input_);
  for (const Language language : kLanguages) {
    const std::string page = html(issue, language);
    EXPECT_NE(page.find("&lt;script&gt;alert(1)&lt;/script&gt;"), std::string::npos);
    EXPECT_EQ(page.find("javascript:alert"), std::string::npos);
    EXPECT_EQ(page.find("\xE2\x80\xAE"), std::string::npos) << "right-to-left override";
    EXPECT_EQ(page.find("onclick=\"x"), std::string::npos);
    EXPECT_EQ(page.find(std::string(300, 'W')), std::string::npos) << "long titles are cut";
    const std::string markdown = render_markdown(issue, language);
    EXPECT_EQ(markdown.find('<' + std::string("script")), std::string::npos);
    EXPECT_EQ(markdown.find("<img"), std::string::npos);
    EXPECT_EQ(markdown.find("\n# heading"), std::string::npos);
    EXPECT_EQ(markdown.find("\n# f"), std::string::npos);
    EXPECT_FALSE(std::regex_search(markdown, std::regex("[^\\\\]\\]\\(<?(javascript|data)")));
    EXPECT_TRUE(is_valid_utf8(markdown));
  }
}

TEST_F(RenderTest, BothLanguagesAndFormatsSayTheSameNumbers) {
  const Issue issue = compose(input_);
  for (const Headline& headline : issue.headlines) {
    const trends::Growth& growth = headline.growth;
    for (const Language language : kLanguages) {
      const std::string page = html(issue, language);
      const std::string markdown = render_markdown(issue, language);
      for (const std::string& number :
           {count_text(growth.recent.tally.count), count_text(growth.previous.tally.count),
            figure_text(growth.comparison->ratio.value),
            range_text(growth.comparison->ratio, language),
            range_text(*growth.recent.rate, language), count_text(headline.reversal.documents)}) {
        EXPECT_NE(page.find(number), std::string::npos) << number;
        EXPECT_NE(markdown.find(number), std::string::npos) << number;
      }
      EXPECT_NE(page.find(name_text(headline.node, language)), std::string::npos);
    }
  }
}

TEST_F(RenderTest, EveryChartSaysItsValues) {
  const std::string page = html(compose(input_), Language::kEnglish);
  const std::regex chart("<svg [^>]*>");
  std::size_t charts = 0;
  for (std::sregex_iterator it(page.begin(), page.end(), chart), end; it != end; ++it) {
    const std::string tag = it->str();
    const bool hidden = tag.find("aria-hidden=\"true\"") != std::string::npos;
    const bool nested = tag.find("overflow=") != std::string::npos;
    const bool told = std::regex_search(tag, std::regex("role=\"img\" aria-label=\"[^\"]+\""));
    EXPECT_TRUE(hidden || nested || told) << tag;
    charts += told ? 1 : 0;
  }
  EXPECT_GE(charts, 2U + 4U + 2U) << "sparklines, ratios, route bars";
}

TEST_F(RenderTest, AQuietWeekIsSaidCalmly) {
  for (auto& [node, rows] : input_.counts) {
    if (node != "" && node != "INF.flat") rows.clear();
  }
  const Issue issue = compose(input_);
  EXPECT_TRUE(issue.headlines.empty());
  EXPECT_NE(html(issue, Language::kEnglish).find("Nothing unusual this week"), std::string::npos);
  EXPECT_NE(html(issue, Language::kChinese).find("本周没有值得上报的变化"), std::string::npos);
  EXPECT_NE(render_markdown(issue, Language::kChinese).find("本周无异常"), std::string::npos);
}

TEST_F(RenderTest, OneDocumentIsNoFinding) {
  input_.counts.clear();
  add_month(input_.counts, "", 2026, 10, 0, {});
  input_.counts[""].front().documents = 1;
  input_.counts["INF.up"] = input_.counts[""];
  const Issue issue = compose(input_);
  EXPECT_EQ(issue.tested, 0U);
  for (const Language language : kLanguages) EXPECT_EQ(html_fault(html(issue, language)), "");
}

TEST_F(RenderTest, TextIsMarkedWithItsLanguage) {
  input_.evidence = [](std::string_view) {
    EvidenceItem item = evidence_item("CN1", Kind::kPatent, "2026-11-01");
    item.title = "一种方法";
    item.language = "zh";
    return std::vector<EvidenceItem>{item};
  };
  const std::string page = html(compose(input_), Language::kEnglish);
  EXPECT_NE(page.find("<html lang=\"en\">"), std::string::npos);
  EXPECT_NE(page.find("<bdi lang=\"zh\">一种方法</bdi>"), std::string::npos);
  EXPECT_NE(page.find("lang=\"zh-Hans\" hreflang=\"zh-Hans\">中文版"), std::string::npos);
}

TEST_F(RenderTest, FailedSourcesAreMissingNotZero) {
  const Issue issue = compose(input_);
  EXPECT_NE(html(issue, Language::kEnglish).find("epo failed (HTTP 503 &lt;b&gt;|&lt;/b&gt;"),
            std::string::npos);
  EXPECT_NE(render_markdown(issue, Language::kChinese).find("其篇数缺失，不作零计"),
            std::string::npos);
}

TEST_F(RenderTest, RoutesChangeInPointsWithoutAVerdict) {
  const Issue issue = compose(input_);
  const std::string page = html(issue, Language::kEnglish);
  EXPECT_NE(page.find("Route A 50→67% +17</li>"), std::string::npos);
  EXPECT_NE(page.find("Route B 50→17% −33</li>"), std::string::npos);
  const std::string markdown = render_markdown(issue, Language::kChinese);
  EXPECT_NE(markdown.find("- 路线甲 50→67% +17\n"), std::string::npos) << markdown;
  for (const std::string& text : {page, render_markdown(issue, Language::kEnglish)}) {
    const std::size_t routes = text.find("Technology routes");
    ASSERT_NE(routes, std::string::npos);
    const std::string section = text.substr(routes, text.find("Convergence") - routes);
    EXPECT_EQ(section.find("▲"), std::string::npos) << section;
    EXPECT_EQ(section.find("▼"), std::string::npos) << section;
  }
}

TEST_F(RenderTest, AMapWithoutAFigureIsASentence) {
  for (auto& [node, rows] : input_.counts) {
    if (node != "" && node != "ENE.few") rows.clear();
  }
  const Issue issue = compose(input_);
  const std::string page = html(issue, Language::kEnglish);
  EXPECT_NE(page.find("No subfield has 5 documents or more in any period."), std::string::npos);
  EXPECT_EQ(page.find("<table class=\"map\""), std::string::npos);
  EXPECT_EQ(html_fault(page), "");
  const std::string markdown = render_markdown(issue, Language::kChinese);
  EXPECT_NE(markdown.find("各子领域在任一时段均不足5篇"), std::string::npos);
  EXPECT_EQ(markdown.find("2026-10 |"), std::string::npos);
}

TEST_F(RenderTest, SubfieldsWithNothingToShowAreNamedTogether) {
  input_.counts["INF.flat"].clear();
  input_.counts["ENE.down"].clear();
  input_.counts["ENE.few"].clear();
  const Issue issue = compose(input_);
  for (const std::string& text :
       {html(issue, Language::kEnglish), render_markdown(issue, Language::kEnglish)}) {
    EXPECT_NE(text.find("No documents in either window: Flat field"), std::string::npos);
    EXPECT_NE(text.find("No documents in either window: Falling field, Sparse field"),
              std::string::npos);
    EXPECT_NE(text.find("Fewer than 5 documents in every period: Falling field, Sparse field"),
              std::string::npos);
    EXPECT_EQ(text.find("| Flat field |"), std::string::npos);
    EXPECT_EQ(text.find("<th scope=\"row\">Flat field"), std::string::npos);
  }
  for (const std::string& text :
       {html(issue, Language::kChinese), render_markdown(issue, Language::kChinese)}) {
    EXPECT_NE(text.find("两期均无文献：下降领域、稀少领域"), std::string::npos);
    EXPECT_NE(text.find("各时段均不足5篇：平稳领域"), std::string::npos);
  }
  EXPECT_EQ(html_fault(html(issue, Language::kEnglish)), "");
}

TEST_F(RenderTest, MarkdownDoesNotSpeakOfBars) {
  const Issue issue = compose(input_);
  const std::string english = render_markdown(issue, Language::kEnglish);
  const std::string chinese = render_markdown(issue, Language::kChinese);
  for (const char* visual : {"bars", "Hatched", "above, recent", "Right:", "hollow"}) {
    EXPECT_EQ(english.find(visual), std::string::npos) << visual;
  }
  for (const char* visual : {"条长", "斜纹", "上为此前", "右列", "空心"}) {
    EXPECT_EQ(chinese.find(visual), std::string::npos) << visual;
  }
  EXPECT_NE(english.find("previous → recent window"), std::string::npos);
  EXPECT_NE(chinese.find("此前→近期"), std::string::npos);
  EXPECT_NE(english.find("<5: fewer than 5 documents"), std::string::npos);
  EXPECT_NE(chinese.find("<5：不足5篇"), std::string::npos);
}

TEST_F(RenderTest, TitlesShowTheirFormulae) {
  EvidenceItem item = evidence_item("p", Kind::kPaper, "2026-10-01");
  item.title = "Trench-terminated $\\beta$-Ga$_2$O$_3$ diodes";
  input_.evidence = [item](std::string_view) { return std::vector<EvidenceItem>{item}; };
  input_.fresh = {item};
  const Issue issue = compose(input_);
  for (const std::string& text :
       {html(issue, Language::kEnglish), render_markdown(issue, Language::kChinese)}) {
    EXPECT_NE(text.find("Trench-terminated β-Ga₂O₃ diodes"), std::string::npos);
    EXPECT_EQ(text.find("beta"), std::string::npos);
  }
}

TEST_F(RenderTest, OnlyANeighbourIsLinkedAsTheOtherLanguage) {
  const Issue issue = compose(input_);
  for (const char* bad : {"javascript:x", "https://evil", "//evil", "/root"}) {
    const std::string page =
        render_html(issue, {.language = Language::kEnglish, .other_language_href = bad});
    EXPECT_EQ(page.find("hreflang"), std::string::npos) << bad;
  }
}

}  // namespace
}  // namespace horizon::digest
