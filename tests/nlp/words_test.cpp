#include "nlp/words.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
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
  EXPECT_EQ(cut(segmenter, "一种碱基编辑方法"), (Words{"一种", "碱基编辑", "方法"}));
}

TEST(WordSegmenter, TakesLatinWordsFromTheFold) {
  const WordSegmenter segmenter({});
  EXPECT_EQ(cut(segmenter, "GaN功率器件 for 5G"), (Words{"gan", "功率", "器件", "for", "5g"}));
  EXPECT_TRUE(cut(segmenter, "").empty());
  EXPECT_TRUE(cut(segmenter, "，。！").empty());
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

using Spans = std::set<std::pair<std::size_t, std::size_t>>;

// Spans of the words of a gold line "共同  创造 ..." that hold an ideograph, in the joined line.
Spans gold_spans(std::string_view line, std::string& joined) {
  Spans spans;
  for (const std::string_view word : split(line, ' ')) {
    if (word.empty()) continue;
    std::size_t pos = 0;
    if (is_han(decode_utf8(word, pos))) spans.emplace(joined.size(), joined.size() + word.size());
    joined += word;
  }
  return spans;
}

TEST(WordSegmenter, IcuAloneOnNewspaperText) {
  const char* folder = std::getenv("HORIZON_TEST_DATA");
  if (folder == nullptr) GTEST_SKIP() << "set HORIZON_TEST_DATA to the folder of test data";
  std::ifstream file(std::string(folder) + "/segment/pku_test_gold.utf8");
  ASSERT_TRUE(file);
  const WordSegmenter segmenter({});
  double gold = 0, found = 0, right = 0;
  for (std::string line; std::getline(file, line);) {
    std::string joined;
    const Spans expected = gold_spans(trim(line), joined);
    const FoldedText folded = fold(joined);
    std::size_t token = 0;
    gold += static_cast<double>(expected.size());
    for (const Word& word : segmenter.words(folded)) {
      while (folded.tokens[token].begin < word.begin) ++token;
      std::size_t last = token;
      while (folded.tokens[last].begin + folded.tokens[last].size < word.begin + word.size) ++last;
      if (!word.han) continue;
      ++found;
      const std::size_t begin = folded.tokens[token].source_begin;
      const std::size_t end = folded.tokens[last].source_begin + folded.tokens[last].source_size;
      right += expected.contains({begin, end}) ? 1 : 0;
    }
  }
  const double f1 = 2 * right / (gold + found);
  RecordProperty("f1", std::to_string(f1));
  EXPECT_GT(f1, 0.74) << "gold " << gold << " found " << found << " right " << right;
}

}  // namespace
}  // namespace horizon::nlp
