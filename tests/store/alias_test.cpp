#include "store/alias.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace horizon::store {
namespace {

struct Case {
  const char* key;
  const char* alias;
};

TEST(Alias, CanonicalSpelling) {
  const Case cases[] = {
      {"doi:10.1000/X.y", "doi:10.1000/x.y"},
      {"DOI: 10.1000/X", "doi:10.1000/x"},
      {"10.1000/ABC(1)", "doi:10.1000/abc(1)"},
      {"https://doi.org/10.1000/X", "doi:10.1000/x"},
      {"http://dx.doi.org/10.1000%2FX", "doi:10.1000/x"},
      {"doi:https://doi.org/10.1000/X", "doi:10.1000/x"},
      {"url:https://doi.org/10.1000/X", "doi:10.1000/x"},
      {"doi:10.48550/arXiv.2401.00001", "arxiv:2401.00001"},
      {"arXiv:2401.00001", "arxiv:2401.00001"},
      {"arxiv:2401.00001v12", "arxiv:2401.00001"},
      {"ARXIV: 0704.0001v1", "arxiv:0704.0001"},
      {"arXiv:math.GT/0309136v1", "arxiv:math/0309136"},
      {"arxiv:hep-th/9901001", "arxiv:hep-th/9901001"},
      {"https://arxiv.org/abs/2401.00001v2", "arxiv:2401.00001"},
      {"http://arxiv.org/pdf/2401.00001v2.pdf", "arxiv:2401.00001"},
      {"oai:arXiv.org:2401.00001", "arxiv:2401.00001"},
      {"2401.00001", "2401.00001"},  // bare: may be anybody's number
      {"PMID: 0012", "pmid:12"},
      {"https://pubmed.ncbi.nlm.nih.gov/12/", "pmid:12"},
      {"patent:CN 117151122 A", "patent:cn117151122a"},
      {"patent:US-2024/0012345-A1", "patent:us2024/0012345a1"},
      {"url:HTTP://Example.ORG/Path/#top", "url:https://example.org/Path"},
      {"https://example.org", "url:https://example.org"},
      {"id:feed:Tag:1", "id:feed:Tag:1"},
      {"  W2741809807 ", "W2741809807"},
      {"论文-42", "论文-42"},
  };
  for (const Case& c : cases) EXPECT_EQ(canonical_alias(c.key), c.alias) << c.key;
}

TEST(Alias, NothingIsSaidByUnknownValues) {
  for (const char* key : {"",
                          "  ",
                          "doi:",
                          "doi: N/A",
                          "https://doi.org/",
                          "arxiv:",
                          "arXiv:none",
                          "pmid:0",
                          "pmid:",
                          "PMID:null",
                          "patent:",
                          "patent: - ",
                          "url:",
                          "https://",
                          "url:https:///x",
                          "unknown",
                          "Unknown",
                          "N/A",
                          "null",
                          "-",
                          "?",
                          "id:feed:",
                          "id:feed:unknown",
                          "id:",
                          "isbn: undefined"})
    EXPECT_EQ(canonical_alias(key), "") << key;
}

TEST(Alias, IsItsOwnCanonicalSpelling) {
  for (const char* key : {"doi:10.1000/X", "arXiv:math.GT/0309136v1", "pmid:7",
                          "patent:CN 117151122 A", "https://EXAMPLE.org/a/", "id:a:b", "42"}) {
    const std::string once = canonical_alias(key);
    EXPECT_EQ(canonical_alias(once), once) << key;
  }
}

TEST(Alias, LongAndOddKeysStayDistinctAndSmall) {
  const std::string a = canonical_alias(std::string(10'000'000, 'x'));
  const std::string b = canonical_alias(std::string(10'000'001, 'x'));
  EXPECT_LT(a.size(), 64U);
  EXPECT_NE(a, b);
  const std::string nul("a\0b", 3);
  EXPECT_EQ(canonical_alias(nul), nul);
  EXPECT_FALSE(canonical_alias("\xff\xfe:\xff").empty());
  EXPECT_EQ(canonical_alias("https://doi.org/10.1000/x%"), "doi:10.1000/x%");
  EXPECT_EQ(canonical_alias("doi:10.1000/x%zz%00%2"), "doi:10.1000/x%zz%00%2");
}

TEST(Alias, WhatIsTypedFindsWhatIsKept) {
  const Case cases[] = {
      {"2401.00001", "arxiv:2401.00001"},
      {"2401.00001v3", "arxiv:2401.00001"},
      {"hep-th/9901001", "arxiv:hep-th/9901001"},
      {"arXiv:2401.00001", "2401.00001"},
      {"12345", "pmid:12345"},
      {"12345", "12345"},
      {"CN117151122A", "patent:cn117151122a"},
      {"CN 117151122 A", "patent:cn117151122a"},
      {"patent:CN117151122A", "CN117151122A"},
      {"example.org/a", "url:https://example.org/a"},
      {"doi.org/10.1000/X", "doi:10.1000/x"},
  };
  for (const Case& c : cases) {
    const auto found = alias_candidates(c.key);
    EXPECT_NE(std::find(found.begin(), found.end(), c.alias), found.end()) << c.key;
  }
  EXPECT_TRUE(alias_candidates("").empty());
  EXPECT_TRUE(alias_candidates("unknown").empty());
}

}  // namespace
}  // namespace horizon::store
