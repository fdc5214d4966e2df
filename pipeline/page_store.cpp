#include "pipeline/page_store.h"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace horizon::pipeline {
namespace {

// Records that wait for the store, and that one transaction takes: enough to make its cost small,
// few enough for flat memory.
constexpr std::size_t kMaxWaiting = 4'000;
constexpr std::size_t kMaxBatch = 1'000;
constexpr std::size_t kBatchesToIndex = 2;
constexpr std::size_t kRecordsPerTask = 32;

std::size_t size_of(const Arrival& arrival) {
  return arrival.records.size() + arrival.quarantined.size() + 1;
}

template <typename T>
void append(std::vector<T>& to, std::vector<T>&& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

}  // namespace

PageStore::PageStore(Ingest& ingest, const JobContext& context, std::size_t sources)
    : ingest_(ingest),
      context_(context),
      known_(ingest.store_file()),
      tallies_(sources),
      arrivals_(kMaxWaiting),
      stored_(kBatchesToIndex),
      storing_([this] { store_pages(); }),
      indexing_([this] { index_pages(); }) {}

PageStore::~PageStore() { static_cast<void>(finish()); }

void PageStore::put(Arrival arrival) {
  const std::size_t size = size_of(arrival);
  arrivals_.put(std::move(arrival), size);
}

Status PageStore::finish() {
  arrivals_.close();
  if (storing_.joinable()) storing_.join();
  if (indexing_.joinable()) indexing_.join();
  if (store_error_) return fail(*store_error_);
  if (index_error_) return fail(*index_error_);
  return {};
}

std::vector<Arrival> PageStore::next_batch() {
  std::vector<Arrival> batch;
  std::size_t size = 0;
  for (auto arrival = arrivals_.take(); arrival; arrival = arrivals_.take_waiting()) {
    size += size_of(*arrival);
    batch.push_back(*std::move(arrival));
    if (size >= kMaxBatch) break;
  }
  return batch;
}

void PageStore::store_pages() {
  Tally total;
  for (auto arrivals = next_batch(); !arrivals.empty(); arrivals = next_batch()) {
    if (broken_) continue;
    std::vector<Part> parts;
    auto stored = ingest_.store_batch(analyse(arrivals, parts), total);
    if (!stored) {
      break_off(stored.error(), store_error_);
      continue;
    }
    count(parts, stored->outcomes);
    const std::size_t source = parts.back().source;
    stored_.put({*std::move(stored), {parts.back().name, tallies_[source].records(), -1}});
  }
  stored_.close();
}

AnalysedBatch PageStore::analyse(std::vector<Arrival>& arrivals, std::vector<Part>& parts) {
  AnalysedBatch batch;
  std::vector<crawler::ParsedRecord> records;
  for (Arrival& arrival : arrivals) {
    const std::uint64_t known = known_.take_out(arrival.records);
    batch.known += known;
    parts.push_back({arrival.source, std::move(arrival.name), arrival.records.size(), known,
                     arrival.quarantined.size()});
    append(records, std::move(arrival.records));
    append(batch.quarantined, std::move(arrival.quarantined));
    if (arrival.cursor) batch.cursors.push_back(*std::move(arrival.cursor));
    append(batch.notes, std::move(arrival.notes));
  }
  std::vector<AnalysedBatch> tasks((records.size() + kRecordsPerTask - 1) / kRecordsPerTask);
  tbb::parallel_for(std::size_t{0}, tasks.size(), [&](std::size_t task) {
    const auto at = [&](std::size_t number) {
      const std::size_t place = std::min(number * kRecordsPerTask, records.size());
      return std::make_move_iterator(records.begin() + static_cast<std::ptrdiff_t>(place));
    };
    tasks[task] = Ingest::analyse(ingest_.analyser(), {at(task), at(task + 1)}, {});
  });
  for (AnalysedBatch& task : tasks) {
    append(batch.incoming, std::move(task.incoming));
    append(batch.prepared, std::move(task.prepared));
  }
  return batch;
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
