// What ranks besides the words of the query. Internal to the module's .cpp files.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/document.h"
#include "index/formula.h"
#include "index/index.h"
#include "index/memory.h"
#include "index/snapshot.h"

namespace horizon::index {

// So many of the best matches say what is typical. Pseudo-relevance feedback commonly uses 10 to
// 50; typical documents of a field want a broader base.
inline constexpr std::size_t kTypicalSample = 100;

using Texts = std::function<std::optional<Document>(DocumentNumber)>;

// The words that a sample of documents has in common, but for those asked for. None without texts.
std::vector<WeighedTerm> typical_words(const Snapshot& snapshot, Memory::Impl& memory,
                                       const Texts& texts, std::span<const DocumentNumber> sample,
                                       std::span<const std::string> asked);
// The words that tell a document from others; none if there is none of this number.
std::vector<WeighedTerm> words_like(const Snapshot& snapshot, Memory::Impl& memory,
                                    const Texts& texts, DocumentNumber number);

// Scores fall by half with every half-life of age; undated documents count as old as the oldest
// hit.
void prefer_recent(std::vector<Hit>& hits, Day today, std::uint32_t half_life_days);

}  // namespace horizon::index
