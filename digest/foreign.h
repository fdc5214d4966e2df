// Text and links that came from outside, made harmless for the format that shows them. Shared by
// every page that is written.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace horizon::digest {

// One line: valid UTF-8, white space collapsed, without controls, invisible characters and those
// that reorder what follows them; cut with "…" behind max_characters.
std::string clean_line(std::string_view text, std::size_t max_characters = 300);

// The TeX formulae of a title as plain text: "Ga$_2$O$_3$" reads Ga₂O₃, "$\beta$" β. A formula
// that holds anything unknown stays as it is written, as do dollars that enclose none. Does not
// clean.
std::string readable_title(std::string_view title);

// What of a document's id tells a reader something: arXiv, DOI and patent numbers as they are, of
// an address its host, of a key made up from a feed's guid nothing.
std::string readable_id(std::string_view id);

// For text and for quoted attribute values. Does not clean.
std::string escape_html(std::string_view text);

// So that CommonMark and its table extension show it literally, HTML included. Does not clean.
std::string escape_markdown(std::string_view text);

// The address itself if it is http or https, at most 2,000 bytes, and has neither white space nor
// controls; nullopt for everything else ("javascript:", "data:", relative, empty).
std::optional<std::string> web_address(std::string_view url);

// The address with the characters percent-encoded that would end a Markdown link or table cell.
std::string markdown_address(std::string_view web_address);

// A BCP 47 tag that is safe in a lang attribute; "" if it is unknown ("und") or malformed.
std::string language_tag(std::string_view language);

}  // namespace horizon::digest
