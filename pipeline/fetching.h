// The workspace's way to the world.
#pragma once

#include <filesystem>
#include <memory>

#include "core/error.h"
#include "crawler/fetch/fetcher.h"
#include "pipeline/workspace.h"

namespace horizon::pipeline {

// What goes over the network may be recorded, or come from a recording instead (WARC 1.1).
struct Recording {
  std::filesystem::path record_to = {};
  std::filesystem::path replay_from = {};
};

// file: URLs below the workspace's root; http(s) if a contact is set or a recording is replayed.
Result<std::unique_ptr<crawler::Fetcher>> open_fetcher(const Workspace& workspace,
                                                       const Recording& recording = {});

}  // namespace horizon::pipeline
