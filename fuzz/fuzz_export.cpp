// Exports of reference managers and databases: any bytes give clean documents or quarantined
// records, the same at every reading, whichever of the formats they are read as.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "crawler/formats/format.h"
#include "fuzz/check.h"

namespace {

void check_again(const horizon::crawler::Records& first, const horizon::crawler::Records& again) {
  using horizon::fuzz::require;
  require(first.records.size() == again.records.size(), "one text has one outcome");
  for (std::size_t i = 0; i < first.records.size(); ++i) {
    require(first.records[i].document.keys == again.records[i].document.keys, "identity is stable");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace horizon;
  static constexpr auto kNames = std::to_array<std::string_view>(
      {"ris", "bibtex", "endnote", "endnote_xml", "noteexpress", "cnki", "wanfang", "refworks",
       "wos", "wos_tab", "scopus_csv", "lens_csv", "csv", "medline", "csljson"});
  if (size == 0) return 0;
  const std::string bytes = fuzz::mostly_utf8(data + 1, size - 1);
  const auto* const format = crawler::find_record_format(kNames[data[0] % kNames.size()]);
  fuzz::require(format != nullptr, "the format is known");
  crawler::ReadContext context;
  context.source.id = "fuzz";
  context.provenance.origin = "fuzz";
  const auto first = crawler::read_records(*format, bytes, context);
  // A BibTeX macro may stand for up to 64 KiB.
  constexpr std::size_t kMacros = std::size_t{64} << 10;
  fuzz::check_records(first, bytes.size() + kMacros);
  switch (data[0] / kNames.size() % 4) {
    case 0:
      check_again(first, crawler::read_records(*format, bytes, context));
      break;
    case 1:
      static_cast<void>(crawler::recognise_format(bytes, "file"));
      break;
    default:
      break;
  }
  return 0;
}
