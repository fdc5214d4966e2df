// How widely each subfield reaches into the others.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "pipeline/workspace.h"
#include "store/store.h"
#include "trends/diversity.h"
#include "trends/growth.h"
#include "trends/series.h"

namespace horizon::pipeline {

struct FieldDiversity {
  taxonomy::NodeIndex node = taxonomy::kNoNode;
  std::uint64_t documents = 0, previous_documents = 0;  // of the subfield, in the windows
  std::uint64_t mixed = 0;                              // recent ones of another subfield as well
  std::optional<trends::Diversity> recent, previous;    // nullopt: no document
  // Effective diversity if the other labels of its documents, domain by domain, were as common as
  // they are among all documents of several subfields.
  double expected = 1;
  // Other subfields by their weight in the recent window, the greatest first; at most three.
  std::vector<std::pair<taxonomy::NodeIndex, double>> partners;
};

struct DiversityReport {
  trends::Window recent, previous;     // of all documents
  std::vector<FieldDiversity> fields;  // best lower bound first, then in the taxonomy's order
};

// A document of k subfields is 1/k of each. Distances between subfields: 1 - the cosine of the rows
// of the table of shared documents, both windows together.
Result<DiversityReport> measure_diversities(const Workspace& workspace, const store::Store& store,
                                            const trends::SeriesOptions& options,
                                            std::size_t window = 0);

}  // namespace horizon::pipeline
