#include "nlp/phrases/discovery.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "nlp/phrases/word_stream.h"

namespace horizon::nlp {
namespace {

// Texts with numbers for their words.
class DiscoveryTest : public testing::Test {
 protected:
  void add(const std::string& text) {
    static const WordSegmenter segmenter({});
    const FoldedText folded = fold(text);
    std::string stream;
    append_words({text, &folded}, false, segmenter.words(folded), stream);
    std::vector<TextWord> words;
    WordFlags flags;
    std::string_view word;
    std::string_view rest = stream;
    while (next_text_word(rest, flags, word)) {
      const auto [at, added] = known_.try_emplace(std::string(word), vocabulary_.size());
      if (added) {
        vocabulary_.emplace_back(word);
        classes_.push_back(word_class(word));
      }
      words.push_back({at->second, flags});
    }
    documents_.push_back(std::move(words));
  }

  std::map<std::string, NewTerm> discover(bool chinese, bool backwards = false) {
    Discovery discovery(classes_, {chinese, 5, 10'000});
    for (const auto& words : documents_) discovery.sketch(words);
    for (std::size_t i = 0; i < documents_.size(); ++i) {
      const std::size_t at = backwards ? documents_.size() - 1 - i : i;
      discovery.count(static_cast<DocumentNumber>(at + 1), documents_[at]);
    }
    std::map<std::string, NewTerm> out;
    for (const NewTerm& term : discovery.terms()) {
      std::string text;
      for (const WordId word : term.words) {
        if (!text.empty() && !chinese) text += ' ';
        text += vocabulary_[word];
      }
      out.emplace(text, term);
    }
    return out;
  }

  std::vector<std::string> vocabulary_ = {""};
  std::vector<WordClass> classes_ = {WordClass::kFunction};
  std::map<std::string, WordId> known_;
  std::vector<std::vector<TextWord>> documents_;
};

const std::vector<std::string> kBefore = {"研究", "利用", "发展", "面向",
                                          "探索", "改进", "评价", "关于"};
const std::vector<std::string> kAfter = {"技术", "系统", "方法", "应用",
                                         "材料", "问题", "进展", "模型"};

TEST_F(DiscoveryTest, AChineseTermThatNoLexiconHas) {
  for (std::size_t i = 0; i < 24; ++i) {
    add(kBefore[i % 8] + "碲镉汞" + kAfter[(i * 5 + 3) % 8] + "，" + kBefore[(i + 1) % 8] +
        kAfter[i % 8]);
  }
  const auto found = discover(true);
  ASSERT_TRUE(found.contains("碲镉汞"));
  EXPECT_EQ(found.at("碲镉汞").documents, 24U);
  EXPECT_GT(found.at("碲镉汞").cohesion, 1.5F);
  // Parts of it are nearly always in it.
  EXPECT_FALSE(found.contains("碲镉"));
  EXPECT_FALSE(found.contains("镉汞"));
  EXPECT_FALSE(found.contains("究碲镉"));
}

TEST_F(DiscoveryTest, AnEnglishTermAndNoFragmentOfIt) {
  const std::vector<std::string> verbs = {"grow", "study", "make", "test", "use", "see"};
  const std::vector<std::string> ends = {". ", " for ", " with ", ", ", " in ", " on "};
  for (std::size_t i = 0; i < 24; ++i) {
    add("the spin orbit torque" + ends[i % 6] + "cell and we " + verbs[i % 6] +
        " the film of iron number " + std::to_string(i));
  }
  const auto found = discover(false);
  EXPECT_TRUE(found.contains("spin orbit torque"));
  EXPECT_FALSE(found.contains("spin orbit"));
  EXPECT_FALSE(found.contains("orbit torque"));
}

TEST_F(DiscoveryTest, TheSameInAnyOrder) {
  for (std::size_t i = 0; i < 40; ++i) {
    add(kBefore[i % 8] + "碲镉汞" + kAfter[(i * 3) % 8] + "与钙钛矿" + kAfter[i % 8]);
  }
  const auto forwards = discover(true);
  const auto backwards = discover(true, true);
  ASSERT_EQ(forwards.size(), backwards.size());
  for (const auto& [text, term] : forwards) {
    ASSERT_TRUE(backwards.contains(text)) << text;
    EXPECT_EQ(backwards.at(text).cohesion, term.cohesion) << text;
    EXPECT_EQ(backwards.at(text).left_entropy, term.left_entropy) << text;
  }
}

TEST_F(DiscoveryTest, NothingFromNothing) {
  EXPECT_TRUE(discover(true).empty());
  add("");
  add("的");
  EXPECT_TRUE(discover(true).empty());
  EXPECT_TRUE(discover(false).empty());
}

}  // namespace
}  // namespace horizon::nlp
