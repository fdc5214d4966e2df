// Counts → one issue. Pure: the same input gives the same issue.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/document.h"
#include "digest/issue.h"
#include "taxonomy/taxonomy.h"
#include "trends/delay.h"

namespace horizon::digest {

using Counts = std::map<std::string, std::vector<DailyCount>>;  // by node id

struct ComposeOptions {
  std::string scheme;                                  // "" takes the taxonomy's first
  Granularity granularity = Granularity::kMonth;       // of the windows that are compared
  std::size_t window = 0;                              // periods in each; 0: trends::default_window
  Granularity heat_granularity = Granularity::kMonth;  // of the heat map and the small curves
  std::size_t max_headlines = 7;                       // of them at most 2 falling
  double q_limit = 0.05;
  std::size_t max_fresh = 10;
};

// Documents labelled with a subfield that may serve as its evidence: recent ones of every kind,
// enough to reach back before a last period that is not over. Called for headlines only.
using EvidenceSource = std::function<std::vector<EvidenceItem>(std::string_view node_id)>;

// The findings of the analyses that read documents, for the issue to hold.
struct OtherFindings {
  std::size_t pairs_tested = 0;
  std::vector<ConvergingFields> convergence;
  // Best first, any number: compose() takes the first few.
  std::vector<WeakSignal> weak_routes;
  std::vector<WeakSignal> combinations;
  Emerging emerging;
};

// An issue of so many weeks ago, to be graded.
struct PastIssue {
  std::uint32_t weeks = 0;
  const Issue* issue = nullptr;
};

// Who is behind a subfield; called for headlines and what is most surely above the line.
using ActorSource = std::function<std::optional<ActorPanel>(std::string_view node_id)>;

struct ComposeInput {
  const taxonomy::Taxonomy* taxonomy = nullptr;  // not null; not kept
  Day as_of{};
  // Documents per day of every subfield and route by id, and of all documents under "".
  Counts counts;
  // Documents per day of a subfield that name at least one of its routes, by the subfield's id.
  // May lack any of them: what names no route is then known between bounds only.
  Counts routed;
  Coverage coverage;
  std::array<trends::ReportingDelay, 4> delays = {};  // by Kind
  EvidenceSource evidence;                            // may be empty
  ActorSource actors;                                 // may be empty
  OtherFindings others;
  std::vector<WatchItem> watches;
  std::uint64_t sequence = 0;  // the store's
  Previous previous;
  const Issue* before = nullptr;        // the issue of previous.week; null: not issued
  std::span<const Standing> standings;  // of the newest issue before this one
  std::vector<PastIssue> past;
  std::optional<Day> fresh_after;   // new are documents first seen after it; nullopt: seven days
  std::vector<EvidenceItem> fresh;  // candidates for the new documents, in any order
  std::string generator;            // name and version of the program
  ComposeOptions options;
};

// Headlines are what changed above the line since earlier issues (see track()). Tested are the
// subfields with at least 10 documents in the recent window; the q-values are Benjamini and
// Hochberg's over all their two-sided exact p-values. None is a legal number. A scheme that the
// taxonomy does not have gives an issue without subfields.
Issue compose(const ComposeInput& input);

}  // namespace horizon::digest
