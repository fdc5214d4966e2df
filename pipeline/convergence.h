// Which subfields grow together.
#pragma once

#include <optional>
#include <vector>

#include "pipeline/workspace.h"
#include "store/store.h"
#include "trends/convergence.h"
#include "trends/growth.h"
#include "trends/series.h"

namespace horizon::pipeline {

struct ConvergingPair {
  taxonomy::NodeIndex first = taxonomy::kNoNode, second = taxonomy::kNoNode;
  bool across_domains = false;
  trends::PairTally recent, previous;
  trends::Convergence measured;
  std::optional<double> q_value;  // of the change, Benjamini-Hochberg over the pairs tested
};

struct ConvergenceReport {
  trends::Window recent, previous;  // of all documents
  bool compared = false;            // there are two windows
  std::size_t pairs = 0;            // that could have met
  std::size_t tested = 0;
  // Pairs with at least one document of both in the recent window: tested ones first, by the lower
  // bound of the change, then of the lift; equal ones in the taxonomy's order.
  std::vector<ConvergingPair> found;
};

Result<ConvergenceReport> measure_convergence(const Workspace& workspace, const store::Store& store,
                                              const trends::SeriesOptions& options,
                                              std::size_t window = 0);

}  // namespace horizon::pipeline
