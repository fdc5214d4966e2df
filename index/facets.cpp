#include "index/facets.h"

#include "index/counting.h"
#include "index/reader_impl.h"

namespace horizon::index {

Result<std::vector<FacetValue>> Reader::facet(Facet facet,
                                              std::span<const DocumentNumber> numbers) const {
  return facet_values(*impl_->snapshot.columns, facet, numbers);
}

std::vector<DailyCount> Reader::daily_counts(std::span<const DocumentNumber> numbers) const {
  return index::daily_counts(*impl_->snapshot.columns, numbers);
}

std::vector<DailyCount> Reader::date_counts(std::span<const DocumentNumber> numbers) const {
  return index::date_counts(*impl_->snapshot.columns, numbers);
}

}  // namespace horizon::index
