#include "pipeline/watch_run.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace horizon::pipeline {
namespace {

// More than anybody reads: a watch that finds so much is no watch.
constexpr std::size_t kMostMatches = 100'000;
constexpr std::size_t kMostFresh = 1'000'000;

// Numbers of the documents that a query finds, ascending.
Result<std::vector<DocumentNumber>> matches(const Searcher& searcher, const std::string& query,
                                            const std::string& topic) {
  SearchRequest request;
  request.text = query;
  if (!topic.empty()) request.topics = {topic};
  request.every_word = true;
  request.order = index::Order::kNewest;
  request.limit = kMostMatches;
  const auto hits = searcher.rank(request);
  if (!hits) return fail(hits.error());
  std::vector<DocumentNumber> numbers;
  for (const auto& hit : hits->hits) numbers.push_back(hit.number);
  std::ranges::sort(numbers);
  return numbers;
}

Result<std::vector<DocumentNumber>> seen_between(const store::Store& store, Day from, Day until) {
  store::Store::Listing listing;
  listing.first_seen_from = from;
  listing.first_seen_until = until + std::chrono::days(1);
  listing.limit = kMostFresh;
  auto numbers = store.list(listing);
  if (numbers) std::ranges::sort(*numbers);
  return numbers;
}

std::vector<DocumentNumber> both(const std::vector<DocumentNumber>& a,
                                 const std::vector<DocumentNumber>& b) {
  std::vector<DocumentNumber> out;
  std::ranges::set_intersection(a, b, std::back_inserter(out));
  return out;
}

// The newest of them by what they themselves say.
Result<std::vector<store::StoredDocument>> newest(const store::Store& store,
                                                  const std::vector<DocumentNumber>& numbers) {
  // The newest numbers are the newest arrivals, which is enough to choose among.
  constexpr std::size_t kLookedAt = 200;
  const std::size_t skipped = numbers.size() > kLookedAt ? numbers.size() - kLookedAt : 0;
  auto documents = store.get(std::span(numbers).subspan(skipped));
  if (!documents) return documents;
  std::ranges::stable_sort(*documents, [](const auto& a, const auto& b) {
    if (a.document.published != b.document.published)
      return a.document.published > b.document.published;
    return a.document.id < b.document.id;
  });
  if (documents->size() > kWatchEvidence)
    documents->erase(documents->begin() + kWatchEvidence, documents->end());
  return documents;
}

}  // namespace

Result<WatchFinding> evaluate_watch(const Watch& watch, const Searcher& searcher, Day as_of,
                                    const std::vector<DocumentNumber>& told) {
  WatchFinding finding;
  finding.watch = watch;
  const auto seen = seen_between(searcher.store(), watch.since, as_of);
  if (!seen) return fail(seen.error());
  const auto found = matches(searcher, query_of(watch), watch.topic);
  if (!found) return fail(found.error());
  std::ranges::set_difference(both(*seen, *found), told, std::back_inserter(finding.fresh));
  finding.reached = finding.fresh.size() >= watch.threshold;
  auto evidence = newest(searcher.store(), finding.fresh);
  if (!evidence) return fail(evidence.error());
  finding.evidence = *std::move(evidence);
  for (const Milestone& milestone : watch.milestones) {
    const auto shown = matches(searcher, milestone.query, watch.topic);
    if (!shown) return fail(shown.error());
    const auto documents = both(*seen, *shown);
    auto first = newest(searcher.store(), documents);
    if (!first) return fail(first.error());
    finding.milestones.push_back({milestone, documents.size(), *std::move(first)});
  }
  return finding;
}

}  // namespace horizon::pipeline
