#include "crawler/fetch/back_off.h"

#include <algorithm>

namespace horizon::crawler {
namespace {

using std::chrono::milliseconds;

milliseconds curve(const BackOffOptions& options, int incidents, std::mt19937_64& random) {
  milliseconds pause = options.first;
  for (int i = 0; i < incidents && pause < options.longest; ++i) pause *= 2;
  pause = std::min(pause, options.longest);
  std::uniform_real_distribution<double> share(-options.jitter, options.jitter);
  return milliseconds(
      static_cast<std::int64_t>(static_cast<double>(pause.count()) * (1.0 + share(random))));
}

}  // namespace

std::optional<BackOff::Time> BackOff::incident(const BackOffOptions& options, Time sent, Time now,
                                               std::optional<milliseconds> asked,
                                               std::mt19937_64& random) {
  if (last_ && sent < *last_) return std::nullopt;
  if (last_ && now > until_ + options.forgiven_after) incidents_ = 0;
  last_ = now;
  const milliseconds pause = asked ? *asked : curve(options, incidents_, random);
  incidents_ = std::min(incidents_ + 1, 64);
  until_ = now + pause;
  return until_;
}

void BackOff::restore(int incidents, Time until) {
  incidents_ = std::clamp(incidents, 0, 64);
  until_ = until;
  last_ = Time::min();
}

}  // namespace horizon::crawler
