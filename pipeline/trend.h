// What grows, how fast, how sure, since when: trend questions answered from the store's counts.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline/search.h"
#include "pipeline/workspace.h"
#include "store/store.h"
#include "trends/growth.h"
#include "trends/series.h"

namespace horizon::pipeline {

struct TrendReport {
  taxonomy::NodeIndex node = taxonomy::kNoNode;  // kNoNode: a search query
  std::vector<SearchedConcept> concepts;         // that the query was taken to mean
  trends::Series series;
  trends::Growth growth;
};

// A topic by id or name: documents that carry its label. Anything else is a search query (its
// words, or a concept's names in both languages): documents that match it. The exposure is every
// document of the same strata.
Result<TrendReport> measure_topic(const Workspace& workspace, const Searcher& searcher,
                                  const std::string& topic, const trends::SeriesOptions& options);

struct TopicGrowth {
  taxonomy::NodeIndex node = taxonomy::kNoNode;
  std::uint64_t documents = 0;  // in the whole series
  trends::Growth growth;
  std::optional<double> q_value;  // Benjamini-Hochberg over the topics that were tested
  // The growth's own verdict where it stands after that correction (q <= kQLimit), else kFlat: of
  // many topics some would look moved by chance.
  trends::Verdict verdict = trends::Verdict::kTooFew;
};

inline constexpr double kQLimit = 0.05;

// Every subfield of the scheme side by side, in the taxonomy's order.
struct Overview {
  std::vector<TopicGrowth> topics;
  std::size_t tested = 0;  // topics with enough documents for a test
};
Result<Overview> measure_all(const Workspace& workspace, const store::Store& store,
                             const trends::SeriesOptions& options);

}  // namespace horizon::pipeline
