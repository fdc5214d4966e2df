// What horizon.toml says about the unattended service: when the issue is due, to whom it goes, what
// is kept for how long.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "pipeline/calendar.h"

namespace horizon::pipeline {

class Settings;

// When what is done. [schedule]
struct ScheduleConfig {
  std::string time_zone;  // IANA name; empty: the machine's
  std::chrono::weekday digest_day = std::chrono::Monday;
  std::chrono::minutes digest_hour{8 * 60};  // since midnight, [0, 24 h)
  // Of an absence, so many of the last weeks are made up for; older ones are not.
  std::int64_t catch_up_weeks = 26;
  std::optional<Calendar> maintenance;  // quiet hours; default: daily at 03:30
  // Sources that are due by interval are spread over up to a tenth of it, and no more than this.
  std::chrono::minutes jitter{10};
};

// [daemon]
struct DaemonConfig {
  std::string listen = "127.0.0.1:8471";  // /healthz and /metrics; empty: nobody is told
  bool json_log = false;                  // else logfmt
};

// [retention]; a span of zero keeps for ever.
struct RetentionConfig {
  std::chrono::hours runs{24 * 730};
  std::chrono::hours quarantine{24 * 180};
  std::chrono::hours downloads{24 * 14};
  std::string backup_folder = "backups";  // relative to the workspace; empty: none are made
  std::int64_t backups = 7;               // so many of the last are kept; 0: none are made
};

enum class ChannelKind : std::uint8_t { kFolder, kEmail, kWebhook, kCommand };
std::string_view to_string(ChannelKind kind);  // "folder" "email" "webhook" "command"

// How the connection to a mail server is kept from being read.
enum class MailSecurity : std::uint8_t {
  kStartTls,  // must be offered, or nothing is sent
  kTls,       // from the first byte
  kNone       // for a server on this machine or an own network
};

// A secret: from the environment variable or the first line of the file that is named. Read when
// it is needed, never stored, shown or logged.
struct SecretPlace {
  std::string variable;
  std::filesystem::path file;  // relative to the workspace
  bool given() const { return !variable.empty() || !file.empty(); }
};

// A way on which issues (and alerts of watches) go out. [[delivery]]
struct Channel {
  std::string id;  // short, unique, never changed: what was sent is kept under it
  ChannelKind kind = ChannelKind::kFolder;
  bool issues = true;  // what = ["issue", "alert"]
  bool alerts = false;
  std::string language = "zh";   // "zh", "en" or "both"
  std::filesystem::path folder;  // kFolder: relative to the workspace
  // kEmail
  std::string host;
  std::int64_t port = 587;
  MailSecurity security = MailSecurity::kStartTls;
  std::string user;  // empty: no authentication
  std::string from;
  std::vector<std::string> to;
  // kWebhook
  std::string url;
  std::vector<std::string> command;  // kCommand: program and arguments, no shell
  SecretPlace secret;                // the password, or the webhook's key
  std::chrono::seconds timeout{60};
};

struct ServiceConfig {
  ScheduleConfig schedule;
  DaemonConfig daemon;
  RetentionConfig retention;
  std::vector<Channel> channels;
};

// Reads the sections [schedule], [daemon], [retention] and [[delivery]].
void read_service(Settings& settings, ServiceConfig& out);

// "90s", "15m", "6h", "2d", "1w", or several ("1d12h"); nullopt for anything else or above 100
// years.
std::optional<std::chrono::seconds> parse_span(std::string_view text);

// A plain address: name@example.org, no comment, no display name; at most 254 bytes (RFC 5321,
// 4.5.3.1.3), without spaces and control characters.
bool is_mail_address(std::string_view text);

}  // namespace horizon::pipeline
