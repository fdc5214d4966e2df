// Any bytes under any Content-Type: a feed or an error, in bounded space.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "crawler/feed/feed.h"
#include "fuzz/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes = horizon::fuzz::mostly_utf8(data, size);
  horizon::crawler::Source source;
  source.id = "fuzz";
  // Mostly UTF-8: fuzz_charset looks at what is not.
  static constexpr std::array kTypes = {"",
                                        "text/xml; charset=utf-8",
                                        "text/xml",
                                        "text/html",
                                        "",
                                        "application/atom+xml",
                                        "text/xml; charset=gb2312",
                                        "text/xml; charset=big5"};
  const horizon::crawler::Provenance provenance{
      "https://fuzz.example.org/feed", kTypes.at(size % kTypes.size()), horizon::Instant{}};
  // parse_feed() reads the feed as well: once is enough for an input.
  if (size / kTypes.size() % 4 != 0) {
    const auto records = horizon::crawler::parse_feed(bytes, source, provenance);
    if (records) horizon::fuzz::check_records(*records, bytes.size());
    return 0;
  }
  const auto feed = horizon::crawler::read_feed(bytes, provenance.content_type, provenance.origin);
  if (!feed) return 0;
  for (const auto& entry : feed->entries) {
    for (const std::string* text : {&entry.title, &entry.summary, &entry.content, &entry.link}) {
      horizon::fuzz::require_clean(*text);
    }
    horizon::fuzz::require(entry.content.size() <= 64 * bytes.size() + 4096, "content is bounded");
  }
  return 0;
}
