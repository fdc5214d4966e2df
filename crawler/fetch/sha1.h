// SHA-1 (FIPS 180-4), as WARC files carry it; not for security.
#pragma once

#include <string>
#include <string_view>

namespace horizon::crawler {

// The digest of `bytes` in base32 (RFC 4648), 32 characters.
std::string sha1_base32(std::string_view bytes);

}  // namespace horizon::crawler
