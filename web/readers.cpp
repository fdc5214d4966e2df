#include "web/readers.h"

#include <sys/stat.h>

namespace horizon::web {

Readers::Readers(const pipeline::Workspace& workspace, const pipeline::Analyser& analyser,
                 const Clock& clock, std::shared_ptr<index::Memory> memory, std::size_t count)
    : workspace_(workspace),
      analyser_(analyser),
      clock_(clock),
      memory_(std::move(memory)),
      slots_(count) {
  for (std::size_t i = count; i > 0; --i) free_.push_back(i - 1);
}

Status Readers::bring_up_to_date(Slot& slot) const {
  struct stat store {};
  const bool there = ::stat(workspace_.store_file().c_str(), &store) == 0;
  const bool same = there && slot.device == store.st_dev && slot.file == store.st_ino;
  if (slot.searcher && same) {
    if (slot.searcher->refresh(clock_.today())) return {};
  }
  slot.searcher.reset();
  auto searcher = pipeline::Searcher::open_beside(workspace_, analyser_, clock_.today(), memory_);
  if (!searcher) {
    // A workspace without documents is the operator's to mend, not a mistake of who asks.
    const Error& error = searcher.error();
    return fail(error.code == ErrorCode::kUsage ? ErrorCode::kUnavailable : error.code,
                error.message);
  }
  slot.searcher.emplace(*std::move(searcher));
  slot.device = store.st_dev;
  slot.file = store.st_ino;
  return {};
}

Result<Readers::Lease> Readers::borrow(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  if (!returned_.wait_for(lock, patience, [&] { return !free_.empty(); })) {
    return fail(ErrorCode::kLimit, "every reader is busy");
  }
  const std::size_t slot = free_.back();
  free_.pop_back();
  lock.unlock();
  Lease lease(*this, slot);
  HORIZON_TRY(bring_up_to_date(slots_[slot]));
  return lease;
}

void Readers::give_back(std::size_t slot) {
  {
    const std::lock_guard lock(mutex_);
    free_.push_back(slot);
  }
  returned_.notify_one();
}

}  // namespace horizon::web
