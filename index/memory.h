// What readers of an index keep in memory, for all of them. Internal to the module's .cpp files.
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "index/index.h"

namespace horizon::index {

// Values by key. What was used least recently goes first; whoever holds it keeps it. A key names
// the state of the files that its value was read from, so that nothing here becomes wrong.
struct Memory::Impl {
  explicit Impl(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  // `make` gives T, which says its bytes(). Of several threads with one key each may make it.
  template <typename T, typename Make>
  std::shared_ptr<const T> get(const std::string& key, Make&& make) {
    if (auto known = find(key)) return std::static_pointer_cast<const T>(std::move(known));
    auto made = std::make_shared<const T>(make());
    keep(key, made, made->bytes() + key.size());
    return made;
  }
  template <typename T>
  std::shared_ptr<const T> find_as(const std::string& key) {
    return std::static_pointer_cast<const T>(find(key));
  }
  void keep(const std::string& key, std::shared_ptr<const void> value, std::size_t bytes);

 private:
  struct Entry {
    std::string key;
    std::shared_ptr<const void> value;
    std::size_t bytes = 0;
  };

  std::shared_ptr<const void> find(const std::string& key);

  const std::size_t most_bytes_;
  std::mutex mutex_;
  std::size_t bytes_ = 0;
  std::list<Entry> entries_;  // the last used one first
  std::unordered_map<std::string_view, std::list<Entry>::iterator> places_;
};

}  // namespace horizon::index
