#include "web/html.h"

#include <cassert>

#include "digest/foreign.h"

namespace horizon::web {

Piece::Piece(std::string_view text) : html_(digest::escape_html(text)) {}

Markup fill(const char* shape, std::initializer_list<Piece> pieces) {
  std::string_view rest = shape;
  Markup out;
  for (const Piece& piece : pieces) {
    const std::size_t gap = rest.find("{}");
    assert(gap != std::string_view::npos);
    out.html += rest.substr(0, gap);
    out.html += piece.html();
    rest.remove_prefix(gap + 2);
  }
  assert(rest.find("{}") == std::string_view::npos);
  out.html += rest;
  return out;
}

Markup text(std::string_view text) { return {digest::escape_html(text)}; }

Markup foreign(std::string_view text, std::size_t max_characters) {
  return {digest::escape_html(digest::clean_line(text, max_characters))};
}

Markup outside_link(std::string_view address, const Markup& words) {
  const auto safe = digest::web_address(address);
  if (!safe) return words;
  return markup("<a href=\"{}\" rel=\"noopener noreferrer\">{}</a>", *safe, words);
}

Markup lang_attribute(std::string_view language, std::string_view page_language) {
  const std::string tag = digest::language_tag(language);
  if (tag.empty() || page_language.substr(0, 2) == tag) return {};
  return markup(" lang=\"{}\"", tag);
}

}  // namespace horizon::web
