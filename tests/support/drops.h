// A source of bytes that comes in drops.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

#include "crawler/bytes/byte_source.h"

namespace horizon::test {

// Gives its bytes a few at a time, so that everything falls on a boundary once.
class Drops final : public crawler::ByteSource {
 public:
  Drops(std::string text, std::size_t size) : text_(std::move(text)), size_(size) {}
  Result<std::size_t> read(std::span<char> buffer) override {
    const std::size_t count = std::min({size_, buffer.size(), text_.size() - pos_});
    text_.copy(buffer.data(), count, pos_);
    pos_ += count;
    return count;
  }
  std::uint64_t bytes_consumed() const override { return pos_; }

 private:
  std::string text_;
  std::size_t size_, pos_ = 0;
};

}  // namespace horizon::test
