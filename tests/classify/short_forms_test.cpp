#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "classify/classifier.h"
#include "tests/classify/fixture.h"

namespace horizon::classify {
namespace {

constexpr std::string_view kTaxonomy = R"toml(
[[domain]]
id = "INF"
name = { en = "Future information", zh = "未来信息" }

[[subfield]]
id = "INF.bci"
name = { en = "Brain-computer interface", zh = "脑机接口" }
scope = { en = "Decoding.", zh = "解码。" }
aliases.en = ["brain-computer interface", { term = "BCI", weight = 0.9, requires = ["brain", "EEG"], excludes = ["bank"] }]
aliases.zh = ["脑机接口"]
terms.en = [{ term = "motor imagery", weight = 0.8 }]

[[subfield]]
id = "INF.pqc"
name = { en = "Post-quantum cryptography", zh = "抗量子密码" }
scope = { en = "Cryptography.", zh = "密码。" }
aliases.en = ["post-quantum cryptography", "PQC"]
aliases.zh = ["抗量子密码", "后量子密码"]

[[subfield]]
id = "INF.vla"
name = { en = "Embodied intelligence", zh = "具身智能" }
scope = { en = "Robots.", zh = "机器人。" }
aliases.en = ["vision-language-action model", { term = "VLA", weight = 0.9, requires = ["humanoid"] }]
aliases.zh = ["具身智能"]
)toml";

class ShortFormsTest : public testing::Test {
 protected:
  // Terms of the node's evidence, as they stand in the text.
  std::vector<std::string> evidence(const std::string& title, const std::string& abstract,
                                    std::string_view node) const {
    Document document;
    document.title = title;
    document.abstract = abstract;
    std::vector<std::string> spans;
    for (const Label& label : classifier_.classify(document).labels) {
      if (label.node != node) continue;
      for (const Evidence& item : label.evidence) {
        const std::string& text = item.field == Field::kTitle ? title : abstract;
        spans.push_back(text.substr(item.begin, item.size));
      }
    }
    std::ranges::sort(spans);
    return spans;
  }

  const taxonomy::Taxonomy taxonomy_ = load_taxonomy(kTaxonomy);
  const Classifier classifier_{taxonomy_, {}};
};

using Strings = std::vector<std::string>;

TEST_F(ShortFormsTest, AnotherExpansionIsAnotherThing) {
  EXPECT_EQ(
      evidence("A PQC for chemistry", "We train a parameterized quantum circuit (PQC).", "INF.pqc"),
      Strings());
  EXPECT_EQ(evidence("A PQC for chemistry", "", "INF.pqc"), Strings({"PQC"}));
  EXPECT_EQ(evidence("基于PQC的方法", "PQC（参数化量子线路）", "INF.pqc"), Strings());
  // The context that BCI wants is there, and does not help.
  EXPECT_EQ(evidence("BCI and the brain", "The bovine condition index (BCI) of EEG.", "INF.bci"),
            Strings());
}

TEST_F(ShortFormsTest, TheSameExpansionNeedsNoContext) {
  EXPECT_EQ(evidence("BCI in a bank", "Of brain-computer interfaces (BCIs).", "INF.bci"),
            Strings({"BCI", "BCIs", "brain-computer interfaces"}));
  EXPECT_EQ(evidence("A VLA policy", "A vision-language-action (VLA) model acts.", "INF.vla"),
            Strings({"VLA", "VLA"}));
  EXPECT_EQ(evidence("BCI系统", "研究了侵入式脑机接口（BCI）。", "INF.bci"),
            Strings({"BCI", "BCI", "脑机接口"}));
  EXPECT_EQ(evidence("BCI系统", "BCI（脑机接口）", "INF.bci"), Strings({"BCI", "BCI", "脑机接口"}));
}

TEST_F(ShortFormsTest, AnAcronymOfATermStandsForIt) {
  EXPECT_EQ(evidence("Decoding MI", "During motor imagery (MI) the mi of MI.", "INF.bci"),
            Strings({"MI", "MI", "motor imagery"}));
  EXPECT_EQ(evidence("Decoding MI", "The Michigan index (MI).", "INF.bci"), Strings());
}

}  // namespace
}  // namespace horizon::classify
