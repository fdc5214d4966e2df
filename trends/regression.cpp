#include "trends/regression.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace horizon::trends {
namespace {

constexpr std::size_t kEnoughForAlpha = 8;

double exposed(const Observed& observed) { return std::max(observed.count, observed.exposure); }

// One weighted least squares step and what it was made of.
struct LineFit {
  double intercept = 0;
  double slope = 0;
  double information = 0;  // of the slope: the weighted sum of squares of centred times
};

double mean_of(const LineFit& fit, const TimedCount& observation) {
  // Beyond e^+-500 a mean has no meaning for counts, and exp must not overflow.
  const double eta = std::clamp(fit.intercept + fit.slope * observation.time, -500.0, 500.0);
  return std::max(exposed(observation.observed) * std::exp(eta), 1e-12);
}

LineFit reweighted_step(const LineFit& fit, std::span<const TimedCount> data, double alpha) {
  double weights = 0;
  double times = 0;
  double responses = 0;
  std::vector<double> weight(data.size());
  std::vector<double> response(data.size());
  for (std::size_t i = 0; i < data.size(); ++i) {
    const double mu = mean_of(fit, data[i]);
    weight[i] = mu / (1 + alpha * mu);
    response[i] = std::log(mu / exposed(data[i].observed)) + (data[i].observed.count - mu) / mu;
    weights += weight[i];
    times += weight[i] * data[i].time;
    responses += weight[i] * response[i];
  }
  const double mean_time = times / weights;
  const double mean_response = responses / weights;
  LineFit stepped;
  double cross = 0;
  for (std::size_t i = 0; i < data.size(); ++i) {
    const double centred = data[i].time - mean_time;
    stepped.information += weight[i] * centred * centred;
    cross += weight[i] * centred * (response[i] - mean_response);
  }
  stepped.slope = stepped.information > 0 ? cross / stepped.information : 0;
  stepped.intercept = mean_response - stepped.slope * mean_time;
  return stepped;
}

double pearson_dispersion(const LineFit& fit, std::span<const TimedCount> data) {
  double pearson = 0;
  for (const TimedCount& observation : data) {
    const double mu = mean_of(fit, observation);
    const double residual = observation.observed.count - mu;
    pearson += residual * residual / mu;
  }
  return std::max(1.0, pearson / static_cast<double>(data.size() - 2));
}

// What the squared residuals have beyond the Poisson's variance, in units of the squared mean.
double alpha_by_moments(const LineFit& fit, std::span<const TimedCount> data) {
  double excess = 0;
  double squares = 0;
  const auto n = static_cast<double>(data.size());
  for (const TimedCount& observation : data) {
    const double mu = mean_of(fit, observation);
    const double residual = observation.observed.count - mu;
    excess += residual * residual * n / (n - 2) - mu;
    squares += mu * mu;
  }
  return squares > 0 ? std::max(0.0, excess / squares) : 0;
}

std::vector<TimedCount> usable(std::span<const TimedCount> observations) {
  std::vector<TimedCount> data;
  for (const TimedCount& observation : observations) {
    const double exposure = exposed(observation.observed);
    if (exposure > 0 && std::isfinite(exposure) && std::isfinite(observation.time)) {
      data.push_back(observation);
    }
  }
  return data;
}

bool can_fit(std::span<const TimedCount> data) {
  if (data.size() < 3) return false;
  const auto positive = std::count_if(data.begin(), data.end(),
                                      [](const TimedCount& o) { return o.observed.count > 0; });
  const bool spread_out = std::any_of(data.begin(), data.end(), [&](const TimedCount& o) {
    return std::abs(o.time - data.front().time) > 1e-9;
  });
  return positive >= 2 && spread_out;
}

double common_log_rate(std::span<const TimedCount> data) {
  double counts = 0;
  double exposures = 0;
  for (const TimedCount& observation : data) {
    counts += observation.observed.count;
    exposures += exposed(observation.observed);
  }
  return std::log(counts / exposures);
}

bool fit_line(std::span<const TimedCount> data, double alpha, LineFit& fit) {
  constexpr int kMaxSteps = 100;
  for (int step = 0; step < kMaxSteps; ++step) {
    const LineFit stepped = reweighted_step(fit, data, alpha);
    const bool converged =
        std::abs(stepped.slope - fit.slope) <= 1e-10 * (1 + std::abs(fit.slope)) &&
        std::abs(stepped.intercept - fit.intercept) <= 1e-10 * (1 + std::abs(fit.intercept));
    fit = stepped;
    if (converged) return fit.information > 0 && std::isfinite(fit.slope);
  }
  return false;
}

// Times are measured from the first one, so that calendar years keep their digits.
void start_at_zero(std::vector<TimedCount>& data) {
  const double origin = data.front().time;
  for (TimedCount& observation : data) observation.time -= origin;
}

LogSlope with_interval(const LineFit& fit, std::span<const TimedCount> data, double alpha,
                       double confidence) {
  LogSlope result;
  result.alpha = alpha;
  result.dispersion = pearson_dispersion(fit, data);
  // Alpha has taken up what is beyond chance.
  const double left_over = alpha > 0 ? 1 : result.dispersion;
  const double level = confidence > 0 && confidence < 1 ? confidence : 0.95;
  const double t = student_quantile(0.5 + level / 2, static_cast<double>(data.size() - 2));
  const double half_width = t * std::sqrt(left_over / fit.information);
  result.per_unit = {
      .value = fit.slope, .lower = fit.slope - half_width, .upper = fit.slope + half_width};
  return result;
}

}  // namespace

std::optional<LogSlope> log_linear_slope(std::span<const TimedCount> observations,
                                         double confidence) {
  std::vector<TimedCount> data = usable(observations);
  if (!can_fit(data)) return std::nullopt;
  start_at_zero(data);
  LineFit fit{.intercept = common_log_rate(data), .slope = 0, .information = 0};
  if (!fit_line(data, 0, fit)) return std::nullopt;
  return with_interval(fit, data, 0, confidence);
}

std::optional<LogSlope> negative_binomial_slope(std::span<const TimedCount> observations,
                                                double confidence) {
  std::vector<TimedCount> data = usable(observations);
  if (data.size() < kEnoughForAlpha) return log_linear_slope(observations, confidence);
  if (!can_fit(data)) return std::nullopt;
  start_at_zero(data);
  LineFit fit{.intercept = common_log_rate(data), .slope = 0, .information = 0};
  if (!fit_line(data, 0, fit)) return std::nullopt;
  double alpha = 0;
  constexpr int kRounds = 10;  // alpha and line settle within a few
  for (int round = 0; round < kRounds; ++round) {
    const double before = alpha;
    alpha = alpha_by_moments(fit, data);
    LineFit next = fit;
    if (!fit_line(data, alpha, next)) return log_linear_slope(observations, confidence);
    fit = next;
    if (std::abs(alpha - before) <= 1e-6 * (1 + alpha)) break;
  }
  return with_interval(fit, data, alpha, confidence);
}

}  // namespace horizon::trends
