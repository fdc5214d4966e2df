// The judgement behind an issue's headlines: which subfields pass, how well supported each is, what
// would end it, and which documents show it. Used by compose(); public for its tests.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "core/date.h"
#include "core/document.h"
#include "digest/issue.h"
#include "taxonomy/taxonomy.h"
#include "trends/growth.h"
#include "trends/series.h"

namespace horizon::digest {

// One subfield, measured.
struct Finding {
  const taxonomy::Node* node = nullptr;
  const taxonomy::Node* domain = nullptr;
  std::span<const DailyCount> rows;
  trends::Series series;  // by the periods of the heat map
  trends::Growth growth;
  bool tested = false;
  double q_value = 1;
  bool passed = false;
};

NodeRef reference(const taxonomy::Node& node);

// Documents of `rows` that `accepts` (everything, if empty) whose dates fit the window's
// granularity and lie in it.
using RowFilter = std::function<bool(const DailyCount&)>;
std::uint64_t documents_within(std::span<const DailyCount> rows, const trends::Window& window,
                               const RowFilter& accepts = {});

// Sets tested, q_value and passed over the whole family; returns its size m.
std::size_t test_family(std::span<Finding> findings, double q_limit);

Confidence rate_confidence(const Finding& finding, std::span<const DailyCount> exposure);
Reversal find_reversal(const Finding& finding);

// At most five, newest first within each kind, kinds taking turns: paper, patent, news, other.
// From documents published before window_end, the day behind the recent window, since the finding
// counts no others; only if they are fewer than two, later and undated ones follow them. Without
// documents dated after as_of and without repeated ids.
std::vector<EvidenceItem> choose_evidence(std::vector<EvidenceItem> candidates, Day as_of,
                                          Day window_end);

// First seen after `after` up to as_of, newest first, then by id.
std::vector<EvidenceItem> choose_fresh(std::vector<EvidenceItem> candidates, Day after, Day as_of,
                                       std::size_t limit);

}  // namespace horizon::digest
