// RIS, EndNote, RefWorks, NoteExpress, Web of Science, MEDLINE, CNKI, Wanfang.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/read_text.h"

namespace horizon::crawler {
namespace {

using test::brief;
using test::briefs;
using test::places;
using test::read_text;
using test::recognised;
using Strings = std::vector<std::string>;

constexpr const char* kRis =
    "Provider: Some House\r\n"
    "Content: text/plain; charset=\"utf-8\"\r\n\r\n"
    "TY  - JOUR\r\n"
    "AU  - 张三\r\nAU  - 李四\r\n"
    "TI  - 面向侵入式脑机接口的\r\n      解码算法\r\n"
    "T2  - 计算机学报\r\nJ2  - Chin. J. Comput.\r\n"
    "PY  - 2026\r\nDA  - 2026/11/22/\r\n"
    "AB  - 第一句。\r\nAI - based methods go on here.\r\n"
    "AD  - 清华大学计算机系; Peking University, Beijing, China\r\n"
    "DO  - 10.1000/ABC\r\nKW  - a\r\nXX  - unknown\r\nY2  - 2027/01/01\r\n"
    "ER  - \r\n\r\n"
    "TY - JOUR\r\nAU - Zhang, San\r\nAU - van der Berg, Anna Maria\r\nT1 - Graph networks &amp; "
    "<i>more</i>\r\nJF - Nature\r\nPY - 2026///\r\nN2 - Text.\r\nUR - https://example.org/a;b=1\r\n"
    "TY  - PAT\r\nTI  - An electrode\r\nAU  - Smith, John\r\nPB  - Acme Corp\r\n"
    "SN  - CN117151122A\r\nPY  - 2026\r\nDA  - 2026/03/04/\r\nER  -\r\n"
    "TY  - NEWS\r\nT1  - 量子计算新闻\r\nA1  - 本报记者;王五\r\nY1  - 2026/11//\r\nER  -\r\n"
    "TY  - JOUR\r\nAU  - Nobody\r\nER  -\r\n";

TEST(Ris, ManyDialectsInOneFile) {
  EXPECT_EQ(
      briefs("ris", kRis),
      (Strings{"paper; 面向侵入式脑机接口的解码算法; 张三|李四; 2026-11-22; 计算机学报; "
               "doi:10.1000/abc",
               "paper; Graph networks & more; Zhang, San|van der Berg, Anna Maria; 2026; Nature; "
               "url:https://example.org/a;b=1",
               "patent; An electrode; Smith, John; 2026-03-04; ; patent:CN117151122A",
               "news; 量子计算新闻; 本报记者|王五; 2026-11; ; #",
               "!f:43: neither title nor abstract"}));
  const auto records = read_text("ris", kRis).records;
  ASSERT_EQ(records.size(), 4u);
  EXPECT_EQ(records[0].document.abstract, "第一句。 AI - based methods go on here.");
  EXPECT_EQ(places(records[0].document),
            "清华大学计算机系|Peking University, Beijing, China <,CN>");
  EXPECT_EQ(records[0].raw.origin, "f:4");
  EXPECT_TRUE(records[0].raw.bytes.starts_with("TY  - JOUR\n")) << records[0].raw.bytes;
  EXPECT_EQ(places(records[2].document), "Acme Corp");
}

TEST(Ris, WhatIsNoneOfIt) {
  EXPECT_EQ(briefs("ris", "just some text\n"), Strings{"!f: no record of this format is in it"});
  EXPECT_EQ(briefs("ris", " \n\n"), Strings{});
  EXPECT_EQ(recognised(kRis), "ris");
}

TEST(EndNote, TaggedOfCnkiAndOthers) {
  const char* const text =
      "%0 Journal Article\n%A 张三\n%A 李四\n%+ 清华大学;北京大学;\n%T 题目一\n%J 自动化学报\n"
      "%D 2026\n%8 2026-03-15\n%N 03\n%K 甲;乙\n%X <正>摘要第一行\n第二行\n%P 1-10\n%@ 0254-4156\n"
      "%L 11-2109/TP\n%U https://kns.cnki.net/x\n%R 10.1000/en\n%W CNKI\n\n"
      "%0 Patent\n%A Li, Si\n%T A probe\n%I Some University\n%D 2025\n%@ US2026012345A1\n\n"
      "%0 Newspaper Article\n%T 新闻\n%B 科技日报\n%D 2026-01-05\n";
  EXPECT_EQ(briefs("endnote", text),
            (Strings{"paper; 题目一; 张三|李四; 2026-03-15; 自动化学报; doi:10.1000/en|"
                     "url:https://kns.cnki.net/x",
                     "patent; A probe; Li, Si; 2025; ; patent:US2026012345A1",
                     "news; 新闻; ; 2026-01-05; 科技日报; #"}));
  EXPECT_EQ(recognised(text), "endnote");
  EXPECT_EQ(briefs("cnki", text), briefs("endnote", text));
  EXPECT_EQ(read_text("endnote", text).records[0].document.abstract, "摘要第一行第二行");
}

TEST(RefWorks, OfCnki) {
  const char* const text =
      "RT Journal Article\nSR 1\nA1 张三;李四;王五\nAD 清华大学;\nT1 题目一\nJF 计算机学报\nYR "
      "2026\n"
      "IS 03\nFD 2026-03-15\nOP 1-10\nK1 a;b\nAB AI 技术正在\nIT industry 的发展\nSN 0254-4164\n"
      "LA 中文;\nDS CNKI\nLK https://kns.cnki.net/kcms/x\n\n"
      "RT Dissertation/Thesis\nSR 2\nA1 Li, Si\nT1 On graphs\nPB 清华大学\nYR 2025\nFD Nov 22\n";
  EXPECT_EQ(briefs("refworks", text),
            (Strings{"paper; 题目一; 张三|李四|王五; 2026-03-15; 计算机学报; "
                     "url:https://kns.cnki.net/kcms/x",
                     "paper; On graphs; Li, Si; 2025-11-22; 清华大学; #"}));
  EXPECT_EQ(read_text("refworks", text).records[0].document.abstract,
            "AI 技术正在 IT industry 的发展");
  EXPECT_EQ(read_text("refworks", text).records[0].document.language, "zh");
  EXPECT_EQ(recognised(text), "refworks");
  EXPECT_EQ(briefs("wanfang", text), briefs("refworks", text));
}

TEST(NoteExpress, OfWanfang) {
  const char* const text =
      "{Reference Type}: Journal Article\n{Title}: 题目一\n{Author}: 张三\n{Author}: Smith, John\n"
      "{Author Address}: 清华大学;北京大学\n{Journal}: 计算机学报\n{Year}: 2026\n{Issue}: 3\n"
      "{Abstract}: 摘要\n继续。\n{Keywords}: 甲;乙\n{URL}: http://d.wanfangdata.com.cn/p/1\n"
      "{DOI}: 10.1000/ne\n{Database Provider}: 北京万方数据股份有限公司\n{Language}: chi\n\n"
      "{Reference Type}: Patent\n{Title}: 一种电极\n{Author}: 李四\n{Number}: CN117151122A\n"
      "{Issue Date}: 2026-03-04\n";
  EXPECT_EQ(briefs("noteexpress", text),
            (Strings{"paper; 题目一; 张三|Smith, John; 2026; 计算机学报; doi:10.1000/ne|"
                     "url:http://d.wanfangdata.com.cn/p/1",
                     "patent; 一种电极; 李四; 2026-03-04; ; patent:CN117151122A"}));
  EXPECT_EQ(recognised(text), "noteexpress");
}

TEST(Cnki, SelfDefined) {
  const char* const text =
      "\xEF\xBB\xBFSrcDatabase-来源库: 期刊\r\nTitle-题名: 脑机接口综述：现状\r\n"
      "Author-作者: 张三;李四;王五;\r\n"
      "Organ-单位: 清华大学;北京大学;\r\nSource-文献来源: 自动化学报\r\nKeyword-关键词: 甲;乙\r\n"
      "Summary-摘要: 本文综述。\r\n第二行。\r\nPubTime-发表时间: 2026-01-05 10:00\r\n"
      "FirstDuty-第一责任人: 张三;\r\nFund-基金: 国家自然科学基金\r\nYear-年: 2026\r\n"
      "Volume-卷: 52\r\nPeriod-期: 1\r\nPageCount-页码: 1-20\r\nCLC-中图分类号: TP18;R318\r\n"
      "DOI-DOI: 10.16383/j.aas.1\r\n\r\n"
      "SrcDatabase-来源库: 报纸\r\nTitle-题名: 新闻一则\r\nSource-文献来源: 科技日报\r\n"
      "PubTime-发表时间: 2026年1月6日\r\n"
      "SrcDatabase-来源库: 硕士\r\nTitle-题名: 论文\r\nYear-年: 2025\r\n";
  EXPECT_EQ(briefs("cnki", text),
            (Strings{"paper; 脑机接口综述：现状; 张三|李四|王五; 2026-01-05; 自动化学报; "
                     "doi:10.16383/j.aas.1",
                     "news; 新闻一则; ; 2026-01-06; 科技日报; #", "paper; 论文; ; 2025; ; #"}));
  const auto records = read_text("cnki", text).records;
  const Document& first = records[0].document;
  EXPECT_EQ(first.abstract, "本文综述。第二行。");
  EXPECT_EQ(first.codes, (std::vector<Code>{{CodeScheme::kOther, "clc:TP18"},
                                            {CodeScheme::kOther, "clc:R318"}}));
  EXPECT_EQ(recognised(text), "cnki");
}

TEST(Wanfang, LabelledText) {
  const char* const text =
      "标题：量子计算\n作者：张三 李四\n作者单位：清华大学\n刊名：物理学报\n年，卷(期)：2026\n"
      "关键词：甲\n摘要：本文。\n\n标题：第二篇\n作者：王五，赵六\n发表时间：2026-02\n";
  EXPECT_EQ(briefs("wanfang", text), (Strings{"paper; 量子计算; 张三|李四; 2026; 物理学报; #",
                                              "other; 第二篇; 王五|赵六; 2026-02; ; #"}));
  EXPECT_EQ(recognised(text), "wanfang");
  const char* const marked = "【标题】一\n【作者】张三;李四\n【摘要】文\n【标题】二\n";
  EXPECT_EQ(briefs("wanfang", marked).size(), 2u);
}

TEST(Wos, AuthorsAreLinkedToTheirPlaces) {
  const char* const text =
      "\xEF\xBB\xBF"
      "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Zhang, S\n   Li, S\n"
      "AF Zhang, San\n   Li, Si\nTI A very long\n   title\nSO NATURE\nLA English\nDT Article\n"
      "C1 [Zhang, San; Li, Si] Tsinghua Univ, Dept Automat, Beijing 100084, Peoples R China.\n"
      "   [Li, Si] MIT, Cambridge, MA 02139 USA.\n"
      "   [Zhang, San] Swiss Fed Inst Technol, CH-8093 Zurich, Switzerland.\n"
      "OI Zhang, San/0000-0002-1825-0097\nAB Text one\n   goes on.\nPD NOV 22\nPY 2026\n"
      "DI 10.1000/xyz\nUT WOS:000123456\nPM 123456\nER\n\n"
      "PT J\nAU Wang, W\nTI Second\nC1 Peking Univ, Beijing, Peoples R China.\nSO SCIENCE\n"
      "PD NOV-DEC\nPY 2026\nUT WOS:2\nER\n\nEF\n";
  EXPECT_EQ(briefs("wos", text),
            (Strings{"paper; A very long title; Zhang, San|Li, Si; 2026-11-22; NATURE; "
                     "doi:10.1000/xyz|pmid:123456|id:t:WOS:000123456",
                     "paper; Second; Wang, W; 2026-11; SCIENCE; id:t:WOS:2"}));
  const auto records = read_text("wos", text).records;
  const Document& first = records[0].document;
  EXPECT_EQ(places(first),
            "Tsinghua Univ <Beijing,CN>|MIT <Cambridge,US>|Swiss Fed Inst Technol <Zurich,CH>");
  EXPECT_EQ(first.authors[0].organisations, (std::vector<std::uint16_t>{0, 2}));
  EXPECT_EQ(first.authors[1].organisations, (std::vector<std::uint16_t>{0, 1}));
  EXPECT_EQ(first.authors[0].id, "orcid:0000-0002-1825-0097");
  EXPECT_EQ(first.abstract, "Text one goes on.");
  EXPECT_EQ(records[1].document.authors[0].organisations, std::vector<std::uint16_t>{0});
  EXPECT_EQ(recognised(text), "wos");
}

TEST(Medline, NamesPlacesAndHeadings) {
  const char* const text =
      "\nPMID- 39000001\nOWN - NLM\nSTAT- MEDLINE\nDCOM- 20261101\nLR  - 20261120\nDP  - 2026 Nov "
      "3\n"
      "TI  - A very long title that\n      is wrapped.\nLID - 10.1000/med [doi]\n"
      "AB  - BACKGROUND: Text\n      goes on.\nFAU - Zhang, San\nAU  - Zhang S\n"
      "AUID- ORCID: 0000-0002-1825-0097\nAD  - Tsinghua University, Beijing, China.\n"
      "FAU - Li, Si\nAU  - Li S\nAD  - Oxford, UK. si@ox.ac.uk\nLA  - eng\nPT  - Journal Article\n"
      "TA  - Nat Med\nJT  - Nature medicine\nMH  - *Brain-Computer Interfaces/trends\nMH  - "
      "Humans\n\n"
      "PMID- 39000002\nTI  - Old.\nAD  - Bell Labs, New Jersey, USA.\nAU  - Shannon CE\n"
      "DP  - 1948 Jul-Oct\n";
  EXPECT_EQ(briefs("medline", text),
            (Strings{"paper; A very long title that is wrapped.; Zhang, San|Li, Si; 2026-11-03; "
                     "Nature medicine; doi:10.1000/med|pmid:39000001",
                     "paper; Old.; Shannon CE; 1948-07; ; pmid:39000002"}));
  const auto records = read_text("medline", text).records;
  const Document& first = records[0].document;
  EXPECT_EQ(places(first),
            "Tsinghua University, Beijing, China. <,CN>|Oxford, UK. si@ox.ac.uk <,GB>");
  EXPECT_EQ(first.authors[1].organisations, std::vector<std::uint16_t>{1});
  EXPECT_EQ(first.codes, (std::vector<Code>{{CodeScheme::kMesh, "Brain-Computer Interfaces"},
                                            {CodeScheme::kMesh, "Humans"}}));
  EXPECT_EQ(records[1].document.authors[0].organisations, std::vector<std::uint16_t>{0});
  EXPECT_EQ(recognised(text), "medline");
}

TEST(Tagged, Hostile) {
  std::string huge = "TY  - JOUR\nTI  - x\nAB  - ";
  huge.append(20 << 20, 'a');
  huge += "\nER  -\nTY  - JOUR\nTI  - after\nER  -\n";
  const auto got = briefs("ris", huge);
  ASSERT_EQ(got.size(), 2u);
  EXPECT_EQ(got[0].substr(0, 13), "paper; after;");
  EXPECT_NE(got[1].find("exceeds the limit of 16 MB"), std::string::npos) << got[1];
  EXPECT_EQ(briefs("ris", std::string("TY  - JOUR\nTI  - a\0b\x01\xFF\nER  -\n", 30)).size(), 1u);
  for (const char* const format :
       {"ris", "endnote", "refworks", "noteexpress", "wos", "medline", "cnki", "wanfang"}) {
    for (const char* const text :
         {"", "\n", "%", "{", "{}:", "TY", "\xEF\xBB\xBF", "\xFF\xFE", "："}) {
      EXPECT_LE(briefs(format, text).size(), 1u) << format << " " << text;
    }
  }
}

}  // namespace
}  // namespace horizon::crawler
