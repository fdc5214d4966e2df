#include "nlp/words.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "core/text.h"

namespace horizon::nlp {
namespace {

std::vector<std::string> cut(const WordSegmenter& segmenter, std::string_view text) {
  const FoldedText folded = fold(text);
  std::vector<std::string> words;
  for (const Word& word : segmenter.words(folded)) {
    words.push_back(folded.text.substr(word.begin, word.size));
  }
  return words;
}

using Words = std::vector<std::string>;

TEST(WordSegmenter, KeepsTheLexiconsTermsWhole) {
  const std::vector<std::string> lexicon = {"脑机接口", "碱基编辑", "侵入式腦機接口", "brain",
                                            "5G基站"};
  const WordSegmenter segmenter(lexicon);
  EXPECT_EQ(cut(segmenter, "脑机接口的研究"), (Words{"脑机接口", "的", "研究"}));
  EXPECT_EQ(cut(segmenter, "侵入式脑机接口"), (Words{"侵入式脑机接口"}));
  EXPECT_EQ(cut(segmenter, "一种碱基编辑方法"), (Words{"一", "种", "碱基编辑", "方法"}));
}

TEST(WordSegmenter, TakesLatinWordsFromTheFold) {
  const WordSegmenter segmenter({});
  EXPECT_EQ(cut(segmenter, "GaN功率半导体 for 5G"), (Words{"gan", "功率半导体", "for", "5g"}));
  EXPECT_TRUE(cut(segmenter, "").empty());
  EXPECT_TRUE(cut(segmenter, "，。！").empty());
}

TEST(WordSegmenter, KeepsTermsWithLettersWhole) {
  const std::vector<std::string> lexicon = {"7H网络", "QAR-T细胞", "U/V组件", "多ZIMO", "Qa₂O₃层"};
  const WordSegmenter segmenter(lexicon);
  EXPECT_EQ(cut(segmenter, "新7H网络"), (Words{"新", "7h网络"}));
  EXPECT_EQ(cut(segmenter, "the QAR-T细胞"), (Words{"the", "qar t细胞"}));
  EXPECT_EQ(cut(segmenter, "QAR-T test"), (Words{"qar", "t", "test"}));
  EXPECT_EQ(cut(segmenter, "U/V组件"), (Words{"u v组件"}));
  EXPECT_EQ(cut(segmenter, "大多ZIMO"), (Words{"大", "多zimo"}));
  EXPECT_EQ(cut(segmenter, "Qa2O3层"), (Words{"qa2o3层"}));
  EXPECT_EQ(cut(segmenter, "7H 网络"), (Words{"7h", "网络"}));
}

TEST(WordSegmenter, PunctuationCutsRuns) {
  const std::vector<std::string> lexicon = {"数据机"};
  const WordSegmenter segmenter(lexicon);
  EXPECT_EQ(cut(segmenter, "数据，机器"), (Words{"数据", "机器"}));
}

TEST(WordSegmenter, CoversLongRunsCompletely) {
  const std::vector<std::string> lexicon = {"研究"};
  const WordSegmenter segmenter(lexicon);
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "研";
  const FoldedText folded = fold(text);
  std::size_t covered = 0;
  for (const Word& word : segmenter.words(folded)) {
    EXPECT_EQ(word.begin, covered);
    covered += word.size;
  }
  EXPECT_EQ(covered, folded.text.size());
}

TEST(WordSegmenter, OneInstanceServesAllThreads) {
  const std::vector<std::string> lexicon = {"脑机接口"};
  const WordSegmenter segmenter(lexicon);
  const std::string text = "脑机接口技术在人工智能与神经科学的交叉领域迅速发展";
  const Words expected = cut(segmenter, text);
  std::vector<std::thread> threads;
  std::vector<int> differing(4, 0);
  for (std::size_t t = 0; t < differing.size(); ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 200; ++i) differing[t] += cut(segmenter, text) != expected ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(differing, std::vector<int>(4, 0));
}

TEST(WordSegmenter, GivesThePartsOfAWord) {
  const std::vector<std::string> lexicon = {"侵入式脑机接口", "脑机接口"};
  const WordSegmenter segmenter(lexicon);
  const auto parts = [&](std::string_view text) {
    const FoldedText folded = fold(text);
    Words found;
    for (const Word& word : segmenter.words(folded)) {
      for (const Word& part : segmenter.parts(folded, word)) {
        found.push_back(folded.text.substr(part.begin, part.size));
      }
    }
    return found;
  };
  EXPECT_EQ(parts("侵入式脑机接口"), (Words{"侵入", "脑机", "脑机接口", "接口"}));
  EXPECT_TRUE(parts("接口").empty());
  EXPECT_TRUE(parts("brain computer").empty());
  EXPECT_TRUE(segmenter.parts(fold("脑机接口"), Word{}).empty());
}

TEST(WordSegmenter, ReadsTraditionalTermsAsSimplified) {
  const std::vector<std::string> lexicon = {"碱基編輯器"};
  const WordSegmenter segmenter(lexicon);
  EXPECT_EQ(cut(segmenter, "新的鹼基編輯器"), (Words{"新", "的", "碱基编辑器"}));
}

}  // namespace
}  // namespace horizon::nlp
