// Counts → one issue. Pure: the same input gives the same issue.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/document.h"
#include "digest/issue.h"
#include "taxonomy/taxonomy.h"

namespace horizon::digest {

using Counts = std::map<std::string, std::vector<DailyCount>>;  // by node id

struct ComposeOptions {
  std::string scheme;  // "" takes the taxonomy's first
  Granularity granularity = Granularity::kMonth;
  std::size_t max_headlines = 7;  // of them at most 2 falling
  double q_limit = 0.05;
  std::size_t max_fresh = 10;
};

// Documents labelled with a subfield that may serve as its evidence: recent ones of every kind,
// enough to reach back before a last period that is not over. Called for headlines only.
using EvidenceSource = std::function<std::vector<EvidenceItem>(std::string_view node_id)>;

struct ComposeInput {
  const taxonomy::Taxonomy* taxonomy = nullptr;  // not null; not kept
  Day as_of{};
  // Documents per day of every subfield and route by id, and of all documents under "".
  Counts counts;
  // Documents per day of a subfield that name at least one of its routes, by the subfield's id.
  // May lack any of them: what names no route is then known between bounds only.
  Counts routed;
  Coverage coverage;
  EvidenceSource evidence;          // may be empty
  std::vector<EvidenceItem> fresh;  // candidates for the new documents, in any order
  std::string generator;            // name and version of the program
  ComposeOptions options;
};

// Headlines are subfields of the scheme whose verdict is rising and whose q-value is within the
// limit, ranked by the lower bound of the ratio; then up to two that fall, ranked by the upper
// bound. Tested are the subfields with at least 10 documents in the recent window; the q-values
// are Benjamini and Hochberg's over all their two-sided exact p-values. None is a legal number.
// A scheme that the taxonomy does not have gives an issue without subfields.
Issue compose(const ComposeInput& input);

}  // namespace horizon::digest
