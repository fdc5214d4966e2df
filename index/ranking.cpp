#include "index/ranking.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <tuple>

#include "core/text.h"
#include "index/terms.h"

namespace horizon::index {
namespace {

// The best matches that say what is typical, and how many of their words are taken.
// Pseudo-relevance feedback commonly uses 10 to 50 of each; typical documents of a field want a
// broader base.
constexpr Xapian::doccount kTypicalSample = 100;
constexpr Xapian::termcount kTypicalTerms = 60;
constexpr Xapian::termcount kLikeTerms = 40;

// Newest or oldest first; undated documents last; equal days by id.
class ByDate final : public Xapian::KeyMaker {
 public:
  explicit ByDate(bool newest) : newest_(newest) {}
  std::string operator()(const Xapian::Document& document) const override {
    std::string key = document.get_value(kPublishedSlot);
    if (newest_) {
      for (char& c : key) c = static_cast<char>('~' - c + ' ');
    }
    key.resize(10, key.empty() || newest_ ? '\x7F' : ' ');
    return key + document.get_value(kIdSlot);
  }

 private:
  bool newest_;
};

// Words of the text: no filters, no fields, no lone characters.
class TextTerms final : public Xapian::ExpandDecider {
 public:
  bool operator()(const std::string& term) const override {
    if (term.empty() || (term[0] >= 'A' && term[0] <= 'Z')) return false;
    std::size_t pos = 0;
    const char32_t first = decode_utf8(term, pos);
    return is_han(first) ? pos < term.size() : term.size() > 2;
  }
};

// Each word by how much likelier it is in the sample than elsewhere.
Xapian::Query words_of(Xapian::Enquire& enquire, const Xapian::RSet& sample,
                       Xapian::termcount count) {
  const TextTerms decider;
  const Xapian::ESet words = enquire.get_eset(count, sample, 0, &decider);
  std::vector<Xapian::Query> weighed;
  const double most = words.empty() ? 1 : words.begin().get_weight();
  for (auto it = words.begin(); it != words.end(); ++it) {
    weighed.emplace_back(it.get_weight() / most, Xapian::Query(*it));
  }
  return {Xapian::Query::OP_OR, weighed.begin(), weighed.end()};
}

}  // namespace

Xapian::BM25Weight ranking() { return {1.2, 0, 1, 0.75, 0}; }

Xapian::Query ranked_query(const Xapian::Database& database, const Xapian::Query& query,
                           const Query& asked) {
  if (asked.order != Order::kTypical) return query;
  Xapian::Enquire enquire(database);
  enquire.set_weighting_scheme(ranking());
  enquire.set_query(query);
  sort_by(Order::kRelevance, enquire);
  const Xapian::MSet best = enquire.get_mset(0, kTypicalSample);
  Xapian::RSet sample;
  for (auto it = best.begin(); it != best.end(); ++it) sample.add_document(*it);
  if (sample.empty()) return query;
  const Xapian::Query typical = words_of(enquire, sample, kTypicalTerms);
  return {Xapian::Query::OP_AND_MAYBE, Xapian::Query(0.0, query), typical};
}

void sort_by(Order order, Xapian::Enquire& enquire) {
  if (order == Order::kNewest || order == Order::kOldest) {
    enquire.set_sort_by_key((new ByDate(order == Order::kNewest))->release(), false);
  } else {
    enquire.set_sort_by_relevance_then_value(kIdSlot, false);
  }
}

void prefer_recent(std::vector<Hit>& hits, Day today, std::uint32_t half_life_days) {
  const auto half_lives = [&](const Hit& hit) {
    const auto date = parse_iso_date(hit.published);
    if (!date) return -1.0;
    return std::max(0.0, static_cast<double>((today - date->day).count()) /
                             static_cast<double>(half_life_days));
  };
  double oldest = 2;
  for (const Hit& hit : hits) oldest = std::max(oldest, half_lives(hit));
  for (Hit& hit : hits) {
    const double age = half_lives(hit);
    hit.score *= std::exp2(-(age < 0 ? oldest : age));
  }
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
    return std::tie(b.score, a.id) < std::tie(a.score, b.id);
  });
}

Xapian::Query like_document(const Xapian::Database& database, Xapian::docid id) {
  if (id == 0) return {};
  try {
    database.get_document(id);
  } catch (const Xapian::DocNotFoundError&) {
    return {};
  }
  Xapian::Enquire enquire(database);
  Xapian::RSet sample;
  sample.add_document(id);
  enquire.set_query(Xapian::Query::MatchAll);
  return words_of(enquire, sample, kLikeTerms);
}

}  // namespace horizon::index
