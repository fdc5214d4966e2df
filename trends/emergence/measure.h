// All that is measured of the phrases of a corpus as of one day.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "trends/emergence/hygiene.h"
#include "trends/emergence/indicators.h"
#include "trends/emergence/ranking.h"
#include "trends/emergence/snapshot.h"
#include "trends/statistics.h"

namespace horizon::trends {

struct Measured {
  Snapshot snapshot;
  std::vector<Indicators> indicators;  // by candidate
  std::vector<Flaw> flaws;             // likewise
};

Measured measure_phrases(const PhraseCorpus& corpus, const SnapshotOptions& options,
                         std::span<const bool> chosen = {});

// What makes something emergent, one figure each and never their sum (D. Rotolo, D. Hicks and
// B. Martin, "What is an emerging technology?", Research Policy 44 (2015)).
struct EmergenceVector {
  std::uint32_t documents = 0;      // of the last four quarters
  std::uint32_t all_documents = 0;  // up to the day
  std::optional<Day> known_since;   // its fifth document; novelty
  double older_share = 0;           // of its documents those before the last three years; novelty
  // The last four quarters and the four before them, among all documents of these.
  Tally recent, previous;
  std::optional<RateRatio> growth;  // of the two; nullopt if one of them holds no documents at all
  double trend_z = 0;
  double p_value = 1;                  // of the trend, one-sided
  std::uint32_t quarters_present = 0;  // of the last eight; persistence
  std::uint32_t quarters_kept = 0;     // of the last four, not below half of the best before them
  std::uint32_t authors = 0;        // different first authors in the last four quarters; community
  double effective_authors = 0;     // 1 / sum of their squared shares
  double effective_fields = 0;      // likewise; spread
  std::uint32_t strata = 0;         // kinds, languages and sources with it; spread
  std::uint32_t rising_strata = 0;  // of these with a rise of their own
  double coherence = 0;             // share of its documents in its commonest field
};

// The last four quarters and the four before.
struct YearTallies {
  Tally recent, previous;
};
YearTallies year_tallies(const Snapshot& snapshot, std::uint32_t candidate);

EmergenceVector describe_phrase(const PhraseCorpus& corpus, const Measured& measured,
                                std::uint32_t candidate);

// q-values of the trends of all names that were tested, by candidate; 1 for what was not.
std::vector<double> trend_q_values(const Measured& measured);

}  // namespace horizon::trends
