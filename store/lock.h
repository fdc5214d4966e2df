// One writer at a time, across processes. Internal to store/.
#pragma once

#include <filesystem>

#include "core/error.h"

namespace horizon::store {

// An exclusive lock on "<file>.lock", which names its holder. It ends with the object or with the
// process, however that ends, and no program that is started inherits it. The lock file stays:
// removing it would let two processes lock two different files of one name.
class WriterLock {
 public:
  // kUnavailable, with the holder's process id, if another writer has it.
  static Result<WriterLock> acquire(const std::filesystem::path& file);
  WriterLock(WriterLock&& other) noexcept;
  WriterLock& operator=(WriterLock&& other) noexcept;
  ~WriterLock();

 private:
  explicit WriterLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;  // -1: moved from
};

}  // namespace horizon::store
