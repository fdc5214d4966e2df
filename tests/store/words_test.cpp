#include <algorithm>
#include <map>
#include <random>

#include "core/word_blob.h"
#include "store/sqlite.h"
#include "tests/store/fixture.h"

namespace horizon::store {
namespace {

std::string stream(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool first = i == 0;
    append_text_word(out, {first ? Gap::kBreak : Gap::kSpace, words[i] == "LLM", first}, words[i]);
  }
  return out;
}

class WordsTest : public StoreTest {
 protected:
  // "word:gap" with m for marks and t for the title, by document.
  std::map<DocumentNumber, std::string> all() const {
    const auto vocabulary = store_->vocabulary();
    EXPECT_TRUE(vocabulary);
    std::map<DocumentNumber, std::string> out;
    const Status done = store_->each_words([&](const DocumentWords& document) -> Status {
      std::string text = document.published ? format_date(*document.published) : "-";
      for (const TextWord& word : document.words) {
        text += fmt::format(" {}:{}{}{}", vocabulary->at(word.word),
                            static_cast<int>(word.flags.before), word.flags.mark ? "m" : "",
                            word.flags.title ? "t" : "");
      }
      out[document.number] = text;
      return {};
    });
    EXPECT_TRUE(done) << (done ? "" : done.error().message);
    return out;
  }

  static Incoming with_words(const std::string& source, const std::string& bytes,
                             const std::string& key, const std::vector<std::string>& words) {
    Incoming incoming = record(source, bytes, {key});
    incoming.words = stream(words);
    return incoming;
  }
};

TEST_F(WordsTest, ComeBackAsTheyWere) {
  write(*store_, {with_words("s", "a", "k:1", {"title", "LLM", "word", "脑"}),
                  with_words("s", "b", "k:2", {"word", "title"}), record("s", "c", {"k:3"})});
  const std::map<DocumentNumber, std::string> expected = {
      {1, "2026-03-02 title:3t LLM:1m word:1 脑:1"}, {2, "2026-03-02 word:3t title:1"}};
  EXPECT_EQ(all(), expected);
  reopen(Mode::kRead);
  EXPECT_EQ(all(), expected);
  EXPECT_EQ(joined(*store_->vocabulary()), "[|title|LLM|word|脑]");
}

TEST_F(WordsTest, FollowTheDocument) {
  write(*store_, {with_words("s", "a", "k:1", {"old"})});
  write(*store_, {with_words("s", "a2", "k:1", {"new"})});
  EXPECT_EQ(all().at(1), "2026-03-02 new:3t");
  // Another source adds nothing that is shown.
  write(*store_, {with_words("t", "a3", "k:1", {"other"})});
  EXPECT_EQ(all().at(1), "2026-03-02 new:3t");
  Incoming gone = record("s", "a4", {"k:1"});
  gone.document.deleted = true;
  write(*store_, {gone});
  EXPECT_TRUE(all().empty());
}

TEST_F(WordsTest, OfMergedDocumentsAreMadeAnew) {
  const std::vector<Incoming> incoming = {with_words("s", "a", "k:1", {"a"}),
                                          with_words("s", "b", "k:1", {"b"})};
  const auto wording = [](const Document& document) { return stream({document.title}); };
  ASSERT_TRUE(store_->write({incoming, {}, {}, {}, {}, wording}, kNow));
  EXPECT_EQ(all().at(1), "2026-03-02 Title of b:3t");
}

TEST_F(WordsTest, RelabellingReplacesThemAndKeepsTheSequence) {
  write(*store_, {with_words("s", "a", "k:1", {"old"})});
  const auto sequence = store_->sequence();
  const std::vector<Store::Relabelled> relabelled = {{1, {}, stream({"new"})}};
  ASSERT_TRUE(store_->relabel(relabelled));
  EXPECT_EQ(all().at(1), "2026-03-02 new:3t");
  EXPECT_EQ(store_->sequence().value(), sequence.value());
  const std::vector<Store::Relabelled> untouched = {{1, {}, {}}};
  ASSERT_TRUE(store_->relabel(untouched));
  EXPECT_EQ(all().at(1), "2026-03-02 new:3t");
}

TEST_F(WordsTest, TheVisitorsErrorEndsTheWalk) {
  write(*store_, {with_words("s", "a", "k:1", {"a"}), with_words("s", "b", "k:2", {"b"})});
  int visited = 0;
  const Status done = store_->each_words([&visited](const DocumentWords&) -> Status {
    ++visited;
    return fail(ErrorCode::kUnavailable, "enough");
  });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message, "enough");
  EXPECT_EQ(visited, 1);
}

TEST(WordRows, DamagedBlobsAreRefusedOrRead) {
  std::mt19937 random(3);
  std::vector<TextWord> words;
  for (int round = 0; round < 20'000; ++round) {
    std::string blob(random() % 24, '\0');
    for (char& c : blob) c = static_cast<char>(random() & 0xFFU);
    if (const Status done = decode_words(blob, words); !done) {
      EXPECT_EQ(done.error().code, ErrorCode::kCorrupt);
    }
    EXPECT_LE(words.size(), blob.size());
  }
  EXPECT_TRUE(decode_words("", words));
  EXPECT_TRUE(words.empty());
}

TEST(WordRows, WhatFollowsIsNeverMissed) {
  std::mt19937 random(4);
  std::size_t present = 0, wrong = 0, rounds = 0;
  // Numbers of one byte, of two, of three and of five.
  for (const WordId from : {WordId{1}, WordId{40}, WordId{5'000}, WordId{1'000'000'000}}) {
    for (int round = 0; round < 20'000; ++round, ++rounds) {
      const auto some = [&] { return static_cast<WordId>(from + random() % 12); };
      std::string text;
      for (std::size_t i = random() % 12; i > 0; --i)
        append_text_word(text, {static_cast<Gap>(random() % 4), random() % 3 == 0, i > 8}, "x");
      std::vector<WordId> numbers;
      const std::string blob = encode_words(text, [&](std::string_view) -> Result<WordId> {
                                 numbers.push_back(some());
                                 return numbers.back();
                               }).value();
      const WordId first = some(), second = some();
      const bool follows = std::ranges::adjacent_find(numbers, [&](WordId a, WordId b) {
                             return a == first && b == second;
                           }) != numbers.end();
      const bool may = WordPair(first, second).may_be_in(blob);
      EXPECT_TRUE(may || !follows) << from << ' ' << round;
      present += follows ? 1U : 0U;
      wrong += may && !follows ? 1U : 0U;
    }
  }
  EXPECT_GT(present, rounds / 50);
  EXPECT_LT(wrong, rounds / 50);
  for (const char* bytes : {"", "\x01", "\xff", "\x81", "\x04\x81"})
    for (const WordId word : {WordId{1}, WordId{32}, WordId{5'000}, WordId{UINT32_MAX}})
      EXPECT_FALSE(WordPair(word, word).may_be_in(bytes) && word > 40) << word;
}

}  // namespace
}  // namespace horizon::store
