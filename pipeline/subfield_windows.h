// The scheme's subfields, and two windows of all documents to compare them in.
#pragma once

#include <string>
#include <vector>

#include "pipeline/workspace.h"
#include "store/store.h"
#include "trends/growth.h"
#include "trends/series.h"

namespace horizon::pipeline {

struct SubfieldWindows {
  std::vector<taxonomy::NodeIndex> topics;  // in the taxonomy's order
  std::vector<std::string> ids;             // of the topics
  trends::Window recent, previous;          // without periods: there are not two
};

// The last complete periods and as many before them; `window` periods (0: the granularity's
// default, trends::default_window).
Result<SubfieldWindows> subfield_windows(const Workspace& workspace, const store::Store& store,
                                         const trends::SeriesOptions& options, std::size_t window);

}  // namespace horizon::pipeline
