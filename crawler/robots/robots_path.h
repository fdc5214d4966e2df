// Patterns of robots.txt and the paths that they are compared with (RFC 9309, 2.2.2 and 2.2.3).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace horizon::crawler {

// Path, parameters and query of a target, twice.
struct RobotsPath {
  std::string strict;  // escapes in upper case, those of "-._~" resolved, '*' and '$' escaped
  // Those of all unreserved characters resolved; octets and spaces, which URLs do not hold,
  // escaped.
  std::string normal;
};

// Of a URL or a path; "/" if it has none. The fragment does not count. Cut at 16 KiB.
RobotsPath robots_path(std::string_view target);

// A pattern as it is compared with a path's strict or normal form. Octets beyond ASCII are escaped
// in both, because files are written as text.
std::string compared_pattern(std::string_view pattern, bool strict);

// Bytes of a pattern once its octets beyond ASCII are escaped.
std::size_t escaped_size(std::string_view pattern);

// '*' stands for any characters, '$' at the end for the end; other patterns match beginnings. Time
// is linear in both but for paths that nearly match, where it is their product at most.
bool matches_pattern(std::string_view pattern, std::string_view path);

}  // namespace horizon::crawler
