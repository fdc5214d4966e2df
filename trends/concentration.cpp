#include "trends/concentration.h"

#include <algorithm>
#include <cmath>

namespace horizon::trends {
namespace {

// Sums of fractions differ in their last digits with the order of adding: compared in billionths.
std::int64_t billionths(double weight) { return std::llround(weight * 1e9); }

template <typename Weight>
std::vector<std::size_t> ordered(std::span<const ActorWeight> actors, Weight&& weight) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < actors.size(); ++i)
    if (billionths(weight(actors[i])) > 0) order.push_back(i);
  std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
    const auto one = billionths(weight(actors[a])), other = billionths(weight(actors[b]));
    return one != other ? one > other : actors[a].id < actors[b].id;
  });
  return order;
}

template <typename Weight>
std::vector<std::size_t> ranks(std::span<const ActorWeight> actors,
                               std::span<const std::size_t> order, Weight&& weight) {
  std::vector<std::size_t> rank(actors.size(), 0);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const bool tied =
        i > 0 && billionths(weight(actors[order[i - 1]])) == billionths(weight(actors[order[i]]));
    rank[order[i]] = tied ? rank[order[i - 1]] : i + 1;
  }
  return rank;
}

}  // namespace

Concentration measure_actors(std::span<const ActorWeight> actors, double confidence) {
  const auto recent = [](const ActorWeight& actor) { return actor.recent; };
  const auto previous = [](const ActorWeight& actor) { return actor.previous; };
  Concentration found;
  std::vector<double> weights;
  for (const ActorWeight& actor : actors) {
    found.recent += actor.recent;
    found.previous += actor.previous;
    if (billionths(actor.recent) > 0) weights.push_back(actor.recent);
  }
  const auto order = ordered(actors, recent);
  const auto now = ranks(actors, order, recent);
  const auto before = ranks(actors, ordered(actors, previous), previous);
  for (const std::size_t i : order) {
    ActorRank entry;
    entry.actor = i;
    entry.rank = now[i];
    entry.share = share_of(actors[i].recent, found.recent, confidence);
    if (found.previous > 0) entry.previous_share = actors[i].previous / found.previous;
    entry.previous_rank = before[i];
    entry.newcomer = actors[i].earlier == 0;
    if (found.ranking.size() < 5) found.top5 += entry.share.value;
    found.ranking.push_back(entry);
  }
  found.effective = effective_number(weights, confidence);
  if (!found.ranking.empty()) found.margin = found.ranking[0].share.value;
  if (found.ranking.size() > 1) found.margin -= found.ranking[1].share.value;
  return found;
}

}  // namespace horizon::trends
