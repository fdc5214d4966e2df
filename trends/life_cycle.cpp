#include "trends/life_cycle.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "trends/random.h"

namespace horizon::trends {
namespace {

constexpr std::size_t kMinPeriods = 10;
constexpr double kMinDocuments = 30;
constexpr std::size_t kMaxPeriods = 60;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Shape {
  double a = 0;   // steepness per period
  double t0 = 0;  // inflection
};

// The cumulative curve of height 1.
double height(Curve curve, const Shape& shape, double t) {
  switch (curve) {
    case Curve::kConstant:
      return t;
    case Curve::kExponential:
      return std::abs(shape.a) < 1e-9
                 ? t
                 : std::expm1(std::clamp(shape.a * t, -500.0, 500.0)) / shape.a;
    case Curve::kLogistic:
      return 1 / (1 + std::exp(-std::clamp(shape.a * (t - shape.t0), -500.0, 500.0)));
    case Curve::kGompertz:
      return std::exp(-std::exp(-std::clamp(shape.a * (t - shape.t0), -500.0, 6.0)));
  }
  return t;
}

struct Fit {
  Curve curve = Curve::kConstant;
  Shape shape = {};
  double factor = 0;               // documents per unit of exposure and height
  double likelihood = -kInfinity;  // quasi-log-likelihood up to a constant
};

std::vector<double> increments(Curve curve, const Shape& shape, std::size_t n) {
  std::vector<double> steps(n);
  double before = height(curve, shape, 0);
  for (std::size_t t = 0; t < n; ++t) {
    const double after = height(curve, shape, static_cast<double>(t + 1));
    steps[t] = std::max(after - before, 1e-300);
    before = after;
  }
  return steps;
}

// The best factor follows from the totals; counts are weighed as Poisson.
Fit evaluate(std::span<const Observed> periods, Curve curve, const Shape& shape) {
  Fit fit{.curve = curve, .shape = shape};
  const std::vector<double> steps = increments(curve, shape, periods.size());
  double count = 0;
  double reach = 0;
  for (std::size_t t = 0; t < periods.size(); ++t) {
    count += periods[t].count;
    reach += periods[t].exposure * steps[t];
  }
  if (!(reach > 0) || !std::isfinite(reach)) return fit;
  fit.factor = count / reach;
  fit.likelihood = 0;
  for (std::size_t t = 0; t < periods.size(); ++t) {
    const double mean = fit.factor * periods[t].exposure * steps[t];
    if (periods[t].count > 0) fit.likelihood += periods[t].count * std::log(std::max(mean, 1e-300));
    fit.likelihood -= mean;
  }
  return fit;
}

// Pattern search from a start: halves its steps until nothing nearby is better (Hooke and Jeeves,
// J. ACM 8 (1961) 212-229, without pattern moves).
Fit improve(std::span<const Observed> periods, Fit best, Shape step, bool with_t0) {
  constexpr int kRounds = 40;
  for (int round = 0; round < kRounds; ++round) {
    bool moved = false;
    for (const Shape& by :
         {Shape{step.a, 0}, Shape{-step.a, 0}, Shape{0, step.t0}, Shape{0, -step.t0}}) {
      if (by.t0 != 0 && !with_t0) continue;
      const Shape tried{best.shape.a + by.a, best.shape.t0 + by.t0};
      if (with_t0 && tried.a <= 1e-3) continue;
      const Fit next = evaluate(periods, best.curve, tried);
      if (next.likelihood <= best.likelihood + 1e-9) continue;
      best = next;
      moved = true;
    }
    if (moved) continue;
    step.a /= 2;
    step.t0 /= 2;
    if (step.a < 1e-4) break;
  }
  return best;
}

Fit fit_curve(std::span<const Observed> periods, Curve curve) {
  const auto n = static_cast<double>(periods.size());
  if (curve == Curve::kConstant) return evaluate(periods, curve, {});
  if (curve == Curve::kExponential) {
    return improve(periods, evaluate(periods, curve, {}), {.a = 0.1, .t0 = 0}, false);
  }
  Fit best{.curve = curve};
  for (const double width : {2.0, 5.0, 12.0}) {  // the curve rises within n / width
    for (const double at : {0.15, 0.4, 0.65, 0.9, 1.3, 2.0}) {
      const Fit tried = evaluate(periods, curve, {.a = width / n * 2, .t0 = at * n});
      if (tried.likelihood > best.likelihood) best = tried;
    }
  }
  return improve(periods, best, {.a = best.shape.a / 3, .t0 = n / 8}, true);
}

int parameters(Curve curve) {
  if (curve == Curve::kConstant) return 1;
  return curve == Curve::kExponential ? 2 : 3;
}

double aicc(const Fit& fit, std::size_t n, double widening) {
  const double k = parameters(fit.curve) + (widening > 1 ? 1 : 0);
  const auto size = static_cast<double>(n);
  return -2 * fit.likelihood / widening + 2 * k + 2 * k * (k + 1) / std::max(1.0, size - k - 1);
}

struct Choice {
  Fit fit;
  std::array<double, 4> aicc{};
};

Choice choose(std::span<const Observed> periods, double widening) {
  Choice choice;
  double best = kInfinity;
  for (const Curve curve :
       {Curve::kConstant, Curve::kExponential, Curve::kLogistic, Curve::kGompertz}) {
    const Fit fit = fit_curve(periods, curve);
    const double value = aicc(fit, periods.size(), widening);
    choice.aicc.at(static_cast<std::size_t>(curve)) = value;
    if (value >= best) continue;
    best = value;
    choice.fit = fit;
  }
  return choice;
}

Stage stage_of(const Fit& fit, double n) {
  switch (fit.curve) {
    case Curve::kConstant:
      return Stage::kSteady;
    case Curve::kExponential:
      if (fit.shape.a < 0) return Stage::kFading;
      return fit.shape.a * n > std::log(10.0) ? Stage::kEmbryonic : Stage::kGrowing;
    case Curve::kLogistic:
    case Curve::kGompertz:
      break;
  }
  const double reached = height(fit.curve, fit.shape, n);
  if (reached < 0.1) return Stage::kEmbryonic;
  return reached > 0.9 ? Stage::kMature : Stage::kGrowing;
}

bool has_inflection(Curve curve) { return curve == Curve::kLogistic || curve == Curve::kGompertz; }

std::vector<Observed> summed(std::span<const Observed> periods) {
  const std::size_t by = (periods.size() + kMaxPeriods - 1) / kMaxPeriods;
  std::vector<Observed> sums;
  // From the end, so that the newest sum is whole; a rest at the beginning is left out.
  for (std::size_t begin = periods.size() % by; begin < periods.size(); begin += by) {
    Observed sum;
    for (std::size_t i = begin; i < begin + by; ++i) {
      sum.count += periods[i].count;
      sum.exposure += periods[i].exposure;
    }
    sums.push_back(sum);
  }
  return sums;
}

struct Samples {
  std::array<double, kStages> stages{};
  std::size_t passed = 0;
  std::vector<double> reached;
};

Samples resample(std::span<const Observed> periods, const Fit& fit, const Dispersion& dispersion,
                 double widening, const LifeCycleOptions& options) {
  Random random(options.seed);
  const std::vector<double> steps = increments(fit.curve, fit.shape, periods.size());
  const auto n = static_cast<double>(periods.size());
  Samples samples;
  std::vector<Observed> drawn(periods.begin(), periods.end());
  for (std::size_t i = 0; i < options.samples; ++i) {
    for (std::size_t t = 0; t < drawn.size(); ++t) {
      const double mean = fit.factor * periods[t].exposure * steps[t];
      const double alpha =
          dispersion.alpha > 0 ? dispersion.alpha : (dispersion.phi - 1) / std::max(mean, 1e-9);
      drawn[t].count = static_cast<double>(random.negative_binomial(mean, alpha));
    }
    const Choice choice = choose(drawn, widening);
    samples.stages.at(static_cast<std::size_t>(stage_of(choice.fit, n))) += 1;
    // The height by the curve that was chosen of the data, as it fits the sample.
    if (!has_inflection(fit.curve)) continue;
    const Fit same = fit_curve(drawn, fit.curve);
    samples.passed += same.shape.t0 < n ? 1 : 0;
    samples.reached.push_back(height(fit.curve, same.shape, n));
  }
  std::sort(samples.reached.begin(), samples.reached.end());
  return samples;
}

}  // namespace

std::string_view to_string(Curve curve) {
  constexpr std::array<std::string_view, 4> kNames = {"constant", "exponential", "logistic",
                                                      "gompertz"};
  return kNames.at(static_cast<std::size_t>(curve));
}

std::string_view to_string(Stage stage) {
  constexpr std::array<std::string_view, kStages> kNames = {"embryonic", "growing", "mature",
                                                            "steady", "fading"};
  return kNames.at(static_cast<std::size_t>(stage));
}

std::string_view to_string(LifeCycleGap gap) {
  switch (gap) {
    case LifeCycleGap::kNone:
      return "";
    case LifeCycleGap::kTooShort:
      return "too-short";
    case LifeCycleGap::kTooFew:
      break;
  }
  return "too-few";
}

LifeCycle life_cycle(std::span<const Observed> periods, const Dispersion& dispersion,
                     const LifeCycleOptions& options) {
  LifeCycle result;
  if (periods.size() < kMinPeriods) return result;
  const std::vector<Observed> used = summed(periods);
  const std::size_t by = periods.size() / used.size();
  double count = 0;
  double mean_exposure = 0;
  for (const Observed& period : used) {
    count += period.count;
    mean_exposure += period.exposure / static_cast<double>(used.size());
  }
  result.gap = count < kMinDocuments ? LifeCycleGap::kTooFew : LifeCycleGap::kNone;
  if (result.gap != LifeCycleGap::kNone || mean_exposure <= 0) return result;
  // Scatter of sums of `by` periods, as one factor on the variance.
  Dispersion of_sums = dispersion;
  of_sums.alpha /= static_cast<double>(by);
  const double mean = count / static_cast<double>(used.size());
  const double widening = of_sums.phi + of_sums.alpha * mean;
  const Choice choice = choose(used, widening);
  result.curve = choice.fit.curve;
  result.aicc = choice.aicc;
  result.stage = stage_of(choice.fit, static_cast<double>(used.size()));
  const Samples samples = resample(used, choice.fit, of_sums, widening, options);
  const auto total = static_cast<double>(std::max<std::size_t>(1, options.samples));
  for (std::size_t i = 0; i < kStages; ++i) result.share.at(i) = samples.stages.at(i) / total;
  if (!has_inflection(result.curve)) return result;
  result.inflection =
      choice.fit.shape.t0 * static_cast<double>(by) + static_cast<double>(periods.size() % by);
  result.passed = static_cast<double>(samples.passed) >= 0.95 * total;
  if (!result.passed || samples.reached.size() < 40) return result;
  const auto at = [&](double share) {
    return samples
        .reached[static_cast<std::size_t>(share * static_cast<double>(samples.reached.size() - 1))];
  };
  const double reached = height(result.curve, choice.fit.shape, static_cast<double>(used.size()));
  result.reached = Estimate{.value = reached,
                            .lower = std::min(reached, at(0.025)),
                            .upper = std::max(reached, at(0.975))};
  return result;
}

}  // namespace horizon::trends
