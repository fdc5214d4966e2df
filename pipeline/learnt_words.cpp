#include "pipeline/learnt_words.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "nlp/fold.h"
#include "nlp/phrases/edge_words.h"
#include "pipeline/suggest.h"

namespace horizon::pipeline {
namespace {

using nlp::segment::Cost;

constexpr std::size_t kMaxWords = 100'000;
constexpr std::uint32_t kMinDocuments = 20;
constexpr double kMinCohesion = 4;
constexpr double kMinEntropy = 1.5;
constexpr double kWordCost = 2;

Cost cost_of(double share) {
  const double nats = std::max(0.0, -std::log(share) - kWordCost);
  return static_cast<Cost>(
      std::lround(std::min(100 * nats, static_cast<double>(nlp::segment::kUnknownCharacter))));
}

// A name: ideographs alone, and none of the words that it is cut into so far stands in no name, at
// neither end nor inside (基准|来|填补, 方法|未能).
bool is_name(const std::string& term, const nlp::WordSegmenter& segmenter) {
  const nlp::FoldedText folded = nlp::fold(term);
  return std::ranges::all_of(segmenter.words(folded), [&folded](const nlp::Word& word) {
    const std::string_view text = std::string_view(folded.text).substr(word.begin, word.size);
    return word.han && nlp::may_begin_term(text, true) && nlp::may_end_term(text, true);
  });
}

bool is_supported(const Suggestion& found) {
  return found.cohesion >= kMinCohesion &&
         std::min(found.left_entropy, found.right_entropy) >= kMinEntropy && found.share > 0;
}

}  // namespace

Result<std::vector<LearntWord>> learn_words(const Workspace& workspace, const Analyser& analyser,
                                            const JobContext& context) {
  SuggestOptions options;
  options.language = "zh";
  options.limit = kMaxWords;
  options.min_documents = kMinDocuments;
  options.learnt_are_known = false;
  const auto found = suggest_terms(workspace, analyser, options, context);
  if (!found) return fail(found.error());
  std::vector<LearntWord> words;
  for (const Suggestion& suggestion : *found) {
    if (is_supported(suggestion) && is_name(suggestion.term, analyser.segmenter()))
      words.push_back({suggestion.term, cost_of(suggestion.share)});
  }
  std::ranges::sort(words, {}, &LearntWord::word);
  return words;
}

}  // namespace horizon::pipeline
