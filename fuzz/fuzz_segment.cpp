// Whatever bytes come: the words are the same bytes in the same order, with single spaces between
// them; for some of them the same again with an overlay of terms that the text itself gives.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/text.h"
#include "fuzz/check.h"
#include "nlp/segment/text_segmenter.h"

namespace {

using horizon::nlp::segment::Lexicon;
using horizon::nlp::segment::TextSegmenter;

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::string without_spaces(std::string_view text) {
  std::string kept;
  for (const char c : text) {
    if (!is_space(c)) kept += c;
  }
  return kept;
}

void check_words(std::string_view text, const Lexicon* overlay) {
  TextSegmenter segmenter(Lexicon::base(), overlay);
  std::string words;
  segmenter.append_words(text, words);
  horizon::fuzz::require(without_spaces(words) == without_spaces(text), "the same bytes");
  horizon::fuzz::require(words.empty() || (!is_space(words.front()) && !is_space(words.back())),
                         "no space at the ends");
  horizon::fuzz::require(words.find("  ") == std::string::npos, "single spaces");
  std::string again;
  segmenter.append_words(text, again);
  horizon::fuzz::require(again == words, "the same again");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // Any object may be read as characters.
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_words(text, nullptr);
  // An overlay has a table of all characters to fill: as long as a hundred texts take.
  if (horizon::stable_hash(text) % 32 != 0) return 0;
  std::vector<std::string> terms;
  for (const std::string_view term : horizon::split(text, '\n')) terms.emplace_back(term);
  const auto overlay = Lexicon::overlay(Lexicon::base(), terms);
  horizon::fuzz::require(overlay.has_value(), "terms make an overlay");
  check_words(text, &*overlay);
  return 0;
}
