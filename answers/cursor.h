// The place of a page in a list of hits, as text.
#pragma once

#include <string>
#include <string_view>

#include "core/error.h"
#include "index/index.h"

namespace horizon::answers {

// Letters, digits, '.', '-' only. It names the last hit before the page, so that what is taken in
// meanwhile neither repeats nor hides a hit behind it.
std::string cursor_text(const index::After& place);
// kUsage names --after.
Result<index::After> parse_cursor(std::string_view text);

}  // namespace horizon::answers
