#include "index/ranking.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <string_view>
#include <tuple>

#include "core/text.h"
#include "index/part_lists.h"
#include "index/terms.h"
#include "nlp/fold.h"

namespace horizon::index {
namespace {

// Of feedback's words; the same broader base as of documents.
constexpr std::size_t kTypicalTerms = 60;
constexpr std::size_t kLikeTerms = 40;

// Words of the text but for lone characters and those asked for.
bool tells(std::string_view term, std::span<const std::string> asked) {
  std::size_t pos = 0;
  const char32_t first = decode_utf8(term, pos);
  if (is_han(first) ? pos >= term.size() : term.size() <= 2) return false;
  return std::ranges::find(asked, term) == asked.end();
}

// A word in a sample of documents.
struct Sampled {
  std::uint32_t documents = 0;
  double count = 0;  // saturated in each
};
using Sample = std::map<std::string, Sampled, std::less<>>;

// `length`: of its terms, by the average.
void add(const Document& document, double length, Sample& sample) {
  std::map<std::string, double, std::less<>> counts;
  const auto count = [&](const std::string& text, unsigned weight) {
    for_each_term(nlp::fold(text), [&](std::string_view term) {
      const auto found = counts.find(term);
      if (found != counts.end()) {
        found->second += weight;
      } else {
        counts.emplace(term, weight);
      }
    });
  };
  count(document.title, kTitleWeight);
  count(document.abstract, 1);
  for (const auto& [term, times] : counts) {
    Sampled& all = sample[term];
    ++all.documents;
    all.count += 2 * times / (length + times);
  }
}

Sample sample_of(const Snapshot& snapshot, Memory::Impl& memory, const Texts& texts,
                 std::span<const DocumentNumber> numbers) {
  Sample sample;
  if (!texts) return sample;
  KeptLengths lengths(snapshot, memory);
  for (const DocumentNumber number : numbers)
    if (const auto document = texts(number))
      add(*document, lengths.of(number) / snapshot.average_length(), sample);
  return sample;
}

// Each word by how much likelier it is in the sample than elsewhere: Robertson and Sparck Jones'
// weight of a term by its relevant documents (1976), times how often these have it.
std::vector<WeighedTerm> words_of(const Snapshot& snapshot, const Sample& sample, double size,
                                  std::span<const std::string> asked, std::size_t wanted) {
  const auto documents = static_cast<double>(snapshot.documents());
  std::vector<WeighedTerm> weighed;
  for (const auto& [term, one] : sample) {
    if (!tells(term, asked)) continue;
    const double with = std::max<double>(
        one.documents, std::min<double>(snapshot.database.get_termfreq(term), documents));
    const double in = one.documents;
    double odds = (in + 0.5) * std::max(0.0, documents - size - with + in + 0.5) /
                  ((size - in + 0.5) * (with - in + 0.5));
    if (odds < 2) odds = odds * 0.5 + 1;
    weighed.emplace_back(term, one.count * std::log(odds));
  }
  const std::size_t kept = std::min(wanted, weighed.size());
  std::ranges::partial_sort(weighed, weighed.begin() + static_cast<std::ptrdiff_t>(kept),
                            [](const WeighedTerm& a, const WeighedTerm& b) {
                              return std::tie(b.second, a.first) < std::tie(a.second, b.first);
                            });
  weighed.resize(kept);
  const double most = weighed.empty() ? 1 : weighed.front().second;
  for (WeighedTerm& one : weighed) one.second /= most;
  return weighed;
}

}  // namespace

std::vector<WeighedTerm> typical_words(const Snapshot& snapshot, Memory::Impl& memory,
                                       const Texts& texts, std::span<const DocumentNumber> sample,
                                       std::span<const std::string> asked) {
  return words_of(snapshot, sample_of(snapshot, memory, texts, sample),
                  static_cast<double>(sample.size()), asked, kTypicalTerms);
}

std::vector<WeighedTerm> words_like(const Snapshot& snapshot, Memory::Impl& memory,
                                    const Texts& texts, DocumentNumber number) {
  return words_of(snapshot, sample_of(snapshot, memory, texts, {&number, 1}), 1, {}, kLikeTerms);
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
