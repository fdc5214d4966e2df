// Who wrote an article and when, as a page shows it to its readers.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/html/html_tree.h"
#include "crawler/html/names.h"
#include "crawler/text/date_text.h"

namespace horizon::crawler {

// The first date, to the day at least, that stands in <time>, in an element named as a date, or in
// a short text near the first heading; else the one in the address ("/2026/11/22/", "/20261122/").
// Dates behind readers' comments are theirs. nullopt if there is none.
std::optional<TextDate> find_shown_date(const HtmlTree& tree,
                                        const std::vector<NameEvidence>& names,
                                        std::string_view url);

// The first names in a link with rel=author, in an element named as an author or byline, or behind
// "By", "作者：" and the like near the first heading.
std::vector<std::string> find_shown_authors(const HtmlTree& tree,
                                            const std::vector<NameEvidence>& names);

// A date of day precision in a text of at most 200 bytes: "Posted on March 4, 2026 by Ann".
std::optional<TextDate> find_date_in(std::string_view text);

// The names of a byline: "By Ann Weber and Li Bo | Staff" gives Ann Weber, Li Bo.
std::vector<std::string> names_in_byline(std::string_view text);

}  // namespace horizon::crawler
