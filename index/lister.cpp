#include "index/lister.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <queue>
#include <string>
#include <tuple>
#include <utility>

#include "index/kept_words.h"
#include "index/matcher.h"
#include "index/part_lists.h"
#include "index/proximity.h"
#include "index/ranking.h"
#include "index/terms.h"

namespace horizon::index {
namespace {

// At most so many texts are read for one page of hits.
constexpr std::size_t kMaxTextsPerPage = 5'000;
// So many of the best are looked at for neighbouring words.
constexpr std::size_t kReread = 50;
constexpr std::size_t kFirstCandidates = 1'000;
// A page behind a cursor may lie so many places before or behind where it was.
constexpr std::size_t kCursorSlack = 200;
constexpr double kUndated = -1e18;

// True if hit `a` stands behind the place in this order.
bool stands_after(const Hit& a, const After& place, Order order) {
  if (order == Order::kNewest || order == Order::kOldest) {
    if (a.published.empty() != place.published.empty()) return a.published.empty();
    if (a.published != place.published) {
      return (a.published < place.published) == (order == Order::kNewest);
    }
    return a.id > place.id;
  }
  return std::tie(place.score, a.id) > std::tie(a.score, place.id);
}

// Dates as numbers that ascend as the dates do as they are written; a month comes before its days.
double date_key(const Columns& columns, DocumentNumber number) {
  const auto rows = columns.rows();
  const auto date = number < rows.size() ? date_of(rows[number]) : std::nullopt;
  if (!date) return kUndated;
  const std::chrono::year_month_day day(date->day);
  double key = 10'000.0 * static_cast<int>(day.year());
  if (date->precision != Precision::kYear) key += 100.0 * static_cast<unsigned>(day.month());
  if (date->precision == Precision::kDay) key += static_cast<unsigned>(day.day());
  return key;
}

double key_of(const Columns& columns, Order order, DocumentNumber number, double score) {
  if (order != Order::kNewest && order != Order::kOldest) return score;
  const double key = date_key(columns, number);
  return order == Order::kNewest || key == kUndated ? key : -key;
}

// Ids of documents that are asked for in ascending order of their numbers.
class IdReader {
 public:
  explicit IdReader(const Snapshot& snapshot) : snapshot_(snapshot) {}

  // "" of a part that cannot be read.
  std::string id(DocumentNumber number) {
    const Snapshot::Part* part = snapshot_.part_of(number);
    if (part == nullptr) return {};
    Stream& stream = streams_[part->name];
    if (!stream.begun) {
      stream = {part->database.valuestream_begin(kIdSlot), part->database.valuestream_end(kIdSlot),
                true};
    }
    if (stream.at != stream.end && stream.at.get_docid() < number) stream.at.skip_to(number);
    return stream.at != stream.end && stream.at.get_docid() == number ? *stream.at : std::string();
  }

 private:
  struct Stream {
    Xapian::ValueIterator at, end;
    bool begun = false;
  };

  const Snapshot& snapshot_;
  std::map<std::string, Stream> streams_;  // by part
};

Hit hit_of(const Snapshot& snapshot, const Candidate& one) {
  const Xapian::Document document = snapshot.document(one.number);
  return {one.number, one.score, document.get_value(kIdSlot), document.get_value(kPublishedSlot)};
}

}  // namespace

Formula Lister::ranking() const {
  if (asked_.order != Order::kTypical) return make_formula(plan_);
  const Formula plain = make_formula(plan_);
  const Found sample = best(plain, Order::kRelevance, kTypicalSample);
  if (sample.best.empty()) return plain;
  std::vector<DocumentNumber> numbers;
  for (const Candidate& one : sample.best) numbers.push_back(one.number);
  const auto words = typical_words(snapshot_, memory_, asked_.document, numbers, plain.terms);
  return words.empty() ? plain : ranked_by(plan_, words);
}

Lister::Found Lister::best(const Formula& formula, Order order, std::size_t wanted,
                           Equal equal) const {
  Best best(wanted);
  Found found;
  Matcher matcher(snapshot_, memory_, formula, deadline_);
  matcher.each_scored([&](DocumentNumber first, const BlockSet& block, const double* scores) {
    block.each([&](std::size_t bit) {
      const DocumentNumber number = first + static_cast<DocumentNumber>(bit);
      best.add({key_of(*snapshot_.columns, order, number, scores[bit]), scores[bit], number});
      ++found.total;
    });
  });
  if (equal == Equal::kAll) {
    found.best = best.take_with_equal();
  } else {
    found.best = best.take(
        [&](std::span<Candidate> ones, std::size_t needed) { order_by_id(ones, needed); });
  }
  return found;
}

void Lister::order_equal_ones(std::span<Candidate> best, std::size_t wanted) const {
  for (std::size_t i = 0, j = 0; i < std::min(best.size(), wanted); i = j) {
    while (j < best.size() && best[j].key == best[i].key) ++j;
    if (j - i > 1) order_by_id(best.subspan(i, j - i), j - i);
  }
}

// Ids are values, which are read in the order of numbers; the first ones are kept.
void Lister::order_by_id(std::span<Candidate> equal, std::size_t needed) const {
  using Named = std::pair<std::string, std::size_t>;
  std::priority_queue<Named> first;
  IdReader ids(snapshot_);
  for (std::size_t at = 0; at < equal.size(); ++at) {
    std::string id = ids.id(equal[at].number);
    if (first.size() < needed) {
      first.emplace(std::move(id), at);
    } else if (id < first.top().first) {
      first.pop();
      first.emplace(std::move(id), at);
    }
  }
  std::vector<Candidate> ordered(first.size());
  for (std::size_t i = first.size(); i > 0; first.pop()) ordered[--i] = equal[first.top().second];
  std::ranges::copy(ordered, equal.begin());
}

// The best once more, with what their words tell about neighbours in the query. Those behind them
// have lower scores whatever is added here.
void Lister::add_pairs(std::vector<Candidate>& best) const {
  const PairScorer scorer(snapshot_, memory_, plan_.sequence, asked_.words);
  if (!scorer.has_pairs()) return;
  const std::size_t count = std::min(best.size(), kReread);
  std::vector<Candidate*> one_by_one;
  for (Candidate& one : std::span(best).first(count)) one_by_one.push_back(&one);
  std::ranges::sort(one_by_one, {}, [](const Candidate* one) { return one->number; });
  std::vector<DocumentNumber> numbers;
  for (const Candidate* one : one_by_one) numbers.push_back(one->number);
  std::vector<bool> known(count);
  KeptLengths lengths(snapshot_, memory_);
  if (asked_.words != nullptr) {
    const auto all = [](std::size_t, std::string_view) { return true; };
    each_words(*snapshot_.columns, *asked_.words, numbers, all,
               [&](std::size_t i, std::span<const TextWord> words) {
                 one_by_one[i]->score += scorer.score(words, lengths.of(numbers[i]));
                 known[i] = true;
                 return !deadline_.passed();
               });
  }
  for (std::size_t i = 0; i < count && !deadline_.passed(); ++i) {
    if (known[i]) continue;
    if (const auto document = asked_.document(numbers[i]))
      one_by_one[i]->score += scorer.score(*document, lengths.of(numbers[i]));
  }
  for (Candidate* one : one_by_one) one->key = one->score;
  const std::span<Candidate> reread = std::span(best).first(count);
  std::ranges::sort(reread, [](const Candidate& a, const Candidate& b) {
    return std::tie(b.score, a.number) < std::tie(a.score, b.number);
  });
  order_equal_ones(reread, count);
}

// Looks at candidates, the best ones first, until there are enough. The total is exact where all
// were looked at, else as many of the rest as of those that were.
Lister::Found Lister::checked(std::size_t wanted, Hits& hits) const {
  Confirmer confirmer(snapshot_, memory_, asked_, plan_, deadline_);
  const Formula asked = ranking();
  Found candidates, found;
  std::size_t looked = 0;
  for (bool more = true; more;) {
    candidates = best(asked, asked_.order, 2 * looked + kFirstCandidates, Equal::kAll);
    // What has been cut short is no beginning of what would have been found.
    hits.cut_short = deadline_.passed() || candidates.best.size() < looked;
    if (hits.cut_short) break;
    hits.cut_short = !keep_matching(std::span(candidates.best).subspan(looked), confirmer, found);
    looked = candidates.best.size();
    more = candidates.total > looked && !hits.cut_short && found.best.size() < wanted &&
           looked < kMaxTextsPerPage;
  }
  order_equal_ones(found.best, wanted);
  hits.total_is_exact = candidates.total <= looked && !hits.cut_short;
  if (!hits.total_is_exact && found.total > 0) {
    const auto matching = static_cast<double>(found.best.size());
    const double share = matching / static_cast<double>(found.total);
    found.total = static_cast<std::uint64_t>(share * static_cast<double>(candidates.total));
  } else {
    found.total = found.best.size();
  }
  return found;
}

// Adds to `found` those that match, in their order, and to its total how many were looked at. False
// if the deadline has passed before all were.
bool Lister::keep_matching(std::span<const Candidate> candidates, Confirmer& confirmer,
                           Found& found) {
  std::vector<DocumentNumber> numbers;
  for (const Candidate& one : candidates) numbers.push_back(one.number);
  std::ranges::sort(numbers);
  const auto answers = confirmer(numbers);
  std::size_t looked = 0;
  for (const Candidate& one : candidates) {
    const auto at = std::ranges::lower_bound(numbers, one.number) - numbers.begin();
    const auto answer = answers[static_cast<std::size_t>(at)];
    if (answer == Confirmer::Answer::kYes) found.best.push_back(one);
    if (answer != Confirmer::Answer::kNotLooked) ++looked;
  }
  found.total += looked;
  return looked == candidates.size();
}

std::vector<Hit> Lister::hits_of(const std::vector<Candidate>& best) const {
  std::vector<Hit> hits;
  hits.reserve(best.size());
  for (const Candidate& one : best) hits.push_back(hit_of(snapshot_, one));
  return hits;
}

void Lister::cut_after(Hits& hits) const {
  std::vector<Hit>& all = hits.hits;
  std::size_t first = std::min(asked_.offset, all.size());
  if (asked_.after) {
    first = 0;
    while (first < all.size() && !stands_after(all[first], *asked_.after, asked_.order)) ++first;
  }
  hits.first = first;
  all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(first));
  if (all.size() > asked_.limit) all.resize(asked_.limit);
}

// What is not shown needs no id.
void Lister::cut(std::vector<Candidate>& best, Hits& hits) const {
  const std::size_t first = std::min(asked_.offset, best.size());
  const std::size_t last = std::min(first + asked_.limit, best.size());
  best = {best.begin() + static_cast<std::ptrdiff_t>(first),
          best.begin() + static_cast<std::ptrdiff_t>(last)};
  hits.first = first;
  hits.hits = hits_of(best);
}

Hits Lister::run() {
  Hits hits;
  const bool relevance = asked_.order == Order::kRelevance;
  const bool reorders = asked_.half_life_days > 0 && relevance;
  const bool pairs = relevance && asked_.document;
  std::size_t wanted = asked_.offset + asked_.limit;
  if (asked_.after) wanted = asked_.after->rank + asked_.limit + kCursorSlack;
  if (reorders) wanted = std::max(wanted, kFirstCandidates);
  if (pairs) wanted = std::max(wanted, kReread);
  Found found = plan_.has_places() && asked_.document ? checked(wanted, hits)
                                                      : best(ranking(), asked_.order, wanted);
  hits.total = found.total;
  if (pairs) add_pairs(found.best);
  if (!asked_.after && !reorders) {
    cut(found.best, hits);
    return hits;
  }
  hits.hits = hits_of(found.best);
  if (reorders) prefer_recent(hits.hits, asked_.today, asked_.half_life_days);
  cut_after(hits);
  return hits;
}

Hits Lister::run_like(DocumentNumber number) {
  Hits hits;
  const std::vector<WeighedTerm> words = words_like(snapshot_, memory_, asked_.document, number);
  if (words.empty()) return hits;
  Found found =
      best(with_any_of(plan_, words), Order::kRelevance, asked_.offset + asked_.limit + 1);
  std::erase_if(found.best, [&](const Candidate& one) { return one.number == number; });
  hits.total = found.best.size();
  cut(found.best, hits);
  return hits;
}

}  // namespace horizon::index
