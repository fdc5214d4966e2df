#include "pipeline/suggest.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <span>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "core/text_words.h"
#include "nlp/fold.h"
#include "nlp/phrases/discovery.h"
#include "nlp/phrases/edge_words.h"
#include "nlp/phrases/word_class.h"
#include "pipeline/written_form.h"
#include "store/store.h"

namespace horizon::pipeline {
namespace {

using nlp::NewTerm;
using nlp::WordClass;

constexpr std::size_t kSamples = 7;  // documents that say how a term is written
constexpr std::uint64_t kDocumentsPerReport = 10'000;
constexpr std::size_t kMaxNodes = 4096;

// A term with what its documents say of it.
struct Candidate {
  NewTerm term;
  std::uint64_t key = 0;
  double share = 0;
  std::optional<Day> since;
  std::vector<DocumentNumber> samples;
  std::map<std::uint32_t, std::uint32_t> labels;  // documents by subfield
  std::uint32_t node = 0;
  std::uint32_t labelled = 0;
  double score = 0;
};

struct LabelledDocument {
  DocumentNumber number = 0;
  std::uint32_t node = 0;  // index into Subfields::ids
};

// The subfields of a scheme and the documents that are assigned to them.
struct Subfields {
  std::vector<std::string> ids;
  std::vector<std::uint32_t> documents;  // by subfield
  std::vector<LabelledDocument> labels;  // by number, then subfield

  std::span<const LabelledDocument> of(DocumentNumber number) const {
    const auto range = std::ranges::equal_range(labels, number, {}, &LabelledDocument::number);
    return {range.begin(), range.end()};
  }
};

Result<Subfields> read_subfields(const store::Store& store, const Workspace& workspace) {
  Subfields out;
  for (const taxonomy::Node& node : workspace.taxonomy->nodes()) {
    if (node.level != taxonomy::Level::kSubfield || node.scheme != workspace.config.scheme)
      continue;
    if (out.ids.size() == kMaxNodes) break;
    store::Store::Listing listing;
    listing.node = node.id;
    listing.limit = std::numeric_limits<std::uint32_t>::max();
    const auto numbers = store.list(listing);
    if (!numbers) return fail(numbers.error());
    const auto index = static_cast<std::uint32_t>(out.ids.size());
    out.ids.push_back(node.id);
    out.documents.push_back(static_cast<std::uint32_t>(numbers->size()));
    for (const DocumentNumber number : *numbers) out.labels.push_back({number, index});
  }
  std::ranges::sort(out.labels, {}, [](const LabelledDocument& label) {
    return std::pair(label.number, label.node);
  });
  return out;
}

// Every name, alias, term and trap, folded: none of them is new.
std::unordered_set<std::string> known_terms(const Workspace& workspace,
                                            const SuggestOptions& options) {
  const taxonomy::Taxonomy& taxonomy = *workspace.taxonomy;
  std::unordered_set<std::string> known;
  for (const std::string& term : workspace.lexicon.terms) known.insert(nlp::fold_key(term));
  for (const std::string& word : workspace.lexicon.refused) known.insert(nlp::fold_key(word));
  if (options.learnt_are_known) {
    for (const LearntWord& word : workspace.learnt) known.insert(nlp::fold_key(word.word));
  }
  for (const taxonomy::Node& node : taxonomy.nodes()) {
    known.insert(nlp::fold_key(node.name.en));
    known.insert(nlp::fold_key(node.name.zh));
    for (const taxonomy::Term& term : node.terms) known.insert(nlp::fold_key(term.text));
    for (const taxonomy::Term& trap : node.traps) known.insert(nlp::fold_key(trap.text));
  }
  return known;
}

class Search {
 public:
  Search(const store::Store& store, const nlp::WordSegmenter& segmenter,
         const std::vector<std::string>& vocabulary, std::span<const WordClass> classes,
         const Subfields& subfields, bool chinese)
      : store_(store),
        segmenter_(segmenter),
        vocabulary_(vocabulary),
        classes_(classes),
        subfields_(subfields),
        chinese_(chinese) {}

  Status run(const SuggestOptions& options, const std::unordered_set<std::string>& known,
             std::uint64_t words, const JobContext& context) {
    nlp::Discovery discovery(classes_, {chinese_, options.min_documents, words});
    HORIZON_TRY(each(
        [&](const store::DocumentWords& document) { discovery.sketch(document.words); }, context));
    HORIZON_TRY(each(
        [&](const store::DocumentWords& document) {
          discovery.count(document.number, document.words);
        },
        context));
    const double total = std::max<double>(1, static_cast<double>(discovery.total()));
    for (NewTerm& term : discovery.terms()) {
      const std::string text = folded(term.words);
      if (known.contains(text) || !may_be_name(text)) continue;
      Candidate candidate;
      candidate.key = nlp::key_of(term.words);
      candidate.share = term.occurrences / total;
      candidate.term = std::move(term);
      by_key_.emplace(candidate.key, candidates_.size());
      candidates_.push_back(std::move(candidate));
    }
    HORIZON_TRY(
        each([&](const store::DocumentWords& document) { note(discovery, document); }, context));
    for (Candidate& candidate : candidates_) {
      find_node(candidate);
      rate(candidate);
    }
    std::erase_if(candidates_, [this](const Candidate& candidate) { return is_common(candidate); });
    return {};
  }

  std::vector<Candidate> take() { return std::move(candidates_); }

  // A term as fold_key() would give it.
  std::string folded(std::span<const WordId> words) const {
    std::string text;
    bool han = true;
    for (const WordId word : words) {
      const bool next_han = is_han(word);
      if (!han && !next_han) text += ' ';
      text += vocabulary_[word];
      han = next_han;
    }
    return text;
  }

 private:
  template <typename Visit>
  Status each(Visit visit, const JobContext& context) {
    return store_.each_words([&](const store::DocumentWords& document) -> Status {
      if (context.stopped()) return fail(ErrorCode::kUnavailable, "interrupted");
      visit(document);
      if (++read_ % kDocumentsPerReport == 0) context.progress({chinese_ ? "zh" : "en", read_});
      return {};
    });
  }

  bool is_han(WordId word) const {
    return classes_[word] == WordClass::kHan || classes_[word] == WordClass::kHanFunction;
  }

  // One document's part in each of the candidates that stand in it.
  void note(const nlp::Discovery& discovery, const store::DocumentWords& document) {
    discovery.find(document.words, keys_);
    const auto labels = subfields_.of(document.number);
    for (const std::uint64_t key : keys_) {
      const auto found = by_key_.find(key);
      if (found == by_key_.end()) continue;
      Candidate& candidate = candidates_[found->second];
      if (candidate.samples.size() < kSamples) candidate.samples.push_back(document.number);
      if (document.published && (!candidate.since || document.published->day < *candidate.since)) {
        candidate.since = document.published->day;
      }
      for (const LabelledDocument& label : labels) ++candidate.labels[label.node];
    }
    ++documents_;
  }

  // Nothing that begins or ends like no name does.
  bool may_be_name(const std::string& text) const {
    const nlp::FoldedText place = nlp::fold(text);
    const auto words = segmenter_.words(place);
    if (words.empty()) return false;
    const auto word = [&place](const nlp::Word& piece) {
      return std::string_view(place.text).substr(piece.begin, piece.size);
    };
    return nlp::may_begin_term(word(words.front()), words.front().han) &&
           nlp::may_end_term(word(words.back()), words.back().han);
  }

  // Most short words are words of the language, not of a field: they must be at home in a subfield.
  bool is_common(const Candidate& candidate) const {
    constexpr double kMinLift = 3;
    constexpr double kMinShare = 0.1;
    const std::size_t length = candidate.term.words.size();
    if (length > (chinese_ ? 2U : 1U)) return false;
    const double share = static_cast<double>(candidate.labelled) / candidate.term.documents;
    if (candidate.labelled == 0 || share < kMinShare) return true;
    const double anywhere = static_cast<double>(subfields_.documents[candidate.node] + 1) /
                            static_cast<double>(documents_ + 1);
    return share < kMinLift * anywhere;
  }

  // The subfield that is where the term is more often than anywhere: by documents × the logarithm
  // of the ratio, what the subfield adds to the term's relative entropy.
  void find_node(Candidate& candidate) const {
    double most = 0;
    for (const auto& [node, labelled] : candidate.labels) {
      const double here = static_cast<double>(labelled) / candidate.term.documents;
      const double anywhere =
          (subfields_.documents[node] + 1.0) / (static_cast<double>(documents_) + 1.0);
      const double gain = labelled * std::log(here / anywhere);
      if (gain <= most) continue;
      most = gain;
      candidate.node = node;
      candidate.labelled = labelled;
    }
  }

  // A term holds together inside and is free outside; single words have nothing to hold.
  static void rate(Candidate& candidate) {
    constexpr double kSingleWord = 2;
    const NewTerm& term = candidate.term;
    const double inside = term.words.size() == 1 ? kSingleWord : static_cast<double>(term.cohesion);
    candidate.score = inside * (static_cast<double>(term.left_entropy) + term.right_entropy);
  }

  const store::Store& store_;
  const nlp::WordSegmenter& segmenter_;
  const std::vector<std::string>& vocabulary_;
  std::span<const WordClass> classes_;
  const Subfields& subfields_;
  bool chinese_;
  std::vector<Candidate> candidates_;
  std::unordered_map<std::uint64_t, std::size_t> by_key_;
  std::vector<std::uint64_t> keys_;  // of the document in hand
  std::uint64_t documents_ = 0;
  std::uint64_t read_ = 0;  // in all passes together
};

Result<Suggestion> describe(const store::Store& store, const Candidate& candidate,
                            const std::string& folded, const Subfields& subfields, bool chinese) {
  Suggestion out;
  if (chinese) out.language = taxonomy::Language::kChinese;
  out.documents = candidate.term.documents;
  out.share = candidate.share;
  out.since = candidate.since;
  out.cohesion = candidate.term.cohesion;
  out.left_entropy = candidate.term.left_entropy;
  out.right_entropy = candidate.term.right_entropy;
  if (candidate.labelled > 0) out.node = subfields.ids[candidate.node];
  out.labelled = candidate.labelled;
  const auto samples = store.get(candidate.samples);
  if (!samples) return fail(samples.error());
  std::vector<std::string_view> texts;
  for (const store::StoredDocument& sample : *samples) {
    texts.emplace_back(sample.document.title);
    texts.emplace_back(sample.document.abstract);
  }
  out.term = written_form(folded, texts);
  if (!samples->empty()) out.example = samples->front().document.title;
  return out;
}

Result<std::vector<Suggestion>> suggest_in(const store::Store& store, const Workspace& workspace,
                                           const Analyser& analyser, const SuggestOptions& options,
                                           bool chinese, const JobContext& context) {
  const auto vocabulary = store.vocabulary();
  if (!vocabulary) return fail(vocabulary.error());
  std::vector<WordClass> classes;
  classes.reserve(vocabulary->size());
  for (const std::string& word : *vocabulary) classes.push_back(nlp::word_class(word));
  const auto subfields = read_subfields(store, workspace);
  if (!subfields) return fail(subfields.error());
  const auto statistics = store.statistics();
  if (!statistics) return fail(statistics.error());
  constexpr std::uint64_t kWordsPerDocument = 200;
  Search search(store, analyser.segmenter(), *vocabulary, classes, *subfields, chinese);
  HORIZON_TRY(search.run(options, known_terms(workspace, options),
                         statistics->documents * kWordsPerDocument, context));
  std::vector<std::pair<std::string, Candidate>> ranked;
  for (Candidate& candidate : search.take()) {
    const std::string node = candidate.labelled > 0 ? subfields->ids[candidate.node] : "";
    if (!options.topic.empty() && node != options.topic) continue;
    std::string folded = search.folded(candidate.term.words);
    ranked.emplace_back(std::move(folded), std::move(candidate));
  }
  std::ranges::sort(ranked, {}, [](const auto& item) {
    return std::tuple(-item.second.score, -std::int64_t{item.second.term.documents},
                      std::string_view(item.first));
  });
  if (ranked.size() > options.limit) ranked.resize(options.limit);
  std::vector<Suggestion> out;
  for (const auto& [folded, candidate] : ranked) {
    auto suggestion = describe(store, candidate, folded, *subfields, chinese);
    if (!suggestion) return fail(suggestion.error());
    out.push_back(*std::move(suggestion));
  }
  return out;
}

}  // namespace

Result<std::vector<Suggestion>> suggest_terms(const Workspace& workspace, const Analyser& analyser,
                                              const SuggestOptions& options,
                                              const JobContext& context) {
  if (!options.language.empty() && options.language != "zh" && options.language != "en") {
    return fail(ErrorCode::kUsage, "terms are suggested in Chinese (zh) and English (en) only");
  }
  const auto store = store::Store::open(workspace.store_file(), store::Mode::kRead);
  if (!store) return fail(store.error());
  std::vector<Suggestion> out;
  for (const bool chinese : {true, false}) {
    if (!options.language.empty() && (options.language == "zh") != chinese) continue;
    auto found = suggest_in(*store, workspace, analyser, options, chinese, context);
    if (!found) return fail(found.error());
    std::ranges::move(*found, std::back_inserter(out));
  }
  return out;
}

}  // namespace horizon::pipeline
