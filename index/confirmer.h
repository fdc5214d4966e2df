// Whether documents that the index found match indeed. Internal to the module's .cpp files.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "index/deadline.h"
#include "index/index.h"
#include "index/memory.h"
#include "index/part_lists.h"
#include "index/query/plan.h"
#include "index/query/word_places.h"
#include "index/snapshot.h"

namespace horizon::index {

// By their words, and where these do not settle it, by their texts. All arguments outlive it.
class Confirmer {
 public:
  Confirmer(const Snapshot& snapshot, Memory::Impl& memory, const Query& asked, const Plan& plan,
            const Deadline& deadline)
      : snapshot_(snapshot),
        asked_(asked),
        plan_(plan),
        deadline_(deadline),
        has_term_(snapshot, memory, deadline),
        places_(plan.places, asked.words) {}

  enum class Answer : std::uint8_t { kNo, kYes, kNotLooked };
  // Of documents, ascending; kNo of one that has gone. Behind the deadline nothing is looked at.
  std::vector<Answer> operator()(std::span<const DocumentNumber> numbers);

 private:
  using ByWords = std::span<const WordPlaces::Answer>;  // of a document, by place

  std::vector<WordPlaces::Answer> by_words(std::span<const DocumentNumber> numbers);
  bool matches(DocumentNumber number, ByWords by_words);

  const Snapshot& snapshot_;
  const Query& asked_;
  const Plan& plan_;
  const Deadline& deadline_;
  HasTerm has_term_;
  WordPlaces places_;
};

}  // namespace horizon::index
