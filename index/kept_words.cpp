#include "index/kept_words.h"

#include <cstddef>
#include <vector>

#include "core/word_blob.h"

namespace horizon::index {

void each_words(const Columns& columns, const WordSource& source,
                std::span<const DocumentNumber> documents, const WordSource::Visit& visit) {
  std::vector<TextWord> words;
  std::vector<DocumentNumber> others;
  std::vector<std::size_t> places;  // of the others
  for (std::size_t i = 0; i < documents.size(); ++i) {
    if (decode_words(columns.words(documents[i]), words) && !words.empty()) {
      if (!visit(i, words)) return;
    } else {
      others.push_back(documents[i]);
      places.push_back(i);
    }
  }
  if (others.empty()) return;
  source.each(others, [&](std::size_t i, std::span<const TextWord> kept) {
    return visit(places[i], kept);
  });
}

}  // namespace horizon::index
