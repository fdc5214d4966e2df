// Do store, index and counts agree? Everything derived is derived once more and compared.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/error.h"
#include "pipeline/analyser.h"
#include "pipeline/run.h"
#include "pipeline/workspace.h"

namespace horizon::pipeline {

// The first of them; a damaged workspace has one difference or millions.
inline constexpr std::size_t kMaxDifferences = 1'000;

struct VerifyReport {
  std::uint64_t documents = 0;     // compared with the index
  std::vector<std::string> store;  // daily counts, labels and aliases that do not agree
  std::vector<std::string> index;  // documents and shards that do not agree with the store
  std::uint64_t more = 0;          // differences beyond kMaxDifferences
  bool interrupted = false;
  bool agrees() const { return store.empty() && index.empty() && !interrupted; }
};

// The index catches up first, if nobody else is writing. kUnavailable while somebody is: there is
// no moment at which both could be read.
Result<VerifyReport> verify_workspace(const Workspace& workspace, const Analyser& analyser,
                                      const JobContext& context);

}  // namespace horizon::pipeline
