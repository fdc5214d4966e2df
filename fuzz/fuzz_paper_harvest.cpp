// Any bytes as the reply of each service: the state that follows is one that can be taken up, and
// asks for the same page.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "crawler/harvest/harvest.h"
#include "fuzz/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace horizon::crawler;
  using horizon::fuzz::require;
  static constexpr std::array kKinds = {
      SourceKind::kCrossref, SourceKind::kOpenAlex, SourceKind::kEuropePmc, SourceKind::kBiorxiv,
      SourceKind::kArxiv,    SourceKind::kPubmed,   SourceKind::kOaiPmh};
  if (size < 2) return 0;
  Source source;
  source.id = "fuzz";
  source.kind = kKinds.at(data[0] % kKinds.size());
  if (source.kind == SourceKind::kOaiPmh) source.url = "https://fuzz.example.org/oai";
  const horizon::Instant now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22);
  auto harvest = open_harvest(source, std::nullopt, {now, false, {}});
  require(harvest.has_value(), "a new harvest opens");
  Response response;
  response.status = data[1] < 200 ? 200 : 400;
  response.body = horizon::fuzz::mostly_utf8(data + 2, size - 2);
  for (int step = 0; step < 3; ++step) {
    const auto request = (*harvest)->next();
    require(request.has_value(), "a harvest has a next request");
    response.final_url = request->url;
    const auto page = (*harvest)->take(response, now);
    if (!page) return 0;
    horizon::fuzz::check_records({page->records, page->quarantined, true},
                                 response.body.size() + 4096);
    if (!page->more) return 0;
    auto resumed = open_harvest(source, page->cursor_state, {now, false, {}});
    require(resumed.has_value() || page->cursor_state.empty(), "a stored state can be taken up");
    require((*resumed)->next()->url == (*harvest)->next()->url, "it asks for the same page");
    harvest = std::move(resumed);
  }
  return 0;
}
