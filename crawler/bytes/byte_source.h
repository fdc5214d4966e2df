// Bytes of a file, descriptor or memory, decompressed if they are gzip or zstd.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "core/error.h"

namespace horizon::crawler {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // At least one byte, or 0 at the end. kCorrupt where compressed bytes are damaged or cut off:
  // all that could be decoded before that was delivered by earlier calls, so that a wrong checksum
  // at the end takes nothing away. kUnavailable for I/O.
  virtual Result<std::size_t> read(std::span<char> buffer) = 0;
  virtual std::uint64_t bytes_consumed() const = 0;  // of the file as it is on disk
};

// By the first bytes, whatever the name says. "-" is standard input. Concatenated gzip members and
// zstd frames are one stream; zero bytes behind the last member (tape padding) are ignored.
Result<std::unique_ptr<ByteSource>> open_bytes(const std::filesystem::path& path);
// `bytes` must outlive the source.
Result<std::unique_ptr<ByteSource>> open_memory(std::string_view bytes);

// The same of any other source.
Result<std::unique_ptr<ByteSource>> open_source(std::unique_ptr<ByteSource> bytes);
// `head`, then the rest: what was read ahead to know a format, put back.
std::unique_ptr<ByteSource> replay(std::string head, std::unique_ptr<ByteSource> rest);
// Up to `size` first bytes, fewer at the end or where damage follows; an error if there are none
// but the damage.
Result<std::string> read_beginning(ByteSource& source, std::size_t size);

// Reads a source in portions that grow as long as there is more: a small input costs no large
// buffer, a large one few calls.
class PortionReader {
 public:
  explicit PortionReader(std::size_t largest) : largest_(largest) {}
  // Appends the next portion to `out`; 0 at the end. `out` is as it was after an error.
  Result<std::size_t> append(ByteSource& source, std::string& out);

 private:
  std::size_t largest_;
  std::size_t size_ = std::size_t{4} << 10;  // of the next portion
};

// Everything; kLimit above max_bytes. `name` is for messages.
Result<std::string> read_all(ByteSource& source, std::size_t max_bytes, std::string_view name);

bool is_compressed(std::string_view beginning);

}  // namespace horizon::crawler
