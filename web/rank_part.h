// The overview's ranks: the subfields of one domain, by documents a year.
#pragma once

#include "web/context.h"
#include "web/view.h"

namespace horizon::web {

// Of the domain that "?rank=ID" names, else of that with the most documents; the ten subfields with
// the most documents over the six years that are shown. Empty if there is nothing to rank.
Markup rank_part(const Context& context, const View& view, const pipeline::Overview& overview);

}  // namespace horizon::web
