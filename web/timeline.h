// When the documents of a search were published: bars to choose a time from.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/date.h"
#include "core/document.h"
#include "web/html.h"
#include "web/search_state.h"
#include "web/view.h"

namespace horizon::web {

struct Timeline {
  struct Bar {
    Period period;
    std::uint64_t count = 0;
  };
  std::vector<Bar> bars;      // consecutive; months, quarters or years, at most some fifty
  std::uint64_t undated = 0;  // without a date, or with one too coarse for the bars
};

// Of daily counts, whatever their order; linear in them.
Timeline make_timeline(std::span<const DailyCount> counts);

// The bars, the form that does the same, and what is not in them. Nothing of fewer than two bars.
Markup timeline_part(const View& view, const SearchState& state, const Timeline& timeline,
                     Day today);

}  // namespace horizon::web
