#include "classify/text_opinion.h"

#include <algorithm>

namespace horizon::classify {
namespace {

using taxonomy::NodeIndex;

// Texts of the languages that a model was trained on lie well above, all others well below.
constexpr float kLeastKnown = 0.3F;
// Some fifty words, with their pairs.
constexpr std::size_t kEnoughFeatures = 100;
// So many places are looked at for each word that is shown: some words stand there often.
constexpr std::size_t kPlacesAWord = 4;
// Of the strongest word's weight.
constexpr float kLeastShare = 0.1F;

// The folded words of a place in the original.
std::string words_at(const nlp::FoldedText& text, const model::Witness& witness) {
  std::uint32_t begin = 0, end = 0;
  for (const nlp::FoldedToken& token : text.tokens) {
    if (token.source_begin < witness.begin || token.source_begin >= witness.begin + witness.size)
      continue;
    if (end == 0) begin = token.begin;
    end = token.begin + token.size;
  }
  return text.text.substr(begin, end - begin);
}

}  // namespace

const model::LinearModel* TextLabels::model() const {
  std::call_once(once_, [this] {
    if (source_) model_ = source_();
    if (model_ == nullptr) return;
    for (const std::string& label : model_->labels()) {
      const NodeIndex node = taxonomy_.find(label);
      const bool subfield =
          node != taxonomy::kNoNode && taxonomy_.node(node).level == taxonomy::Level::kSubfield;
      nodes_.push_back(subfield ? node : taxonomy::kNoNode);
    }
  });
  return model_.get();
}

TextOpinion::TextOpinion(const TextLabels& labels, const nlp::Passage& title,
                         const nlp::Passage& abstract)
    : title_(title), abstract_(abstract) {
  if (labels.model() == nullptr) return;
  labeller_.emplace(*labels.model());
  const auto verdicts = labeller_->label(title, abstract);
  if (labeller_->known() < kLeastKnown) return;
  may_doubt_ = labeller_->features() >= kEnoughFeatures;
  for (std::size_t label = 0; label < verdicts.size(); ++label) {
    if (labels.node(label) != taxonomy::kNoNode)
      entries_.push_back({labels.node(label), label, verdicts[label].probability});
  }
  std::ranges::sort(entries_, {}, &Entry::node);
}

std::optional<float> TextOpinion::of(NodeIndex node) const {
  const auto found = std::ranges::lower_bound(entries_, node, {}, &Entry::node);
  if (found == entries_.end() || found->node != node) return std::nullopt;
  return found->probability;
}

std::vector<Evidence> TextOpinion::explain(NodeIndex node, std::size_t limit) const {
  std::vector<Evidence> evidence;
  const auto found = std::ranges::lower_bound(entries_, node, {}, &Entry::node);
  if (found == entries_.end() || found->node != node) return evidence;
  const auto places = labeller_->supporters(title_, abstract_, found->label, kPlacesAWord * limit);
  for (const auto& place : places) {
    if (evidence.size() == limit) break;
    // What hardly moved the label convinces nobody, nor would a reader expect to see it.
    if (place.witness.weight < kLeastShare * places.front().witness.weight) break;
    const nlp::FoldedText& text = *(place.in_title ? title_ : abstract_).folded;
    std::string words = "~" + words_at(text, place.witness);
    // The same words once more convince nobody.
    if (std::ranges::find(evidence, words, &Evidence::term) != evidence.end()) continue;
    evidence.push_back({place.in_title ? Field::kTitle : Field::kAbstract, place.witness.begin,
                        place.witness.size, std::move(words),
                        place.witness.weight / places.front().witness.weight});
  }
  return evidence;
}

}  // namespace horizon::classify
