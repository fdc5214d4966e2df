// The directory of organisations and places that a workspace uses.
#pragma once

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <utility>

#include "core/error.h"
#include "who/directory.h"

namespace horizon::pipeline {

// What the program carries, corrected by the workspace's who.toml if it has one. kUsage with every
// mistake of that file and its line. `root` need not be a workspace.
Result<who::Directory> open_directory(const std::filesystem::path& root);

// The same, read when it is first asked for: most commands need none. Thread-safe.
class LazyDirectory {
 public:
  explicit LazyDirectory(std::filesystem::path root) : root_(std::move(root)) {}

  // The directory, which lives as long as this; or open_directory()'s error.
  Result<const who::Directory*> get() const;
  // Of what the program carries and the workspace's who.toml: entries made with another one are
  // old.
  std::uint64_t fingerprint() const;

 private:
  std::filesystem::path root_;
  mutable std::once_flag once_;
  mutable std::optional<Result<who::Directory>> directory_;
};

}  // namespace horizon::pipeline
