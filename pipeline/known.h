// Which records has the store already? Asked before anything is made of them, so that a file that
// was imported before passes at the speed of its parsing.
#pragma once

#include <tbb/enumerable_thread_specific.h>

#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/error.h"
#include "crawler/record.h"
#include "store/store.h"

namespace horizon::pipeline {

// Thread-safe: every thread has a reader of its own beside the one writer.
class KnownRecords {
 public:
  // The store need not exist yet; its readers are opened when first asked.
  explicit KnownRecords(std::filesystem::path store_file);

  // Takes out what the store would leave unchanged, and says how many. May miss some (a reader
  // sees what was committed, and does not look far where all seems new), never takes one too many.
  std::uint64_t take_out(std::vector<crawler::ParsedRecord>& records);

 private:
  tbb::enumerable_thread_specific<Result<store::Store>> readers_;
};

}  // namespace horizon::pipeline
