// robots.txt (RFC 9309): what a site asks of crawlers.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace horizon::crawler {

// RFC 9309, 2.5, asks for 500 KiB at least. What lies behind this is not read.
inline constexpr std::size_t kMaxRobotsBytes = std::size_t{4} << 20;

struct RobotsRule {
  bool allow = false;
  std::size_t length = 0;    // of the pattern as written, non-ASCII octets escaped: what decides
  std::string pattern = {};  // in the form in which it is compared; never empty
};

// The rules of one product token; groups of the file that name the same one are merged (2.2.1).
struct RobotsGroup {
  std::string token = {};  // lower case; "*" for all others
  std::vector<RobotsRule> rules = {};
  std::optional<double> crawl_delay_seconds = {};  // the longest one given
};

class RobotsFile {
 public:
  // Everything is allowed.
  RobotsFile() = default;
  RobotsFile(std::vector<RobotsGroup> groups, std::vector<std::string> sitemaps);

  // May `agent` fetch `target`, a URL or a path with its query? `agent` is a product token
  // ("HorizonBot") or a User-Agent header that begins with or contains it. The longest pattern that
  // matches decides, and an Allow goes before a Disallow of the same length (2.2.2). "/robots.txt"
  // is always allowed.
  //
  // Disallow compares as 2.2.2 says, with the escapes of both sides normalised. Allow is taken
  // strictly, octets and escaped letters as they stand, as Google's matcher does, with which sites
  // test their files: where the two readings differ, the page is not fetched.
  bool allowed(std::string_view agent, std::string_view target) const;

  // Seconds between two requests of `agent`. Not part of the RFC, and never negative. A line of it
  // ends the list of agents above it, as Allow and Disallow do.
  std::optional<double> crawl_delay(std::string_view agent) const;

  // The Sitemap lines of the whole file, whatever group they stand in (2.2.4), as written.
  const std::vector<std::string>& sitemaps() const { return sitemaps_; }
  const std::vector<RobotsGroup>& groups() const { return groups_; }

 private:
  const RobotsGroup* group_of(std::string_view agent) const;

  std::vector<RobotsGroup> groups_;
  std::vector<std::string> sitemaps_;
};

// Never fails: lines that say nothing are passed over, as RFC 9309, 2.2, asks. Lines end with CR,
// LF or both; byte order marks (UTF-16 too) and NULs are known; names of records may be in any case
// and in the misspellings that sites are known for ("dissallow", "useragent", a missing colon).
RobotsFile parse_robots(std::string_view bytes);

}  // namespace horizon::crawler
