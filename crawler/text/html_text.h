// Plain text of titles and descriptions that may be HTML.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace horizon::crawler {

// Where a reference stands: in the value of an attribute one without its semicolon counts only if
// nothing follows that could belong to it ("?a=1&copy=2").
enum class EntityPlace : std::uint8_t { kText, kAttribute };

// The character reference at text[pos] ('&') by the rules of the HTML Living Standard (13.2.5.72):
// numeric (those of 128 to 159 read as windows-1252) or one of its names, of which 106 need no
// semicolon. False, and nothing taken, if it is none. `pos` moves behind it.
bool append_entity(std::string_view text, std::size_t& pos, EntityPlace place, std::string& out);
// The same for callers that want one character: the first of the few references that are two.
std::optional<char32_t> decode_entity(std::string_view text, std::size_t& pos);
// First code point of a name ("eacute"), without '&' and ';'.
std::optional<char32_t> named_entity(std::string_view name);

// References resolved, everything else kept.
std::string decode_entities(std::string_view text, EntityPlace place = EntityPlace::kText);

// Tags removed, the content of script and style with them, block elements as line breaks, entities
// decoded, white space collapsed (line breaks kept single). Only names of HTML elements (or with a
// prefix, as in "jats:p") are tags: "vector<T>" and "p<0.05" stay. <sub> and <sup> give indices
// where Unicode has them, MathML and JATS's TeX give text. Valid UTF-8, never longer than three
// times the input, linear in its size.
std::string fragment_to_text(std::string_view html);

// The same, but of a whole page (one that begins with <!DOCTYPE html> or <html>) its article:
// without navigation, notices and comments.
std::string html_to_text(std::string_view html);

// The same on one line, and never as a page.
std::string html_to_line(std::string_view html);

}  // namespace horizon::crawler
