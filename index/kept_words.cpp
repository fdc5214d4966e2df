#include "index/kept_words.h"

#include <vector>

#include "core/word_blob.h"

namespace horizon::index {

void each_words(const Columns& columns, const WordSource& source,
                std::span<const DocumentNumber> documents, const Wanted& wanted,
                const WordSource::Visit& visit) {
  std::vector<TextWord> words;
  std::vector<DocumentNumber> others;
  std::vector<std::size_t> places;  // of the others
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const std::string_view blob = columns.words(documents[i]);
    if (!blob.empty() && !wanted(i, blob)) continue;
    if (decode_words(blob, words) && !words.empty()) {
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
