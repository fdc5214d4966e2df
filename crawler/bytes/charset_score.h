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

namespace charset {
struct CodePage;
struct Tongue;
}  // namespace charset

class CharsetScore {
 public:
  // Reads the bytes once for all encodings; they must outlive the object.
  explicit CharsetScore(std::string_view bytes);

  // Bits that the bytes cost in `encoding` under the language that fits them best, of those that
  // are written in it: the fewer, the likelier. nullopt for an encoding that is not weighed
  // (Unicode's, "replacement", unknown names).
  std::optional<double> cost(std::string_view encoding) const;

 private:
  std::int64_t narrow_cost(const charset::CodePage& page) const;
  std::int64_t letters_cost(const charset::CodePage& page, const charset::Tongue& tongue) const;

  std::string_view bytes_;
  // The bytes without what lies inside long stretches of ASCII, which reads alike in all encodings.
  std::string outline_;
  std::size_t left_out_ = 0;
  std::vector<std::uint8_t> high_;                 // which bytes beyond ASCII there are, less 0x80
  std::array<std::uint32_t, 128> high_counts_{};   // how often each, from 0x80 on
  std::array<std::uint32_t, 26> ascii_letters_{};  // how often, in any case
  std::vector<std::int64_t> ascii_costs_;          // what they say against each Latin language
};

}  // namespace horizon::crawler
