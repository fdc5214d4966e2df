// What a parser makes of the bytes of a source.
#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include "core/document.h"

namespace horizon::crawler {

// A record as sent with the document read from it. Both name the same source.
struct ParsedRecord {
  RawRecord raw;
  Document document;
};

// One record: taken in, or kept aside with the reason.
using Parsed = std::variant<ParsedRecord, QuarantinedRecord>;

// The records of one page, feed or file, in the order in which they were sent.
struct Records {
  std::vector<ParsedRecord> records;
  std::vector<QuarantinedRecord> quarantined;
  // False: the page was cut off, or held more than its format's limit. What came before is here,
  // and an entry in quarantined says where it ends.
  bool complete = true;
};

// Moves everything of `from` behind what `to` holds.
void append(Records from, Records& to);

// Where and when a page was read; what its records say about their provenance.
struct Provenance {
  std::string origin;        // URL or file
  std::string content_type;  // of the HTTP reply; empty if unknown
  Instant fetched{};
};

// Bytes of a quarantined record that are kept.
inline constexpr std::size_t kQuarantineBytes = std::size_t{64} << 10;

}  // namespace horizon::crawler
