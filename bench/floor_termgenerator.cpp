// bench_floor INDEX FILE...: what a program pays that does nothing but index titles and abstracts
// by Xapian's own TermGenerator. The floor that `horizon import` is compared with: the same files,
// reader and JSON parser, no positions and the same number of documents a commit, but no labels,
// no store, and one thread.
#include <fmt/format.h>
#include <sys/resource.h>
#include <xapian.h>

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <variant>

#include "crawler/formats/jsonl.h"
#include "crawler/bytes/line_reader.h"

namespace {

using horizon::Result;
using horizon::Status;

// As many as pipeline/ingest.cpp has: the measurement is of the analysis, not of the flushes.
constexpr std::uint64_t kDocumentsPerCommit = 2'000;

class FloorIndexer {
 public:
  explicit FloorIndexer(const char* folder) : index_(folder, Xapian::DB_CREATE_OR_OVERWRITE) {
    generator_.set_stemmer(Xapian::Stem("english"));
  }

  Status read(const char* file) {
    auto lines = horizon::crawler::LineReader::open(file);
    if (!lines) return horizon::fail(lines.error());
    for (;;) {
      const auto line = lines->next();
      if (!line) return horizon::fail(line.error());
      if (!*line) return {};
      bytes_ += (*line)->size + 1;
      const auto parsed = parser_.parse((*line)->text, {}, {}, {});
      const auto* const record = std::get_if<horizon::crawler::ParsedRecord>(&parsed);
      if (record != nullptr) add(record->document);
    }
  }

  void finish() { index_.commit(); }
  std::uint64_t documents() const { return documents_; }
  std::uint64_t bytes() const { return bytes_; }

 private:
  void add(const horizon::Document& source) {
    Xapian::Document document;
    generator_.set_document(document);
    generator_.index_text_without_positions(source.title);
    generator_.index_text_without_positions(source.abstract);
    const std::string id = "Q" + source.id;
    document.add_boolean_term(id);
    // By number, not by term: like Horizon's, this index is not asked whether it has a document.
    index_.add_document(document);
    if (++documents_ % kDocumentsPerCommit == 0) index_.commit();
  }

  horizon::crawler::JsonlParser parser_;
  Xapian::WritableDatabase index_;
  Xapian::TermGenerator generator_;
  std::uint64_t documents_ = 0;
  std::uint64_t bytes_ = 0;
};

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void report(const FloorIndexer& indexer, double seconds) {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto documents = static_cast<double>(indexer.documents());
  const auto megabytes = static_cast<double>(indexer.bytes()) / 1e6;
  fmt::print("{} documents, {:.2f} s, {:.0f} docs/s, {:.2f} MB/s, peak RSS {:.0f} MB\n",
             indexer.documents(), seconds, documents / seconds, megabytes / seconds,
             static_cast<double>(usage.ru_maxrss) / 1024);
}

int run(const char* folder, std::span<char*> files) {
  const auto start = std::chrono::steady_clock::now();
  FloorIndexer indexer(folder);
  for (const char* const file : files) {
    const Status read = indexer.read(file);
    if (read) continue;
    fmt::print(stderr, "bench_floor: {}: {}\n", file, read.error().message);
    return 3;
  }
  indexer.finish();
  report(indexer, seconds_since(start));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: bench_floor INDEX FILE...\n");
    return 2;
  }
  try {
    return run(argv[1], std::span(argv + 2, argv + argc));
  } catch (const Xapian::Error& error) {
    fmt::print(stderr, "bench_floor: {}: {}\n", argv[1], error.get_description());
    return 3;
  }
}
