// Bounded file access.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/error.h"

namespace horizon {

// Whole file; kLimit if it is larger than max_bytes, kNotFound if it is not there.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes);

// Writes a temporary neighbour, fsyncs, and renames: readers see the old file or the new one.
Status write_file_atomically(const std::filesystem::path& path, std::string_view bytes);

}  // namespace horizon
