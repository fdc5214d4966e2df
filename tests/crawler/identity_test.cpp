#include "crawler/identity.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace horizon::crawler {
namespace {

struct Case {
  const char* text;
  const char* expected;
};

TEST(NormaliseDoi, EverySpellingIsOne) {
  const Case cases[] = {
      {"10.1103/PhysRevD.93.016005", "10.1103/physrevd.93.016005"},
      {"doi:10.1000/ABC", "10.1000/abc"},
      {"DOI: 10.1000/abc", "10.1000/abc"},
      {"https://doi.org/10.1000/a%2Fb", "10.1000/a/b"},
      {"http://dx.doi.org/10.1000/abc?x=1", "10.1000/abc"},
      {"info:doi/10.1000/abc", "10.1000/abc"},
      {"10.1000/abc.", "10.1000/abc"},
      {"10.1000/abc, 10.1000/def", "10.1000/abc"},
      {"10.1000/", ""},
      {"10.abc/def", ""},
      {"11.1000/abc", ""},
      {"https://example.org/10.1000/abc", ""},
      {"", ""},
  };
  for (const Case& c : cases) EXPECT_EQ(normalise_doi(c.text), c.expected) << c.text;
}

TEST(NormaliseArxiv, VersionsAndOldIdentifiers) {
  const Case cases[] = {
      {"arXiv:0704.0001v2", "0704.0001"},
      {"oai:arXiv.org:1601.03238", "1601.03238"},
      {"oai:arXiv.org:2609.39403v1", "2609.39403"},
      {"http://arxiv.org/abs/1501.05039v1", "1501.05039"},
      {"https://arxiv.org/pdf/2401.00001v3.pdf", "2401.00001"},
      {"https://export.arxiv.org/abs/hep-th/9901001", "hep-th/9901001"},
      {"arXiv:math.AG/0001001", "math/0001001"},
      {"10.48550/arXiv.2401.00001", "2401.00001"},
      {"https://doi.org/10.48550/arXiv.2401.00001", "2401.00001"},
      {"2401.00001", ""},
      {"arXiv:24.1", ""},
      {"https://evil.org/abs/2401.00001", ""},
      {"https://notarxiv.org/abs/2401.00001", ""},
      {"arXiv:v1", ""},
  };
  for (const Case& c : cases) EXPECT_EQ(normalise_arxiv(c.text), c.expected) << c.text;
  EXPECT_EQ(normalise_arxiv("2401.00001v9", true), "2401.00001");
  EXPECT_EQ(normalise_arxiv("math/0001001", true), "math/0001001");
}

TEST(NormalisePatent, CountryAndNumber) {
  EXPECT_EQ(normalise_patent("patent:CN117151122A"), "CN117151122A");
  EXPECT_EQ(normalise_patent("cn 117151122 a"), "CN117151122A");
  EXPECT_EQ(normalise_patent("US-2020/0123456-A1"), "US20200123456A1");
  EXPECT_EQ(normalise_patent("1234567"), "");
  EXPECT_EQ(normalise_patent("ABCDE"), "");
}

TEST(NormaliseLanguage, PrimaryTagOnly) {
  const Case cases[] = {{"zh-CN", "zh"},   {"en_us", "en"},   {"eng", "en"}, {"zho", "zh"},
                        {"EN", "en"},      {"und", ""},       {"", ""},      {"1", ""},
                        {"Chinese", "zh"}, {"klingonese", ""}};
  for (const Case& c : cases) EXPECT_EQ(normalise_language(c.text), c.expected) << c.text;
}

TEST(Keys, StrongestFirstEachOnce) {
  Keys keys;
  keys.add_local("s", "guid 1");
  keys.add_url("https://Example.org/a?utm_source=x");
  keys.add_arxiv("arXiv:2401.00001v1");
  keys.add_doi("10.48550/arXiv.2401.00001");
  keys.add_url("https://arxiv.org/abs/2401.00001v2");
  const std::vector<std::string> expected = {"doi:10.48550/arxiv.2401.00001", "arxiv:2401.00001",
                                             "url:https://example.org/a", "id:s:guid 1"};
  EXPECT_EQ(keys.take(), expected);
}

}  // namespace
}  // namespace horizon::crawler
