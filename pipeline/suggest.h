// Which terms do the documents use that the taxonomy does not know?
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/error.h"
#include "pipeline/analyser.h"
#include "pipeline/run.h"
#include "pipeline/workspace.h"

namespace horizon::pipeline {

struct SuggestOptions {
  std::string language;  // "zh" or "en"; empty: both
  std::string topic;     // only terms that are nearest to this subfield; empty: all
  std::size_t limit = 50;
  std::uint32_t min_documents = 5;
  bool learnt_are_known = true;  // words of learnt.txt are proposed no more
};

struct Suggestion {
  std::string term;  // as most of the documents write it
  taxonomy::Language language = taxonomy::Language::kEnglish;
  std::uint32_t documents = 0;
  double share = 0;  // of the words of its language in the store; in Chinese, of the characters
  std::optional<Day> since;  // the earliest publication with it
  double cohesion = 0;       // pointwise mutual information of its parts; 0 for single words
  double left_entropy = 0, right_entropy = 0;
  std::string node;  // the subfield that its documents are most often labelled with, beyond chance
  std::uint32_t labelled = 0;  // documents that have this label
  std::string example;         // the title of one of the documents
};

// Terms found by counting alone (nlp/phrases/discovery.h) that are neither names nor terms of the
// taxonomy, by cohesion × the sum of both entropies, the highest first.
// Reads the words of the store three times. kUsage for an unknown language.
Result<std::vector<Suggestion>> suggest_terms(const Workspace& workspace, const Analyser& analyser,
                                              const SuggestOptions& options,
                                              const JobContext& context);

}  // namespace horizon::pipeline
