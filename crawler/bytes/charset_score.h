// How likely bytes are a text that somebody wrote, if they are read in an encoding: what tells the
// right one from the wrong ones.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace horizon::crawler {

class CharsetScore {
 public:
  // Reads the bytes once for all encodings; they must outlive the object.
  explicit CharsetScore(std::string_view bytes);

  // Bits that the bytes cost in `encoding` under the language that fits them best, of those that
  // are written in it: the fewer, the likelier. nullopt for an encoding that is not weighed
  // (Unicode's, "replacement", unknown names).
  std::optional<double> cost(std::string_view encoding) const;

 private:
  std::int64_t narrow_cost(std::size_t page) const;

  std::string_view bytes_;
  // The bytes without what lies inside long stretches of ASCII, which reads alike in all encodings.
  std::string outline_;
  std::size_t left_out_ = 0;
  std::array<std::uint32_t, 26> ascii_letters_{};  // how often, in any case
  std::vector<std::int64_t> ascii_costs_;          // what they say against each Latin language
};

}  // namespace horizon::crawler
