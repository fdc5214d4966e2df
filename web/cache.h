// Answers that are worth keeping: shared by all threads, bounded, made once.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "core/date.h"
#include "core/error.h"

namespace horizon::web {

// What an answer depends on besides its question.
struct Stamp {
  std::uint64_t sequence = 0;  // of the store
  Day day{};                   // as of
  friend bool operator==(const Stamp&, const Stamp&) = default;
};

// Thread-safe. An answer of another stamp is still given out for `keep` after it was made, since
// during a scan the stamp changes every second, and while somebody makes the new one.
template <typename Value>
class Cache {
 public:
  // How much room a value takes; by default all take the same.
  using Measure = std::function<std::size_t(const Value&)>;
  Cache(
      std::size_t capacity, std::chrono::seconds keep,
      Measure measure = [](const Value&) { return std::size_t{1}; })
      : capacity_(capacity), keep_(keep), measure_(std::move(measure)) {}

  // `make()` gives Result<Value>; of several threads with one question, one calls it. Errors are
  // not kept.
  template <typename Make>
  Result<std::shared_ptr<const Value>> get(const std::string& key, const Stamp& stamp,
                                           Make&& make) {
    std::unique_lock lock(mutex_);
    while (true) {
      Entry& entry = entries_[key];
      entry.used = ++uses_;
      if (entry.value && (entry.stamp == stamp || entry.making || is_recent(entry))) {
        return entry.value;
      }
      if (!entry.making) break;
      made_.wait(lock);
    }
    entries_[key].making = true;
    lock.unlock();
    Result<Value> value = make();
    lock.lock();
    return keep_value(key, stamp, std::move(value));
  }

  // Every question is answered anew.
  void clear() {
    const std::lock_guard lock(mutex_);
    std::erase_if(entries_, [](const auto& entry) { return !entry.second.making; });
    filled_ = 0;
    for (const auto& [key, entry] : entries_) filled_ += entry.size;
  }

 private:
  using Time = std::chrono::steady_clock::time_point;
  struct Entry {
    std::shared_ptr<const Value> value;
    Stamp stamp;
    Time made{};
    std::uint64_t used = 0;
    std::size_t size = 0;
    bool making = false;
  };

  bool is_recent(const Entry& entry) const {
    return std::chrono::steady_clock::now() - entry.made < keep_;
  }

  Result<std::shared_ptr<const Value>> keep_value(const std::string& key, const Stamp& stamp,
                                                  Result<Value> value) {
    made_.notify_all();
    Entry& entry = entries_[key];
    entry.making = false;
    if (!value) {
      if (!entry.value) entries_.erase(key);
      return fail(value.error());
    }
    auto shared = std::make_shared<const Value>(*std::move(value));
    filled_ -= entry.size;
    entry.size = measure_(*shared);
    filled_ += entry.size;
    entry.value = shared;
    entry.stamp = stamp;
    entry.made = std::chrono::steady_clock::now();
    drop_oldest();
    return shared;
  }

  void drop_oldest() {
    while (filled_ > capacity_) {
      auto oldest = entries_.end();
      for (auto it = entries_.begin(); it != entries_.end(); ++it) {
        if (it->second.making || it->second.size == 0) continue;
        if (oldest == entries_.end() || it->second.used < oldest->second.used) oldest = it;
      }
      if (oldest == entries_.end()) return;
      filled_ -= oldest->second.size;
      entries_.erase(oldest);
    }
  }

  const std::size_t capacity_;
  const std::chrono::seconds keep_;
  const Measure measure_;
  std::mutex mutex_;
  std::condition_variable made_;
  std::map<std::string, Entry> entries_;
  std::uint64_t uses_ = 0;
  std::size_t filled_ = 0;
};

}  // namespace horizon::web
