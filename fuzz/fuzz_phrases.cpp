// The stream of words of any text: well formed, its candidates inside of it; and any blob of a
// store's words is read or refused.
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/word_blob.h"
#include "fuzz/check.h"
#include "nlp/phrases/discovery.h"
#include "nlp/phrases/phrases.h"
#include "nlp/phrases/word_stream.h"

namespace {

using horizon::fuzz::require;

void check_phrases(std::string_view stream) {
  std::map<std::string, horizon::WordId, std::less<>> known;
  std::vector<horizon::nlp::WordClass> classes;
  std::vector<horizon::TextWord> words;
  horizon::WordFlags flags;
  std::string_view word;
  while (horizon::next_text_word(stream, flags, word)) {
    require(!word.empty(), "a word is not empty");
    const auto [at, added] = known.try_emplace(std::string(word), classes.size());
    if (added) classes.push_back(horizon::nlp::word_class(word));
    words.push_back({at->second, flags});
  }
  require(stream.empty(), "the stream is read to its end");
  std::vector<horizon::nlp::Phrase> found;
  horizon::nlp::find_phrases(words, classes, found);
  for (const horizon::nlp::Phrase& phrase : found) {
    require(phrase.count > 0 && phrase.first + std::size_t{phrase.count} <= words.size(),
            "a phrase stands among the words");
  }
  for (const bool chinese : {false, true}) {
    horizon::nlp::Discovery discovery(classes, {chinese, 2, 1});
    discovery.sketch(words);
    discovery.count(1, words);
    discovery.count(2, words);
    discovery.terms();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const horizon::nlp::WordSegmenter segmenter({});
  // Any object may be read as characters.
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const horizon::nlp::FoldedText folded = horizon::nlp::fold(input);
  std::string stream;
  horizon::nlp::append_words({input, &folded}, false, segmenter.words(folded), stream);
  check_phrases(stream);
  std::vector<horizon::TextWord> words;
  if (horizon::decode_words(input, words)) require(words.size() <= size, "words have bytes");
  return 0;
}
