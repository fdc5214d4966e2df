#include "pipeline/service_config.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "core/text.h"
#include "pipeline/settings.h"

namespace horizon::pipeline {
namespace {

constexpr std::size_t kMostChannels = 100;
constexpr std::size_t kMostRecipients = 1'000;

void read_span(Settings& settings, const toml::table& table, std::string_view key,
               std::chrono::seconds least, std::chrono::seconds& out) {
  std::string text;
  settings.read(table, key, text, "a span such as \"6h\"");
  if (text.empty()) return;
  const auto span = parse_span(text);
  if (span && *span >= least) {
    out = *span;
  } else {
    settings.report(*table.get(key), fmt::format("'{}' must be a span such as \"15m\", \"6h\" or "
                                                 "\"2d\", and not below {} s",
                                                 key, least.count()));
  }
}

template <typename Duration>
void read_span_as(Settings& settings, const toml::table& table, std::string_view key,
                  Duration& out) {
  std::chrono::seconds seconds = out;
  read_span(settings, table, key, std::chrono::seconds(0), seconds);
  out = std::chrono::floor<Duration>(seconds);
}

// "08:00"
std::optional<std::chrono::minutes> parse_hour(std::string_view text) {
  const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4)) {
    return {};
  }
  const int hour = (text[0] - '0') * 10 + text[1] - '0';
  const int minute = (text[3] - '0') * 10 + text[4] - '0';
  if (hour > 23 || minute > 59) return {};
  return std::chrono::minutes(hour * 60 + minute);
}

void read_schedule(Settings& settings, const toml::table& table, ScheduleConfig& out) {
  settings.allow_keys(
      table, " in [schedule]",
      {"time_zone", "digest_day", "digest_hour", "catch_up_weeks", "maintenance", "jitter"});
  settings.read(table, "time_zone", out.time_zone, "a name such as \"Asia/Shanghai\"");
  if (const auto zone = TimeZone::named(out.time_zone); !zone) {
    const toml::node* node = table.get("time_zone");
    settings.report(node == nullptr ? table.source().begin.line : node->source().begin.line,
                    zone.error().message);
  }
  std::string text;
  settings.read(table, "digest_day", text, "a weekday such as \"Monday\"");
  if (!text.empty()) {
    if (const auto day = parse_weekday(text)) {
      out.digest_day = *day;
    } else {
      settings.report(*table.get("digest_day"), "'digest_day' must be a weekday: \"Monday\"");
    }
  }
  text.clear();
  settings.read(table, "digest_hour", text, "a time such as \"08:00\"");
  if (!text.empty()) {
    if (const auto hour = parse_hour(text)) {
      out.digest_hour = *hour;
    } else {
      settings.report(*table.get("digest_hour"), "'digest_hour' must be a time: \"08:00\"");
    }
  }
  settings.read_number(table, "catch_up_weeks", 0, 520, out.catch_up_weeks);
  read_span_as(settings, table, "jitter", out.jitter);
  text.clear();
  settings.read(table, "maintenance", text, "a calendar expression such as \"03:30\"");
  if (text.empty()) return;
  auto calendar = Calendar::parse(text);
  if (calendar) {
    out.maintenance = *std::move(calendar);
  } else {
    settings.report(*table.get("maintenance"), calendar.error().message);
  }
}

void read_daemon(Settings& settings, const toml::table& table, DaemonConfig& out) {
  settings.allow_keys(table, " in [daemon]", {"listen", "log"});
  settings.read(table, "listen", out.listen, "an address such as \"127.0.0.1:8471\"");
  std::string log;
  settings.read(table, "log", log, "\"logfmt\" or \"json\"");
  if (log.empty()) return;
  if (log != "logfmt" && log != "json") {
    settings.report(*table.get("log"), "'log' must be \"logfmt\" or \"json\"");
  }
  out.json_log = log == "json";
}

void read_retention(Settings& settings, const toml::table& table, RetentionConfig& out) {
  settings.allow_keys(table, " in [retention]",
                      {"runs", "quarantine", "downloads", "backup_folder", "backups"});
  read_span_as(settings, table, "runs", out.runs);
  read_span_as(settings, table, "quarantine", out.quarantine);
  read_span_as(settings, table, "downloads", out.downloads);
  settings.read(table, "backup_folder", out.backup_folder, "a folder");
  settings.read_number(table, "backups", 0, 1'000, out.backups);
}

bool is_channel_id(std::string_view id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

void read_secret_place(Settings& settings, const toml::table& table, const char* variable,
                       const char* file, SecretPlace& out) {
  settings.read(table, variable, out.variable, "the name of an environment variable");
  std::string path;
  settings.read(table, file, path, "the path of a file");
  out.file = path;
}

void read_security(Settings& settings, const toml::table& table, Channel& channel) {
  std::string text;
  settings.read(table, "security", text, "\"starttls\", \"tls\" or \"none\"");
  if (text.empty() || text == "starttls") return;
  if (text == "tls") {
    channel.security = MailSecurity::kTls;
    if (table.get("port") == nullptr) channel.port = 465;
  } else if (text == "none") {
    channel.security = MailSecurity::kNone;
  } else {
    settings.report(*table.get("security"), "'security' must be \"starttls\", \"tls\" or \"none\"");
  }
}

void read_email(Settings& settings, const toml::table& table, Channel& channel) {
  settings.allow_keys(table, " in a [[delivery]] by email",
                      {"id", "type", "what", "language", "host", "port", "security", "user", "from",
                       "to", "password_env", "password_file", "timeout"});
  settings.read(table, "host", channel.host, "the name of a mail server");
  settings.read_number(table, "port", 1, 65'535, channel.port);
  settings.read(table, "user", channel.user, "a text");
  settings.read(table, "from", channel.from, "a mail address");
  settings.read_texts(table, "to", channel.to);
  read_security(settings, table, channel);
  read_secret_place(settings, table, "password_env", "password_file", channel.secret);
  if (channel.host.empty() || channel.from.empty() || channel.to.empty()) {
    settings.report(table, fmt::format("delivery '{}' needs 'host', 'from' and 'to'", channel.id));
  }
  if (channel.host.find_first_of("/@: \t\r\n") != std::string::npos) {
    settings.report(table, "'host' is a server's name alone; its port goes into 'port'");
  }
  if (channel.to.size() > kMostRecipients) {
    settings.report(table, fmt::format("more than {} recipients", kMostRecipients));
  }
  std::vector<std::string> addresses = channel.to;
  addresses.push_back(channel.from);
  for (const std::string& address : addresses) {
    if (is_mail_address(address) || address.empty()) continue;
    settings.report(table, fmt::format("'{}' is no mail address", sanitise_utf8(address)));
  }
  if (!channel.user.empty() && !channel.secret.given()) {
    settings.report(table, fmt::format("delivery '{}' has a 'user' and needs 'password_env' or "
                                       "'password_file'",
                                       channel.id));
  }
}

void read_webhook(Settings& settings, const toml::table& table, Channel& channel) {
  settings.allow_keys(
      table, " in a [[delivery]] by webhook",
      {"id", "type", "what", "language", "url", "secret_env", "secret_file", "timeout"});
  settings.read(table, "url", channel.url, "a URL");
  read_secret_place(settings, table, "secret_env", "secret_file", channel.secret);
  if (!channel.url.starts_with("https://") && !channel.url.starts_with("http://")) {
    settings.report(
        table, fmt::format("delivery '{}' needs a 'url' that begins with https://", channel.id));
  }
  if (!channel.secret.given()) {
    settings.report(table, fmt::format("delivery '{}' needs 'secret_env' or 'secret_file', by "
                                       "which the receiver knows that it comes from here",
                                       channel.id));
  }
}

void read_folder(Settings& settings, const toml::table& table, Channel& channel) {
  settings.allow_keys(table, " in a [[delivery]] to a folder",
                      {"id", "type", "what", "language", "path"});
  std::string path;
  settings.read(table, "path", path, "a folder");
  channel.folder = path;
  if (path.empty()) {
    settings.report(table, fmt::format("delivery '{}' needs a 'path'", channel.id));
  }
}

void read_command(Settings& settings, const toml::table& table, Channel& channel) {
  settings.allow_keys(table, " in a [[delivery]] by command",
                      {"id", "type", "what", "language", "command", "timeout"});
  settings.read_texts(table, "command", channel.command);
  if (channel.command.empty() || channel.command.front().empty()) {
    settings.report(table, fmt::format("delivery '{}' needs a 'command': command = [\"/usr/local/"
                                       "bin/program\", \"argument\"]",
                                       channel.id));
  }
}

void read_what(Settings& settings, const toml::table& table, Channel& channel) {
  if (table.get("what") == nullptr) return;
  std::vector<std::string> what;
  settings.read_texts(table, "what", what);
  channel.issues = channel.alerts = false;
  for (const std::string& word : what) {
    if (word == "issue") {
      channel.issues = true;
    } else if (word == "alert") {
      channel.alerts = true;
    } else {
      settings.report(*table.get("what"), "'what' is a list of \"issue\" and \"alert\"");
    }
  }
}

Channel read_channel(Settings& settings, const toml::table& table) {
  Channel channel;
  std::string type;
  settings.read(table, "id", channel.id, "a text");
  settings.read(table, "type", type, "\"folder\", \"email\", \"webhook\" or \"command\"");
  settings.read(table, "language", channel.language, "\"zh\", \"en\" or \"both\"");
  std::chrono::seconds timeout = channel.timeout;
  read_span(settings, table, "timeout", std::chrono::seconds(1), timeout);
  channel.timeout = std::min<std::chrono::seconds>(timeout, std::chrono::hours(1));
  if (channel.language != "zh" && channel.language != "en" && channel.language != "both") {
    settings.report(*table.get("language"), "'language' must be \"zh\", \"en\" or \"both\"");
  }
  read_what(settings, table, channel);
  if (!is_channel_id(channel.id)) {
    settings.report(table, "a delivery needs an 'id' of lower-case letters, digits, '-' or '_'");
  }
  if (type == "email") {
    channel.kind = ChannelKind::kEmail;
    read_email(settings, table, channel);
  } else if (type == "webhook") {
    channel.kind = ChannelKind::kWebhook;
    read_webhook(settings, table, channel);
  } else if (type == "folder") {
    read_folder(settings, table, channel);
  } else if (type == "command") {
    channel.kind = ChannelKind::kCommand;
    read_command(settings, table, channel);
  } else {
    settings.report(table, "'type' must be \"folder\", \"email\", \"webhook\" or \"command\"");
  }
  return channel;
}

void read_channels(Settings& settings, std::vector<Channel>& out) {
  const toml::node* list = settings.root().get("delivery");
  if (list == nullptr) return;
  if (!list->is_array_of_tables() || list->as_array()->size() > kMostChannels) {
    settings.report(*list, fmt::format("deliveries must be written as [[delivery]], at most {}",
                                       kMostChannels));
    return;
  }
  std::set<std::string> ids;
  for (const toml::node& entry : *list->as_array()) {
    out.push_back(read_channel(settings, *entry.as_table()));
    if (!ids.insert(out.back().id).second) {
      settings.report(entry, fmt::format("delivery id '{}' is used twice", out.back().id));
    }
  }
}

}  // namespace

std::string_view to_string(ChannelKind kind) {
  switch (kind) {
    case ChannelKind::kFolder:
      return "folder";
    case ChannelKind::kEmail:
      return "email";
    case ChannelKind::kWebhook:
      return "webhook";
    case ChannelKind::kCommand:
      return "command";
  }
  return "";
}

void read_service(Settings& settings, ServiceConfig& out) {
  if (const toml::table* table = settings.section("schedule")) {
    read_schedule(settings, *table, out.schedule);
  }
  if (const toml::table* table = settings.section("daemon")) {
    read_daemon(settings, *table, out.daemon);
  }
  if (const toml::table* table = settings.section("retention")) {
    read_retention(settings, *table, out.retention);
  }
  read_channels(settings, out.channels);
  if (!out.schedule.maintenance) {
    if (auto daily = Calendar::parse("03:30")) out.schedule.maintenance = *std::move(daily);
  }
}

std::optional<std::chrono::seconds> parse_span(std::string_view text) {
  constexpr std::int64_t kMost = std::int64_t{100} * 366 * 86'400;
  std::int64_t sum = 0;
  if (text.empty() || text.size() > 32) return {};
  while (!text.empty()) {
    std::int64_t value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc() || value < 0 || value > kMost) return {};
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    constexpr std::string_view kUnits = "smhdw";
    constexpr std::int64_t kSeconds[] = {1, 60, 3'600, 86'400, 604'800};
    const auto unit = text.empty() ? std::string_view::npos : kUnits.find(text.front());
    if (unit == std::string_view::npos) return {};
    text.remove_prefix(1);
    sum += value * kSeconds[unit];
    if (sum > kMost) return {};
  }
  return std::chrono::seconds(sum);
}

bool is_mail_address(std::string_view text) {
  const auto at = text.rfind('@');
  if (at == std::string_view::npos || at == 0 || at + 1 == text.size() || text.size() > 254) {
    return false;
  }
  const std::string_view host = text.substr(at + 1);
  const auto plain = [](char c) {
    return c > 0x20 && c < 0x7f &&
           std::string_view("<>()[],;:\\\"").find(c) == std::string_view::npos;
  };
  return std::all_of(text.begin(), text.end(), plain) &&
         text.substr(0, at).find('@') == std::string_view::npos && !host.starts_with('.') &&
         !host.ends_with('.') && host.find('@') == std::string_view::npos && is_valid_utf8(text);
}

}  // namespace horizon::pipeline
