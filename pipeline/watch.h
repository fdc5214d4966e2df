// What somebody wants to be told of, as an issue asks for it.
#pragma once

#include <functional>
#include <vector>

#include "core/date.h"
#include "core/error.h"
#include "digest/annex.h"
#include "pipeline/search.h"

namespace horizon::pipeline {

// The days whose arrivals an issue reports: first seen after `after`, up to `until`.
struct WatchSpan {
  Period week;  // of the issue
  Day after{};
  Day until{};
};

// Asked once for each issue; in the order in which they are to be shown. An error is the issue's.
using WatchSource = std::function<Result<std::vector<digest::WatchItem>>(const Searcher& searcher,
                                                                         const WatchSpan& span)>;

}  // namespace horizon::pipeline
