#include "index/index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "index/snippet.h"
#include "tests/support/temp_dir.h"

namespace horizon::index {
namespace {

Entry entry(DocumentNumber number, const std::string& title, const std::string& abstract = "") {
  Entry out;
  out.number = number;
  out.sequence = number;
  out.kind = Kind::kPaper;
  out.language = "en";
  out.sources = {"test"};
  out.id = "id:" + std::to_string(number);
  out.published = PartialDate{parse_iso_date("2024-03-15")->day, Precision::kDay};
  out.title = nlp::fold(title);
  out.abstract = nlp::fold(abstract);
  return out;
}

class IndexTest : public testing::Test {
 protected:
  void put(const Entry& one) {
    if (!writer_) {
      auto opened = Writer::open(folder(), {7, "store"});
      ASSERT_TRUE(opened) << opened.error().message;
      writer_ = std::make_unique<Writer>(std::move(*opened));
    }
    ASSERT_TRUE(writer_->put(Prepared(one)));
    texts_[one.number] = one.title.text;
    last_ = std::max(last_, one.sequence);
  }
  Hits find(const Query& query) {
    EXPECT_TRUE(writer_->commit(last_));
    const auto reader = Reader::open(folder());
    EXPECT_TRUE(reader) << reader.error().message;
    const auto hits = reader->search(query, segmenter_);
    EXPECT_TRUE(hits) << hits.error().message;
    return *hits;
  }
  std::vector<DocumentNumber> numbers(const std::string& text) {
    Query query;
    query.parsed = *parse_query(text);
    query.every_word = true;
    query.limit = 100;
    query.document = [this](DocumentNumber number) {
      Document document;
      document.title = texts_[number];
      return document;
    };
    std::vector<DocumentNumber> out;
    for (const Hit& hit : find(query).hits) out.push_back(hit.number);
    std::sort(out.begin(), out.end());
    return out;
  }
  std::filesystem::path folder() const { return dir_.path() / "index"; }

  test::TempDir dir_;
  nlp::WordSegmenter segmenter_{std::vector<std::string>{"脑机接口"}};
  std::unique_ptr<Writer> writer_;
  std::map<DocumentNumber, std::string> texts_;
  std::uint64_t last_ = 0;
};

using Numbers = std::vector<DocumentNumber>;

TEST_F(IndexTest, FindsWordsInEveryForm) {
  put(entry(1, "Brain-Computer Interfaces decode batteries"));
  put(entry(2, "A battery for the brain"));
  put(entry(3, "Ga$_2$O$_3$ power devices"));
  EXPECT_EQ(numbers("brain computer interface"), Numbers{1});
  EXPECT_EQ(numbers("BATTERY"), (Numbers{1, 2}));
  EXPECT_EQ(numbers("Ga₂O₃"), Numbers{3});
}

TEST_F(IndexTest, FindsChineseHoweverItIsSegmented) {
  put(entry(1, "侵入式脑机接口的长期稳定性"));
  put(entry(2, "腦機接口臨床試驗"));
  put(entry(3, "接口标准与机器人"));
  EXPECT_EQ(numbers("脑机接口"), (Numbers{1, 2}));
  EXPECT_EQ(numbers("机接"), (Numbers{1, 2}));
  EXPECT_EQ(numbers("脑"), (Numbers{1, 2}));
}

TEST_F(IndexTest, MixedScriptQueriesWork) {
  put(entry(1, "BERT 模型与 GPT 的比较"));
  EXPECT_EQ(numbers("bert 模型 gpt"), Numbers{1});
}

TEST_F(IndexTest, ExcludedWordsAndPhrasesLeaveOut) {
  put(entry(1, "quantum annealing hardware"));
  put(entry(2, "quantum gate hardware"));
  EXPECT_EQ(numbers("quantum -annealing"), Numbers{2});
  EXPECT_EQ(numbers("quantum -\"gate hardware\""), Numbers{1});
  EXPECT_EQ(numbers("quantum -\"hardware gate\""), (Numbers{1, 2}));
  EXPECT_EQ(numbers("quantum NOT (gate OR annealing)"), Numbers{});
  EXPECT_EQ(numbers("-annealing"), Numbers{2});
}

TEST_F(IndexTest, PhrasesAreVerifiedByTheCaller) {
  put(entry(1, "neutral atom arrays"));
  put(entry(2, "atom with neutral charge"));
  Query query;
  query.parsed = *parse_query("\"neutral atom\"");
  EXPECT_EQ(find(query).total, 2U);
  query.document = [](DocumentNumber number) {
    Document document;
    document.title = number == 1 ? "neutral atom arrays" : "atom with neutral charge";
    return document;
  };
  const Hits hits = find(query);
  ASSERT_EQ(hits.hits.size(), 1U);
  EXPECT_EQ(hits.hits[0].number, 1U);
}

TEST_F(IndexTest, AConceptIsFoundUnderAllItsNames) {
  Entry chinese = entry(1, "量子计算云平台");
  chinese.mentions = {{"INF.qcomp", 1}};
  Entry english = entry(2, "Quantum computers at scale");
  english.mentions = {{"INF.qcomp", 1}};
  Entry labelled = entry(3, "Surface code decoders");
  labelled.labels = {"INF", "INF.qcomp"};
  for (const Entry& one : {chinese, english, labelled, entry(4, "Steel casting")}) put(one);
  Query query;
  query.parsed = *parse_query("量子计算");
  query.concepts = {{"INF.qcomp", "量子计算"}};
  EXPECT_EQ(find(query).total, 3U);
}

TEST_F(IndexTest, FiltersAreExactAlsoForCoarseDates) {
  Entry year_only = entry(2, "coarse");
  year_only.published = PartialDate{parse_iso_date("2024")->day, Precision::kYear};
  Entry undated = entry(3, "undated");
  undated.published.reset();
  undated.kind = Kind::kPatent;
  put(entry(1, "dated"));
  put(year_only);
  put(undated);
  const auto total = [&](const char* from, const char* until) {
    Query query;
    query.filter.from = parse_iso_date(from)->day;
    query.filter.until = parse_iso_date(until)->day;
    return find(query).total;
  };
  EXPECT_EQ(total("2024-01-01", "2025-01-01"), 2U);
  EXPECT_EQ(total("2024-03-01", "2024-04-01"), 1U);
  EXPECT_EQ(total("2024-03-15", "2024-03-16"), 1U);
  EXPECT_EQ(total("2024-03-16", "2024-12-31"), 0U);
  EXPECT_EQ(total("2024-03-16", "2024-03-16"), 0U);
  Query patents;
  patents.filter.kind = Kind::kPatent;
  EXPECT_EQ(find(patents).total, 1U);
}

TEST_F(IndexTest, WordsAreRankedAndThoseThatAreAllThereComeFirst) {
  put(entry(1, "fusion fusion fusion"));
  put(entry(2, "fusion of many things with reactor walls"));
  put(entry(3, "steel casting"));
  Query query;
  query.parsed = *parse_query("fusion reactor");
  const Hits hits = find(query);
  ASSERT_EQ(hits.total, 2U);
  EXPECT_EQ(hits.hits[0].number, 2U);
  EXPECT_EQ(hits.with_all, 1U);
}

TEST_F(IndexTest, TitlesAreRankedByWhatTheirTextsSay) {
  put(entry(1, "fusion of many things", "steel casting and walls"));
  put(entry(2, "fusion of other things", "fusion reactor and fusion"));
  put(entry(3, "steel", "fusion fusion fusion fusion"));
  for (const char* text : {"title:fusion", "title:\"fusion of\" kind:paper", "title:fus*"}) {
    Query query;
    query.parsed = *parse_query(text);
    const Hits hits = find(query);
    ASSERT_EQ(hits.total, 2U) << text;
    if (std::string(text).ends_with('*')) continue;
    EXPECT_EQ(hits.hits[0].number, 2U) << text;
    EXPECT_GT(hits.hits[0].score, hits.hits[1].score) << text;
  }
}

TEST_F(IndexTest, EqualScoresAreOrderedById) {
  Entry first = entry(1, "same words");
  first.id = "b";
  Entry second = entry(2, "same words");
  second.id = "a";
  put(first);
  put(second);
  Query query;
  query.parsed = *parse_query("same");
  const Hits hits = find(query);
  ASSERT_EQ(hits.hits.size(), 2U);
  EXPECT_EQ(hits.hits[0].number, 2U);
}

TEST_F(IndexTest, NewestFirstPutsUndatedLast) {
  Entry old = entry(1, "x");
  old.published = parse_iso_date("2020-05-01");
  Entry undated = entry(2, "x");
  undated.published.reset();
  Entry recent = entry(3, "x");
  recent.published = parse_iso_date("2025");
  for (const Entry& one : {old, undated, recent}) put(one);
  Query query;
  query.order = Order::kNewest;
  const Hits hits = find(query);
  ASSERT_EQ(hits.hits.size(), 3U);
  EXPECT_EQ(hits.hits[0].number, 3U);
  EXPECT_EQ(hits.hits[2].number, 2U);
}

TEST_F(IndexTest, ReplacingAndTombstonesKeepOneDocument) {
  put(entry(1, "first version"));
  Entry second = entry(1, "second version");
  second.sequence = 5;
  put(second);
  EXPECT_EQ(numbers("first"), Numbers{});
  EXPECT_EQ(numbers("second"), Numbers{1});
  Entry gone = entry(1, "");
  gone.deleted = true;
  gone.sequence = 6;
  put(gone);
  EXPECT_EQ(numbers("second"), Numbers{});
}

TEST_F(IndexTest, CarriesTheSequenceItHasReachedAndKnowsWhenItIsStale) {
  put(entry(1, "x"));
  ASSERT_TRUE(writer_->commit(42));
  writer_.reset();
  const auto same = Writer::open(folder(), {7, "store"});
  ASSERT_TRUE(same);
  EXPECT_EQ(same->sequence(), 42U);
  EXPECT_FALSE(same->stale());
}

TEST_F(IndexTest, AnotherTaxonomyMakesItStale) {
  put(entry(1, "x"));
  ASSERT_TRUE(writer_->commit(1));
  writer_.reset();
  const auto other = Writer::open(folder(), {8, "store"});
  ASSERT_TRUE(other);
  EXPECT_TRUE(other->stale());
  EXPECT_TRUE(Writer::open(dir_.path() / "none", {8, "store"}));
}

TEST_F(IndexTest, AnotherStoreMakesItStale) {
  put(entry(1, "x"));
  ASSERT_TRUE(writer_->commit(1));
  writer_.reset();
  const auto other = Writer::open(folder(), {7, "another"});
  ASSERT_TRUE(other);
  EXPECT_TRUE(other->stale());
}

TEST_F(IndexTest, ATruncatedDatabaseIsCalledCorrupt) {
  for (DocumentNumber i = 1; i <= 500; ++i) put(entry(i, "word" + std::to_string(i)));
  ASSERT_TRUE(writer_->commit(500));
  writer_.reset();
  std::filesystem::resize_file(folder() / "1" / "postlist.glass", 100);
  auto opened = Writer::open(folder(), {7, "store"});
  Status status = opened ? Status{} : Status{fail(opened.error())};
  if (opened) status = opened->put(Prepared(entry(3, "word3")));
  if (opened && status) status = opened->commit(501);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::kCorrupt) << status.error().message;
}

TEST_F(IndexTest, AHalfMadeDatabaseIsCalledCorruptSoThatItIsRebuilt) {
  put(entry(1, "x"));
  ASSERT_TRUE(writer_->commit(1));
  writer_.reset();
  std::filesystem::remove(folder() / "1" / "iamglass");
  const auto opened = Writer::open(folder(), {7, "store"});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kCorrupt) << opened.error().message;
}

TEST_F(IndexTest, AReaderThatTheWriterOvertookReadsOn) {
  for (DocumentNumber i = 1; i <= 50; ++i) put(entry(i, "common word"));
  ASSERT_TRUE(writer_->commit(50));
  const auto reader = Reader::open(folder());
  ASSERT_TRUE(reader);
  Query query;
  query.parsed = *parse_query("common");
  for (int round = 0; round < 5; ++round) {
    for (DocumentNumber i = 1; i <= 50; ++i) put(entry(i, "common word " + std::to_string(round)));
    ASSERT_TRUE(writer_->commit(51));
    const auto hits = reader->search(query, segmenter_);
    ASSERT_TRUE(hits) << hits.error().message;
    EXPECT_EQ(hits->total, 50U);
  }
}

TEST_F(IndexTest, HostileQueriesAnswer) {
  put(entry(1, "ordinary document"));
  std::string many;
  for (int i = 0; i < 5000; ++i) many += "word" + std::to_string(i) + " ";
  for (const std::string& text :
       {std::string("\""), std::string("\"\""), std::string("-"), std::string("--"),
        std::string("-\""), std::string(100'000, 'a'), many, std::string("\xFF\xFE"),
        std::string("the of and"), std::string("\" - \" -- \""), std::string(10'000, '"')}) {
    Query query;
    query.parsed = *parse_query(text);
    find(query);
  }
  Query everything;
  EXPECT_EQ(find(everything).total, 1U);
}

TEST(Snippet, ShowsTheWindowWithTheMatches) {
  std::string text;
  for (int i = 0; i < 60; ++i) text += "filler words here ";
  text += "the neutral atoms were trapped";
  const std::vector<std::string> terms = {"atom", "neutral"};
  const Snippet snippet = make_snippet(text, terms, {}, 60);
  EXPECT_NE(snippet.text.find("neutral atoms"), std::string::npos) << snippet.text;
  ASSERT_EQ(snippet.marks.size(), 2U);
  EXPECT_EQ(snippet.text.substr(snippet.marks[0].begin, snippet.marks[0].size), "neutral");
  EXPECT_EQ(snippet.text.substr(snippet.marks[1].begin, snippet.marks[1].size), "atoms");
}

TEST(Snippet, NeverCutsACharacterNorLeavesTheText) {
  const std::string text = "脑机接口的长期稳定性研究与临床试验进展，以及\n电极材料。";
  const std::vector<std::string> terms = {"稳定"};
  for (std::size_t width = 0; width < 80; ++width) {
    const Snippet snippet = make_snippet(text, terms, {}, width);
    EXPECT_EQ(snippet.text.find('\n'), std::string::npos);
    for (const Snippet::Mark& mark : snippet.marks) {
      EXPECT_LE(mark.begin + mark.size, snippet.text.size()) << width;
    }
  }
}

TEST(HoldsPhrase, WholeWordsInAnySpelling) {
  EXPECT_TRUE(holds_phrase("A Neutral-Atom array", "neutral atoms"));
  EXPECT_FALSE(holds_phrase("neutral and atom", "neutral atom"));
  EXPECT_FALSE(holds_phrase("geneutral atom", "neutral atom"));
  EXPECT_TRUE(holds_phrase("侵入式腦機接口", "脑机接口"));
  EXPECT_FALSE(holds_phrase("", "x"));
}

TEST_F(IndexTest, ATimeLimitEndsASearchAndSaysSo) {
  constexpr DocumentNumber kCount = 40;
  for (DocumentNumber i = 1; i <= kCount; ++i) put(entry(i, "neutral atom"));
  Query query;
  query.parsed = *parse_query("\"neutral atom\"");
  query.limit = 100;
  query.document = [](DocumentNumber) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    Document document;
    document.title = "neutral atom";
    return document;
  };
  EXPECT_FALSE(find(query).cut_short);
  EXPECT_EQ(find(query).hits.size(), kCount);
  query.time_limit = std::chrono::milliseconds(30);
  const Hits hits = find(query);
  EXPECT_TRUE(hits.cut_short);
  EXPECT_FALSE(hits.total_is_exact);
  EXPECT_LT(hits.hits.size(), kCount);
  const auto counted = Reader::open(folder())->matching(query, segmenter_);
  ASSERT_FALSE(counted);
  EXPECT_EQ(counted.error().code, ErrorCode::kLimit);
}

TEST_F(IndexTest, AWordThatIsRepeatedThousandsOfTimesCostsNoMoreThanOne) {
  put(entry(1, "量量"));
  put(entry(2, "other"));
  std::string repeated;
  for (int i = 0; i < 30'000; ++i) repeated += "量";
  Query query;
  query.parsed = *parse_query(repeated);
  EXPECT_EQ(find(query).hits.size(), 1U);
}

}  // namespace
}  // namespace horizon::index
