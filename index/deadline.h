// When a search has to stop. Internal to the module's .cpp files.
#pragma once

#include <chrono>

namespace horizon::index {

class Deadline {
 public:
  // No limit: 0.
  explicit Deadline(std::chrono::milliseconds limit)
      : limited_(limit.count() > 0), end_(std::chrono::steady_clock::now() + limit) {}

  bool passed() const { return limited_ && std::chrono::steady_clock::now() >= end_; }

 private:
  bool limited_;
  std::chrono::steady_clock::time_point end_;
};

}  // namespace horizon::index
