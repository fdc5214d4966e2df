#include "trends/emergence/measure.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace horizon::trends {
namespace {

double upper_tail(double z) { return std::erfc(z / std::numbers::sqrt2) / 2; }

std::uint64_t sum(std::span<const std::uint32_t> counts) {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

void describe_persistence(std::span<const std::uint32_t> counts, EmergenceVector& out) {
  const auto last = counts.last(2 * kQuartersPerYear);
  out.quarters_present =
      static_cast<std::uint32_t>(std::ranges::count_if(last, [](auto y) { return y > 0; }));
  const std::uint32_t best = *std::ranges::max_element(last.first(kQuartersPerYear));
  out.quarters_kept = static_cast<std::uint32_t>(std::ranges::count_if(
      last.last(kQuartersPerYear), [best](auto y) { return y > 0 && 2 * y >= best; }));
}

std::uint32_t count_strata(const PhraseCorpus& corpus, const Snapshot& snapshot,
                           std::uint32_t candidate) {
  std::vector<std::uint16_t> strata;
  for (const std::uint32_t document : snapshot.documents_of(candidate))
    strata.push_back(corpus.documents[snapshot.first_recent + document].stratum);
  std::ranges::sort(strata);
  return static_cast<std::uint32_t>(
      std::distance(strata.begin(), std::ranges::unique(strata).begin()));
}

}  // namespace

Measured measure_phrases(const PhraseCorpus& corpus, const SnapshotOptions& options,
                         std::span<const bool> chosen) {
  Measured out;
  out.snapshot = make_snapshot(corpus, options, chosen);
  out.indicators = measure_indicators(corpus, out.snapshot);
  out.flaws = find_flaws(corpus, out.snapshot, out.indicators);
  return out;
}

YearTallies year_tallies(const Snapshot& snapshot, std::uint32_t candidate) {
  const std::span<const std::uint32_t> counts(snapshot.candidates[candidate].counts);
  const std::span<const double> exposure(snapshot.exposure);
  const auto tally = [&](std::size_t from) {
    const auto part = exposure.subspan(from, kQuartersPerYear);
    return Tally{sum(counts.subspan(from, kQuartersPerYear)),
                 static_cast<std::uint64_t>(std::accumulate(part.begin(), part.end(), 0.0))};
  };
  return {tally(kPastQuarters - kQuartersPerYear), tally(kPastQuarters - 2 * kQuartersPerYear)};
}

EmergenceVector describe_phrase(const PhraseCorpus& corpus, const Measured& measured,
                                std::uint32_t candidate) {
  const PhraseHistory& history = measured.snapshot.candidates[candidate];
  const Indicators& indicators = measured.indicators[candidate];
  const std::span<const std::uint32_t> counts(history.counts);
  EmergenceVector out;
  out.documents = history.recent;
  out.all_documents = history.all + history.older;
  if (history.seen >= 5) out.known_since = Day(std::chrono::days(history.fifth_day));
  constexpr std::size_t kThreeYears = 3 * kQuartersPerYear;
  const auto young = static_cast<double>(sum(counts.last(kThreeYears)));
  out.older_share = 1 - young / std::max<double>(out.all_documents, 1);
  const YearTallies years = year_tallies(measured.snapshot, candidate);
  out.recent = years.recent;
  out.previous = years.previous;
  out.growth = rate_ratio(out.recent, out.previous);
  out.trend_z = indicators.trend_z;
  out.p_value = upper_tail(indicators.trend_z);
  describe_persistence(counts, out);
  out.authors = indicators.authors;
  out.effective_authors = indicators.effective_authors;
  out.effective_fields = indicators.effective_fields;
  out.strata = count_strata(corpus, measured.snapshot, candidate);
  out.rising_strata = indicators.rising_strata;
  out.coherence = indicators.top_field;
  return out;
}

std::vector<double> trend_q_values(const Measured& measured) {
  std::vector<double> p_values;
  std::vector<std::size_t> tested;
  for (std::size_t i = 0; i < measured.flaws.size(); ++i) {
    if (measured.flaws[i] != Flaw::kNone) continue;
    tested.push_back(i);
    p_values.push_back(upper_tail(measured.indicators[i].trend_z));
  }
  const std::vector<double> q_values = benjamini_hochberg(p_values);
  std::vector<double> out(measured.flaws.size(), 1.0);
  for (std::size_t i = 0; i < tested.size(); ++i) out[tested[i]] = q_values[i];
  return out;
}

}  // namespace horizon::trends
