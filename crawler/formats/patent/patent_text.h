// Text of patents: inline markup of every dialect, and the entities of their old DTDs.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pugi {
class xml_node;
}  // namespace pugi

namespace horizon::crawler {

// What an entity of ISO 8879 or ISO 9573-13 stands for that HTML does not name ("agr", "b.alpha"),
// in UTF-8; empty for others.
std::string_view iso_entity(std::string_view name);

// The following read trees parsed WITHOUT resolving entities, and resolve them.

// Everything below as a reader sees it: sub- and superscripts, entities, formulae; paragraphs and
// claim parts on lines of their own; headings, images and numbering of paragraphs left out.
std::string patent_text(const pugi::xml_node& node);
// The same on one line; for names and titles.
std::string patent_line(const pugi::xml_node& node);
// Of markup that has not been parsed.
std::string markup_line(std::string_view markup);

// The text of a claim without its number ("1. ", "1、").
std::string without_claim_number(std::string text);

}  // namespace horizon::crawler
