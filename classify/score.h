// From evidence to probability. Witnesses that are independent of each other multiply the doubts
// that they leave; what adds up is therefore -ln(1 - support), called strength here (a noisy-or).
#pragma once

#include <cstdint>
#include <span>

namespace horizon::classify {

// All mentions of one term in one document.
struct TermEvidence {
  float weight = 0;  // the taxonomy's, (0, 1]
  std::uint32_t in_title = 0;
  std::uint32_t in_abstract = 0;
  float first_place = 0;  // of the first mention in the abstract: 0 its beginning, 1 its end
  bool titled = true;     // false if the document has no title; its first sentences stand for one
};

// How far one term's mentions support "the document is about it", in [0, 1): the weight times the
// share that its places deserve. The title deserves nearly all; a mention in the abstract about
// half, less if it comes late, more if it opens a text without a title; repeats add with
// diminishing returns.
float support(const TermEvidence& term);

// Strength of one witness; support in [0, 1).
float strength_of(float support);

// Strength of a subfield's or route's terms, in any order.
float strength_of_terms(std::span<const TermEvidence> terms);

// The share of their strength that terms keep which stand only in an abstract of so many tokens:
// in a long text, a round-up of the news say, much is mentioned that it is not about. 1 up to the
// length of an ordinary abstract.
float dilution(std::uint32_t abstract_tokens);

// Strength of its codes, by weight, strongest first. Codes of one document repeat one another:
// each further one counts half of the one before.
float strength_of_codes(std::span<const float> weights);

// What a subfield's own evidence and a model of the whole text say together, as a logistic function
// of both log-odds that was fitted to hand-labelled documents. `by_evidence`: probability_of(), 0
// without evidence. Rises strictly in both; text alone has to be nearly certain to reach 1/2.
float combined_probability(float by_evidence, float by_text);

// Probability that an analyst would give the label, by a logistic function of ln(strength) that
// was fitted to hand-labelled documents. 0 for strength 0, rises strictly, < 1.
float probability_of(float strength);

}  // namespace horizon::classify
