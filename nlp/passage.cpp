#include "nlp/passage.h"

#include <algorithm>

#include "core/text.h"
#include "nlp/tex.h"

namespace horizon::nlp {
namespace {

bool is_white(char32_t c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '~' || c == 0xA0 || c == 0x3000 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x202F;
}

bool is_hyphen(char32_t c) {
  return c == '-' || c == '&' || (c >= 0x2010 && c <= 0x2013) || c == 0x2212 || c == 0xFF0D;
}

// Signs that say nothing about the words: markup of TeX, trade marks, invisible characters.
bool is_neutral(char32_t c) {
  return c == '$' || c == '{' || c == '}' || c == '_' || c == '^' || c == 0xAE || c == 0x2122 ||
         c == 0xAD || (c >= 0x200B && c <= 0x200F) || c == 0xFEFF || (c >= 0x202A && c <= 0x202E);
}

// The length of a possessive at the beginning: 's or ’s.
std::size_t possessive(std::string_view between) {
  for (const std::string_view form : {"'s", "\xE2\x80\x99s", "'", "\xE2\x80\x99"}) {
    if (!between.starts_with(form)) continue;
    const std::string_view rest = between.substr(form.size());
    return !rest.empty() && is_white(static_cast<unsigned char>(rest[0])) ? form.size() : 0;
  }
  return 0;
}

}  // namespace

Gap gap_of(std::string_view between) {
  if (between.empty()) return Gap::kNone;
  if (between == " ") return Gap::kSpace;
  if (between == "-") return Gap::kHyphen;
  std::size_t pos = possessive(between);
  bool white = pos > 0;
  std::size_t hyphens = 0;
  // The charge of an ion, the plus of "HER2+ ".
  if (between[pos == between.size() ? 0 : pos] == '+' && between.size() > pos + 1) ++pos;
  while (pos < between.size()) {
    if (between[pos] == '\\') {
      const TexCommand command = read_tex_command(between, pos, true);
      if (command.action != TexCommand::Action::kDrop) return Gap::kBreak;
      pos = std::max(command.end, pos + 1);
      continue;
    }
    const char32_t c = decode_utf8(between, pos);
    if (is_white(c)) {
      white = true;
    } else if (is_hyphen(c)) {
      ++hyphens;
    } else if (!is_neutral(c)) {
      return Gap::kBreak;
    }
  }
  if (hyphens == 0) return white ? Gap::kSpace : Gap::kNone;
  return white || hyphens > 2 ? Gap::kBreak : Gap::kHyphen;
}

std::string_view gap_before(const Passage& passage, std::size_t index) {
  const auto& tokens = passage.folded->tokens;
  const std::size_t size = passage.source.size();
  std::size_t begin = 0;
  if (index > 0) begin = tokens[index - 1].source_begin + tokens[index - 1].source_size;
  const std::size_t end = index < tokens.size() ? tokens[index].source_begin : size;
  begin = std::min(begin, size);
  // Characters that fold to several words share one place.
  return begin >= end ? std::string_view() : passage.source.substr(begin, end - begin);
}

std::string_view source_of(const Passage& passage, std::size_t first, std::size_t end) {
  const FoldedToken& front = passage.folded->tokens[first];
  const FoldedToken& back = passage.folded->tokens[end - 1];
  const std::size_t begin = std::min<std::size_t>(front.source_begin, passage.source.size());
  const std::size_t until = std::max<std::size_t>(begin, back.source_begin + back.source_size);
  return passage.source.substr(begin, until - begin);
}

}  // namespace horizon::nlp
