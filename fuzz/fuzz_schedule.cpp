// Any bytes as a calendar expression, a span, a list of watches, settings, and a request to the
// service's pages: understood or refused, never later than now, never on two lines.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "daemon/delivery/mime.h"
#include "daemon/listener.h"
#include "fuzz/check.h"
#include "pipeline/calendar.h"
#include "pipeline/config.h"
#include "pipeline/watch_list.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using horizon::fuzz::require;
  // Any object may be read as characters.
  const std::string input(reinterpret_cast<const char*>(data), size);
  const auto zone = horizon::pipeline::TimeZone::named("Europe/Berlin");
  const horizon::Instant now(std::chrono::seconds(1'795'392'000));
  if (const auto calendar = horizon::pipeline::Calendar::parse(input); calendar && zone) {
    const auto next = calendar->next(now, *zone);
    require(!next || *next > now, "the next moment is not past");
  } else if (!calendar) {
    horizon::fuzz::require_clean(calendar.error().message);
  }
  static_cast<void>(horizon::pipeline::parse_span(input));
  if (const auto watches = horizon::pipeline::parse_watches(input, "w")) {
    const auto again =
        horizon::pipeline::parse_watches(horizon::pipeline::watches_json(*watches), "w");
    require(again && *again == *watches, "watches come back");
  }
  static_cast<void>(horizon::pipeline::parse_config(input, "horizon.toml"));
  const std::string reply = horizon::daemon::answer(input, [](std::string_view path) {
    return horizon::daemon::Page{200, "x", std::string(path)};
  });
  require(reply.empty() || reply.starts_with("HTTP/1.1 "), "an answer is an answer");
  const std::string mail =
      horizon::daemon::compose_mail({"a@x.org", "b@x.org", input, "zh", input, input, "key", now});
  require(mail.substr(0, mail.find("\r\n\r\n")).find("\nBcc:") == std::string::npos,
          "no header from a text");
  return 0;
}
