// Trees of patent records, whatever their names look like.
#pragma once

#include <string>
#include <string_view>

namespace pugi {
class xml_document;
class xml_node;
}  // namespace pugi

namespace horizon::crawler {

// A name without its prefix, hyphens and case, in which ST.36, ST.96, CNIPA's schemas and the old
// DTDs often agree: "publicationreference" of "exch:publication-reference" and of
// "business:PublicationReference".
std::string canonical_name(std::string_view name);

// Parses UTF-8 markup without resolving entities; an empty text, or what is wrong and at which
// byte. The tree then holds what came before that.
std::string parse_patent_xml(pugi::xml_document& document, std::string_view markup);

// The value of the first attribute of this canonical name ("lang", "docnumber"), entities
// resolved; empty if there is none.
std::string attribute_of(const pugi::xml_node& node, std::string_view canonical);

// The next node below `top`, depth first; `descend` false passes over what is below `node`.
pugi::xml_node next_node(const pugi::xml_node& top, pugi::xml_node node, bool descend);

}  // namespace horizon::crawler
