// Complement naive Bayes: what a feature's frequency outside a label says of the label.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "classify/model/second_stage.h"
#include "classify/model/sparse.h"

namespace horizon::classify::model {

// Weights of every label on every feature (feature-major, a row of labels): minus the logarithm of
// the feature's smoothed share of the weight of all documents without the label (Rennie, Shih,
// Teevan and Karger 2003, "Tackling the poor assumptions of naive Bayes text classifiers"), less
// the mean over labels. Of the given rows alone.
std::vector<float> complement_bayes(const SparseMatrix& matrix,
                                    std::span<const std::vector<std::uint32_t>> labels_of,
                                    std::size_t labels, std::span<const std::uint32_t> rows);

// Scores of these rows under such weights; the others stay as they are.
void score_rows(const SparseMatrix& matrix, std::span<const float> weights,
                std::span<const std::uint32_t> rows, ScoreTable& scores);

}  // namespace horizon::classify::model
