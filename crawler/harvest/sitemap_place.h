// Where the harvest of a site's sitemaps stands: bounded, and as text between two steps.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/error.h"

namespace horizon::crawler {

inline constexpr std::size_t kMaxPendingMaps = 1'000;
inline constexpr std::size_t kMaxSeenPages = 4'000;
inline constexpr std::size_t kMaxMarks = 2'000;

enum class SitemapRole : std::uint8_t {
  kRobots,  // robots.txt, which names the sitemaps
  kMap,     // what the operator names: without it there is no harvest
  kChild,   // what an index or robots.txt names: one among others
  kGuess    // where a site may have one; nothing is lost if not
};

struct PendingMap {
  std::string url = {};
  SitemapRole role = SitemapRole::kMap;
  int depth = 0;  // below the first index
  int tries = 0;
  std::int64_t lastmod = 0;  // as its index says, seconds since 1970; 0: untold
};

struct PendingPage {
  std::string url = {};
  int tries = 0;
  // What the sitemap says of it.
  std::string title = {}, language = {}, published = {};
};

inline std::string read_key(std::string_view map) { return std::string(map) + "#read"; }

struct SitemapPlace {
  bool running = false;  // false: complete; the next harvest begins anew with seen and marks
  std::deque<PendingMap> maps = {};
  std::deque<PendingPage> pages = {};
  std::vector<std::string> sites = {};  // hosts whose pages may be listed
  std::size_t taken = 0;                // pages of this harvest, fetched or queued
  std::size_t undated = 0;              // pages without dates considered in this harvest
  int missed = 0;                       // requests in a row that had no answer
  // Pages (with their dates) that were taken, the oldest first.
  std::vector<std::uint32_t> seen = {};
  // By sitemap: the latest date up to which its pages were taken; under read_key(), the date of the
  // sitemap itself up to which nothing of it is left.
  std::map<std::uint32_t, std::int64_t> marks = {};

  // True if it was seen before; now it is, and the latest.
  bool see(std::string_view page, std::int64_t date);
  void mark(std::string_view map, std::int64_t date);
  std::optional<std::int64_t> mark_of(std::string_view map) const;

  std::string to_text(std::string_view source_url) const;
  // An empty place for the state of another address; kCorrupt for what is no state of this kind.
  static Result<SitemapPlace> from_text(std::string_view text, std::string_view source_url);
};

}  // namespace horizon::crawler
