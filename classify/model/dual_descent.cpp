#include "classify/model/dual_descent.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "classify/model/random.h"

namespace horizon::classify::model {
namespace {

using Lane = std::array<float, kBlock>;

// Rows that no label of the block has moved for so many passes are left out until the end.
constexpr std::uint8_t kQuietPasses = 2;

void add_scaled(float* to, float factor, const Lane& lane) {
  for (std::size_t l = 0; l < kBlock; ++l) to[l] += factor * lane[l];
}

void add_scaled(Lane& to, float factor, const float* from) {
  for (std::size_t l = 0; l < kBlock; ++l) to[l] += factor * from[l];
}

}  // namespace

BlockDescent::BlockDescent(const SparseMatrix& matrix, std::span<const LabelBits> labels,
                           DescentOptions options)
    : matrix_(&matrix),
      labels_(labels),
      options_(options),
      weights_((matrix.columns + 1) * kBlock),
      alpha_(matrix.rows() * kBlock),
      norm_(matrix.rows()) {
  for (std::size_t i = 0; i < norm_.size(); ++i) {
    float sum = 1;
    for (const Entry& entry : matrix.row(i)) sum += entry.value * entry.value;
    norm_[i] = sum;
  }
}

void BlockDescent::score(std::size_t row, std::span<float, kBlock> out) const {
  Lane sum;
  std::copy_n(bias().data(), kBlock, sum.begin());
  const float* const weights = weights_.data();
  for (const Entry& entry : matrix_->row(row)) {
    add_scaled(sum, entry.value, weights + entry.feature * kBlock);
  }
  std::ranges::copy(sum, out.begin());
}

// One step for each label of the block; returns the largest violation of the optimality conditions.
float BlockDescent::visit(std::uint32_t row) {
  Lane score_of;
  score(row, score_of);
  float* const alpha = alpha_.data() + std::size_t{row} * kBlock;
  const LabelBits bits = labels_[row];
  const float positive = 0.5F / (options_.cost * options_.positive_cost);
  const float negative = 0.5F / options_.cost;
  Lane step;
  float violation = 0;
  float moved = 0;
  for (std::size_t l = 0; l < kBlock; ++l) {
    const bool is_positive = ((bits >> l) & 1U) != 0;
    const float sign = is_positive ? 1.0F : -1.0F;
    const float slack = is_positive ? positive : negative;
    const float gradient = sign * score_of[l] - 1.0F + slack * alpha[l];
    const float updated = std::max(alpha[l] - gradient / (norm_[row] + slack), 0.0F);
    const float change = updated - alpha[l];
    violation = std::max(violation, std::abs(change));
    alpha[l] = updated;
    step[l] = change * sign;
    moved = std::max(moved, std::abs(change));
  }
  if (moved < 1e-6F) return violation;
  float* const weights = weights_.data();
  for (const Entry& entry : matrix_->row(row)) {
    add_scaled(weights + entry.feature * kBlock, entry.value, step);
  }
  add_scaled(weights + matrix_->columns * kBlock, 1.0F, step);
  return violation;
}

std::uint32_t BlockDescent::train(std::span<const std::uint32_t> rows) {
  std::vector<std::uint32_t> order(rows.begin(), rows.end());
  std::vector<std::uint8_t> quiet(matrix_->rows());
  std::uint64_t random = options_.seed;
  std::uint32_t pass = 0;
  while (pass < options_.max_passes) {
    ++pass;
    shuffle(order, random);
    float violation = 0;
    for (const std::uint32_t row : order) {
      if (quiet[row] >= kQuietPasses) continue;
      const float found = visit(row);
      violation = std::max(violation, found);
      quiet[row] = found > 1e-6F ? 0 : static_cast<std::uint8_t>(quiet[row] + 1);
    }
    if (violation <= options_.tolerance) break;
  }
  return pass;
}

void BlockDescent::forget(std::span<const std::uint32_t> rows) {
  for (const std::uint32_t row : rows) {
    float* const alpha = alpha_.data() + std::size_t{row} * kBlock;
    Lane step;
    for (std::size_t l = 0; l < kBlock; ++l) {
      step[l] = ((labels_[row] >> l) & 1U) != 0 ? -alpha[l] : alpha[l];
      alpha[l] = 0;
    }
    for (const Entry& entry : matrix_->row(row)) {
      add_scaled(weights_.data() + entry.feature * kBlock, entry.value, step);
    }
    add_scaled(weights_.data() + matrix_->columns * kBlock, 1.0F, step);
  }
}

}  // namespace horizon::classify::model
