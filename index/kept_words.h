// The words of documents, from wherever they are had soonest. Internal to the module's .cpp files.
#pragma once

#include <span>

#include "core/document.h"
#include "index/columns.h"
#include "index/index.h"

namespace horizon::index {

// As source.each(), but words that the index has are not asked of the source. The order is of no
// meaning to `visit`.
void each_words(const Columns& columns, const WordSource& source,
                std::span<const DocumentNumber> documents, const WordSource::Visit& visit);

}  // namespace horizon::index
