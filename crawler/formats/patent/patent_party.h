// Applicants, assignees and inventors, as the dialects give them.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/formats/patent/patent.h"

namespace pugi {
class xml_node;
}  // namespace pugi

namespace horizon::crawler {

// The first element child of this canonical name.
pugi::xml_node child_named(const pugi::xml_node& node, std::string_view canonical);

// One line of the first element, `node` itself or below it, with the first of these canonical
// names that there is one of. Nationalities are not looked into.
std::string leaf_text(const pugi::xml_node& node, std::initializer_list<std::string_view> names);

// Names in the order in which a reader writes them ("Ada Lovelace"; Han names without a blank). Of
// several address books the one in `language` counts. "NAME [US]" gives name and country.
PatentParty read_party(const pugi::xml_node& node, std::string_view language);

void add_party(PatentParty party, std::vector<PatentParty>& parties);

// One of each party: in the original form if that names as many as the office's own, completed by
// the others.
std::vector<PatentParty> merge_forms(std::vector<PatentParty> parties);

// "Lovelace; Ada", "Lovelace" and "Ada" as one name.
std::string full_name(std::string_view last, std::string_view first, std::string_view middle,
                      std::string_view suffix);

}  // namespace horizon::crawler
