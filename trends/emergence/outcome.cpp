#include "trends/emergence/outcome.h"

#include <algorithm>
#include <array>

namespace horizon::trends {
namespace {

constexpr std::size_t kAll = kTrendQuarters + kFutureQuarters;
using Quarters = std::array<std::uint32_t, kAll>;

Outcome grade_one(const Quarters& counts, std::span<const double> exposure) {
  Outcome out;
  double limit = 0;
  for (std::size_t end = kQuartersPerYear; end <= kAll; ++end) {
    double n = 0;
    std::uint32_t y = 0;
    for (std::size_t t = end - kQuartersPerYear; t < end; ++t) {
      y += counts[t];
      n += exposure[t];
    }
    const double share = n > 0 ? y / n : 0;
    if (end <= kTrendQuarters) {
      out.record = std::max(out.record, share);
      out.share = share;
      limit = 2 * share;
      continue;
    }
    if (y < kMinOutcomeDocuments) continue;
    if (out.months_to_double == 0 && limit > 0 && share >= limit)
      out.months_to_double = static_cast<std::uint32_t>(3 * (end - kTrendQuarters));
    if (end < kTrendQuarters + kQuartersPerYear) continue;
    if (out.months_to_record == 0 && out.record > 0 && share >= 2 * out.record)
      out.months_to_record = static_cast<std::uint32_t>(3 * (end - kTrendQuarters));
    if (share <= out.best_after) continue;
    out.best_after = share;
    out.best_documents = y;
  }
  return out;
}

}  // namespace

std::vector<Outcome> grade(const PhraseCorpus& corpus, Day as_of,
                           std::span<const PhraseIndex> phrases) {
  auto bounds = quarter_bounds(as_of, kFutureQuarters);
  bounds.erase(bounds.begin(), bounds.begin() + (kPastQuarters - kTrendQuarters));
  std::vector<std::size_t> quarters;  // first document of each, and one behind the last
  for (const std::int32_t bound : bounds) {
    const auto found = std::ranges::lower_bound(corpus.documents, bound, {}, &CorpusDocument::day);
    quarters.push_back(static_cast<std::size_t>(found - corpus.documents.begin()));
  }
  std::array<double, kAll> exposure{};
  for (std::size_t q = 0; q < kAll; ++q)
    exposure[q] = static_cast<double>(quarters[q + 1] - quarters[q]);
  std::vector<Outcome> out;
  out.reserve(phrases.size());
  for (const PhraseIndex phrase : phrases) {
    Quarters counts{};
    std::size_t quarter = 0;
    for (const Posting posting : corpus.of(phrase, quarters.front(), quarters.back())) {
      while (document_of(posting) >= quarters[quarter + 1]) ++quarter;
      ++counts[quarter];
    }
    out.push_back(grade_one(counts, exposure));
  }
  return out;
}

}  // namespace horizon::trends
