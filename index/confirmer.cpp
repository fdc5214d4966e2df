#include "index/confirmer.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "index/kept_words.h"
#include "index/query/place.h"

namespace horizon::index {

std::vector<Confirmer::Answer> Confirmer::operator()(std::span<const DocumentNumber> numbers) {
  const std::vector<WordPlaces::Answer> settled = by_words(numbers);
  const std::size_t places = plan_.places.size();
  std::vector<Answer> answers(numbers.size(), Answer::kNotLooked);
  for (std::size_t i = 0; i < numbers.size() && !deadline_.passed(); ++i) {
    const bool yes = matches(numbers[i], std::span(settled).subspan(i * places, places));
    answers[i] = yes ? Answer::kYes : Answer::kNo;
  }
  return answers;
}

// Where nothing is kept, nothing is sure.
std::vector<WordPlaces::Answer> Confirmer::by_words(std::span<const DocumentNumber> numbers) {
  const std::size_t places = plan_.places.size();
  std::vector<WordPlaces::Answer> answers(numbers.size() * places, WordPlaces::Answer::kUnsure);
  if (!places_.any()) return answers;
  const auto may_hold = [&](std::size_t i, std::string_view blob) {
    if (places_.may_hold(blob)) return true;
    std::fill_n(answers.begin() + static_cast<std::ptrdiff_t>(i * places), places,
                WordPlaces::Answer::kNo);
    return false;
  };
  each_words(*snapshot_.columns, *asked_.words, numbers, may_hold,
             [&](std::size_t i, std::span<const TextWord> words) {
               for (std::size_t place = 0; place < places; ++place)
                 answers[i * places + place] = places_.holds(place, words);
               return !deadline_.passed();
             });
  return answers;
}

bool Confirmer::matches(DocumentNumber number, ByWords by_words) {
  std::optional<Document> document;
  std::optional<TextPlaces> text;
  bool gone = false;
  const auto holds = [&](std::uint32_t place) {
    if (by_words[place] != WordPlaces::Answer::kUnsure)
      return by_words[place] == WordPlaces::Answer::kYes;
    if (!text && !gone) {
      document = asked_.document(number);
      gone = !document;
      if (document) text.emplace(*document);
    }
    return text && text->holds(plan_.places[place]);
  };
  const Confirmation what{
      [&](const std::string& term) { return has_term_(number, term); },
      [&](const std::string& id) { return has_term_.has_id(number, id); },
      holds,
  };
  return confirms(plan_, what) && !gone;
}

}  // namespace horizon::index
