// One-vs-rest linear support vector machines for many labels at once.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "classify/model/sparse.h"

namespace horizon::classify::model {

// Labels are trained in blocks of this many, side by side in memory: one pass over a document
// serves them all, and four floats at a time.
inline constexpr std::size_t kBlock = 16;

struct DescentOptions {
  float cost = 0.5F;           // C of a negative example
  float positive_cost = 1.0F;  // times C of a positive example
  std::uint32_t max_passes = 6;
  float tolerance = 0.05F;  // largest violation at which it stops
  std::uint64_t seed = 1;   // of the order of the documents
};

// Which of the block's labels a document has, a bit a label.
using LabelBits = std::uint16_t;

// Dual coordinate descent for L2-regularised squared hinge loss (Hsieh, Chang, Lin, Keerthi and
// Sundararajan 2008, "A dual coordinate descent method for large-scale linear SVM"), sixteen
// problems in step. The bias is one more feature of value 1. Same input, same bits.
class BlockDescent {
 public:
  // The matrix and the labels (one a row) must outlive it.
  BlockDescent(const SparseMatrix& matrix, std::span<const LabelBits> labels,
               DescentOptions options);

  // Trains on these rows from where it stands. Returns the passes made.
  std::uint32_t train(std::span<const std::uint32_t> rows);

  // Takes the influence of these rows back: what is left was reached by the others alone. The
  // start for training without them (alpha seeding, DeCoste and Wagstaff 2000).
  void forget(std::span<const std::uint32_t> rows);

  void set_max_passes(std::uint32_t passes) { options_.max_passes = passes; }

  // Scores of a row, one a label.
  void score(std::size_t row, std::span<float, kBlock> out) const;

  std::span<const float> weights() const { return weights_; }  // feature-major, kBlock a feature
  std::span<const float, kBlock> bias() const {
    return std::span<const float, kBlock>(weights_.data() + matrix_->columns * kBlock, kBlock);
  }

 private:
  float visit(std::uint32_t row);

  const SparseMatrix* matrix_;
  std::span<const LabelBits> labels_;
  DescentOptions options_;
  std::vector<float> weights_;  // the bias behind the last feature
  std::vector<float> alpha_;    // kBlock a row
  std::vector<float> norm_;     // squared length of each row, the bias included
};

}  // namespace horizon::classify::model
