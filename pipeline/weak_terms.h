// Names that are rare still, and grow faster than others.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/error.h"
#include "pipeline/phrase_file.h"
#include "store/store.h"
#include "trends/emergence/measure.h"
#include "trends/weak_signals.h"

namespace horizon::pipeline {

struct WeakTerm {
  std::string term;    // as most documents write it
  std::string folded;  // as it is compared
  bool chinese = false;
  std::vector<std::string> related;  // rare names that share its documents, folded, at most five
  trends::EmergenceVector vector;
  trends::Diffusion diffusion;  // by years of four quarters
  std::string node;             // of a fifth of its documents or more; empty: none
};

struct WeakTerms {
  std::vector<WeakTerm> terms;         // best lower bound of growth first
  std::size_t names = 0, in_weak = 0;  // names tested; of these in the quadrant of weak signals
  std::size_t growing = 0;  // and of these with growth beyond chance: what is listed from
  // Candidates of `measured.snapshot` that are growing, ascending.
  std::vector<std::uint32_t> candidates;
  trends::Measured measured;
};

// Of all names (hygiene as in a list of emerging terms) those in the weak quadrant of Yoon's map of
// diffusion over five years, whose growth over the last year has a lower bound above 1, that rise
// over the years, too, and come from three groups at least. At most `limit` topics. `chosen`:
// documents that count, empty for all.
Result<WeakTerms> find_weak_terms(const PhraseFile& file, const store::Store& store, Day as_of,
                                  std::span<const bool> chosen, std::size_t limit);

}  // namespace horizon::pipeline
