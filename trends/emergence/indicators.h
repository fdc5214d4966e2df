// What the history of a phrase, and the company that it keeps, say of its future.
#pragma once

#include <cstdint>
#include <vector>

#include "trends/emergence/corpus.h"
#include "trends/emergence/snapshot.h"

namespace horizon::trends {

struct Indicators {
  // Score test of a linear trend of the share over 20 quarters, weighted by their documents
  // (P. Armitage, "Tests for linear trends in proportions and frequencies", Biometrics 11 (1955)).
  double trend_z = 0;
  double burst = 0;  // open_burst_weight() over 24 quarters
  // Share of the last four quarters by the best share of four consecutive ones among the last 20:
  // 1 at a record.
  double of_record = 0;
  // Means over the documents of the last four quarters: of a document, what its other phrases have
  // of max(trend_z, 0), min(burst, 20) and of_record, by the number of its phrases.
  double heat_trend = 0, heat_burst = 0, heat_record = 0;
  // Mean over these documents' fields of log(share of the last four quarters / of the 8 before);
  // and the same kind of mean as above of what their other phrases have of it.
  double field_growth = 0, heat_field = 0;
  // Relative entropy of its fields to those of all documents; and the share of its commonest one.
  double field_focus = 0, top_field = 0;
  std::uint16_t field = 0;                             // the commonest one
  bool has_fields = false;                             // at least half of its documents have one
  std::uint32_t authors = 0;                           // different first authors, of
  std::uint32_t with_author = 0;                       // so many documents that tell one
  double effective_authors = 0, effective_fields = 0;  // 1 / the sum of squared shares
  std::uint32_t rising_strata = 0;  // with a trend of their own: z at least 1.64, five documents
};

// Of every candidate, in their order.
std::vector<Indicators> measure_indicators(const PhraseCorpus& corpus, const Snapshot& snapshot);

}  // namespace horizon::trends
