// Any line: a document or a quarantined record, the same at every reading.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <variant>

#include "crawler/formats/jsonl.h"
#include "fuzz/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using horizon::crawler::ParsedRecord;
  static horizon::crawler::JsonlParser parser;
  const std::string_view line(reinterpret_cast<const char*>(data), size);
  const auto first = parser.parse(line, {}, "fuzz:1", horizon::Instant{});
  const auto again = parser.parse(line, {}, "fuzz:1", horizon::Instant{});
  horizon::fuzz::require(first.index() == again.index(), "one line has one outcome");
  if (const auto* record = std::get_if<ParsedRecord>(&first)) {
    horizon::fuzz::check_document(record->document, size);
    horizon::fuzz::require(record->raw.bytes == line, "raw bytes are as sent");
    horizon::fuzz::require(record->document.keys == std::get<ParsedRecord>(again).document.keys,
                           "identity is stable");
  }
  return 0;
}
