// Formats whose records are XML elements: what they have in common.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/formats/format.h"
#include "crawler/identity.h"

namespace pugi {
class xml_node;
}

namespace horizon::crawler {

struct XmlWork {
  Document document;
  Keys keys;
  std::string raw = {};  // its own part of the slice, where that holds many; empty: the slice
};

struct XmlWorkFormat {
  // The works that the slice's outermost element holds, one as a rule. None: the slice is
  // quarantined.
  std::vector<XmlWork> (*read)(const pugi::xml_node& element, const ReadContext& context);
  // What of a slice is parsed; nullptr: all. For formats that carry whole full texts.
  std::string (*shorten)(std::string text);
};

// `format` must outlive the parser.
std::unique_ptr<RecordParser> xml_works_parser(const XmlWorkFormat& format);

// An element's text as a line or as paragraphs; inner markup (<i>, <sub>, MathML) becomes text.
std::string line_of(const pugi::xml_node& node);
std::string paragraphs_of(const pugi::xml_node& node);

}  // namespace horizon::crawler
