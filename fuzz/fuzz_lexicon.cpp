// A compiled lexicon of unknown origin is refused, or does no harm. The input overwrites a good one
// from some place on; its checksum is made to fit, which an attacker can do as well.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "core/text.h"
#include "fuzz/check.h"
#include "nlp/segment/double_array.h"
#include "nlp/segment/lexicon.h"
#include "nlp/segment/text_segmenter.h"

namespace {

namespace segment = horizon::nlp::segment;
using segment::Code;
using segment::Lexicon;
using segment::LexiconHeader;

template <typename T>
void append_bytes(std::string& out, const std::vector<T>& values) {
  // Any object may be read as characters.
  out.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
}

// Laid out as lexicon.h says, with a dozen codes: compile_lexicon() gives one to each of the 27,000
// characters, and most of the time would go by in copying and checking those.
std::string small_lexicon() {
  constexpr std::u32string_view kCharacters = U"量子计算的话题王一值";
  LexiconHeader header;
  header.scored_count = 12;  // 〇 has code 1
  header.first_unit = 12;
  header.unit_count = 1;
  header.code_count = 16;
  std::vector<std::uint16_t> codes(segment::kCodedCount);
  std::vector<std::u16string> words = {{2, 3}, {2, 3, 4, 5}, {6, 7, 8}, {12, 11}};
  for (char16_t code = 1; code <= 12; ++code) words.push_back({code});
  for (std::size_t i = 0; i < kCharacters.size(); ++i)
    codes[kCharacters[i] - segment::kFirstCoded] = static_cast<Code>(i + 2);
  std::ranges::sort(words);
  std::vector<segment::Key> keys;
  for (const std::u16string& word : words) keys.push_back({word, 500, 0});
  const auto cells = *segment::build_double_array(keys, header.code_count);
  header.cell_count = static_cast<std::uint32_t>(cells.size());
  std::string bytes;
  append_bytes(bytes, codes);
  header.codes_id = horizon::stable_hash(bytes);
  append_bytes(bytes, std::vector<segment::Character>(header.scored_count));
  append_bytes(bytes, std::vector<std::uint64_t>{horizon::stable_hash("ph")});
  append_bytes(bytes, cells);
  header.checksum = horizon::stable_hash(bytes);
  return std::string(reinterpret_cast<const char*>(&header), sizeof header) + bytes;
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
  static const std::string good = [] {
    std::string bytes = small_lexicon();
    horizon::fuzz::require(Lexicon::from_bytes(bytes).has_value(), "the good one is good");
    return bytes;
  }();
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
  segment::TextSegmenter segmenter(*lexicon);
  std::string words;
  const std::string_view text = "量子计算的话题一二年王小明量量子孒𠀀〇○pH值";
  segmenter.append_words(text, words);
  horizon::fuzz::require(words.size() >= text.size(), "no byte is lost");
  return 0;
}
