#include "nlp/greek.h"

#include <array>

#include "core/text.h"

namespace horizon::nlp {
namespace {

constexpr char32_t kAlpha = 0x3B1;
// From alpha to omega, with the final sigma in its place.
constexpr auto kNames = std::to_array<std::string_view>(
    {"alpha", "beta",   "gamma",   "delta", "epsilon", "zeta",    "eta",  "theta", "iota",
     "kappa", "lambda", "mu",      "nu",    "xi",      "omicron", "pi",   "rho",   "sigma",
     "sigma", "tau",    "upsilon", "phi",   "chi",     "psi",     "omega"});

}  // namespace

std::string_view greek_name(std::string_view folded) {
  // All of them have two bytes, of which these are the first ones.
  if (folded.size() != 2 || (folded[0] != '\xCE' && folded[0] != '\xCF')) return {};
  std::size_t pos = 0;
  const char32_t letter = decode_utf8(folded, pos);
  if (letter < kAlpha || letter >= kAlpha + kNames.size()) return {};
  return kNames[letter - kAlpha];
}

bool is_greek_letter(char32_t code_point) {
  return (code_point >= 0x386 && code_point <= 0x3FF) ||
         (code_point >= 0x1F00 && code_point <= 0x1FFF);
}

}  // namespace horizon::nlp
