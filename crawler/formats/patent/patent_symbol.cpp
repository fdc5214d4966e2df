#include "crawler/formats/patent/patent_symbol.h"

#include <algorithm>

#include "core/text.h"

namespace horizon::crawler {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool is_section(char c) { return (c >= 'A' && c <= 'H') || c == 'Y' || (c >= 'a' && c <= 'h'); }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

// Where a subclass ("A61B") begins: at the beginning, or behind "Int.Cl.7" and the like.
std::size_t find_subclass(std::string_view text) {
  for (std::size_t i = 0; i + 4 <= text.size() && i < 16; ++i) {
    const bool before = i == 0 || (!is_letter(text[i - 1]) && !is_digit(text[i - 1])) ||
                        (i > 1 && is_digit(text[i - 1]) && !is_digit(text[i - 2]));
    const bool behind = i + 4 == text.size() || !is_letter(text[i + 4]);
    if (before && behind && is_section(text[i]) && is_digit(text[i + 1]) && is_digit(text[i + 2]) &&
        is_letter(text[i + 3])) {
      return i;
    }
  }
  return std::string_view::npos;
}

void skip_spaces(std::string_view& text) {
  while (!text.empty() && (text[0] == ' ' || text[0] == '\t')) text.remove_prefix(1);
}

std::string_view take_digits(std::string_view& text, std::size_t at_most) {
  std::size_t size = 0;
  while (size < text.size() && size < at_most && is_digit(text[size])) ++size;
  const std::string_view digits = text.substr(0, size);
  text.remove_prefix(size);
  return digits;
}

std::string_view without_zeros(std::string_view digits) {
  while (digits.size() > 1 && digits[0] == '0') digits.remove_prefix(1);
  return digits;
}

std::string group_of(std::string_view subclass, std::string_view main_group,
                     std::string_view subgroup) {
  std::string symbol;
  for (const char c : subclass) symbol += upper(c);
  if (main_group.empty()) return symbol;
  symbol += without_zeros(main_group);
  symbol += '/';
  symbol += subgroup.empty() ? "00" : subgroup;
  return symbol;
}

// Fixed columns: three of the main group, right-aligned, then the subgroup ("B60R  900").
std::string from_columns(std::string_view subclass, std::string_view rest) {
  std::string_view group = trim(rest.substr(0, 3));
  std::string_view main_group = take_digits(group, 3);
  rest.remove_prefix(std::min<std::size_t>(3, rest.size()));
  const std::string_view subgroup = take_digits(rest, 6);
  if (!group.empty() || subgroup.empty() || !trim(rest).empty()) return {};
  return group_of(subclass, main_group, subgroup);
}

}  // namespace

std::string normalise_symbol(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.remove_suffix(1);
  const std::size_t begin = find_subclass(text);
  if (begin == std::string_view::npos) return {};
  const std::string_view subclass = text.substr(begin, 4);
  const std::string_view columns = text.substr(begin + 4);
  std::string_view rest = columns;
  skip_spaces(rest);
  if (rest.empty()) return group_of(subclass, {}, {});
  const std::string_view main_group = take_digits(rest, 4);
  skip_spaces(rest);
  if (!rest.starts_with('/')) return from_columns(subclass, columns);
  rest.remove_prefix(1);
  skip_spaces(rest);
  const std::string_view subgroup = take_digits(rest, 6);
  if (main_group.empty() || (!rest.empty() && is_digit(rest[0]))) return {};
  return group_of(subclass, main_group, subgroup);
}

std::string join_symbol(std::string_view section, std::string_view class_number,
                        std::string_view subclass, std::string_view main_group,
                        std::string_view subgroup) {
  std::string text(trim(section));
  text += trim(class_number);
  text += trim(subclass);
  if (!trim(main_group).empty()) {
    text += trim(main_group);
    text += '/';
    text += trim(subgroup);
  }
  // Anything but one letter, two digits and a letter before the group is no symbol.
  return find_subclass(text) == 0 ? normalise_symbol(text) : std::string();
}

}  // namespace horizon::crawler
