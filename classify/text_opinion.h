// What a model of whole texts thinks of a document's subfields.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "classify/model/linear_model.h"
#include "core/document.h"
#include "nlp/passage.h"
#include "taxonomy/taxonomy.h"

namespace horizon::classify {

// Which of a model's labels are subfields of the taxonomy. The model is asked for at the first use.
// Several threads may ask.
class TextLabels {
 public:
  using Source = std::function<std::shared_ptr<const model::LinearModel>()>;

  // The taxonomy must outlive it. The source may be empty, and may give null.
  TextLabels(const taxonomy::Taxonomy& taxonomy, Source source)
      : taxonomy_(taxonomy), source_(std::move(source)) {}

  // Null if there is none.
  const model::LinearModel* model() const;
  // kNoNode for labels that are none. Only behind model().
  taxonomy::NodeIndex node(std::size_t label) const { return nodes_[label]; }

 private:
  const taxonomy::Taxonomy& taxonomy_;
  const Source source_;
  mutable std::once_flag once_;
  mutable std::shared_ptr<const model::LinearModel> model_;
  mutable std::vector<taxonomy::NodeIndex> nodes_;
};

// One document's. The texts must outlive it.
class TextOpinion {
 public:
  TextOpinion(const TextLabels& labels, const nlp::Passage& title, const nlp::Passage& abstract);

  // Probabilities by node, of subfields that the model knows; none where it knows too little of the
  // text to have an opinion.
  struct Entry {
    taxonomy::NodeIndex node = taxonomy::kNoNode;
    std::size_t label = 0;
    float probability = 0;
  };
  const std::vector<Entry>& entries() const { return entries_; }
  // Is the text long enough for words that are missing to mean something? Of a title alone only
  // what stands there does.
  bool may_doubt() const { return may_doubt_; }
  std::optional<float> of(taxonomy::NodeIndex node) const;

  // The words that weighed most for a node, with a "~" before them, for they are no terms of the
  // taxonomy. Weights are shares of the strongest one's.
  std::vector<Evidence> explain(taxonomy::NodeIndex node, std::size_t limit) const;

 private:
  nlp::Passage title_, abstract_;
  std::optional<model::Labeller> labeller_;
  std::vector<Entry> entries_;
  bool may_doubt_ = false;
};

}  // namespace horizon::classify
