// A folder that an operator puts files in: a database's exports, another program's output.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/error.h"
#include "crawler/harvest/harvest.h"

namespace horizon::crawler {

// source.url is "file:FOLDER", relative to context.root, which neither ".." nor a symbolic link
// leaves. Files of any record format (or of source.format), archives among them, are read in the
// order of their names, folders below included, hidden files and symbolic links not. Nothing is
// changed or removed.
//
// A file is known by its name, size and time of last change: one that has changed is read again,
// and its records are updates. One that changed within the last minute, or whose name ends in
// ".part", ".tmp", ".crdownload" or the like, is still being written and left for the next harvest.
// A file that cannot be read is quarantined, and not tried again until it changes.
//
// The state holds what was read, and how far the file was that is being read: a harvest that was
// killed goes on there. kUsage for a URL that is not allowed, an unknown format, or more than
// 50,000 files; kNotFound for a folder that is not there.
Result<std::unique_ptr<Harvest>> open_folder_harvest(const Source& source,
                                                     const std::optional<std::string>& state,
                                                     const HarvestContext& context);

}  // namespace horizon::crawler
