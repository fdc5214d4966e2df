// HTML that cannot forget to escape: text becomes markup only through these functions.
#pragma once

#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace horizon::web {

// A piece of HTML that is known to be well formed.
struct Markup {
  std::string html;

  Markup& operator+=(const Markup& more) {
    html += more.html;
    return *this;
  }
  bool empty() const { return html.empty(); }
};
inline Markup operator+(Markup a, const Markup& b) {
  a += b;
  return a;
}

// What fills a gap of a template: text is escaped, markup is taken as it is.
class Piece {
 public:
  Piece(const Markup& markup) : html_(markup.html) {}  // NOLINT: every kind of value is a piece
  Piece(std::string_view text);                        // NOLINT
  Piece(const std::string& text) : Piece(std::string_view(text)) {}  // NOLINT
  Piece(const char* text) : Piece(std::string_view(text)) {}         // NOLINT
  template <std::integral Number>
  Piece(Number number) : html_(std::to_string(number)) {}  // NOLINT

  const std::string& html() const { return html_; }

 private:
  std::string html_;
};

// Each "{}" of the template, which is markup of our own, filled by a piece in turn.
Markup fill(const char* markup, std::initializer_list<Piece> pieces);

template <typename... Values>
Markup markup(const char* shape, const Values&... values) {
  return fill(shape, {Piece(values)...});
}

// Text as markup; safe within an attribute's quotes, too.
Markup text(std::string_view text);

// Text of a document: invisible and reordering characters are taken out first.
Markup foreign(std::string_view text, std::size_t max_characters = 1'000);

// <a> to an address from outside if it is http or https, else the words alone.
Markup outside_link(std::string_view address, const Markup& words);

// lang="…" with a space before it, for text in another language than the page's; empty if the
// language is the page's or not known.
Markup lang_attribute(std::string_view language, std::string_view page_language);

}  // namespace horizon::web
