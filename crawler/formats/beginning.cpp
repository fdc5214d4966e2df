#include "crawler/formats/beginning.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "core/text.h"
#include "crawler/bytes/byte_source.h"
#include "crawler/bytes/text_source.h"
#include "crawler/xml/xml_split.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kLookedAt = std::size_t{64} << 10;

std::string text_of(std::string_view bytes) {
  auto plain = open_memory(bytes.substr(0, kLookedAt));
  if (!plain) return {};
  const auto text = text_source(*std::move(plain));
  return sanitise_utf8(read_beginning(*text, kLookedAt).value_or(std::string()));
}

std::string root_of(std::string_view text) {
  if (!trim(text).starts_with('<')) return {};
  text = text.substr(0, text.rfind('>') + 1);  // the beginning of a file may end within a tag
  if (std::string root = split_xml(text, {}, 0).root; !root.empty()) return root;
  constexpr std::string_view kDoctype = "<!DOCTYPE ";
  const std::size_t at = text.find(kDoctype);
  if (at == std::string_view::npos) return {};
  text = trim(text.substr(at + kDoctype.size()));
  text = text.substr(0, text.find_first_of(" \t\r\n[>"));
  return std::string(text.substr(text.find(':') + 1));
}

}  // namespace

Beginning::Beginning(std::string_view bytes, std::string_view name)
    : text_(text_of(bytes)), xml_root_(root_of(text_)), name_(name) {}

std::string_view Beginning::trimmed() const { return trim(text_); }

bool Beginning::is_json() const {
  const std::string_view text = trimmed();
  return text.starts_with('{') || text.starts_with('[');
}

bool Beginning::is_json_with(std::span<const std::string_view> spellings) const {
  return is_json() && std::any_of(spellings.begin(), spellings.end(),
                                  [&](std::string_view spelling) { return holds(spelling); });
}

}  // namespace horizon::crawler
