// What was known of every phrase on one day.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/date.h"
#include "trends/emergence/corpus.h"
#include "trends/emergence/windows.h"

namespace horizon::trends {

struct SnapshotOptions {
  Day as_of{};
  std::uint32_t min_documents = 7;  // in the last four quarters
  std::size_t min_quarters = 3;     // of these with a document
  double max_share = 0.02;          // of these documents; up to 4 × min_documents pass in any case
};

// Strata that are counted apart: the largest ones; the others are one together.
inline constexpr std::size_t kMaxStrata = 8;

// Documents of a phrase up to the day. Quarters from the oldest to the last.
struct PhraseHistory {
  PhraseIndex phrase = kNoPhrase;
  std::array<std::uint32_t, kPastQuarters> counts{};
  std::uint32_t older = 0;   // documents before these quarters
  std::uint32_t recent = 0;  // in the last four quarters
  // Of the documents of the quarters those whose first place of it is so (PostingContext).
  std::uint32_t all = 0, ends = 0, begins = 0, before_determiner = 0, after_verbal = 0;
  std::uint32_t in_title = 0, in_capitals = 0;
  std::int32_t fifth_day = 0;  // when the fifth document was published; the last known if fewer
  std::uint32_t seen = 0;
};

// The phrases that are frequent enough, and the documents of the last four quarters.
struct Snapshot {
  Day as_of{};
  std::array<double, kPastQuarters> exposure{};  // documents by quarter
  // By stratum and quarter, and of each candidate likewise; empty if there is but one stratum.
  std::size_t strata = 1;
  std::vector<double> stratum_exposure;
  std::vector<std::uint16_t> stratum_counts;  // at most 65,535 each
  std::vector<PhraseHistory> candidates;      // ascending by phrase
  std::size_t first_recent = 0;               // documents of the corpus: [first, end)
  std::size_t end_recent = 0;
  // Of each recent document its candidates, and the other way round; ascending.
  std::vector<std::uint32_t> in_document_at, in_document;
  std::vector<std::uint32_t> documents_at, documents;

  // Documents of the last four quarters that count.
  std::uint64_t recent_documents() const {
    return static_cast<std::uint64_t>(exposure[kPastQuarters - 4] + exposure[kPastQuarters - 3] +
                                      exposure[kPastQuarters - 2] + exposure[kPastQuarters - 1]);
  }
  std::size_t recent_size() const { return end_recent - first_recent; }
  std::span<const std::uint32_t> candidates_of(std::size_t recent_document) const {
    return std::span(in_document)
        .subspan(in_document_at[recent_document],
                 in_document_at[recent_document + 1] - in_document_at[recent_document]);
  }
  std::span<const std::uint16_t> stratum_counts_of(std::size_t candidate,
                                                   std::size_t stratum) const {
    return std::span(stratum_counts)
        .subspan((candidate * strata + stratum) * kPastQuarters, kPastQuarters);
  }
  std::span<const std::uint32_t> documents_of(std::size_t candidate) const {
    return std::span(documents).subspan(documents_at[candidate],
                                        documents_at[candidate + 1] - documents_at[candidate]);
  }
};

// `chosen`, if not empty, says of each document of the corpus whether it counts.
Snapshot make_snapshot(const PhraseCorpus& corpus, const SnapshotOptions& options,
                       std::span<const bool> chosen = {});

}  // namespace horizon::trends
