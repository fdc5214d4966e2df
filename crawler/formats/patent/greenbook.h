// The USPTO's text files of 1976 to 2001 ("Greenbook", APS): lines of a three-letter tag and a
// value, in sections with a four-letter heading, one patent behind the other.
#pragma once

#include <memory>
#include <string_view>

#include "crawler/formats/format.h"
#include "crawler/formats/patent/patent.h"

namespace horizon::crawler {

bool is_greenbook(std::string_view beginning);

// One slice a patent ("PATN"). Summary, drawings and description (BSUM, DRWD, DETD) and all claims
// behind the first are left out; "[horizon-cut N bytes]" stands in their place.
std::unique_ptr<RecordCutter> cut_greenbook(std::unique_ptr<ByteSource> bytes);

// A number without its kind gets the one that DOCDB gives it: A for utility patents of that time,
// S, P, E, H and I for designs, plants, reissues, statutory registrations and defensive ones.
Patent read_greenbook(std::string_view record);

// APS's marks in ASCII: "H.sub.2 O", ".alpha.", ".degree." as a reader would see them.
std::string aps_text(std::string_view text);

}  // namespace horizon::crawler
