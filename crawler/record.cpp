#include "crawler/record.h"

#include <utility>

#include "core/append.h"

namespace horizon::crawler {

void append(Records from, Records& to) {
  horizon::append(to.records, std::move(from.records));
  horizon::append(to.quarantined, std::move(from.quarantined));
  to.complete = to.complete && from.complete;
}

}  // namespace horizon::crawler
