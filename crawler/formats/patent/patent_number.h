// Numbers and dates of patents in the spellings of the offices.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/date.h"
#include "crawler/formats/patent/patent.h"

namespace horizon::crawler {

// "US8930553B2", "US20050004437A1", "EP1000000A1": country, number without leading zeros and
// punctuation, kind. US applications are given the eleven digits that the USPTO prints, from the
// ten of DOCDB ("2005004437") as well, so that both offices' records of one publication meet.
// Empty if there is no country or no digit.
std::string publication_number(const PatentId& id);

// "20150106", "2015-01-06", "20150100" (a month), "20150000" (a year) and what feeds write.
std::optional<PartialDate> patent_date(std::string_view text);

// ISO 3166-1 alpha-2 in upper case, from that, from "JPX" and the two-letter codes that the USPTO
// used before ST.3; empty for what is none ("omitted", "XX").
std::string country_code(std::string_view text);

}  // namespace horizon::crawler
