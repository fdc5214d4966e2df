// How right would the lists of emerging terms have been? Replays the past and grades it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/error.h"
#include "pipeline/run.h"
#include "pipeline/workspace.h"

namespace horizon::pipeline {

struct BacktestOptions {
  std::vector<Day> cut_offs;  // each graded by the 36 months behind it
  std::size_t limit = 50;     // topics listed, graded by their leads
  std::string topic;          // only documents with this label; empty: all
  bool ablation = false;      // also without each part
  bool stability = false;     // also with one document in a hundred left out, five times
  std::uint64_t seed = 1;     // of the permutation control and the documents left out
};

// One way to make the list, at one cut-off.
struct BacktestRow {
  Day as_of{};
  std::string method;  // "emerging" "alone" "burst" "shuffled" "without burst"
  std::size_t listed = 0;
  // Shares of the list whose share of documents doubled the record of five years, or doubled or
  // trebled what it was; and of all phrases that could have been listed.
  double record = 0, doubled = 0, trebled = 0;
  double base_record = 0, base_doubled = 0, base_trebled = 0;
  // Hits / (list + all names that doubled their record − hits).
  double threat_score = 0;
  std::optional<double> median_lead;      // months from the cut-off to the doubling, of the hits
  std::optional<double> stability;        // mean Jaccard index with the lists of less data
  std::vector<std::string> hits = {}, misses = {};  // folded, in the order of the list
};

struct BacktestReport {
  std::vector<BacktestRow> rows;  // by cut-off, then in the order of methods
  std::vector<Day> not_gradable;  // cut-offs less than 36 months before the data end
  std::optional<Day> data_from, data_until;
};

// Documents count by their dates of publication, whatever the day they were taken in on; no
// taxonomy is asked unless `topic` is given. The same bytes for the same store, always. kUsage
// without cut-offs.
Result<BacktestReport> run_backtest(const Workspace& workspace, const BacktestOptions& options,
                                    const JobContext& context);

// Means over cut-offs, a row for each method; `as_of` is the last cut-off.
std::vector<BacktestRow> average(const std::vector<BacktestRow>& rows);

}  // namespace horizon::pipeline
