// Reader's answers to queries.
#include <fmt/format.h>
#include <xapian.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "index/confirmer.h"
#include "index/counting.h"
#include "index/deadline.h"
#include "index/formula.h"
#include "index/lister.h"
#include "index/matcher.h"
#include "index/query/plan.h"
#include "index/reader_impl.h"
#include "index/spelling.h"

namespace horizon::index {
namespace {

// Documents of a block.
constexpr std::size_t kWorthPacking = 1'000;
// So many texts are read for a whole set of documents.
constexpr std::size_t kMaxTexts = 100'000;
// More terms with one prefix than this are not looked at, and only the most frequent are
// searched.
constexpr std::size_t kMaxPrefixLooks = 200'000;
constexpr std::size_t kMaxPrefixTerms = 500;

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

// How many documents have all words of a query that has few.
std::uint64_t count_with_all(const Snapshot& snapshot, Memory::Impl& memory, const Query& query,
                             const nlp::WordSegmenter& segmenter, const Deadline& deadline) {
  Query strict = query;
  strict.every_word = true;
  const Plan plan = make_plan(strict, segmenter, expander(snapshot.database, deadline));
  const Formula formula = make_formula(plan);
  return Matcher(snapshot, memory, formula, deadline).count();
}

// Those of the numbers whose documents match indeed.
void confirm(const Snapshot& snapshot, Memory::Impl& memory, const Query& query, const Plan& plan,
             const Deadline& deadline, std::vector<DocumentNumber>& numbers) {
  Confirmer confirmer(snapshot, memory, query, plan, deadline);
  const auto answers = confirmer(
      std::span<const DocumentNumber>(numbers).first(std::min(numbers.size(), kMaxTexts)));
  std::size_t kept = 0;
  for (std::size_t i = 0; i < numbers.size(); ++i)
    if (i >= answers.size() || answers[i] != Confirmer::Answer::kNo) numbers[kept++] = numbers[i];
  numbers.resize(kept);
}

// Where much of a block matches, packed rows are counted; they are kept with their shard's state.
void count_blocks(Matcher& matcher, const Columns& columns, Memory::Impl& memory,
                  SurveyCounter& counter) {
  std::shared_ptr<const PackedRows> rows;
  std::string state;
  matcher.each([&](DocumentNumber first, const BlockSet& set, const double*) {
    const Matcher::Shown part = matcher.shown();
    if (part.state != state) {
      if (!part.dense || set.count() < kWorthPacking) return counter.add(first, set);
      state = part.state;
      rows = memory.get<PackedRows>(state + " r",
                                    [&] { return pack_rows(columns, part.first, part.last); });
    }
    counter.add(rows, first, set);
  });
}

tl::unexpected<Error> too_long(const Query& query) {
  return fail(ErrorCode::kLimit,
              fmt::format("counting what matches took longer than {} ms; ask with fewer phrases, "
                          "asterisks or common words",
                          query.time_limit.count()));
}

}  // namespace

Result<Hits> Reader::search(const Query& query, const nlp::WordSegmenter& segmenter) const {
  return impl_->retrying<Hits>([&] {
    const Xapian::Database& database = impl_->database();
    const Deadline deadline(query.time_limit);
    Plan plan = make_plan(query, segmenter, expander(database, deadline));
    Hits hits;
    if (!plan.only_common_words) {
      hits = Lister(impl_->snapshot, impl_->shared(), query, plan, deadline).run();
      if (plan.units > 1 && plan.favours_all && !query.every_word && !plan.has_places() &&
          !deadline.passed()) {
        hits.with_all =
            count_with_all(impl_->snapshot, impl_->shared(), query, segmenter, deadline);
      }
    }
    hits.cut_short = hits.cut_short || deadline.passed();
    hits.total_is_exact = hits.total_is_exact && !hits.cut_short;
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
    const Plan plan = make_plan(query, segmenter, expander(impl_->database(), deadline));
    const Formula formula = make_formula(plan);
    auto numbers = Matcher(impl_->snapshot, impl_->shared(), formula, deadline).numbers();
    if (plan.has_places() && query.document)
      confirm(impl_->snapshot, impl_->shared(), query, plan, deadline, numbers);
    return numbers;
  });
  if (!found || !deadline.passed()) return found;
  return too_long(query);
}

Result<Survey> Reader::survey(const Query& query, const nlp::WordSegmenter& segmenter) const {
  const Deadline deadline(query.time_limit);
  auto found = impl_->retrying<Survey>([&] {
    const Snapshot& snapshot = impl_->snapshot;
    const Plan plan = make_plan(query, segmenter, expander(impl_->database(), deadline));
    const Formula formula = make_formula(plan);
    Matcher matcher(snapshot, impl_->shared(), formula, deadline);
    SurveyCounter counter(*snapshot.columns);
    if (plan.has_places() && query.document) {
      auto numbers = matcher.numbers();
      confirm(snapshot, impl_->shared(), query, plan, deadline, numbers);
      counter.add(numbers);
    } else {
      count_blocks(matcher, *snapshot.columns, impl_->shared(), counter);
    }
    return counter.take();
  });
  if (!found || !deadline.passed()) return found;
  return too_long(query);
}

Result<Hits> Reader::similar(DocumentNumber number, const Query& query,
                             const nlp::WordSegmenter& segmenter) const {
  return impl_->retrying<Hits>([&] {
    Query passes = query;
    passes.order = Order::kRelevance;
    const Deadline deadline(query.time_limit);
    const Plan plan = make_plan(passes, segmenter, expander(impl_->database(), deadline));
    return Lister(impl_->snapshot, impl_->shared(), passes, plan, deadline).run_like(number);
  });
}

}  // namespace horizon::index
