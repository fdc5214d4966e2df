#include "crawler/fetch/net_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

namespace horizon::crawler {
namespace {

struct Block4 {
  std::uint32_t base;
  unsigned bits;
};

constexpr std::array<Block4, 16> kForbidden4 = {{
    {0x00000000, 8},   // "this network"
    {0x0A000000, 8},   // private
    {0x64400000, 10},  // carrier-grade NAT
    {0x7F000000, 8},   // loopback
    {0xA9FE0000, 16},  // link-local, cloud metadata services
    {0xAC100000, 12},  // private
    {0xC0000000, 24},  // protocol assignments
    {0xC0000200, 24},  // documentation
    {0xC0586300, 24},  // 6to4 relays
    {0xC0A80000, 16},  // private
    {0xC6120000, 15},  // benchmarking
    {0xC6336400, 24},  // documentation
    {0xCB007100, 24},  // documentation
    {0xE0000000, 4},   // multicast
    {0xF0000000, 4},   // reserved, broadcast
    {0xFFFFFFFF, 32},
}};

using Bytes6 = std::array<std::uint8_t, 16>;

struct Block6 {
  std::array<std::uint8_t, 16> base;
  unsigned bits;
};

// Within 2000::/3, the only block that is handed out; outside it nothing is public.
constexpr std::array<Block6, 3> kForbidden6 = {{
    {{0x20, 0x01, 0x0D, 0xB8}, 32},  // documentation
    {{0x20, 0x01, 0x00, 0x00}, 23},  // protocol assignments, Teredo
    {{0x3F, 0xFF}, 20},              // documentation
}};

bool is_forbidden4(std::uint32_t address) {
  return std::any_of(kForbidden4.begin(), kForbidden4.end(), [&](const Block4& block) {
    const std::uint32_t mask = ~std::uint32_t{0} << (32 - block.bits);
    return (address & mask) == (block.base & mask);
  });
}

bool has_prefix(const Bytes6& address, std::span<const std::uint8_t> base, unsigned bits) {
  for (unsigned i = 0; i < bits; ++i) {
    const unsigned bit = 7 - i % 8;
    if (((address[i / 8] ^ base[i / 8]) >> bit & 1U) != 0) return false;
  }
  return true;
}

std::uint32_t embedded4(const Bytes6& address, std::size_t at) {
  return std::uint32_t{address[at]} << 24U | std::uint32_t{address[at + 1]} << 16U |
         std::uint32_t{address[at + 2]} << 8U | std::uint32_t{address[at + 3]};
}

bool is_forbidden6(const Bytes6& address) {
  static constexpr Bytes6 kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  static constexpr Bytes6 kNat64 = {0x00, 0x64, 0xFF, 0x9B};
  static constexpr Bytes6 k6to4 = {0x20, 0x02};
  static constexpr Bytes6 kGlobal = {0x20};
  if (has_prefix(address, kMapped, 96) || has_prefix(address, kNat64, 96)) {
    return is_forbidden4(embedded4(address, 12));
  }
  if (!has_prefix(address, kGlobal, 3)) return true;
  if (has_prefix(address, k6to4, 16)) return is_forbidden4(embedded4(address, 2));
  // ISATAP (RFC 5214, 6.1): the last half is 0:5efe or 200:5efe and an IPv4 address.
  const bool isatap =
      (address[8] & ~0x02U) == 0 && address[9] == 0 && address[10] == 0x5E && address[11] == 0xFE;
  if (isatap && is_forbidden4(embedded4(address, 12))) return true;
  return std::any_of(kForbidden6.begin(), kForbidden6.end(), [&](const Block6& block) {
    return has_prefix(address, block.base, block.bits);
  });
}

}  // namespace

bool is_literal_address(const std::string& host) {
  in_addr four{};
  in6_addr six{};
  return inet_pton(AF_INET, host.c_str(), &four) == 1 ||
         inet_pton(AF_INET6, host.substr(0, host.find('%')).c_str(), &six) == 1;
}

bool is_forbidden_address(const std::string& address) {
  in_addr four{};
  if (inet_pton(AF_INET, address.c_str(), &four) == 1) return is_forbidden4(ntohl(four.s_addr));
  in6_addr six{};
  if (inet_pton(AF_INET6, address.substr(0, address.find('%')).c_str(), &six) != 1) return true;
  Bytes6 bytes{};
  std::copy(std::begin(six.s6_addr), std::end(six.s6_addr), bytes.begin());
  return is_forbidden6(bytes);
}

}  // namespace horizon::crawler
