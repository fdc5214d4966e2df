// What a watch has found: documents that came in since it began and were not reported before.
#pragma once

#include <string>
#include <vector>

#include "pipeline/search.h"
#include "pipeline/watch_list.h"

namespace horizon::pipeline {

struct MilestoneFinding {
  Milestone milestone;
  std::uint64_t documents = 0;               // that show it, first seen since the watch began
  std::vector<store::StoredDocument> shown;  // at most kWatchEvidence of them, newest first
};

struct WatchFinding {
  Watch watch;
  std::vector<DocumentNumber> fresh;            // not reported yet, ascending
  bool reached = false;                         // as many as the threshold wants
  std::vector<store::StoredDocument> evidence;  // at most kWatchEvidence of them, newest first
  std::vector<MilestoneFinding> milestones;
};

inline constexpr std::size_t kWatchEvidence = 5;

// Documents first seen from watch.since to `as_of` that match. Every word of the query must be in
// them, or be meant by them; `told` (ascending) are left out. kUsage if the query or the topic
// cannot be understood.
Result<WatchFinding> evaluate_watch(const Watch& watch, const Searcher& searcher, Day as_of,
                                    const std::vector<DocumentNumber>& told);

}  // namespace horizon::pipeline
