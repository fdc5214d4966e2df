// Which phrases are names, by how they are used.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "trends/emergence/corpus.h"
#include "trends/emergence/indicators.h"
#include "trends/emergence/snapshot.h"

namespace horizon::trends {

// Why a phrase is no name; the first reason that holds.
enum class Flaw : std::uint8_t {
  kNone,
  kEdgeWord,    // begins or ends like no name does
  kPlace,       // names a place, a time, an institution
  kFragment,    // mostly goes on: "convolutional", "element method"
  kVerb,        // stands where verbs stand: after "to", before "the"
  kGeneral,     // is at home in no field
  kFewAuthors,  // the word of one group
  kContained,   // nearly always part of a longer one
  kGeneric,     // a name and the kind of thing that it is: "X method"
};

// Of every candidate, in their order. The boundary test is of the first place in each document:
// punctuation or a function word follows in 25 % (no determiner, which do in at most 12 %), and
// precedes in 8 % (no verbal one, at most 12 %). Chinese phrases begin and end at words by their
// making; that they mostly do is asked of them, too.
std::vector<Flaw> find_flaws(const PhraseCorpus& corpus, const Snapshot& snapshot,
                             std::span<const Indicators> indicators);

}  // namespace horizon::trends
