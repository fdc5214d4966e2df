// Plain text of titles and descriptions that may be HTML.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace horizon::crawler {

// The entity at text[pos] ('&'), if it is one: numeric (those of 128 to 159 read as windows-1252,
// as browsers do), or one of HTML 4's names. `pos` moves behind it.
std::optional<char32_t> decode_entity(std::string_view text, std::size_t& pos);
// Code point of a name ("eacute"), without '&' and ';'.
std::optional<char32_t> named_entity(std::string_view name);

// Entities resolved, everything else kept.
std::string decode_entities(std::string_view text);

// Tags removed, the content of script and style with them, block elements as line breaks, entities
// decoded, white space collapsed (line breaks kept single). Only names of HTML elements (or with a
// prefix, as in "jats:p") are tags: "vector<T>" and "p<0.05" stay. Valid UTF-8, never longer than
// three times the input, linear in its size.
std::string html_to_text(std::string_view html);

// The same on one line.
std::string html_to_line(std::string_view html);

}  // namespace horizon::crawler
