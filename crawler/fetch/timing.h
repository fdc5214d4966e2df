// The clocks and the sleep of the crawler, passed in, so that tests run without waiting.
#pragma once

#include <chrono>
#include <functional>

#include "core/date.h"

namespace horizon::crawler {

using Sleep = std::function<void(std::chrono::milliseconds)>;
using SteadyClock = std::function<std::chrono::steady_clock::time_point()>;
using WallClock = std::function<Instant()>;  // UTC; for Retry-After dates and quotas' ends

Sleep real_sleep();
SteadyClock real_steady_clock();
WallClock real_wall_clock();

}  // namespace horizon::crawler
