#include "index/ranking.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>

#include "core/text.h"
#include "index/terms.h"

namespace horizon::index {
namespace {

// Of feedback's words; the same broader base as of documents.
constexpr Xapian::termcount kTypicalTerms = 60;
constexpr Xapian::termcount kLikeTerms = 40;

// Words of the text: no filters, no fields, no lone characters; and none of those asked for.
class TextTerms final : public Xapian::ExpandDecider {
 public:
  explicit TextTerms(std::span<const std::string> asked) : asked_(asked) {}

  bool operator()(const std::string& term) const override {
    if (term.empty() || (term[0] >= 'A' && term[0] <= 'Z')) return false;
    std::size_t pos = 0;
    const char32_t first = decode_utf8(term, pos);
    if (is_han(first) ? pos >= term.size() : term.size() <= 2) return false;
    return std::ranges::find(asked_, term) == asked_.end();
  }

 private:
  std::span<const std::string> asked_;
};

// Each word by how much likelier it is in the sample than elsewhere.
std::vector<WeighedTerm> words_of(const Xapian::Database& database, const Xapian::RSet& sample,
                                  std::span<const std::string> asked, Xapian::termcount count) {
  Xapian::Enquire enquire(database);
  enquire.set_query(Xapian::Query::MatchAll);
  const TextTerms decider(asked);
  const Xapian::ESet words = enquire.get_eset(count, sample, 0, &decider);
  std::vector<WeighedTerm> weighed;
  const double most = words.empty() ? 1 : words.begin().get_weight();
  for (auto it = words.begin(); it != words.end(); ++it)
    weighed.emplace_back(*it, it.get_weight() / most);
  return weighed;
}

}  // namespace

std::vector<WeighedTerm> typical_words(const Snapshot& snapshot,
                                       std::span<const DocumentNumber> sample,
                                       std::span<const std::string> asked) {
  Xapian::RSet documents;
  for (const DocumentNumber number : sample) documents.add_document(snapshot.docid(number));
  return words_of(snapshot.database, documents, asked, kTypicalTerms);
}

std::vector<WeighedTerm> words_like(const Snapshot& snapshot, DocumentNumber number) {
  const Xapian::docid id = snapshot.docid(number);
  if (id == 0) return {};
  try {
    snapshot.database.get_document(id);
  } catch (const Xapian::DocNotFoundError&) {
    return {};
  }
  Xapian::RSet sample;
  sample.add_document(id);
  return words_of(snapshot.database, sample, {}, kLikeTerms);
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

}  // namespace horizon::index
