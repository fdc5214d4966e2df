#include "classify/model/naive_bayes.h"

#include <algorithm>
#include <cmath>

namespace horizon::classify::model {
namespace {

constexpr double kSmoothing = 0.3;

}  // namespace

std::vector<float> complement_bayes(const SparseMatrix& matrix,
                                    std::span<const std::vector<std::uint32_t>> labels_of,
                                    std::size_t labels, std::span<const std::uint32_t> rows) {
  std::vector<float> weights(matrix.columns * labels);  // sums with the label, at first
  std::vector<double> of_feature(matrix.columns);
  std::vector<double> of_label(labels);
  double of_all = 0;
  for (const std::uint32_t row : rows) {
    double sum = 0;
    for (const Entry& entry : matrix.row(row)) {
      of_feature[entry.feature] += entry.value;
      sum += entry.value;
      for (const std::uint32_t label : labels_of[row]) {
        weights[entry.feature * labels + label] += entry.value;
      }
    }
    of_all += sum;
    for (const std::uint32_t label : labels_of[row]) of_label[label] += sum;
  }
  std::vector<double> log_outside(labels);
  const double smoothed = kSmoothing * static_cast<double>(matrix.columns);
  for (std::size_t l = 0; l < labels; ++l) {
    log_outside[l] = std::log(std::max(of_all - of_label[l], 0.0) + smoothed);
  }
  for (std::size_t f = 0; f < matrix.columns; ++f) {
    float* const row = weights.data() + f * labels;
    double mean = 0;
    for (std::size_t l = 0; l < labels; ++l) {
      const double outside = std::max(of_feature[f] - double{row[l]}, 0.0) + kSmoothing;
      const double weight = log_outside[l] - std::log(outside);
      row[l] = static_cast<float>(weight);
      mean += weight / static_cast<double>(labels);
    }
    for (std::size_t l = 0; l < labels; ++l) row[l] -= static_cast<float>(mean);
  }
  return weights;
}

void score_rows(const SparseMatrix& matrix, std::span<const float> weights,
                std::span<const std::uint32_t> rows, ScoreTable& scores) {
  for (const std::uint32_t row : rows) {
    const std::span<float> out = scores.row(row);
    std::ranges::fill(out, 0.0F);
    for (const Entry& entry : matrix.row(row)) {
      const float* const from = weights.data() + entry.feature * out.size();
      for (std::size_t l = 0; l < out.size(); ++l) out[l] += entry.value * from[l];
    }
  }
}

}  // namespace horizon::classify::model
