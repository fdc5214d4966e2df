// What a term of the phrase tables is called, and where it is at home.
#pragma once

#include <optional>
#include <string>

#include "core/error.h"
#include "pipeline/phrase_file.h"
#include "store/store.h"
#include "trends/emergence/snapshot.h"

namespace horizon::pipeline {

// As the newest of its documents of the last four quarters write it.
Result<std::string> term_as_written(const store::Store& store, const trends::PhraseCorpus& corpus,
                                    const trends::Snapshot& snapshot, std::uint32_t candidate);

// The subfield of most of these documents.
struct TermHome {
  std::string node;
  double share = 0;  // of the documents
};
// nullopt if no subfield has a fifth of them.
std::optional<TermHome> home_of_term(const PhraseFile& file, const trends::Snapshot& snapshot,
                                     std::uint32_t candidate);

}  // namespace horizon::pipeline
