#include "classify/model/evaluate.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace horizon::classify::model {
namespace {

constexpr std::size_t kBins = 20;
constexpr float kLikely = 0.1F;
constexpr float kKeptProbability = 0.01F;
constexpr std::size_t kMaxConfusions = 50;

double share(double part, double whole) { return whole > 0 ? part / whole : 0.0; }

Figures figures_of(double right, double assigned, double documents) {
  const double precision = share(right, assigned);
  const double recall = share(right, documents);
  return {precision, recall, share(2 * right, assigned + documents)};
}

std::size_t bin_of(float probability, float from) {
  const double place = (double{probability} - from) / (1 - double{from}) * kBins;
  return static_cast<std::size_t>(std::clamp(place, 0.0, static_cast<double>(kBins - 1)));
}

}  // namespace

Figures LabelFigures::figures() const {
  return figures_of(static_cast<double>(right), static_cast<double>(assigned),
                    static_cast<double>(documents));
}

Evaluator::Evaluator(std::size_t known_labels, std::size_t all_labels)
    : known_(known_labels), bins_(kBins), likely_bins_(kBins), confused_(all_labels) {
  sums_.labels.resize(all_labels);
}

void Evaluator::rank(std::span<const Verdict> verdicts, std::span<const std::uint32_t> true_labels,
                     std::span<const std::uint8_t> asked) {
  constexpr std::size_t kSurest = 5;
  std::vector<std::uint32_t> order;
  for (std::uint32_t l = 0; l < verdicts.size(); ++l) {
    if (asked.empty() || asked[l] != 0) order.push_back(l);
  }
  const std::size_t taken = std::min(kSurest, order.size());
  std::ranges::partial_sort(order, order.begin() + static_cast<std::ptrdiff_t>(taken),
                            [&](std::uint32_t a, std::uint32_t b) {
                              return verdicts[a].probability != verdicts[b].probability
                                         ? verdicts[a].probability > verdicts[b].probability
                                         : a < b;
                            });
  for (std::size_t k = 0; k < taken; ++k) {
    if (!std::ranges::binary_search(true_labels, order[k])) continue;
    hits_at_1_ += k < 1 ? 1 : 0;
    hits_at_3_ += k < 3 ? 1 : 0;
    ++hits_at_5_;
  }
}

void Evaluator::confuse(std::span<const std::uint32_t> assigned,
                        std::span<const std::uint32_t> true_labels) {
  for (const std::uint32_t missed : true_labels) {
    if (std::ranges::binary_search(assigned, missed)) continue;
    for (const std::uint32_t wrong : assigned) {
      if (!std::ranges::binary_search(true_labels, wrong)) confused_[missed].push_back(wrong);
    }
  }
}

void Evaluator::add(std::span<const Verdict> verdicts, std::span<const std::uint32_t> true_labels,
                    std::span<const std::uint8_t> asked) {
  ++sums_.documents;
  true_labels_ += true_labels.size();
  all_single_ = all_single_ && true_labels.size() == 1;
  std::vector<std::uint32_t> assigned;
  for (std::uint32_t l = 0; l < known_; ++l) {
    if (!asked.empty() && asked[l] == 0) continue;
    const Verdict& verdict = verdicts[l];
    const bool is_true = std::ranges::binary_search(true_labels, l);
    if (verdict.assigned) assigned.push_back(l);
    sums_.labels[l].assigned += verdict.assigned ? 1 : 0;
    sums_.labels[l].right += verdict.assigned && is_true ? 1 : 0;
    if (verdict.probability >= kKeptProbability) pairs_.push_back({verdict.probability, is_true});
    const auto count = [&](Bin& bin) {
      bin.pairs += 1;
      bin.probability += verdict.probability;
      bin.right += is_true ? 1 : 0;
      bin.variance += double{verdict.probability} * (1 - double{verdict.probability});
    };
    count(bins_[bin_of(verdict.probability, 0)]);
    if (verdict.probability >= kLikely) count(likely_bins_[bin_of(verdict.probability, kLikely)]);
  }
  for (const std::uint32_t label : true_labels) ++sums_.labels[label].documents;
  exact_ += std::ranges::equal(assigned, true_labels) ? 1 : 0;
  rank(verdicts, true_labels, asked);
  confuse(assigned, true_labels);
}

namespace {

template <typename Bin>
double calibration_error(const std::vector<Bin>& bins) {
  double pairs = 0, distance = 0;
  for (const Bin& bin : bins) {
    pairs += bin.pairs;
    distance += std::abs(bin.probability - bin.right);
  }
  return share(distance, pairs);
}

// The mean distance of a normal variable from its mean is √(2/π) of its standard deviation.
template <typename Bin>
double calibration_chance(const std::vector<Bin>& bins) {
  double pairs = 0, distance = 0;
  for (const Bin& bin : bins) {
    pairs += bin.pairs;
    distance += std::sqrt(2 / std::numbers::pi * bin.variance);
  }
  return share(distance, pairs);
}

template <typename Pair>
double coverage(std::vector<Pair> pairs, double true_labels, double precision) {
  std::ranges::sort(pairs, [](const Pair& a, const Pair& b) {
    return a.probability != b.probability ? a.probability > b.probability : a.right < b.right;
  });
  double right = 0, best = 0;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    right += pairs[i].right ? 1 : 0;
    if (i + 1 < pairs.size() && pairs[i + 1].probability == pairs[i].probability) continue;
    if (right >= precision * static_cast<double>(i + 1)) best = right;
  }
  return share(best, true_labels);
}

std::vector<Confusion> most_confused(std::vector<std::vector<std::uint32_t>> confused) {
  std::vector<Confusion> all;
  for (std::uint32_t missed = 0; missed < confused.size(); ++missed) {
    auto& wrong = confused[missed];
    std::ranges::sort(wrong);
    for (auto at = wrong.begin(); at != wrong.end();) {
      const auto end = std::ranges::upper_bound(at, wrong.end(), *at);
      all.push_back({missed, *at, static_cast<std::uint64_t>(end - at)});
      at = end;
    }
  }
  std::ranges::stable_sort(all, std::greater<>(), &Confusion::documents);
  if (all.size() > kMaxConfusions) all.resize(kMaxConfusions);
  return all;
}

}  // namespace

Evaluation Evaluator::result() const {
  Evaluation result = sums_;
  const double documents = static_cast<double>(sums_.documents);
  double right = 0, assigned = 0, counted = 0;
  for (const LabelFigures& label : sums_.labels) {
    const Figures figures = label.figures();
    right += static_cast<double>(label.right);
    assigned += static_cast<double>(label.assigned);
    // A label that the examples never bear and nobody got says nothing.
    if (label.documents + label.assigned == 0) continue;
    counted += 1;
    result.macro.precision += figures.precision;
    result.macro.recall += figures.recall;
    result.macro.f1 += figures.f1;
  }
  result.macro = {share(result.macro.precision, counted), share(result.macro.recall, counted),
                  share(result.macro.f1, counted)};
  result.micro = figures_of(right, assigned, static_cast<double>(true_labels_));
  result.single_label = all_single_ && sums_.documents > 0;
  result.accuracy = share(static_cast<double>(exact_), documents);
  result.precision_at_1 = share(static_cast<double>(hits_at_1_), documents);
  result.precision_at_3 = share(static_cast<double>(hits_at_3_), 3 * documents);
  result.precision_at_5 = share(static_cast<double>(hits_at_5_), 5 * documents);
  result.coverage_at_90 = coverage(pairs_, static_cast<double>(true_labels_), 0.9);
  result.calibration_error = calibration_error(bins_);
  result.calibration_error_likely = calibration_error(likely_bins_);
  result.calibration_chance_likely = calibration_chance(likely_bins_);
  result.confusions = most_confused(confused_);
  return result;
}

}  // namespace horizon::classify::model
