#include "digest/routes.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace horizon::digest {
namespace {

TEST(RouteLines, GiveNoChangeForFewDocuments) {
  struct Case {
    std::uint64_t before, before_of, now, now_of;
    const char *shares, *points;
  };
  const Case cases[] = {{0, 10, 2, 19, "0→11%", "+11"}, {0, 9, 2, 19, "0→11%", ""},
                        {5, 10, 1, 9, "50→11%", ""},    {5, 10, 1, 10, "50→10%", "−40"},
                        {5, 10, 6, 11, "50→55%", "+5"}, {50, 100, 54, 100, "50→54%", ""},
                        {0, 0, 2, 19, "–→11%", ""},     {0, 0, 0, 0, "–→–%", ""}};
  for (const Case& c : cases) {
    RoutePanel panel;
    RouteCount route;
    route.recent = c.now;
    route.previous = c.before;
    panel.routes.push_back(route);
    panel.recent = {.documents = c.now_of, .lower = 0, .upper = 0};
    panel.previous = {.documents = c.before_of, .lower = 0, .upper = 0};
    const RouteLine line = route_lines(panel, Language::kEnglish).at(0);
    EXPECT_EQ(line.shares, c.shares) << c.before_of << " " << c.now_of;
    EXPECT_EQ(line.points, c.points) << c.before_of << " " << c.now_of;
  }
}

}  // namespace
}  // namespace horizon::digest
