// The operator's secrets, read at the moment at which they are used.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/error.h"
#include "pipeline/config.h"

namespace horizon::daemon {

// From the environment, or the first line of the file (relative to `root`). kUsage, naming the
// place but never the value, if it is missing or empty.
Result<std::string> read_secret(const pipeline::SecretPlace& place,
                                const std::filesystem::path& root,
                                const pipeline::Environment& environment);

// HMAC-SHA256 (RFC 2104, FIPS 180-4) in lower-case hexadecimal.
Result<std::string> hmac_sha256(std::string_view key, std::string_view bytes);

}  // namespace horizon::daemon
