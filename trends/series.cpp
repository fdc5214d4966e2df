#include "trends/series.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>

namespace horizon::trends {
namespace {

using std::chrono::days;

// The years that core/date.h reads. They also bound the length of a weekly series.
constexpr Day kFirstDay = std::chrono::year{1500} / std::chrono::January / 1;
constexpr Day kLastDay = std::chrono::year{2200} / std::chrono::December / 31;

bool wanted(const DailyCount& row, const SeriesOptions& options) {
  return (!options.kind || row.kind == *options.kind) &&
         (options.language.empty() || row.language == options.language) &&
         (options.source.empty() || row.source == options.source);
}

enum class Place { kCounted, kUndated, kTooCoarse, kAfterAsOf, kNotAsked };

Place place(const DailyCount& row, const SeriesOptions& options) {
  if (!row.date || row.date->day < kFirstDay || row.date->day > kLastDay) return Place::kUndated;
  if (row.date->day > options.as_of) return Place::kAfterAsOf;
  if (!fits(row.date->precision, options.granularity)) return Place::kTooCoarse;
  if (options.from && row.date->day < *options.from) return Place::kNotAsked;
  if (options.until && row.date->day > *options.until) return Place::kNotAsked;
  return Place::kCounted;
}

void note_left_out(Place where, std::uint64_t documents, LeftOut& left_out) {
  if (where == Place::kUndated) left_out.undated += documents;
  if (where == Place::kTooCoarse) left_out.too_coarse += documents;
  if (where == Place::kAfterAsOf) left_out.after_as_of += documents;
}

// The last day that a partial date may mean.
Day last_possible_day(const PartialDate& date) {
  switch (date.precision) {
    case Precision::kMonth:
      return end_of(period_of(date.day, Granularity::kMonth)) - days{1};
    case Precision::kYear:
      return end_of(period_of(date.day, Granularity::kYear)) - days{1};
    case Precision::kDay:
      break;
  }
  return date.day;
}

// First and last day that the data reach. Journals date issues months ahead, so a coarse date
// says little about how far the data go: it is used only where no date states a day.
struct Reach {
  std::optional<Day> from, until;  // by dates that state a day
  std::optional<Day> coarse_from, coarse_until;

  void take(const PartialDate& date) {
    const bool exact = date.precision == Precision::kDay;
    std::optional<Day>& first = exact ? from : coarse_from;
    std::optional<Day>& last = exact ? until : coarse_until;
    const Day latest = last_possible_day(date);
    first = first ? std::min(*first, latest) : latest;
    last = last ? std::max(*last, date.day) : date.day;
  }
};

bool is_complete(const Period& period, const Series& series) {
  const Day last = end_of(period) - days{1};
  if (last > series.as_of || !series.data_from || !series.data_until) return false;
  const double length = static_cast<double>((end_of(period) - period.begin).count());
  const days slack{std::max(1, static_cast<int>(std::ceil(0.05 * length)))};
  return *series.data_until >= last - slack && *series.data_from <= period.begin + slack;
}

using Tallies = std::map<Day, Tally>;  // by first day of the period

void fill_points(const Tallies& tallies, double confidence, Series& series) {
  const auto exposed = [](const auto& entry) { return entry.second.exposure > 0; };
  const auto first = std::find_if(tallies.begin(), tallies.end(), exposed);
  if (first == tallies.end()) return;
  const Day last = std::find_if(tallies.rbegin(), tallies.rend(), exposed)->first;
  Period period{.granularity = series.granularity, .begin = first->first};
  for (; period.begin <= last; period = next(period)) {
    const auto found = tallies.find(period.begin);
    const Tally tally = found == tallies.end() ? Tally{} : found->second;
    series.points.push_back({.period = period,
                             .count = tally.count,
                             .exposure = tally.exposure,
                             .rate = rate(tally, 1000, confidence),
                             .complete = is_complete(period, series)});
  }
}

}  // namespace

Series make_series(std::span<const DailyCount> topic, std::span<const DailyCount> exposure,
                   const SeriesOptions& options) {
  Series series;
  series.granularity = options.granularity;
  series.as_of = options.as_of;
  Tallies tallies;
  Reach reach;
  const auto key = [&](const DailyCount& row) {
    return period_of(row.date->day, options.granularity).begin;
  };
  for (const DailyCount& row : exposure) {
    if (row.documents == 0 || !wanted(row, options)) continue;
    if (place(row, options) != Place::kCounted) continue;
    tallies[key(row)].exposure += row.documents;
    reach.take(*row.date);
  }
  for (const DailyCount& row : topic) {
    if (row.documents == 0 || !wanted(row, options)) continue;
    const Place where = place(row, options);
    note_left_out(where, row.documents, series.left_out);
    if (where == Place::kCounted) tallies[key(row)].count += row.documents;
  }
  for (auto& [begin, tally] : tallies) tally.exposure = std::max(tally.exposure, tally.count);
  series.data_from = reach.from ? reach.from : reach.coarse_from;
  series.data_until = reach.until ? reach.until : reach.coarse_until;
  fill_points(tallies, options.confidence, series);
  return series;
}

}  // namespace horizon::trends
