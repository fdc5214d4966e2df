#include "daemon/log.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <nlohmann/json.hpp>

#include "core/text.h"

namespace horizon::daemon {
namespace {

constexpr std::size_t kMaxValue = 2'000;

const char* to_string(Level level) {
  switch (level) {
    case Level::kInfo:
      return "info";
    case Level::kWarning:
      return "warning";
    case Level::kError:
      return "error";
  }
  return "";
}

// On one line, as UTF-8.
std::string clean(std::string_view value) {
  std::string text = sanitise_utf8(truncate_utf8(value, kMaxValue));
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  return text;
}

bool needs_quotes(std::string_view value) {
  return value.empty() || std::any_of(value.begin(), value.end(), [](char c) {
           return c == ' ' || c == '"' || c == '=' || c == '\\';
         });
}

void append_value(std::string& line, std::string_view value) {
  if (!needs_quotes(value)) {
    line += value;
    return;
  }
  line += '"';
  for (const char c : value) {
    if (c == '"' || c == '\\') line += '\\';
    line += c;
  }
  line += '"';
}

}  // namespace

std::string log_line(bool json, Instant now, Level level, std::string_view event,
                     std::initializer_list<Field> fields) {
  if (json) {
    nlohmann::ordered_json object{
        {"time", format_instant(now)}, {"level", to_string(level)}, {"event", event}};
    for (const Field& field : fields) object[std::string(field.key)] = clean(field.value);
    return object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  }
  std::string line =
      fmt::format("time={} level={} event={}", format_instant(now), to_string(level), event);
  for (const Field& field : fields) {
    line += fmt::format(" {}=", field.key);
    append_value(line, clean(field.value));
  }
  return line + "\n";
}

void Log::write(Level level, std::string_view event, std::initializer_list<Field> fields) const {
  const std::string line = log_line(json_, SystemClock().now(), level, event, fields);
  // A log that cannot be written must not stop the work.
  while (::write(descriptor_, line.data(), line.size()) < 0 && errno == EINTR) {
  }
}

}  // namespace horizon::daemon
