// What sanitise_html() lets through.
#pragma once

#include <string>
#include <string_view>

namespace horizon::crawler {

bool is_safe_element(std::string_view name);   // in lower case
bool is_other_element(std::string_view name);  // of HTML, but not safe
bool is_void_element(std::string_view name);   // no end tag in HTML
bool is_raw_element(std::string_view name);    // its content is no markup: script, style
// Shown by itself or not at all: its content goes with it where an end tag says how far it goes.
bool is_embedding_element(std::string_view name);
bool is_safe_attribute(std::string_view name);
bool is_address_attribute(std::string_view name);
// `url` is absolute or relative; control characters and blanks do not hide a scheme.
bool is_safe_address(std::string_view element, std::string_view attribute, std::string_view url);

// The declarations of a style attribute that only change how its own text looks; none where the
// attribute holds anything that is no plain declaration.
std::string sanitise_style(std::string_view style);

}  // namespace horizon::crawler
