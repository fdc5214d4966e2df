#include "pipeline/page_store.h"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/append.h"

namespace horizon::pipeline {
namespace {

// Records that wait for the store, and that one transaction takes: enough to make its cost small,
// few enough for flat memory.
constexpr std::size_t kMaxWaiting = 4'000;
constexpr std::size_t kMaxBatch = 1'000;
// What one look at the pages that have come is labelled of: little, so that the store soon has
// something to do, and much, so that all processors have.
constexpr std::size_t kMaxAnalysed = 250;
constexpr std::size_t kBatchesToIndex = 2;
constexpr std::size_t kRecordsPerTask = 32;

std::size_t size_of(const Arrival& arrival) {
  return arrival.records.size() + arrival.quarantined.size() + 1;
}

}  // namespace

PageStore::PageStore(Ingest& ingest, const JobContext& context, std::size_t sources)
    : ingest_(ingest),
      context_(context),
      known_(ingest.store_file()),
      tallies_(sources),
      arrivals_(kMaxWaiting),
      analysed_(kMaxBatch),
      stored_(kBatchesToIndex),
      analysing_([this] { analyse_pages(); }),
      storing_([this] { store_pages(); }),
      indexing_([this] { index_pages(); }) {}

PageStore::~PageStore() { static_cast<void>(finish()); }

void PageStore::put(Arrival arrival) {
  const std::size_t size = size_of(arrival);
  arrivals_.put(std::move(arrival), size);
}

Status PageStore::finish() {
  arrivals_.close();
  for (std::thread* thread : {&analysing_, &storing_, &indexing_}) {
    if (thread->joinable()) thread->join();
  }
  if (store_error_) return fail(*store_error_);
  if (index_error_) return fail(*index_error_);
  return {};
}

std::vector<Arrival> PageStore::next_arrivals() {
  std::vector<Arrival> arrivals;
  std::size_t size = 0;
  for (auto arrival = arrivals_.take(); arrival; arrival = arrivals_.take_waiting()) {
    size += size_of(*arrival);
    arrivals.push_back(*std::move(arrival));
    if (size >= kMaxAnalysed) break;
  }
  return arrivals;
}

void PageStore::analyse_pages() {
  for (auto arrivals = next_arrivals(); !arrivals.empty(); arrivals = next_arrivals()) {
    if (broken_) continue;
    Batch batch = analyse(std::move(arrivals));
    const std::size_t size = batch.analysed.incoming.size() + batch.parts.size();
    analysed_.put(std::move(batch), size);
  }
  analysed_.close();
}

PageStore::Batch PageStore::analyse(std::vector<Arrival> arrivals) {
  Batch batch;
  AnalysedBatch& analysed = batch.analysed;
  std::vector<crawler::ParsedRecord> records;
  for (Arrival& arrival : arrivals) {
    const std::uint64_t known = known_.take_out(arrival.records);
    analysed.known += known;
    batch.parts.push_back({arrival.source, std::move(arrival.name), arrival.records.size(), known,
                           arrival.quarantined.size()});
    append(records, std::move(arrival.records));
    append(analysed.quarantined, std::move(arrival.quarantined));
    if (arrival.cursor) analysed.cursors.push_back(*std::move(arrival.cursor));
    append(analysed.notes, std::move(arrival.notes));
  }
  std::vector<AnalysedBatch> tasks((records.size() + kRecordsPerTask - 1) / kRecordsPerTask);
  tbb::parallel_for(std::size_t{0}, tasks.size(), [&](std::size_t task) {
    const auto at = [&](std::size_t number) {
      const std::size_t place = std::min(number * kRecordsPerTask, records.size());
      return std::make_move_iterator(records.begin() + static_cast<std::ptrdiff_t>(place));
    };
    tasks[task] = Ingest::analyse(ingest_.analyser(), {at(task), at(task + 1)}, {});
  });
  for (AnalysedBatch& task : tasks) analysed.append(std::move(task));
  return batch;
}

std::optional<PageStore::Batch> PageStore::next_batch() {
  std::optional<Batch> all = analysed_.take();
  while (all && all->analysed.incoming.size() < kMaxBatch) {
    auto more = analysed_.take_waiting();
    if (!more) break;
    all->analysed.append(std::move(more->analysed));
    append(all->parts, std::move(more->parts));
  }
  return all;
}

void PageStore::store_pages() {
  Tally total;
  for (auto batch = next_batch(); batch; batch = next_batch()) {
    if (broken_) continue;
    auto stored = ingest_.store_batch(std::move(batch->analysed), total);
    if (!stored) {
      break_off(stored.error(), store_error_);
      continue;
    }
    count(batch->parts, stored->outcomes);
    const Part& last = batch->parts.back();
    stored_.put({*std::move(stored), {last.name, tallies_[last.source].records(), -1}});
  }
  stored_.close();
}

void PageStore::count(const std::vector<Part>& parts, const std::vector<store::Outcome>& outcomes) {
  auto outcome = outcomes.begin();
  for (const Part& part : parts) {
    Tally& tally = tallies_[part.source];
    tally.unchanged += part.known;
    tally.quarantined += part.quarantined;
    for (std::size_t i = 0; i < part.records; ++i) tally.count(*outcome++);
  }
}

void PageStore::index_pages() {
  for (auto stored = stored_.take(); stored; stored = stored_.take()) {
    if (broken_) continue;
    const Status indexed = ingest_.index_batch(std::move(stored->batch));
    if (indexed) {
      context_.progress(stored->progress);
    } else {
      break_off(indexed.error(), index_error_);
    }
  }
}

void PageStore::break_off(const Error& error, std::optional<Error>& place) {
  place = error;
  broken_ = true;
}

}  // namespace horizon::pipeline
