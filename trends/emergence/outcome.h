// What became of phrases after a day: the grades of past flags.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/date.h"
#include "trends/emergence/corpus.h"
#include "trends/emergence/windows.h"

namespace horizon::trends {

// Shares are of four consecutive quarters, y documents of the phrase among n.
struct Outcome {
  double share = 0;       // of the last four quarters up to the day
  double record = 0;      // the best of the last 20 quarters
  double best_after = 0;  // the best in the quarters after it, with kMinOutcomeDocuments at least
  std::uint32_t best_documents = 0;  // documents of these four quarters
  // Months after the day at whose end the share of four quarters first reached twice the share of
  // the day, and twice the record, with as many documents; 0 if never.
  std::uint32_t months_to_double = 0, months_to_record = 0;

  bool doubled_record() const { return record > 0 && best_after >= 2 * record; }
  bool doubled() const { return share > 0 && best_after >= 2 * share; }
  bool trebled() const { return share > 0 && best_after >= 3 * share; }
};

inline constexpr std::uint32_t kMinOutcomeDocuments = 15;

// Of each of `phrases` (ascending, each once) in their order, by documents of up to three years
// after the day.
std::vector<Outcome> grade(const PhraseCorpus& corpus, Day as_of,
                           std::span<const PhraseIndex> phrases);

}  // namespace horizon::trends
