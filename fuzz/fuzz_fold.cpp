// Folding never breaks its promises, whatever bytes come: valid UTF-8, tokens in order that tile
// the folded text, places inside the original. What stands on it (words, language) must survive
// too.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/text.h"
#include "fuzz/check.h"
#include "nlp/fold.h"
#include "nlp/language.h"
#include "nlp/words.h"

namespace {

using horizon::fuzz::require;

void check_tokens(std::string_view input, const horizon::nlp::FoldedText& folded) {
  std::size_t end = 0;
  bool han = true;
  for (const horizon::nlp::FoldedToken& token : folded.tokens) {
    require(token.size > 0, "a token is not empty");
    require(token.begin == end + (!han && !token.han ? 1U : 0U), "tokens tile the folded text");
    require(token.source_begin + token.source_size <= input.size(), "a token stands in the input");
    end = token.begin + token.size;
    han = token.han;
  }
  require(end == folded.text.size(), "tokens reach the end");
}

void check_words(const horizon::nlp::FoldedText& folded) {
  static const horizon::nlp::WordSegmenter segmenter({});
  std::size_t end = 0;
  for (const horizon::nlp::Word& word : segmenter.words(folded)) {
    require(word.begin >= end && word.size > 0, "words are in order");
    end = word.begin + word.size;
  }
  require(end == folded.text.size(), "words reach the end");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // Any object may be read as characters.
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const horizon::nlp::FoldedText folded = horizon::nlp::fold(input);
  require(horizon::is_valid_utf8(folded.text), "folded text is valid UTF-8");
  check_tokens(input, folded);
  check_words(folded);
  require(!horizon::nlp::detect_language(input).empty(), "a language has a name");
  return 0;
}
