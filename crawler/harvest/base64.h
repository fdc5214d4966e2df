// Base 64 (RFC 4648, section 4), for HTTP's Basic authentication.
#pragma once

#include <string>
#include <string_view>

namespace horizon::crawler {

std::string base64(std::string_view bytes);

}  // namespace horizon::crawler
