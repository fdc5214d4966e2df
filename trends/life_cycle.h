// Where a topic stands in its life: beginning, growing, saturating.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "trends/dispersion.h"
#include "trends/statistics.h"

namespace horizon::trends {

enum class Curve : std::uint8_t { kConstant, kExponential, kLogistic, kGompertz };
std::string_view to_string(Curve curve);  // "constant" "exponential" "logistic" "gompertz"

// kSteady: documents come at an even rate, and there is no curve to stand on. kFading: the best
// curve is an exponential that falls.
enum class Stage : std::uint8_t { kEmbryonic, kGrowing, kMature, kSteady, kFading };
inline constexpr std::size_t kStages = 5;
std::string_view to_string(Stage stage);  // "embryonic" "growing" "mature" "steady" "fading"

enum class LifeCycleGap : std::uint8_t {
  kNone,
  kTooShort,  // fewer than ten periods
  kTooFew,    // fewer than thirty documents
};
std::string_view to_string(LifeCycleGap gap);  // "" "too-short" "too-few"

struct LifeCycle {
  LifeCycleGap gap = LifeCycleGap::kTooShort;
  Curve curve = Curve::kConstant;  // of the smallest AICc
  std::array<double, 4> aicc{};    // by Curve
  Stage stage = Stage::kSteady;
  std::array<double, kStages> share{};  // of the bootstrap samples that came to each stage
  // Logistic and Gompertz only, in periods from the first one.
  std::optional<double> inflection;
  bool passed = false;  // the inflection lies before the end in 95 % of the samples
  // Share of the curve's final height that is reached; only once the inflection is passed, since
  // before it curves of very different heights fit equally well (Debecker and Modis, Technological
  // Forecasting and Social Change 46 (1994) 153-173).
  std::optional<Estimate> reached;
};

struct LifeCycleOptions {
  std::size_t samples = 100;  // of the parametric bootstrap
  std::uint64_t seed = 1;
};

// Fits the growth of the cumulative standardised count: constant rate, exponential, logistic
// K / (1 + exp(-a (t - t0))), Gompertz K exp(-exp(-a (t - t0))); by quasi-likelihood of the
// periods' own counts, whose errors are independent where those of cumulative counts are not. The
// curve by AICc with quasi-likelihood (Burnham and Anderson, "Model Selection and Multimodel
// Inference", 2nd ed. 2002, section 2.5). Stages by share of the height: below 10 % embryonic,
// above 90 % mature. An exponential is embryonic or growing as its tenfold growth within the series
// says. Uncertainty by parametric bootstrap: negative binomial counts around the fit, fitted anew.
// Series of more than 60 periods are summed to at most 60 first.
LifeCycle life_cycle(std::span<const Observed> periods, const Dispersion& dispersion,
                     const LifeCycleOptions& options = {});

}  // namespace horizon::trends
