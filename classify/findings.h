// What speaks for each node in one document: hits and codes gathered by node.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "classify/lexicon.h"
#include "classify/matcher.h"
#include "core/document.h"
#include "taxonomy/taxonomy.h"

namespace horizon::classify {

struct Finding {
  taxonomy::NodeIndex node = taxonomy::kNoNode;
  float strength = 0;         // of terms and codes together
  bool in_title = false;      // a term stands in the title
  std::span<const Hit> hits;  // that count; owned by the caller
  std::span<const CodeMatch> codes;
};

// Of the texts that the hits were found in.
struct Lengths {
  std::uint32_t title_tokens = 0;
  std::uint32_t abstract_tokens = 0;
};

// Ordered by node; nodes without evidence are left out.
std::vector<Finding> gather(std::span<const Hit> hits, std::span<const CodeMatch> codes,
                            const Lengths& lengths);

// The spans and codes of a finding, strongest first, at most `limit`; repeats of a term come
// behind first mentions of others of similar weight.
std::vector<Evidence> explain(const Finding& finding, const nlp::FoldedText& title,
                              const nlp::FoldedText& abstract, std::size_t limit);

}  // namespace horizon::classify
