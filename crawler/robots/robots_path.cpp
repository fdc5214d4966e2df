#include "crawler/robots/robots_path.h"

#include <algorithm>
#include <cstddef>

namespace horizon::crawler {
namespace {

constexpr std::size_t kMaxPathBytes = 16'384;

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

void append_escape(unsigned value, std::string& out) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  out += '%';
  out += kHex[value >> 4U];
  out += kHex[value & 15U];
}

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

enum class Escaping { kStrict, kNormal };

// RFC 3986, 2.3: an escaped unreserved character is that character.
bool resolves(char c, Escaping escaping) {
  const bool mark = c == '-' || c == '.' || c == '_' || c == '~';
  return mark || (escaping == Escaping::kNormal && is_alphanumeric(c));
}

// RFC 9309, 2.2.3: written as an escape, '*' and '$' mean themselves; so in a path they always do,
// and in a pattern a '$' that is not its end.
bool is_special(std::string_view text, std::size_t at, bool pattern) {
  return text[at] == '*' ? !pattern : text[at] == '$' && (!pattern || at + 1 < text.size());
}

std::string escaped(std::string_view text, Escaping escaping, bool escape_octets, bool pattern) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool escape = c == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
                        hex_value(text[i + 2]) >= 0;
    if (escape) {
      const auto value =
          static_cast<unsigned>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      if (resolves(static_cast<char>(value), escaping)) {
        out += static_cast<char>(value);
      } else {
        append_escape(value, out);
      }
      i += 2;
    } else if ((static_cast<unsigned char>(c) >= 0x80 && escape_octets) ||
               (c == ' ' && escaping == Escaping::kNormal) || is_special(text, i, pattern)) {
      append_escape(static_cast<unsigned char>(c), out);
    } else {
      out += c;
    }
  }
  return out;
}

// Everything behind scheme and authority.
std::string_view path_of(std::string_view target) {
  target = target.substr(0, target.find('#'));
  const std::size_t scheme = target.find("://");
  const bool url = scheme != std::string_view::npos && scheme < target.find_first_of("/?;");
  if (!url && !target.starts_with("//")) return target;
  const std::size_t begin = url ? scheme + 3 : 2;
  const std::size_t end = target.find_first_of("/?;", begin);
  return end == std::string_view::npos ? std::string_view() : target.substr(end);
}

}  // namespace

RobotsPath robots_path(std::string_view target) {
  const std::string_view cut = path_of(target).substr(0, kMaxPathBytes);
  const std::string path = cut.starts_with('/') ? std::string(cut) : "/" + std::string(cut);
  return {escaped(path, Escaping::kStrict, false, false),
          escaped(path, Escaping::kNormal, true, false)};
}

std::string compared_pattern(std::string_view pattern, bool strict) {
  return escaped(pattern, strict ? Escaping::kStrict : Escaping::kNormal, true, true);
}

std::size_t escaped_size(std::string_view pattern) {
  const auto octets = std::count_if(pattern.begin(), pattern.end(),
                                    [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  return pattern.size() + 2 * static_cast<std::size_t>(octets);
}

bool matches_pattern(std::string_view pattern, std::string_view path) {
  const bool anchored = pattern.ends_with('$');
  if (anchored) pattern.remove_suffix(1);
  std::size_t pos = 0;
  bool first = true;
  while (true) {
    const std::size_t star = pattern.find('*');
    const std::string_view part = pattern.substr(0, star);
    const bool last = star == std::string_view::npos;
    if (last && anchored && !first) {
      return path.size() - pos >= part.size() && path.ends_with(part);
    }
    const std::size_t found =
        first ? (path.starts_with(part) ? 0 : std::string_view::npos) : path.find(part, pos);
    if (found == std::string_view::npos) return false;
    pos = found + part.size();
    if (last) return !anchored || pos == path.size();
    pattern.remove_prefix(star + 1);
    first = false;
  }
}

}  // namespace horizon::crawler
