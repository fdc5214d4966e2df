#include "pipeline/taxonomy_evaluation.h"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "core/text.h"
#include "nlp/language.h"

namespace horizon::pipeline {
namespace {

using classify::model::Verdict;
using taxonomy::NodeIndex;

constexpr std::size_t kBatch = 512;
// Every probability that is not all but zero is looked at, not only those worth a review.
constexpr float kLeastProbability = 0.01F;

std::vector<NodeIndex> subfields_of(const taxonomy::Taxonomy& tree, std::string_view scheme) {
  std::vector<NodeIndex> nodes;
  for (NodeIndex i = 0; i < tree.nodes().size(); ++i) {
    const taxonomy::Node& node = tree.node(i);
    if (node.level == taxonomy::Level::kSubfield && node.scheme == scheme) nodes.push_back(i);
  }
  std::ranges::sort(nodes, {}, [&](NodeIndex i) { return tree.node(i).id; });
  return nodes;
}

classify::Options judging_options(const Workspace& workspace) {
  classify::Options options;
  options.assign_threshold = workspace.config.assign_threshold;
  options.review_threshold = std::min(kLeastProbability, options.assign_threshold);
  options.text_model = [model = workspace.text_model] { return model.load().value_or(nullptr); };
  return options;
}

void sort_unique(std::vector<std::string>& values) {
  std::ranges::sort(values);
  const auto rest = std::ranges::unique(values);
  values.erase(rest.begin(), rest.end());
}

// What the codes alone say surely enough.
std::vector<std::string> labels_by_codes(const Document& document,
                                         const classify::Classifier& classifier) {
  Document codes;
  codes.codes = document.codes;
  codes.published = document.published;
  std::vector<std::string> labels;
  for (const Label& label : classifier.classify(codes).labels) {
    if (label.outcome == Outcome::kAssign) labels.push_back(label.node);
  }
  return labels;
}

bool has_code_of(const taxonomy::Node& node, const Document& document) {
  return std::ranges::any_of(node.codes, [&](const taxonomy::CodeRule& rule) {
    return std::ranges::any_of(document.codes,
                               [&](const Code& code) { return code.scheme == rule.code.scheme; });
  });
}

}  // namespace

TaxonomyJudge::TaxonomyJudge(const Workspace& workspace, std::string_view scheme)
    : taxonomy_(workspace.taxonomy),
      classifier_(
          std::make_unique<classify::Classifier>(*workspace.taxonomy, judging_options(workspace))),
      nodes_(subfields_of(*workspace.taxonomy, scheme)),
      all_(nodes_.size()) {
  for (const NodeIndex node : nodes_) labels_.push_back(taxonomy_->node(node).id);
}

Result<TaxonomyJudge> TaxonomyJudge::make(const Workspace& workspace, std::string_view scheme) {
  if (const auto model = workspace.text_model.load(); !model) return fail(model.error());
  return TaxonomyJudge(workspace, scheme);
}

std::string TaxonomyJudge::subfield_of(std::string_view id) const {
  NodeIndex node = taxonomy_->find(id);
  while (node != taxonomy::kNoNode && taxonomy_->node(node).level == taxonomy::Level::kRoute) {
    node = taxonomy_->node(node).parent;
  }
  return node == taxonomy::kNoNode ? std::string(id) : taxonomy_->node(node).id;
}

// All labels that the scheme does not have are counted as one.
std::uint32_t TaxonomyJudge::number_of(const std::string& subfield) const {
  const auto at = std::ranges::lower_bound(labels_, subfield);
  const bool found = at != labels_.end() && *at == subfield;
  return static_cast<std::uint32_t>((found ? at : labels_.end()) - labels_.begin());
}

std::vector<Verdict> TaxonomyJudge::verdicts(const Document& document) const {
  std::vector<Verdict> verdicts(labels_.size());
  for (const Label& label : classifier_->classify(document).labels) {
    const std::uint32_t number = number_of(label.node);
    if (number == labels_.size()) continue;
    verdicts[number] = {label.probability, label.outcome == Outcome::kAssign};
  }
  return verdicts;
}

void TaxonomyJudge::count(const KnownDocument& known, const std::vector<Verdict>& verdicts,
                          Counts& counts) const {
  std::vector<std::uint32_t> truth;
  for (const std::string& label : known.labels) truth.push_back(number_of(label));
  std::ranges::sort(truth);
  const auto rest = std::ranges::unique(truth);
  truth.erase(rest.begin(), rest.end());
  std::vector<std::uint8_t> asked(labels_.size(), known.asked.empty() ? 1 : 0);
  for (const std::string& label : known.asked) {
    if (const std::uint32_t number = number_of(label); number < asked.size()) asked[number] = 1;
  }
  counts.evaluator.add(verdicts, truth, asked);
  if (!truth.empty() || !known.asked.empty()) return;
  ++counts.none;
  if (std::ranges::any_of(verdicts, &Verdict::assigned)) ++counts.none_labelled;
}

void TaxonomyJudge::add(const std::vector<KnownDocument>& documents) {
  std::vector<std::vector<Verdict>> found(documents.size());
  tbb::parallel_for(std::size_t{0}, documents.size(),
                    [&](std::size_t i) { found[i] = verdicts(documents[i].document); });
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const std::string& language = documents[i].document.language;
    count(documents[i], found[i], all_);
    count(
        documents[i], found[i],
        languages_.try_emplace(language.empty() ? "und" : language, labels_.size()).first->second);
  }
}

TaxonomyJudgement TaxonomyJudge::result() const {
  const auto part = [](const Counts& counts) {
    return TaxonomyJudgement::Part{counts.evaluator.result(), counts.none, counts.none_labelled};
  };
  TaxonomyJudgement judgement;
  judgement.labels = labels_;
  judgement.labels.emplace_back("(unknown)");
  judgement.known_labels = labels_.size();
  judgement.all = part(all_);
  for (const auto& [language, counts] : languages_) {
    judgement.languages.emplace(language, part(counts));
  }
  return judgement;
}

std::vector<KnownDocument> known_documents(const ExampleSet& examples, const TaxonomyJudge& judge) {
  std::vector<KnownDocument> documents(examples.examples.size());
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const Example& example = examples.examples[i];
    Document& document = documents[i].document;
    document.title =
        std::string(trim(std::string_view(example.text).substr(0, example.title_bytes)));
    document.abstract =
        std::string(trim(std::string_view(example.text).substr(example.title_bytes)));
    if (document.title.empty() && looks_like_title(document.abstract)) {
      std::swap(document.title, document.abstract);
    }
    document.language = nlp::detect_language(example.text);
    for (const std::uint32_t label : examples.labels_of[i]) {
      documents[i].labels.push_back(judge.subfield_of(examples.labels[label]));
    }
    sort_unique(documents[i].labels);
  }
  return documents;
}

Result<std::vector<KnownDocument>> judged_documents(const store::Store& store,
                                                    const TaxonomyJudge& judge) {
  const auto numbers = store.judged();
  if (!numbers) return fail(numbers.error());
  auto stored = store.get(*numbers);
  if (!stored) return fail(stored.error());
  std::vector<KnownDocument> documents;
  for (store::StoredDocument& one : *stored) {
    KnownDocument known;
    for (const store::LabelJudgement& said : one.judgements) {
      std::string subfield = judge.subfield_of(said.node);
      // Who says no to a route says nothing of its subfield.
      if (!said.bears && subfield != said.node) continue;
      if (said.bears) known.labels.push_back(subfield);
      known.asked.push_back(std::move(subfield));
    }
    if (known.asked.empty()) continue;
    sort_unique(known.labels);
    sort_unique(known.asked);
    known.document = std::move(one.document);
    documents.push_back(std::move(known));
  }
  return documents;
}

std::optional<KnownDocument> TaxonomyJudge::known_by_codes(Document document) const {
  KnownDocument known;
  for (const NodeIndex node : nodes_) {
    if (has_code_of(taxonomy_->node(node), document)) {
      known.asked.push_back(taxonomy_->node(node).id);
    }
  }
  if (known.asked.empty()) return std::nullopt;
  for (std::string& label : labels_by_codes(document, *classifier_)) {
    if (std::ranges::binary_search(known.asked, label)) known.labels.push_back(std::move(label));
  }
  sort_unique(known.labels);
  document.codes.clear();
  known.document = std::move(document);
  return known;
}

Status judge_coded(const store::Store& store, std::size_t limit, const JobContext& context,
                   TaxonomyJudge& judge) {
  const auto end = store.sequence();
  if (!end) return fail(end.error());
  // Sequence numbers are at least as many as documents.
  const std::uint64_t one_in = std::max<std::uint64_t>(1, *end / std::max<std::size_t>(limit, 1));
  for (std::uint64_t after = 0; after < *end;) {
    if (context.stopped()) return fail(ErrorCode::kUnavailable, "interrupted");
    auto stored = store.changed_after(after, kBatch);
    if (!stored) return fail(stored.error());
    if (stored->empty()) break;
    after = stored->back().sequence;
    std::vector<KnownDocument> batch;
    for (store::StoredDocument& one : *stored) {
      if (one.document.deleted || one.shown_by) continue;
      if (stable_hash(one.document.id) % one_in != 0) continue;
      if (auto known = judge.known_by_codes(std::move(one.document))) {
        batch.push_back(*std::move(known));
      }
    }
    judge.add(batch);
    context.progress({"coded", after, static_cast<double>(after) / static_cast<double>(*end)});
  }
  return {};
}

}  // namespace horizon::pipeline
