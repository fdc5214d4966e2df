// Any bytes as each of the formats of papers: the first byte says which.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "crawler/formats/arxiv_format.h"
#include "crawler/formats/biorxiv_format.h"
#include "crawler/formats/crossref_format.h"
#include "crawler/formats/europepmc_format.h"
#include "crawler/formats/jats_format.h"
#include "crawler/formats/openalex_format.h"
#include "crawler/formats/pubmed_format.h"
#include "fuzz/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace horizon::crawler;
  static constexpr std::array kFormats = {kCrossrefFormat, kOpenAlexFormat, kEuropePmcFormat,
                                          kBiorxivFormat,  kArxivFormat,    kPubmedFormat,
                                          kJatsFormat};
  if (size == 0) return 0;
  const std::string bytes = horizon::fuzz::mostly_utf8(data + 1, size - 1);
  const RecordFormat& format = kFormats.at(data[0] % kFormats.size());
  ReadContext context;
  context.source.id = "fuzz";
  context.provenance.origin = "https://fuzz.example.org/";
  static_cast<void>(format.matches({bytes, "fuzz"}));
  horizon::fuzz::check_records(read_records(format, bytes, context), bytes.size());
  return 0;
}
