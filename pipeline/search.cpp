#include "pipeline/search.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "core/text.h"
#include "digest/foreign.h"
#include "nlp/fold.h"
#include "pipeline/who_directory.h"

namespace horizon::pipeline {
namespace {

constexpr std::size_t kTitleWidth = 400;  // columns

// Different names only: "Qubit" and "qubits" are searched as one.
std::vector<std::string> all_names(const taxonomy::Node& node) {
  std::vector<std::string> names;
  std::set<std::string> folded;
  const auto add = [&](const std::string& name) {
    if (folded.insert(nlp::fold_key(name)).second) names.push_back(name);
  };
  for (const std::string& name : {node.name.zh, node.name.en}) {
    add(name);
    add(std::string(taxonomy::without_bracket(name)));
  }
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

// A name that can hardly mean anything else: of several words, or of three ideographs.
bool says_enough(std::string_view folded) {
  constexpr std::size_t kIdeograph = 3;  // bytes of most
  std::size_t pos = 0;
  return is_han(decode_utf8(folded, pos)) ? folded.size() >= 3 * kIdeograph
                                          : folded.find(' ') != std::string_view::npos;
}

// The last word of a node first, so that the places of the others stay.
std::string corrected(index::ParsedQuery query, const std::vector<index::Correction>& corrections) {
  for (auto one = corrections.rbegin(); one != corrections.rend(); ++one) {
    query.nodes[one->node].text.replace(one->begin, one->typed.size(), one->suggestion);
  }
  return index::print_query(query);
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

struct Searcher::Asked {
  index::Query query;
  std::vector<SearchedConcept> concepts;
};

std::vector<SearchedConcept> Searcher::concepts(const SearchRequest& request) const {
  auto asked = understand(request);
  return asked ? std::move(asked->concepts) : std::vector<SearchedConcept>();
}

void Searcher::find_concepts(const index::ParsedQuery& query, std::uint32_t index,
                             std::vector<SearchedConcept>& found) const {
  using NodeKind = index::QueryNode::Kind;
  const index::QueryNode& bag = query.node(index);
  if (bag.kind == NodeKind::kNot) return;
  std::string words;
  for (const std::uint32_t child : bag.children) {
    const index::QueryNode& one = query.node(child);
    if (one.kind == NodeKind::kWord && one.field == index::QueryField::kText) {
      words += (words.empty() ? "" : " ") + one.text;
    } else {
      find_concepts(query, child, found);
    }
  }
  if (bag.kind != NodeKind::kWords || words.empty()) return;
  const std::string folded = nlp::fold_key(words);
  for (const classify::Mention& mention : analyser_->classifier().concepts(words)) {
    const taxonomy::Node& node = workspace_->taxonomy->node(mention.node);
    if (node.scheme != workspace_->config.scheme) continue;
    std::string matched = matched_part(folded, node);
    if (matched.empty()) continue;
    // Routes have names such as "Solid" that mean the route only where nothing else is said.
    const bool route = node.level == taxonomy::Level::kRoute;
    if (route && matched != folded && !says_enough(matched)) continue;
    const auto same = [&](const SearchedConcept& one) {
      return one.node == mention.node && one.matched == matched;
    };
    if (std::any_of(found.begin(), found.end(), same)) continue;
    found.push_back({mention.node, std::move(matched), all_names(node)});
  }
}

Result<Searcher::Asked> Searcher::understand(const SearchRequest& request) const {
  auto parsed = index::parse_query(request.text);
  if (!parsed) return fail(parsed.error());
  Asked asked;
  if (parsed->root && request.across_languages) {
    find_concepts(*parsed, *parsed->root, asked.concepts);
  }
  HORIZON_TRY(resolve_names(*parsed));
  index::Query& query = asked.query;
  query.parsed = std::move(*parsed);
  HORIZON_TRY(resolve_filter(request, query.filter));
  query.every_word = request.every_word;
  query.today = today_;
  query.order = request.order;
  query.half_life_days = request.half_life_days;
  query.offset = request.offset;
  query.after = request.after;
  query.limit = request.limit;
  query.time_limit = request.time_limit;
  for (const SearchedConcept& subject : asked.concepts) {
    query.concepts.push_back({workspace_->taxonomy->node(subject.node).id, subject.matched});
  }
  query.document = [this](DocumentNumber number) -> std::optional<Document> {
    auto stored = store_->get(number);
    return stored ? std::optional(std::move(stored->document)) : std::nullopt;
  };
  query.words = words_.get();
  return asked;
}

Status Searcher::resolve_filter(const SearchRequest& request, index::Filter& filter) const {
  for (const std::string& topic : request.topics) {
    const auto node = resolve_topic(*workspace_->taxonomy, topic);
    if (!node) return fail(node.error());
    filter.labels.push_back(workspace_->taxonomy->node(*node).id);
  }
  filter.kind = request.kind;
  filter.language = request.language;
  filter.source = request.source;
  filter.from = request.from;
  filter.until = request.until;
  return {};
}

Status Searcher::resolve_names(index::ParsedQuery& query) const {
  std::optional<who::Directory> directory;
  for (index::QueryNode& node : query.nodes) {
    if (node.kind != index::QueryNode::Kind::kValue) continue;
    if (node.field == index::QueryField::kTopic) {
      const auto topic = resolve_topic(*workspace_->taxonomy, node.text);
      if (!topic) {
        return fail(index::query_error(query.source, node.at, topic.error().message));
      }
      node.text = workspace_->taxonomy->node(*topic).id;
    } else if (node.field == index::QueryField::kId) {
      const auto number = store_->find(node.text);
      const auto stored =
          number && *number ? store_->get(**number) : fail(ErrorCode::kNotFound, "");
      if (stored) node.text = stored->document.id;
    } else if (node.field == index::QueryField::kCountry) {
      if (!directory) {
        auto opened = open_directory(workspace_->root);
        if (!opened) return fail(opened.error());
        directory.emplace(std::move(*opened));
      }
      const std::string code = directory->country_code(node.text);
      if (code.empty()) {
        return fail(index::query_error(
            query.source, node.at,
            fmt::format("no country '{}'; write its code (country:CN) or its name", node.text)));
      }
      node.text = code;
    }
  }
  return {};
}

Result<index::Hits> Searcher::rank(const SearchRequest& request) const {
  const auto asked = understand(request);
  if (!asked) return fail(asked.error());
  return reader_.search(asked->query, analyser_->segmenter());
}

SearchReport Searcher::report_of(const index::Hits& hits, Asked asked) const {
  SearchReport report;
  report.first = hits.first;
  report.total = hits.total;
  report.total_is_exact = hits.total_is_exact;
  report.with_all = hits.with_all;
  report.cut_short = hits.cut_short;
  report.only_common_words = hits.only_common_words;
  report.canonical = index::print_query(asked.query.parsed);
  report.corrections = hits.corrections;
  if (!hits.corrections.empty()) report.corrected = corrected(asked.query.parsed, hits.corrections);
  report.repairs = std::move(asked.query.parsed.repairs);
  report.concepts = std::move(asked.concepts);
  const auto sequence = store_->sequence();
  if (sequence && *sequence > reader_.sequence()) report.behind = *sequence - reader_.sequence();
  report.damaged = reader_.damaged();
  if (!problem_.empty()) report.damaged.push_back(problem_);
  return report;
}

Result<SearchReport> Searcher::search(const SearchRequest& request) const {
  auto asked = understand(request);
  if (!asked) return fail(asked.error());
  const auto hits = reader_.search(asked->query, analyser_->segmenter());
  if (!hits) return fail(hits.error());
  SearchReport report = report_of(*hits, *std::move(asked));
  HORIZON_TRY(fill_rows(*hits, request, report));
  return report;
}

Result<SearchReport> Searcher::similar(const std::string& id, const SearchRequest& request) const {
  const auto number = store_->find(id);
  if (!number) return fail(number.error());
  if (!*number) return fail(ErrorCode::kNotFound, fmt::format("no document '{}'", id));
  auto asked = understand(request);
  if (!asked) return fail(asked.error());
  const auto hits = reader_.similar(**number, asked->query, analyser_->segmenter());
  if (!hits) return fail(hits.error());
  SearchReport report = report_of(*hits, *std::move(asked));
  HORIZON_TRY(fill_rows(*hits, request, report));
  return report;
}

Result<FacetReport> Searcher::facets(const SearchRequest& request) const {
  auto found = survey(request);
  if (!found) return fail(found.error());
  return std::move(found->facets);
}

Result<Survey> Searcher::survey(const SearchRequest& request) const {
  const auto asked = understand(request);
  if (!asked) return fail(asked.error());
  auto found = reader_.survey(asked->query, analyser_->segmenter());
  if (!found) return fail(found.error());
  return Survey{{std::move(found->facets), found->documents}, std::move(found->dates)};
}

Result<std::vector<index::FacetValue>> Searcher::countries(const SearchRequest& request) const {
  const auto asked = understand(request);
  if (!asked) return fail(asked.error());
  const auto numbers = reader_.matching(asked->query, analyser_->segmenter());
  if (!numbers) return fail(numbers.error());
  return reader_.facet(index::Facet::kCountry, *numbers);
}

Status Searcher::fill_rows(const index::Hits& hits, const SearchRequest& request,
                           SearchReport& report) const {
  std::vector<std::string> phrases = hits.phrases;
  for (const SearchedConcept& subject : report.concepts) {
    phrases.insert(phrases.end(), subject.names.begin(), subject.names.end());
  }
  std::uint64_t rank = hits.first;
  for (const index::Hit& hit : hits.hits) {
    ++rank;
    auto stored = store_->get(hit.number);
    if (!stored && stored.error().code == ErrorCode::kNotFound) continue;  // withdrawn since
    if (!stored) return fail(stored.error());
    SearchRow row;
    row.score = hit.score;
    row.place = {hit.score, hit.published, hit.id, rank};
    if (request.snippet_width > 0) {
      row.title = index::make_snippet(digest::readable_title(stored->document.title), hits.terms,
                                      phrases, kTitleWidth);
      row.snippet = index::make_snippet(stored->document.abstract, hits.terms, phrases,
                                        request.snippet_width);
    }
    row.document = std::move(*stored);
    report.rows.push_back(std::move(row));
  }
  return {};
}

Result<std::vector<DocumentNumber>> Searcher::matching(const SearchRequest& request) const {
  auto asked = understand(request);
  if (!asked) return fail(asked.error());
  return reader_.matching(asked->query, analyser_->segmenter());
}

Result<std::vector<DailyCount>> Searcher::counts(const SearchRequest& request) const {
  const auto numbers = matching(request);
  if (!numbers) return fail(numbers.error());
  return reader_.daily_counts(*numbers);
}

}  // namespace horizon::pipeline
