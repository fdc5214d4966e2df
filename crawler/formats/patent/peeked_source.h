// The beginning of a stream, looked at before it is read.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/error.h"
#include "crawler/bytes/byte_source.h"

namespace horizon::crawler {

// Delivers `beginning`, then what is left of `bytes`. UTF-16, told by its byte order mark or by its
// first '<', comes as UTF-8.
class PeekedSource final : public ByteSource {
 public:
  // Reads up to `size` bytes of the stream. An error of it is delivered by read(), behind them.
  PeekedSource(std::unique_ptr<ByteSource> bytes, std::size_t size);

  // In UTF-8 if it is UTF-16; without a byte order mark.
  std::string_view beginning() const { return ready_; }

  Result<std::size_t> read(std::span<char> buffer) override;
  std::uint64_t bytes_consumed() const override { return bytes_->bytes_consumed(); }

 private:
  Result<std::size_t> read_raw(std::span<char> buffer);
  void add_utf16(std::string_view units);

  std::unique_ptr<ByteSource> bytes_;
  std::string ready_;   // read, not yet delivered
  std::string halves_;  // of a code unit or surrogate pair
  int utf16_ = 0;       // 1: little-endian, 2: big-endian
  std::optional<Error> error_;
};

}  // namespace horizon::crawler
