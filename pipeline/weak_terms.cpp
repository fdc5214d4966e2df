#include "pipeline/weak_terms.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "pipeline/term_text.h"

namespace horizon::pipeline {
namespace {

constexpr std::size_t kYears = trends::kTrendQuarters / trends::kQuartersPerYear;
constexpr double kMinTrend = 1;   // the gate of the list of emerging terms
constexpr double kMinGroups = 3;  // first authors, if all wrote equally
constexpr std::size_t kMaxRelated = 5;

template <typename T>
std::array<T, kYears> by_years(std::span<const T> quarters) {
  std::array<T, kYears> out{};
  const auto last = quarters.last(trends::kTrendQuarters);
  for (std::size_t i = 0; i < last.size(); ++i) out[i / trends::kQuartersPerYear] += last[i];
  return out;
}

class Finder {
 public:
  Finder(const PhraseFile& file, const store::Store& store, WeakTerms& out)
      : file_(file), store_(store), out_(out), snapshot_(out.measured.snapshot) {}

  Status run(std::size_t limit) {
    choose();
    trends::Ranking ranking;
    for (const std::uint32_t candidate : out_.candidates)
      ranking.phrases.push_back({candidate, lower_bound_of(candidate), false});
    std::ranges::sort(ranking.phrases, {}, [](const trends::RankedPhrase& phrase) {
      return std::tuple(-phrase.score, phrase.candidate);
    });
    for (const trends::Topic& topic : group_topics(file_.corpus(), snapshot_, ranking, limit)) {
      auto term = describe(ranking.phrases[topic.lead].candidate);
      if (!term) return fail(term.error());
      for (const std::uint32_t member : topic.members) {
        if (term->related.size() == kMaxRelated) break;
        term->related.emplace_back(text_of(ranking.phrases[member].candidate));
      }
      out_.terms.push_back(*std::move(term));
    }
    return {};
  }

 private:
  void choose() {
    std::vector<std::uint32_t> names;
    std::vector<trends::Diffusion> diffusions;
    const auto exposure = by_years(std::span<const double>(snapshot_.exposure));
    for (std::uint32_t i = 0; i < snapshot_.candidates.size(); ++i) {
      if (out_.measured.flaws[i] != trends::Flaw::kNone) continue;
      names.push_back(i);
      diffusions.push_back(trends::measure_diffusion(
          by_years(std::span<const std::uint32_t>(snapshot_.candidates[i].counts)), exposure));
    }
    const auto quadrants = trends::map_keywords(diffusions);
    out_.names = names.size();
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (quadrants[i] != trends::Quadrant::kWeak) continue;
      ++out_.in_weak;
      if (grows(names[i])) out_.candidates.push_back(names[i]);
    }
    out_.growing = out_.candidates.size();
  }

  bool grows(std::uint32_t candidate) const {
    const trends::Indicators& indicators = out_.measured.indicators[candidate];
    const bool known = indicators.with_author > 0;
    return indicators.trend_z >= kMinTrend &&
           (!known || indicators.effective_authors >= kMinGroups) && lower_bound_of(candidate) > 1;
  }

  double lower_bound_of(std::uint32_t candidate) const {
    const trends::YearTallies years = trends::year_tallies(snapshot_, candidate);
    const auto growth = trends::rate_ratio(years.recent, years.previous);
    return growth ? growth->ratio.lower : 0;
  }

  std::string_view text_of(std::uint32_t candidate) const {
    return file_.corpus().text_of(snapshot_.candidates[candidate].phrase);
  }

  Result<WeakTerm> describe(std::uint32_t candidate) const {
    const trends::PhraseHistory& history = snapshot_.candidates[candidate];
    WeakTerm out;
    out.folded = std::string(text_of(candidate));
    out.chinese = (file_.corpus().phrases[history.phrase].traits & trends::kHanPhrase) != 0;
    out.vector = describe_phrase(file_.corpus(), out_.measured, candidate);
    out.diffusion =
        trends::measure_diffusion(by_years(std::span<const std::uint32_t>(history.counts)),
                                  by_years(std::span<const double>(snapshot_.exposure)));
    if (auto home = home_of_term(file_, snapshot_, candidate)) out.node = std::move(home->node);
    auto term = term_as_written(store_, file_.corpus(), snapshot_, candidate);
    if (!term) return fail(term.error());
    out.term = *std::move(term);
    return out;
  }

  const PhraseFile& file_;
  const store::Store& store_;
  WeakTerms& out_;
  const trends::Snapshot& snapshot_;
};

}  // namespace

Result<WeakTerms> find_weak_terms(const PhraseFile& file, const store::Store& store, Day as_of,
                                  std::span<const bool> chosen, std::size_t limit) {
  WeakTerms out;
  out.measured = trends::measure_phrases(file.corpus(), {as_of}, chosen);
  HORIZON_TRY(Finder(file, store, out).run(limit));
  return out;
}

}  // namespace horizon::pipeline
