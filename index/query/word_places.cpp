#include "index/query/word_places.h"

#include <algorithm>

#include "nlp/fold.h"
#include "nlp/passage.h"
#include "nlp/phrases/word_stream.h"

namespace horizon::index {

WordPlaces::WordPlaces(std::span<const Place> places, const WordSource* source)
    : phrases_(places.size()) {
  if (source == nullptr) return;
  for (std::size_t i = 0; i < places.size(); ++i) {
    phrases_[i] = phrase_of(places[i], *source);
    any_ = any_ || !phrases_[i].words.empty();
  }
}

WordPlaces::Phrase WordPlaces::phrase_of(const Place& place, const WordSource& source) {
  Phrase phrase;
  const bool in_text = place.field == QueryField::kText || place.field == QueryField::kTitle;
  if (place.kind != Place::Kind::kPhrase || !in_text || place.parts[0].prefix) return phrase;
  phrase.title = place.field == QueryField::kTitle;
  if (is_of_address(place.parts[0].text)) return phrase;
  const nlp::FoldedText folded = nlp::fold(place.parts[0].text);
  for (const nlp::FoldedToken& token : folded.tokens) {
    const std::string_view word = nlp::folded_of(folded, token);
    if (!token.han && !nlp::is_kept(word)) return {};
    const auto number = source.number(word);
    if (!number) return {};
    phrase.words.push_back(*number);
    phrase.unknown = phrase.unknown || *number == 0;
  }
  if (phrase.words.size() > 1 && !phrase.unknown)
    phrase.begin.emplace(phrase.words[0], phrase.words[1]);
  return phrase;
}

bool WordPlaces::may_hold(std::string_view blob) const {
  return std::ranges::any_of(phrases_, [&](const Phrase& phrase) {
    return phrase.words.size() < 2 || (phrase.begin && phrase.begin->may_be_in(blob));
  });
}

WordPlaces::Answer WordPlaces::holds(std::size_t place, std::span<const TextWord> words) const {
  const Phrase& phrase = phrases_[place];
  if (phrase.words.empty() || words.empty()) return Answer::kUnsure;
  if (phrase.unknown) return Answer::kNo;
  const auto same = [](const TextWord& have, WordId want) { return have.word == want; };
  bool unsure = false;
  for (auto at = words.begin();; ++at) {
    at = std::search(at, words.end(), phrase.words.begin(), phrase.words.end(), same);
    if (at == words.end() || (phrase.title && !at->flags.title)) break;
    const auto end = at + static_cast<std::ptrdiff_t>(phrase.words.size());
    if (at->flags.title != (end - 1)->flags.title) continue;
    const auto broken = [](const TextWord& word) { return word.flags.before == Gap::kBreak; };
    if (std::none_of(at + 1, end, broken)) return Answer::kYes;
    unsure = true;
  }
  return unsure ? Answer::kUnsure : Answer::kNo;
}

}  // namespace horizon::index
