// Internal to the module's .cpp files: an open index.
#pragma once

#include <fmt/format.h>
#include <xapian.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "index/checksums.h"
#include "index/index.h"
#include "index/memory.h"
#include "index/snapshot.h"

namespace horizon::index {

struct Reader::Impl {
  static constexpr int kMaxReopens = 10;

  std::filesystem::path folder;
  std::shared_ptr<Memory> memory;
  mutable Snapshot snapshot;
  mutable SealedSums sums = {};  // of whoever verifies

  const Xapian::Database& database() const { return snapshot.database; }
  Memory::Impl& shared() const { return *memory->impl_; }

  // Runs `work`; when the writer has overtaken this reader, the whole of it again on the newest
  // state; when a shard turns out to be damaged, again without it (see damage()).
  template <typename T>
  Result<T> retrying(const std::function<T()>& work) const {
    for (int attempt = 0; attempt < kMaxReopens; ++attempt) {
      try {
        return work();
      } catch (const Xapian::DatabaseModifiedError&) {
        auto newest = Snapshot::open(folder, shared());
        if (!newest) return fail(newest.error());
        snapshot = *std::move(newest);
      } catch (const Xapian::DatabaseError& error) {
        const std::size_t before = snapshot.parts.size();
        leave_out_damaged<T>(work);
        if (snapshot.parts.size() == before || snapshot.parts.empty()) return unreadable(error);
      } catch (const Xapian::Error& error) {
        return unreadable(error);
      }
    }
    return fail(ErrorCode::kUnavailable, fmt::format("search index {} changes faster than it can "
                                                     "be read; try again",
                                                     folder.string()));
  }

 private:
  tl::unexpected<Error> unreadable(const Xapian::Error& error) const {
    return fail(ErrorCode::kUnavailable,
                fmt::format("search index {}: {} ('horizon reindex' builds it anew)",
                            folder.string(), error.get_msg()));
  }

  // Tries `work` on each shard alone.
  template <typename T>
  void leave_out_damaged(const std::function<T()>& work) const {
    std::vector<std::string> damaged;
    const std::vector<Snapshot::Part> all = snapshot.parts;
    for (const Snapshot::Part& part : all) {
      snapshot.leave_only(part);
      try {
        work();
      } catch (const Xapian::DatabaseModifiedError&) {
        // Overtaken, not damaged.
      } catch (const Xapian::Error&) {
        damaged.push_back(part.name);
      }
    }
    snapshot.parts = all;
    snapshot.leave_out(damaged);
  }
};

}  // namespace horizon::index
