// All labels' support vector machines, and what they say of documents they have not seen.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "classify/model/dual_descent.h"
#include "classify/model/second_stage.h"
#include "classify/model/sparse.h"

namespace horizon::classify::model {

struct OneVsRest {
  std::vector<float> weights;  // feature-major, a row of labels
  std::vector<float> bias;
  ScoreTable unseen;  // each document's scores by machines that were trained without its fold
};

// Adds complement naive Bayes to the machines, weights and unseen scores, in that proportion of
// spread (0, 1/4, 1/2 or 1) which puts a true label first most often on unseen documents. The sum
// is one linear model again. It helps short texts and small sets.
void blend_naive_bayes(const SparseMatrix& matrix,
                       std::span<const std::vector<std::uint32_t>> labels_of,
                       std::span<const std::uint8_t> fold_of, std::uint32_t folds, unsigned threads,
                       OneVsRest& machines);

// Numbers of folds, 0 to folds - 1: documents with the same labels are spread evenly.
std::vector<std::uint8_t> make_folds(std::span<const std::vector<std::uint32_t>> labels_of,
                                     std::uint32_t folds, std::uint64_t seed);

OneVsRest train_one_vs_rest(const SparseMatrix& matrix,
                            std::span<const std::vector<std::uint32_t>> labels_of,
                            std::size_t labels, std::span<const std::uint8_t> fold_of,
                            std::uint32_t folds, const DescentOptions& options, unsigned threads);

}  // namespace horizon::classify::model
