#include "digest/foreign.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"

namespace horizon::digest {
namespace {

// Marks, embeddings, overrides and isolates of direction; zero-width spaces and joiners that are
// not needed to spell; line and paragraph separators; C1 controls; tags.
bool is_invisible(char32_t c) {
  return (c >= 0x7F && c <= 0x9F) || c == 0xAD || c == 0x61C || c == 0x200B || c == 0x200E ||
         c == 0x200F || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
         c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F);
}

bool is_ascii_alnum(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

}  // namespace

std::string clean_line(std::string_view text, std::size_t max_characters) {
  // No character is longer than four bytes; what lies beyond cannot be shown anyway.
  const std::string valid = sanitise_utf8(truncate_utf8(text, max_characters * 8 + 64));
  std::string visible;
  for (std::size_t pos = 0; pos < valid.size();) {
    const char32_t c = decode_utf8(valid, pos);
    if (!is_invisible(c)) append_utf8(visible, c);
  }
  visible = collapse_whitespace(visible);
  std::size_t characters = 0;
  for (std::size_t pos = 0; pos < visible.size();) {
    if (++characters > max_characters) {
      visible.resize(pos);
      return visible + "…";
    }
    decode_utf8(visible, pos);
  }
  return visible;
}

std::string readable_id(std::string_view id) {
  if (id.starts_with("id:")) return "";
  if (!id.starts_with("url:")) return std::string(id);
  const std::size_t scheme = id.find("://");
  if (scheme == std::string_view::npos) return "";
  const std::string_view rest = id.substr(scheme + 3);
  return std::string(rest.substr(0, rest.find('/')));
}

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

}  // namespace

std::string escape_markdown(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const char next = i + 1 < text.size() ? text[i + 1] : ' ';
    // Only what would begin an entity, a tag or a quotation: "R & D" and "< 0.001" stay readable.
    if (c == '&' && (is_letter(next) || next == '#')) {
      out += "&amp;";
    } else if (c == '<' && (is_letter(next) || next == '/' || next == '!' || next == '?')) {
      out += "&lt;";
    } else if (c == '>' && i == 0) {
      out += "&gt;";
    } else {
      const bool markup = std::string_view("\\`*_[]|~$#").find(c) != std::string_view::npos;
      const bool bullet = i == 0 && (c == '-' || c == '+' || c == '=' || c == '!');
      if (markup || bullet) out += '\\';
      out += c;
    }
  }
  return out;
}

std::optional<std::string> web_address(std::string_view url) {
  constexpr std::size_t kMaxBytes = 2000;
  url = trim(url);
  const bool web =
      starts_with_ignoring_case(url, "http://") || starts_with_ignoring_case(url, "https://");
  if (!web || url.size() > kMaxBytes || url.find("//") + 2 == url.size()) return std::nullopt;
  if (!is_valid_utf8(url)) return std::nullopt;
  for (std::size_t pos = 0; pos < url.size();) {
    const char32_t c = decode_utf8(url, pos);
    if (c <= 0x20 || is_invisible(c) || c == 0x3000) return std::nullopt;
  }
  return std::string(url);
}

std::string markdown_address(std::string_view web_address) {
  std::string out;
  for (const char c : web_address) {
    if (std::string_view("()<>[]|\\\"'`*").find(c) != std::string_view::npos) {
      out += fmt::format("%{:02X}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out;
}

std::string language_tag(std::string_view language) {
  const bool well_formed = language.size() >= 2 && language.size() <= 20 &&
                           is_ascii_alnum(language.front()) && is_ascii_alnum(language.back()) &&
                           std::all_of(language.begin(), language.end(),
                                       [](char c) { return is_ascii_alnum(c) || c == '-'; });
  return well_formed && language != "und" ? std::string(language) : std::string();
}

}  // namespace horizon::digest
