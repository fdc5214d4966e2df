// Hands values from one thread to another, and makes the giver wait while too much is waiting.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace horizon::pipeline {

template <typename T>
class BoundedQueue {
 public:
  // `capacity`: how much may wait, in the units of put()'s `size`. A single value may exceed it.
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {}

  // Waits for room. After close() the value is dropped.
  void put(T value, std::size_t size = 1) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return closed_ || values_.empty() || waiting_ + size <= capacity_; });
    if (closed_) return;
    waiting_ += size;
    values_.emplace_back(std::move(value), size);
    arrived_.notify_one();
  }

  // The next value, waited for; nullopt once the queue is closed and empty.
  std::optional<T> take() {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [&] { return closed_ || !values_.empty(); });
    return pop();
  }

  // The next value if there is one now.
  std::optional<T> take_waiting() {
    const std::scoped_lock lock(mutex_);
    return pop();
  }

  // What waits is still taken; nothing more is accepted.
  void close() {
    const std::scoped_lock lock(mutex_);
    closed_ = true;
    arrived_.notify_all();
    room_.notify_all();
  }

 private:
  std::optional<T> pop() {
    if (values_.empty()) return std::nullopt;
    std::optional<T> value(std::move(values_.front().first));
    waiting_ -= values_.front().second;
    values_.pop_front();
    room_.notify_one();
    return value;
  }

  const std::size_t capacity_;
  std::size_t waiting_ = 0;
  bool closed_ = false;
  std::deque<std::pair<T, std::size_t>> values_;
  std::mutex mutex_;
  std::condition_variable arrived_, room_;
};

}  // namespace horizon::pipeline
