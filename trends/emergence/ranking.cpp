#include "trends/emergence/ranking.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <tuple>

namespace horizon::trends {
namespace {

constexpr double kMinOfRecord = 0.8;
constexpr double kMinTrend = 1;
// Ranks run from this to 1 + this: the best of one list does not decide alone.
constexpr double kRankFloor = 0.05;
constexpr double kShareToJoin = 0.5;
constexpr double kShareToJoinByWord = 0.25;

struct Measure {
  double Indicators::*value;
  unsigned part;
};
constexpr Measure kCompanyMeasures[] = {
    {&Indicators::heat_trend, kPartHeatTrend},   {&Indicators::heat_burst, kPartHeatBurst},
    {&Indicators::heat_record, kPartHeatRecord}, {&Indicators::field_growth, kPartFieldGrowth},
    {&Indicators::heat_field, kPartHeatField},   {&Indicators::burst, kPartBurst},
};
constexpr Measure kAloneMeasures[] = {{&Indicators::trend_z, 0}, {&Indicators::burst, 0}};
constexpr Measure kBurstMeasures[] = {{&Indicators::burst, 0}};

std::span<const Measure> measures_of(RankBy by) {
  if (by == RankBy::kAlone) return kAloneMeasures;
  if (by == RankBy::kBurst) return kBurstMeasures;
  return kCompanyMeasures;
}

// Adds the logarithm of each phrase's rank by one measure; equal values share the mean of theirs.
void add_ranks(std::span<const Indicators> indicators, const Measure& measure,
               std::vector<RankedPhrase>& phrases) {
  const auto value = [&](std::uint32_t i) {
    return indicators[phrases[i].candidate].*measure.value;
  };
  std::vector<std::uint32_t> order(phrases.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
    return value(a) != value(b) ? value(a) > value(b) : a < b;
  });
  const auto size = static_cast<double>(order.size());
  for (std::size_t i = 0; i < order.size();) {
    std::size_t end = i;
    while (end < order.size() && value(order[end]) == value(order[i])) ++end;
    const double rank = static_cast<double>(i + end - 1) / 2 / size;
    for (; i < end; ++i) phrases[order[i]].score -= std::log(rank + kRankFloor);
  }
}

void shuffle(std::uint64_t seed, std::vector<RankedPhrase>& phrases) {
  std::mt19937_64 random(seed);
  for (RankedPhrase& phrase : phrases) phrase.score = static_cast<double>(random() >> 11U);
}

}  // namespace

Ranking rank_phrases(const Snapshot& snapshot, std::span<const Indicators> indicators,
                     std::span<const Flaw> flaws, const RankOptions& options) {
  Ranking out;
  out.candidates = snapshot.candidates.size();
  for (std::uint32_t i = 0; i < out.candidates; ++i) {
    if (flaws[i] != Flaw::kNone && (options.without & kPartHygiene) == 0) continue;
    ++out.names;
    const bool passes =
        indicators[i].of_record >= kMinOfRecord && indicators[i].trend_z >= kMinTrend;
    if (!passes && (options.without & kPartGate) == 0) continue;
    out.phrases.push_back({i, 0, indicators[i].rising_strata >= 2});
  }
  if (options.by == RankBy::kShuffled) {
    shuffle(options.seed, out.phrases);
  } else {
    std::size_t used = 0;
    for (const Measure& measure : measures_of(options.by)) {
      if ((options.without & measure.part) != 0) continue;
      add_ranks(indicators, measure, out.phrases);
      ++used;
    }
    for (RankedPhrase& phrase : out.phrases)
      phrase.score /= std::max<double>(static_cast<double>(used), 1);
  }
  const bool by_strata = options.by == RankBy::kCompany || options.by == RankBy::kAlone;
  std::ranges::sort(out.phrases, {}, [&](const RankedPhrase& phrase) {
    return std::tuple(by_strata && !phrase.replicated, -phrase.score, phrase.candidate);
  });
  return out;
}

namespace {

class Grouper {
 public:
  Grouper(const PhraseCorpus& corpus, const Snapshot& snapshot, const Ranking& ranking)
      : corpus_(corpus), snapshot_(snapshot), ranking_(ranking), leads_(snapshot.recent_size()) {}

  std::vector<Topic> run(std::size_t limit) {
    for (std::uint32_t i = 0; i < ranking_.phrases.size(); ++i) {
      const std::size_t topic = topic_of(i);
      if (topic < topics_.size()) {
        topics_[topic].members.push_back(i);
      } else if (topics_.size() < limit) {
        open(i);
      }
    }
    return std::move(topics_);
  }

 private:
  std::span<const std::uint32_t> documents_of(std::uint32_t ranked) const {
    return snapshot_.documents_of(ranking_.phrases[ranked].candidate);
  }

  std::span<const std::uint32_t> words_of(std::uint32_t ranked) const {
    return corpus_.words_of(snapshot_.candidates[ranking_.phrases[ranked].candidate].phrase);
  }

  void open(std::uint32_t ranked) {
    for (const std::uint32_t document : documents_of(ranked))
      leads_[document].push_back(static_cast<std::uint32_t>(topics_.size()));
    topics_.push_back({ranked, {}});
    shared_.push_back(0);
  }

  // The first topic that it belongs to; their number if it belongs to none.
  std::size_t topic_of(std::uint32_t ranked) {
    const auto documents = documents_of(ranked);
    touched_.clear();
    for (const std::uint32_t document : documents) {
      for (const std::uint32_t topic : leads_[document]) {
        if (shared_[topic]++ == 0) touched_.push_back(topic);
      }
    }
    std::size_t first = topics_.size();
    for (const std::uint32_t topic : touched_) {
      const std::uint32_t lead = topics_[topic].lead;
      const auto smaller =
          static_cast<double>(std::min(documents.size(), documents_of(lead).size()));
      const double share = shared_[topic] / smaller;
      shared_[topic] = 0;
      if (share >= kShareToJoin ||
          (share >= kShareToJoinByWord && have_common_word(words_of(ranked), words_of(lead))))
        first = std::min<std::size_t>(first, topic);
    }
    return first;
  }

  static bool have_common_word(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b) {
    return std::ranges::any_of(
        a, [b](std::uint32_t word) { return std::ranges::find(b, word) != b.end(); });
  }

  const PhraseCorpus& corpus_;
  const Snapshot& snapshot_;
  const Ranking& ranking_;
  std::vector<Topic> topics_;
  std::vector<std::vector<std::uint32_t>> leads_;  // topics whose lead is in a recent document
  std::vector<std::uint32_t> shared_, touched_;    // documents by topic, of the phrase in hand
};

}  // namespace

std::vector<Topic> group_topics(const PhraseCorpus& corpus, const Snapshot& snapshot,
                                const Ranking& ranking, std::size_t limit) {
  return Grouper(corpus, snapshot, ranking).run(limit);
}

}  // namespace horizon::trends
