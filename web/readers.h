// Open stores and indexes for many threads: a few searchers that requests borrow by turns.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "core/date.h"
#include "core/error.h"
#include "pipeline/analyser.h"
#include "pipeline/search.h"
#include "pipeline/workspace.h"

namespace horizon::web {

// Thread-safe. Workspace, analyser and clock must outlive it.
class Readers {
 public:
  // At most `count` requests read at the same time.
  Readers(const pipeline::Workspace& workspace, const pipeline::Analyser& analyser,
          const Clock& clock, std::shared_ptr<index::Memory> memory, std::size_t count);

  // A searcher that nobody else uses until the lease ends.
  class Lease {
   public:
    Lease(Lease&& other) noexcept
        : owner_(std::exchange(other.owner_, nullptr)), slot_(other.slot_) {}
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (owner_ != nullptr) owner_->give_back(slot_);
    }
    const pipeline::Searcher& operator*() const { return *owner_->slots_[slot_].searcher; }
    const pipeline::Searcher* operator->() const { return &**this; }

   private:
    friend class Readers;
    Lease(Readers& owner, std::size_t slot) : owner_(&owner), slot_(slot) {}
    Readers* owner_;
    std::size_t slot_;
  };

  // Shows what has been committed by now; a store or index that was replaced is opened anew.
  // kLimit if all are busy for that long; kUnavailable if store or index cannot be read, or if
  // there is nothing in them yet.
  Result<Lease> borrow(std::chrono::milliseconds patience);

 private:
  struct Slot {
    std::optional<pipeline::Searcher> searcher;
    std::uint64_t device = 0, file = 0;  // of the store that it has open
  };

  void give_back(std::size_t slot);
  Status bring_up_to_date(Slot& slot) const;

  const pipeline::Workspace& workspace_;
  const pipeline::Analyser& analyser_;
  const Clock& clock_;
  const std::shared_ptr<index::Memory> memory_;
  std::vector<Slot> slots_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::size_t> free_;  // the last one used is taken first: its memory is warm
};

}  // namespace horizon::web
