// Whether documents that the index found match indeed. Internal to the module's .cpp files.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "index/index.h"
#include "index/part_lists.h"
#include "index/query/place.h"
#include "index/query/plan.h"
#include "index/query/word_places.h"

namespace horizon::index {

// By their words, and where these do not settle it, by their texts. What is asked and the plan
// outlive it.
class Confirmer {
 public:
  Confirmer(const Query& asked, const Plan& plan, HasTerm has_term)
      : asked_(asked),
        plan_(plan),
        has_term_(std::move(has_term)),
        places_(plan.places, asked.words) {}

  // False if the document has gone.
  bool operator()(DocumentNumber number);

 private:
  bool holds(DocumentNumber number, std::uint32_t place);

  const Query& asked_;
  const Plan& plan_;
  HasTerm has_term_;
  WordPlaces places_;
  std::vector<TextWord> words_;  // of the document in hand
  std::optional<Document> document_;
  std::optional<TextPlaces> text_;
  bool gone_ = false;
};

}  // namespace horizon::index
