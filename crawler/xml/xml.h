// What this module's parsers need of pugixml. Names are compared without their prefixes, because
// feeds bind the same namespace to any prefix, or to none, or to a misspelt URI.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pugi {
class xml_document;
class xml_node;
}  // namespace pugi

namespace horizon::crawler {

// Parses UTF-8 markup; an empty text, or what is wrong and at which byte. The tree then holds what
// came before that. The caller has bounded size and depth (xml_split.h). No DTD is read and no
// entity but XML's five and numeric ones is expanded: others stay as text.
std::string parse_xml(pugi::xml_document& document, std::string_view markup);

std::string_view local_name(const pugi::xml_node& node);
// First child of this local name; null node if there is none. Here and below one without a prefix
// goes before those with one: <title> before <media:title>, wherever they stand.
pugi::xml_node child(const pugi::xml_node& parent, std::string_view local);
// First element child.
pugi::xml_node first_element(const pugi::xml_node& parent);
std::vector<pugi::xml_node> children(const pugi::xml_node& parent, std::string_view local);

// All character data below, in document order; trimmed.
std::string text_of(const pugi::xml_node& node);
// The same of the first child of this name; empty if there is none.
std::string child_text(const pugi::xml_node& parent, std::string_view local);
// Everything below as markup, for elements that hold XHTML.
std::string inner_markup(const pugi::xml_node& node);
// The value of an attribute by its qualified name ("href", "xml:lang"); empty if absent.
std::string_view attribute(const pugi::xml_node& node, const char* name);

}  // namespace horizon::crawler
