#include "core/text_words.h"

namespace horizon {
namespace {

constexpr unsigned kFirst = 0x10;
constexpr unsigned kGapMask = 3;
constexpr unsigned kMark = 4;
constexpr unsigned kTitle = 8;

bool is_flags(char c) { return (static_cast<unsigned char>(c) & 0xF0U) == kFirst; }

}  // namespace

void append_text_word(std::string& stream, WordFlags flags, std::string_view word) {
  const unsigned byte = kFirst | static_cast<unsigned>(flags.before) | (flags.mark ? kMark : 0U) |
                        (flags.title ? kTitle : 0U);
  stream.push_back(static_cast<char>(byte));
  stream.append(word);
}

bool next_text_word(std::string_view& stream, WordFlags& flags, std::string_view& word) {
  if (stream.empty() || !is_flags(stream.front())) return false;
  const auto byte = static_cast<unsigned char>(stream.front());
  flags.before = static_cast<Gap>(byte & kGapMask);
  flags.mark = (byte & kMark) != 0;
  flags.title = (byte & kTitle) != 0;
  std::size_t end = 1;
  while (end < stream.size() && !is_flags(stream[end])) ++end;
  word = stream.substr(1, end - 1);
  stream.remove_prefix(end);
  return true;
}

}  // namespace horizon
