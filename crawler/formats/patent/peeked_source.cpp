#include "crawler/formats/patent/peeked_source.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.h"

namespace horizon::crawler {
namespace {

using namespace std::string_view_literals;

// 0: not UTF-16.
int utf16_order(std::string_view text) {
  if (text.starts_with("\xFF\xFE"sv) || text.starts_with("<\0"sv)) return 1;
  if (text.starts_with("\xFE\xFF"sv) || text.starts_with("\0<"sv)) return 2;
  return 0;
}

}  // namespace

PeekedSource::PeekedSource(std::unique_ptr<ByteSource> bytes, std::size_t size)
    : bytes_(std::move(bytes)) {
  std::string raw(size, '\0');
  std::size_t filled = 0;
  while (filled < size) {
    const auto got = bytes_->read(std::span(raw).subspan(filled));
    if (!got) error_ = got.error();
    if (!got || *got == 0) break;
    filled += *got;
  }
  raw.resize(filled);
  utf16_ = utf16_order(raw);
  if (utf16_ != 0) {
    add_utf16(raw);
  } else {
    ready_ = std::move(raw);
  }
  if (ready_.starts_with("\xEF\xBB\xBF")) ready_.erase(0, 3);
}

Result<std::size_t> PeekedSource::read_raw(std::span<char> buffer) {
  if (error_) return fail(*std::exchange(error_, std::nullopt));
  return bytes_->read(buffer);
}

Result<std::size_t> PeekedSource::read(std::span<char> buffer) {
  while (ready_.empty()) {
    if (utf16_ == 0) return read_raw(buffer);
    std::array<char, 16384> units;
    const auto got = read_raw(units);
    if (!got || *got == 0) return got;  // half a code unit at the end is none
    add_utf16(std::string_view(units.data(), *got));
  }
  const std::size_t size = std::min(buffer.size(), ready_.size());
  std::copy_n(ready_.begin(), size, buffer.begin());
  ready_.erase(0, size);
  return size;
}

void PeekedSource::add_utf16(std::string_view units) {
  halves_ += units;
  const auto unit_at = [&](std::size_t i) {
    const auto first = static_cast<unsigned char>(halves_[i]);
    const auto second = static_cast<unsigned char>(halves_[i + 1]);
    return static_cast<char32_t>(utf16_ == 1 ? second << 8 | first : first << 8 | second);
  };
  std::size_t i = 0;
  for (; i + 1 < halves_.size(); i += 2) {
    char32_t c = unit_at(i);
    if (c >= 0xD800 && c < 0xDC00) {
      if (i + 3 >= halves_.size()) break;
      const char32_t low = unit_at(i + 2);
      const bool pair = low >= 0xDC00 && low < 0xE000;
      c = pair ? 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00) : 0xFFFD;
      if (pair) i += 2;
    } else if (c >= 0xDC00 && c < 0xE000) {
      c = 0xFFFD;
    }
    append_utf8(ready_, c);
  }
  halves_.erase(0, i);
}

}  // namespace horizon::crawler
