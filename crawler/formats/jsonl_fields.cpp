#include "crawler/formats/jsonl_fields.h"

#include <algorithm>

#include "core/text.h"
#include "crawler/text/date_text.h"

namespace horizon::crawler {
namespace {

void add_trimmed(std::vector<std::string>& parts, std::string_view part) {
  part = trim(part);
  if (!part.empty()) parts.emplace_back(part);
}

// Length of the separator that stands at pos, 0 if none.
std::size_t semicolon_at(std::string_view text, std::size_t pos) {
  if (text[pos] == ';') return 1;
  return text.substr(pos).starts_with("；") ? 3 : 0;
}

std::size_t comma_at(std::string_view text, std::size_t pos) {
  if (text[pos] == ',') return 1;
  const std::string_view rest = text.substr(pos);
  if (rest.starts_with("、") || rest.starts_with("，")) return 3;
  return rest.starts_with(" and ") ? 5 : 0;
}

template <typename SeparatorAt>
std::vector<std::string> split_by(std::string_view text, SeparatorAt separator_at) {
  std::vector<std::string> parts;
  int depth = 0;
  std::size_t begin = 0;
  for (std::size_t pos = 0; pos < text.size();) {
    if (text[pos] == '(') ++depth;
    if (text[pos] == ')' && depth > 0) --depth;
    const std::size_t size = depth == 0 ? separator_at(text, pos) : 0;
    if (size == 0) {
      ++pos;
      continue;
    }
    add_trimmed(parts, text.substr(begin, pos - begin));
    // The blank behind "," may be the one in front of "and".
    begin = pos + size;
    pos = size == 1 ? begin : begin - (text[begin - 1] == ' ' ? 1 : 0);
  }
  add_trimmed(parts, text.substr(std::min(begin, text.size())));
  return parts;
}

bool has_semicolon(std::string_view text) {
  return text.find(';') != std::string_view::npos || text.find("；") != std::string_view::npos;
}

}  // namespace

std::optional<PartialDate> parse_any_date(std::string_view text) {
  if (auto date = parse_iso_date(text)) return date;
  return parse_feed_date(text);
}

std::vector<std::string> split_people(std::string_view text) {
  return has_semicolon(text) ? split_by(text, semicolon_at) : split_by(text, comma_at);
}

std::vector<std::string> split_organisations(std::string_view text) {
  return split_by(text, semicolon_at);
}

std::vector<std::string> split_codes(std::string_view text) {
  if (has_semicolon(text)) return split_by(text, semicolon_at);
  return split_by(text, [](std::string_view all, std::size_t pos) -> std::size_t {
    const char c = all[pos];
    return c == ' ' || c == ',' || c == '\t' || c == '\n' ? 1 : 0;
  });
}

bool has_controls(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte < 0x20 && byte != '\t' && byte != '\n') || byte == 0x7F) return true;
    if (byte != 0xC2 && byte < 0xEF) continue;
    const unsigned second = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
    if (byte == 0xC2 && second < 0xA0) return true;                       // U+0080 to U+009F
    if (byte == 0xEF && (second == 0xB7 || second == 0xBF)) return true;  // U+FDD0, U+FFFE, ...
    if (byte >= 0xF0 && (second & 0x0FU) == 0x0FU) return true;  // U+1FFFE and the like, or near
  }
  return false;
}

}  // namespace horizon::crawler
