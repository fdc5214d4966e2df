// From scores to probabilities, and from probabilities to decisions.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace horizon::classify::model {

// P(label | score) = 1 / (1 + exp(-(slope × score + offset))).
struct Sigmoid {
  float slope = 1;
  float offset = 0;
};

float sigmoid(float logit);

// Platt's method (Platt 1999) with the targets and the damped Newton steps of Lin, Lin and Weng
// (2007). `scores` come from models that did not see the documents. Without positives or without
// negatives it is a constant near 0 or 1.
Sigmoid fit_sigmoid(std::span<const float> scores, const std::vector<bool>& positive);

// A rising broken line; constant beyond its ends. Empty: the identity.
struct RisingLine {
  std::vector<float> from;  // strictly rising
  std::vector<float> to;    // rising
  float at(float x) const;
};

// Isotonic regression by pooling adjacent violators (Ayer et al. 1955), the middles of its steps
// joined by lines, so that no two scores get one probability without need. At most `max_points`.
RisingLine fit_isotonic(std::span<const float> scores, const std::vector<bool>& positive,
                        std::size_t max_points);

struct Cut {
  float threshold = 0;  // assign where score >= threshold
  float precision = 0;  // at the threshold, on the scores it was chosen on
  float recall = 0;
};

// The threshold of the best F1 (S-cut, Yang 2001), between two neighbouring scores. A label without
// positives gets one above all scores.
Cut cut_for_f1(std::span<const float> scores, const std::vector<bool>& positive);

// The lowest threshold from which on precision is at least `precision`, judged by the lower end of
// its 80 % Wilson interval, so that a few lucky documents do not open the gate. Above all scores
// where there is none.
Cut cut_for_precision(std::span<const float> scores, const std::vector<bool>& positive,
                      float precision);

}  // namespace horizon::classify::model
