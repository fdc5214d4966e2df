#include "pipeline/digest_findings.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "pipeline/actors.h"
#include "pipeline/convergence.h"
#include "pipeline/digest_run.h"
#include "pipeline/emerging.h"
#include "pipeline/phrase_file.h"
#include "pipeline/trend.h"
#include "pipeline/weak_signals.h"

namespace horizon::pipeline {
namespace {

constexpr std::size_t kMaxPairs = 8;
constexpr std::size_t kMaxCombinations = 3;
constexpr std::size_t kMaxTerms = 10;
// Documents of one subfield whose organisations are looked up: some two seconds.
constexpr std::uint64_t kMaxActorDocuments = 20000;

bool converges(const ConvergingPair& pair) {
  return pair.measured.tested && pair.measured.recent_lift.lower > 1;
}

digest::ConvergingFields fields_of(const taxonomy::Taxonomy& taxonomy, const ConvergingPair& pair) {
  digest::ConvergingFields out;
  out.first = node_ref(taxonomy, pair.first);
  out.second = node_ref(taxonomy, pair.second);
  out.across_domains = pair.across_domains;
  out.both = pair.recent.both;
  out.previous_both = pair.previous.both;
  out.lift = pair.measured.recent_lift;
  out.previous_lift = pair.measured.previous_lift;
  if (pair.measured.change) out.change = pair.measured.change->ratio;
  out.q_value = pair.q_value;
  return out;
}

digest::ActorEntry entry_of(const Actor& actor, const trends::ActorRank& rank) {
  digest::ActorEntry entry;
  entry.id = actor.id;
  entry.name = {actor.en, actor.zh};
  if (actor.en.empty() && actor.zh.empty() && !actor.spellings.empty())
    entry.name.en = actor.spellings.front();
  entry.country = actor.country;
  entry.documents = actor.weight.documents;
  entry.share = rank.share;
  entry.newcomer = rank.newcomer;
  return entry;
}

digest::EmergingEntry entry_of(const taxonomy::Taxonomy& taxonomy, const EmergingTerm& term,
                               const digest::Emerging* before) {
  digest::EmergingEntry entry;
  entry.term = term.term;
  entry.language = term.chinese ? "zh" : "en";
  entry.documents = term.vector.documents;
  if (term.vector.growth) entry.growth = term.vector.growth->ratio;
  entry.known_since = term.vector.known_since;
  entry.listed_before = term.listed_before;
  const taxonomy::NodeIndex node = taxonomy.find(term.node);
  if (node != taxonomy::kNoNode) entry.node = node_ref(taxonomy, node);
  entry.fresh =
      before != nullptr && before->computed == digest::Computed::kYes &&
      std::ranges::none_of(before->terms, [&](const auto& one) { return one.term == term.term; });
  return entry;
}

}  // namespace

digest::NodeRef node_ref(const taxonomy::Taxonomy& taxonomy, taxonomy::NodeIndex index) {
  const taxonomy::Node& node = taxonomy.node(index);
  return {node.id, node.name, node.stage};
}

Status find_converging(const Workspace& workspace, const store::Store& store,
                       const trends::SeriesOptions& series, std::size_t window,
                       digest::OtherFindings& findings) {
  const auto report = measure_convergence(workspace, store, series, window);
  if (!report) return fail(report.error());
  findings.pairs_tested = report->tested;
  std::vector<const ConvergingPair*> together;
  for (const ConvergingPair& pair : report->found) {
    if (converges(pair)) together.push_back(&pair);
  }
  for (const ConvergingPair& pair : find_first_meetings(*report)) {
    if (findings.combinations.size() == kMaxCombinations) break;
    digest::WeakSignal signal;
    signal.kind = digest::WeakKind::kCombination;
    signal.node = node_ref(*workspace.taxonomy, pair.first);
    signal.other = node_ref(*workspace.taxonomy, pair.second);
    signal.recent = pair.recent.both;
    signal.ratio = pair.measured.recent_lift;
    findings.combinations.push_back(std::move(signal));
  }
  // Of pairs that nothing tells apart by growth, those that lie far from each other come first.
  std::ranges::stable_sort(together, std::greater(), [](const ConvergingPair* pair) {
    const bool grew = pair->q_value && *pair->q_value <= kQLimit;
    return std::pair(grew, pair->across_domains);
  });
  for (const ConvergingPair* pair : together) {
    if (findings.convergence.size() == kMaxPairs) break;
    findings.convergence.push_back(fields_of(*workspace.taxonomy, *pair));
  }
  return {};
}

void find_weak(const Workspace& workspace, const digest::Counts& counts,
               const trends::SeriesOptions& series, std::size_t window,
               digest::OtherFindings& findings) {
  for (const WeakRoute& route : find_weak_routes(workspace, counts, series, window)) {
    findings.weak_routes.push_back({.kind = digest::WeakKind::kRoute,
                                    .node = node_ref(*workspace.taxonomy, route.node),
                                    .other = node_ref(*workspace.taxonomy, route.subfield),
                                    .recent = route.growth.recent.tally.count,
                                    .previous = route.growth.previous.tally.count,
                                    .ratio = route.growth.comparison->ratio});
  }
}

Result<digest::Emerging> find_emerging_terms(const Workspace& workspace, const store::Store& store,
                                             Day as_of, const digest::Emerging* before,
                                             const JobContext& context) {
  digest::Emerging out;
  const auto statistics = store.statistics();
  if (!statistics) return fail(statistics.error());
  if (statistics->documents < kEnoughDocumentsAYear) return out;
  if (statistics->documents > kQuickPhrases &&
      !PhraseFile::is_current(workspace.phrase_file(), store)) {
    out.computed = digest::Computed::kTooCostly;
    return out;
  }
  EmergingOptions options;
  options.as_of = as_of;
  options.limit = kMaxTerms;
  const auto report = find_emerging(workspace, options, context);
  if (!report) return fail(report.error());
  out.documents = report->documents;
  out.tested = report->passed;
  if (report->documents < kEnoughDocumentsAYear) return out;
  out.computed = digest::Computed::kYes;
  for (const EmergingTerm& term : report->terms) {
    if (term.lead) out.terms.push_back(entry_of(*workspace.taxonomy, term, before));
  }
  for (const PastList& list : report->past) {
    out.past.push_back({list.as_of, list.listed, list.doubled, list.base_rate});
  }
  if (before == nullptr) return out;
  for (const digest::EmergingEntry& old : before->terms) {
    const bool there = std::ranges::any_of(
        report->terms, [&](const EmergingTerm& term) { return term.term == old.term; });
    if (!there) out.gone.push_back(old.term);
  }
  return out;
}

Result<std::optional<digest::ActorPanel>> find_actors(
    const Workspace& workspace, const store::Store& store, const who::Directory& directory,
    std::string_view node, const trends::SeriesOptions& series, std::size_t window) {
  ActorRequest request;
  request.node = workspace.taxonomy->find(node);
  request.series = series;
  request.window = window;
  const auto counts = store.counts(node);
  if (!counts) return fail(counts.error());
  const std::uint64_t documents = std::accumulate(
      counts->begin(), counts->end(), std::uint64_t{0},
      [](std::uint64_t sum, const DailyCount& count) { return sum + count.documents; });
  if (documents > kMaxActorDocuments) return std::optional<digest::ActorPanel>();
  const auto report = measure_actors(workspace, store, directory, request);
  if (!report) return fail(report.error());
  digest::ActorPanel panel;
  panel.node = node_ref(*workspace.taxonomy, request.node);
  panel.documents = report->recent.tally.count;
  panel.named = report->named;
  panel.top5 = report->concentration.top5;
  constexpr std::size_t kShown = 3;
  for (const trends::ActorRank& rank : report->concentration.ranking) {
    ++panel.organisations;
    panel.newcomers += rank.newcomer ? 1 : 0;
    const digest::ActorEntry entry = entry_of(report->actors[rank.actor], rank);
    if (panel.leaders.size() < kShown) panel.leaders.push_back(entry);
    if (rank.newcomer && panel.newcomers_in.size() < kShown) panel.newcomers_in.push_back(entry);
  }
  return std::optional(std::move(panel));
}

}  // namespace horizon::pipeline
