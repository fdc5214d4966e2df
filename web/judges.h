// The list of those who may judge.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "core/error.h"

namespace horizon::web {

inline constexpr std::size_t kShortestToken = 16;

// Names and tokens: "name token" or "name=token", one on a line or separated by commas; lines that
// begin with # are explanations. Gives token → name. kUsage names `where` and the line: a name
// without token, a token of fewer than kShortestToken characters, one that two have.
Result<std::map<std::string, std::string>> parse_judges(std::string_view list,
                                                        const std::string& where);

}  // namespace horizon::web
