// MathML as one line of text.
#pragma once

#include <string>
#include <string_view>

namespace horizon::crawler {

// What stands inside <math>, of any prefix, as it would be read: "x_i" small, fractions with a
// slash, roots with their sign. Annotations are left out. Bounded depth; never fails; entities
// decoded.
std::string mathml_to_text(std::string_view markup);

}  // namespace horizon::crawler
