#include "crawler/record.h"

#include <iterator>
#include <utility>

namespace horizon::crawler {

void append(Records from, Records& to) {
  to.records.insert(to.records.end(), std::make_move_iterator(from.records.begin()),
                    std::make_move_iterator(from.records.end()));
  to.quarantined.insert(to.quarantined.end(), std::make_move_iterator(from.quarantined.begin()),
                        std::make_move_iterator(from.quarantined.end()));
  to.complete = to.complete && from.complete;
}

}  // namespace horizon::crawler
