#include "cli/inspect/inspect.h"
#include "crawler/robots/robots.h"

namespace horizon::cli {

Result<Json> inspect_robots(const InspectInput& input) {
  const crawler::RobotsFile robots = crawler::parse_robots(input.bytes);
  Json object = {{"allowed", robots.allowed(input.agent, input.target)},
                 {"sitemaps", robots.sitemaps()}};
  if (const auto delay = robots.crawl_delay(input.agent)) object["crawl_delay_s"] = *delay;
  return object;
}

}  // namespace horizon::cli
