#include "trends/dispersion.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace horizon::trends {
namespace {

// Each deviation shares its neighbours with the next one; for long series they are worth this
// much of as many independent ones (Gasser et al. 1986: variance 35/9 against 2).
constexpr double kWorth = 18.0 / 35.0;
constexpr std::size_t kTermsForAlpha = 6;
constexpr std::size_t kTermsForPhi = 2;
constexpr double kMinDocuments = 30;

double checked(double confidence) { return confidence > 0 && confidence < 1 ? confidence : 0.95; }

}  // namespace

DispersionSums& DispersionSums::operator+=(const DispersionSums& other) {
  excess += other.excess;
  squares += other.squares;
  pearson += other.pearson;
  count += other.count;
  terms += other.terms;
  return *this;
}

DispersionSums dispersion_sums(std::span<const Observed> periods) {
  std::vector<Observed> used;
  for (const Observed& period : periods) {
    if (period.exposure > 0) used.push_back(period);
  }
  DispersionSums sums;
  for (const Observed& period : used) sums.count += period.count;
  for (std::size_t i = 1; i + 1 < used.size(); ++i) {
    const Observed& a = used[i - 1];
    const Observed& b = used[i];
    const Observed& c = used[i + 1];
    const double deviation =
        b.count / b.exposure - (a.count / a.exposure + c.count / c.exposure) / 2;
    const double rate = (a.count + b.count + c.count) / (a.exposure + b.exposure + c.exposure);
    if (rate <= 0) continue;
    const double expected = rate * (1 / b.exposure + 1 / (4 * a.exposure) + 1 / (4 * c.exposure));
    // In counts of the middle period, so that a series' large and small times weigh as they count.
    const double scale = b.exposure * b.exposure;
    sums.excess += (deviation * deviation - expected) * scale;
    sums.squares += 1.5 * rate * rate * scale;
    sums.pearson += deviation * deviation / expected;
    ++sums.terms;
  }
  return sums;
}

Dispersion settle(const DispersionSums& sums) {
  Dispersion dispersion;
  if (sums.terms < kTermsForPhi || sums.count < kMinDocuments) return dispersion;
  dispersion.degrees = std::max(1.0, static_cast<double>(sums.terms) * kWorth);
  if (sums.terms < kTermsForAlpha) {
    dispersion.phi = std::max(1.0, sums.pearson / static_cast<double>(sums.terms));
  } else if (sums.squares > 0) {
    dispersion.alpha = std::max(0.0, sums.excess / sums.squares);
  }
  return dispersion;
}

double dispersed_quantile(const Dispersion& dispersion, double confidence) {
  const double p = 0.5 + checked(confidence) / 2;
  return dispersion.beyond_chance() ? student_quantile(p, dispersion.degrees) : normal_quantile(p);
}

Estimate dispersed_interval(std::uint64_t count, const Dispersion& dispersion, double confidence) {
  if (!dispersion.beyond_chance()) return poisson_interval(count, confidence);
  const double quantile = dispersed_quantile(dispersion, confidence);
  const double level = std::clamp(std::erf(quantile / std::sqrt(2.0)), 0.5, 1 - 1e-9);
  if (dispersion.alpha > 0) return negative_binomial_interval(count, dispersion.alpha, level);
  // A quasi-Poisson count says as much as a Poisson count of count / phi.
  const double phi = dispersion.phi;
  Estimate thin = poisson_interval(
      static_cast<std::uint64_t>(std::llround(static_cast<double>(count) / phi)), level);
  const auto y = static_cast<double>(count);
  return {
      .value = y, .lower = std::min(y, thin.lower * phi), .upper = std::max(y, thin.upper * phi)};
}

}  // namespace horizon::trends
