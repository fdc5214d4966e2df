// The list of what emerges: who passes the gate, in which order, grouped into topics.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "trends/emergence/hygiene.h"
#include "trends/emergence/indicators.h"
#include "trends/emergence/snapshot.h"

namespace horizon::trends {

// What a list is ranked by.
enum class RankBy : std::uint8_t {
  kCompany,   // the company that a phrase keeps, its fields' growth and its own burst
  kAlone,     // its own trend and burst
  kBurst,     // its own burst, what others do: for comparison
  kShuffled,  // chance, for control
};

// Parts that an ablation leaves out, as bits.
enum RankPart : std::uint8_t {
  kPartHeatTrend = 1,
  kPartHeatBurst = 2,
  kPartHeatRecord = 4,
  kPartFieldGrowth = 8,
  kPartHeatField = 16,
  kPartBurst = 32,
  kPartHygiene = 64,
  kPartGate = 128,
};

struct RankOptions {
  RankBy by = RankBy::kCompany;
  unsigned without = 0;    // RankPart bits
  std::uint64_t seed = 0;  // of kShuffled
};

// A candidate that passed.
struct RankedPhrase {
  std::uint32_t candidate = 0;
  // Minus the mean logarithm of its ranks, each from above 0 to 1, the best lowest.
  double score = 0;
  bool replicated = false;  // rises in two strata or more
};

struct Ranking {
  std::vector<RankedPhrase> phrases;  // best first
  std::size_t candidates = 0;         // frequent enough
  std::size_t names = 0;              // of these
};

// The gate: a share of at least 0.8 of the record of five years, and a trend z of at least 1.
// Those that rise in two strata or more (kinds, languages, sources) come first. Equal scores in the
// order of the phrases.
Ranking rank_phrases(const Snapshot& snapshot, std::span<const Indicators> indicators,
                     std::span<const Flaw> flaws, const RankOptions& options = {});

// A lead and the phrases that go with it.
struct Topic {
  std::uint32_t lead = 0;              // index into Ranking::phrases
  std::vector<std::uint32_t> members;  // likewise, without the lead, best first
};

// Walks down the ranking: a phrase joins the first topic whose lead shares half of the smaller set
// of documents of the last four quarters, or a quarter of it if they have a word in common; else it
// opens one. Ends when phrases are used up, or as soon as `limit` topics are open.
std::vector<Topic> group_topics(const PhraseCorpus& corpus, const Snapshot& snapshot,
                                const Ranking& ranking, std::size_t limit);

}  // namespace horizon::trends
