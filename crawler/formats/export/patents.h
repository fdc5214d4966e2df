// Numbers of patents in fields that may hold anything.
#pragma once

#include <string_view>

namespace horizon::crawler {

// "CN117151122A", "US 2026/0123456 A1", "WO2026-012345", "ZL202310000000.1": an office, five
// digits or more, perhaps a kind; nothing else.
bool looks_like_patent_number(std::string_view text);

}  // namespace horizon::crawler
