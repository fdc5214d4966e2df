#include "pipeline/bounded_queue.h"

#include <gtest/gtest.h>

#include <thread>

namespace horizon::pipeline {
namespace {

TEST(BoundedQueue, KeepsTheOrderAndNeverHoldsMoreThanItMay) {
  BoundedQueue<int> queue(10);
  std::thread giver([&] {
    for (int i = 0; i < 1'000; ++i) queue.put(i, static_cast<std::size_t>(1 + i % 12));
    queue.close();
  });
  int next = 0;
  while (const auto value = queue.take()) EXPECT_EQ(*value, next++);
  giver.join();
  EXPECT_EQ(next, 1'000);
  EXPECT_EQ(queue.take(), std::nullopt);
}

TEST(BoundedQueue, ClosingFreesAGiverThatWaits) {
  BoundedQueue<int> queue(1);
  queue.put(1);
  std::thread giver([&] { queue.put(2); });
  queue.close();
  giver.join();
  EXPECT_EQ(queue.take(), 1);
}

TEST(BoundedQueue, TakesOnlyWhatIsThereWhenAskedNotToWait) {
  BoundedQueue<int> queue(2);
  EXPECT_EQ(queue.take_waiting(), std::nullopt);
  queue.put(7);
  EXPECT_EQ(queue.take_waiting(), 7);
  EXPECT_EQ(queue.take_waiting(), std::nullopt);
}

}  // namespace
}  // namespace horizon::pipeline
