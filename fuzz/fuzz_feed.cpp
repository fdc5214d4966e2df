// Any bytes under any Content-Type: a feed or an error, in bounded space.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "crawler/feed/feed.h"
#include "fuzz/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  horizon::crawler::Source source;
  source.id = "fuzz";
  static constexpr const char* kTypes[] = {"", "text/xml; charset=gb2312", "text/xml; charset=big5",
                                           "application/xml; charset=utf-8"};
  const horizon::crawler::Provenance provenance{"https://fuzz.example.org/feed", kTypes[size % 4],
                                                horizon::Instant{}};
  const auto records = horizon::crawler::parse_feed(bytes, source, provenance);
  if (records) horizon::fuzz::check_records(*records, size);
  const auto feed = horizon::crawler::read_feed(bytes, provenance.content_type, provenance.origin);
  if (!feed) return 0;
  for (const auto& entry : feed->entries) {
    for (const std::string* text : {&entry.title, &entry.summary, &entry.content, &entry.link}) {
      horizon::fuzz::require_clean(*text);
    }
    horizon::fuzz::require(entry.content.size() <= 64 * size + 4096, "content is bounded");
  }
  return 0;
}
