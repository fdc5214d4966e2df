// Phrases settled by the words that are kept must be those that the texts show.
#include "index/query/word_places.h"

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "core/word_blob.h"
#include "index/index.h"
#include "nlp/phrases/word_stream.h"
#include "tests/support/temp_dir.h"

namespace horizon::index {
namespace {

// Documents as the store keeps their words.
class KeptWords final : public WordSource {
 public:
  void keep(DocumentNumber number, const Document& document) {
    std::string stream;
    const nlp::FoldedText title = nlp::fold(document.title);
    const nlp::FoldedText abstract = nlp::fold(document.abstract);
    nlp::append_words({document.title, &title}, true, {}, stream);
    nlp::append_words({document.abstract, &abstract}, false, {}, stream);
    const auto number_of = [this](std::string_view word) -> Result<WordId> {
      const auto id = static_cast<WordId>(numbers_.size() + 1);
      return numbers_.emplace(word, id).first->second;
    };
    documents_[number] = encode_words(stream, number_of).value();
  }
  // Those of a document as they are kept; here they are no more.
  std::string take(DocumentNumber number) {
    return std::exchange(documents_[number], std::string());
  }

  std::optional<WordId> number(std::string_view word) const override {
    const auto found = numbers_.find(std::string(word));
    return found == numbers_.end() ? 0 : found->second;
  }
  std::vector<std::pair<std::string, WordId>> beginning(std::string_view prefix) const override {
    std::vector<std::pair<std::string, WordId>> found;
    for (const auto& [word, id] : numbers_) {
      if (word.starts_with(prefix)) found.emplace_back(word, id);
    }
    return found;
  }
  void each(std::span<const DocumentNumber> documents, const Visit& visit) const override {
    std::vector<TextWord> words;
    for (std::size_t i = 0; i < documents.size(); ++i) {
      const auto found = documents_.find(documents[i]);
      if (found == documents_.end()) continue;
      EXPECT_TRUE(decode_words(found->second, words));
      if (!words.empty() && !visit(i, words)) return;
    }
  }

 private:
  std::map<std::string, WordId> numbers_;
  std::map<DocumentNumber, std::string> documents_;  // as they are kept
};

using Answer = WordPlaces::Answer;

Answer answer(const Document& document, const std::string& phrase,
              QueryField field = QueryField::kText) {
  KeptWords kept;
  kept.keep(1, document);
  Document other;
  other.title = "quantum computing of deep learning fusion reactor 聚变 堆 cell";
  kept.keep(2, other);
  const std::vector<Place> places = {
      {Place::Kind::kPhrase, field, {Place::Part{nlp::fold_key(phrase)}}, 0}};
  const WordPlaces by_words(places, &kept);
  std::optional<Answer> found;
  kept.each(std::vector<DocumentNumber>{1}, [&](std::size_t, std::span<const TextWord> words) {
    found = by_words.holds(0, words);
    return true;
  });
  return found.value_or(by_words.holds(0, {}));
}

TEST(WordPlaces, SaysYesNoOrUnsure) {
  Document document;
  document.title = "Deep learning for fusion: reactor walls";
  document.abstract = "Learning deep, 12345 fusion and cell https://deep.learning/fusion reactor";
  EXPECT_EQ(answer(document, "deep learning"), Answer::kYes);
  EXPECT_EQ(answer(document, "learning for fusion"), Answer::kYes);
  EXPECT_EQ(answer(document, "quantum computing"), Answer::kNo);
  EXPECT_EQ(answer(document, "for reactor"), Answer::kNo);
  EXPECT_EQ(answer(document, "never seen"), Answer::kNo) << "no document has the words";
  EXPECT_EQ(answer(document, "fusion reactor"), Answer::kUnsure) << "a colon lies between";
  EXPECT_EQ(answer(document, "deep fusion"), Answer::kUnsure) << "a number is not kept";
  EXPECT_EQ(answer(document, "fusion 12345"), Answer::kUnsure) << "a number is not kept";
  EXPECT_EQ(answer(document, "wall learning"), Answer::kNo) << "from title to abstract";
  EXPECT_EQ(answer(document, "learning deep", QueryField::kTitle), Answer::kNo);
}

TEST(WordPlaces, NothingIsSureWithoutWords) {
  const std::vector<Place> places = {
      {Place::Kind::kPhrase, QueryField::kText, {Place::Part{"deep learning"}}, 0}};
  EXPECT_EQ(WordPlaces(places, nullptr).holds(0, {}), Answer::kUnsure);
  EXPECT_FALSE(WordPlaces(places, nullptr).any());
}

// Random texts out of few words, with all that may stand between them.
class PhraseAgreement : public testing::Test {
 protected:
  std::string text(std::size_t words) {
    static const std::vector<std::string> kWords = {
        "deep", "learning", "Fusion",    "reactors", "聚变", "堆", "2024",
        "cell", "12345",    "batteries", "CO2",      "of",   "β",  "http://deep.learning/cell"};
    static const std::vector<std::string> kBetween = {" ", " ", " ", " ", "-", ", ", ". ", "", "/"};
    std::string out;
    for (std::size_t i = 0; i < words; ++i) {
      if (i > 0) out += kBetween[random_() % kBetween.size()];
      out += kWords[random_() % kWords.size()];
    }
    return out;
  }

  std::mt19937 random_{20261122};
};

TEST_F(PhraseAgreement, WordsAndTextsGiveTheSameDocuments) {
  const test::TempDir dir;
  auto writer = Writer::open(dir.path() / "index", {7, "store"});
  ASSERT_TRUE(writer);
  KeptWords kept;
  std::map<DocumentNumber, Document> documents;
  for (DocumentNumber number = 1; number <= 400; ++number) {
    Document& document = documents[number];
    document.title = text(6);
    document.abstract = text(20);
    kept.keep(number, document);
    Entry entry;
    entry.number = number;
    entry.sequence = number;
    entry.id = "id:" + std::to_string(number);
    entry.sources = {"test"};
    entry.title = nlp::fold(document.title);
    entry.abstract = nlp::fold(document.abstract);
    Prepared prepared(entry);
    // The words of every other one are in the index, and those of the others in their source only.
    if (number % 2 == 0) prepared.set_words(kept.take(number));
    ASSERT_TRUE(writer->put(std::move(prepared)));
  }
  ASSERT_TRUE(writer->commit(400));
  const auto reader = Reader::open(dir.path() / "index");
  ASSERT_TRUE(reader);
  const nlp::WordSegmenter segmenter{std::vector<std::string>{}};
  std::size_t found = 0;
  for (int i = 0; i < 300; ++i) {
    const std::string phrase = text(1 + random_() % 4);
    if (phrase.find('"') != std::string::npos) continue;
    Query query;
    const auto parsed = parse_query((i % 4 == 0 ? "title:\"" : "\"") + phrase + "\"");
    if (!parsed) continue;
    query.parsed = *parsed;
    query.document = [&](DocumentNumber number) { return std::optional(documents[number]); };
    const auto by_text = reader->matching(query, segmenter);
    query.words = &kept;
    const auto by_words = reader->matching(query, segmenter);
    ASSERT_TRUE(by_text && by_words) << phrase;
    EXPECT_EQ(*by_text, *by_words) << phrase;
    found += by_text->size();
  }
  EXPECT_GT(found, 1000U);
}

}  // namespace
}  // namespace horizon::index
