// BibTeX, EndNote XML, CSL JSON.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "crawler/formats/export/bibtex_entry.h"
#include "crawler/formats/export/latex_text.h"
#include "tests/support/read_text.h"

namespace horizon::crawler {
namespace {

using test::briefs;
using test::places;
using test::read_text;
using test::recognised;
using Strings = std::vector<std::string>;

TEST(LatexText, AccentsCommandsAndMarks) {
  struct Case {
    const char* latex;
    const char* text;
  };
  const Case cases[] = {
      {"Schr{\\\"o}dinger", "Schrödinger"},
      {"Schr\\\"{o}dinger", "Schrödinger"},
      {"Schr\\\"odinger", "Schrödinger"},
      {"{\\'{\\i}}", "í"},
      {"Jos\\'e", "José"},
      {"Ha\\v{c}ek \\v Skoda", "Haček Škoda"},
      {"Fran\\c{c}ois", "François"},
      {"Stra{\\ss}e", "Straße"},
      {"\\O{}re and {\\AA}", "Øre and Å"},
      {"Erd\\H{o}s", "Erdős"},
      {"\\L{}ukasz", "Łukasz"},
      {"R\\&D at 5\\%", "R&D at 5%"},
      {"\\emph{in vivo} \\textbf{bold}", "in vivo bold"},
      {"$\\alpha$-helix", "α-helix"},
      {"pages 1--10---end", "pages 1–10—end"},
      {"``quoted''", "“quoted”"},
      {"a~b", "a b"},
      {"{GPU}s for {{BCI}}", "GPUs for BCI"},
      {"中文{题名}", "中文题名"},
      {"\\", ""},
      {"{", ""},
      {"\\'", ""},
      {"well-known", "well-known"},
      {"H$_2$O", "H_2O"},
  };
  for (const Case& c : cases) EXPECT_EQ(latex_to_text(c.latex), c.text) << c.latex;
}

TEST(Bibtex, Names) {
  EXPECT_EQ(split_bib_names("A and B\n AND C and {Smith and Sons} and others").size(), 4u);
  EXPECT_EQ(split_bib_names("Anderson, Sandy and Band, Andy").size(), 2u);
}

constexpr const char* kBib = R"(% a comment with an @ in it
@string{cj = "计算机学报"}
@STRING(pub = {Acme})
@comment{jabref-meta: x;}
@preamble{ "\newcommand{\x}{y}" }
@article{zhang2026,
  author = {张三 and 李四},
  title = {面向{BCI}的
           解码},
  journal = cj,
  year = 2026, month = nov # "~22",
  abstract = "It is said ""so"" {\"o} and {"}nested{"}",
  doi = {10.1000/a\_b},
}
@inproceedings{li2025, author="Li, Si and others", title="On graphs", crossref={conf}}
@Proceedings{conf, title={Proc. of the X Conf.}, year={2025}, publisher=pub # " Press"}
@misc{arx, title={Preprint}, author={Smith, J.}, eprint={2401.00001}, archivePrefix={arXiv}}
@patent{p1, title={Electrode}, author={Doe, John}, number={CN117151122A}, holder={Acme Corp},
  date={2026-03-04}}
@online{o, title = {Page}, url = {https://a.org/x\_y~z}, date = {2026-05/2026-06}}
@article{broken, title = {Never closed, year = 2026
@article{after, title = {After}, year = {2024}}
@article{empty, author = {Nobody}}
)";

TEST(Bibtex, Entries) {
  EXPECT_EQ(briefs("bibtex", kBib),
            (Strings{"paper; 面向BCI的 解码; 张三|李四; 2026-11-22; 计算机学报; doi:10.1000/a_b",
                     "paper; On graphs; Li, Si; 2025; Proc. of the X Conf.; #",
                     "paper; Proc. of the X Conf.; ; 2025; Acme Press; #",
                     "paper; Preprint; Smith, J.; -; ; arxiv:2401.00001",
                     "patent; Electrode; Doe, John; 2026-03-04; ; patent:CN117151122A",
                     "other; Page; ; 2026-05; ; url:https://a.org/x_y~z",
                     "paper; Never closed, year = 2026; ; -; ; #", "paper; After; ; 2024; ; #",
                     "!f:23: neither title nor abstract"}));
  EXPECT_EQ(recognised(kBib), "bibtex");
  EXPECT_EQ(recognised("\n@article{a, title={x}}"), "bibtex");
  EXPECT_EQ(recognised("mail me@example{org} = x"), "none");
  EXPECT_EQ(briefs("bibtex", "no entry here"), Strings{"!f: no BibTeX entry is in it"});
}

TEST(Bibtex, Hostile) {
  const auto many = [](const std::string& piece, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += piece;
    return text;
  };
  for (const std::string& text :
       {many("@a{", 300'000), many("{", 500'000), many("@", 500'000), many("@article{x,", 100'000),
        many("@a{k,t=", 100'000), many("@string{a=\"b\"}@a{k,title=a}", 20'000),
        "@a{k, title = " + many("{", 500'000), many("@ ", 300'000), many("\"", 300'000)}) {
    static_cast<void>(briefs("bibtex", text));
  }
}

TEST(EndNoteXml, Records) {
  const char* const text = R"(<?xml version="1.0" encoding="UTF-8" ?><xml><records>
<record><ref-type name="Journal Article">17</ref-type><contributors><authors>
<author><style face="normal">Zhang, San</style></author><author>李四</author></authors></contributors>
<auth-address><style>Tsinghua Univ, Beijing, China</style></auth-address>
<titles><title><style>Graph </style><style face="italic">networks</style></title>
<secondary-title>Nature</secondary-title></titles>
<dates><year><style>2026</style></year><pub-dates><date>Nov 22</date></pub-dates></dates>
<abstract><style>Text &lt;0.05</style></abstract><accession-num>39000001</accession-num>
<remote-database-name>PubMed</remote-database-name>
<electronic-resource-num>10.1000/enx</electronic-resource-num>
<urls><related-urls><url><style>https://a.org/1</style></url></related-urls></urls></record>
<record><ref-type name="Patent">25</ref-type><titles><title>Electrode</title></titles>
<publisher>Acme</publisher><isbn>CN117151122A</isbn></record>
<record><titles></titles></record></records></xml>)";
  EXPECT_EQ(briefs("endnote_xml", text),
            (Strings{"paper; Graph networks; Zhang, San|李四; 2026-11-22; Nature; "
                     "doi:10.1000/enx|pmid:39000001|url:https://a.org/1",
                     "patent; Electrode; ; -; ; patent:CN117151122A",
                     "!f#3: neither title nor abstract"}));
  EXPECT_EQ(recognised(text), "endnote_xml");
}

TEST(CslJson, Items) {
  const char* const text = R"([
{"id":"http://zotero.org/1","type":"article-journal","title":"Graph <i>networks</i>",
 "container-title":"Nature","DOI":"10.1000/csl","language":"en-US","note":"PMID: 39000001\nx",
 "author":[{"family":"Zhang","given":"San"},{"family":"李","given":"四"},{"literal":"The Group"},
  {"family":"Berg","given":"A.","non-dropping-particle":"van der"}],
 "issued":{"date-parts":[["2026",11,22]]},"abstract":"Text"},
{"id":"b","type":"patent","title":"Electrode","number":"CN117151122A","author":[{"literal":"Doe"}],
 "issued":{"raw":"2026-03"}},
{"id":"c","type":"webpage","title":"Page","URL":"https://a.org/x","issued":{"literal":"2026 Nov"}},
{"id":"d","type":"article-newspaper"}])";
  EXPECT_EQ(briefs("csljson", text),
            (Strings{"paper; Graph networks; San Zhang|李四|The Group|A. van der Berg; 2026-11-22; "
                     "Nature; doi:10.1000/csl|pmid:39000001",
                     "patent; Electrode; Doe; 2026-03; ; patent:CN117151122A",
                     "other; Page; ; 2026-11; ; url:https://a.org/x",
                     "!f#4: neither title nor abstract"}));
  EXPECT_EQ(recognised(text), "csljson");
}

}  // namespace
}  // namespace horizon::crawler
