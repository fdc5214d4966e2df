#include "pipeline/search.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "core/text.h"
#include "nlp/fold.h"
#include "pipeline/ingest.h"

namespace horizon::pipeline {
namespace {

// Different names only: "Qubit" and "qubits" are searched as one.
std::vector<std::string> all_names(const taxonomy::Node& node) {
  std::vector<std::string> names;
  std::set<std::string> folded;
  const auto add = [&](const std::string& name) {
    if (folded.insert(nlp::fold_key(name)).second) names.push_back(name);
  };
  add(node.name.zh);
  add(node.name.en);
  for (const taxonomy::Term& term : node.terms) {
    if (term.alias) add(term.text);
  }
  return names;
}

// What part of the folded query names the node: its longest name that stands in it.
std::string matched_part(const std::string& folded_query, const taxonomy::Node& node) {
  std::string longest;
  for (const std::string& name : all_names(node)) {
    std::string folded = nlp::fold_key(name);
    if (folded.size() > longest.size() && folded_query.find(folded) != std::string::npos) {
      longest = std::move(folded);
    }
  }
  return longest;
}

bool holds(const Document& document, const index::Typed& typed) {
  const auto in_either = [&](const std::string& phrase) {
    return index::holds_phrase(document.title, phrase) ||
           index::holds_phrase(document.abstract, phrase);
  };
  return std::all_of(typed.phrases.begin(), typed.phrases.end(), in_either);
}

// The lock's holder brings the index up to date itself; anybody else may do it here.
Result<index::Reader> open_index(const Workspace& workspace, const Analyser& analyser,
                                 const store::Store& store, const JobContext& context) {
  auto reader = index::Reader::open(workspace.index_folder());
  const auto sequence = store.sequence();
  if (!sequence) return fail(sequence.error());
  const auto identity = store.identity();
  if (!identity) return fail(identity.error());
  if (reader && reader->sequence() == *sequence && reader->store() == *identity) return reader;
  auto ingest = Ingest::open(workspace, analyser, context, Relabel::kNever);
  if (ingest) {
    HORIZON_TRY(ingest->finish());
  } else if (!reader) {
    return fail(ingest.error());
  }
  return index::Reader::open(workspace.index_folder());
}

}  // namespace

Result<taxonomy::NodeIndex> resolve_topic(const taxonomy::Taxonomy& taxonomy,
                                          const std::string& name) {
  const taxonomy::NodeIndex node = taxonomy.resolve(name);
  if (node != taxonomy::kNoNode) return node;
  return fail(ErrorCode::kUsage,
              fmt::format("no topic '{}' in the taxonomy; nearest: {} ('horizon taxonomy list' "
                          "shows all)",
                          name, fmt::join(taxonomy.suggest(name, 3), ", ")));
}

Result<store::Store> open_store(const Workspace& workspace) {
  const auto empty = [&] {
    return fail(ErrorCode::kUsage, fmt::format("{} holds no documents yet; run 'horizon scan' or "
                                               "'horizon import FILE'",
                                               workspace.root.string()));
  };
  auto store = store::Store::open(workspace.store_file(), store::Mode::kRead);
  if (!store && store.error().code == ErrorCode::kNotFound) return empty();
  if (!store) return fail(store.error());
  const auto sequence = store->sequence();
  if (!sequence) return fail(sequence.error());
  if (*sequence == 0) return empty();
  return store;
}

Searcher::Searcher(const Workspace& workspace, const Analyser& analyser, store::Store store,
                   index::Reader reader)
    : workspace_(&workspace),
      analyser_(&analyser),
      store_(std::move(store)),
      reader_(std::move(reader)) {}

Result<Searcher> Searcher::open(const Workspace& workspace, const Analyser& analyser,
                                const JobContext& context) {
  auto store = open_store(workspace);
  if (!store) return fail(store.error());
  auto reader = open_index(workspace, analyser, *store, context);
  if (!reader) return fail(reader.error());
  const auto old = pipeline::labels_are_old(*store, analyser);
  if (!old) return fail(old.error());
  Searcher searcher(workspace, analyser, std::move(*store), std::move(*reader));
  searcher.labels_are_old_ = *old;
  return searcher;
}

std::vector<SearchedConcept> Searcher::concepts(const SearchRequest& request) const {
  std::vector<SearchedConcept> found;
  if (!request.across_languages) return found;
  const index::Typed typed = index::parse_query(request.text);
  const std::string folded = nlp::fold_key(typed.words);
  for (const classify::Mention& mention : analyser_->classifier().concepts(typed.words)) {
    const taxonomy::Node& node = workspace_->taxonomy->node(mention.node);
    if (node.scheme != workspace_->config.scheme) continue;
    std::string matched = matched_part(folded, node);
    if (matched.empty()) continue;
    // Routes have names such as "Solid" that mean the route only where nothing else is said.
    if (node.level == taxonomy::Level::kRoute && matched != folded) continue;
    found.push_back({mention.node, std::move(matched), all_names(node)});
  }
  return found;
}

Result<index::Query> Searcher::to_query(const SearchRequest& request,
                                        const std::vector<SearchedConcept>& concepts) const {
  index::Query query;
  query.text = sanitise_utf8(request.text);
  for (const std::string& topic : request.topics) {
    const auto node = resolve_topic(*workspace_->taxonomy, topic);
    if (!node) return fail(node.error());
    query.filter.labels.push_back(workspace_->taxonomy->node(*node).id);
  }
  query.filter.kind = request.kind;
  query.filter.language = request.language;
  query.filter.source = request.source;
  query.filter.from = request.from;
  query.filter.until = request.until;
  query.order = request.order;
  query.offset = request.offset;
  query.limit = request.limit;
  for (const SearchedConcept& subject : concepts) {
    query.concepts.push_back({workspace_->taxonomy->node(subject.node).id, subject.matched});
  }
  const index::Typed typed = index::parse_query(query.text);
  if (!typed.phrases.empty()) {
    query.verify = [this, typed](DocumentNumber number) {
      const auto stored = store_.get(number);
      return stored && holds(stored->document, typed);
    };
  }
  return query;
}

Result<SearchReport> Searcher::search(const SearchRequest& request) const {
  SearchReport report;
  report.concepts = concepts(request);
  const auto query = to_query(request, report.concepts);
  if (!query) return fail(query.error());
  auto hits = reader_.search(*query, analyser_->segmenter());
  if (!hits) return fail(hits.error());
  report.total = hits->total;
  report.total_is_exact = hits->total_is_exact;
  report.relaxed = hits->relaxed;
  const auto sequence = store_.sequence();
  if (sequence && *sequence > reader_.sequence()) report.behind = *sequence - reader_.sequence();
  std::vector<std::string> phrases = index::parse_query(query->text).phrases;
  for (const SearchedConcept& subject : report.concepts) {
    phrases.insert(phrases.end(), subject.names.begin(), subject.names.end());
  }
  for (const index::Hit& hit : hits->hits) {
    auto stored = store_.get(hit.number);
    if (!stored && stored.error().code == ErrorCode::kNotFound) continue;  // withdrawn since
    if (!stored) return fail(stored.error());
    SearchRow row;
    row.score = hit.score;
    if (request.snippet_width > 0) {
      row.snippet = index::make_snippet(stored->document.abstract, hits->terms, phrases,
                                        request.snippet_width);
    }
    row.document = std::move(*stored);
    report.rows.push_back(std::move(row));
  }
  return report;
}

Result<std::vector<DailyCount>> Searcher::counts(const SearchRequest& request) const {
  const auto query = to_query(request, concepts(request));
  if (!query) return fail(query.error());
  const auto numbers = reader_.matching(*query, analyser_->segmenter());
  if (!numbers) return fail(numbers.error());
  return store_.count_documents(*numbers);
}

}  // namespace horizon::pipeline
