// Which labelled documents a question is about: the same rules as for the counts of a series.
#pragma once

#include "store/store.h"
#include "trends/growth.h"
#include "trends/series.h"

namespace horizon::pipeline {

// Dated as finely as the periods are, not after the as-of day, and of the kind, language, source
// and days that are asked for.
inline bool is_counted(const store::LabelledDocument& document,
                       const trends::SeriesOptions& options) {
  if (!document.published || !fits(document.published->precision, options.granularity))
    return false;
  const Day day = document.published->day;
  return day <= options.as_of && (!options.from || day >= *options.from) &&
         (!options.until || day <= *options.until) &&
         (!options.kind || document.kind == *options.kind) &&
         (options.language.empty() || document.language == options.language) &&
         (options.source.empty() || document.source == options.source);
}

inline bool lies_in(Day day, const trends::Window& window) {
  return window.periods > 0 && day >= window.first.begin && day < end_of(window.last);
}

}  // namespace horizon::pipeline
