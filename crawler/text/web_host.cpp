#include "crawler/text/web_host.h"

#include <fmt/format.h>
#include <unicode/idna.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/text.h"
#include "crawler/text/url.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kMaxHostBytes = 4096;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// URL Standard, 3.1: forbidden host code points.
bool is_forbidden(char c) {
  static constexpr std::string_view kForbidden = " #/:<>?@[\\]^|\t\n\r";
  return c == '\0' || kForbidden.find(c) != std::string_view::npos;
}

bool is_forbidden_in_domain(char c) {
  return is_forbidden(c) || static_cast<unsigned char>(c) < 0x20 || c == '%' || c == 0x7F;
}

// 3.3, "domain to ASCII" without strictness: what DNS would refuse is the resolver's affair.
std::optional<std::string> to_ascii(std::string_view domain) {
  constexpr uint32_t kOptions =
      UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII;
  constexpr uint32_t kTolerated = UIDNA_ERROR_EMPTY_LABEL | UIDNA_ERROR_LABEL_TOO_LONG |
                                  UIDNA_ERROR_DOMAIN_NAME_TOO_LONG | UIDNA_ERROR_LEADING_HYPHEN |
                                  UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::IDNA> idna(icu::IDNA::createUTS46Instance(kOptions, status));
  if (U_FAILURE(status)) return std::nullopt;
  icu::IDNAInfo info;
  const auto wide = icu::UnicodeString::fromUTF8(
      icu::StringPiece(domain.data(), static_cast<int32_t>(domain.size())));
  icu::UnicodeString ascii;
  idna->nameToASCII(wide, ascii, info, status);
  if (U_FAILURE(status) || (info.getErrors() & ~kTolerated) != 0) return std::nullopt;
  std::string out;
  ascii.toUTF8String(out);
  const bool bad = out.empty() || std::any_of(out.begin(), out.end(), [](char c) {
                     return static_cast<unsigned char>(c) >= 0x80 || is_forbidden_in_domain(c);
                   });
  return bad ? std::nullopt : std::optional(out);
}

// 3.5, "IPv4 number parser".
std::optional<std::uint64_t> ipv4_number(std::string_view text) {
  if (text.empty()) return std::nullopt;
  int base = 10;
  if (text.size() >= 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
    base = 16;
    text.remove_prefix(2);
  } else if (text.size() >= 2 && text[0] == '0') {
    base = 8;
    text.remove_prefix(1);
  }
  if (text.empty()) return 0;
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (end != text.data() + text.size() || error == std::errc::invalid_argument) {
    return std::nullopt;
  }
  return error == std::errc::result_out_of_range ? UINT64_MAX : value;
}

std::vector<std::string_view> domain_parts(std::string_view domain) {
  std::vector<std::string_view> parts = split(domain, '.');
  if (parts.size() > 1 && parts.back().empty()) parts.pop_back();
  return parts;
}

// 3.5, "ends in a number checker".
bool ends_in_number(std::string_view domain) {
  const std::string_view last = domain_parts(domain).back();
  if (last.empty()) return false;
  return std::all_of(last.begin(), last.end(), is_digit) || ipv4_number(last).has_value();
}

std::optional<std::string> parse_ipv4(std::string_view domain) {
  const std::vector<std::string_view> parts = domain_parts(domain);
  if (parts.size() > 4) return std::nullopt;
  std::uint64_t address = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto number = ipv4_number(parts[i]);
    const bool last = i + 1 == parts.size();
    const std::uint64_t limit = last ? std::uint64_t{1} << (8 * (5 - parts.size())) : 256;
    if (!number || *number >= limit) return std::nullopt;
    address += last ? *number : *number << (8 * (3 - i));
  }
  return fmt::format("{}.{}.{}.{}", address >> 24U, (address >> 16U) & 255U, (address >> 8U) & 255U,
                     address & 255U);
}

using Pieces = std::array<std::uint16_t, 8>;

// The dotted end of an IPv6 address: exactly four decimal numbers.
bool read_dotted(std::string_view text, Pieces& pieces, std::size_t at) {
  const std::vector<std::string_view> numbers = split(text, '.');
  if (numbers.size() != 4 || at > 6) return false;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::string_view number = numbers[i];
    unsigned value = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    if (error != std::errc() || end != number.data() + number.size() || value > 255 ||
        number.size() > 3 || (number.size() > 1 && number[0] == '0')) {
      return false;
    }
    std::uint16_t& piece = pieces.at(at + i / 2);
    piece = static_cast<std::uint16_t>(piece * 256U + value);
  }
  return true;
}

// 3.5, "IPv6 parser".
std::optional<Pieces> parse_ipv6(std::string_view text) {
  Pieces pieces{};
  std::size_t count = 0;
  std::optional<std::size_t> gap;
  if (text.starts_with(':')) {
    if (!text.starts_with("::")) return std::nullopt;
    text.remove_prefix(2);
    gap = 0;
  }
  while (!text.empty()) {
    if (count == 8) return std::nullopt;
    if (text.starts_with(':')) {
      if (gap) return std::nullopt;
      text.remove_prefix(1);
      gap = count;
      continue;
    }
    std::size_t size = 0;
    unsigned value = 0;
    while (size < 4 && size < text.size() && is_hex(text[size])) ++size;
    std::from_chars(text.data(), text.data() + size, value, 16);
    if (size < text.size() && text[size] == '.') {
      if (size == 0 || !read_dotted(text, pieces, count)) return std::nullopt;
      count += 2;
      text = {};
      break;
    }
    if (size == 0) return std::nullopt;
    text.remove_prefix(size);
    pieces.at(count++) = static_cast<std::uint16_t>(value);
    if (text.empty()) break;
    if (text[0] != ':' || text.size() == 1) return std::nullopt;
    text.remove_prefix(1);
  }
  if (!gap) return count == 8 ? std::optional(pieces) : std::nullopt;
  if (count == 8) return std::nullopt;
  std::move_backward(pieces.begin() + static_cast<std::ptrdiff_t>(*gap),
                     pieces.begin() + static_cast<std::ptrdiff_t>(count), pieces.end());
  std::fill_n(pieces.begin() + static_cast<std::ptrdiff_t>(*gap), 8 - count, std::uint16_t{0});
  return pieces;
}

// 3.6: the first longest run of two zeros or more is "::".
std::string write_ipv6(const Pieces& pieces) {
  std::size_t begin = 8, longest = 1;
  for (std::size_t i = 0; i < 8; ++i) {
    std::size_t size = 0;
    while (i + size < 8 && pieces.at(i + size) == 0) ++size;
    if (size > longest) {
      longest = size;
      begin = i;
    }
  }
  std::string out = "[";
  for (std::size_t i = 0; i < 8; ++i) {
    if (i == begin) {
      out += i == 0 ? "::" : ":";
      i += longest - 1;
      continue;
    }
    out += fmt::format("{:x}", pieces.at(i));
    if (i < 7) out += ':';
  }
  return out + "]";
}

std::optional<std::string> bracketed(std::string_view text) {
  if (!text.ends_with(']')) return std::nullopt;
  const auto pieces = parse_ipv6(text.substr(1, text.size() - 2));
  return pieces ? std::optional(write_ipv6(*pieces)) : std::nullopt;
}

}  // namespace

std::optional<std::string> parse_host(std::string_view text) {
  if (text.size() > kMaxHostBytes) return std::nullopt;
  if (text.starts_with('[')) return bracketed(text);
  const std::string decoded = percent_decode(text);
  // Octets that are no UTF-8 would be U+FFFD, which no domain holds.
  if (!is_valid_utf8(decoded)) return std::nullopt;
  const auto domain = to_ascii(decoded);
  if (!domain) return std::nullopt;
  return ends_in_number(*domain) ? parse_ipv4(*domain) : domain;
}

std::optional<std::string> parse_opaque_host(std::string_view text) {
  if (text.starts_with('[')) return bracketed(text);
  std::string out;
  for (const char c : text) {
    if (is_forbidden(c)) return std::nullopt;
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte > 0x7E) {
      out += fmt::format("%{:02X}", byte);
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace horizon::crawler
