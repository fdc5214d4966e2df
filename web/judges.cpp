#include "web/judges.h"

#include <fmt/format.h>

#include "core/text.h"

namespace horizon::web {
namespace {

constexpr std::size_t kLongestName = 60;

tl::unexpected<Error> wrong(const std::string& where, std::size_t line, const std::string& what) {
  return fail(ErrorCode::kUsage, fmt::format("{}:{}: {}", where, line, what));
}

Status add(std::string_view entry, const std::string& where, std::size_t line,
           std::map<std::string, std::string>& judges) {
  const std::size_t end = entry.find_first_of(" =\t");
  if (end == std::string_view::npos) {
    return wrong(where, line, "a name and a token are expected, with a space between them");
  }
  const std::string_view name = trim(entry.substr(0, end));
  const std::string_view token = trim(entry.substr(end + 1));
  if (name.empty() || name.size() > kLongestName || !is_valid_utf8(name)) {
    return wrong(where, line, fmt::format("a name has 1 to {} bytes", kLongestName));
  }
  if (token.size() < kShortestToken) {
    return wrong(where, line,
                 fmt::format("the token of {} has fewer than {} characters; make one with "
                             "'openssl rand -hex 16'",
                             name, kShortestToken));
  }
  if (!judges.emplace(token, name).second) {
    return wrong(where, line, fmt::format("the token of {} is another one's, too", name));
  }
  return {};
}

}  // namespace

Result<std::map<std::string, std::string>> parse_judges(std::string_view list,
                                                        const std::string& where) {
  std::map<std::string, std::string> judges;
  std::size_t number = 0;
  for (const std::string_view line : split(list, '\n')) {
    ++number;
    if (trim(line).starts_with('#')) continue;
    for (const std::string_view entry : split(line, ',')) {
      if (!trim(entry).empty()) HORIZON_TRY(add(trim(entry), where, number, judges));
    }
  }
  return judges;
}

}  // namespace horizon::web
