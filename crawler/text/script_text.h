// Subscripts and superscripts as plain text.
#pragma once

#include <string>
#include <string_view>

namespace horizon::crawler {

enum class Script { kSub, kSuper };

// `text` lowered or raised: "2" gives "₂", "-3" gives "⁻³", one letter its small form where Unicode
// has it. What has none follows a '_' or '^' if `mark` is set ("x_max", "x^(a+b)"), and stands as
// it is otherwise ("20th"). White space around it is dropped.
std::string script_text(Script script, std::string_view text, bool mark);

}  // namespace horizon::crawler
