#include <algorithm>
#include <array>

#include "core/text.h"
#include "crawler/text/html_text.h"
#include "crawler/xml/xml_char.h"
#include "crawler/xml/xml_scan.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kMaxEntityText = 1024;
constexpr std::size_t kMaxEntities = 1024;

// Production 4a, without the ASCII part.
bool is_name_start(char32_t c) {
  static constexpr std::array<std::array<char32_t, 2>, 12> kRanges = {{{0xC0, 0xD6},
                                                                       {0xD8, 0xF6},
                                                                       {0xF8, 0x2FF},
                                                                       {0x370, 0x37D},
                                                                       {0x37F, 0x1FFF},
                                                                       {0x200C, 0x200D},
                                                                       {0x2070, 0x218F},
                                                                       {0x2C00, 0x2FEF},
                                                                       {0x3001, 0xD7FF},
                                                                       {0xF900, 0xFDCF},
                                                                       {0xFDF0, 0xFFFD},
                                                                       {0x10000, 0xEFFFF}}};
  return std::any_of(kRanges.begin(), kRanges.end(),
                     [c](const auto& range) { return c >= range[0] && c <= range[1]; });
}

bool is_name_char(char32_t c) {
  if (c < 0x80) {
    const char byte = static_cast<char>(c);
    return is_ascii_letter(byte) || (byte >= '0' && byte <= '9') || byte == '_' || byte == '-' ||
           byte == '.';
  }
  return is_name_start(c) || c == 0xB7 || (c >= 0x300 && c <= 0x36F) || c == 0x203F || c == 0x2040;
}

std::string_view take_word(std::string_view& text) {
  text = trim(text);
  std::size_t end = 0;
  while (end < text.size() && !is_xml_space(text[end]) && text[end] != '>') ++end;
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(end);
  return word;
}

// The end of a markup declaration that begins behind "<!"; quotes hide a '>'.
std::size_t end_of_declaration(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '>') return i;
    if (text[i] != '"' && text[i] != '\'') continue;
    i = text.find(text[i], i + 1);
    if (i == std::string_view::npos) break;
  }
  return text.size();
}

struct Reference {
  std::size_t size = 0;  // with '&' and ';'; 0: none
  std::string_view name;
};

Reference reference_at(std::string_view text) {
  std::size_t end = 1;
  if (end < text.size() && text[end] == '#') ++end;
  while (end < text.size() && end < 64 &&
         (is_ascii_letter(text[end]) || (text[end] >= '0' && text[end] <= '9') ||
          text[end] == '_' || text[end] == '-' || text[end] == '.' || text[end] == ':' ||
          static_cast<unsigned char>(text[end]) >= 0x80)) {
    ++end;
  }
  if (end >= text.size() || text[end] != ';' || end == 1) return {};
  return {end + 1, text.substr(1, end - 1)};
}

bool is_right_number(std::string_view name) {
  name.remove_prefix(1);
  const bool hex = name.starts_with('x');
  if (hex) name.remove_prefix(1);
  if (name.empty()) return false;
  std::uint32_t value = 0;
  for (const char c : name) {
    std::uint32_t digit = 0;
    if (c >= '0' && c <= '9') {
      digit = static_cast<std::uint32_t>(c - '0');
    } else if (hex && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))) {
      digit = static_cast<std::uint32_t>((c | 0x20) - 'a' + 10);
    } else {
      return false;
    }
    value = std::min<std::uint32_t>(value * (hex ? 16 : 10) + digit, 0x110000);
  }
  return is_xml_char(value);
}

char predefined(std::string_view name) {
  if (name == "amp") return '&';
  if (name == "lt") return '<';
  if (name == "gt") return '>';
  if (name == "quot") return '"';
  return name == "apos" ? '\'' : '\0';
}

// The general entity that a declaration (behind "<!ENTITY") makes.
struct Declared {
  std::string_view name, value;
  bool internal = false;
};

Declared parse_declaration(std::string_view text) {
  Declared out;
  out.name = take_word(text);
  text = trim(text);
  if (text.empty() || (text[0] != '"' && text[0] != '\'')) return out;
  const std::size_t end = text.find(text[0], 1);
  if (end == std::string_view::npos) return out;
  out.value = text.substr(1, end - 1);
  out.internal = true;
  return out;
}

}  // namespace

bool is_xml_name(std::string_view name) {
  if (name.empty()) return false;
  int colons = 0;
  bool start = true;
  for (std::size_t pos = 0; pos < name.size();) {
    const char32_t c = decode_utf8(name, pos);
    if (c == ':') {
      if (start || pos == name.size() || ++colons > 1) return false;
      start = true;
      continue;
    }
    const bool letter = c < 0x80 && (is_ascii_letter(static_cast<char>(c)) || c == '_');
    if (start ? !letter && !is_name_start(c) : !is_name_char(c)) return false;
    start = false;
  }
  return true;
}

void XmlEntities::declare(std::string_view doctype) {
  const std::size_t subset = doctype.find('[');
  std::string_view head = doctype.substr(0, subset);
  take_word(head);
  external_ = external_ || trim(head).starts_with("PUBLIC") || trim(head).starts_with("SYSTEM");
  if (subset == std::string_view::npos) return;
  std::string_view rest = doctype.substr(subset + 1);
  while (!rest.empty() && texts_.size() < kMaxEntities) {
    const std::size_t mark = rest.find_first_of("<%");
    if (mark == std::string_view::npos) return;
    if (rest[mark] == '%') external_ = true;  // a parameter entity may declare anything
    rest.remove_prefix(mark + 1);
    if (rest.starts_with("!--")) {
      const std::size_t end = rest.find("-->", 3);
      if (end == std::string_view::npos) return;
      rest.remove_prefix(end + 3);
      continue;
    }
    if (!rest.starts_with('!')) continue;
    const std::string_view declaration = rest.substr(0, end_of_declaration(rest));
    rest.remove_prefix(declaration.size());
    if (!declaration.starts_with("!ENTITY")) continue;
    const Declared entity = parse_declaration(declaration.substr(7));
    if (entity.name == "%") continue;
    std::optional<std::string> text;
    const bool plain = entity.internal && entity.value.size() <= kMaxEntityText &&
                       entity.value.find_first_of("<%") == std::string_view::npos;
    XmlEntities none;
    XmlProblem ignored;
    if (plain) text = decode_references(entity.value, 0, none, ignored);
    if (text && text->find_first_of("<&") != std::string::npos) text.reset();
    texts_.emplace(entity.name, std::move(text));
  }
}

const std::string* XmlEntities::find(std::string_view name) {
  const auto found = texts_.find(name);
  if (found == texts_.end() || !found->second || found->second->size() > budget_) return nullptr;
  budget_ -= found->second->size();
  return &*found->second;
}

std::string decode_references(std::string_view raw, std::size_t offset, XmlEntities& entities,
                              XmlProblem& problem) {
  std::string out;
  out.reserve(raw.size());
  for (std::size_t pos = 0; pos < raw.size();) {
    const std::size_t next = std::min(raw.find('&', pos), raw.size());
    out.append(raw.substr(pos, next - pos));
    pos = next;
    if (pos == raw.size()) break;
    const Reference reference = reference_at(raw.substr(pos));
    const std::string_view name = reference.name;
    const bool numeric = pos + 1 < raw.size() && raw[pos + 1] == '#';
    const char character = predefined(name);
    const bool right = numeric ? !name.empty() && is_right_number(name)
                               : character != '\0' || entities.is_declared(name) ||
                                     (!name.empty() && entities.has_external());
    if (!right) problem.note("'&' that begins no reference, or one to nothing known", offset + pos);
    if (character != '\0') {
      out += character;
      pos += reference.size;
    } else if (const std::string* text = entities.find(name)) {
      out += *text;
      pos += reference.size;
    } else if (name == "#10" || name == "#xA" || name == "#xa" || name == "#9" || name == "#x9") {
      out += name == "#9" || name == "#x9" ? '\t' : '\n';
      pos += reference.size;
    } else {
      const bool sought = numeric || (!name.empty() && !entities.is_declared(name));
      // Names without their semicolon are HTML's affair, not XML's.
      const std::string_view whole = numeric ? raw : raw.substr(0, pos + reference.size);
      const std::size_t written = out.size();
      std::size_t behind = pos;
      const bool known = sought && append_entity(whole, behind, EntityPlace::kText, out) &&
                         (numeric || behind == whole.size());
      if (known) {
        pos = behind;
      } else {
        out.resize(written);
        out += raw[pos++];
      }
    }
  }
  return out;
}

}  // namespace horizon::crawler
