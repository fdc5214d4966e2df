#include "pipeline/digest_coverage.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "pipeline/source_scan.h"

namespace horizon::pipeline {
namespace {

using Origin = std::tuple<std::string, std::string, Kind>;  // source, language, kind
using Counts = std::map<Origin, std::uint64_t>;

Result<Counts> seen_from(const store::Store& store, std::optional<Day> day) {
  const auto rows = store.source_counts(day);
  if (!rows) return fail(rows.error());
  Counts counts;
  for (const store::SourceCount& row : *rows) {
    counts[{row.source, row.language, row.kind}] = row.documents;
  }
  return counts;
}

std::uint64_t count_of(const Counts& counts, const Origin& origin) {
  const auto found = counts.find(origin);
  return found == counts.end() ? 0 : found->second;
}

Counts counts_of(const digest::Coverage& coverage) {
  Counts counts;
  for (const digest::CoverageRow& row : coverage.rows) {
    counts[{row.source, row.language, row.kind}] = row.new_documents;
  }
  return counts;
}

// Arrivals of each week before, newest first.
Result<std::vector<Counts>> weeks_before(
    const store::Store& store, Day after,
    const std::vector<std::optional<digest::Coverage>>& issued) {
  std::vector<Counts> weeks;
  std::optional<Counts> newer;  // seen from the day behind the week on
  for (std::size_t i = 0; i < issued.size(); ++i) {
    if (issued[i]) {
      weeks.push_back(counts_of(*issued[i]));
      newer.reset();
      continue;
    }
    const Day end = after + std::chrono::days(1) - std::chrono::days(7 * i);
    if (!newer) {
      auto counts = seen_from(store, end);
      if (!counts) return fail(counts.error());
      newer = std::move(*counts);
    }
    auto older = seen_from(store, end - std::chrono::days(7));
    if (!older) return fail(older.error());
    Counts week = *older;
    for (auto& [origin, count] : week) count -= std::min(count, count_of(*newer, origin));
    weeks.push_back(std::move(week));
    newer = std::move(*older);
  }
  return weeks;
}

Status find_failures(const Workspace& workspace, const store::Store& store, Day until,
                     digest::Coverage& coverage) {
  for (const crawler::Source& source : workspace.sources) {
    const auto reason = store.meta("failure." + source.id);
    if (!reason) return fail(reason.error());
    if (*reason && !(*reason)->empty()) {
      coverage.failures.push_back({source.id, **reason, std::nullopt});
      continue;
    }
    const auto due = due_at(store, source);
    if (!due) return fail(due.error());
    if (!*due) continue;
    const Day day = std::chrono::floor<std::chrono::days>(**due);
    if (day < until) coverage.late.push_back({source.id, day});
  }
  return {};
}

}  // namespace

void set_light(digest::CoverageRow& row, std::vector<std::uint64_t> weeks) {
  constexpr std::size_t kLeastWeeks = 4;
  while (!weeks.empty() && weeks.back() == 0) weeks.pop_back();
  if (weeks.size() < kLeastWeeks) return;
  std::sort(weeks.begin(), weeks.end());
  row.usual_low = weeks[1];
  row.usual_high = weeks[weeks.size() - 2];
  const auto chance = [](std::uint64_t count) { return 2 * std::sqrt(static_cast<double>(count)); };
  const auto now = static_cast<double>(row.new_documents);
  const double low = static_cast<double>(*row.usual_low) - chance(*row.usual_low);
  const double high = static_cast<double>(*row.usual_high) + chance(*row.usual_high);
  row.light = now < low || now > high ? digest::Light::kUnusual : digest::Light::kNormal;
  if (row.new_documents == 0 && *row.usual_low > 0) row.light = digest::Light::kSilent;
}

Result<digest::Coverage> measure_coverage(
    const Workspace& workspace, const store::Store& store, const Arrived& span,
    const std::vector<std::optional<digest::Coverage>>& issued) {
  digest::Coverage coverage;
  const auto statistics = store.statistics();
  if (!statistics) return fail(statistics.error());
  coverage.undated = statistics->undated;
  coverage.quarantined = statistics->quarantined;
  const auto all = seen_from(store, std::nullopt);
  const auto now = seen_from(store, span.after + std::chrono::days(1));
  const auto later = seen_from(store, span.until + std::chrono::days(1));
  if (!all || !now || !later) return fail(!all ? all.error() : !now ? now.error() : later.error());
  const auto weeks = weeks_before(store, span.after, issued);
  if (!weeks) return fail(weeks.error());
  std::vector<bool> connected(4, false);
  for (const auto& [origin, documents] : *all) {
    digest::CoverageRow row;
    std::tie(row.source, row.language, row.kind) = origin;
    const std::uint64_t behind = count_of(*later, origin);
    row.total_documents = documents - std::min(documents, behind);
    const std::uint64_t fresh = count_of(*now, origin);
    row.new_documents = fresh - std::min(fresh, behind);
    if (row.total_documents == 0) continue;
    connected[static_cast<std::size_t>(row.kind)] = true;
    std::vector<std::uint64_t> history;
    for (const Counts& week : *weeks) history.push_back(count_of(week, origin));
    set_light(row, std::move(history));
    coverage.rows.push_back(std::move(row));
  }
  for (const Kind kind : {Kind::kPaper, Kind::kPatent, Kind::kNews}) {
    if (!connected[static_cast<std::size_t>(kind)]) coverage.not_connected.push_back(kind);
  }
  HORIZON_TRY(find_failures(workspace, store, span.until, coverage));
  return coverage;
}

}  // namespace horizon::pipeline
