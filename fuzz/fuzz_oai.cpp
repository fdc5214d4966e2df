// Any bytes as an OAI-PMH reply, and the harvest's step over it: its state survives being saved.
#include <cstddef>
#include <cstdint>
#include <string>

#include "crawler/oai/oai_harvest.h"
#include "crawler/oai/oai_pmh.h"
#include "fuzz/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using horizon::crawler::OaiHarvest;
  const std::string bytes = horizon::fuzz::mostly_utf8(data, size);
  horizon::crawler::Source source;
  source.id = "fuzz";
  source.kind = horizon::crawler::SourceKind::kOaiPmh;
  source.url = "https://fuzz.example.org/oai";
  const auto reply = horizon::crawler::parse_oai(bytes, source, {source.url, "", {}});
  if (!reply) return 0;
  horizon::fuzz::check_records(reply->records, bytes.size());
  const horizon::Day today{};
  OaiHarvest harvest = OaiHarvest::restart(source, today);
  const auto more = harvest.accept(*reply);
  if (!more) return 0;
  const auto resumed = OaiHarvest::resume(harvest.to_json(), source, today);
  horizon::fuzz::require(resumed.has_value(), "a saved state can be read");
  horizon::fuzz::require(!*more || resumed->next_url(source) == harvest.next_url(source),
                         "a saved state asks for the same page");
  return 0;
}
