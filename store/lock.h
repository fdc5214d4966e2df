// One writer at a time, across processes; and one of whatever else there may be one of.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/error.h"

namespace horizon::store {

// An exclusive lock on "<file>.lock", which names its holder. It ends with the object or with the
// process, however that ends, and no program that is started inherits it. The lock file stays:
// removing it would let two processes lock two different files of one name.
class WriterLock {
 public:
  // kUnavailable, with the holder's process id and start, if another process has it. `doing` is
  // what holders do, for that message.
  static Result<WriterLock> acquire(const std::filesystem::path& file,
                                    std::string_view doing = "writing to");
  // Who has it ("pid 17, since 2026-11-22T05:36:42Z"); kNotFound if nobody.
  static Result<std::string> look(const std::filesystem::path& file);
  WriterLock(WriterLock&& other) noexcept;
  WriterLock& operator=(WriterLock&& other) noexcept;
  ~WriterLock();

 private:
  explicit WriterLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;  // -1: moved from
};

}  // namespace horizon::store
