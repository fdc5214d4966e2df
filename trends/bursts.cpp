#include "trends/bursts.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace horizon::trends {
namespace {

struct Explanation {
  double base_rate = 0;
  double cost = 0;
  std::vector<bool> high;
};

// -ln of the binomial's varying part: the coefficient is the same in both states.
double cost_of(const Observed& period, double share) {
  const double others = std::max(0.0, period.exposure - period.count);
  return -(period.count * std::log(share) + others * std::log1p(-share));
}

class Automaton {
 public:
  Automaton(std::span<const Observed> periods, const Dispersion& dispersion,
            const BurstOptions& options)
      : periods_(periods),
        dispersion_(dispersion),
        options_(options),
        up_(options.gamma * std::log(static_cast<double>(periods.size()))) {}

  double entry_cost() const { return up_; }

  // States and base rate in turn, until they stay.
  Explanation settle(double base_rate) const {
    Explanation best = states(base_rate);
    constexpr int kRounds = 10;
    for (int round = 0; round < kRounds; ++round) {
      const double outside = rate_outside(best.high);
      if (outside <= 0 || std::abs(outside - best.base_rate) <= 1e-12 * outside) break;
      Explanation next = states(outside);
      const bool better = next.cost < best.cost - 1e-9;
      if (!better) break;
      best = std::move(next);
    }
    return best;
  }

  double cost(const Observed& period, double base_rate, bool high) const {
    const double share = high ? high_rate(base_rate) : base_rate;
    // Divided by how much more than a binomial a count of this size varies.
    const double widening = dispersion_.phi + dispersion_.alpha * period.exposure * base_rate;
    return cost_of(period, std::clamp(share, 1e-12, 1 - 1e-12)) / widening;
  }

  double rate_outside(const std::vector<bool>& high) const {
    double count = 0;
    double exposure = 0;
    for (std::size_t t = 0; t < periods_.size(); ++t) {
      if (high[t]) continue;
      count += periods_[t].count;
      exposure += periods_[t].exposure;
    }
    return exposure > 0 ? count / exposure : 0;
  }

 private:
  // A share cannot pass 1: of topics that are nearly everything a burst is half of what is left.
  double high_rate(double base_rate) const {
    return std::min(options_.scale * base_rate, (1 + base_rate) / 2);
  }

  Explanation states(double base_rate) const {
    Explanation result;
    result.base_rate = base_rate;
    result.high.resize(periods_.size());
    // Where the cheapest way into each state came from.
    std::vector<bool> low_from_high(periods_.size());
    std::vector<bool> high_from_high(periods_.size());
    double low = 0;
    double high = up_;
    for (std::size_t t = 0; t < periods_.size(); ++t) {
      low_from_high[t] = t > 0 && high < low;
      high_from_high[t] = t > 0 && high <= low + up_;
      const double into_low = t == 0 ? 0 : std::min(low, high);
      const double into_high = t == 0 ? up_ : std::min(high, low + up_);
      low = into_low + cost(periods_[t], base_rate, false);
      high = into_high + cost(periods_[t], base_rate, true);
    }
    result.cost = std::min(low, high);
    bool state = high < low;
    for (std::size_t t = periods_.size(); t > 0; --t) {
      result.high[t - 1] = state;
      state = state ? high_from_high[t - 1] : low_from_high[t - 1];
    }
    return result;
  }

  std::span<const Observed> periods_;
  const Dispersion& dispersion_;
  const BurstOptions& options_;
  double up_;
};

Burst describe(std::span<const Observed> periods, std::size_t begin, std::size_t end,
               const Explanation& explanation, const Automaton& automaton, double base_rate) {
  Burst burst{.begin = begin, .end = end, .ongoing = end == periods.size()};
  for (std::size_t t = begin; t < end; ++t) {
    burst.count += periods[t].count;
    burst.expected += periods[t].exposure * base_rate;
    burst.weight += automaton.cost(periods[t], explanation.base_rate, false) -
                    automaton.cost(periods[t], explanation.base_rate, true);
  }
  return burst;
}

}  // namespace

Bursts find_bursts(std::span<const Observed> periods, const Dispersion& dispersion,
                   const BurstOptions& options) {
  Bursts bursts;
  double count = 0;
  double exposure = 0;
  for (const Observed& period : periods) {
    count += period.count;
    exposure += period.exposure;
  }
  if (periods.size() < options.min_history || count <= 0 || exposure <= count) return bursts;
  const Automaton automaton(periods, dispersion, options);
  std::optional<Explanation> best;
  for (const double start : {1.0, 0.85, 0.7, 0.5, 0.35}) {
    Explanation tried = automaton.settle(start * count / exposure);
    if (!best || tried.cost < best->cost - 1e-9) best = std::move(tried);
  }
  bursts.base_rate = automaton.rate_outside(best->high);
  for (std::size_t t = 0; t < periods.size(); ++t) {
    if (!best->high[t]) continue;
    std::size_t end = t;
    while (end < periods.size() && best->high[end]) ++end;
    const Burst burst = describe(periods, t, end, *best, automaton, bursts.base_rate);
    if (end - t >= options.min_periods && burst.count >= options.min_count &&
        burst.weight >= automaton.entry_cost() + options.margin) {
      bursts.found.push_back(burst);
    }
    t = end;
  }
  return bursts;
}

}  // namespace horizon::trends
