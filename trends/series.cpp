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

// A series of this many cells is as large as one gets; more strata are taken together.
constexpr std::size_t kMaxCells = 400'000;
constexpr std::size_t kMaxStrata = 400;
// A period of which less is in is not compared with others.
constexpr double kReported = 0.95;

Stratum stratum_named(const DailyCount& row) {
  return {.kind = row.kind, .language = row.language, .source = row.source};
}

bool is_of(const DailyCount& row, const Stratum& stratum) {
  return row.kind == stratum.kind && row.language == stratum.language &&
         row.source == stratum.source;
}

// Counts against comparable exposures, per 1,000, cut at 1,000. Small counts repeat, and their
// intervals take long to find.
void fill_adjusted(Series& series) {
  std::map<std::uint64_t, Estimate> of_count;
  for (Point& point : series.points) {
    if (point.comparable <= 0) continue;
    const auto [known, is_new] = of_count.try_emplace(point.count);
    if (is_new) {
      known->second = dispersed_interval(point.count, series.dispersion, series.confidence);
    }
    Estimate estimate = known->second;
    const double scale = 1000 / point.comparable;
    for (double* part : {&estimate.value, &estimate.lower, &estimate.upper}) {
      *part = std::min(*part * scale, 1000.0);
    }
    point.adjusted = estimate;
  }
}

DispersionSums sums_within(const Series& series) {
  const auto [first, last] = complete_range(series);
  DispersionSums sums;
  std::vector<Observed> observed;
  for (std::size_t s = 0; s < series.strata.size(); ++s) {
    observed.clear();
    const Tally* row = series.cells.data() + s * series.points.size();
    for (std::size_t t = first; t < last; ++t) {
      observed.push_back({.count = static_cast<double>(row[t].count),
                          .exposure = static_cast<double>(row[t].exposure)});
    }
    sums += dispersion_sums(observed);
  }
  return sums;
}

void fill_points(Series& series) {
  const std::size_t periods = series.points.size();
  for (std::size_t i = 0; i < series.cells.size(); ++i) {
    Tally& cell = series.cells[i];
    cell.exposure = std::max(cell.exposure, cell.count);
    series.points[i % periods].count += cell.count;
    series.points[i % periods].exposure += cell.exposure;
  }
  const std::vector<double> comparable =
      comparable_exposures(series.cells, series.strata.size(), periods);
  for (std::size_t t = 0; t < periods; ++t) {
    Point& point = series.points[t];
    point.comparable = comparable[t];
    point.rate = rate({.count = point.count, .exposure = point.exposure}, 1000, series.confidence);
    // Beyond rounding only: a share of 1 is summed from many.
    if (point.reported < 1 - 1e-9) {
      point.nowcast = nowcast(point.count, point.reported, series.confidence);
    }
    point.complete = point.reported >= kReported && is_complete(point.period, series);
  }
  series.dispersion = settle(dispersion_sums(observed_points(series)));
  series.within = settle(sums_within(series));
  fill_adjusted(series);
}

}  // namespace

std::pair<std::size_t, std::size_t> complete_range(const Series& series) {
  const auto is_whole = [](const Point& point) { return point.complete; };
  const auto& points = series.points;
  const auto first = std::find_if(points.begin(), points.end(), is_whole);
  const auto last = std::find_if_not(first, points.end(), is_whole);
  return {static_cast<std::size_t>(first - points.begin()),
          static_cast<std::size_t>(last - points.begin())};
}

std::vector<Observed> observed_points(const Series& series) {
  const auto [first, last] = complete_range(series);
  std::vector<Observed> observed;
  observed.reserve(last - first);
  for (std::size_t i = first; i < last; ++i) {
    const Point& point = series.points[i];
    observed.push_back({.count = static_cast<double>(point.count), .exposure = point.comparable});
  }
  return observed;
}

Background::Background(std::span<const DailyCount> exposure, const SeriesOptions& options)
    : exposure_(exposure), options_(options) {
  lay_out_periods();
  if (periods_.empty()) return;
  lay_out_strata();
  cells_.resize(strata_.size() * periods_.size());
  std::vector<double> seen(periods_.size());
  std::vector<double> to_be_seen(periods_.size());
  Slot near;
  for (const DailyCount& row : exposure_) {
    if (row.documents == 0 || !wanted(row, options_)) continue;
    if (place(row, options_) != Place::kCounted) continue;
    near = *slot(row, near);
    cells_[near.stratum * periods_.size() + near.period].exposure += row.documents;
    const ReportingDelay& delay = options_.delays.at(static_cast<std::size_t>(row.kind));
    const double share =
        row.date->precision == Precision::kDay ? delay.share_seen(row.date->day) : 1;
    seen[near.period] += row.documents;
    to_be_seen[near.period] += row.documents / share;
  }
  for (std::size_t t = 0; t < periods_.size(); ++t) {
    reported_.push_back(to_be_seen[t] > 0 ? seen[t] / to_be_seen[t] : 1);
  }
}

void Background::lay_out_periods() {
  Reach reach;
  std::optional<Day> first;
  std::optional<Day> last;
  for (const DailyCount& row : exposure_) {
    if (row.documents == 0 || !wanted(row, options_)) continue;
    if (place(row, options_) != Place::kCounted) continue;
    reach.take(*row.date);
    first = first ? std::min(*first, row.date->day) : row.date->day;
    last = last ? std::max(*last, row.date->day) : row.date->day;
  }
  data_from_ = reach.from ? reach.from : reach.coarse_from;
  data_until_ = reach.until ? reach.until : reach.coarse_until;
  if (!first) return;
  for (Period period = period_of(*first, options_.granularity); period.begin <= *last;
       period = next(period)) {
    period_at_[period.begin] = periods_.size();
    periods_.push_back(period);
  }
}

void Background::lay_out_strata() {
  std::map<Stratum, std::uint64_t> sizes;
  auto last = sizes.end();
  for (const DailyCount& row : exposure_) {
    if (row.documents == 0 || !wanted(row, options_)) continue;
    if (place(row, options_) != Place::kCounted) continue;
    if (last == sizes.end() || !is_of(row, last->first)) {
      last = sizes.try_emplace(stratum_named(row), 0).first;
    }
    last->second += row.documents;
  }
  const std::size_t most = std::clamp<std::size_t>(kMaxCells / periods_.size(), 1, kMaxStrata);
  std::vector<std::pair<std::uint64_t, Stratum>> ranked;
  for (const auto& [stratum, size] : sizes) ranked.emplace_back(size, stratum);
  pooled_ = ranked.size() > most;
  std::sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  if (pooled_) ranked.resize(most - 1);
  for (auto& [size, stratum] : ranked) strata_.push_back(std::move(stratum));
  std::sort(strata_.begin(), strata_.end());
  if (pooled_) strata_.emplace_back();
}

std::optional<std::size_t> Background::stratum_of(const DailyCount& row, std::size_t near) const {
  // Rows come sorted, so the next stratum is mostly the one after the last, or the same.
  const std::size_t named = strata_.size() - (pooled_ ? 1 : 0);
  for (const std::size_t guess : {near + 1, near}) {
    if (guess < named && is_of(row, strata_[guess])) return guess;
  }
  const auto end = strata_.begin() + static_cast<std::ptrdiff_t>(named);
  const auto found = std::lower_bound(strata_.begin(), end, stratum_named(row));
  if (found != end && is_of(row, *found)) return static_cast<std::size_t>(found - strata_.begin());
  if (pooled_) return named;
  return std::nullopt;
}

std::optional<Background::Slot> Background::slot(const DailyCount& row, Slot near) const {
  Slot here = near;
  const Day day = row.date->day;
  if (near.period >= periods_.size()) return std::nullopt;
  const Period& last = periods_[near.period];
  if (day < last.begin || day >= end_of(last)) {
    const auto found = period_at_.find(period_of(day, options_.granularity).begin);
    if (found == period_at_.end()) return std::nullopt;
    here.period = found->second;
  }
  const auto stratum = stratum_of(row, near.stratum);
  if (!stratum) return std::nullopt;
  here.stratum = *stratum;
  return here;
}

Series Background::blank() const {
  Series series;
  series.granularity = options_.granularity;
  series.as_of = options_.as_of;
  series.data_from = data_from_;
  series.data_until = data_until_;
  series.strata = strata_;
  series.cells = cells_;
  series.confidence = options_.confidence;
  series.points.resize(periods_.size());
  for (std::size_t i = 0; i < periods_.size(); ++i) {
    series.points[i].period = periods_[i];
    series.points[i].reported = reported_[i];
  }
  return series;
}

Series Background::series(std::span<const DailyCount> topic) const {
  Series series = blank();
  std::vector<DailyCount> strays;
  Slot near;
  for (const DailyCount& row : topic) {
    if (row.documents == 0 || !wanted(row, options_)) continue;
    const Place where = place(row, options_);
    note_left_out(where, row.documents, series.left_out);
    if (where != Place::kCounted) continue;
    const auto found = slot(row, near);
    if (!found) {
      strays.push_back(row);
      continue;
    }
    near = *found;
    series.cells[near.stratum * periods_.size() + near.period].count += row.documents;
  }
  if (!strays.empty()) return widened(topic, std::move(strays));
  if (!series.points.empty()) fill_points(series);
  return series;
}

// Documents of the topic where none of any topic were counted: they are their own exposure.
Series Background::widened(std::span<const DailyCount> topic,
                           std::vector<DailyCount> strays) const {
  strays.insert(strays.end(), exposure_.begin(), exposure_.end());
  Background wider(strays, options_);
  wider.data_from_ = data_from_;
  wider.data_until_ = data_until_;
  return wider.series(topic);
}

Series make_series(std::span<const DailyCount> topic, std::span<const DailyCount> exposure,
                   const SeriesOptions& options) {
  return Background(exposure, options).series(topic);
}

}  // namespace horizon::trends
