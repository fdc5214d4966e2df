#include "classify/classifier.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "tests/classify/fixture.h"

namespace horizon::classify {
namespace {

constexpr std::string_view kTaxonomy = R"toml(
[[domain]]
id = "HEA"
name = { en = "Future health", zh = "未来健康" }

[[subfield]]
id = "HEA.bci"
name = { en = "Brain-computer interface", zh = "脑机接口" }
scope = { en = "Decoding.", zh = "解码。" }
aliases.en = ["brain-computer interface", { term = "BCI", weight = 0.9, requires = ["brain", "EEG"] }]
aliases.zh = ["脑机接口"]
terms.en = [{ term = "motor imagery", weight = 0.8 }, { term = "neural decoding", weight = 0.4 }]
terms.zh = [{ term = "运动想象", weight = 0.6 }]
traps.en = ["motor imagery questionnaire"]
traps.zh = ["脑机接口论坛"]
arxiv = [{ code = "q-bio.NC", weight = 0.8 }]
codes = [{ code = "A61B5/00", weight = 0.9, until = 2020-12-31 }, { code = "G06F3/015", weight = 0.95 }, { code = "A61F", weight = 0.2 }]
mesh = [{ code = "Brain-Computer Interfaces", weight = 0.95 }]

[[subfield.route]]
id = "HEA.bci.invasive"
name = { en = "Invasive", zh = "侵入式" }
terms.en = ["intracortical", "Utah array"]
terms.zh = ["皮层内"]

[[domain]]
id = "ENE"
name = { en = "Future energy", zh = "未来能源" }

[[subfield]]
id = "ENE.fusion"
name = { en = "Nuclear fusion", zh = "核聚变" }
scope = { en = "Fusion.", zh = "聚变。" }
aliases.en = ["nuclear fusion"]
aliases.zh = ["核聚变"]
terms.en = [{ term = "fusion", weight = 0.95, excludes = ["sensor", "image"] }, { term = "tokamak", weight = 0.95 }, { term = "6G", weight = 0.9 }]
terms.zh = [{ term = "托卡马克", weight = 0.95 }]
traps.en = ["data fusion"]

[[subfield]]
id = "ENE.h2"
name = { en = "Hydrogen", zh = "氢能" }
scope = { en = "Hydrogen.", zh = "氢。" }
aliases.en = ["hydrogen energy"]
aliases.zh = ["氢能"]
terms.en = [{ term = "proton exchange membrane fuel cell", weight = 0.95 }]
terms.zh = [{ term = "燃料电池", weight = 0.9 }]

[[subfield]]
id = "ENE.membrane"
name = { en = "Membranes", zh = "分离膜" }
scope = { en = "Membranes.", zh = "膜。" }
aliases.en = ["separation membrane"]
aliases.zh = ["分离膜"]
terms.en = [{ term = "proton exchange membrane", weight = 0.6 }]
terms.zh = [{ term = "离子膜", weight = 0.6 }]
)toml";

class ClassifierTest : public testing::Test {
 protected:
  static Document document(std::string title, std::string abstract) {
    Document made;
    made.title = std::move(title);
    made.abstract = std::move(abstract);
    return made;
  }

  std::optional<Label> label(const Document& from, std::string_view node) const {
    const Classification result = classifier_.classify(from);
    const auto found = std::ranges::find(result.labels, node, &Label::node);
    if (found == result.labels.end()) return std::nullopt;
    return *found;
  }

  bool assigned(const Document& from, std::string_view node) const {
    const auto found = label(from, node);
    return found && found->outcome == Outcome::kAssign;
  }

  std::vector<std::string> concepts(std::string_view query) const {
    std::vector<std::string> ids;
    for (const Mention& mention : classifier_.concepts(query)) {
      ids.push_back(taxonomy_.node(mention.node).id);
    }
    return ids;
  }

  const taxonomy::Taxonomy taxonomy_ = load_taxonomy(kTaxonomy);
  const Classifier classifier_{taxonomy_, {}};
};

// Some 120 words about nothing in the taxonomy.
std::string padding() {
  std::string text;
  for (int i = 0; i < 20; ++i) text += "We consider the growth of forest in cold climate. ";
  return text;
}

TEST_F(ClassifierTest, NoEvidenceNoLabel) {
  EXPECT_TRUE(classifier_.classify(document("", "")).labels.empty());
  EXPECT_TRUE(classifier_.classify(document("Forests", padding())).labels.empty());
}

TEST_F(ClassifierTest, AStrongTermInTheTitleAssigns) {
  for (const std::string title : {"A tokamak", "Brain–Computer Interfaces for all",
                                  "腦機接口研究進展", "面向康复的脑-机接口"}) {
    const Classification result = classifier_.classify(document(title, ""));
    EXPECT_EQ(result.labels.size(), 2U) << title;
  }
}

TEST_F(ClassifierTest, AWeakTermInTheAbstractAloneDoesNot) {
  EXPECT_FALSE(label(document("Work", "On neural decoding."), "HEA.bci"));
}

TEST_F(ClassifierTest, APassingMentionIsAtMostReviewed) {
  const Document passing = document("Forests", padding() + "This may help a tokamak.");
  const auto found = label(passing, "ENE.fusion");
  EXPECT_TRUE(!found || found->outcome == Outcome::kReview);
  const Document repeated = document("Forests", "A tokamak. " + padding() + "tokamak, tokamak");
  EXPECT_TRUE(assigned(repeated, "ENE.fusion"));
}

TEST_F(ClassifierTest, DifferentTermsReinforce) {
  const float one =
      label(document("", padding() + "motor imagery"), "HEA.bci").value_or(Label{}).probability;
  const float two = label(document("", padding() + "motor imagery, neural decoding"), "HEA.bci")
                        .value_or(Label{})
                        .probability;
  EXPECT_GT(two, one);
}

TEST_F(ClassifierTest, EvidencePointsIntoTheOriginal) {
  const Document doc = document("On Brain–Computer Interfaces", "用於運動想像的腦機接口。");
  const auto found = label(doc, "HEA.bci");
  ASSERT_TRUE(found);
  std::vector<std::string> spans;
  for (const Evidence& evidence : found->evidence) {
    const std::string& text = evidence.field == Field::kTitle ? doc.title : doc.abstract;
    spans.push_back(text.substr(evidence.begin, evidence.size));
    EXPECT_GT(evidence.weight, 0);
    EXPECT_LE(evidence.weight, 1);
  }
  EXPECT_EQ(spans.front(), "Brain–Computer Interfaces");
  EXPECT_NE(std::ranges::find(spans, "腦機接口"), spans.end());
}

TEST_F(ClassifierTest, ContextThatATermNeeds) {
  EXPECT_FALSE(label(document("The BCI of cows", "Body condition."), "HEA.bci"));
  EXPECT_TRUE(assigned(document("The BCI", "Signals of the brain."), "HEA.bci"));
  EXPECT_FALSE(label(document("The BCI", "An eeg."), "HEA.bci")) << "EEG is asked for in capitals";
}

TEST_F(ClassifierTest, ContextThatExcludesATerm) {
  EXPECT_TRUE(assigned(document("Fusion", "Plasma."), "ENE.fusion"));
  EXPECT_FALSE(label(document("Fusion", "Of images."), "ENE.fusion"));
}

TEST_F(ClassifierTest, CapitalsAreExact) {
  const auto with = [&](std::string title) {
    return assigned(document(title, "brain"), "HEA.bci");
  };
  EXPECT_TRUE(with("BCI"));
  EXPECT_TRUE(with("BCIs"));
  EXPECT_TRUE(with("ＢＣＩ"));
  EXPECT_FALSE(with("bci"));
  EXPECT_FALSE(with("Bci"));
  EXPECT_TRUE(assigned(document("Toward 6G", ""), "ENE.fusion"));
  EXPECT_FALSE(label(document("6g of salt", ""), "ENE.fusion"));
}

TEST_F(ClassifierTest, AnAnalystsWordStandsInTheClassifiersPlace) {
  const Document doc = document("Motor imagery and Utah arrays", "");
  const auto nodes = [&](std::vector<Settled> settled) {
    std::string all;
    const auto fold = [](const std::string& text) { return nlp::fold(text); };
    for (const Label& one :
         classifier_.classify(doc, fold(doc.title), fold(doc.abstract), settled).labels)
      all += one.node + (one.outcome == Outcome::kAssign ? " " : "? ");
    return all;
  };
  EXPECT_EQ(nodes({}), "HEA HEA.bci HEA.bci.invasive ");
  EXPECT_EQ(nodes({{"HEA.bci", false}}), "");
  EXPECT_EQ(nodes({{"HEA.bci.invasive", false}}), "HEA HEA.bci ");
  EXPECT_EQ(nodes({{"HEA.bci", false}, {"ENE.fusion", true}}), "ENE ENE.fusion ");
  EXPECT_EQ(nodes({{"HEA", false}, {"no.such", true}}), nodes({})) << "neither is judged";
  const Document none = document("Forests", "");
  const auto routed = classifier_.classify(none, nlp::fold(none.title), nlp::fold(""),
                                           std::vector<Settled>{{"HEA.bci.invasive", true}});
  ASSERT_EQ(routed.labels.size(), 3U) << "a route brings its subfield and domain";
  EXPECT_EQ(routed.labels[1].node, "HEA.bci");
  EXPECT_EQ(routed.labels[1].probability, 1.0F);
}

TEST_F(ClassifierTest, TrapsHideTermsInsideThem) {
  EXPECT_FALSE(label(document("Motor imagery questionnaires", ""), "HEA.bci"));
  EXPECT_TRUE(assigned(document("Motor imagery", ""), "HEA.bci"));
  EXPECT_FALSE(label(document("脑机接口论坛", ""), "HEA.bci"));
  EXPECT_FALSE(label(document("Data fusion", ""), "ENE.fusion"));
  EXPECT_TRUE(assigned(document("Data fusion in fusion", ""), "ENE.fusion"));
}

TEST_F(ClassifierTest, LatinTermsMatchWholeWords) {
  EXPECT_FALSE(label(document("Confusion and diffusion", ""), "ENE.fusion"));
}

TEST_F(ClassifierTest, TermsDoNotReachAcrossPunctuation) {
  for (const std::string title : {"Use of motor. Imagery of cats", "motor (imagery)",
                                  "motor, imagery", "我们研究运动，想象很多", "分离（膜"}) {
    EXPECT_TRUE(classifier_.classify(document(title, "")).labels.empty()) << title;
  }
  EXPECT_TRUE(assigned(document("motor-imagery", ""), "HEA.bci"));
  EXPECT_TRUE(assigned(document("motor\nimagery", ""), "HEA.bci"));
}

TEST_F(ClassifierTest, ALongerTermOfAnotherSubfieldTakesTheWords) {
  const Document doc = document("Proton exchange membrane fuel cells", "");
  EXPECT_TRUE(assigned(doc, "ENE.h2"));
  EXPECT_FALSE(assigned(doc, "ENE.membrane"));
}

TEST_F(ClassifierTest, RoutesOnlyInsideAssignedSubfields) {
  EXPECT_TRUE(classifier_.classify(document("Intracortical Utah arrays", "皮层内")).labels.empty());
  const Document doc = document("An intracortical brain-computer interface", "");
  EXPECT_TRUE(assigned(doc, "HEA.bci.invasive"));
  EXPECT_LE(label(doc, "HEA.bci.invasive")->probability, label(doc, "HEA.bci")->probability);
}

TEST_F(ClassifierTest, ADomainIsAsSureAsItsSurestSubfield) {
  const Document doc = document("Hydrogen energy and nuclear fusion", "");
  const float fusion = label(doc, "ENE.fusion")->probability;
  const float hydrogen = label(doc, "ENE.h2")->probability;
  EXPECT_EQ(label(doc, "ENE")->probability, std::max(fusion, hydrogen));
  EXPECT_TRUE(label(doc, "ENE")->evidence.empty());
  EXPECT_FALSE(label(doc, "HEA"));
}

TEST_F(ClassifierTest, LabelsComeInTheTaxonomysOrder) {
  const Classification result =
      classifier_.classify(document("Nuclear fusion by brain-computer interface", ""));
  std::vector<taxonomy::NodeIndex> order;
  for (const Label& found : result.labels) order.push_back(taxonomy_.find(found.node));
  EXPECT_EQ(order.size(), 4U);
  EXPECT_TRUE(std::ranges::is_sorted(order));
}

Document coded(CodeScheme scheme, std::vector<std::string> codes, std::string_view published) {
  Document made;
  made.title = "Untitled";
  for (std::string& code : codes) made.codes.push_back({scheme, std::move(code)});
  made.published = parse_iso_date(published);
  return made;
}

TEST_F(ClassifierTest, CodesOfTheCpc) {
  const auto probability = [&](std::string code, std::string_view published) {
    return label(coded(CodeScheme::kCpc, {std::move(code)}, published), "HEA.bci")
        .value_or(Label{})
        .probability;
  };
  EXPECT_GE(probability("G06F3/015", "2022"), 0.5F);
  EXPECT_GE(probability("g06f 3/015", "2022"), 0.5F) << "another spelling";
  EXPECT_EQ(probability("G06F3/01", "2022"), 0) << "above the rule";
  EXPECT_GE(probability("A61B5/369", "2019-05"), 0.5F) << "below a main group";
  EXPECT_GE(probability("A61B5/369", ""), 0.5F) << "date unknown";
  EXPECT_EQ(probability("A61B5/369", "2021-01-01"), 0) << "after the rule's years";
  EXPECT_EQ(probability("A61B50/00", "2019"), 0) << "another main group";
}

TEST_F(ClassifierTest, ManyCodesOfOneKindAreOneWitness) {
  const auto found =
      label(coded(CodeScheme::kCpc, {"A61F2/02", "A61F2/04", "A61F9/08", "A61F11/00"}, "2022"),
            "HEA.bci");
  EXPECT_TRUE(!found || found->outcome == Outcome::kReview);
}

TEST_F(ClassifierTest, TheFirstArxivCategoryCountsFullyOthersHalf) {
  const auto first = label(coded(CodeScheme::kArxiv, {"q-bio.NC", "cs.LG"}, ""), "HEA.bci");
  const auto cross = label(coded(CodeScheme::kArxiv, {"cs.LG", "q-bio.NC"}, ""), "HEA.bci");
  ASSERT_TRUE(first);
  EXPECT_EQ(first->evidence.front().field, Field::kCode);
  EXPECT_EQ(first->evidence.front().term, "q-bio.NC");
  EXPECT_TRUE(!cross || cross->probability < first->probability);
}

TEST_F(ClassifierTest, HeadingsIgnoreCase) {
  EXPECT_TRUE(assigned(coded(CodeScheme::kMesh, {"brain-computer interfaces"}, ""), "HEA.bci"));
}

TEST_F(ClassifierTest, MentionsAreNamesAndAliases) {
  const Classification result = classifier_.classify(
      document("Forests", padding() + "unlike nuclear fusion or 核聚变, or a tokamak"));
  ASSERT_EQ(result.mentions.size(), 1U);
  EXPECT_EQ(taxonomy_.node(result.mentions[0].node).id, "ENE.fusion");
  EXPECT_EQ(result.mentions[0].count, 2U);
}

TEST_F(ClassifierTest, ConceptsOfQueries) {
  using Ids = std::vector<std::string>;
  EXPECT_EQ(concepts("脑机接口"), Ids{"HEA.bci"});
  EXPECT_EQ(concepts("Brain Computer Interfaces"), Ids{"HEA.bci"});
  EXPECT_EQ(concepts("BCI"), Ids{"HEA.bci"});
  EXPECT_EQ(concepts("bci"), Ids{"HEA.bci"}) << "the query is the acronym";
  EXPECT_EQ(concepts("BCI of cows"), Ids{});
  EXPECT_EQ(concepts("BCI brain"), Ids{"HEA.bci"});
  EXPECT_EQ(concepts("tokamak"), Ids{}) << "a term is no name";
  EXPECT_EQ(concepts("核聚变 brain-computer interface"), (Ids{"HEA.bci", "ENE.fusion"}))
      << "of equal length: in the taxonomy's order";
  EXPECT_EQ(concepts("nuclear fusion brain-computer interface"), (Ids{"HEA.bci", "ENE.fusion"}))
      << "longest first";
  EXPECT_EQ(concepts(""), Ids{});
}

TEST_F(ClassifierTest, HostileDocuments) {
  std::string many;
  for (int i = 0; i < 100'000; ++i) many += "tokamak fusion ";
  std::string brackets(200'000, '(');
  for (const std::string& text : {many, brackets, std::string("\xFF\xFE tokamak \x80")}) {
    const Classification result = classifier_.classify(document(text.substr(0, 1000), text));
    for (const Label& found : result.labels) {
      EXPECT_LE(found.evidence.size(), Options{}.max_evidence);
      EXPECT_LT(found.probability, 1);
    }
  }
}

TEST_F(ClassifierTest, TheSameForAnyNumberOfThreads) {
  const Document doc =
      document("脑机接口 and tokamak", "BCI of the brain by motor imagery; 燃料电池");
  const auto print = [&] {
    std::string text;
    for (const Label& found : classifier_.classify(doc).labels) {
      text += found.node + ' ' + std::to_string(found.probability) + '\n';
    }
    return text;
  };
  const std::string expected = print();
  std::vector<std::string> results(4);
  std::vector<std::thread> threads;
  for (std::string& result : results) {
    threads.emplace_back([&print, &result] {
      for (int i = 0; i < 100; ++i) result = print();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(results, std::vector<std::string>(4, expected));
}

TEST(Classifier, OutlivesTheTaxonomyItWasMadeFrom) {
  std::optional<taxonomy::Taxonomy> tree = load_taxonomy(kTaxonomy);
  const Classifier classifier(*tree, {});
  tree.reset();
  Document doc;
  doc.title = "A tokamak";
  EXPECT_EQ(classifier.classify(doc).labels.size(), 2U);
}

}  // namespace
}  // namespace horizon::classify
