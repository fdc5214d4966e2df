// Which documents would teach the classifier most if an analyst looked at them?
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/document.h"
#include "pipeline/workspace.h"
#include "store/store.h"

namespace horizon::pipeline {

struct ReviewOptions {
  std::string topic;     // a node: only labels under it; empty: all
  std::string language;  // of the documents; empty: all
  std::size_t limit = 20;
};

// A label that the classifier could not decide on.
struct ReviewItem {
  DocumentNumber number = 0;
  std::string node;
  double probability = 0;
  store::StoredDocument stored;
};

// Labels in review that nobody has judged, the least certain of each subfield first (uncertainty
// sampling, Lewis and Gale 1994), the subfields by turns, those with the fewest judgements first:
// one large subfield must not take all of an analyst's time. The order depends on the store alone.
Result<std::vector<ReviewItem>> review(const Workspace& workspace, const store::Store& store,
                                       const ReviewOptions& options);

}  // namespace horizon::pipeline
