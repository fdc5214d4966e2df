// Reads the bibliographic data of one publication out of the record's tree, by the names that its
// elements have in any of the dialects: the USPTO's DTDs of 2001 to today (pap-v15, ST.32 "PATDOC",
// us-patent-grant and -application 4.x), WIPO ST.36 (DOCDB, OPS, EPO, WIPO, cn-patent-document),
// ST.96 and CNIPA's business:/base: schemas.
#pragma once

#include <string_view>

#include "crawler/formats/patent/patent.h"

namespace pugi {
class xml_node;
}  // namespace pugi

namespace horizon::crawler {

// `record` is the element that a cutter found (patent_parts.h), parsed by parse_patent_xml().
Patent read_patent(const pugi::xml_node& record);

}  // namespace horizon::crawler
