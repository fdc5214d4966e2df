#include "crawler/fetch/sha1.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace horizon::crawler {
namespace {

using Words = std::array<std::uint32_t, 5>;

constexpr std::size_t kBlock = 64;

std::uint32_t mix(std::size_t round, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  if (round < 20) return ((b & c) | (~b & d)) + 0x5A827999U;
  if (round < 40) return (b ^ c ^ d) + 0x6ED9EBA1U;
  if (round < 60) return ((b & c) | (b & d) | (c & d)) + 0x8F1BBCDCU;
  return (b ^ c ^ d) + 0xCA62C1D6U;
}

void add_block(Words& state, const char* bytes) {
  std::array<std::uint32_t, 80> w{};
  for (std::size_t i = 0; i < 16; ++i) {
    for (std::size_t j = 0; j < 4; ++j) {
      w[i] = w[i] << 8U | static_cast<unsigned char>(bytes[4 * i + j]);
    }
  }
  for (std::size_t i = 16; i < w.size(); ++i) {
    w[i] = std::rotl(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
  }
  auto [a, b, c, d, e] = state;
  for (std::size_t i = 0; i < w.size(); ++i) {
    const std::uint32_t next = std::rotl(a, 5) + mix(i, b, c, d) + e + w[i];
    e = d;
    d = c;
    c = std::rotl(b, 30);
    b = a;
    a = next;
  }
  const Words sum = {a, b, c, d, e};
  for (std::size_t i = 0; i < state.size(); ++i) state[i] += sum[i];
}

// The last bytes, a one bit, and the number of bits at the end of a block.
std::string padding_of(std::string_view rest, std::uint64_t total) {
  std::string tail(rest);
  tail += '\x80';
  while (tail.size() % kBlock != kBlock - 8) tail += '\0';
  for (int shift = 56; shift >= 0; shift -= 8) {
    tail += static_cast<char>(total * 8 >> static_cast<unsigned>(shift) & 0xFFU);
  }
  return tail;
}

}  // namespace

std::string sha1_base32(std::string_view bytes) {
  static constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  Words state = {0x67452301U, 0xEFCDAB89U, 0x98BADCFEU, 0x10325476U, 0xC3D2E1F0U};
  std::size_t pos = 0;
  for (; pos + kBlock <= bytes.size(); pos += kBlock) add_block(state, bytes.data() + pos);
  const std::string tail = padding_of(bytes.substr(pos), bytes.size());
  for (std::size_t at = 0; at < tail.size(); at += kBlock) add_block(state, tail.data() + at);
  std::string out;
  for (std::size_t bit = 0; bit < 160; bit += 5) {
    unsigned value = 0;
    for (std::size_t i = bit; i < bit + 5; ++i) {
      value = value << 1U | (state[i / 32] >> (31 - i % 32) & 1U);
    }
    out += kAlphabet[value];
  }
  return out;
}

}  // namespace horizon::crawler
