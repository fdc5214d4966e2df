#include "index/confirmer.h"

namespace horizon::index {

bool Confirmer::operator()(DocumentNumber number) {
  document_.reset();
  text_.reset();
  gone_ = false;
  words_.clear();
  if (places_.any()) asked_.words->words(number, words_);
  const Confirmation what{
      [&](const std::string& term) { return has_term_(number, term); },
      [&](const std::string& id) { return has_term_.has_id(number, id); },
      [&](std::uint32_t place) { return holds(number, place); },
  };
  const bool matches = confirms(plan_, what);
  return matches && !gone_;
}

bool Confirmer::holds(DocumentNumber number, std::uint32_t place) {
  const WordPlaces::Answer answer = places_.holds(place, words_);
  if (answer != WordPlaces::Answer::kUnsure) return answer == WordPlaces::Answer::kYes;
  if (!text_ && !gone_) {
    document_ = asked_.document(number);
    gone_ = !document_;
    if (document_) text_.emplace(*document_);
  }
  return text_ && text_->holds(plan_.places[place]);
}

}  // namespace horizon::index
