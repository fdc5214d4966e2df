#include "nlp/phrases/word_stream.h"

#include <algorithm>

#include "core/text_words.h"
#include "nlp/phrases/word_class.h"

namespace horizon::nlp {
namespace {

constexpr std::size_t kMaxWord = 40;
constexpr std::size_t kMaxNumber = 4;

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

// Two capitals and no small letter but the s of a plural: BCI, LLMs, MoS2 is none.
bool in_capitals(std::string_view source) {
  if (source.ends_with('s')) source.remove_suffix(1);
  return std::ranges::count_if(source, is_upper) >= 2 && std::ranges::none_of(source, is_lower);
}

}  // namespace

bool is_kept(std::string_view word) {
  if (word.size() > kMaxWord) return false;
  return word.size() <= kMaxNumber || word_class(word) != WordClass::kNumber;
}

std::size_t behind_address(const Passage& passage, std::size_t first) {
  const auto& tokens = passage.folded->tokens;
  const std::string_view rest = passage.source.substr(
      std::min<std::size_t>(tokens[first].source_begin, passage.source.size()));
  if (!rest.starts_with("http") && !rest.starts_with("www.")) return first;
  const std::size_t size = rest.find_first_of(" \t\r\n<>\"");
  if (size == std::string_view::npos) return tokens.size();
  const std::size_t end = tokens[first].source_begin + size;
  std::size_t token = first;
  while (token < tokens.size() && tokens[token].source_begin < end) ++token;
  return token;
}

void append_words(const Passage& passage, bool title, std::span<const Word> han_words,
                  std::string& stream) {
  if (passage.folded == nullptr) return;
  const auto& tokens = passage.folded->tokens;
  std::size_t next_word = 0;
  bool broken = true;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (const std::size_t behind = behind_address(passage, i); behind != i) {
      broken = true;
      i = behind - 1;
      continue;
    }
    const std::string_view word = folded_of(*passage.folded, tokens[i]);
    if (!tokens[i].han && !is_kept(word)) {
      broken = true;
      continue;
    }
    WordFlags flags;
    flags.title = title;
    flags.before = broken ? Gap::kBreak : gap_of(gap_before(passage, i));
    while (next_word < han_words.size() && han_words[next_word].begin < tokens[i].begin) {
      ++next_word;
    }
    flags.mark = tokens[i].han
                     ? next_word < han_words.size() && han_words[next_word].begin == tokens[i].begin
                     : in_capitals(source_of(passage, i, i + 1));
    append_text_word(stream, flags, word);
    broken = false;
  }
}

}  // namespace horizon::nlp
