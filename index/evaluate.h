// Which documents match, without an order among them: loops over posting lists into sets of bits,
// several times faster than a ranked search that keeps everything. Internal to the module's .cpp
// files.
#pragma once

#include <xapian.h>

#include <optional>
#include <vector>

#include "core/document.h"
#include "index/deadline.h"
#include "index/snapshot.h"

namespace horizon::index {

// In ascending number. nullopt for a query that has other parts than terms, everything, and their
// Boolean and ranking combinations. When the deadline passes, what comes back is of no use.
// Xapian's exceptions pass through.
std::optional<std::vector<DocumentNumber>> evaluate(const Snapshot& snapshot,
                                                    const Xapian::Query& query,
                                                    const Deadline& deadline);

}  // namespace horizon::index
