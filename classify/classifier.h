// Here are words and codes: which subfields, how sure, by what evidence?
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "classify/model/linear_model.h"
#include "core/document.h"
#include "nlp/passage.h"
#include "taxonomy/taxonomy.h"

namespace horizon::classify {

// A node whose own name or alias occurs in the text. Says nothing about what the document is
// about; the index uses it to find a concept in whatever language it is written.
struct Mention {
  taxonomy::NodeIndex node = taxonomy::kNoNode;
  std::uint32_t count = 0;
};

struct Classification {
  // Assigned and review labels, in the taxonomy's order: domains, subfields and routes.
  std::vector<Label> labels;
  std::vector<Mention> mentions;  // in the taxonomy's order
};

// What an analyst has settled: the classifier's own opinion of this label does not count.
struct Settled {
  std::string_view node;  // id of a subfield or route; others are passed over
  bool bears = true;
};

struct Options {
  float assign_threshold = 0.5F;   // probability from which a label is assigned
  float review_threshold = 0.25F;  // and from which it is put before an analyst
  std::size_t max_evidence = 8;    // spans kept per label
  // Gives a model of whole texts that knows some of the taxonomy's subfields by their ids (others
  // are passed over), or null. Called once, when the first text is labelled; may be empty.
  std::function<std::shared_ptr<const model::LinearModel>()> text_model = {};
};

// Terms with their context rules (one automaton over both languages, longest match within a
// node) and the codes that the document brings, combined to a probability that was calibrated
// on hand-labelled documents; where a text model knows the subfield and the text's language, it has
// its say. No label is a legal and the commonest answer. A domain has the
// probability of its surest subfield; a route is assigned only inside an assigned subfield.
// Immutable; one instance serves all threads; the same document always gives the same answer.
class Classifier {
 public:
  Classifier(const taxonomy::Taxonomy& taxonomy, Options options);
  ~Classifier();
  Classifier(Classifier&&) noexcept;
  Classifier& operator=(Classifier&&) noexcept;

  // A settled route brings its subfield, unless that is settled otherwise.
  Classification classify(const Document& document, const nlp::FoldedText& title,
                          const nlp::FoldedText& abstract,
                          std::span<const Settled> settled = {}) const;
  // The mentions of classify() alone, which costs less.
  std::vector<Mention> mentions(const nlp::Passage& title, const nlp::Passage& abstract) const;
  // Convenience: folds the document's own title and abstract.
  Classification classify(const Document& document) const;

  // The nodes whose names or aliases occur in a search query, longest match first.
  std::vector<Mention> concepts(std::string_view query) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace horizon::classify
