#include "pipeline/import.h"

#include <tbb/info.h>
#include <tbb/parallel_pipeline.h>

#include <atomic>
#include <memory>
#include <optional>
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

}  // namespace

Result<ImportReport> import_files(const std::vector<std::filesystem::path>& files,
                                  const ImportOptions& options, Ingest& ingest,
                                  const Analyser& analyser, const JobContext& context) {
  ImportReport report;
  ImportReader reader(files, options, context, report);
  KnownRecords known(ingest.store_file());
  std::optional<Error> store_error;
  std::optional<Error> index_error;
  std::atomic<bool> failed = false;
  std::uint64_t done = 0;

  const auto input = [&](tbb::flow_control& control) -> BatchPtr {
    BatchPtr batch = failed ? nullptr : reader.next();
    if (batch == nullptr) control.stop();
    return batch;
  };
  const auto work = [&](BatchPtr batch) {
    if (!failed) analyse(*batch, analyser, known);
    return batch;
  };
  const auto store = [&](BatchPtr batch) {
    if (failed) return batch;
    auto stored = ingest.store_batch(std::move(batch->analysed), report.tally);
    if (stored) {
      batch->index = std::move(*stored);
    } else {
      store_error = stored.error();
      failed = true;
    }
    return batch;
  };
  const auto index = [&](const BatchPtr& batch) {
    if (failed) return;
    done += batch->index.documents;
    const Status indexed = ingest.index_batch(std::move(batch->index));
    if (!indexed) {
      index_error = indexed.error();
      failed = true;
    }
    context.progress({batch->context->provenance.origin, done, batch->fraction});
  };

  // Twice the threads in flight keeps the serial writers busy; memory is bounded by this number.
  const std::size_t in_flight = 2 * static_cast<std::size_t>(tbb::info::default_concurrency()) + 2;
  tbb::parallel_pipeline(
      in_flight,
      tbb::make_filter<void, BatchPtr>(tbb::filter_mode::serial_in_order, input) &
          tbb::make_filter<BatchPtr, BatchPtr>(tbb::filter_mode::parallel, work) &
          tbb::make_filter<BatchPtr, BatchPtr>(tbb::filter_mode::serial_in_order, store) &
          tbb::make_filter<BatchPtr, void>(tbb::filter_mode::serial_in_order, index));
  if (store_error) return fail(*store_error);
  if (index_error) return fail(*index_error);
  HORIZON_TRY(ingest.finish());
  return report;
}

}  // namespace horizon::pipeline
