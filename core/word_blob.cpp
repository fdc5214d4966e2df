#include "core/word_blob.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/varint.h"

namespace horizon {
namespace {

constexpr unsigned kGapMask = 3;
constexpr unsigned kMarkBit = 2;
constexpr unsigned kGapBit = 1;

struct Header {
  std::uint64_t title = 0;
  Gap gap = Gap::kSpace;
};

Header header_of(std::string_view stream) {
  Header header;
  std::array<std::size_t, 4> gaps{};
  WordFlags flags;
  std::string_view word;
  while (next_text_word(stream, flags, word)) {
    ++gaps[static_cast<std::size_t>(flags.before)];
    if (flags.title) ++header.title;
  }
  header.gap = static_cast<Gap>(std::ranges::max_element(gaps) - gaps.begin());
  return header;
}

tl::unexpected<Error> damaged() {
  return fail(ErrorCode::kCorrupt, "the words of a document are not what was written");
}

}  // namespace

Result<std::string> encode_words(std::string_view stream, const NumberOf& number_of) {
  std::string out;
  if (stream.empty()) return out;
  const Header header = header_of(stream);
  put_varint(out, header.title * 4 + static_cast<unsigned>(header.gap));
  WordFlags flags;
  std::string_view word;
  while (next_text_word(stream, flags, word)) {
    const auto id = number_of(word);
    if (!id) return fail(id.error());
    const bool gap = flags.before != header.gap;
    put_varint(out, std::uint64_t{*id} * 4 + (flags.mark ? kMarkBit : 0U) + (gap ? kGapBit : 0U));
    if (gap) out.push_back(static_cast<char>(flags.before));
  }
  return out;
}

Status decode_words(std::string_view blob, std::vector<TextWord>& words) {
  words.clear();
  std::uint64_t value = 0;
  if (blob.empty()) return {};
  if (!take_varint(blob, value)) return damaged();
  const std::uint64_t title = value / 4;
  const Gap common = static_cast<Gap>(value & kGapMask);
  words.reserve(blob.size() / 2);
  while (!blob.empty()) {
    if (!take_varint(blob, value) || value / 4 > UINT32_MAX) return damaged();
    TextWord word{static_cast<WordId>(value / 4), {common, (value & kMarkBit) != 0, false}};
    if ((value & kGapBit) != 0) {
      if (blob.empty() || static_cast<unsigned char>(blob.front()) > kGapMask) return damaged();
      word.flags.before = static_cast<Gap>(blob.front());
      blob.remove_prefix(1);
    }
    word.flags.title = words.size() < title;
    words.push_back(word);
  }
  return {};
}

bool same_words(std::string_view a, std::string_view b) {
  if (a == b) return true;
  std::vector<TextWord> first, second;
  return decode_words(a, first) && decode_words(b, second) &&
         std::ranges::equal(first, second, [](const TextWord& x, const TextWord& y) {
           return x.word == y.word && x.flags.before == y.flags.before &&
                  x.flags.title == y.flags.title;
         });
}

WordPair::Pattern::Pattern(WordId word) {
  std::string out;
  put_varint(out, std::uint64_t{word} * 4);
  size = out.size();
  std::ranges::copy(out, bytes.begin());
}

bool WordPair::Pattern::is_at(std::string_view blob) const {
  constexpr unsigned kFlags = kMarkBit | kGapBit;
  return blob.size() >= size &&
         (static_cast<unsigned char>(blob[0]) | kFlags) ==
             (static_cast<unsigned char>(bytes[0]) | kFlags) &&
         blob.substr(1, size - 1) == std::string_view(bytes.data() + 1, size - 1);
}

// The bytes of the first word are looked for without telling words apart: what looks like it within
// others is a chance of some thousands.
bool WordPair::may_be_in(std::string_view blob) const {
  // The second byte of a number varies most; the few numbers that have none are tried everywhere.
  const std::size_t key = first_.size > 1 ? 1 : 0;
  for (std::size_t at = 0; at + first_.size < blob.size(); ++at) {
    if (key == 1) {
      at = blob.find(first_.bytes[1], at + 1);
      if (at == std::string_view::npos) return false;
      --at;
    }
    const std::string_view rest = blob.substr(at);
    if (!first_.is_at(rest)) continue;
    const bool gap = (static_cast<unsigned char>(rest[0]) & kGapBit) != 0;
    if (second_.is_at(rest.substr(first_.size + (gap && rest.size() > first_.size ? 1 : 0))))
      return true;
  }
  return false;
}

}  // namespace horizon
