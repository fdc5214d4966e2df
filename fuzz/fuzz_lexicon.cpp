// A compiled lexicon of unknown origin is refused, or does no harm. The input overwrites a good one
// from some place on; its checksum is made to fit, which an attacker can do as well.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "check.h"
#include "core/text.h"
#include "nlp/segment/compile.h"
#include "nlp/segment/text_segmenter.h"

namespace {

using horizon::nlp::segment::Entry;
using horizon::nlp::segment::Lexicon;
using horizon::nlp::segment::LexiconHeader;
using horizon::nlp::segment::ScoredCharacter;
using horizon::nlp::segment::TextSegmenter;

std::string small_lexicon() {
  const Entry entries[] = {{U"量子", 500, 0, {}},
                           {U"量子计算", 700, 0, {}},
                           {U"的话题", 900, 1, {}},
                           {std::u32string(1, 0) + U"值", 900, 0, {"ph"}}};
  const ScoredCharacter characters[] = {{U'王', {}}, {U'一', {}}};
  return *horizon::nlp::segment::compile_lexicon(entries, characters);
}

void fit_checksum(std::string& bytes) {
  LexiconHeader header;
  if (bytes.size() < sizeof header) return;
  std::memcpy(&header, bytes.data(), sizeof header);
  header.checksum = horizon::stable_hash(std::string_view(bytes).substr(sizeof header));
  std::memcpy(bytes.data(), &header, sizeof header);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string good = small_lexicon();
  if (size < 4) return 0;
  std::string bytes = good;
  std::uint32_t place = 0;
  std::memcpy(&place, data, sizeof place);
  // In half of the cases the header, else anywhere.
  const std::size_t begin =
      place % 2 == 0 ? place / 2 % sizeof(LexiconHeader) : place / 2 % bytes.size();
  const std::size_t count = std::min(size - 4, bytes.size() - begin);
  std::memcpy(bytes.data() + begin, data + 4, count);
  fit_checksum(bytes);
  const auto lexicon = Lexicon::from_bytes(bytes);
  if (!lexicon) return 0;
  TextSegmenter segmenter(*lexicon);
  std::string words;
  const std::string_view text = "量子计算的话题一二年王小明量量子孒𠀀〇○pH值";
  segmenter.append_words(text, words);
  horizon::fuzz::require(words.size() >= text.size(), "no byte is lost");
  return 0;
}
