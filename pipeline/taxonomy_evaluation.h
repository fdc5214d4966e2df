// How right are the taxonomy's labels on documents of which it is known what they are about?
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "classify/classifier.h"
#include "classify/model/evaluate.h"
#include "core/document.h"
#include "core/error.h"
#include "pipeline/examples.h"
#include "pipeline/run.h"
#include "pipeline/workspace.h"
#include "store/store.h"

namespace horizon::pipeline {

// A document and the subfields that it is about.
struct KnownDocument {
  Document document;
  std::vector<std::string> labels;  // ids of subfields, sorted
  // Subfields of which that is known; empty: of all.
  std::vector<std::string> asked;
};

struct TaxonomyJudgement {
  struct Part {
    classify::model::Evaluation evaluation;
    std::uint64_t none = 0;           // documents that are about no subfield, all being known
    std::uint64_t none_labelled = 0;  // those that were given one
  };
  std::vector<std::string> labels;  // the scheme's subfields, then those that it does not have
  std::size_t known_labels = 0;
  Part all;
  std::map<std::string, Part> languages;
};

// Judges terms, codes and text model together; what analysts have settled is not told to them.
class TaxonomyJudge {
 public:
  // kUsage if the workspace's text model is damaged.
  static Result<TaxonomyJudge> make(const Workspace& workspace, std::string_view scheme);

  // In parallel; the result depends neither on that nor on how documents are divided.
  void add(const std::vector<KnownDocument>& documents);
  TaxonomyJudgement result() const;

  // The subfield that an id names or lies in, if it is one of the scheme's; else the id itself.
  std::string subfield_of(std::string_view id) const;
  // The document without its codes, labelled by them. None if no subfield has codes of its schemes.
  std::optional<KnownDocument> known_by_codes(Document document) const;

 private:
  struct Counts {
    explicit Counts(std::size_t labels) : evaluator(labels, labels + 1) {}
    classify::model::Evaluator evaluator;
    std::uint64_t none = 0, none_labelled = 0;
  };

  TaxonomyJudge(const Workspace& workspace, std::string_view scheme);
  std::vector<classify::model::Verdict> verdicts(const Document& document) const;
  void count(const KnownDocument& document, const std::vector<classify::model::Verdict>& verdicts,
             Counts& counts) const;
  std::uint32_t number_of(const std::string& subfield) const;

  std::shared_ptr<const taxonomy::Taxonomy> taxonomy_;
  std::unique_ptr<classify::Classifier> classifier_;
  std::vector<taxonomy::NodeIndex> nodes_;  // of the scheme's subfields, by id
  std::vector<std::string> labels_;         // their ids
  Counts all_;
  std::map<std::string, Counts> languages_;
};

// Labelled examples as documents, their language found by the text.
std::vector<KnownDocument> known_documents(const ExampleSet& examples, const TaxonomyJudge& judge);

// What analysts have judged: only the judged labels are asked for.
Result<std::vector<KnownDocument>> judged_documents(const store::Store& store,
                                                    const TaxonomyJudge& judge);

// Documents whose codes of authorities (arXiv categories, patent classes) say what they are about,
// without these codes: what do words alone find? Asked for are the subfields that have codes of the
// document's schemes. At most about `limit` of them, chosen by their ids, the same ones each time.
Status judge_coded(const store::Store& store, std::size_t limit, const JobContext& context,
                   TaxonomyJudge& judge);

}  // namespace horizon::pipeline
