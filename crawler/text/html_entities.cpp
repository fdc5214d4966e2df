#include <algorithm>
#include <array>
#include <unordered_map>

#include "core/text.h"
#include "crawler/text/html_entity_names.h"
#include "crawler/text/html_text.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kLongestName = 32;
constexpr std::size_t kLongestOpenName = 6;  // of those that need no semicolon

struct NamedEntity {
  std::string_view value;  // one or two characters in UTF-8
  bool open = false;       // needs no semicolon
};

class NamedEntities {
 public:
  NamedEntities() {
    entities_.reserve(4096);
    for (const std::string_view entry : split(html_entity_names(), ' ')) {
      const std::size_t end = entry.find_first_of(":;");
      if (end == std::string_view::npos) continue;
      entities_[entry.substr(0, end)] = {entry.substr(end + 1), entry[end] == ':'};
    }
  }
  const NamedEntity* find(std::string_view name) const {
    const auto found = entities_.find(name);
    return found == entities_.end() ? nullptr : &found->second;
  }

 private:
  std::unordered_map<std::string_view, NamedEntity> entities_;
};

const NamedEntities& named_entities() {
  static const NamedEntities kEntities;
  return kEntities;
}

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::optional<char32_t> decode_numeric(std::string_view text, std::size_t& pos) {
  std::size_t i = pos + 2;
  const bool hex = i < text.size() && (text[i] == 'x' || text[i] == 'X');
  if (hex) ++i;
  const std::size_t begin = i;
  char32_t value = 0;
  for (; i < text.size() && i - begin < 10; ++i) {
    const char c = text[i];
    char32_t digit = 0;
    if (c >= '0' && c <= '9') {
      digit = static_cast<char32_t>(c - '0');
    } else if (hex && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))) {
      digit = static_cast<char32_t>((c | 0x20) - 'a' + 10);
    } else {
      break;
    }
    value = std::min<char32_t>(value * (hex ? 16 : 10) + digit, 0x110000);
  }
  if (i == begin) return std::nullopt;
  pos = i < text.size() && text[i] == ';' ? i + 1 : i;
  if (value >= 0x80 && value <= 0x9F) return windows_1252(value);
  if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return 0xFFFD;
  if (value == 0) return 0xFFFD;
  if (value < 0x20 || value == 0x7F) return U' ';
  return value;
}

// The longest name at text[pos] ('&') that counts there. `pos` moves behind it.
std::string_view take_named(std::string_view text, std::size_t& pos, EntityPlace place) {
  const std::size_t begin = pos + 1;
  std::size_t end = begin;
  while (end < text.size() && end - begin < kLongestName && is_alphanumeric(text[end])) ++end;
  if (end == begin) return {};
  if (end < text.size() && text[end] == ';') {
    const NamedEntity* const entity = named_entities().find(text.substr(begin, end - begin));
    if (entity != nullptr) {
      pos = end + 1;
      return entity->value;
    }
  }
  for (std::size_t size = std::min(end - begin, kLongestOpenName); size >= 2; --size) {
    const NamedEntity* const entity = named_entities().find(text.substr(begin, size));
    if (entity == nullptr || !entity->open) continue;
    const char behind = begin + size < text.size() ? text[begin + size] : ' ';
    // In addresses "&copy=1" is a parameter (HTML Living Standard, 13.2.5.73).
    if (place == EntityPlace::kAttribute && (behind == '=' || is_alphanumeric(behind))) return {};
    pos = begin + size + (behind == ';' ? 1 : 0);
    return entity->value;
  }
  return {};
}

}  // namespace

bool append_entity(std::string_view text, std::size_t& pos, EntityPlace place, std::string& out) {
  if (pos + 1 < text.size() && text[pos + 1] == '#') {
    const auto code_point = decode_numeric(text, pos);
    if (code_point) append_utf8(out, *code_point);
    return code_point.has_value();
  }
  const std::string_view value = take_named(text, pos, place);
  out += value;
  return !value.empty();
}

std::optional<char32_t> decode_entity(std::string_view text, std::size_t& pos) {
  if (pos + 1 < text.size() && text[pos + 1] == '#') return decode_numeric(text, pos);
  const std::string_view value = take_named(text, pos, EntityPlace::kText);
  if (value.empty()) return std::nullopt;
  std::size_t at = 0;
  return decode_utf8(value, at);
}

std::optional<char32_t> named_entity(std::string_view name) {
  const NamedEntity* const entity = named_entities().find(name);
  if (entity == nullptr) return std::nullopt;
  std::size_t at = 0;
  return decode_utf8(entity->value, at);
}

std::string decode_entities(std::string_view text, EntityPlace place) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t pos = 0; pos < text.size();) {
    const std::size_t next = std::min(text.find('&', pos), text.size());
    out += text.substr(pos, next - pos);
    pos = next;
    if (pos < text.size() && !append_entity(text, pos, place, out)) out += text[pos++];
  }
  return out;
}

}  // namespace horizon::crawler
