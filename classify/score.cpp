#include "classify/score.h"

#include <algorithm>
#include <cmath>

namespace horizon::classify {
namespace {

// No witness leaves less doubt than this.
constexpr float kMaxSupport = 0.985F;

// Shares that places deserve. Chosen, with the two constants of the logistic function, on hand-
// labelled documents in both languages; the result is flat around them.
constexpr float kTitleShare = 0.95F;
constexpr float kAbstractShare = 0.57F;
constexpr float kLateShare = 0.42F;  // of a single mention at the abstract's very end
constexpr float kLead = 0.2F;        // of a text without a title, that stands for one
constexpr float kLeadShare = 0.6F;
constexpr float kRepeatedShare = 0.85F;  // the limit for many mentions
constexpr float kRepeatGain = 0.5F;      // of what is missing to the limit, for each repeat

constexpr float kOrdinaryLength = 400;  // tokens
constexpr float kDilution = 0.7F;       // exponent of the length beyond that

constexpr float kCodeShare = 0.9F;
constexpr float kFurtherCode = 0.5F;

constexpr float kEvenStrength = 0.9F;  // at which the label is as likely as not
constexpr float kSlope = 2.0F;

}  // namespace

float support(const TermEvidence& term) {
  float share = 0;
  if (term.in_abstract > 0) {
    share = kAbstractShare + (kLateShare - kAbstractShare) * term.first_place;
    for (std::uint32_t repeat = 1; repeat < std::min(term.in_abstract, 8U); ++repeat) {
      share += (kRepeatedShare - share) * kRepeatGain;
    }
  }
  const bool leads = !term.titled && term.in_abstract > 0 && term.first_place < kLead;
  if (leads) share = 1 - (1 - kLeadShare) * (1 - share);
  if (term.in_title > 0) share = 1 - (1 - kTitleShare) * (1 - share);
  return std::min(term.weight * share, kMaxSupport);
}

float strength_of(float support) { return -std::log1p(-std::min(support, kMaxSupport)); }

float strength_of_terms(std::span<const TermEvidence> terms) {
  float sum = 0;
  for (const TermEvidence& term : terms) sum += strength_of(support(term));
  return sum;
}

float dilution(std::uint32_t abstract_tokens) {
  const float length = static_cast<float>(abstract_tokens);
  return length <= kOrdinaryLength ? 1 : std::pow(kOrdinaryLength / length, kDilution);
}

float strength_of_codes(std::span<const float> weights) {
  float sum = 0;
  float factor = 1;
  for (const float weight : weights) {
    sum += factor * strength_of(weight * kCodeShare);
    factor *= kFurtherCode;
  }
  return sum;
}

float probability_of(float strength) {
  if (strength <= 0) return 0;
  return 1 / (1 + std::pow(kEvenStrength / strength, kSlope));
}

float combined_probability(float by_evidence, float by_text) {
  // Below the floors differences mean nothing: no evidence is not proof of the contrary.
  const auto log_odds = [](float p, float floor) {
    p = std::clamp(p, floor, 1 - floor);
    return std::log(p / (1 - p));
  };
  constexpr float kIntercept = 1.35F, kEvidence = 0.70F, kText = 0.57F;
  constexpr float kEvidenceFloor = 0.015F, kTextFloor = 0.003F;
  const float sum = kIntercept + kEvidence * log_odds(by_evidence, kEvidenceFloor) +
                    kText * log_odds(by_text, kTextFloor);
  return 1 / (1 + std::exp(-sum));
}

}  // namespace horizon::classify
