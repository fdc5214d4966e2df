// Probabilities in words that everybody reads alike.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "taxonomy/taxonomy.h"

namespace horizon::trends {

enum class Likelihood : std::uint8_t {
  kRemote,                // up to 5 %
  kHighlyUnlikely,        // 10 to 20 %
  kUnlikely,              // 25 to 35 %
  kRealisticPossibility,  // 40 to 50 %
  kLikely,                // 55 to 75 %
  kHighlyLikely,          // 80 to 90 %
  kAlmostCertain,         // from 95 %
};

// The yardstick of the Professional Head of Intelligence Assessment (gov.uk, 2025). Its bands have
// gaps, so that neighbours are told apart; a probability within a gap takes the nearer band, the
// less certain one at equal distance. nullopt for what is no probability, and with fewer than ten
// documents behind it: a word would sound surer than they are.
std::optional<Likelihood> likelihood(double probability, double documents);

std::string_view to_text(Likelihood likelihood, taxonomy::Language language);

}  // namespace horizon::trends
