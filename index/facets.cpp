#include "index/facets.h"

#include <algorithm>
#include <tuple>

#include "index/reader_impl.h"
#include "index/terms.h"

namespace horizon::index {
namespace {

std::string_view prefix_of(Facet facet) {
  switch (facet) {
    case Facet::kLabel:
      return kLabelPrefix;
    case Facet::kKind:
      return kKindPrefix;
    case Facet::kLanguage:
      return kLanguagePrefix;
    case Facet::kYear:
      return kYearPrefix;
    case Facet::kCountry:
      return kCountryPrefix;
    case Facet::kSource:
      break;
  }
  return kSourcePrefix;
}

// How many of the numbers are in a posting list. Few numbers are looked up in the list, many are
// marked in `marks` and the list is read through.
std::uint64_t count_in(const Xapian::Database& database, const std::string& term,
                       std::span<const DocumentNumber> numbers, const std::vector<bool>& marks) {
  constexpr std::size_t kListPerLookUp = 16;
  std::uint64_t count = 0;
  auto it = database.postlist_begin(term);
  const auto end = database.postlist_end(term);
  if (numbers.size() * kListPerLookUp < database.get_termfreq(term)) {
    for (const DocumentNumber number : numbers) {
      it.skip_to(number);
      if (it == end) break;
      if (*it == number) ++count;
    }
    return count;
  }
  for (; it != end; ++it) {
    if (*it < marks.size() && marks[*it]) ++count;
  }
  return count;
}

}  // namespace

Result<std::vector<FacetValue>> Reader::facet(Facet facet,
                                              std::span<const DocumentNumber> numbers) const {
  return impl_->retrying<std::vector<FacetValue>>([&] {
    const Xapian::Database& database = impl_->database;
    std::vector<FacetValue> values;
    if (numbers.empty()) return values;
    std::vector<bool> marks(std::size_t{numbers.back()} + 1, false);
    for (const DocumentNumber number : numbers) marks[number] = true;
    const std::string prefix(prefix_of(facet));
    for (auto it = database.allterms_begin(prefix); it != database.allterms_end(prefix); ++it) {
      const std::uint64_t count = count_in(database, *it, numbers, marks);
      if (count > 0) values.push_back({(*it).substr(prefix.size()), count});
    }
    std::sort(values.begin(), values.end(), [](const FacetValue& a, const FacetValue& b) {
      return std::tie(b.documents, a.value) < std::tie(a.documents, b.value);
    });
    return values;
  });
}

}  // namespace horizon::index
