#include "answers/cursor.h"

#include <fmt/format.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <optional>
#include <vector>

#include "core/text.h"

namespace horizon::answers {
namespace {

constexpr std::uint64_t kMaxRank = 10'000'000;

template <typename Number>
std::optional<Number> number_of(std::string_view text, int base) {
  Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::string> from_hex(std::string_view text) {
  std::string out;
  if (text.size() % 2 != 0) return std::nullopt;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const auto byte = number_of<unsigned>(text.substr(i, 2), 16);
    if (!byte) return std::nullopt;
    out += static_cast<char>(*byte);
  }
  return out;
}

std::optional<index::After> read_cursor(std::string_view text) {
  const std::vector<std::string_view> parts = split(text, '.');
  if (parts.size() != 4) return std::nullopt;
  const auto rank = number_of<std::uint64_t>(parts[0], 10);
  const auto score = number_of<std::uint64_t>(parts[1], 16);
  const auto id = from_hex(parts[3]);
  const bool dated = parts[2].empty() || parse_iso_date(parts[2]);
  if (!rank || *rank > kMaxRank || !score || !id || !dated) return std::nullopt;
  index::After place{std::bit_cast<double>(*score), std::string(parts[2]), *id, *rank};
  if (!std::isfinite(place.score)) return std::nullopt;
  return place;
}

}  // namespace

std::string cursor_text(const index::After& place) {
  std::string out = fmt::format("{}.{:x}.{}.", place.rank,
                                std::bit_cast<std::uint64_t>(place.score), place.published);
  for (const char c : place.id) out += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return out;
}

Result<index::After> parse_cursor(std::string_view text) {
  if (auto place = read_cursor(text)) return *std::move(place);
  return fail(ErrorCode::kUsage, fmt::format("--after: '{}' is no place in a list; take it from "
                                             "the answer before",
                                             truncate_utf8(text, 80)));
}

}  // namespace horizon::answers
