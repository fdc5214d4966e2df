// Removes what servers wrap bodies in: gzip, deflate, br, zstd (RFC 9110, 8.4; RFC 8878; RFC 7932).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/error.h"

namespace horizon::crawler {

// What the crawler can decode, as an Accept-Encoding header.
inline constexpr std::string_view kAcceptEncoding = "gzip, deflate, br, zstd";

// `body` without the codings that the header names, in reverse order, and without a gzip or zstd
// wrapping that no header named (files that are served as they are on disk). Servers name codings
// that they did not apply: a body that does not begin as its coding must is taken as it is.
// kLimit: any layer is larger than max_bytes, or there are more than four; kCorrupt: damaged or
// cut off.
Result<std::string> decode_content(std::string body, std::string_view content_encoding,
                                   std::size_t max_bytes);

}  // namespace horizon::crawler
