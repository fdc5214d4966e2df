// Any bytes as a web page: its article, its feeds, its document, in bounded time and space.
#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>

#include "crawler/html/discover.h"
#include "crawler/html/page_document.h"
#include "fuzz/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace crawler = horizon::crawler;
  using horizon::fuzz::require;
  const std::string bytes = horizon::fuzz::mostly_utf8(data, size);
  crawler::Source source;
  source.id = "fuzz";
  source.kind = crawler::SourceKind::kSitemap;
  const crawler::Provenance provenance{"https://fuzz.example.org/a/b", "text/html; charset=utf-8",
                                       horizon::Instant{}};
  // One reading of each input.
  if (size % 4 != 0) {
    const crawler::Parsed parsed = crawler::read_page(bytes, source, provenance, {});
    if (const auto* record = std::get_if<crawler::ParsedRecord>(&parsed)) {
      horizon::fuzz::check_document(record->document, bytes.size());
    }
    return 0;
  }
  for (const auto& feed : crawler::discover_feeds(bytes, provenance.origin)) {
    require(!feed.url.empty() && feed.score >= 0 && feed.score <= 100, "a feed has a place");
  }
  return 0;
}
