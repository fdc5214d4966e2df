// One document through the middle of the flow: language → folded text → labels → index entry.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "classify/classifier.h"
#include "core/document.h"
#include "index/index.h"
#include "nlp/words.h"
#include "pipeline/who_directory.h"
#include "pipeline/workspace.h"
#include "store/store.h"

namespace horizon::pipeline {

struct Analysed {
  std::vector<Label> labels;
  std::string words;         // as store::Incoming has them
  index::Prepared prepared;  // its number is to be set when the store has given it
};

// By terms and codes alone.
classify::Options classifier_options(const Config& config);

// What analysts said, as the classifier takes it. Views of the judgements.
std::vector<classify::Settled> settled_by(std::span<const store::LabelJudgement> judgements);

// Immutable: one instance serves all threads.
class Analyser {
 public:
  explicit Analyser(const Workspace& workspace);

  // Fills in the language by the text, and labels the document.
  Analysed analyse(Document& document) const;
  // The index entry of a document as stored: its labels are taken, not made. Of one that was
  // withdrawn, or that another one is shown for, the entry that removes it.
  index::Prepared prepare(const store::StoredDocument& stored) const;
  // The labels and words that a stored document would get today.
  std::vector<Label> label(const Document& document,
                           std::span<const store::LabelJudgement> judgements = {}) const;
  std::string words(const Document& document) const;
  // Both, for the price of one look at the text.
  store::Store::Relabelled relabelled(const store::StoredDocument& stored) const;
  // label() for the store. This must outlive it.
  store::Labeller labeller() const;

  const classify::Classifier& classifier() const { return classifier_; }
  const nlp::WordSegmenter& segmenter() const { return segmenter_; }
  // Changes when the taxonomy or the thresholds do: labels made under another one are old.
  std::uint64_t fingerprint() const { return fingerprint_; }
  // Changes when index entries do: those made under another one are old.
  std::uint64_t index_fingerprint() const;
  // The directory's mistakes, if there are any: to be asked before anything is analysed.
  Status check_directory() const;

 private:
  std::vector<Label> label(const Document& document, const nlp::FoldedText& title,
                           const nlp::FoldedText& abstract,
                           std::span<const store::LabelJudgement> judgements) const;
  std::string words(const Document& document, const nlp::FoldedText& title,
                    const nlp::FoldedText& abstract) const;
  index::Prepared prepare(const Document& document, const std::vector<Label>& labels,
                          const std::vector<classify::Mention>& mentions,
                          const std::vector<std::string>& sources, nlp::FoldedText title,
                          nlp::FoldedText abstract) const;
  // Organisations by all their names, and the countries that they are in.
  void add_organisations(const Document& document, index::Entry& entry) const;

  std::shared_ptr<const taxonomy::Taxonomy> taxonomy_;
  classify::Classifier classifier_;
  nlp::WordSegmenter segmenter_;
  std::shared_ptr<const LazyDirectory> directory_;
  std::uint64_t fingerprint_ = 0;
};

}  // namespace horizon::pipeline
