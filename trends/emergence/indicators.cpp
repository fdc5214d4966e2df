#include "trends/emergence/indicators.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <span>

#include "trends/emergence/burst.h"

namespace horizon::trends {
namespace {

constexpr double kMostBurst = 20;
// Prior weight of the fields of all documents, in documents.
constexpr double kFieldPrior = 3;
constexpr std::size_t kFieldsBefore = 8;  // quarters that a field's growth is measured against

double trend_z(std::span<const std::uint32_t> counts, std::span<const double> exposures) {
  double y = 0, n = 0, nt = 0;
  for (std::size_t t = 0; t < counts.size(); ++t) {
    y += counts[t];
    n += exposures[t];
    nt += exposures[t] * static_cast<double>(t);
  }
  if (y <= 0 || n <= y) return 0;
  const double share = y / n;
  const double middle = nt / n;
  double score = 0, variance = 0;
  for (std::size_t t = 0; t < counts.size(); ++t) {
    const double away = static_cast<double>(t) - middle;
    score += (counts[t] - share * exposures[t]) * away;
    variance += exposures[t] * away * away;
  }
  variance *= share * (1 - share);
  return variance > 0 ? score / std::sqrt(variance) : 0;
}

double of_record(std::span<const std::uint32_t> counts, std::span<const double> exposures) {
  double best = 0, last = 0;
  for (std::size_t i = 0; i + kQuartersPerYear <= counts.size(); ++i) {
    double y = 0, n = 0;
    for (std::size_t t = i; t < i + kQuartersPerYear; ++t) {
      y += counts[t];
      n += exposures[t];
    }
    last = n > 0 ? y / n : 0;
    best = std::max(best, last);
  }
  return best > 0 ? last / best : 0;
}

// What a phrase is counted among: the documents of every quarter; of several strata, weighted by
// its share in each, so that a stratum that comes or goes is no trend of the phrase.
class Exposure {
 public:
  explicit Exposure(const Snapshot& snapshot) : snapshot_(snapshot) {}

  std::span<const double> of(std::size_t candidate) {
    if (snapshot_.strata < 2) return snapshot_.exposure;
    std::array<double, kPastQuarters> out{};
    double expected = 0;
    for (std::size_t s = 0; s < snapshot_.strata; ++s) {
      const auto counts = snapshot_.stratum_counts_of(candidate, s);
      const auto among = exposure_of(s);
      const double y = std::accumulate(counts.begin(), counts.end(), 0.0);
      const double n = std::accumulate(among.begin(), among.end(), 0.0);
      if (y <= 0 || n <= 0) continue;
      for (std::size_t t = 0; t < kPastQuarters; ++t) out[t] += y / n * among[t];
      expected += y;
    }
    const double all = std::accumulate(snapshot_.exposure.begin(), snapshot_.exposure.end(), 0.0);
    for (std::size_t t = 0; t < kPastQuarters; ++t)
      weighted_[t] = out[t] * all / std::max(expected, 1.0);
    return weighted_;
  }

  std::uint32_t rising_strata(std::size_t candidate) const {
    constexpr double kRising = 1.64;
    constexpr std::uint32_t kEnough = 5;
    std::uint32_t rising = 0;
    std::array<std::uint32_t, kPastQuarters> wide{};
    for (std::size_t s = 0; s < snapshot_.strata && snapshot_.strata > 1; ++s) {
      const auto counts = snapshot_.stratum_counts_of(candidate, s);
      std::ranges::copy(counts, wide.begin());
      const std::span<const std::uint32_t> all(wide);
      const auto last = all.last(kQuartersPerYear);
      if (std::accumulate(last.begin(), last.end(), 0U) < kEnough) continue;
      if (trend_z(all.last(kTrendQuarters), exposure_of(s).last(kTrendQuarters)) >= kRising)
        ++rising;
    }
    return rising;
  }

 private:
  std::span<const double> exposure_of(std::size_t stratum) const {
    return std::span(snapshot_.stratum_exposure).subspan(stratum * kPastQuarters, kPastQuarters);
  }

  const Snapshot& snapshot_;
  std::array<double, kPastQuarters> weighted_{};
};

void measure_history(const Snapshot& snapshot, std::vector<Indicators>& out) {
  Exposure exposures(snapshot);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const std::span<const double> exposure = exposures.of(i);
    out[i].rising_strata = exposures.rising_strata(i);
    const std::span<const std::uint32_t> counts(snapshot.candidates[i].counts);
    out[i].trend_z = trend_z(counts.last(kTrendQuarters), exposure.last(kTrendQuarters));
    out[i].burst = open_burst_weight(counts, exposure);
    out[i].of_record = of_record(counts.last(kTrendQuarters), exposure.last(kTrendQuarters));
  }
}

struct Heat {
  double trend = 0, burst = 0, record = 0, field = 0;
};

void measure_heat(const Snapshot& snapshot, std::vector<Indicators>& out) {
  // Side by side, since each document asks for those of phrases far from one another.
  std::vector<Heat> heats;
  heats.reserve(out.size());
  for (const Indicators& one : out) {
    heats.push_back({std::max(one.trend_z, 0.0), std::min(one.burst, kMostBurst), one.of_record,
                     one.field_growth});
  }
  std::vector<Heat> sums(out.size());
  for (std::size_t d = 0; d < snapshot.recent_size(); ++d) {
    const auto candidates = snapshot.candidates_of(d);
    Heat all;
    for (const std::uint32_t candidate : candidates) {
      const Heat& one = heats[candidate];
      all.trend += one.trend;
      all.burst += one.burst;
      all.record += one.record;
      all.field += one.field;
    }
    const auto size = static_cast<double>(candidates.size());
    for (const std::uint32_t candidate : candidates) {
      const Heat& own = heats[candidate];
      Heat& sum = sums[candidate];
      sum.trend += (all.trend - own.trend) / size;
      sum.burst += (all.burst - own.burst) / size;
      sum.record += (all.record - own.record) / size;
      sum.field += (all.field - own.field) / size;
    }
  }
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double documents = std::max<double>(snapshot.candidates[i].recent, 1);
    out[i].heat_trend = sums[i].trend / documents;
    out[i].heat_burst = sums[i].burst / documents;
    out[i].heat_record = sums[i].record / documents;
    out[i].heat_field = sums[i].field / documents;
  }
}

// How each field's share of the documents has changed, as a logarithm, and its share now.
struct FieldState {
  std::vector<double> growth, share;
  double documents = 0;  // fields of the documents of the last four quarters, in all
};

FieldState measure_fields(const PhraseCorpus& corpus, const Snapshot& snapshot) {
  FieldState state;
  state.growth.resize(corpus.field_count);
  state.share.resize(corpus.field_count);
  std::vector<double> now(corpus.field_count), before(corpus.field_count);
  double all_before = 0;
  const auto bounds = quarter_bounds(snapshot.as_of);
  const std::int32_t from = bounds[kPastQuarters - kQuartersPerYear - kFieldsBefore];
  for (std::size_t i = snapshot.end_recent; i-- > 0;) {
    if (corpus.documents[i].day < from) break;
    const bool recent = i >= snapshot.first_recent;
    for (const std::uint16_t field : corpus.fields_of(i)) {
      (recent ? now : before)[field] += 1;
      (recent ? state.documents : all_before) += 1;
    }
  }
  for (std::size_t f = 0; f < corpus.field_count; ++f) {
    state.share[f] = now[f] / std::max(state.documents, 1.0);
    const double earlier = (before[f] + 1) / (all_before + corpus.field_count);
    state.growth[f] = std::log((now[f] + 1) / (state.documents + corpus.field_count) / earlier);
  }
  return state;
}

class FieldMeter {
 public:
  FieldMeter(const PhraseCorpus& corpus, const Snapshot& snapshot)
      : corpus_(corpus),
        snapshot_(snapshot),
        state_(measure_fields(corpus, snapshot)),
        counts_(corpus.field_count) {
    author_of_.reserve(snapshot.recent_size());
    for (std::size_t d = 0; d < snapshot.recent_size(); ++d)
      author_of_.push_back(corpus.documents[snapshot.first_recent + d].author);
  }

  void measure(std::size_t candidate, Indicators& out) {
    const auto documents = snapshot_.documents_of(candidate);
    double with_fields = 0, growth = 0;
    authors_.clear();
    for (const std::uint32_t document : documents) {
      if (author_of_[document] != 0) authors_.push_back(author_of_[document]);
      const auto fields = corpus_.fields_of(snapshot_.first_recent + document);
      if (fields.empty()) continue;
      with_fields += 1;
      double sum = 0;
      for (const std::uint16_t field : fields) {
        sum += state_.growth[field];
        if (counts_[field]++ == 0) seen_.push_back(field);
      }
      growth += sum / static_cast<double>(fields.size());
    }
    out.has_fields = with_fields * 2 >= static_cast<double>(documents.size()) && with_fields > 0;
    out.field_growth = with_fields > 0 ? growth / with_fields : 0;
    focus(with_fields, out);
    out.with_author = static_cast<std::uint32_t>(authors_.size());
    count_authors(out);
  }

 private:
  void count_authors(Indicators& out) {
    std::ranges::sort(authors_);
    double squares = 0;
    for (std::size_t i = 0; i < authors_.size();) {
      std::size_t end = i;
      while (end < authors_.size() && authors_[end] == authors_[i]) ++end;
      squares += static_cast<double>((end - i) * (end - i));
      ++out.authors;
      i = end;
    }
    const auto all = static_cast<double>(authors_.size());
    if (squares > 0) out.effective_authors = all * all / squares;
  }

  void focus(double with_fields, Indicators& out) {
    double total = 0, squares = 0;
    std::uint32_t most = 0;
    std::ranges::sort(seen_);
    for (const std::uint16_t field : seen_) total += counts_[field];
    for (const std::uint16_t field : seen_) {
      const double share =
          (counts_[field] + kFieldPrior * state_.share[field]) / (total + kFieldPrior);
      out.field_focus += share * std::log(share / std::max(state_.share[field], 1e-12));
      squares += counts_[field] * static_cast<double>(counts_[field]);
      if (counts_[field] > most) {
        most = counts_[field];
        out.field = field;
      }
      counts_[field] = 0;
    }
    // Fields that it has nothing of: only the prior is there.
    double unseen = 1;
    for (const std::uint16_t field : seen_) unseen -= state_.share[field];
    const double ratio = kFieldPrior / (total + kFieldPrior);
    if (unseen > 0) out.field_focus += unseen * ratio * std::log(ratio);
    if (with_fields > 0) out.top_field = most / with_fields;
    if (squares > 0) out.effective_fields = total * total / squares;
    seen_.clear();
  }

  const PhraseCorpus& corpus_;
  const Snapshot& snapshot_;
  FieldState state_;
  std::vector<std::uint32_t> author_of_;  // recent documents: they are looked at in no order
  std::vector<std::uint32_t> counts_;
  std::vector<std::uint16_t> seen_;
  std::vector<std::uint32_t> authors_;
};

}  // namespace

std::vector<Indicators> measure_indicators(const PhraseCorpus& corpus, const Snapshot& snapshot) {
  std::vector<Indicators> out(snapshot.candidates.size());
  measure_history(snapshot, out);
  FieldMeter meter(corpus, snapshot);
  for (std::size_t i = 0; i < out.size(); ++i) meter.measure(i, out[i]);
  measure_heat(snapshot, out);
  return out;
}

}  // namespace horizon::trends
