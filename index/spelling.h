// What a word that no document has may have been meant to be. Internal to the module's .cpp files.
#pragma once

#include <xapian.h>

#include <vector>

#include "index/index.h"

namespace horizon::index {

// For each English word of the query's text that no document has in any form: the word that
// documents do have which is one slip away, a letter added, left out, changed, or exchanged with
// its neighbour (Damerau 1964); of several, the one in most documents. At most kMaxCorrections.
// Needs query.words.
std::vector<Correction> corrections(const Xapian::Database& database, const Query& query);

}  // namespace horizon::index
