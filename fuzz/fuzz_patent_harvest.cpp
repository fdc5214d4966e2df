// Any bytes as the state and the replies of the patent offices' harvests: a state that a page
// leads to can be read, and asks for the same.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "crawler/harvest/epo_harvest.h"
#include "crawler/harvest/uspto_harvest.h"
#include "fuzz/check.h"

namespace {

using horizon::crawler::HarvestContext;
using horizon::crawler::Response;
using horizon::crawler::Source;

template <typename Open>
void drive(Open open, const Source& source, std::string_view bytes) {
  const HarvestContext context{horizon::Instant{}, false, "/nonexistent"};
  (void)open(source, std::string(bytes), context);
  auto harvest = open(source, std::nullopt, context);
  for (int i = 0; i < 4; ++i) {
    Response response;
    response.status = 200;
    const bool token = i == 0 && source.kind == horizon::crawler::SourceKind::kEpoOps;
    response.body = token ? R"({"access_token": "T", "expires_in": "1199"})" : std::string(bytes);
    const auto asked = (*harvest)->next();
    if (!asked) return;
    const auto page = (*harvest)->take(response, horizon::Instant{});
    if (!page) return;
    const auto resumed = open(source, page->cursor_state, context);
    horizon::fuzz::require(resumed.has_value(), "a saved state can be read");
    if (!page->more) return;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes = horizon::fuzz::mostly_utf8(data, size);
  Source source;
  source.id = "fuzz";
  source.api_key = "key";
  source.api_secret = "secret";
  if (size % 2 == 0) {
    source.kind = horizon::crawler::SourceKind::kEpoOps;
    drive(horizon::crawler::open_epo_harvest, source, bytes);
  } else {
    source.kind = horizon::crawler::SourceKind::kUsptoBulk;
    drive(horizon::crawler::open_uspto_harvest, source, bytes);
  }
  return 0;
}
