// Reader's answers to queries.
#include <fmt/format.h>
#include <xapian.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <iterator>
#include <tuple>
#include <utility>

#include "index/deadline.h"
#include "index/evaluate.h"
#include "index/proximity.h"
#include "index/query/plan.h"
#include "index/query/word_places.h"
#include "index/ranking.h"
#include "index/reader_impl.h"
#include "index/spelling.h"
#include "index/terms.h"

namespace horizon::index {
namespace {

// Looking at every match makes the total exact; beyond this it is estimated, which halves the
// time of queries that match a large part of the index.
constexpr Xapian::doccount kCounted = 10'000;
// At most so many texts are read for one page of hits, and for a whole set of documents.
constexpr std::size_t kMaxTextsPerPage = 5'000;
constexpr std::size_t kMaxTexts = 100'000;
// So many of the best are looked at for neighbouring words.
constexpr std::size_t kReread = 50;
constexpr Xapian::doccount kFirstCandidates = 1'000;
// More terms with one prefix than this are not looked at, and only the most frequent are
// searched.
constexpr std::size_t kMaxPrefixLooks = 200'000;
constexpr std::size_t kMaxPrefixTerms = 500;
// A page behind a cursor may lie so many places before or behind where it was.
constexpr std::size_t kCursorSlack = 200;

Expand expander(const Xapian::Database& database, const Deadline& deadline) {
  return [&database, &deadline](std::string_view prefix) {
    std::vector<std::pair<Xapian::doccount, std::string>> found;
    std::size_t looks = 0;
    for (auto it = database.allterms_begin(std::string(prefix));
         it != database.allterms_end(std::string(prefix)) && looks < kMaxPrefixLooks;
         ++it, ++looks) {
      if (looks % 1'024 == 0 && deadline.passed()) break;
      found.emplace_back(it.get_termfreq(), *it);
    }
    const auto more_frequent = [](const auto& a, const auto& b) {
      return std::tie(b.first, a.second) < std::tie(a.first, b.second);
    };
    const std::size_t kept = std::min(found.size(), kMaxPrefixTerms);
    std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(kept), found.end(),
                      more_frequent);
    std::vector<std::string> terms;
    for (std::size_t i = 0; i < kept; ++i) terms.push_back(std::move(found[i].second));
    return terms;
  };
}

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

Hit hit_of(const Snapshot& snapshot, const Xapian::MSetIterator& it) {
  const Xapian::Document document = it.get_document();
  return {snapshot.number(*it), it.get_weight(), document.get_value(kIdSlot),
          document.get_value(kPublishedSlot)};
}

// Whether documents that the index found match indeed: by their words, and where these do not
// settle it, by their texts.
class Confirmer {
 public:
  Confirmer(const Query& asked, const Plan& plan)
      : asked_(asked), plan_(plan), places_(plan.places, asked.words) {}

  // False if the document has gone.
  bool operator()(DocumentNumber number, const Xapian::Document& indexed) {
    document_.reset();
    text_.reset();
    gone_ = false;
    words_.clear();
    if (places_.any()) asked_.words->words(number, words_);
    const bool matches =
        confirms(plan_, indexed, [&](std::uint32_t place) { return holds(number, place); });
    return matches && !gone_;
  }

 private:
  bool holds(DocumentNumber number, std::uint32_t place) {
    const WordPlaces::Answer answer = places_.holds(place, words_);
    if (answer != WordPlaces::Answer::kUnsure) return answer == WordPlaces::Answer::kYes;
    if (!text_ && !gone_) {
      document_ = asked_.document(number);
      gone_ = !document_;
      if (document_) text_.emplace(*document_);
    }
    return text_ && text_->holds(plan_.places[place]);
  }

  const Query& asked_;
  const Plan& plan_;
  WordPlaces places_;
  std::vector<TextWord> words_;  // of the document in hand
  std::optional<Document> document_;
  std::optional<TextPlaces> text_;
  bool gone_ = false;
};

// Candidates of a plan in order, as many as a page needs.
class Lister {
 public:
  Lister(const Snapshot& snapshot, const Query& asked, const Plan& plan, const Deadline& deadline)
      : snapshot_(snapshot),
        asked_(asked),
        plan_(plan),
        deadline_(deadline),
        confirmer_(asked, plan),
        enquire_(snapshot.database) {
    enquire_.set_weighting_scheme(ranking());
    enquire_.set_query(ranked_query(snapshot.database, to_xapian(plan), asked));
    sort_by(asked.order, enquire_);
  }

  Hits run() {
    const bool checks = plan_.has_places() && asked_.document;
    const bool reorders = asked_.half_life_days > 0 && asked_.order == Order::kRelevance;
    std::size_t wanted = asked_.offset + asked_.limit;
    if (asked_.after) wanted = asked_.after->rank + asked_.limit + kCursorSlack;
    if (reorders) wanted = std::max<std::size_t>(wanted, kFirstCandidates);
    const bool pairs = asked_.order == Order::kRelevance && asked_.document;
    if (pairs) wanted = std::max<std::size_t>(wanted, kReread);
    Hits hits = checks ? checked(wanted) : plain(wanted);
    if (pairs) add_pairs(hits.hits);
    if (reorders) prefer_recent(hits.hits, asked_.today, asked_.half_life_days);
    cut(hits);
    return hits;
  }

 private:
  Hits plain(std::size_t wanted) {
    Hits hits;
    const Xapian::MSet found =
        enquire_.get_mset(0, static_cast<Xapian::doccount>(wanted), kCounted);
    for (auto it = found.begin(); it != found.end(); ++it)
      hits.hits.push_back(hit_of(snapshot_, it));
    hits.total = found.get_matches_estimated();
    hits.total_is_exact = found.get_matches_lower_bound() == found.get_matches_upper_bound();
    return hits;
  }

  // The best hits once more, with what their texts tell about neighbouring words. Those behind
  // them have lower scores whatever is added here.
  void add_pairs(std::vector<Hit>& hits) const {
    const PairScorer scorer(snapshot_.database, plan_.sequence, asked_.words);
    if (!scorer.has_pairs()) return;
    const std::size_t count = std::min(hits.size(), kReread);
    std::vector<TextWord> words;
    for (std::size_t i = 0; i < count && !deadline_.passed(); ++i) {
      const Xapian::docid id = snapshot_.docid(hits[i].number);
      const auto length = static_cast<double>(snapshot_.database.get_doclength(id));
      if (asked_.words != nullptr) asked_.words->words(hits[i].number, words);
      if (!words.empty()) {
        hits[i].score += scorer.score(words, length);
      } else if (const auto document = asked_.document(hits[i].number)) {
        hits[i].score += scorer.score(*document, length);
      }
    }
    std::sort(hits.begin(), hits.begin() + static_cast<std::ptrdiff_t>(count),
              [](const Hit& a, const Hit& b) {
                return std::tie(b.score, a.id) < std::tie(a.score, b.id);
              });
  }

  // Reads the texts of candidates in their order until the page is full. The total is exact where
  // all were read, else as many of the rest as of those that were.
  Hits checked(std::size_t wanted) {
    Hits hits;
    std::size_t looked = 0;
    for (std::size_t step = kFirstCandidates;; step *= 2) {
      const Xapian::MSet found = enquire_.get_mset(static_cast<Xapian::doccount>(looked),
                                                   static_cast<Xapian::doccount>(step), kCounted);
      for (auto it = found.begin(); it != found.end() && !hits.cut_short; ++it) {
        if (confirmer_(snapshot_.number(*it), it.get_document()))
          hits.hits.push_back(hit_of(snapshot_, it));
        ++looked;
        hits.cut_short = deadline_.passed();
      }
      const bool all = found.size() < step && !hits.cut_short;
      if (!all && !hits.cut_short && hits.hits.size() < wanted && looked < kMaxTextsPerPage)
        continue;
      hits.total = hits.hits.size();
      hits.total_is_exact = all;
      if (!all) {
        const double share = static_cast<double>(hits.total) / static_cast<double>(looked);
        hits.total = static_cast<std::uint64_t>(share * found.get_matches_estimated());
      }
      return hits;
    }
  }

  void cut(Hits& hits) const {
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

  const Snapshot& snapshot_;
  const Query& asked_;
  const Plan& plan_;
  const Deadline& deadline_;
  Confirmer confirmer_;
  Xapian::Enquire enquire_;
};

// How many documents have all words of a query that has few.
std::optional<std::uint64_t> count_with_all(const Xapian::Database& database, const Query& query,
                                            const nlp::WordSegmenter& segmenter,
                                            const Deadline& deadline) {
  if (deadline.passed()) return std::nullopt;
  Query strict = query;
  strict.every_word = true;
  const Plan plan = make_plan(strict, segmenter, expander(database, deadline));
  Xapian::Enquire enquire(database);
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  enquire.set_query(to_xapian(plan));
  const auto found = enquire.get_mset(0, 0, static_cast<Xapian::doccount>(kCountedWithAll));
  return found.get_matches_estimated();
}

std::vector<DocumentNumber> every_match(const Snapshot& snapshot, const Xapian::Query& query,
                                        const Deadline& deadline) {
  if (auto numbers = evaluate(snapshot, query, deadline)) return *std::move(numbers);
  Xapian::Enquire enquire(snapshot.database);
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  enquire.set_docid_order(Xapian::Enquire::ASCENDING);
  enquire.set_query(query);
  const Xapian::MSet found = enquire.get_mset(0, snapshot.database.get_doccount());
  std::vector<DocumentNumber> numbers;
  for (auto it = found.begin(); it != found.end(); ++it) numbers.push_back(snapshot.number(*it));
  return numbers;
}

}  // namespace

Result<Hits> Reader::search(const Query& query, const nlp::WordSegmenter& segmenter) const {
  return impl_->retrying<Hits>([&] {
    const Xapian::Database& database = impl_->database();
    const Deadline deadline(query.time_limit);
    Plan plan = make_plan(query, segmenter, expander(database, deadline));
    Hits hits;
    if (!plan.only_common_words && database.get_doccount() > 0) {
      hits = Lister(impl_->snapshot, query, plan, deadline).run();
      if (plan.units > 1 && plan.favours_all && !query.every_word && !plan.has_places()) {
        hits.with_all = count_with_all(database, query, segmenter, deadline);
      }
    }
    hits.cut_short = hits.cut_short || deadline.passed();
    hits.only_common_words = plan.only_common_words;
    hits.corrections = corrections(database, query);
    hits.terms = std::move(plan.terms);
    hits.phrases = std::move(plan.phrases);
    return hits;
  });
}

Result<std::vector<DocumentNumber>> Reader::matching(const Query& query,
                                                     const nlp::WordSegmenter& segmenter) const {
  const Deadline deadline(query.time_limit);
  auto found = impl_->retrying<std::vector<DocumentNumber>>([&] {
    const Xapian::Database& database = impl_->database();
    std::vector<DocumentNumber> numbers;
    const Plan plan = make_plan(query, segmenter, expander(database, deadline));
    const Xapian::Query asked = to_xapian(plan, false);
    if (asked.empty()) return numbers;
    numbers = every_match(impl_->snapshot, asked, deadline);
    if (!plan.has_places() || !query.document) return numbers;
    std::size_t looks = 0;
    Confirmer confirm(query, plan);
    std::erase_if(numbers, [&](DocumentNumber number) {
      if (++looks > kMaxTexts || deadline.passed()) return false;
      return !confirm(number, database.get_document(impl_->snapshot.docid(number)));
    });
    return numbers;
  });
  if (!found || !deadline.passed()) return found;
  return fail(ErrorCode::kLimit,
              fmt::format("counting what matches took longer than {} ms; ask with fewer phrases, "
                          "asterisks or common words",
                          query.time_limit.count()));
}

Result<Hits> Reader::similar(DocumentNumber number, const Query& query,
                             const nlp::WordSegmenter& segmenter) const {
  return impl_->retrying<Hits>([&] {
    const Xapian::Database& database = impl_->database();
    Query passes = query;
    passes.order = Order::kRelevance;
    const Deadline deadline(query.time_limit);
    const Plan plan = make_plan(passes, segmenter, expander(database, deadline));
    Hits hits;
    const Xapian::Query like = like_document(database, impl_->snapshot.docid(number));
    if (like.empty()) return hits;
    Xapian::Enquire enquire(database);
    enquire.set_weighting_scheme(ranking());
    enquire.set_query({Xapian::Query::OP_FILTER, like, to_xapian(plan, false)});
    sort_by(Order::kRelevance, enquire);
    const Xapian::MSet found = enquire.get_mset(
        0, static_cast<Xapian::doccount>(query.offset + query.limit + 1), kCounted);
    for (auto it = found.begin(); it != found.end(); ++it) {
      if (impl_->snapshot.number(*it) == number) continue;
      hits.hits.push_back(hit_of(impl_->snapshot, it));
    }
    hits.total = hits.hits.size();
    const auto skipped = std::min(query.offset, hits.hits.size());
    hits.first = skipped;
    hits.hits.erase(hits.hits.begin(), hits.hits.begin() + static_cast<std::ptrdiff_t>(skipped));
    if (hits.hits.size() > query.limit) hits.hits.resize(query.limit);
    return hits;
  });
}

}  // namespace horizon::index
