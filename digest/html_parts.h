// The sections of the page, in the order in which render_html() sets them.
#pragma once

#include <string>
#include <string_view>

#include "digest/issue.h"
#include "digest/tables.h"
#include "digest/words.h"

namespace horizon::digest {

std::string html_headlines(const Issue& issue, Language language);
std::string html_coverage(const Issue& issue, Language language);
std::string html_changes(const Issue& issue, Language language);
std::string html_movement(const Issue& issue, Language language);
std::string html_heat_map(const Issue& issue, Language language);
std::string html_routes(const Issue& issue, Language language);  // "" if no subfield has enough
std::string html_fresh(const Issue& issue, Language language);
std::string html_method(const Issue& issue, Language language);

// A section of its own; "" if the table is empty.
std::string html_table(const Table& table, Language language);

// <h2> of a section, with an id that links can name.
std::string html_heading(std::string_view id, Word word, Language language);
// A node's name; marked with its language if that is not the page's.
std::string html_name(const NodeRef& node, Language language);
// Chip with kind, id and date, and the title in its own language; a list item.
std::string html_evidence(const EvidenceItem& item, std::string_view extra, Language language);

}  // namespace horizon::digest
