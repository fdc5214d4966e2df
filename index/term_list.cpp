#include "index/term_list.h"

#include <algorithm>
#include <utility>

#include "core/varint.h"

namespace horizon::index {
namespace {

// From here on a frequency is never packed into one byte with the shared bytes.
constexpr std::uint32_t kLargeFrequency = 127;
constexpr std::size_t kByte = 256;

std::uint8_t take_byte(std::string_view& bytes) {
  if (bytes.empty()) return 0;
  const auto byte = static_cast<std::uint8_t>(bytes.front());
  bytes.remove_prefix(1);
  return byte;
}

}  // namespace

std::uint64_t take_number(std::string_view& bytes) {
  std::uint64_t number = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const std::uint8_t byte = take_byte(bytes);
    number |= std::uint64_t{byte & 0x7FU} << shift;
    if (byte < 0x80U) break;
  }
  return number;
}

void TermListWriter::add(std::string_view term, std::uint32_t frequency) {
  length_ += frequency;
  if (++count_ == 1) {
    terms_.push_back(static_cast<char>(term.size()));
    terms_ += term;
    put_varint(terms_, frequency);
    last_ = term;
    return;
  }
  const auto shared = static_cast<std::size_t>(
      std::mismatch(term.begin(), term.end(), last_.begin(), last_.end()).first - term.begin());
  // Below this, a byte is a number of shared bytes alone.
  const std::size_t packed = (std::size_t{frequency} + 1) * (last_.size() + 1) + shared;
  const bool one_byte = frequency < kLargeFrequency && packed < kByte;
  terms_.push_back(static_cast<char>(one_byte ? packed : shared));
  terms_.push_back(static_cast<char>(term.size() - shared));
  terms_ += term.substr(shared);
  if (!one_byte) put_varint(terms_, frequency);
  last_ = term;
}

std::string TermListWriter::finish() {
  std::string list;
  list.reserve(terms_.size() + 4);
  put_varint(list, length_);
  if (count_ > 0) put_varint(list, count_);
  list += terms_;
  *this = {};
  return list;
}

TermListReader::TermListReader(std::string_view list) : rest_(list) {
  length_ = take_number(rest_);
  left_ = rest_.empty() ? 0 : take_number(rest_);
}

bool TermListReader::next() {
  if (left_ == 0 || rest_.empty()) return false;
  --left_;
  std::size_t shared = first_ ? 0 : take_byte(rest_);
  const bool packed = shared > term_.size();
  if (packed) {
    frequency_ = static_cast<std::uint32_t>(shared / (term_.size() + 1) - 1);
    shared %= term_.size() + 1;
  }
  const std::size_t said = take_byte(rest_);
  const std::size_t size = std::min(said, rest_.size());
  term_.resize(shared);
  term_ += rest_.substr(0, size);
  rest_.remove_prefix(size);
  if (!packed) frequency_ = static_cast<std::uint32_t>(take_number(rest_));
  first_ = false;
  return true;
}

}  // namespace horizon::index
