// Chance that is the same every time: what is drawn depends on the seed alone.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>

namespace horizon::trends {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  // [0, 1)
  double uniform() { return static_cast<double>(engine_() >> 11U) * 0x1.0p-53; }
  // [0, n); 0 for n = 0.
  std::size_t below(std::size_t n) {
    return n == 0 ? 0 : static_cast<std::size_t>(uniform() * static_cast<double>(n));
  }
  double normal() { return std::normal_distribution<double>()(engine_); }
  std::uint64_t poisson(double mean) {
    if (!(mean > 0)) return 0;
    // libstdc++ draws from 64 bits; a larger mean than this is none of documents.
    return std::poisson_distribution<std::uint64_t>(std::fmin(mean, 1e15))(engine_);
  }
  // Variance mean + alpha mean^2: a Poisson count whose mean is drawn from a gamma distribution.
  std::uint64_t negative_binomial(double mean, double alpha) {
    if (!(mean > 0) || !(alpha > 1e-9)) return poisson(mean);
    return poisson(std::gamma_distribution<double>(1 / alpha, alpha * mean)(engine_));
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace horizon::trends
