// bench_records FORMAT THREADS FILE...: reads files of a record format as `horizon import` does, up
// to the documents: cut in order, parsed in parallel. Prints bytes, documents, quarantined records
// and seconds, separated by tabs.
#include <fmt/format.h>
#include <tbb/global_control.h>
#include <tbb/parallel_pipeline.h>

#include <charconv>
#include <chrono>
#include <cstdio>
#include <memory>
#include <string_view>
#include <vector>

#include "crawler/formats/format.h"

namespace {

using namespace horizon;

struct Totals {
  std::uint64_t bytes = 0, documents = 0, quarantined = 0;
};

struct Work {
  std::vector<crawler::Slice> slices;
  crawler::Records records;
};
using WorkPtr = std::shared_ptr<Work>;

constexpr std::size_t kBatchBytes = std::size_t{512} << 10;

// Some hundred KiB of slices; nullptr at the end.
WorkPtr next_batch(crawler::RecordCutter& cutter, Totals& totals) {
  auto work = std::make_shared<Work>();
  std::size_t size = 0;
  while (size < kBatchBytes) {
    auto slice = cutter.next();
    if (!slice) {
      ++totals.quarantined;
      continue;
    }
    if (!*slice) break;
    size += (*slice)->bytes.size();
    work->slices.push_back(std::move(**slice));
  }
  return work->slices.empty() ? nullptr : work;
}

void parse(const crawler::RecordFormat& format, const crawler::ReadContext& context, Work& work) {
  const auto parser = format.parser();
  for (const crawler::Slice& slice : work.slices) parser->parse(slice, context, work.records);
}

bool read(const crawler::RecordFormat& format, const char* file, std::size_t threads,
          Totals& totals) {
  auto bytes = crawler::open_bytes(file);
  if (!bytes) {
    fmt::print(stderr, "bench_records: {}\n", bytes.error().message);
    return false;
  }
  const auto cutter = format.cutter(std::move(*bytes));
  crawler::ReadContext context;
  context.source.id = "bench";
  context.provenance.origin = file;
  tbb::parallel_pipeline(2 * threads + 1,
                         tbb::make_filter<void, WorkPtr>(tbb::filter_mode::serial_in_order,
                                                         [&](tbb::flow_control& control) {
                                                           auto work = next_batch(*cutter, totals);
                                                           if (work == nullptr) control.stop();
                                                           return work;
                                                         }) &
                             tbb::make_filter<WorkPtr, WorkPtr>(tbb::filter_mode::parallel,
                                                                [&](WorkPtr work) {
                                                                  parse(format, context, *work);
                                                                  return work;
                                                                }) &
                             tbb::make_filter<WorkPtr, void>(
                                 tbb::filter_mode::serial_in_order, [&](const WorkPtr& work) {
                                   totals.documents += work->records.records.size();
                                   totals.quarantined += work->records.quarantined.size();
                                 }));
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  const auto* format = argc < 4 ? nullptr : crawler::find_record_format(argv[1]);
  std::size_t threads = 1;
  if (format == nullptr ||
      std::from_chars(argv[2], argv[2] + std::string_view(argv[2]).size(), threads).ec !=
          std::errc()) {
    fmt::print(stderr, "usage: bench_records FORMAT THREADS FILE...\n");
    return 2;
  }
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
  Totals totals;
  const auto start = std::chrono::steady_clock::now();
  for (int i = 3; i < argc; ++i) {
    if (!read(*format, argv[i], threads, totals)) return 3;
    std::FILE* const file = std::fopen(argv[i], "rb");
    if (file != nullptr) {
      std::fseek(file, 0, SEEK_END);
      totals.bytes += static_cast<std::uint64_t>(std::ftell(file));
      std::fclose(file);
    }
  }
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  fmt::print("{}\t{}\t{}\t{:.3f}\n", totals.bytes, totals.documents, totals.quarantined,
             elapsed.count());
}
