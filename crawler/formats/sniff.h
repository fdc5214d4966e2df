// Files on disk whose format the operator did not name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/error.h"
#include "crawler/record.h"
#include "crawler/source.h"

namespace horizon::crawler {

enum class Format : std::uint8_t { kJsonl, kFeed, kOai };

// Whole-file formats (feeds, OAI-PMH pages) are bounded; JSON Lines is streamed by LineReader.
inline constexpr std::size_t kMaxWholeFileBytes = std::size_t{64} << 20;

// By the first bytes (decompressed). kUsage, with how the file begins, for what is none of them;
// an empty file is JSON Lines without records.
Result<Format> sniff_bytes(std::string_view beginning);
Result<Format> sniff(const std::filesystem::path& path);

// The whole file, decompressed; kLimit above max_bytes, kCorrupt if it is cut off.
Result<std::string> read_decompressed(const std::filesystem::path& path,
                                      std::size_t max_bytes = kMaxWholeFileBytes);

// Feeds and OAI-PMH pages; kJsonl is kUsage here.
Result<Records> parse_file_bytes(Format format, std::string_view bytes, const Source& source,
                                 const Provenance& provenance);

}  // namespace horizon::crawler
