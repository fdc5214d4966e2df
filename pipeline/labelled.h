// Which labelled documents a question is about: the same rules as for the counts of a series.
#pragma once

#include "store/store.h"
#include "trends/growth.h"
#include "trends/series.h"

namespace horizon::pipeline {

// Dated as finely as the periods are, not after the as-of day, and of the days that are asked for.
inline bool is_in_time(const PartialDate& date, const trends::SeriesOptions& options) {
  return fits(date.precision, options.granularity) && date.day <= options.as_of &&
         (!options.from || date.day >= *options.from) &&
         (!options.until || date.day <= *options.until);
}

// In time, and of the kind, language and source that are asked for.
inline bool is_counted(const store::LabelledDocument& document,
                       const trends::SeriesOptions& options) {
  return document.published && is_in_time(*document.published, options) &&
         (!options.kind || document.kind == *options.kind) &&
         (options.language.empty() || document.language == options.language) &&
         (options.source.empty() || document.source == options.source);
}

inline bool lies_in(Day day, const trends::Window& window) {
  return window.periods > 0 && day >= window.first.begin && day < end_of(window.last);
}

}  // namespace horizon::pipeline
