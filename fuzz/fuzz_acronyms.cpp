// What stands between words, and which acronyms a text defines: ranges inside the text, whatever
// bytes come.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fuzz/check.h"
#include "nlp/acronyms.h"
#include "nlp/fold.h"
#include "nlp/passage.h"

namespace {

void check(const horizon::nlp::TokenRange& range, std::size_t tokens) {
  horizon::fuzz::require(range.first < range.end && range.end <= tokens,
                         "a range stands inside the text");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // Any object may be read as characters.
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const horizon::nlp::FoldedText folded = horizon::nlp::fold(input);
  const horizon::nlp::Passage passage{input, &folded};
  const auto definitions = horizon::nlp::find_definitions(passage);
  horizon::fuzz::require(definitions.size() <= 64, "definitions are bounded");
  for (const horizon::nlp::Definition& found : definitions) {
    check(found.acronym, folded.tokens.size());
    check(found.expansion, folded.tokens.size());
  }
  for (std::size_t i = 0; i <= folded.tokens.size(); ++i) {
    horizon::nlp::gap_of(horizon::nlp::gap_before(passage, i));
  }
  return 0;
}
