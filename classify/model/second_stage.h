// What the scores of all labels say together about each of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "classify/model/calibration.h"

namespace horizon::classify::model {

// A label's own score, by Platt's sigmoid, corrected by what the others score: labels that go
// together, labels that exclude each other, a document that nothing fits (stacked generalisation,
// Wolpert 1992, on scores of models that did not see the documents). The correction is a logistic
// regression on the scores, the scores cut off at kKnot, and the three highest; it is drawn to
// nothing by an L2 penalty, so that few documents leave Platt's sigmoid as it is.
//
// It is asked only where the label is in play, that is where its own score is not below a floor
// under which its probability is next to nothing.
class SecondStage {
 public:
  static constexpr float kKnot = -0.7F;
  static constexpr std::size_t kTop = 3;
  // With more labels than this a label sees itself and the highest scores alone.
  static constexpr std::size_t kMaxCross = 128;

  struct LabelFit {
    Sigmoid own;
    float floor = 0;             // lowest score in play
    float offset = 0;            // of the correction
    std::vector<float> weights;  // of the inputs
  };

  SecondStage() = default;
  // Each fit's weights must be of inputs(labels) numbers.
  explicit SecondStage(std::vector<LabelFit> fits);

  static std::size_t inputs(std::size_t labels);
  std::span<const LabelFit> fits() const { return fits_; }

  // Turns a document's scores into log-odds, in place. `scratch` is kept from call to call.
  void apply(std::span<float> scores, std::vector<float>& scratch) const;

 private:
  std::vector<LabelFit> fits_;
};

// Scores by models that did not see their documents: a row a document.
struct ScoreTable {
  std::size_t labels = 0;
  std::vector<float> scores;

  std::size_t rows() const { return labels == 0 ? 0 : scores.size() / labels; }
  std::span<float> row(std::size_t i) { return {scores.data() + i * labels, labels}; }
  std::span<const float> row(std::size_t i) const { return {scores.data() + i * labels, labels}; }
};

struct SecondStageFit {
  SecondStage stage;
  // Log-odds of each document and label as they would be had the document not been among those
  // that the correction was fitted on (one Newton step: Rad and Maleki 2020).
  ScoreTable logits;
};

// `labels_of` has the sorted labels of each row. `penalty` is the weight of half the squared norm
// of the correction over standardised inputs.
SecondStageFit fit_second_stage(const ScoreTable& scores,
                                std::span<const std::vector<std::uint32_t>> labels_of,
                                float penalty, unsigned threads);

}  // namespace horizon::classify::model
