#include "trends/words.h"

#include <array>

namespace horizon::trends {
namespace {

// Halfway between neighbouring bands: a probability up to here takes the word on its left.
constexpr std::array<double, 6> kBorders = {0.075, 0.225, 0.375, 0.525, 0.775, 0.925};

}  // namespace

std::optional<Likelihood> likelihood(double probability, double documents) {
  constexpr double kMinDocuments = 10;
  if (!(probability >= 0 && probability <= 1) || !(documents >= kMinDocuments)) return std::nullopt;
  std::uint8_t word = 0;
  for (const double border : kBorders) {
    // Below one half the word on the right is the less certain one.
    if (probability > border || (probability == border && border < 0.5)) ++word;
  }
  return static_cast<Likelihood>(word);
}

std::string_view to_text(Likelihood likelihood, taxonomy::Language language) {
  constexpr std::array<std::string_view, 7> kEnglish = {
      "remote chance", "highly unlikely", "unlikely",      "realistic possibility",
      "likely",        "highly likely",   "almost certain"};
  constexpr std::array<std::string_view, 7> kChinese = {
      "几无可能", "很不可能", "不大可能", "可能性参半", "较可能", "很可能", "几乎肯定"};
  const auto word = static_cast<std::size_t>(likelihood);
  return language == taxonomy::Language::kChinese ? kChinese.at(word) : kEnglish.at(word);
}

}  // namespace horizon::trends
