// Stores what harvests bring while their next pages are on their way.
#pragma once

#include <atomic>
#include <cstddef>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/document.h"
#include "crawler/record.h"
#include "pipeline/bounded_queue.h"
#include "pipeline/ingest.h"
#include "pipeline/known.h"
#include "pipeline/run.h"
#include "store/store.h"

namespace horizon::pipeline {

// One page of one source, with all that becomes true once it is stored.
struct Arrival {
  std::size_t source = 0;  // its number in the scan
  std::string name;        // of the source, for the progress
  std::vector<crawler::ParsedRecord> records;
  std::vector<QuarantinedRecord> quarantined;
  std::optional<store::Cursor> cursor;
  std::vector<store::Note> notes;
};

// Pages are stored in the order in which they come, each with its cursor in one transaction; those
// that wait are stored together. Three threads: one each for labels, store and index, so that what
// comes next is labelled while the store writes.
class PageStore {
 public:
  PageStore(Ingest& ingest, const JobContext& context, std::size_t sources);
  ~PageStore();
  PageStore(const PageStore&) = delete;
  PageStore& operator=(const PageStore&) = delete;

  // Waits while too much is in hand. A page that comes after a failure of the store is dropped.
  void put(Arrival arrival);
  // True once the workspace cannot be written; finish() says why.
  bool broken() const { return broken_; }
  // Waits until everything is stored and searchable. The first error of the workspace.
  Status finish();

  // What came of a source's pages. To be asked after finish().
  const Tally& tally(std::size_t source) const { return tallies_[source]; }

 private:
  // A page's part in a batch.
  struct Part {
    std::size_t source = 0;
    std::string name;
    std::size_t records = 0;
    std::uint64_t known = 0;
    std::uint64_t quarantined = 0;
  };
  // Pages that are stored together.
  struct Batch {
    AnalysedBatch analysed;
    std::vector<Part> parts;  // one of each page
  };
  struct Stored {
    IndexBatch batch;
    Progress progress;
  };

  void analyse_pages();
  void store_pages();
  void index_pages();
  std::vector<Arrival> next_arrivals();
  Batch analyse(std::vector<Arrival> arrivals);
  std::optional<Batch> next_batch();
  void count(const std::vector<Part>& parts, const std::vector<store::Outcome>& outcomes);
  void break_off(const Error& error, std::optional<Error>& place);

  Ingest& ingest_;
  const JobContext& context_;
  KnownRecords known_;
  std::vector<Tally> tallies_;
  BoundedQueue<Arrival> arrivals_;
  BoundedQueue<Batch> analysed_;
  BoundedQueue<Stored> stored_;
  std::atomic<bool> broken_ = false;
  std::optional<Error> store_error_, index_error_;  // each written by its thread
  std::thread analysing_, storing_, indexing_;
};

}  // namespace horizon::pipeline
