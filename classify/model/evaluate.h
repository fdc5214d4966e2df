// How right is a model on documents whose labels are known?
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "classify/model/linear_model.h"

namespace horizon::classify::model {

struct Figures {
  double precision = 0, recall = 0, f1 = 0;
};

struct LabelFigures {
  std::uint64_t documents = 0;  // that have the label
  std::uint64_t assigned = 0;   // that got it
  std::uint64_t right = 0;      // both
  Figures figures() const;
};

struct Confusion {
  std::uint32_t missed = 0;    // the label that a document has and did not get
  std::uint32_t assigned = 0;  // the label that it got and has not
  std::uint64_t documents = 0;
};

struct Evaluation {
  std::uint64_t documents = 0;
  bool single_label = false;  // every document has exactly one label
  Figures micro;
  Figures macro;        // f1 is the mean of the labels' F1, over labels of the model or the set
  double accuracy = 0;  // documents whose labels are exactly the assigned ones
  double precision_at_1 = 0, precision_at_3 = 0, precision_at_5 = 0;
  // Share of all true labels found when labels are taken by falling probability for as long as 90 %
  // of those taken are right.
  double coverage_at_90 = 0;
  // Mean distance of stated probability and share of right ones, over twenty bins of probability,
  // weighted by size (expected calibration error, Naeini et al. 2015).
  double calibration_error = 0;         // all pairs of document and label
  double calibration_error_likely = 0;  // pairs with p >= 0.1
  // What the latter would be on the average if every probability were right: few pairs scatter.
  double calibration_chance_likely = 0;
  std::vector<LabelFigures> labels;   // in the order of the evaluator's labels
  std::vector<Confusion> confusions;  // most frequent first
};

// Takes documents one by one. Labels that the model does not know count as missed.
class Evaluator {
 public:
  // `labels`: the model's, then those that only the examples have.
  Evaluator(std::size_t known_labels, std::size_t all_labels);

  // One document: verdicts on the known labels, and its true ones, sorted. Where `asked` is given,
  // it has 1 for each known label of which the truth is known; the others are left out.
  void add(std::span<const Verdict> verdicts, std::span<const std::uint32_t> true_labels,
           std::span<const std::uint8_t> asked = {});

  Evaluation result() const;

 private:
  struct Pair {
    float probability = 0;
    bool right = false;
  };
  struct Bin {
    double pairs = 0, probability = 0, right = 0;
    double variance = 0;  // of `right`, were the probabilities true
  };

  void rank(std::span<const Verdict> verdicts, std::span<const std::uint32_t> true_labels,
            std::span<const std::uint8_t> asked);
  void confuse(std::span<const std::uint32_t> assigned, std::span<const std::uint32_t> true_labels);

  std::size_t known_ = 0;
  Evaluation sums_;
  std::uint64_t exact_ = 0, hits_at_1_ = 0, hits_at_3_ = 0, hits_at_5_ = 0;
  std::uint64_t true_labels_ = 0;
  bool all_single_ = true;
  std::vector<Pair> pairs_;  // those that are not all but impossible
  std::vector<Bin> bins_, likely_bins_;
  std::vector<std::vector<std::uint32_t>> confused_;  // by missed label: assigned ones
};

}  // namespace horizon::classify::model
