#include "classify/model/second_stage.h"

#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "classify/model/solve.h"

namespace horizon::classify::model {
namespace {

// The probability under which a label is not in play.
constexpr float kInPlay = 0.01F;
// Inputs that hardly vary are not blown up: a text unlike the examples would be judged by them.
constexpr double kSpread = 0.2;
constexpr int kMaxRounds = 8;
constexpr double kSmallStep = 0.01;  // of a standardised weight
// Rows whose products are summed as floats before they are added to the doubles.
constexpr std::size_t kBatch = 128;

std::array<float, SecondStage::kTop> highest(std::span<const float> scores) {
  std::array<float, SecondStage::kTop> top;
  top.fill(-2.0F);
  for (float score : scores) {
    for (float& place : top) {
      if (score > place) std::swap(score, place);
    }
  }
  return top;
}

// Inputs that all labels share: [scores, cut scores,] highest scores.
void shared_inputs(std::span<const float> scores, std::vector<float>& out) {
  out.clear();
  if (scores.size() <= SecondStage::kMaxCross) {
    out.insert(out.end(), scores.begin(), scores.end());
    for (const float score : scores) out.push_back(std::max(score, SecondStage::kKnot));
  }
  const auto top = highest(scores);
  out.insert(out.end(), top.begin(), top.end());
}

float correction(const SecondStage::LabelFit& fit, std::span<const float> shared, float own,
                 bool cross) {
  float sum = fit.offset;
  for (std::size_t j = 0; j < shared.size(); ++j) sum += fit.weights[j] * shared[j];
  if (!cross) {
    sum += fit.weights[shared.size()] * own;
    sum += fit.weights[shared.size() + 1] * std::max(own, SecondStage::kKnot);
  }
  return sum;
}

float floor_of(const Sigmoid& own) {
  if (own.slope <= 1e-6F) return std::numeric_limits<float>::max();
  return (std::log(kInPlay / (1 - kInPlay)) - own.offset) / own.slope;
}

// The inputs of all documents, standardised.
struct Inputs {
  std::size_t width = 0;
  std::vector<float> values;
  std::vector<float> mean;
  std::vector<float> scale;  // 1 / standard deviation
};

Inputs make_inputs(const ScoreTable& scores) {
  Inputs inputs;
  std::vector<float> row;
  for (std::size_t i = 0; i < scores.rows(); ++i) {
    shared_inputs(scores.row(i), row);
    inputs.values.insert(inputs.values.end(), row.begin(), row.end());
  }
  inputs.width = row.size();
  const double count = static_cast<double>(scores.rows());
  for (std::size_t j = 0; j < inputs.width; ++j) {
    double sum = 0, squares = 0;
    for (std::size_t i = j; i < inputs.values.size(); i += inputs.width) {
      sum += inputs.values[i];
      squares += double{inputs.values[i]} * inputs.values[i];
    }
    const double mean = sum / count;
    const double deviation = std::sqrt(std::max(squares / count - mean * mean, 0.0));
    inputs.mean.push_back(static_cast<float>(mean));
    inputs.scale.push_back(deviation > 1e-6 ? static_cast<float>(1 / std::max(deviation, kSpread))
                                            : 0.0F);
  }
  for (std::size_t i = 0; i < inputs.values.size(); ++i) {
    const std::size_t j = i % inputs.width;
    inputs.values[i] = (inputs.values[i] - inputs.mean[j]) * inputs.scale[j];
  }
  return inputs;
}

// The correction of one label: documents in play, their inputs, and Newton's method.
class Correction {
 public:
  Correction(const ScoreTable& scores, const Inputs& inputs, const std::vector<bool>& positive,
             std::size_t label, const Sigmoid& own, float floor, float penalty)
      : inputs_(inputs), cross_(scores.labels <= SecondStage::kMaxCross), penalty_(penalty) {
    width_ = inputs.width + (cross_ ? 1 : 3);  // the offset is the last
    for (std::size_t i = 0; i < scores.rows(); ++i) {
      const float score = scores.row(i)[label];
      if (score < floor) continue;
      rows_.push_back(static_cast<std::uint32_t>(i));
      base_.push_back(own.slope * score + own.offset);
      target_.push_back(positive[i] ? 1.0F : 0.0F);
      own_.push_back(score);
    }
    weights_.assign(width_, 0.0);
  }

  std::span<const std::uint32_t> rows() const { return rows_; }

  void solve() {
    if (rows_.empty()) return;
    for (int round = 0; round < kMaxRounds; ++round) {
      gather();
      if (!factor_.factorise(hessian_, width_)) return;
      std::vector<double> step = gradient_;
      factor_.solve(step);
      double largest = 0;
      for (std::size_t j = 0; j < width_; ++j) {
        weights_[j] -= step[j];
        largest = std::max(largest, std::abs(step[j]));
      }
      if (largest < kSmallStep) break;
    }
    solved_ = true;
  }

  // Log-odds of rows()[k] had it been left out.
  float left_out_logit(std::size_t k) {
    const double logit = logit_of(k);
    if (!solved_) return static_cast<float>(logit);
    fill(k);
    std::vector<double> x(row_.begin(), row_.end());
    const double lever = factor_.squared_length(x);
    const double p = 1 / (1 + std::exp(-logit));
    const double share = std::min(p * (1 - p) * lever, 0.9);
    return static_cast<float>(logit + (p - target_[k]) * lever / (1 - share));
  }

  // Weights on the inputs as they are, not standardised.
  void write(SecondStage::LabelFit& fit) const {
    double offset = weights_.back();
    fit.weights.clear();
    for (std::size_t j = 0; j + 1 < width_; ++j) {
      const bool shared = j < inputs_.width;
      const double weight = shared ? weights_[j] * inputs_.scale[j] : weights_[j];
      if (shared) offset -= weight * inputs_.mean[j];
      fit.weights.push_back(static_cast<float>(weight));
    }
    fit.offset = static_cast<float>(offset);
  }

 private:
  void fill(std::size_t k) {
    row_.assign(
        inputs_.values.begin() + static_cast<std::ptrdiff_t>(rows_[k] * inputs_.width),
        inputs_.values.begin() + static_cast<std::ptrdiff_t>((rows_[k] + 1) * inputs_.width));
    if (!cross_) {
      row_.push_back(own_[k]);
      row_.push_back(std::max(own_[k], SecondStage::kKnot));
    }
    row_.push_back(1.0F);
  }

  double logit_of(std::size_t k) {
    fill(k);
    double sum = base_[k];
    for (std::size_t j = 0; j < width_; ++j) sum += weights_[j] * row_[j];
    return sum;
  }

  // Gradient and Hessian at the weights.
  void gather() {
    gradient_.assign(width_, 0.0);
    hessian_.assign(width_ * width_, 0.0);
    for (std::size_t k = 0; k < rows_.size(); ++k) {
      const double p = 1 / (1 + std::exp(-logit_of(k)));
      const double error = p - target_[k];
      for (std::size_t j = 0; j < width_; ++j) gradient_[j] += error * row_[j];
      add_product(static_cast<float>(p * (1 - p)), k + 1 == rows_.size());
    }
    // The offset is drawn to nothing more gently than the rest.
    for (std::size_t j = 0; j < width_; ++j) {
      const double pull = j + 1 == width_ ? 0.1 * penalty_ : penalty_;
      hessian_[j * width_ + j] += pull;
      gradient_[j] += pull * weights_[j];
    }
  }

  // weight × row rowᵀ, the lower triangle; floats, four at a time, are fast enough to sum a batch.
  void add_product(float weight, bool last) {
    batch_.resize(width_ * width_);
    for (std::size_t j = 0; j < width_; ++j) {
      const float scaled = weight * row_[j];
      float* const line = batch_.data() + j * width_;
      for (std::size_t i = 0; i <= j; ++i) line[i] += scaled * row_[i];
    }
    if (++batched_ < kBatch && !last) return;
    for (std::size_t i = 0; i < batch_.size(); ++i) hessian_[i] += double{batch_[i]};
    std::ranges::fill(batch_, 0.0F);
    batched_ = 0;
  }

  const Inputs& inputs_;
  bool cross_;
  double penalty_;
  std::size_t width_ = 0;
  std::vector<std::uint32_t> rows_;
  std::vector<float> base_, target_, own_;  // by rows_
  std::vector<double> weights_, gradient_, hessian_;
  std::vector<float> row_, batch_;
  std::size_t batched_ = 0;
  Cholesky factor_;
  bool solved_ = false;
};

}  // namespace

SecondStage::SecondStage(std::vector<LabelFit> fits) : fits_(std::move(fits)) {}

std::size_t SecondStage::inputs(std::size_t labels) {
  return labels <= kMaxCross ? 2 * labels + kTop : kTop + 2;
}

void SecondStage::apply(std::span<float> scores, std::vector<float>& scratch) const {
  const bool cross = scores.size() <= kMaxCross;
  shared_inputs(scores, scratch);
  for (std::size_t l = 0; l < scores.size(); ++l) {
    const LabelFit& fit = fits_[l];
    const float own = scores[l];
    scores[l] = fit.own.slope * own + fit.own.offset;
    if (own >= fit.floor) scores[l] += correction(fit, scratch, own, cross);
  }
}

SecondStageFit fit_second_stage(const ScoreTable& scores,
                                std::span<const std::vector<std::uint32_t>> labels_of,
                                float penalty, unsigned threads) {
  const Inputs inputs = make_inputs(scores);
  std::vector<SecondStage::LabelFit> fits(scores.labels);
  SecondStageFit result;
  result.logits = scores;
  const auto fit_label = [&](std::size_t label) {
    std::vector<bool> positive(scores.rows());
    std::vector<float> own(scores.rows());
    for (std::size_t i = 0; i < scores.rows(); ++i) {
      positive[i] = std::ranges::binary_search(labels_of[i], label);
      own[i] = scores.row(i)[label];
    }
    SecondStage::LabelFit& fit = fits[label];
    fit.own = fit_sigmoid(own, positive);
    fit.floor = floor_of(fit.own);
    for (std::size_t i = 0; i < own.size(); ++i) {
      result.logits.row(i)[label] = fit.own.slope * own[i] + fit.own.offset;
    }
    Correction work(scores, inputs, positive, label, fit.own, fit.floor, penalty);
    work.solve();
    work.write(fit);
    for (std::size_t k = 0; k < work.rows().size(); ++k) {
      result.logits.row(work.rows()[k])[label] = work.left_out_logit(k);
    }
  };
  tbb::task_arena arena(static_cast<int>(threads));
  arena.execute([&] { tbb::parallel_for(std::size_t{0}, scores.labels, fit_label); });
  result.stage = SecondStage(std::move(fits));
  return result;
}

}  // namespace horizon::classify::model
