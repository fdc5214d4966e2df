#include "pipeline/analyser.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "core/text.h"
#include "nlp/language.h"
#include "nlp/passage.h"
#include "nlp/phrases/word_stream.h"
#include "pipeline/term_overlay.h"

namespace horizon::pipeline {
namespace {

// Changes when the way labels are made changes, so that stores are labelled anew.
constexpr int kLabellingVersion = 5;

// What of a text is analysed. Abstracts have a few thousand bytes; a book pasted into one must not
// take the memory of thousands of them. The document keeps all of it.
constexpr std::size_t kMaxAnalysedBytes = 1U << 20U;

nlp::FoldedText fold_bounded(const std::string& text) {
  return nlp::fold(truncate_utf8(text, kMaxAnalysedBytes));
}

bool is_east_asian(std::string_view language) {
  return language == "zh" || language == "ja" || language == "ko";
}

bool is_unstated(std::string_view language) { return language.empty() || language == "und"; }

// Ideographs, kana and Hangul all begin with one of these bytes in UTF-8; few Latin texts have any.
bool may_be_east_asian(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0xE1; });
}

// Catalogues mislabel languages (most Chinese articles in some of them are called English), so
// the text decides between scripts; within one script the source's word is better than a guess
// from a short title.
void settle_language(Document& document) {
  const bool unstated = is_unstated(document.language);
  const bool east_asian = is_east_asian(document.language);
  // Detection costs more than everything else that is made of a document: not where it cannot
  // change the answer.
  if (!unstated && !east_asian && !may_be_east_asian(document.title) &&
      !may_be_east_asian(document.abstract)) {
    return;
  }
  const std::string detected = nlp::detect_language(document.title + "\n" + document.abstract);
  if (unstated || (detected != "und" && is_east_asian(detected) != east_asian)) {
    document.language = detected;
  }
}

classify::Options options_of(const Workspace& workspace) {
  classify::Options options = classifier_options(workspace.config);
  // Who labels has asked for the model before, and was told if it is damaged.
  options.text_model = [model = workspace.text_model] { return model.load().value_or(nullptr); };
  return options;
}

}  // namespace

classify::Options classifier_options(const Config& config) {
  classify::Options options;
  options.assign_threshold = config.assign_threshold;
  options.review_threshold = config.review_threshold;
  return options;
}

std::vector<classify::Settled> settled_by(std::span<const store::LabelJudgement> judgements) {
  std::vector<classify::Settled> settled;
  for (const store::LabelJudgement& judgement : judgements)
    settled.push_back({judgement.node, judgement.bears});
  return settled;
}

Analyser::Analyser(const Workspace& workspace)
    : taxonomy_(workspace.taxonomy),
      classifier_(*workspace.taxonomy, options_of(workspace)),
      segmenter_(make_segmenter(workspace)),
      directory_(std::make_shared<LazyDirectory>(workspace.root)) {
  fingerprint_ = stable_hash(
      fmt::format("{} {:016x} {:016x} {:016x} {:.6f} {:.6f}", kLabellingVersion,
                  workspace.taxonomy->fingerprint(), workspace.text_model.fingerprint(),
                  segmentation_fingerprint(workspace), workspace.config.assign_threshold,
                  workspace.config.review_threshold));
}

std::uint64_t Analyser::index_fingerprint() const {
  return stable_hash(fmt::format("{:016x} {:016x}", fingerprint_, directory_->fingerprint()));
}

Status Analyser::check_directory() const {
  const auto directory = directory_->get();
  return directory ? Status() : Status(fail(directory.error()));
}

Analysed Analyser::analyse(Document& document) const {
  settle_language(document);
  nlp::FoldedText title = fold_bounded(document.title);
  nlp::FoldedText abstract = fold_bounded(document.abstract);
  classify::Classification result = classifier_.classify(document, title, abstract);
  std::string words = this->words(document, title, abstract);
  index::Prepared prepared = prepare(document, result.labels, result.mentions, {document.source},
                                     std::move(title), std::move(abstract));
  return {std::move(result.labels), std::move(words), std::move(prepared)};
}

index::Prepared Analyser::prepare(const store::StoredDocument& stored) const {
  if (stored.document.deleted || stored.shown_by) {
    index::Entry gone;
    gone.deleted = true;
    index::Prepared prepared(gone);
    prepared.set_identity(stored.number, stored.sequence);
    return prepared;
  }
  nlp::FoldedText title = fold_bounded(stored.document.title);
  nlp::FoldedText abstract = fold_bounded(stored.document.abstract);
  const auto mentions =
      classifier_.mentions({stored.document.title, &title}, {stored.document.abstract, &abstract});
  index::Prepared prepared = prepare(stored.document, stored.labels, mentions, stored.sources,
                                     std::move(title), std::move(abstract));
  prepared.set_identity(stored.number, stored.sequence);
  return prepared;
}

std::vector<Label> Analyser::label(const Document& document,
                                   std::span<const store::LabelJudgement> judgements) const {
  return label(document, fold_bounded(document.title), fold_bounded(document.abstract), judgements);
}

std::vector<Label> Analyser::label(const Document& document, const nlp::FoldedText& title,
                                   const nlp::FoldedText& abstract,
                                   std::span<const store::LabelJudgement> judgements) const {
  return classifier_.classify(document, title, abstract, settled_by(judgements)).labels;
}

store::Store::Relabelled Analyser::relabelled(const store::StoredDocument& stored) const {
  const nlp::FoldedText title = fold_bounded(stored.document.title);
  const nlp::FoldedText abstract = fold_bounded(stored.document.abstract);
  return {stored.number, label(stored.document, title, abstract, stored.judgements),
          words(stored.document, title, abstract)};
}

store::Labeller Analyser::labeller() const {
  return [this](const Document& document, std::span<const store::LabelJudgement> judgements) {
    return label(document, judgements);
  };
}

std::string Analyser::words(const Document& document) const {
  return words(document, fold_bounded(document.title), fold_bounded(document.abstract));
}

std::string Analyser::words(const Document& document, const nlp::FoldedText& title,
                            const nlp::FoldedText& abstract) const {
  std::string stream;
  const auto append = [&](const std::string& source, const nlp::FoldedText& folded, bool titled) {
    const bool han = std::ranges::any_of(folded.tokens, &nlp::FoldedToken::han);
    const auto cut = han ? segmenter_.words(folded) : std::vector<nlp::Word>();
    nlp::append_words({source, &folded}, titled, cut, stream);
  };
  append(document.title, title, true);
  append(document.abstract, abstract, false);
  return stream;
}

void Analyser::add_organisations(const Document& document, index::Entry& entry) const {
  const auto directory =
      document.organisations.empty() ? Result<const who::Directory*>() : directory_->get();
  for (const Organisation& organisation : document.organisations) {
    entry.organisations.push_back(organisation.name);
    const who::Who who =
        directory && *directory != nullptr ? (*directory)->find(organisation) : who::Who();
    for (const std::string& name : {who.name_en, who.name_zh}) {
      if (!name.empty() && name != organisation.name) entry.organisations.push_back(name);
    }
    const std::string& country = who.country.empty() ? organisation.country : who.country;
    if (!country.empty()) entry.countries.push_back(country);
  }
  std::ranges::sort(entry.countries);
  const auto repeated = std::ranges::unique(entry.countries);
  entry.countries.erase(repeated.begin(), repeated.end());
}

index::Prepared Analyser::prepare(const Document& document, const std::vector<Label>& labels,
                                  const std::vector<classify::Mention>& mentions,
                                  const std::vector<std::string>& sources, nlp::FoldedText title,
                                  nlp::FoldedText abstract) const {
  index::Entry entry;
  entry.deleted = document.deleted;
  entry.kind = document.kind;
  entry.language = document.language;
  entry.source = document.source;
  entry.sources = sources;
  entry.id = document.id;
  entry.published = document.published;
  entry.title = std::move(title);
  entry.abstract = std::move(abstract);
  entry.authors = names_of(document.authors);
  add_organisations(document, entry);
  for (const Code& code : document.codes) entry.codes.push_back(code.value);
  for (const Label& label : labels) {
    if (label.outcome == Outcome::kAssign) entry.labels.push_back(label.node);
  }
  for (const classify::Mention& mention : mentions) {
    entry.mentions.emplace_back(taxonomy_->node(mention.node).id, mention.count);
  }
  return index::Prepared(entry);
}

}  // namespace horizon::pipeline
