#include "nlp/phrases/phrases.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <vector>

#include "nlp/phrases/word_stream.h"

namespace horizon::nlp {
namespace {

// A document's words with numbers of its own.
struct Numbered {
  std::vector<std::string> vocabulary = {""};
  std::vector<WordClass> classes = {WordClass::kFunction};
  std::vector<TextWord> words;

  explicit Numbered(std::string_view stream) {
    std::map<std::string, WordId, std::less<>> known;
    WordFlags flags;
    std::string_view word;
    while (next_text_word(stream, flags, word)) {
      const auto [at, added] = known.try_emplace(std::string(word), vocabulary.size());
      if (added) {
        vocabulary.emplace_back(word);
        classes.push_back(word_class(word));
      }
      words.push_back({at->second, flags});
    }
  }

  std::string text(const Phrase& phrase) const {
    std::string out;
    for (std::size_t i = phrase.first; i < std::size_t{phrase.first} + phrase.count; ++i) {
      const bool han = classes[words[i].word] == WordClass::kHan;
      if (!out.empty() && !han) out += ' ';
      out += vocabulary[words[i].word];
    }
    return out;
  }
};

Numbered numbered(const std::string& title, const std::string& abstract,
                  const std::vector<std::string>& lexicon = {}) {
  const WordSegmenter segmenter(lexicon);
  std::string stream;
  for (const bool titled : {true, false}) {
    const std::string& source = titled ? title : abstract;
    const FoldedText folded = fold(source);
    append_words({source, &folded}, titled, segmenter.words(folded), stream);
  }
  return Numbered(stream);
}

std::vector<std::string> phrases(const std::string& text,
                                 const std::vector<std::string>& lexicon = {}) {
  const Numbered document = numbered("", text, lexicon);
  std::vector<Phrase> found;
  find_phrases(document.words, document.classes, found);
  std::vector<std::string> out;
  for (const Phrase& phrase : found) out.push_back(document.text(phrase));
  return out;
}

using Strings = std::vector<std::string>;

TEST(Phrases, RunsOfWordsBetweenFunctionWordsAndBreaks) {
  EXPECT_EQ(phrases("We train deep neural networks, for speech"),
            (Strings{"train", "train deep", "train deep neural", "train deep neural network",
                     "deep", "deep neural", "deep neural network", "neural", "neural network",
                     "network", "speech"}));
  EXPECT_EQ(phrases("brain-computer interface (BCI)"),
            (Strings{"brain", "brain computer", "brain computer interface", "computer",
                     "computer interface", "interface", "bci"}));
}

TEST(Phrases, OneOfInside) {
  EXPECT_EQ(phrases("the Internet of Things"), (Strings{"internet", "internet of thing", "thing"}));
  EXPECT_EQ(phrases("a b, of"), Strings());
}

TEST(Phrases, NumbersAndLettersStandWithOthers) {
  EXPECT_EQ(phrases("type 2 diabetes"), (Strings{"type", "type 2", "type 2 diabetes", "diabetes"}));
  EXPECT_EQ(phrases("k-means"), (Strings{"k mean", "mean"}));
  EXPECT_EQ(phrases("k means"), (Strings{"mean"}));
  EXPECT_EQ(phrases("in 2019, 0.9713"), Strings());
  EXPECT_EQ(phrases("see https://example.org/deep/learning?x=y here, light"),
            (Strings{"see", "light"}));
}

TEST(Phrases, ChineseByItsWords) {
  EXPECT_EQ(phrases("脑机接口的研究", {"脑机接口", "研究"}), (Strings{"脑机接口", "研究"}));
  EXPECT_EQ(phrases("紫色脑机接口", {"脑机接口", "紫色"}),
            (Strings{"紫色", "紫色脑机接口", "脑机接口"}));
  // A term of the taxonomy is one word, whatever shorter ones fill its place.
  EXPECT_EQ(phrases("侵入式脑机接口", {"脑机接口", "侵入式"}), (Strings{"侵入式脑机接口"}));
  EXPECT_EQ(phrases("5G基站，数据", {"基站", "数据"}), (Strings{"5g", "5g基站", "基站", "数据"}));
}

TEST(Phrases, WhatStandsAround) {
  const Numbered document =
      numbered("Graphene", "We learn a policy. Novel MOFs are the aim of work");
  std::vector<Phrase> found;
  find_phrases(document.words, document.classes, found);
  std::map<std::string, unsigned> context;
  for (const Phrase& phrase : found) context[document.text(phrase)] = phrase.context;
  EXPECT_EQ(context.at("graphene"), kNextBounds | kPreviousBounds | kPhraseInTitle);
  EXPECT_EQ(context.at("learn"), kNextDeterminer | kPreviousVerbal);
  EXPECT_EQ(context.at("policy"), kNextBounds | kPreviousBounds);
  EXPECT_EQ(context.at("mof"), kNextBounds | kPhraseInCapitals);
  EXPECT_EQ(context.at("aim"), kNextBounds | kPreviousBounds);
}

TEST(Phrases, EachOnceAtItsFirstPlace) {
  const Numbered document = numbered("", "deep learning, deep learning");
  std::vector<Phrase> found;
  find_phrases(document.words, document.classes, found);
  ASSERT_EQ(found.size(), 6U);
  keep_first(found);
  ASSERT_EQ(found.size(), 3U);
  for (const Phrase& phrase : found) EXPECT_LT(phrase.first, 2U);
}

TEST(WordStream, KeepsGapsMarksAndTheTitle) {
  const Numbered document = numbered("LLMs", "β-Ga₂O₃, 脑机接口", {"脑机接口"});
  std::string seen;
  for (const TextWord& word : document.words) {
    seen += document.vocabulary[word.word] + ":" +
            std::to_string(static_cast<int>(word.flags.before)) + (word.flags.mark ? "m" : "") +
            (word.flags.title ? "t " : " ");
  }
  EXPECT_EQ(seen, "llm:3mt beta:3 ga2o3:2 脑:3m 机:0 接:0 口:0 ");
}

TEST(PhrasesHostile, LinearAndInRange) {
  std::mt19937 random(5);
  const Strings pieces = {"of ", "the ", "a-",    "脑",   "的",     "，",
                          "5",   " ",    "deep ", "\xFF", "http://"};
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (int i = 0; i < 60; ++i) text += pieces[random() % pieces.size()];
    const Numbered document = numbered(text, text);
    std::vector<Phrase> found;
    find_phrases(document.words, document.classes, found);
    for (const Phrase& phrase : found) {
      ASSERT_GT(phrase.count, 0U) << text;
      ASSERT_LE(std::size_t{phrase.first} + phrase.count, document.words.size()) << text;
    }
  }
  std::string longest;
  for (int i = 0; i < 100'000; ++i) longest += "word ";
  EXPECT_LE(phrases(longest).size(), 400'000U);
}

}  // namespace
}  // namespace horizon::nlp
