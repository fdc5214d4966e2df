#include "trends/emergence/snapshot.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <limits>
#include <numeric>

namespace horizon::trends {
namespace {

constexpr std::uint32_t kFirstSeen = 5;  // PhraseHistory::fifth_day

class Maker {
 public:
  Maker(const PhraseCorpus& corpus, const SnapshotOptions& options, std::span<const bool> chosen)
      : corpus_(corpus),
        options_(options),
        chosen_(chosen),
        bounds_(quarter_bounds(options.as_of)) {}

  Snapshot run() {
    out_.as_of = options_.as_of;
    for (const std::int32_t bound : bounds_) quarters_.push_back(first_on(bound));
    out_.first_recent = quarters_[kPastQuarters - kQuartersPerYear];
    out_.end_recent = quarters_[kPastQuarters];
    for (std::size_t q = 0; q < kPastQuarters; ++q) {
      for (std::size_t i = quarters_[q]; i < quarters_[q + 1]; ++i) out_.exposure[q] += counts(i);
    }
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

  std::span<const Posting> recent_of(PhraseIndex phrase) const {
    return corpus_.of(phrase, out_.first_recent, out_.end_recent);
  }

  void choose() {
    // In a small collection a share is but a few documents: four times the fewest may pass.
    const double most = std::max(options_.max_share * static_cast<double>(out_.recent_documents()),
                                 4.0 * options_.min_documents);
    for (PhraseIndex i = 0; i < corpus_.phrases.size(); ++i) {
      // Most phrases are too rare, or long gone: their postings need no search.
      const auto all = corpus_.of(i);
      if (all.size() < options_.min_documents) continue;
      if (document_of(all.back()) < out_.first_recent) continue;
      const auto recent = recent_of(i);
      if (recent.size() < options_.min_documents) continue;
      PhraseHistory history;
      history.phrase = i;
      unsigned quarters = 0;
      for (const Posting posting : recent) {
        if (!counts(document_of(posting))) continue;
        ++history.recent;
        quarters |= 1U << last_quarter_of(document_of(posting));
      }
      if (history.recent < options_.min_documents || history.recent > most) continue;
      if (static_cast<std::size_t>(std::popcount(quarters)) < options_.min_quarters) continue;
      out_.candidates.push_back(history);
    }
  }

  // Which of the last four.
  unsigned last_quarter_of(std::size_t document) const {
    const std::size_t* const bounds = &quarters_[kPastQuarters - kQuartersPerYear];
    return (document >= bounds[1] ? 1U : 0U) + (document >= bounds[2] ? 1U : 0U) +
           (document >= bounds[3] ? 1U : 0U);
  }

  // The largest strata of the quarters get numbers of their own.
  void rank_strata() {
    if (corpus_.stratum_count < 2) return;
    std::vector<std::size_t> size(corpus_.stratum_count);
    for (std::size_t i = quarters_.front(); i < out_.end_recent; ++i)
      size[corpus_.documents[i].stratum] += counts(i);
    std::vector<std::uint16_t> order(corpus_.stratum_count);
    std::iota(order.begin(), order.end(), std::uint16_t{0});
    std::ranges::stable_sort(order, std::ranges::greater(),
                             [&](std::uint16_t stratum) { return size[stratum]; });
    std::vector<std::uint8_t> place(corpus_.stratum_count);
    for (std::size_t i = 0; i < order.size(); ++i)
      place[order[i]] = static_cast<std::uint8_t>(std::min(i, kMaxStrata - 1));
    out_.strata = std::min<std::size_t>(order.size(), kMaxStrata);
    out_.stratum_exposure.resize(out_.strata * kPastQuarters);
    out_.stratum_counts.resize(out_.candidates.size() * out_.strata * kPastQuarters);
    stratum_.resize(out_.end_recent - quarters_.front());
    for (std::size_t q = 0; q < kPastQuarters; ++q) {
      for (std::size_t i = quarters_[q]; i < quarters_[q + 1]; ++i) {
        const std::uint8_t stratum = place[corpus_.documents[i].stratum];
        stratum_[i - quarters_.front()] = stratum;
        out_.stratum_exposure[stratum * kPastQuarters + q] += counts(i);
      }
    }
  }

  void count() {
    for (std::size_t i = 0; i < out_.candidates.size(); ++i) {
      PhraseHistory& history = out_.candidates[i];
      note_first(history);
      std::size_t quarter = 0;
      for (const Posting posting : corpus_.of(history.phrase, quarters_.front(), out_.end_recent)) {
        const std::size_t document = document_of(posting);
        if (!counts(document)) continue;
        while (document >= quarters_[quarter + 1]) ++quarter;
        ++history.counts[quarter];
        note(history, context_of(posting));
        if (out_.strata > 1) note_stratum(i, document, quarter);
      }
    }
  }

  // What lies before the quarters, and the first five documents.
  void note_first(PhraseHistory& history) const {
    const auto all = corpus_.of(history.phrase, 0, out_.end_recent);
    if (chosen_.empty()) {
      history.older =
          static_cast<std::uint32_t>(corpus_.of(history.phrase, 0, quarters_.front()).size());
      history.seen = static_cast<std::uint32_t>(std::min<std::size_t>(all.size(), kFirstSeen));
      history.fifth_day = corpus_.documents[document_of(all[history.seen - 1])].day;
      return;
    }
    for (const Posting posting : all) {
      const std::size_t document = document_of(posting);
      const bool older = document < quarters_.front();
      if (!older && history.seen == kFirstSeen) return;
      if (!counts(document)) continue;
      history.older += older ? 1 : 0;
      if (history.seen == kFirstSeen) continue;
      ++history.seen;
      history.fifth_day = corpus_.documents[document].day;
    }
  }

  void note_stratum(std::size_t candidate, std::size_t document, std::size_t quarter) {
    const std::size_t stratum = stratum_[document - quarters_.front()];
    std::uint16_t& count =
        out_.stratum_counts[(candidate * out_.strata + stratum) * kPastQuarters + quarter];
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
    out_.in_document_at.assign(out_.recent_size() + 1, 0);
    for (const PhraseHistory& history : out_.candidates) {
      out_.documents_at.push_back(static_cast<std::uint32_t>(out_.documents.size()));
      for (const Posting posting : recent_of(history.phrase)) {
        if (!counts(document_of(posting))) continue;
        const auto document = static_cast<std::uint32_t>(document_of(posting) - out_.first_recent);
        out_.documents.push_back(document);
        ++out_.in_document_at[document + 1];
      }
    }
    out_.documents_at.push_back(static_cast<std::uint32_t>(out_.documents.size()));
    std::partial_sum(out_.in_document_at.begin(), out_.in_document_at.end(),
                     out_.in_document_at.begin());
    out_.in_document.resize(out_.documents.size());
    std::vector<std::uint32_t> next(out_.in_document_at.begin(), out_.in_document_at.end());
    for (std::uint32_t i = 0; i < out_.candidates.size(); ++i) {
      for (const std::uint32_t document : out_.documents_of(i))
        out_.in_document[next[document]++] = i;
    }
  }

  const PhraseCorpus& corpus_;
  const SnapshotOptions& options_;
  std::span<const bool> chosen_;
  std::vector<std::int32_t> bounds_;
  std::vector<std::size_t> quarters_;  // first document of each, and one behind the last
  std::vector<std::uint8_t> stratum_;  // its place among the largest, by document of the quarters
  Snapshot out_;
};

}  // namespace

Snapshot make_snapshot(const PhraseCorpus& corpus, const SnapshotOptions& options,
                       std::span<const bool> chosen) {
  return Maker(corpus, options, chosen).run();
}

}  // namespace horizon::trends
