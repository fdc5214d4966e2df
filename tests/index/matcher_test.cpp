// Matches, scores and counts beside what a plain loop over all documents gives.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "index/best.h"
#include "index/index.h"
#include "tests/support/temp_dir.h"

namespace horizon::index {
namespace {

constexpr std::size_t kWords = 12;
constexpr std::size_t kDocuments = 3'000;
constexpr DocumentNumber kGap = 53;  // so that numbers lie in several blocks
const Day kFirstDay = parse_iso_date("2019-11-03")->day;

// No stop words, and their own stems.
std::string word(std::size_t i) { return std::string("q") + static_cast<char>('a' + i) + "x"; }

struct Plain {
  std::string id;
  std::array<std::uint32_t, kWords> counts{};
  double length = 0;
  std::optional<Day> day;
  bool paper = false;
};

// A bag of up to three words, some of them excluded, perhaps of one kind.
struct Asked {
  std::vector<std::size_t> any, none;
  std::vector<std::pair<std::size_t, std::size_t>> either;  // one of each pair is a must
  bool papers = false;

  std::string text() const {
    std::string out;
    for (const std::size_t one : any) out += word(one) + " ";
    for (const auto& [a, b] : either) out += "(" + word(a) + " OR " + word(b) + ") ";
    for (const std::size_t one : none) out += "-" + word(one) + " ";
    return out;
  }
  bool matches(const Plain& document) const {
    const auto has = [&](std::size_t one) { return document.counts[one] > 0; };
    return (any.empty() || std::ranges::any_of(any, has)) && std::ranges::none_of(none, has) &&
           std::ranges::all_of(
               either, [&](const auto& pair) { return has(pair.first) || has(pair.second); }) &&
           (!papers || document.paper);
  }
};

class MatcherTest : public testing::Test {
 protected:
  void SetUp() override {
    auto writer = Writer::open(folder(), {7, "store"});
    ASSERT_TRUE(writer) << writer.error().message;
    for (std::size_t i = 0; i < kDocuments; ++i) {
      const DocumentNumber number = 1 + static_cast<DocumentNumber>(i) * kGap;
      const Plain& plain = documents_[number] = random_document(i);
      ASSERT_TRUE(writer->put(Prepared(entry_of(number, plain))));
    }
    ASSERT_TRUE(writer->commit(kDocuments));
    auto reader = Reader::open(folder(), memory_);
    ASSERT_TRUE(reader) << reader.error().message;
    reader_ = std::make_unique<Reader>(*std::move(reader));
  }

  Plain random_document(std::size_t i) {
    Plain plain;
    plain.id = "id:" + std::to_string(random_() % 1'000'000) + "/" + std::to_string(i);
    for (std::size_t one = 0; one < kWords; ++one) {
      // The first words are in most documents, the last in a few; one has hundreds of one.
      if (random_() % (one * one + 2) != 0) continue;
      plain.counts[one] = i == 77 ? 300 : 1 + static_cast<std::uint32_t>(random_() % 4);
      plain.length += plain.counts[one];
    }
    if (random_() % 10 != 0) plain.day = kFirstDay + std::chrono::days(random_() % 90);
    plain.paper = random_() % 3 == 0;
    return plain;
  }

  static Entry entry_of(DocumentNumber number, const Plain& plain) {
    Entry entry;
    entry.number = number;
    entry.sequence = number;
    entry.id = plain.id;
    entry.kind = plain.paper ? Kind::kPaper : Kind::kNews;
    entry.language = number % 2 == 0 ? "zh" : "en";
    entry.source = "source-" + std::to_string(number % 3);
    entry.sources = {entry.source, "all"};
    entry.countries = {number % 5 == 0 ? "CN" : "DE"};
    entry.labels = {"INF", "INF.l" + std::to_string(number % 4)};
    if (plain.day) entry.published = PartialDate{*plain.day, Precision::kDay};
    std::string text;
    for (std::size_t one = 0; one < kWords; ++one)
      for (std::uint32_t n = 0; n < plain.counts[one]; ++n) text += word(one) + " ";
    entry.abstract = nlp::fold(text);
    return entry;
  }

  Asked random_query() {
    Asked asked;
    const auto pick = [&] { return static_cast<std::size_t>(random_() % kWords); };
    for (std::size_t n = random_() % 4; n > 0; --n) {
      const std::size_t one = pick();
      if (std::ranges::find(asked.any, one) == asked.any.end()) asked.any.push_back(one);
    }
    if (random_() % 3 == 0) asked.either.emplace_back(pick(), pick());
    if (random_() % 3 == 0) asked.none.push_back(pick());
    if (asked.any.empty() && asked.either.empty()) asked.any.push_back(pick());
    asked.papers = random_() % 4 == 0;
    return asked;
  }

  Query query_of(const Asked& asked) const {
    Query query;
    auto parsed = parse_query(asked.text());
    EXPECT_TRUE(parsed) << asked.text();
    query.parsed = *std::move(parsed);
    if (asked.papers) query.filter.kind = Kind::kPaper;
    query.limit = 40;
    return query;
  }

  std::vector<DocumentNumber> matches(const Asked& asked) const {
    std::vector<DocumentNumber> numbers;
    for (const auto& [number, plain] : documents_)
      if (asked.matches(plain)) numbers.push_back(number);
    return numbers;
  }

  // Robertson's BM25 as it is written, of the words of a bag; all of them count once more.
  double score(const Asked& asked, const Plain& plain) const {
    double total = 0;
    for (const auto& [number, one] : documents_) total += one.length;
    const double average = total / static_cast<double>(documents_.size());
    double sum = 0;
    bool all = true;
    for (const std::size_t one : asked.any) {
      const auto with = static_cast<double>(std::ranges::count_if(
          documents_, [&](const auto& entry) { return entry.second.counts[one] > 0; }));
      double odds = (static_cast<double>(documents_.size()) - with + .5) / (with + .5);
      if (odds < 2) odds = odds / 2 + 1;
      const double count = plain.counts[one];
      sum += std::log(odds) * 2.2 * count / (1.2 * (.25 + .75 * plain.length / average) + count);
      all = all && count > 0;
    }
    return all && asked.any.size() > 1 ? 2 * sum : sum;
  }

  std::filesystem::path folder() const { return dir_.path() / "index"; }

  std::mt19937 random_{11};
  test::TempDir dir_;
  nlp::WordSegmenter segmenter_{std::vector<std::string>{}};
  std::map<DocumentNumber, Plain> documents_;
  std::shared_ptr<Memory> memory_ = std::make_shared<Memory>(std::size_t{1} << 20U);
  std::unique_ptr<Reader> reader_;
};

TEST_F(MatcherTest, FindsAndCountsWhatAPlainLoopFinds) {
  for (int round = 0; round < 300; ++round) {
    const Asked asked = random_query();
    const Query query = query_of(asked);
    SCOPED_TRACE(asked.text() + (asked.papers ? " papers" : ""));
    const auto expected = matches(asked);
    const auto found = reader_->matching(query, segmenter_);
    ASSERT_TRUE(found) << found.error().message;
    ASSERT_EQ(*found, expected);
    const auto survey = reader_->survey(query, segmenter_);
    ASSERT_TRUE(survey) << survey.error().message;
    EXPECT_EQ(survey->documents, expected.size());
    const auto dates = reader_->date_counts(expected);
    EXPECT_TRUE(std::ranges::equal(survey->dates, dates, [](const auto& a, const auto& b) {
      return a.date == b.date && a.documents == b.documents;
    }));
    for (const auto& [facet, values] : survey->facets)
      EXPECT_EQ(values, reader_->facet(facet, expected).value());
    const auto hits = reader_->search(query, segmenter_);
    ASSERT_TRUE(hits) << hits.error().message;
    EXPECT_EQ(hits->total, expected.size());
    EXPECT_TRUE(hits->total_is_exact);
  }
}

TEST_F(MatcherTest, RanksAsTheFormulaSays) {
  for (int round = 0; round < 60; ++round) {
    Asked asked = random_query();
    asked.either.clear();
    if (asked.any.empty()) asked.any.push_back(3);
    SCOPED_TRACE(asked.text());
    std::vector<std::tuple<double, std::string, DocumentNumber>> expected;
    for (const DocumentNumber number : matches(asked)) {
      const Plain& plain = documents_[number];
      expected.emplace_back(-score(asked, plain), plain.id, number);
    }
    std::ranges::sort(expected, [](const auto& a, const auto& b) {
      const double difference = std::get<0>(a) - std::get<0>(b);
      if (std::abs(difference) > 1e-9) return difference < 0;
      return std::get<1>(a) < std::get<1>(b);
    });
    const auto hits = reader_->search(query_of(asked), segmenter_);
    ASSERT_TRUE(hits) << hits.error().message;
    ASSERT_EQ(hits->hits.size(), std::min<std::size_t>(40, expected.size()));
    for (std::size_t i = 0; i < hits->hits.size(); ++i) {
      EXPECT_EQ(hits->hits[i].number, std::get<2>(expected[i])) << i;
      EXPECT_NEAR(hits->hits[i].score, -std::get<0>(expected[i]), 1e-9) << i;
      EXPECT_EQ(hits->hits[i].id, std::get<1>(expected[i])) << i;
    }
  }
}

TEST_F(MatcherTest, OrdersByDateThenId) {
  for (const Order order : {Order::kNewest, Order::kOldest}) {
    const Asked asked{{2, 4}, {}, {}, false};
    std::vector<std::tuple<bool, std::int64_t, std::string, DocumentNumber>> expected;
    for (const DocumentNumber number : matches(asked)) {
      const Plain& plain = documents_[number];
      const std::int64_t day = plain.day ? plain.day->time_since_epoch().count() : 0;
      expected.emplace_back(!plain.day, order == Order::kNewest ? -day : day, plain.id, number);
    }
    std::ranges::sort(expected);
    Query query = query_of(asked);
    query.order = order;
    for (const std::size_t offset : {std::size_t{0}, std::size_t{17}, expected.size() - 30}) {
      query.offset = offset;
      const auto hits = reader_->search(query, segmenter_);
      ASSERT_TRUE(hits) << hits.error().message;
      ASSERT_EQ(hits->hits.size(), std::min(query.limit, expected.size() - offset));
      for (std::size_t i = 0; i < hits->hits.size(); ++i)
        EXPECT_EQ(hits->hits[i].number, std::get<3>(expected[offset + i])) << offset + i;
    }
  }
}

// Whatever is kept in memory, and by however many readers.
TEST_F(MatcherTest, ReadersOfOneMemoryAgree) {
  std::vector<Asked> asked;
  for (int i = 0; i < 40; ++i) asked.push_back(random_query());
  for (const std::size_t bytes : {std::size_t{0}, std::size_t{20'000}, std::size_t{1} << 24U}) {
    const auto memory = std::make_shared<Memory>(bytes);
    std::vector<std::size_t> wrong(3, 0);
    std::vector<std::thread> threads;
    for (std::size_t one = 0; one < wrong.size(); ++one) {
      threads.emplace_back([&, one] {
        const auto reader = Reader::open(folder(), memory);
        const nlp::WordSegmenter segmenter{std::vector<std::string>{}};
        for (const Asked& each : asked) {
          const auto found = reader ? reader->matching(query_of(each), segmenter)
                                    : Result<std::vector<DocumentNumber>>();
          if (!found || *found != matches(each)) ++wrong[one];
        }
      });
    }
    for (std::thread& one : threads) one.join();
    EXPECT_EQ(wrong, std::vector<std::size_t>(3, 0)) << bytes;
  }
}

TEST_F(MatcherTest, AHugeQueryEndsInTime) {
  std::string text;
  for (int i = 0; i < 2'000; ++i) text += word(static_cast<std::size_t>(i) % kWords) + "* ";
  Query query;
  const auto parsed = parse_query(text.substr(0, 31 * 5));
  ASSERT_TRUE(parsed);
  query.parsed = *parsed;
  query.time_limit = std::chrono::milliseconds(1);
  const auto begin = std::chrono::steady_clock::now();
  const auto hits = reader_->search(query, segmenter_);
  ASSERT_TRUE(hits) << hits.error().message;
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2));
}

TEST(Best, KeepsTheHighestAndOfEqualOnesThoseInOrder) {
  std::mt19937 random(5);
  for (int round = 0; round < 300; ++round) {
    const std::size_t wanted = random() % 20;
    const std::uint32_t keys = 1 + random() % 30;
    std::vector<Candidate> all;
    Best best(wanted);
    for (DocumentNumber number = 1; number <= 200; ++number) {
      all.push_back({static_cast<double>(random() % keys), 0, number});
      best.add(all.back());
    }
    // Equal ones by descending number.
    const auto after = [](const Candidate& a, const Candidate& b) {
      return std::pair(a.key, a.number) > std::pair(b.key, b.number);
    };
    std::ranges::sort(all, after);
    all.resize(wanted);
    const auto found = best.take([&](std::span<Candidate> equal, std::size_t) {
      ASSERT_TRUE(std::ranges::is_sorted(equal, {}, &Candidate::number));
      std::ranges::sort(equal, after);
    });
    ASSERT_EQ(found.size(), wanted);
    for (std::size_t i = 0; i < wanted; ++i) EXPECT_EQ(found[i].number, all[i].number) << round;
  }
}

}  // namespace
}  // namespace horizon::index
