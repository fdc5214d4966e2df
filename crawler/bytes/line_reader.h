// Lines of a plain, gzip or zstd file, in bounded memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/error.h"
#include "crawler/bytes/byte_source.h"

namespace horizon::crawler {

struct Line {
  std::string_view text;     // without the line break; valid until the next call
  std::uint64_t number = 0;  // 1-based
  std::uint64_t offset = 0;  // of its first byte in the decompressed stream
  std::uint64_t size = 0;    // bytes of the whole line
  // The line exceeds max_line_bytes: it was skipped to its end and text is its first 64 KiB.
  bool oversized = false;
};

struct LineReaderOptions {
  std::size_t max_line_bytes = std::size_t{16} << 20;
};

// Compression is known by its magic bytes, not by the name; concatenated gzip members and zstd
// frames are one stream. A UTF-8 BOM is skipped; "\r\n" counts as "\n". Empty lines are delivered.
class LineReader {
 public:
  // kNotFound, or kUnavailable if it cannot be read. "-" is standard input.
  static Result<LineReader> open(const std::filesystem::path& path, LineReaderOptions options = {});
  // Of bytes that are open already; `name` is for messages.
  static LineReader over(std::unique_ptr<ByteSource> bytes, std::string name = "the file",
                         LineReaderOptions options = {});
  LineReader(LineReader&&) noexcept;
  LineReader& operator=(LineReader&&) noexcept;
  ~LineReader();

  // nullopt at the end. The last line needs no line break. Where the stream is damaged or cut off,
  // every whole line before that is delivered, then one error (kCorrupt, with line and offset;
  // kUnavailable for I/O), then nullopt.
  Result<std::optional<Line>> next();

  // Bytes of the file consumed so far (compressed ones, if it is), for progress.
  std::uint64_t bytes_read() const;

 private:
  struct Impl;
  explicit LineReader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace horizon::crawler
