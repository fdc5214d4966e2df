#include "crawler/fetch/timing.h"

#include <thread>

namespace horizon::crawler {

Sleep real_sleep() {
  return [](std::chrono::milliseconds pause) { std::this_thread::sleep_for(pause); };
}

SteadyClock real_steady_clock() {
  return [] { return std::chrono::steady_clock::now(); };
}

WallClock real_wall_clock() {
  return [] { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); };
}

}  // namespace horizon::crawler
