#include "crawler/formats/export/text_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/text.h"
#include "crawler/text/url.h"

namespace horizon::crawler {
namespace {

constexpr auto kWideSpaces = std::to_array<std::string_view>(
    {"\u00A0", "\u3000", "\u200B", "\uFEFF", "\u2002", "\u2003", "\u2009"});

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// Calls `part` with every piece between separators outside brackets. `separator(text, pos)` is the
// length of the separator that stands at pos, or 0.
template <typename Separator, typename Part>
void split_outside_brackets(std::string_view text, Separator separator, Part part) {
  std::size_t begin = 0;
  int depth = 0;
  for (std::size_t pos = 0; pos < text.size();) {
    const char c = text[pos];
    if (c == '(' || c == '[') ++depth;
    if ((c == ')' || c == ']') && depth > 0) --depth;
    const std::size_t size = depth == 0 ? separator(text, pos) : 0;
    if (size == 0) {
      ++pos;
      continue;
    }
    part(text.substr(begin, pos - begin));
    begin = pos += size;
  }
  part(text.substr(begin));
}

std::size_t semicolon(std::string_view text, std::size_t pos) {
  if (text[pos] == ';') return 1;
  return text.substr(pos).starts_with("；") ? 3 : 0;
}

std::size_t line_break(std::string_view text, std::size_t pos) { return text[pos] == '\n' ? 1 : 0; }

std::size_t conjunction(std::string_view text, std::size_t pos) {
  if (text[pos] != ' ') return 0;
  const std::string_view rest = text.substr(pos);
  if (rest.starts_with(" and ")) return 5;
  return rest.starts_with(" & ") ? 3 : 0;
}

std::size_t comma(std::string_view text, std::size_t pos) {
  if (text[pos] == ',') return 1;
  const std::string_view rest = text.substr(pos);
  return rest.starts_with("，") || rest.starts_with("、") ? 3 : 0;
}

std::size_t comma_or_blank(std::string_view text, std::size_t pos) {
  if (is_space(text[pos])) return 1;
  return text.substr(pos).starts_with("\u3000") ? 3 : comma(text, pos);
}

template <typename Separator>
std::vector<std::string_view> pieces(std::string_view text, Separator separator) {
  std::vector<std::string_view> out;
  split_outside_brackets(text, separator, [&](std::string_view part) {
    part = trim_wide(part);
    if (!part.empty()) out.push_back(part);
  });
  return out;
}

bool is_chinese_name(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t pos = 0; pos < text.size();) {
    const char32_t c = decode_utf8(text, pos);
    if (!is_han(c) && c != U'·') return false;
    ++count;
  }
  return count >= 2 && count <= 15;
}

// Marks that point to affiliations or notes, at either end: "张三[1]", "张三1*", "*张三".
std::string_view without_marks(std::string_view name) {
  const auto is_mark = [](char c) {
    return is_digit(c) || is_space(c) || c == '*' || c == '#' || c == ',' || c == ';';
  };
  for (bool again = true; again;) {
    again = false;
    name = trim_wide(name);
    while (!name.empty() && is_mark(name.back())) name.remove_suffix(1);
    while (!name.empty() && (name[0] == '*' || name[0] == ',')) name.remove_prefix(1);
    const std::size_t open = name.ends_with(']') || name.ends_with(')') ? name.find_last_of("[(")
                                                                        : std::string_view::npos;
    if (open == std::string_view::npos || open == 0) continue;
    const std::string_view inside = name.substr(open + 1, name.size() - open - 2);
    if (std::all_of(inside.begin(), inside.end(), is_mark)) {
      name = name.substr(0, open);
      again = true;
    }
  }
  return name;
}

bool is_no_name(std::string_view name) {
  static constexpr auto kWords = std::to_array<std::string_view>(
      {"", "et al", "et al.", "others", "and others", "等", "等.", "...", "…", "[et al.]",
       "[anonymous]", "anonymous", "anon", "佚名", "null", "n/a", "-", "无"});
  const std::string lower = ascii_lower(name);
  return std::find(kWords.begin(), kWords.end(), lower) != kWords.end();
}

void keep_names(const std::vector<std::string_view>& parts, std::vector<std::string>& out) {
  for (std::string_view part : parts) {
    part = without_marks(part);
    if (part.size() > 3 && part.ends_with("等") && is_chinese_name(part)) part.remove_suffix(3);
    if (!is_no_name(part)) out.emplace_back(part);
  }
}

// "张三，李四 王五": nothing but Chinese names, and more than one.
bool are_chinese_names(std::string_view text) {
  const auto parts = pieces(text, comma_or_blank);
  return parts.size() > 1 && std::all_of(parts.begin(), parts.end(), [](std::string_view one) {
           return is_chinese_name(without_marks(one)) || is_no_name(one);
         });
}

// "A. One, B. Two": every part has a given name and a family name.
bool are_whole_names(const std::vector<std::string_view>& parts) {
  return parts.size() > 1 && std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
           return part.find(' ') != std::string_view::npos;
         });
}

}  // namespace

std::string_view trim_wide(std::string_view text) {
  for (bool again = true; again;) {
    again = false;
    text = trim(text);
    for (const std::string_view space : kWideSpaces) {
      if (text.starts_with(space)) {
        text.remove_prefix(space.size());
        again = true;
      }
      if (text.ends_with(space)) {
        text.remove_suffix(space.size());
        again = true;
      }
    }
  }
  return text;
}

bool is_list_of_names(std::string_view text) {
  return text.find(';') != std::string_view::npos || text.find("；") != std::string_view::npos ||
         are_chinese_names(text);
}

std::vector<std::string> split_symbols(std::string_view text) {
  std::vector<std::string> out;
  const auto separator = [](std::string_view all, std::size_t pos) -> std::size_t {
    if (all[pos] == '|' || all[pos] == '\n') return 1;
    const std::size_t size = semicolon(all, pos);
    return size > 0 ? size : comma(all, pos);
  };
  for (const std::string_view part : pieces(text, separator)) out.emplace_back(part);
  return out;
}

std::vector<std::string> split_names(std::string_view text) {
  std::vector<std::string> out;
  auto parts = pieces(text, semicolon);
  if (parts.size() == 1 && text.find(';') == std::string_view::npos &&
      text.find("；") == std::string_view::npos) {
    parts = pieces(text, line_break);
  }
  for (const std::string_view part : parts) {
    if (are_chinese_names(part)) {
      keep_names(pieces(part, comma_or_blank), out);
      continue;
    }
    if (parts.size() > 1) {
      keep_names({part}, out);
      continue;
    }
    for (const std::string_view joined : pieces(part, conjunction)) {
      const auto by_comma = pieces(joined, comma);
      keep_names(are_whole_names(by_comma) ? by_comma : std::vector{joined}, out);
    }
  }
  return out;
}

std::vector<std::string> split_urls(std::string_view text) {
  std::vector<std::string> out;
  const auto separator = [](std::string_view all, std::size_t pos) -> std::size_t {
    if (is_space(all[pos])) return 1;
    // An address may hold a semicolon; two are parted by one.
    const bool another = all.substr(pos + 1).starts_with("http");
    return (all[pos] == ';' || all[pos] == ',' || all[pos] == '|') && another ? 1 : 0;
  };
  for (std::string_view part : pieces(text, separator)) {
    while (part.ends_with(';') || part.ends_with(',')) part.remove_suffix(1);
    if (is_web_url(part)) out.emplace_back(part);
  }
  return out;
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> out;
  for (const std::string_view line : pieces(text, line_break)) {
    for (const std::string_view part : pieces(line, semicolon)) out.emplace_back(part);
  }
  return out;
}

}  // namespace horizon::crawler
