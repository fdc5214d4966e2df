// The words of documents, from wherever they are had soonest. Internal to the module's .cpp files.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string_view>

#include "core/document.h"
#include "index/columns.h"
#include "index/index.h"

namespace horizon::index {

// As source.each(), but words that the index has are not asked of the source, and of these only
// those are visited whose blob is wanted. In any order.
using Wanted = std::function<bool(std::size_t i, std::string_view blob)>;
void each_words(const Columns& columns, const WordSource& source,
                std::span<const DocumentNumber> documents, const Wanted& wanted,
                const WordSource::Visit& visit);

}  // namespace horizon::index
