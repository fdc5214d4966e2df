// Emergence over small corpora whose truth is known.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "trends/emergence/burst.h"
#include "trends/emergence/measure.h"
#include "trends/emergence/outcome.h"

namespace horizon::trends {
namespace {

Day day(int year, unsigned month, unsigned of_month) {
  return std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(of_month);
}

std::int32_t number(Day day) { return static_cast<std::int32_t>(day.time_since_epoch().count()); }

// Documents with phrases that are all names: bounded on both sides, by different authors.
class TestCorpus {
 public:
  explicit TestCorpus(std::size_t phrases) {
    PhraseFacts facts;
    facts.traits = kBeginsLikeName | kEndsLikeName;
    facts_.assign(phrases, facts);
    by_phrase_.resize(phrases);
    for (std::uint32_t i = 0; i <= phrases; ++i) words_at_.push_back(i);
    for (std::uint32_t i = 0; i < phrases; ++i) words_.push_back(i + 1);
  }

  // To be called in the order of days.
  void add(Day published, std::vector<PhraseIndex> phrases, std::uint16_t stratum = 0) {
    CorpusDocument document;
    document.day = number(published);
    document.number = static_cast<DocumentNumber>(documents_.size() + 1);
    document.author = document.number;
    document.stratum = stratum;
    documents_.push_back(document);
    const auto row = static_cast<std::uint32_t>(documents_.size() - 1);
    for (const PhraseIndex phrase : phrases)
      by_phrase_[phrase].push_back((row << 6U) | kEndsAtBound | kBeginsAtBound);
    fields_at_.push_back(0);
    strata_ = std::max<std::uint16_t>(strata_, static_cast<std::uint16_t>(stratum + 1));
  }

  PhraseCorpus view() {
    postings_.clear();
    postings_at_ = {0};
    for (const std::vector<Posting>& own : by_phrase_) {
      postings_.insert(postings_.end(), own.begin(), own.end());
      postings_at_.push_back(postings_.size());
    }
    PhraseCorpus corpus;
    corpus.documents = documents_;
    corpus.postings_at = postings_at_;
    corpus.postings = postings_;
    corpus.fields_at = fields_at_;
    corpus.phrases = facts_;
    corpus.words_at = words_at_;
    corpus.words = words_;
    corpus.stratum_count = strata_;
    return corpus;
  }

 private:
  std::vector<CorpusDocument> documents_;
  std::vector<std::vector<Posting>> by_phrase_;
  std::vector<std::uint64_t> postings_at_;
  std::vector<Posting> postings_;
  std::vector<std::uint32_t> fields_at_ = {0};
  std::vector<PhraseFacts> facts_;
  std::vector<std::uint32_t> words_at_, words_;
  std::uint16_t strata_ = 1;
};

// Calls make(quarter, day) for every fifth day from 2010 to 2018, quarters counted from the first.
template <typename Make>
void each_fifth_day(Make make) {
  for (Day at = day(2010, 1, 1); at < day(2019, 1, 1); at += std::chrono::days(5)) {
    const std::chrono::year_month_day date(at);
    const int quarter = (static_cast<int>(date.year()) - 2010) * 4 +
                        static_cast<int>((static_cast<unsigned>(date.month()) - 1) / 3);
    make(quarter, at);
  }
}

TEST(Windows, EndOnTheDayAndMonthsThatLackItEndEarlier) {
  const auto at_year_end = quarter_bounds(day(2016, 12, 31), 1);
  ASSERT_EQ(at_year_end.size(), kPastQuarters + 2);
  EXPECT_EQ(at_year_end[kPastQuarters], number(day(2017, 1, 1)));
  EXPECT_EQ(at_year_end[kPastQuarters - 1], number(day(2016, 10, 1)));
  EXPECT_EQ(at_year_end.front(), number(day(2011, 1, 1)));
  EXPECT_EQ(at_year_end.back(), number(day(2017, 4, 1)));
  // The day behind 30 May is the 31st; February 2016 has 29 days.
  EXPECT_EQ(quarter_bounds(day(2016, 5, 30))[kPastQuarters - 1], number(day(2016, 2, 29)));
}

TEST(Burst, IsOpenOnlyWhileItLasts) {
  const std::vector<double> among(24, 1000);
  std::vector<std::uint32_t> counts(24, 10);
  EXPECT_EQ(open_burst_weight(counts, among), 0);
  std::fill(counts.end() - 4, counts.end(), 40U);
  const double open = open_burst_weight(counts, among);
  EXPECT_GT(open, 10);
  std::fill(counts.end() - 2, counts.end(), 10U);
  EXPECT_EQ(open_burst_weight(counts, among), 0) << "it is over";
  EXPECT_EQ(open_burst_weight(std::vector<std::uint32_t>(24, 0), among), 0);
}

TEST(Snapshot, KnowsNothingOfWhatComesLater) {
  TestCorpus corpus(2);
  each_fifth_day([&](int quarter, Day at) {
    corpus.add(at, quarter >= 24 ? std::vector<PhraseIndex>{0, 1} : std::vector<PhraseIndex>{0});
  });
  SnapshotOptions options;
  options.as_of = day(2015, 12, 31);
  options.max_share = 1;
  const Snapshot snapshot = make_snapshot(corpus.view(), options);
  ASSERT_EQ(snapshot.candidates.size(), 1U);
  EXPECT_EQ(snapshot.candidates[0].phrase, 0U);
  EXPECT_EQ(snapshot.candidates[0].recent, snapshot.recent_documents());
  EXPECT_EQ(snapshot.recent_documents(), 73U);
  EXPECT_TRUE(make_snapshot(corpus.view(), {day(1500, 1, 1)}).candidates.empty());
  EXPECT_TRUE(make_snapshot(corpus.view(), {day(2200, 1, 1)}).candidates.empty());
  EXPECT_TRUE(make_snapshot(TestCorpus(1).view(), options).candidates.empty());
}

TEST(Indicators, AStratumThatIsAddedMidwayIsNoTrend) {
  TestCorpus apart(1), together(1);
  std::size_t count = 0;
  each_fifth_day([&](int quarter, Day at) {
    for (int i = 0; i < 10; ++i) {
      apart.add(at, ++count % 50 == 0 ? std::vector<PhraseIndex>{0} : std::vector<PhraseIndex>{});
      together.add(at, count % 50 == 0 ? std::vector<PhraseIndex>{0} : std::vector<PhraseIndex>{});
    }
    // From 2014 on a second source, in every document of which the phrase stands.
    if (quarter < 16) return;
    apart.add(at, {0}, 1);
    together.add(at, {0}, 0);
  });
  SnapshotOptions options;
  options.as_of = day(2015, 12, 31);
  options.max_share = 1;
  const auto indicators = [&](TestCorpus& corpus) {
    const PhraseCorpus view = corpus.view();
    return measure_indicators(view, make_snapshot(view, options)).at(0);
  };
  EXPECT_GT(indicators(together).trend_z, 5) << "it does rise in the sum";
  EXPECT_LT(indicators(apart).trend_z, 1);
  EXPECT_EQ(indicators(apart).burst, 0);
  EXPECT_EQ(indicators(apart).rising_strata, 0U);
}

// Phrase 0 stands everywhere, 1 is steady, 2 begins to rise in 2013, 3 goes with it.
TestCorpus rising_corpus() {
  TestCorpus corpus(4);
  std::size_t count = 0;
  each_fifth_day([&](int quarter, Day at) {
    for (int i = 0; i < 20; ++i) {
      ++count;
      std::vector<PhraseIndex> phrases = {0};
      if (count % 25 == 0) phrases.push_back(1);
      const int rise = std::clamp(quarter - 11, 0, 16);
      if (rise > 0 && count * 397 % 640 < static_cast<std::size_t>(rise)) {
        phrases.push_back(2);
        phrases.push_back(3);
      }
      corpus.add(at, phrases);
    }
  });
  return corpus;
}

TEST(Ranking, FindsWhatRisesAndGroupsWhatGoesTogether) {
  TestCorpus corpus = rising_corpus();
  const PhraseCorpus view = corpus.view();
  SnapshotOptions options;
  options.as_of = day(2014, 12, 31);
  options.max_share = 0.5;
  const Measured measured = measure_phrases(view, options);
  const Ranking ranking = rank_phrases(measured.snapshot, measured.indicators, measured.flaws, {});
  ASSERT_EQ(ranking.phrases.size(), 2U);
  const auto phrase = [&](std::size_t i) {
    return measured.snapshot.candidates[ranking.phrases[i].candidate].phrase;
  };
  EXPECT_EQ(phrase(0), 2U) << "equals by their order";
  EXPECT_EQ(phrase(1), 3U);
  const auto topics = group_topics(view, measured.snapshot, ranking, 10);
  ASSERT_EQ(topics.size(), 1U);
  EXPECT_EQ(topics[0].lead, 0U);
  EXPECT_EQ(topics[0].members, std::vector<std::uint32_t>{1});
  const EmergenceVector vector = describe_phrase(view, measured, ranking.phrases[0].candidate);
  EXPECT_GT(vector.growth->ratio.value, 1.2);
  EXPECT_EQ(vector.older_share, 0);
  EXPECT_EQ(vector.quarters_present, 8U);
  EXPECT_EQ(vector.authors, vector.documents);
  const auto q_values = trend_q_values(measured);
  EXPECT_LT(q_values[ranking.phrases[0].candidate], 0.05);
}

TEST(Outcome, GradesByTheRecordAndSaysWhen) {
  TestCorpus corpus = rising_corpus();
  const PhraseCorpus view = corpus.view();
  const std::vector<PhraseIndex> phrases = {0, 1, 2};
  const auto outcomes = grade(view, day(2014, 12, 31), phrases);
  ASSERT_EQ(outcomes.size(), 3U);
  EXPECT_FALSE(outcomes[0].doubled());
  EXPECT_FALSE(outcomes[1].doubled_record());
  EXPECT_TRUE(outcomes[2].doubled_record());
  EXPECT_GE(outcomes[2].months_to_record, 3U);
  EXPECT_LE(outcomes[2].months_to_record, 36U);
  EXPECT_TRUE(grade(TestCorpus(3).view(), day(2014, 12, 31), phrases)[2].best_documents == 0);
}

TEST(Ranking, ChanceIsSeeded) {
  TestCorpus corpus = rising_corpus();
  SnapshotOptions options;
  options.as_of = day(2016, 12, 31);
  options.max_share = 1;
  const Measured measured = measure_phrases(corpus.view(), options);
  const auto order = [&](std::uint64_t seed) {
    RankOptions rank;
    rank.by = RankBy::kShuffled;
    rank.without = kPartGate | kPartHygiene;
    rank.seed = seed;
    std::vector<std::uint32_t> out;
    for (const auto& ranked :
         rank_phrases(measured.snapshot, measured.indicators, measured.flaws, rank).phrases)
      out.push_back(ranked.candidate);
    return out;
  };
  EXPECT_EQ(order(7), order(7));
  bool differs = false;
  for (std::uint64_t seed = 1; seed < 20; ++seed) differs = differs || order(seed) != order(0);
  EXPECT_TRUE(differs);
}

}  // namespace
}  // namespace horizon::trends
