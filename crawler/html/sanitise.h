// HTML from elsewhere made harmless: what a feed's content may hold when it is shown.
#pragma once

#include <string>
#include <string_view>

namespace horizon::crawler {

// Keeps text and the elements and attributes of a whitelist (HTML's for content, MathML's and
// SVG's for drawing; `style` with a whitelist of properties), and nothing else: what loads or runs
// code, frames, embeds or styles the page goes with its content, event handlers and addresses of
// schemes that run something ("javascript:", "data:" but for images) go too, other elements lose
// their tags. Relative addresses are resolved against `base` (empty: they stay). Tags are written
// in lower case with quoted attributes in the order of their names, empty elements as "<br />".
// Text is kept as it is, with '<' and ambiguous '&' escaped. Linear in its input, whatever that is;
// sanitising the result again changes nothing but for what `base` did.
std::string sanitise_html(std::string_view html, std::string_view base);

// The HTML without what a reader never sees: scripts, styles, what is embedded or a fallback of it,
// and the tags of HTML's elements that sanitise_html() drops. Everything else stays as it is,
// "vector<T>" too.
std::string without_hidden_content(std::string_view html);

// True for text that is most likely HTML, where a format does not say: it has an end tag or a
// reference, all its tags are of the whitelist and all its references are HTML's.
bool looks_like_html(std::string_view text);

}  // namespace horizon::crawler
