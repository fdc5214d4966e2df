// What grows, how fast, how sure, since when: trend questions answered from the store's counts.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/search.h"
#include "pipeline/workspace.h"
#include "store/store.h"
#include "trends/bursts.h"
#include "trends/forecast.h"
#include "trends/growth.h"
#include "trends/lead_lag.h"
#include "trends/life_cycle.h"
#include "trends/series.h"
#include "trends/shifts.h"

namespace horizon::pipeline {

// Into what a series is taken apart.
// By country: those of the organisations that a document names; one that names two is in both. By
// organisation likewise, among the question's documents that name any.
enum class Split : std::uint8_t {
  kNone,
  kKind,
  kLanguage,
  kSource,
  kCountry,
  kOrganisation,
  kRoute
};
std::optional<Split> parse_split(std::string_view text);  // "kind" "language" "source" ...

struct TrendQuestion {
  // A topic by id or name: documents that carry its label. Anything else is a search query (its
  // words, or a concept's names in both languages): documents that match it.
  std::string topic;
  std::vector<std::string> compare;  // further topics or queries beside it
  Split split = Split::kNone;
  trends::SeriesOptions series;
  std::size_t forecast = 0;  // periods ahead; 0: none
};

// One series and what it shows.
struct TrendLine {
  // "" for the question itself; of a split the kind, language, source, country,
  // organisation or route id; of a comparison
  // the topic's id or the query as asked.
  std::string key;
  taxonomy::NodeIndex node = taxonomy::kNoNode;  // kNoNode: a search query
  taxonomy::Names name;                          // of an organisation
  // Of an organisation, by point: its documents, each split evenly over those that it names.
  std::vector<double> weights;
  std::vector<SearchedConcept> concepts;  // that the query was taken to mean
  std::uint64_t documents = 0;            // in all points
  trends::Series series;
  trends::Growth growth;
  std::vector<trends::Burst> bursts;  // positions among the complete points
  std::vector<trends::Shift> shifts;
  std::optional<trends::LifeCycle> life_cycle;  // of the question itself
  std::optional<trends::Forecast> forecast;     // if asked for
};

// Whether one kind of document runs ahead of another; of a split by kind.
struct LeadLine {
  Kind leader = Kind::kPaper;
  Kind follower = Kind::kPatent;
  trends::LeadLag lag;
  // When each could first be seen to rise.
  std::optional<Period> leader_onset, follower_onset;
};

struct TrendReport {
  TrendLine whole;
  std::vector<TrendLine> parts;    // most documents first; routes and comparisons as they come
  std::size_t parts_left_out = 0;  // of a split: smaller ones beyond the most that are shown
  std::vector<LeadLine> leads;
};

// The exposure is every document of the same strata. kUsage: a split by route of what has none.
Result<TrendReport> measure_topic(const Workspace& workspace, const Searcher& searcher,
                                  const TrendQuestion& question);

// How late each kind of document was delivered over the last months, for SeriesOptions::delays;
// unknown where nothing was scanned (an import brings everything at once).
Result<std::array<trends::ReportingDelay, 4>> reporting_delays(const store::Store& store);

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
  std::vector<trends::Series> series;  // of the topics
  trends::Series all;                  // of all documents
  std::size_t tested = 0;              // topics with enough documents for a test
};
Result<Overview> measure_all(const Workspace& workspace, const store::Store& store,
                             const trends::SeriesOptions& options);

}  // namespace horizon::pipeline
