// What topic page, overview and comparison show, measured once and shared.
#pragma once

#include <memory>

#include "core/error.h"
#include "web/context.h"

namespace horizon::web {

// `by`: the length of a period. Everything but the emerging terms, which are as they were last
// measured, is of the store as it is.
Result<std::shared_ptr<const TopicReport>> topic_report(Context& context, taxonomy::NodeIndex node,
                                                        Granularity by);
// By quarter.
Result<std::shared_ptr<const OverviewReport>> overview_report(Context& context);

}  // namespace horizon::web
