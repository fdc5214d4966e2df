// The workspace's way to the world.
#pragma once

#include <memory>

#include "core/error.h"
#include "crawler/fetch/fetcher.h"
#include "pipeline/workspace.h"

namespace horizon::pipeline {

// file: URLs below the workspace's root; http(s) if a contact is set.
Result<std::unique_ptr<crawler::Fetcher>> open_fetcher(const Workspace& workspace);

}  // namespace horizon::pipeline
