#include "digest/routes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

namespace horizon::digest {
namespace {

constexpr std::array<std::string_view, 5> kClasses = {"k-1", "k-2", "k-3", "k-4", "k-5"};

double share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

// Fewer documents make a share that moves by ten points and more with every single one.
constexpr std::uint64_t kEnough = 10;
constexpr int kNotable = 5;

int percent(std::uint64_t part, std::uint64_t whole) {
  return static_cast<int>(std::lround(100 * share(part, whole)));
}

std::string shares_text(std::uint64_t before, std::uint64_t now, const RoutePanel& panel) {
  const auto figure = [](std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? std::string("–") : fmt::format("{}", percent(part, whole));
  };
  return fmt::format("{}→{}%", figure(before, panel.previous.documents),
                     figure(now, panel.recent.documents));
}

// From the figures as printed, so that the reader can check it.
std::string points_text(std::uint64_t before, std::uint64_t now, const RoutePanel& panel) {
  if (panel.previous.documents < kEnough || panel.recent.documents < kEnough) return "";
  const int points =
      percent(now, panel.recent.documents) - percent(before, panel.previous.documents);
  return std::abs(points) < kNotable ? "" : signed_text(points);
}

RouteLine make_line(std::string name, std::string_view css_class, std::uint64_t before,
                    std::uint64_t now, const RoutePanel& panel) {
  RouteLine line;
  line.name = std::move(name);
  line.css_class = css_class;
  line.previous_weight = static_cast<double>(before);
  line.recent_weight = static_cast<double>(now);
  line.shares = shares_text(before, now, panel);
  line.points = points_text(before, now, panel);
  return line;
}

std::string unassigned_text(const Unassigned& rest, Language language) {
  if (rest.documents == 0) return "–";
  return share_text(share(rest.lower, rest.documents), share(rest.upper, rest.documents), language);
}

RouteLine unassigned_line(const RoutePanel& panel, Language language) {
  const std::string name(word(Word::kNoneNamed, language));
  RouteLine line = make_line(name, "k-none", panel.previous.lower, panel.recent.lower, panel);
  const bool exact =
      panel.previous.lower == panel.previous.upper && panel.recent.lower == panel.recent.upper;
  if (!exact) {
    line.shares = fmt::format("{}→{}", unassigned_text(panel.previous, language),
                              unassigned_text(panel.recent, language));
    line.points.clear();
  }
  return line;
}

}  // namespace

std::vector<RouteLine> route_lines(const RoutePanel& panel, Language language) {
  std::vector<RouteLine> lines;
  RouteCount rest;
  std::size_t more = 0;
  for (std::size_t i = 0; i < panel.routes.size(); ++i) {
    const RouteCount& route = panel.routes[i];
    if (i < kClasses.size()) {
      lines.push_back(make_line(name_text(route.route, language), kClasses[i], route.previous,
                                route.recent, panel));
    } else {
      rest.previous += route.previous;
      rest.recent += route.recent;
      ++more;
    }
  }
  if (more > 0) {
    const std::string name = language == Language::kChinese
                                 ? fmt::format("{}{}条", word(Word::kMore, language), more)
                                 : fmt::format("{} {}", more, word(Word::kMore, language));
    lines.push_back(make_line(name, "k-x", rest.previous, rest.recent, panel));
  }
  lines.push_back(unassigned_line(panel, language));
  return lines;
}

}  // namespace horizon::digest
