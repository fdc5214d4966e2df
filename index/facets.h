// What the documents that match are: by label, kind, language, year, country and source.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/document.h"

namespace horizon::index {

// By which property documents are counted. A document may have several labels, countries and
// sources, and counts once under each; it has at most one of the others.
enum class Facet : std::uint8_t { kLabel, kKind, kLanguage, kYear, kCountry, kSource };

struct FacetValue {
  std::string value;  // node id, "paper", "zh", "2024", "CN", "arxiv-cs"
  std::uint64_t documents = 0;
  friend bool operator==(const FacetValue&, const FacetValue&) = default;
};

// What documents are by every property, and when they were published, all kinds, languages and
// sources together; undated ones first.
struct Survey {
  std::uint64_t documents = 0;
  std::vector<std::pair<Facet, std::vector<FacetValue>>> facets;
  std::vector<DailyCount> dates;
};

}  // namespace horizon::index
