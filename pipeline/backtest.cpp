#include "pipeline/backtest.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <random>
#include <set>

#include "pipeline/phrase_file.h"
#include "pipeline/search.h"
#include "trends/emergence/measure.h"
#include "trends/emergence/outcome.h"

namespace horizon::pipeline {
namespace {

using trends::Measured;
using trends::Outcome;
using trends::PhraseCorpus;
using trends::PhraseIndex;
using trends::RankBy;
using trends::Ranking;
using trends::RankOptions;

struct Method {
  std::string name;
  RankOptions rank;
};

std::vector<Method> methods_of(const BacktestOptions& options) {
  constexpr unsigned kRaw = trends::kPartHygiene | trends::kPartGate;
  std::vector<Method> out = {{"emerging", {}},
                             {"alone", {RankBy::kAlone, 0, 0}},
                             {"raw burst", {RankBy::kBurst, kRaw, 0}},
                             {"shuffled", {RankBy::kShuffled, 0, 0}}};
  if (!options.ablation) return out;
  out.push_back({"without trends around it", {RankBy::kCompany, trends::kPartHeatTrend, 0}});
  out.push_back({"without bursts around it", {RankBy::kCompany, trends::kPartHeatBurst, 0}});
  out.push_back({"without records around it", {RankBy::kCompany, trends::kPartHeatRecord, 0}});
  out.push_back({"without its fields' growth", {RankBy::kCompany, trends::kPartFieldGrowth, 0}});
  out.push_back(
      {"without growing fields around it", {RankBy::kCompany, trends::kPartHeatField, 0}});
  out.push_back({"without its own burst", {RankBy::kCompany, trends::kPartBurst, 0}});
  out.push_back({"without the gate", {RankBy::kCompany, trends::kPartGate, 0}});
  out.push_back({"without hygiene", {RankBy::kCompany, trends::kPartHygiene, 0}});
  return out;
}

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

std::optional<double> median_of(std::vector<double> values) {
  if (values.empty()) return std::nullopt;
  std::ranges::sort(values);
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

class Replay {
 public:
  Replay(const PhraseCorpus& corpus, const BacktestOptions& options, std::span<const bool> chosen,
         Day as_of)
      : corpus_(corpus), options_(options), chosen_(chosen), as_of_(as_of) {}

  std::vector<BacktestRow> run() {
    measured_ = trends::measure_phrases(corpus_, {as_of_}, chosen_);
    std::vector<PhraseIndex> phrases;
    for (const auto& candidate : measured_.snapshot.candidates) phrases.push_back(candidate.phrase);
    outcomes_ = trends::grade(corpus_, as_of_, phrases);
    std::vector<BacktestRow> rows;
    for (const Method& method : methods_of(options_)) {
      rows.push_back(method.rank.by == RankBy::kShuffled ? shuffled_row(method) : row_of(method));
    }
    if (options_.stability && !rows.empty()) rows.front().stability = stability();
    return rows;
  }

 private:
  std::vector<std::uint32_t> leads(const Measured& measured, const Ranking& ranking) const {
    std::vector<std::uint32_t> out;
    for (const auto& topic : group_topics(corpus_, measured.snapshot, ranking, options_.limit))
      out.push_back(ranking.phrases[topic.lead].candidate);
    return out;
  }

  // Chance is the mean of many shuffles.
  BacktestRow shuffled_row(Method method) const {
    constexpr std::uint64_t kShuffles = 100;
    std::vector<BacktestRow> rows;
    for (std::uint64_t i = 0; i < kShuffles; ++i) {
      method.rank.seed = options_.seed * kShuffles + i;
      rows.push_back(row_of(method));
    }
    BacktestRow row = average(rows).front();
    row.listed = rows.front().listed;
    row.median_lead.reset();
    return row;
  }

  BacktestRow row_of(const Method& method) const {
    const Ranking ranking =
        rank_phrases(measured_.snapshot, measured_.indicators, measured_.flaws, method.rank);
    BacktestRow row;
    row.as_of = as_of_;
    row.method = method.name;
    std::vector<double> months;
    std::size_t hits = 0;
    for (const std::uint32_t candidate : leads(measured_, ranking)) {
      const Outcome& outcome = outcomes_[candidate];
      ++row.listed;
      row.doubled += outcome.doubled();
      row.trebled += outcome.trebled();
      auto& terms = outcome.doubled_record() ? row.hits : row.misses;
      terms.emplace_back(corpus_.text_of(measured_.snapshot.candidates[candidate].phrase));
      if (!outcome.doubled_record()) continue;
      ++hits;
      if (outcome.months_to_double > 0) months.push_back(outcome.months_to_double);
    }
    // A list that is short of its length is short of hits, too.
    const auto length = static_cast<double>(options_.limit);
    row.record = static_cast<double>(hits) / length;
    row.doubled /= length;
    row.trebled /= length;
    row.median_lead = median_of(months);
    const double all =
        static_cast<double>(row.listed + names_doubled()) - static_cast<double>(hits);
    row.threat_score = all > 0 ? static_cast<double>(hits) / all : 0;
    find_base(ranking, row);
    return row;
  }

  std::size_t names_doubled() const {
    std::size_t out = 0;
    for (std::size_t i = 0; i < outcomes_.size(); ++i)
      out += measured_.flaws[i] == trends::Flaw::kNone && outcomes_[i].doubled_record();
    return out;
  }

  void find_base(const Ranking& ranking, BacktestRow& row) const {
    const auto all = std::max<double>(static_cast<double>(ranking.phrases.size()), 1);
    for (const auto& phrase : ranking.phrases) {
      const Outcome& outcome = outcomes_[phrase.candidate];
      row.base_record += outcome.doubled_record() / all;
      row.base_doubled += outcome.doubled() / all;
      row.base_trebled += outcome.trebled() / all;
    }
  }

  std::set<std::string_view> terms_of(const Measured& measured) const {
    const Ranking ranking = rank_phrases(measured.snapshot, measured.indicators, measured.flaws);
    std::set<std::string_view> out;
    for (const std::uint32_t candidate : leads(measured, ranking))
      out.insert(corpus_.text_of(measured.snapshot.candidates[candidate].phrase));
    return out;
  }

  double stability() const {
    constexpr int kTimes = 5;
    constexpr std::uint64_t kLeftOut = 100;  // one in so many
    const auto whole = terms_of(measured_);
    std::mt19937_64 random(options_.seed);
    std::vector<double> values;
    const auto kept = std::make_unique<bool[]>(corpus_.documents.size());
    for (int i = 0; i < kTimes; ++i) {
      for (std::size_t d = 0; d < corpus_.documents.size(); ++d)
        kept[d] = random() % kLeftOut != 0 && (chosen_.empty() || chosen_[d]);
      const auto part = terms_of(
          trends::measure_phrases(corpus_, {as_of_}, {kept.get(), corpus_.documents.size()}));
      const auto common = static_cast<double>(
          std::ranges::count_if(whole, [&](const auto& term) { return part.contains(term); }));
      const double either = static_cast<double>(whole.size() + part.size()) - common;
      values.push_back(either > 0 ? common / either : 1);
    }
    return mean_of(values);
  }

  const PhraseCorpus& corpus_;
  const BacktestOptions& options_;
  std::span<const bool> chosen_;
  Day as_of_;
  Measured measured_;
  std::vector<Outcome> outcomes_;
};

Day day_of(const trends::CorpusDocument& document) { return Day(std::chrono::days(document.day)); }

}  // namespace

Result<BacktestReport> run_backtest(const Workspace& workspace, const BacktestOptions& options,
                                    const JobContext& context) {
  if (options.cut_offs.empty()) return fail(ErrorCode::kUsage, "a backtest needs a cut-off");
  const auto store = open_store(workspace);
  if (!store) return fail(store.error());
  const auto file = PhraseFile::open(workspace.phrase_file(), *store, context);
  if (!file) return fail(file.error());
  const PhraseCorpus& corpus = file->corpus();
  const DocumentChoice chosen = choose_documents(*file, options.topic);
  BacktestReport report;
  if (!corpus.documents.empty()) {
    report.data_from = day_of(corpus.documents.front());
    report.data_until = day_of(corpus.documents.back());
  }
  std::uint64_t done = 0;
  for (const Day as_of : options.cut_offs) {
    if (context.stopped()) return fail(ErrorCode::kUnavailable, "interrupted");
    // The last quarter may end some days before its calendar does: weekends, slow sources.
    constexpr std::chrono::days kSlack{15};
    const Day graded_until{
        std::chrono::days(trends::quarter_bounds(as_of, trends::kFutureQuarters).back())};
    if (!report.data_until || *report.data_until + kSlack < graded_until) {
      report.not_gradable.push_back(as_of);
      continue;
    }
    for (BacktestRow& row : Replay(corpus, options, chosen.view(), as_of).run())
      report.rows.push_back(std::move(row));
    context.progress({"backtest " + format_day(as_of), ++done});
  }
  return report;
}

std::vector<BacktestRow> average(const std::vector<BacktestRow>& rows) {
  std::vector<BacktestRow> out;
  for (const BacktestRow& row : rows) {
    if (std::ranges::find(out, row.method, &BacktestRow::method) == out.end())
      out.emplace_back().method = row.method;
  }
  for (BacktestRow& mean : out) {
    std::vector<double> leads, stable;
    double count = 0;
    for (const BacktestRow& row : rows) {
      if (row.method != mean.method) continue;
      ++count;
      mean.as_of = std::max(mean.as_of, row.as_of);
      mean.listed += row.listed;
      for (const auto value : {&BacktestRow::record, &BacktestRow::doubled, &BacktestRow::trebled,
                               &BacktestRow::base_record, &BacktestRow::base_doubled,
                               &BacktestRow::base_trebled, &BacktestRow::threat_score})
        mean.*value += row.*value;
      if (row.median_lead) leads.push_back(*row.median_lead);
      if (row.stability) stable.push_back(*row.stability);
    }
    for (const auto value : {&BacktestRow::record, &BacktestRow::doubled, &BacktestRow::trebled,
                             &BacktestRow::base_record, &BacktestRow::base_doubled,
                             &BacktestRow::base_trebled, &BacktestRow::threat_score})
      mean.*value /= count;
    if (!leads.empty()) mean.median_lead = mean_of(leads);
    if (!stable.empty()) mean.stability = mean_of(stable);
  }
  return out;
}

}  // namespace horizon::pipeline
