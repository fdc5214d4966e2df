#include "pipeline/known.h"

#include <utility>

namespace horizon::pipeline {
namespace {

// Records of one batch mostly come from one file: if the first ones are new, so is the rest, and
// a look-up for each would be in vain.
constexpr std::size_t kSample = 16;

}  // namespace

KnownRecords::KnownRecords(std::filesystem::path store_file)
    : readers_([file = std::move(store_file)] {
        return store::Store::open(file, store::Mode::kRead);
      }) {}

std::uint64_t KnownRecords::take_out(std::vector<crawler::ParsedRecord>& records) {
  const Result<store::Store>& reader = readers_.local();
  if (!reader) return 0;  // the writer will tell what is wrong with the store
  std::size_t kept = 0;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const bool all_new = i >= kSample && kept == i;
    const auto known =
        all_new ? Result<bool>(false) : reader->knows(records[i].document, records[i].raw);
    if (known && *known) continue;
    if (kept != i) records[kept] = std::move(records[i]);
    ++kept;
  }
  const std::uint64_t taken = records.size() - kept;
  records.resize(kept);
  return taken;
}

}  // namespace horizon::pipeline
