#include "trends/regression.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <vector>

namespace horizon::trends {
namespace {

constexpr std::uint64_t kHuge = std::numeric_limits<std::uint64_t>::max() / 4;

std::vector<TimedCount> timed(const std::vector<std::uint64_t>& counts, std::uint64_t exposure) {
  std::vector<TimedCount> data;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    data.push_back({.time = static_cast<double>(i + 1),
                    .observed = {.count = static_cast<double>(counts[i]),
                                 .exposure = static_cast<double>(exposure)}});
  }
  return data;
}

TEST(LogLinearSlope, GivesThePublishedFitOfWhyteEtAl) {
  // AIDS deaths in Australia by quarter, 1983-1986 (Whyte et al. 1987; Dobson 1990): slope
  // 0.2565, standard error 0.0220 before the dispersion.
  const auto data = timed({0, 1, 2, 3, 1, 4, 9, 18, 23, 31, 20, 25, 37, 45}, 1'000'000);
  const auto fit = log_linear_slope(data);
  ASSERT_TRUE(fit);
  EXPECT_NEAR(fit->per_unit.value, 0.25652, 1e-4);
  const double half_width = (fit->per_unit.upper - fit->per_unit.lower) / 2;
  constexpr double kStudent12 = 2.178813;
  EXPECT_NEAR(half_width / kStudent12 / std::sqrt(fit->dispersion), 0.02204, 1e-4);
  EXPECT_GT(fit->dispersion, 1.5);
  EXPECT_LT(fit->dispersion, 3.5);
}

TEST(LogLinearSlope, UsesTheExposureAsOffset) {
  // The counts double because the exposure does: no trend.
  std::vector<TimedCount> data;
  for (int i = 0; i < 6; ++i) {
    data.push_back({.time = 2000.0 + i,
                    .observed = {.count = 10.0 * (1 << i), .exposure = 1000.0 * (1 << i)}});
  }
  const auto flat = log_linear_slope(data);
  ASSERT_TRUE(flat);
  EXPECT_NEAR(flat->per_unit.value, 0, 1e-9);
  const auto doubling = log_linear_slope(timed({10, 20, 40, 80}, 100000));
  ASSERT_TRUE(doubling);
  EXPECT_NEAR(doubling->per_unit.value, std::numbers::ln2, 1e-9);
  EXPECT_DOUBLE_EQ(doubling->dispersion, 1);
}

TEST(LogLinearSlope, RefusesWhatCannotBeFitted) {
  EXPECT_FALSE(log_linear_slope({}));
  EXPECT_FALSE(log_linear_slope(timed({5, 6}, 100)));
  EXPECT_FALSE(log_linear_slope(timed({0, 0, 0, 0}, 100)));
  EXPECT_FALSE(log_linear_slope(timed({0, 0, 0, 9}, 100)));
  const std::vector<TimedCount> one_time(5, {.time = 3, .observed = {.count = 2, .exposure = 9}});
  EXPECT_FALSE(log_linear_slope(one_time));
  auto bad_time = timed({4, 5, 6}, 100);
  bad_time[1].time = std::nan("");
  EXPECT_FALSE(log_linear_slope(bad_time));
  // Whatever comes out of extreme counts is finite.
  for (const auto& counts : {std::vector<std::uint64_t>{1, kHuge / 8, 1, kHuge / 8},
                             std::vector<std::uint64_t>{kHuge, kHuge, kHuge},
                             std::vector<std::uint64_t>{0, 0, 0, 0, 1, kHuge / 2}}) {
    const auto fit = log_linear_slope(timed(counts, kHuge));
    if (fit) {
      EXPECT_TRUE(std::isfinite(fit->per_unit.value)) << counts[0] << ' ' << counts[1];
    }
  }
}

}  // namespace
}  // namespace horizon::trends
