// Bounded file access.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/error.h"

namespace horizon {

// Whole file; kLimit if it is larger than max_bytes, kNotFound if it is not there.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes);

// Writes a temporary neighbour, fsyncs, and renames: readers see the old file or the new one.
Status write_file_atomically(const std::filesystem::path& path, std::string_view bytes);

// All bytes, through interruptions, where the descriptor stands or at an offset. False with errno
// set if not all could be written.
bool write_all(int descriptor, std::string_view bytes);
bool write_all_at(int descriptor, std::string_view bytes, std::uint64_t offset);

// What errno says of a file; kUnavailable.
tl::unexpected<Error> file_error(const std::filesystem::path& file);

}  // namespace horizon
