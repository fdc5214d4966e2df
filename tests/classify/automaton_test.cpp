#include "classify/automaton.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace horizon::classify {
namespace {

TEST(PhraseAutomaton, FindsNestedAndOverlappingPhrases) {
  PhraseAutomaton automaton;
  const PhraseId quantum = automaton.add(nlp::fold("quantum"));
  const PhraseId key = automaton.add(nlp::fold("quantum key"));
  const PhraseId distribution = automaton.add(nlp::fold("key distribution"));
  EXPECT_EQ(automaton.add(nlp::fold("Quantum Keys")), key);
  EXPECT_EQ(automaton.size(), 3U);

  std::vector<PhraseMatch> found;
  automaton.find(nlp::fold("a quantum key distribution"), found);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].phrase, quantum);
  EXPECT_EQ(found[1].phrase, key);
  EXPECT_EQ(found[2].phrase, distribution);
  EXPECT_EQ(found[2].first_token, 2U);
  EXPECT_EQ(found[2].token_count, 2U);
}

TEST(PhraseAutomaton, RefusesWhatIsNoPhrase) {
  PhraseAutomaton automaton;
  EXPECT_EQ(automaton.add(nlp::fold("")), kNoPhrase);
  EXPECT_EQ(automaton.add(nlp::fold("--!")), kNoPhrase);
  std::string lengthy;
  for (std::size_t i = 0; i <= PhraseAutomaton::kMaxTokens; ++i) lengthy += "word ";
  EXPECT_EQ(automaton.add(nlp::fold(lengthy)), kNoPhrase);
  std::vector<PhraseMatch> found;
  automaton.find(nlp::fold("word 词"), found);
  EXPECT_TRUE(found.empty());
}

// Against a search by comparison at every place.
TEST(PhraseAutomaton, FindsWhatASlowSearchFinds) {
  std::mt19937 random(11);
  const std::vector<std::string> words = {"a", "bb", "脑", "机", "c3", "接"};
  const auto text_of = [&](std::size_t size) {
    std::string text;
    for (std::size_t i = 0; i < size; ++i) text += words[random() % words.size()] + " ";
    return text;
  };
  PhraseAutomaton automaton;
  std::vector<nlp::FoldedText> phrases;
  for (int i = 0; i < 3000; ++i) {
    nlp::FoldedText phrase = nlp::fold(text_of(1 + random() % 4));
    if (automaton.add(phrase) == phrases.size()) phrases.push_back(std::move(phrase));
  }
  for (int round = 0; round < 20; ++round) {
    const nlp::FoldedText text = nlp::fold(text_of(30));
    std::vector<PhraseMatch> found;
    automaton.find(text, found);
    std::size_t expected = 0;
    for (const nlp::FoldedText& phrase : phrases) {
      for (std::size_t i = 0; i + phrase.tokens.size() <= text.tokens.size(); ++i) {
        const nlp::FoldedToken& last = text.tokens[i + phrase.tokens.size() - 1];
        const std::size_t begin = text.tokens[i].begin;
        if (text.text.substr(begin, last.begin + last.size - begin) == phrase.text) ++expected;
      }
    }
    EXPECT_EQ(found.size(), expected) << text.text;
  }
}

}  // namespace
}  // namespace horizon::classify
