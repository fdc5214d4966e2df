#include "index/memory.h"

namespace horizon::index {

Memory::Memory(std::size_t most_bytes) : impl_(std::make_unique<Impl>(most_bytes)) {}
Memory::~Memory() = default;

std::shared_ptr<const void> Memory::Impl::find(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = places_.find(key);
  if (found == places_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->value;
}

void Memory::Impl::keep(const std::string& key, std::shared_ptr<const void> value,
                        std::size_t bytes) {
  const std::lock_guard lock(mutex_);
  if (bytes > most_bytes_ || places_.contains(key)) return;
  entries_.push_front({key, std::move(value), bytes});
  places_.emplace(entries_.front().key, entries_.begin());
  bytes_ += bytes;
  while (bytes_ > most_bytes_) {
    bytes_ -= entries_.back().bytes;
    places_.erase(entries_.back().key);
    entries_.pop_back();
  }
}

}  // namespace horizon::index
