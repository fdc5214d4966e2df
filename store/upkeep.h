// What keeps a store small and safe over years.
#pragma once

#include <filesystem>
#include <optional>

#include "core/date.h"
#include "core/error.h"
#include "store/store.h"

namespace horizon::store {

// A consistent copy of the store, without what is free in it, whoever else reads or writes
// meanwhile; `to` must not exist. kUnavailable, and no file, if there is no room for it.
Status copy_store(const std::filesystem::path& file, const std::filesystem::path& to);

// A view of a store that must outlive it and is open for writing.
class Upkeep {
 public:
  explicit Upkeep(const Store& store) : store_(&store) {}

  struct Forgotten {
    std::uint64_t runs = 0, quarantined = 0, deliveries = 0;
  };
  // Forgets runs and quarantined records of before these moments, and messages as old as the runs
  // of which no delivery waits; nullopt: none of them.
  Result<Forgotten> forget(std::optional<Instant> runs_before,
                           std::optional<Instant> quarantined_before);

  // Puts what waits in the log into the file, and gives space back where more than a quarter of
  // the file is free. True if the file was written anew.
  Result<bool> compact();

 private:
  const Store* store_;
};

}  // namespace horizon::store
