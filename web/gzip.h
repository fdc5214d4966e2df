// Smaller replies.
#pragma once

#include <string>
#include <string_view>

namespace horizon::web {

// True if a browser that sent this Accept-Encoding reads gzip (RFC 9110, section 12.5.3).
bool accepts_gzip(std::string_view accept_encoding);

// The bytes as a gzip member (RFC 1952), fast rather than small; "" if that fails.
std::string gzipped(std::string_view bytes);

}  // namespace horizon::web
