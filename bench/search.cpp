// bench_search WORKSPACE QUERIES.tsv: each query of bench/make_queries.py several times against the
// workspace's index, as words alone (no names in other languages), so that the peers do the same.
// Prints "kind TAB milliseconds" of each.
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "core/text.h"
#include "index/index.h"
#include "pipeline/store_words.h"
#include "store/store.h"

namespace {

using horizon::Result;
using horizon::Status;
namespace index = horizon::index;

constexpr int kWarmUps = 1;
constexpr int kRounds = 5;

struct Asked {
  std::string kind;
  index::Query query;
};

class SearchBench {
 public:
  SearchBench(const index::Reader& reader, const horizon::store::Store& store)
      : reader_(reader), store_(store), words_(store) {}

  Status read(const char* file) {
    std::ifstream lines(file);
    for (std::string line; std::getline(lines, line);) {
      const auto parts = horizon::split(line, '\t');
      if (parts.size() < 2) continue;
      auto parsed = index::parse_query(parts[1]);
      if (!parsed) return horizon::fail(parsed.error());
      index::Query query;
      query.parsed = *std::move(parsed);
      if (parts.size() == 4) {
        query.filter.from = horizon::parse_iso_date(parts[2])->day;
        query.filter.until = horizon::parse_iso_date(parts[3])->day;
      }
      query.document = [this](horizon::DocumentNumber number) {
        auto stored = store_.get(number);
        return stored ? std::optional(std::move(stored->document)) : std::nullopt;
      };
      query.words = &words_;
      asked_.push_back({std::string(parts[0]), std::move(query)});
    }
    return {};
  }

  Status run() const {
    for (int round = -kWarmUps; round < kRounds; ++round) {
      for (const Asked& asked : asked_) {
        const auto begin = std::chrono::steady_clock::now();
        HORIZON_TRY(answer(asked));
        const std::chrono::duration<double, std::milli> spent =
            std::chrono::steady_clock::now() - begin;
        if (round >= 0) fmt::print("{}\t{:.4f}\n", asked.kind, spent.count());
      }
    }
    return {};
  }

 private:
  Status answer(const Asked& asked) const {
    if (asked.kind == "series" || asked.kind == "facets") {
      const auto numbers = reader_.matching(asked.query, segmenter_);
      if (!numbers) return horizon::fail(numbers.error());
      if (asked.kind == "series") {
        reader_.daily_counts(*numbers);
        return {};
      }
      for (const auto facet :
           {index::Facet::kKind, index::Facet::kLanguage, index::Facet::kSource}) {
        const auto values = reader_.facet(facet, *numbers);
        if (!values) return horizon::fail(values.error());
      }
    }
    const auto hits = reader_.search(asked.query, segmenter_);
    return hits ? Status() : Status(horizon::fail(hits.error()));
  }

  const index::Reader& reader_;
  const horizon::store::Store& store_;
  horizon::pipeline::StoreWords words_;
  horizon::nlp::WordSegmenter segmenter_{std::vector<std::string>{}};
  std::vector<Asked> asked_;
};

Status run(const std::filesystem::path& workspace, const char* queries) {
  const auto store =
      horizon::store::Store::open(workspace / "store.db", horizon::store::Mode::kRead);
  if (!store) return horizon::fail(store.error());
  const auto reader = index::Reader::open(workspace / "index");
  if (!reader) return horizon::fail(reader.error());
  SearchBench bench(*reader, *store);
  HORIZON_TRY(bench.read(queries));
  return bench.run();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: bench_search WORKSPACE QUERIES.tsv\n");
    return 2;
  }
  const Status done = run(argv[1], argv[2]);
  if (done) return 0;
  fmt::print(stderr, "bench_search: {}\n", done.error().message);
  return 3;
}
