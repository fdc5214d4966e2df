// Everything of a workspace that cannot be made anew, in one file, and back.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/error.h"
#include "pipeline/workspace.h"

namespace horizon::pipeline {

struct Backup {
  std::filesystem::path file;
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;  // of the archive
};

// Writes the store (as it is at one moment, whoever writes meanwhile), settings, taxonomy, lists of
// the operator's and issued digests as a tar archive compressed by zstd. `target` is a file, or a
// folder (one that exists, or a path that ends in '/') in which the file is named by the moment:
// "horizon-20261122T054500Z.tar.zst". Index and phrases are left out: they are made of the store.
// The file appears whole or not at all. kUsage if `target` is an existing file.
Result<Backup> back_up(const Workspace& workspace, const std::filesystem::path& target,
                       Instant now);

// Unpacks a backup into `root`, which must be empty or not exist, checks the store, and returns the
// names of what was unpacked. kCorrupt if the archive is none of back_up(); `root` is then left as
// it was found.
Result<std::vector<std::string>> restore(const std::filesystem::path& archive,
                                         const std::filesystem::path& root);

// The backups in a folder, oldest first.
std::vector<std::filesystem::path> backups_in(const std::filesystem::path& folder);

}  // namespace horizon::pipeline
