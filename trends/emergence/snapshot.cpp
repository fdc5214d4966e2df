#include "trends/emergence/snapshot.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <limits>
#include <numeric>

namespace horizon::trends {
namespace {

class Maker {
 public:
  Maker(const PhraseCorpus& corpus, const SnapshotOptions& options, std::span<const bool> chosen)
      : corpus_(corpus),
        options_(options),
        chosen_(chosen),
        bounds_(quarter_bounds(options.as_of)) {}

  Snapshot run() {
    out_.as_of = options_.as_of;
    out_.first_recent = first_on(bounds_[kPastQuarters - kQuartersPerYear]);
    out_.end_recent = first_on(bounds_[kPastQuarters]);
    choose();
    rank_strata();
    count();
    link();
    return std::move(out_);
  }

 private:
  std::size_t first_on(std::int32_t day) const {
    const auto found = std::ranges::lower_bound(corpus_.documents, day, {}, &CorpusDocument::day);
    return static_cast<std::size_t>(found - corpus_.documents.begin());
  }
  bool counts(std::size_t document) const { return chosen_.empty() || chosen_[document]; }

  // Calls visit(document, quarter) in order; quarter -1 is all before the first.
  template <typename Visit>
  void each(std::size_t from, Visit visit) const {
    int quarter = -1;
    for (std::size_t i = from; i < out_.end_recent; ++i) {
      while (quarter + 1 < static_cast<int>(kPastQuarters) &&
             corpus_.documents[i].day >= bounds_[static_cast<std::size_t>(quarter + 1)]) {
        ++quarter;
      }
      if (counts(i)) visit(i, quarter);
    }
  }

  void choose() {
    std::vector<std::uint32_t> documents(corpus_.phrases.size());
    std::vector<std::uint8_t> quarters(corpus_.phrases.size());
    std::size_t exposure = 0;
    each(out_.first_recent, [&](std::size_t document, int quarter) {
      ++exposure;
      const auto bit = static_cast<std::uint8_t>(1U << (static_cast<unsigned>(quarter) % 4U));
      for (const Posting posting : corpus_.of(document)) {
        ++documents[phrase_of(posting)];
        quarters[phrase_of(posting)] |= bit;
      }
    });
    // In a small collection a share is but a few documents: four times the fewest may pass.
    const double most =
        std::max(options_.max_share * static_cast<double>(exposure), 4.0 * options_.min_documents);
    number_.assign(corpus_.phrases.size(), kNoPhrase);
    for (PhraseIndex i = 0; i < documents.size(); ++i) {
      if (documents[i] < options_.min_documents || documents[i] > most) continue;
      if (static_cast<std::size_t>(std::popcount(quarters[i])) < options_.min_quarters) continue;
      number_[i] = static_cast<std::uint32_t>(out_.candidates.size());
      PhraseHistory history;
      history.phrase = i;
      history.recent = documents[i];
      out_.candidates.push_back(history);
    }
  }

  // The largest strata of the quarters get numbers of their own.
  void rank_strata() {
    stratum_.assign(corpus_.stratum_count, 0);
    if (corpus_.stratum_count < 2) return;
    std::vector<std::size_t> size(corpus_.stratum_count);
    each(first_on(bounds_.front()),
         [&](std::size_t document, int) { ++size[corpus_.documents[document].stratum]; });
    std::vector<std::uint16_t> order(corpus_.stratum_count);
    std::iota(order.begin(), order.end(), std::uint16_t{0});
    std::ranges::stable_sort(order, std::ranges::greater(),
                             [&](std::uint16_t stratum) { return size[stratum]; });
    for (std::size_t i = 0; i < order.size(); ++i)
      stratum_[order[i]] = static_cast<std::uint8_t>(std::min(i, kMaxStrata - 1));
    out_.strata = std::min<std::size_t>(order.size(), kMaxStrata);
    out_.stratum_exposure.resize(out_.strata * kPastQuarters);
    out_.stratum_counts.resize(out_.candidates.size() * out_.strata * kPastQuarters);
  }

  void note_stratum(std::size_t document, std::size_t quarter) {
    if (out_.strata < 2) return;
    place_ = stratum_[corpus_.documents[document].stratum] * kPastQuarters + quarter;
    out_.stratum_exposure[place_] += 1;
  }

  void count() {
    each(0, [this](std::size_t document, int quarter) {
      if (quarter >= 0) {
        out_.exposure[static_cast<std::size_t>(quarter)] += 1;
        note_stratum(document, static_cast<std::size_t>(quarter));
      }
      for (const Posting posting : corpus_.of(document)) {
        const std::uint32_t candidate = number_[phrase_of(posting)];
        if (candidate == kNoPhrase) continue;
        PhraseHistory& history = out_.candidates[candidate];
        if (history.seen < 5) {
          ++history.seen;
          history.fifth_day = corpus_.documents[document].day;
        }
        if (quarter < 0) {
          ++history.older;
        } else {
          ++history.counts[static_cast<std::size_t>(quarter)];
          note(history, context_of(posting));
          if (out_.strata > 1) note_place(candidate);
        }
      }
    });
  }

  void note_place(std::size_t candidate) {
    std::uint16_t& count = out_.stratum_counts[candidate * out_.strata * kPastQuarters + place_];
    if (count < std::numeric_limits<std::uint16_t>::max()) ++count;
  }

  static void note(PhraseHistory& history, unsigned context) {
    ++history.all;
    history.ends += (context & kEndsAtBound) != 0;
    history.begins += (context & kBeginsAtBound) != 0;
    history.before_determiner += (context & kBeforeDeterminer) != 0;
    history.after_verbal += (context & kAfterVerbal) != 0;
    history.in_title += (context & kInTitle) != 0;
    history.in_capitals += (context & kInCapitals) != 0;
  }

  void link() {
    out_.documents_at.assign(out_.candidates.size() + 1, 0);
    for (std::size_t i = out_.first_recent; i < out_.end_recent; ++i) {
      out_.in_document_at.push_back(static_cast<std::uint32_t>(out_.in_document.size()));
      if (!counts(i)) continue;
      for (const Posting posting : corpus_.of(i)) {
        const std::uint32_t candidate = number_[phrase_of(posting)];
        if (candidate == kNoPhrase) continue;
        out_.in_document.push_back(candidate);
        ++out_.documents_at[candidate + 1];
      }
    }
    out_.in_document_at.push_back(static_cast<std::uint32_t>(out_.in_document.size()));
    for (std::size_t i = 0; i < out_.candidates.size(); ++i)
      out_.documents_at[i + 1] += out_.documents_at[i];
    out_.documents.resize(out_.in_document.size());
    std::vector<std::uint32_t> next(out_.documents_at.begin(), out_.documents_at.end());
    for (std::uint32_t i = 0; i + 1 < out_.in_document_at.size(); ++i) {
      for (const std::uint32_t candidate : out_.candidates_of(i))
        out_.documents[next[candidate]++] = i;
    }
  }

  const PhraseCorpus& corpus_;
  const SnapshotOptions& options_;
  std::span<const bool> chosen_;
  std::vector<std::int32_t> bounds_;
  std::vector<std::uint32_t> number_;  // of a candidate, by phrase
  std::vector<std::uint8_t> stratum_;  // its place among the largest
  std::size_t place_ = 0;              // of the document in hand: its stratum and quarter
  Snapshot out_;
};

}  // namespace

Snapshot make_snapshot(const PhraseCorpus& corpus, const SnapshotOptions& options,
                       std::span<const bool> chosen) {
  return Maker(corpus, options, chosen).run();
}

}  // namespace horizon::trends
