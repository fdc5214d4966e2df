#include "classify/model/one_vs_rest.h"

#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "classify/model/naive_bayes.h"
#include "classify/model/random.h"

namespace horizon::classify::model {
namespace {

// Passes that bring a machine from what it knows with a fold to what it knows without it.
std::uint32_t fold_passes(std::size_t documents) { return documents < 20000 ? 6 : 3; }

// The labels of one block of machines: [first, first + count).
struct Block {
  std::size_t first = 0;
  std::size_t count = 0;
};

// As few blocks as hold all labels, of about the same size, so that threads share them evenly.
std::vector<Block> make_blocks(std::size_t labels) {
  const std::size_t number = (labels + kBlock - 1) / kBlock;
  std::vector<Block> blocks;
  for (std::size_t b = 0; b < number; ++b) {
    const std::size_t first = labels * b / number;
    blocks.push_back({first, labels * (b + 1) / number - first});
  }
  return blocks;
}

std::vector<LabelBits> bits_of(std::span<const std::vector<std::uint32_t>> labels_of,
                               const Block& block) {
  std::vector<LabelBits> bits(labels_of.size());
  for (std::size_t i = 0; i < labels_of.size(); ++i) {
    for (const std::uint32_t label : labels_of[i]) {
      if (label < block.first || label >= block.first + block.count) continue;
      bits[i] = static_cast<LabelBits>(bits[i] | (1U << (label - block.first)));
    }
  }
  return bits;
}

// Rows in a fold and rows outside it.
struct Split {
  std::vector<std::uint32_t> held, kept;
};

std::vector<Split> make_splits(std::span<const std::uint8_t> fold_of, std::uint32_t folds) {
  std::vector<Split> splits(folds);
  for (std::uint32_t i = 0; i < fold_of.size(); ++i) {
    for (std::uint32_t f = 0; f < folds; ++f) {
      (fold_of[i] == f ? splits[f].held : splits[f].kept).push_back(i);
    }
  }
  return splits;
}

void score_held(const BlockDescent& machine, const Split& split, const Block& block,
                ScoreTable& scores) {
  std::array<float, kBlock> out{};
  for (const std::uint32_t row : split.held) {
    machine.score(row, out);
    std::copy_n(out.begin(), block.count,
                scores.row(row).begin() + static_cast<std::ptrdiff_t>(block.first));
  }
}

}  // namespace

std::vector<std::uint8_t> make_folds(std::span<const std::vector<std::uint32_t>> labels_of,
                                     std::uint32_t folds, std::uint64_t seed) {
  std::vector<std::uint32_t> order(labels_of.size());
  std::iota(order.begin(), order.end(), 0U);
  shuffle(order, seed);
  std::ranges::stable_sort(
      order, [&](std::uint32_t a, std::uint32_t b) { return labels_of[a] < labels_of[b]; });
  std::vector<std::uint8_t> fold_of(labels_of.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    fold_of[order[i]] = static_cast<std::uint8_t>(i % folds);
  }
  return fold_of;
}

OneVsRest train_one_vs_rest(const SparseMatrix& matrix,
                            std::span<const std::vector<std::uint32_t>> labels_of,
                            std::size_t labels, std::span<const std::uint8_t> fold_of,
                            std::uint32_t folds, const DescentOptions& options, unsigned threads) {
  OneVsRest result;
  result.weights.resize(matrix.columns * labels);
  result.bias.resize(labels);
  result.unseen = {labels, std::vector<float>(matrix.rows() * labels)};
  const std::vector<Block> blocks = make_blocks(labels);
  const std::vector<Split> splits = make_splits(fold_of, folds);
  std::vector<std::uint32_t> all(matrix.rows());
  std::iota(all.begin(), all.end(), 0U);
  const auto train_block = [&](std::size_t b) {
    const Block& block = blocks[b];
    const std::vector<LabelBits> bits = bits_of(labels_of, block);
    BlockDescent machine(matrix, bits, options);
    machine.train(all);
    for (std::size_t f = 0; f < matrix.columns; ++f) {
      std::copy_n(machine.weights().data() + f * kBlock, block.count,
                  result.weights.data() + f * labels + block.first);
    }
    std::copy_n(machine.bias().begin(), block.count,
                result.bias.begin() + static_cast<std::ptrdiff_t>(block.first));
    tbb::parallel_for(std::uint32_t{0}, folds, [&](std::uint32_t f) {
      BlockDescent without = machine;
      without.forget(splits[f].held);
      without.set_max_passes(fold_passes(matrix.rows()));
      without.train(splits[f].kept);
      score_held(without, splits[f], block, result.unseen);
    });
  };
  tbb::task_arena arena(static_cast<int>(threads));
  arena.execute([&] { tbb::parallel_for(std::size_t{0}, blocks.size(), train_block); });
  return result;
}

namespace {

double spread(const ScoreTable& scores) {
  double sum = 0, squares = 0;
  for (const float score : scores.scores) sum += score, squares += double{score} * score;
  const double count = static_cast<double>(scores.scores.size());
  return std::sqrt(std::max(squares / count - sum / count * (sum / count), 0.0));
}

std::size_t hits_at_first(const ScoreTable& scores, const ScoreTable& others, float factor,
                          std::span<const std::vector<std::uint32_t>> labels_of) {
  std::size_t hits = 0;
  for (std::size_t i = 0; i < scores.rows(); ++i) {
    const auto row = scores.row(i);
    const auto other = others.row(i);
    std::uint32_t best = 0;
    for (std::uint32_t l = 1; l < row.size(); ++l) {
      if (row[l] + factor * other[l] > row[best] + factor * other[best]) best = l;
    }
    hits += std::ranges::binary_search(labels_of[i], best) ? 1 : 0;
  }
  return hits;
}

void add_scaled(std::vector<float>& to, float factor, std::span<const float> from) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] += factor * from[i];
}

}  // namespace

void blend_naive_bayes(const SparseMatrix& matrix,
                       std::span<const std::vector<std::uint32_t>> labels_of,
                       std::span<const std::uint8_t> fold_of, std::uint32_t folds, unsigned threads,
                       OneVsRest& machines) {
  const std::size_t labels = machines.unseen.labels;
  const std::vector<Split> splits = make_splits(fold_of, folds);
  ScoreTable unseen = {labels, std::vector<float>(machines.unseen.scores.size())};
  tbb::task_arena arena(static_cast<int>(threads));
  arena.execute([&] {
    tbb::parallel_for(std::uint32_t{0}, folds, [&](std::uint32_t f) {
      score_rows(matrix, complement_bayes(matrix, labels_of, labels, splits[f].kept),
                 splits[f].held, unseen);
    });
  });
  const double unit = spread(machines.unseen) / std::max(spread(unseen), 1e-9);
  float chosen = 0;
  std::size_t best = 0;
  for (const double share : {0.0, 0.25, 0.5, 1.0}) {
    const auto factor = static_cast<float>(share * unit);
    const std::size_t hits = hits_at_first(machines.unseen, unseen, factor, labels_of);
    if (hits > best) best = hits, chosen = factor;
  }
  if (chosen == 0) return;
  std::vector<std::uint32_t> all(matrix.rows());
  std::iota(all.begin(), all.end(), 0U);
  add_scaled(machines.weights, chosen, complement_bayes(matrix, labels_of, labels, all));
  add_scaled(machines.unseen.scores, chosen, unseen.scores);
}

}  // namespace horizon::classify::model
