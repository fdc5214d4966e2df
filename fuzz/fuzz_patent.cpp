// Any bytes as a file of patents: XML of any dialect, OPS's JSON or Greenbook. What is kept of a
// record is a record: read again, it gives the same document.
#include <cstddef>
#include <cstdint>
#include <string>

#include "crawler/formats/patent/patent_format.h"
#include "fuzz/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using horizon::fuzz::require;
  const std::string bytes = horizon::fuzz::mostly_utf8(data, size);
  horizon::crawler::ReadContext context;
  context.source.id = "fuzz";
  context.provenance.origin = "fuzz";
  const auto& format = horizon::crawler::kUsptoFormat;
  const auto records = horizon::crawler::read_records(format, bytes, context);
  horizon::fuzz::check_records(records, bytes.size());
  for (const auto& record : records.records) {
    if (!horizon::is_valid_utf8(record.raw.bytes)) continue;  // its encoding is told before it
    const auto again = horizon::crawler::read_records(format, record.raw.bytes, context);
    for (const auto& each : again.records) {
      require(!each.document.keys.empty(), "a document read again has a key");
    }
  }
  return 0;
}
