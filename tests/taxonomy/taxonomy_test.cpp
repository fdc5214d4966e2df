#include "taxonomy/taxonomy.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace horizon::taxonomy {
namespace {

constexpr const char* kSmall = R"([scheme]
id = "test"
version = "1.0.0"
name = { en = "Test", zh = "测试" }
reviewed = 2026-11-22

[[domain]]
id = "HEA"
name = { en = "Future health", zh = "未来健康" }

[[subfield]]
id = "HEA.bci"
name = { en = "Brain-computer interface", zh = "脑机接口" }
stage = "expand"
tags = ["shanghai-2025"]
scope = { en = "Decoding.", zh = "解码。" }
aliases.en = ["brain-machine interface", { term = "BCI", weight = 0.6, requires = ["brain"] }]
aliases.zh = ["脑机交互"]
terms.en = [{ term = "motor imagery", weight = 0.7 }]
codes = [{ code = "G06F3/01", weight = 0.4, from = 2006-01-01 }]
arxiv = ["q-bio.NC"]
mesh = ["Brain-Computer Interfaces"]

[[subfield.route]]
id = "HEA.bci.invasive"
name = { en = "Invasive", zh = "侵入式" }
terms.en = ["intracortical"]
terms.zh = ["皮层内"]
)";

std::vector<Problem> check(const std::string& content) {
  const std::vector<Taxonomy::File> files = {{"t.toml", content}};
  return Taxonomy::check(files);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(Taxonomy, LoadsNodesTermsCodesAndRoutes) {
  const std::vector<Taxonomy::File> files = {{"t.toml", kSmall}};
  const auto taxonomy = Taxonomy::load(files);
  ASSERT_TRUE(taxonomy) << taxonomy.error().message;
  const NodeIndex index = taxonomy->find("hea.BCI");
  ASSERT_NE(index, kNoNode);
  const Node& node = taxonomy->node(index);
  EXPECT_EQ(node.stage, Stage::kExpand);
  ASSERT_EQ(node.terms.size(), 4U);
  EXPECT_TRUE(node.terms[1].alias);
  EXPECT_FLOAT_EQ(node.terms[1].weight, 0.6F);
  EXPECT_EQ(node.terms[1].needs, std::vector<std::string>{"brain"});
  EXPECT_EQ(node.codes.size(), 3U);
  ASSERT_EQ(node.children.size(), 1U);
  EXPECT_EQ(taxonomy->node(node.children[0]).id, "HEA.bci.invasive");
  EXPECT_EQ(taxonomy->node(node.parent).id, "HEA");
}

TEST(Taxonomy, ResolvesIdsNamesAndAliasesInBothLanguages) {
  const std::vector<Taxonomy::File> files = {{"t.toml", kSmall}};
  const auto taxonomy = Taxonomy::load(files);
  ASSERT_TRUE(taxonomy);
  const NodeIndex bci = taxonomy->find("HEA.bci");
  for (const char* name : {"HEA.bci", "hea.bci", "脑机接口", "脑机交互", "Brain-Computer Interface",
                           "brain-machine  interface"}) {
    EXPECT_EQ(taxonomy->resolve(name), bci) << name;
  }
  EXPECT_EQ(taxonomy->resolve("no such thing"), kNoNode);
  EXPECT_EQ(taxonomy->suggest("HEA.bcl", 1), std::vector<std::string>{"HEA.bci"});
}

TEST(TaxonomyCheck, NamesEveryMistakeWithItsLine) {
  const struct {
    const char* from;
    const char* to;
    std::uint32_t line;
    const char* says;
  } cases[] = {
      {"stage = \"expand\"", "stage = \"soon\"", 14, "'stage' must be"},
      {"weight = 0.6", "weight = 1.6", 17, "'weight' must be"},
      {"tags = [", "tagz = [", 15, "unknown key 'tagz'"},
      {"id = \"HEA.bci.invasive\"", "id = \"HEA.xyz.invasive\"", 24, "must be 'HEA.bci.'"},
      {"\"G06F3/01\"", "\"G6F3\"", 20, "is no cpc code"},
      {"from = 2006-01-01", "from = \"2006\"", 20, "must be a date"},
      {"zh = \"脑机接口\"", "zh = \"\"", 13, "'zh' must be a text"},
      {"[\"脑机交互\"]", "[\"脑机交互\", \"脑机交互\"]", 11, "lists the term '脑机交互' twice"},
      {"terms.zh = [\"皮层内\"]", "", 24, "has no term in Chinese"},
      {"id = \"HEA\"", "id = \"HEX\"", 11, "has no parent 'HEA'"},
      {"aliases.zh = [\"脑机交互\"]", "aliases.zh = \"脑机交互\"", 18, "must be a list"},
      {"[scheme]", "[schema]", 1, "no [scheme]"},
      {"version = \"1.0.0\"", "version = ", 3, ""},
      {"tags = [\"shanghai-2025\"]", "also = [\"XXX\"]", 11, "unknown domain 'XXX'"},
  };
  EXPECT_TRUE(check(kSmall).empty());
  for (const auto& c : cases) {
    const auto problems = check(replaced(kSmall, c.from, c.to));
    ASSERT_FALSE(problems.empty()) << c.to;
    bool found = false;
    for (const auto& problem : problems) {
      found |= problem.line == c.line && problem.message.find(c.says) != std::string::npos;
    }
    EXPECT_TRUE(found) << c.to << " -> " << problems[0].line << ": " << problems[0].message;
  }
}

TEST(TaxonomyCheck, HostileContentIsAProblemAndNothingElse) {
  for (const std::string& content :
       {std::string(), std::string("\xFF\xFE"), std::string(1000, '['), std::string("a = 1"),
        std::string("[scheme]\nid=1\n[[domain]]\n[[subfield]]\nroute = 5\naliases = [[]]"),
        std::string("domain = 3\nsubfield = [1, 2]\nscheme = []")}) {
    EXPECT_FALSE(check(content).empty());
  }
}

class ShippedTaxonomy : public testing::Test {
 protected:
  Result<Taxonomy> taxonomy_ =
      Taxonomy::load_folder(std::filesystem::path(HORIZON_SOURCE_DIR) / "data/taxonomy");
};

TEST_F(ShippedTaxonomy, IsCompleteAndWithoutMistakes) {
  ASSERT_TRUE(taxonomy_) << taxonomy_.error().message;
  std::size_t subfields = 0;
  std::size_t routes = 0;
  for (const Node& node : taxonomy_->nodes()) {
    if (node.scheme != "future-industries") continue;
    routes += node.level == Level::kRoute ? 1 : 0;
    if (node.level != Level::kSubfield) continue;
    ++subfields;
    std::size_t terms[2] = {0, 0};
    for (const Term& term : node.terms) ++terms[static_cast<std::size_t>(term.language)];
    EXPECT_GE(terms[0], 12U) << node.id;
    EXPECT_GE(terms[1], 12U) << node.id;
    EXPECT_FALSE(node.codes.empty()) << node.id;
    EXPECT_GE(node.children.size(), 2U) << node.id;
  }
  EXPECT_EQ(subfields, 57U);
  EXPECT_GE(routes, 200U);
  ASSERT_NE(taxonomy_->scheme("future-industries"), nullptr);
  EXPECT_EQ(taxonomy_->scheme("future-industries")->domains.size(), 6U);
  ASSERT_NE(taxonomy_->scheme("leading-industries"), nullptr);
  EXPECT_EQ(taxonomy_->scheme("leading-industries")->domains.size(), 3U);
}

}  // namespace
}  // namespace horizon::taxonomy
