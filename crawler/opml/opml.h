// Lists of feeds as OPML 1.0 and 2.0 (opml.org/spec2.opml): how readers exchange subscriptions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace horizon::crawler {

inline constexpr std::size_t kMaxOpmlFeeds = 100'000;
inline constexpr std::size_t kMaxOpmlBytes = std::size_t{64} << 20;

struct OpmlFeed {
  std::string title = {};                  // title, else text, else empty
  std::string xml_url = {};                // of the feed; never empty
  std::string html_url = {};               // of the site
  std::vector<std::string> category = {};  // the outlines that it stands in, outermost first
  std::string language = {};
  std::string description = {};
  friend bool operator==(const OpmlFeed&, const OpmlFeed&) = default;
};

struct Opml {
  std::string title = {};
  std::vector<OpmlFeed> feeds = {};  // in the order of the file
  bool complete =
      true;  // false: damaged, cut off, or more than the limits; feeds has what was read
  friend bool operator==(const Opml&, const Opml&) = default;
};

// Names of attributes may be in any case. An outline in no folder that names categories
// (category="/Science/Physics,/News") stands in the first of them. kCorrupt for what is no OPML,
// kLimit above kMaxOpmlBytes.
Result<Opml> parse_opml(std::string_view bytes, std::string_view content_type = {});

// OPML 2.0 in UTF-8, valid and escaped. Feeds of one category are together; parse_opml reads the
// same feeds from it, sorted by category.
std::string write_opml(const Opml& opml);

}  // namespace horizon::crawler
