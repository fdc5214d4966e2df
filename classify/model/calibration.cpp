#include "classify/model/calibration.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace horizon::classify::model {
namespace {

struct Scored {
  float score = 0;
  bool positive = false;
};

std::vector<Scored> by_falling_score(std::span<const float> scores,
                                     const std::vector<bool>& positive) {
  std::vector<Scored> sorted;
  sorted.reserve(scores.size());
  for (std::size_t i = 0; i < scores.size(); ++i) sorted.push_back({scores[i], positive[i]});
  std::ranges::sort(sorted, [](const Scored& a, const Scored& b) {
    return a.score != b.score ? a.score > b.score : a.positive > b.positive;
  });
  return sorted;
}

// Cross-entropy of one document, for a target in (0, 1); does not overflow.
double loss_of(double logit, double target) {
  return logit >= 0 ? (1 - target) * logit + std::log1p(std::exp(-logit))
                    : -target * logit + std::log1p(std::exp(logit));
}

struct PlattProblem {
  std::span<const float> scores;
  std::vector<double> target;

  double loss(double slope, double offset) const {
    double sum = 0;
    for (std::size_t i = 0; i < scores.size(); ++i) {
      sum += loss_of(slope * scores[i] + offset, target[i]);
    }
    return sum;
  }
};

struct Derivatives {
  double slope = 0, offset = 0;                       // gradient
  double slope2 = 1e-12, cross = 0, offset2 = 1e-12;  // Hessian
};

Derivatives derive(const PlattProblem& problem, double slope, double offset) {
  Derivatives d;
  for (std::size_t i = 0; i < problem.scores.size(); ++i) {
    const double x = problem.scores[i];
    const double p = 1 / (1 + std::exp(-(slope * x + offset)));
    const double error = p - problem.target[i];
    const double weight = p * (1 - p);
    d.slope += error * x;
    d.offset += error;
    d.slope2 += weight * x * x;
    d.cross += weight * x;
    d.offset2 += weight;
  }
  return d;
}

struct Step {
  float from = 0;  // sum of scores, later their mean
  float to = 0;    // sum of positives, later their share
  float weight = 0;
};

// Steps by rising score, each with a higher share of positives than the one before.
std::vector<Step> pool(std::span<const float> scores, const std::vector<bool>& positive) {
  struct Sum {
    double score = 0, positives = 0, count = 0;
    double share() const { return positives / count; }
  };
  const std::vector<Scored> sorted = by_falling_score(scores, positive);
  std::vector<Sum> sums;
  for (auto at = sorted.rbegin(); at != sorted.rend();) {
    Sum sum;
    // Equal scores are one step whatever order they came in.
    for (const float score = at->score; at != sorted.rend() && at->score == score; ++at) {
      sum.score += at->score;
      sum.positives += at->positive ? 1 : 0;
      sum.count += 1;
    }
    sums.push_back(sum);
    while (sums.size() > 1 && sums[sums.size() - 2].share() >= sums.back().share()) {
      const Sum last = sums.back();
      sums.pop_back();
      sums.back().score += last.score;
      sums.back().positives += last.positives;
      sums.back().count += last.count;
    }
  }
  std::vector<Step> steps;
  for (const Sum& sum : sums) {
    steps.push_back({static_cast<float>(sum.score / sum.count), static_cast<float>(sum.share()),
                     static_cast<float>(sum.count)});
  }
  return steps;
}

float between(float above, float below) {
  const float middle = below + (above - below) / 2;
  return middle > below ? middle : above;
}

constexpr float kNever = std::numeric_limits<float>::max();

// Lower end of the Wilson interval for k of n (Wilson 1927).
double wilson_lower(double k, double n, double z) {
  const double p = k / n;
  const double z2 = z * z;
  return (p + z2 / (2 * n) - z * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n))) / (1 + z2 / n);
}

// The last of the thresholds between neighbouring scores, from the highest down, that
// good(found, taken) is true of.
template <typename Good>
Cut last_cut(std::span<const float> scores, const std::vector<bool>& positive, Good&& good) {
  const std::vector<Scored> sorted = by_falling_score(scores, positive);
  const double positives = static_cast<double>(std::ranges::count(positive, true));
  Cut best{kNever, 0, 0};
  double found = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    found += sorted[i].positive ? 1 : 0;
    const bool last = i + 1 == sorted.size();
    if (!last && sorted[i].score == sorted[i + 1].score) continue;
    const double taken = static_cast<double>(i + 1);
    if (!good(found, taken)) continue;
    best.threshold = last ? sorted[i].score : between(sorted[i].score, sorted[i + 1].score);
    best.precision = static_cast<float>(found / taken);
    best.recall = static_cast<float>(found / positives);
  }
  return best;
}

}  // namespace

float sigmoid(float logit) { return 1.0F / (1.0F + std::exp(-logit)); }

Sigmoid fit_sigmoid(std::span<const float> scores, const std::vector<bool>& positive) {
  const double positives = static_cast<double>(std::ranges::count(positive, true));
  const double negatives = static_cast<double>(scores.size()) - positives;
  PlattProblem problem{scores, {}};
  for (const bool is_positive : positive) {
    problem.target.push_back(is_positive ? (positives + 1) / (positives + 2) : 1 / (negatives + 2));
  }
  double slope = 0;
  double offset = std::log((positives + 1) / (negatives + 1));
  double loss = problem.loss(slope, offset);
  for (int round = 0; round < 50; ++round) {
    const Derivatives d = derive(problem, slope, offset);
    if (std::abs(d.slope) < 1e-4 && std::abs(d.offset) < 1e-4) break;
    const double determinant = d.slope2 * d.offset2 - d.cross * d.cross;
    const double to_slope = -(d.offset2 * d.slope - d.cross * d.offset) / determinant;
    const double to_offset = -(d.slope2 * d.offset - d.cross * d.slope) / determinant;
    double stride = 1;
    double next = problem.loss(slope + to_slope, offset + to_offset);
    while (!(next < loss) && stride > 1e-6) {
      stride /= 2;
      next = problem.loss(slope + stride * to_slope, offset + stride * to_offset);
    }
    if (!(next < loss)) break;
    slope += stride * to_slope;
    offset += stride * to_offset;
    const bool small = loss - next < 1e-7 * loss;
    loss = next;
    if (small) break;
  }
  return {static_cast<float>(std::max(slope, 0.0)), static_cast<float>(offset)};
}

float RisingLine::at(float x) const {
  if (from.empty()) return x;
  const auto above = std::ranges::upper_bound(from, x);
  if (above == from.begin()) return to.front();
  if (above == from.end()) return to.back();
  const auto i = static_cast<std::size_t>(above - from.begin());
  return to[i - 1] + (to[i] - to[i - 1]) * (x - from[i - 1]) / (from[i] - from[i - 1]);
}

RisingLine fit_isotonic(std::span<const float> scores, const std::vector<bool>& positive,
                        std::size_t max_points) {
  const std::vector<Step> steps = pool(scores, positive);
  RisingLine line;
  // Too many points: steps are joined evenly, by their number.
  const std::size_t group = (steps.size() + max_points - 1) / std::max<std::size_t>(max_points, 1);
  for (std::size_t i = 0; i < steps.size(); i += group) {
    double from = 0, to = 0, weight = 0;
    for (std::size_t j = i; j < std::min(i + group, steps.size()); ++j) {
      from += double{steps[j].from} * steps[j].weight;
      to += double{steps[j].to} * steps[j].weight;
      weight += steps[j].weight;
    }
    const float x = static_cast<float>(from / weight);
    if (!line.from.empty() && !(x > line.from.back())) continue;
    line.from.push_back(x);
    line.to.push_back(static_cast<float>(to / weight));
  }
  return line;
}

Cut cut_for_f1(std::span<const float> scores, const std::vector<bool>& positive) {
  const double positives = static_cast<double>(std::ranges::count(positive, true));
  double best = 0;
  return last_cut(scores, positive, [&](double found, double taken) {
    const double f1 = 2 * found / (taken + positives);
    if (f1 <= best) return false;
    best = f1;
    return true;
  });
}

Cut cut_for_precision(std::span<const float> scores, const std::vector<bool>& positive,
                      float precision) {
  constexpr double kZ = 0.8416;  // one-sided 80 %
  return last_cut(scores, positive, [&](double found, double taken) {
    return found > 0 && wilson_lower(found, taken, kZ) >= precision;
  });
}

}  // namespace horizon::classify::model
