// Issues as an Atom feed (RFC 4287), an entry each.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "digest/issue.h"
#include "taxonomy/taxonomy.h"

namespace horizon::digest {

struct FeedEntry {
  const Issue* issue = nullptr;
  std::string href;  // of the page, relative to the feed
};

// UTF-8. Ids are tag: URIs made of scheme and week, the same for ever and the same in every format;
// entries are dated by their issue, the feed by its newest. Same entries, same bytes.
std::string render_atom(std::span<const FeedEntry> entries, taxonomy::Language language);

}  // namespace horizon::digest
