// bench_search WORKSPACE QUERIES.tsv: each query of bench/make_queries.py several times against the
// workspace's index, as words alone (no names in other languages), so that the peers do the same.
// Prints "kind TAB milliseconds" of each.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
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
constexpr std::size_t kLabels = 10;

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
    return run_labels();
  }

 private:
  // The documents of the largest labels by week, over all their years.
  Status run_labels() const {
    const auto everything = reader_.matching({}, segmenter_);
    if (!everything) return horizon::fail(everything.error());
    const auto labels = reader_.facet(index::Facet::kLabel, *everything);
    if (!labels) return horizon::fail(labels.error());
    for (std::size_t i = 0; i < std::min(labels->size(), kLabels); ++i) {
      const auto begin = std::chrono::steady_clock::now();
      const auto counts = store_.counts((*labels)[i].value);
      if (!counts) return horizon::fail(counts.error());
      std::vector<std::pair<horizon::Day, std::uint64_t>> weeks;  // the counts come by date
      for (const horizon::DailyCount& one : *counts) {
        if (!one.date) continue;
        const auto week = horizon::period_of(one.date->day, horizon::Granularity::kWeek);
        if (weeks.empty() || weeks.back().first != week.begin) weeks.emplace_back(week.begin, 0);
        weeks.back().second += one.documents;
      }
      const std::chrono::duration<double, std::milli> spent =
          std::chrono::steady_clock::now() - begin;
      fmt::print("label\t{:.4f}\n", spent.count());
    }
    return {};
  }

  Status answer(const Asked& asked) const {
    if (asked.kind == "series") {
      const auto numbers = reader_.matching(asked.query, segmenter_);
      if (!numbers) return horizon::fail(numbers.error());
      reader_.daily_counts(*numbers);
      return {};
    }
    if (asked.kind == "facets") {
      const auto survey = reader_.survey(asked.query, segmenter_);
      if (!survey) return horizon::fail(survey.error());
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
