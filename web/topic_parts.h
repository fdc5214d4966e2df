// The sections of a topic's page.
#pragma once

#include "web/context.h"
#include "web/html.h"
#include "web/view.h"

namespace horizon::web {

Markup routes_part(const Context& context, const View& view, const TopicReport& report);
Markup actors_part(const Context& context, const View& view, const TopicReport& report,
                   const taxonomy::Node& node);
Markup terms_part(const View& view, const TopicReport& report);
// Of a domain: its subfields, each with its growth.
Markup subfields_part(const Context& context, const View& view, const OverviewReport& overview,
                      const taxonomy::Node& node);

// A curve for wide screens and one for phones; style sheets show one of them.
Markup curve(const View& view, const std::vector<const pipeline::TrendLine*>& lines,
             const std::vector<std::string>& names, const std::string& title);

}  // namespace horizon::web
