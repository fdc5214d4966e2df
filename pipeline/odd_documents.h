// Documents that go against the common opinion of their fields, as far as counting can tell.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/convergence.h"
#include "pipeline/phrase_file.h"
#include "pipeline/weak_terms.h"
#include "pipeline/workspace.h"
#include "store/store.h"
#include "trends/novelty.h"

namespace horizon::pipeline {

// What is uncommon about a document, as bits.
enum OddSign : std::uint8_t {
  // Two of its codes meet far more rarely than by chance: z of -2 or less, and among the lowest
  // twentieth of the last four quarters.
  kAtypical = 1,
  kFirstMeeting = 2,   // two of its subfields never met before (find_first_meetings())
  kMinorityRoute = 4,  // it names a route that hardly a tenth of its subfield's documents name
  kWeakTerm = 8,       // it has one of the weak terms
  kUncertain = 16,     // the classifier cannot decide where it belongs: .35 to .65
};

struct OddDocument {
  store::StoredDocument stored;
  unsigned signs = 0;
  std::optional<trends::Novelty> novelty;  // nullopt: fewer than two codes
  std::string first_code, second_code;     // of its oddest pair
  std::string term;                        // weak term that it has, folded
  std::string route;                       // minority route that it names
};

struct OddDocuments {
  std::vector<OddDocument> documents;  // most signs first, then the most novel, the newest, by id
  std::size_t examined = 0;            // of the last four quarters
  std::size_t with_pairs = 0;          // of these with two codes or more
  double threshold = 0;                // z below which a document is atypical
};

// Those of the last four quarters with two signs or more, at most `limit`.
Result<OddDocuments> find_odd_documents(const Workspace& workspace, const PhraseFile& file,
                                        const store::Store& store, const WeakTerms& weak,
                                        std::span<const ConvergingPair> meetings,
                                        std::span<const bool> chosen, std::size_t limit);

}  // namespace horizon::pipeline
