// Internal to the module's .cpp files: an open index.
#pragma once

#include <fmt/format.h>
#include <xapian.h>

#include <filesystem>
#include <functional>

#include "index/index.h"

namespace horizon::index {

struct Reader::Impl {
  static constexpr int kMaxReopens = 10;

  mutable Xapian::Database database;
  std::filesystem::path folder;

  // Runs `work`; when the writer has overtaken this reader, the whole of it again on the newest
  // state.
  template <typename T>
  Result<T> retrying(const std::function<T()>& work) const {
    for (int attempt = 0;; ++attempt) {
      try {
        return work();
      } catch (const Xapian::DatabaseModifiedError&) {
        if (attempt == kMaxReopens) break;
        database.reopen();
      } catch (const Xapian::Error& error) {
        return fail(ErrorCode::kUnavailable,
                    fmt::format("search index {}: {} ('horizon reindex' builds it anew)",
                                folder.string(), error.get_msg()));
      }
    }
    return fail(ErrorCode::kUnavailable, fmt::format("search index {} changes faster than it can "
                                                     "be read; try again",
                                                     folder.string()));
  }
};

}  // namespace horizon::index
