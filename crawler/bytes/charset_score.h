// How likely a text is one that somebody wrote: what tells a right decoding from a wrong one.
#pragma once

#include <string_view>

namespace horizon::crawler {

// Bits that the text costs under the language that fits it best, of those that are written in
// `encoding`. Texts decoded from the same bytes can be compared: the fewer, the likelier.
double text_cost(std::string_view utf8, std::string_view encoding);

}  // namespace horizon::crawler
