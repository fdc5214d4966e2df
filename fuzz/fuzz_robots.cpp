// Any bytes as a robots.txt, asked about the target that its first line is.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "crawler/robots/robots.h"
#include "fuzz/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::string_view target = bytes.substr(0, bytes.find('\n'));
  const horizon::crawler::RobotsFile robots = horizon::crawler::parse_robots(bytes);
  robots.allowed("HorizonBot", target);
  horizon::fuzz::require(robots.allowed("HorizonBot", "/robots.txt"), "robots.txt may be read");
  horizon::fuzz::require(robots.crawl_delay("HorizonBot").value_or(0) >= 0, "time goes forward");
  for (const std::string& sitemap : robots.sitemaps()) horizon::fuzz::require_clean(sitemap);
  return 0;
}
