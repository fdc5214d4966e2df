#include "pipeline/import.h"

#include <tbb/info.h>
#include <tbb/parallel_pipeline.h>

#include <atomic>
#include <memory>
#include <utility>

#include "pipeline/import_reader.h"
#include "pipeline/known.h"

namespace horizon::pipeline {
namespace {

using BatchPtr = std::shared_ptr<ImportBatch>;

// The parallel stage: records as sent → documents → labels and index terms.
void analyse(ImportBatch& batch, const Analyser& analyser, KnownRecords& known) {
  // A parser's buffers are reused within a batch, which has some hundred records.
  const auto parser = batch.format->parser();
  crawler::Records records;
  records.quarantined = std::move(batch.quarantined);
  for (crawler::Slice& slice : batch.slices) {
    parser->parse(slice, *batch.context, records);
    slice = {};
  }
  const std::uint64_t left_out = known.take_out(records.records);
  batch.analysed =
      Ingest::analyse(analyser, std::move(records.records), std::move(records.quarantined));
  batch.analysed.known = left_out;
}

// So many batches are stored in one transaction: each of them touches the same pages of many
// indexes, and each transaction waits for the disk.
constexpr std::size_t kTogether = 4;

// Batches that wait for the others of their transaction.
class Together {
 public:
  void add(const BatchPtr& batch) {
    all_.append(std::exchange(batch->analysed, {}));
    last_ = batch;
    ++count_;
  }
  std::size_t count() const { return count_; }
  BatchPtr last() const { return last_; }
  AnalysedBatch take() {
    count_ = 0;
    last_ = nullptr;
    return std::exchange(all_, {});
  }

 private:
  AnalysedBatch all_;
  BatchPtr last_;
  std::size_t count_ = 0;
};

// The stages, and what went wrong in them: after that, what is still on its way is let go.
class Import {
 public:
  Import(Ingest& ingest, const Analyser& analyser, const JobContext& context, ImportReport& report)
      : ingest_(ingest),
        analyser_(analyser),
        context_(context),
        report_(report),
        known_(ingest.store_file()) {}

  Status run(ImportReader& reader);

 private:
  // What was added since the last transaction, as the batch that came last; nullptr if there is
  // nothing, or the store refuses.
  BatchPtr store();
  void index(const BatchPtr& batch);
  void give_up(const Error& error) {
    if (!failed_.exchange(true)) error_ = error;
  }

  Ingest& ingest_;
  const Analyser& analyser_;
  const JobContext& context_;
  ImportReport& report_;
  KnownRecords known_;
  Together together_;
  std::atomic<bool> failed_ = false;
  Error error_;  // once failed_
  std::uint64_t done_ = 0;
};

BatchPtr Import::store() {
  BatchPtr last = together_.last();
  if (failed_ || last == nullptr) return nullptr;
  auto stored = ingest_.store_batch(together_.take(), report_.tally);
  if (!stored) {
    give_up(stored.error());
    return nullptr;
  }
  last->index = std::move(*stored);
  return last;
}

void Import::index(const BatchPtr& batch) {
  if (failed_ || batch == nullptr) return;
  done_ += batch->index.documents;
  const Status indexed = ingest_.index_batch(std::move(batch->index));
  if (!indexed) give_up(indexed.error());
  context_.progress({batch->context->provenance.origin, done_, batch->fraction});
}

Status Import::run(ImportReader& reader) {
  const auto input = [&](tbb::flow_control& control) -> BatchPtr {
    BatchPtr batch = failed_ ? nullptr : reader.next();
    if (batch == nullptr) control.stop();
    return batch;
  };
  const auto work = [this](BatchPtr batch) {
    if (!failed_) analyse(*batch, analyser_, known_);
    return batch;
  };
  const auto store_some = [this](const BatchPtr& batch) -> BatchPtr {
    if (!failed_) together_.add(batch);
    return together_.count() < kTogether ? nullptr : store();
  };
  // Twice the threads in flight keeps the serial writers busy; memory is bounded by this number.
  const std::size_t in_flight = 2 * static_cast<std::size_t>(tbb::info::default_concurrency()) + 2;
  tbb::parallel_pipeline(
      in_flight,
      tbb::make_filter<void, BatchPtr>(tbb::filter_mode::serial_in_order, input) &
          tbb::make_filter<BatchPtr, BatchPtr>(tbb::filter_mode::parallel, work) &
          tbb::make_filter<BatchPtr, BatchPtr>(tbb::filter_mode::serial_in_order, store_some) &
          tbb::make_filter<BatchPtr, void>(tbb::filter_mode::serial_in_order,
                                           [this](const BatchPtr& batch) { index(batch); }));
  index(store());
  if (failed_) return fail(error_);
  return ingest_.finish();
}

}  // namespace

Result<ImportReport> import_files(const std::vector<std::filesystem::path>& files,
                                  const ImportOptions& options, Ingest& ingest,
                                  const Analyser& analyser, const JobContext& context) {
  ImportReport report;
  ImportReader reader(files, options, context, report);
  HORIZON_TRY(Import(ingest, analyser, context, report).run(reader));
  return report;
}

}  // namespace horizon::pipeline
