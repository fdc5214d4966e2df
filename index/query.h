// From what was typed to a Xapian query. Internal to the module's .cpp files.
#pragma once

#include <string>
#include <vector>

#include <xapian.h>

#include "index/index.h"
#include "nlp/words.h"

namespace horizon::index {

struct BuiltQuery {
  Xapian::Query strict;   // every word (for short queries), phrase and concept
  Xapian::Query relaxed;  // any word; empty if it would be the same
  std::vector<std::string> terms;
};

BuiltQuery build_query(const Query& query, const nlp::WordSegmenter& segmenter);

}  // namespace horizon::index
