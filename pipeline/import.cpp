#include "pipeline/import.h"

#include <fmt/format.h>
#include <tbb/info.h>
#include <tbb/parallel_pipeline.h>

#include <atomic>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

#include "crawler/bytes/line_reader.h"
#include "crawler/formats/jsonl.h"
#include "crawler/formats/sniff.h"
#include "pipeline/known.h"

namespace horizon::pipeline {
namespace {

// A batch is one transaction of the store; its size bounds memory and how much a kill repeats.
constexpr std::size_t kBatchLines = 500;
constexpr std::size_t kBatchBytes = 1U << 20U;

struct RawLine {
  std::size_t begin = 0;
  std::size_t size = 0;
  std::uint64_t number = 0;
  std::uint64_t whole_size = 0;
  bool oversized = false;
};

// Lines as read, or records of a file that was parsed as a whole.
struct Batch {
  std::string file;
  std::string bytes;
  std::vector<RawLine> lines;
  crawler::Records records;
  AnalysedBatch analysed;
  IndexBatch index;
  double fraction = -1;
};
using BatchPtr = std::shared_ptr<Batch>;

// The serial input stage: hands out batches, file after file.
class BatchReader {
 public:
  BatchReader(const std::vector<std::filesystem::path>& files, const ImportOptions& options,
              const JobContext& context, ImportReport& report)
      : files_(files), options_(options), context_(context), report_(report) {}

  // nullptr at the end.
  BatchPtr next() {
    while (!context_.stopped()) {
      if (lines_) {
        BatchPtr batch = read_lines();
        if (!batch->lines.empty() || !batch->records.quarantined.empty()) return batch;
        lines_.reset();
        continue;
      }
      if (position_ == files_.size()) return nullptr;
      const std::filesystem::path& file = files_[position_++];
      file_ = file.string();
      if (BatchPtr whole = open(file)) return whole;
    }
    report_.stopped = true;
    return nullptr;
  }

 private:
  // A batch of the whole file, or nullptr when it is to be read by lines (or not at all).
  BatchPtr open(const std::filesystem::path& file) {
    std::error_code error;
    // What is no regular file (a pipe) can be read once only: not for looking at it first.
    const bool once = file == "-" || std::filesystem::is_fifo(file, error) ||
                      std::filesystem::is_character_file(file, error);
    size_ = once ? 0 : std::filesystem::file_size(file, error);
    crawler::Format format = crawler::Format::kJsonl;
    if (!once) {
      const auto sniffed = crawler::sniff(file);
      if (!sniffed) return refuse(sniffed.error().message);
      format = *sniffed;
    }
    if (format != crawler::Format::kJsonl) return whole_file(file, format);
    auto reader = crawler::LineReader::open(file, {crawler::kMaxJsonRecordBytes});
    if (!reader) return refuse(reader.error().message);
    lines_.emplace(std::move(*reader));
    return nullptr;
  }

  BatchPtr refuse(const std::string& message) {
    report_.problems.push_back({file_, message});
    return nullptr;
  }

  BatchPtr whole_file(const std::filesystem::path& file, crawler::Format format) {
    const auto bytes = crawler::read_decompressed(file);
    if (!bytes) return refuse(bytes.error().message);
    crawler::Source source;
    source.id = options_.source;
    source.kind =
        format == crawler::Format::kOai ? crawler::SourceKind::kOaiPmh : crawler::SourceKind::kFeed;
    if (options_.kind != Kind::kOther) source.document_kind = options_.kind;
    auto records =
        crawler::parse_file_bytes(format, *bytes, source, {file_, "", context_.clock.now()});
    if (!records) return refuse(records.error().message);
    auto batch = std::make_shared<Batch>();
    batch->file = file_;
    batch->records = std::move(*records);
    return batch;
  }

  BatchPtr read_lines() {
    auto batch = std::make_shared<Batch>();
    batch->file = file_;
    while (batch->lines.size() < kBatchLines && batch->bytes.size() < kBatchBytes) {
      const auto line = lines_->next();
      if (!line) {
        damaged(line.error().message, *batch);
        continue;
      }
      if (!*line) break;
      if ((*line)->text.empty()) continue;
      batch->lines.push_back({batch->bytes.size(), (*line)->text.size(), (*line)->number,
                              (*line)->size, (*line)->oversized});
      batch->bytes += (*line)->text;
    }
    if (size_ > 0) {
      batch->fraction = static_cast<double>(lines_->bytes_read()) / static_cast<double>(size_);
    }
    return batch;
  }

  void damaged(const std::string& message, Batch& batch) {
    report_.problems.push_back({file_, message});
    batch.records.quarantined.push_back(
        {options_.source, file_, message, "", context_.clock.now()});
  }

  const std::vector<std::filesystem::path>& files_;
  const ImportOptions& options_;
  const JobContext& context_;
  ImportReport& report_;
  std::size_t position_ = 0;
  std::string file_;
  std::uintmax_t size_ = 0;
  std::optional<crawler::LineReader> lines_;
};

// The parallel stage: lines → documents → labels and index terms.
class BatchAnalyser {
 public:
  BatchAnalyser(const ImportOptions& options, const Analyser& analyser, KnownRecords& known,
                Instant fetched)
      : analyser_(analyser), known_(known), fetched_(fetched) {
    jsonl_.source = options.source;
    jsonl_.kind = options.kind;
  }

  void operator()(Batch& batch) const {
    // simdjson's buffers are reused within a batch; a batch has some hundred lines.
    crawler::JsonlParser parser;
    for (const RawLine& line : batch.lines) {
      const auto text = std::string_view(batch.bytes).substr(line.begin, line.size);
      std::string origin = fmt::format("{}:{}", batch.file, line.number);
      if (line.oversized) {
        batch.records.quarantined.push_back(
            crawler::oversized_record(text, line.whole_size, jsonl_, std::move(origin), fetched_));
        continue;
      }
      auto parsed = parser.parse(text, jsonl_, std::move(origin), fetched_);
      if (auto* record = std::get_if<crawler::ParsedRecord>(&parsed)) {
        batch.records.records.push_back(std::move(*record));
      } else {
        batch.records.quarantined.push_back(std::get<QuarantinedRecord>(std::move(parsed)));
      }
    }
    batch.bytes = {};
    const std::uint64_t known = known_.take_out(batch.records.records);
    batch.analysed = Ingest::analyse(analyser_, std::move(batch.records.records),
                                     std::move(batch.records.quarantined));
    batch.analysed.known = known;
  }

 private:
  const Analyser& analyser_;
  KnownRecords& known_;
  crawler::JsonlOptions jsonl_;
  Instant fetched_;
};

}  // namespace

Result<ImportReport> import_files(const std::vector<std::filesystem::path>& files,
                                  const ImportOptions& options, Ingest& ingest,
                                  const Analyser& analyser, const JobContext& context) {
  ImportReport report;
  BatchReader reader(files, options, context, report);
  KnownRecords known(ingest.store_file());
  const BatchAnalyser analyse(options, analyser, known, context.clock.now());
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
    if (!failed) analyse(*batch);
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
    context.progress({batch->file, done, batch->fraction});
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
