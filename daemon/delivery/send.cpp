#include "daemon/delivery/send.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <system_error>

#include "core/io.h"
#include "core/text.h"
#include "daemon/delivery/command.h"
#include "daemon/delivery/mime.h"
#include "daemon/delivery/secret.h"
#include "daemon/delivery/wire.h"
#include "pipeline/digest_files.h"

namespace horizon::daemon {
namespace {

constexpr std::size_t kMaxFile = 64U << 20U;

WireOptions wire_options(const pipeline::Channel& channel, const SendSetting& setting) {
  return {channel.timeout, setting.workspace.config.ca_file, setting.stop};
}

std::string json_of(const Parcel& parcel) {
  const nlohmann::ordered_json json{{"key", parcel.key},         {"type", parcel.kind},
                                    {"week", parcel.week},       {"language", parcel.language},
                                    {"subject", parcel.subject}, {"text", parcel.text}};
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Answer send_email(const Parcel& parcel, const pipeline::Channel& channel,
                  const std::string& recipient, const SendSetting& setting) {
  SmtpRequest request;
  const bool tls = channel.security == pipeline::MailSecurity::kTls;
  request.url = fmt::format("{}://{}:{}", tls ? "smtps" : "smtp", channel.host, channel.port);
  request.starttls = channel.security == pipeline::MailSecurity::kStartTls;
  request.user = channel.user;
  if (!channel.user.empty()) {
    auto password = read_secret(channel.secret, setting.workspace.root, setting.environment);
    if (!password) return {Fate::kLater, password.error().message};
    request.password = *std::move(password);
  }
  request.from = channel.from;
  request.to = recipient;
  request.bytes = compose_mail({channel.from, recipient, parcel.subject, parcel.language,
                                parcel.text, parcel.html, parcel.key, setting.clock.now()});
  return send_mail(request, wire_options(channel, setting));
}

Answer send_webhook(const Parcel& parcel, const pipeline::Channel& channel,
                    const SendSetting& setting) {
  const auto key = read_secret(channel.secret, setting.workspace.root, setting.environment);
  if (!key) return {Fate::kLater, key.error().message};
  PostRequest request;
  request.url = channel.url;
  request.body = json_of(parcel);
  const auto signature = hmac_sha256(*key, request.body);
  if (!signature) return {Fate::kLater, signature.error().message};
  request.headers = {{"Content-Type", "application/json"},
                     {"User-Agent", fmt::format("Horizon/{}", pipeline::kVersion)},
                     {"Idempotency-Key", parcel.key},
                     {"X-Horizon-Signature-256", "sha256=" + *signature}};
  return post(request, wire_options(channel, setting));
}

Answer send_to_command(const Parcel& parcel, const pipeline::Channel& channel,
                       const SendSetting& setting) {
  CommandRequest request;
  request.command = channel.command;
  request.input = json_of(parcel) + "\n";
  std::string files;
  for (const auto& file : parcel.files) files += std::filesystem::absolute(file).string() + "\n";
  request.environment = {{"HORIZON_KEY", parcel.key},
                         {"HORIZON_TYPE", parcel.kind},
                         {"HORIZON_WEEK", parcel.week},
                         {"HORIZON_SUBJECT", parcel.subject},
                         {"HORIZON_FILES", files}};
  request.timeout = channel.timeout;
  request.stop = setting.stop;
  return run_command(request);
}

// "alert/lab/2026-11-22" as a file's name.
std::string file_name(const Parcel& parcel) {
  std::string name = parcel.key;
  for (char& c : name) {
    if (c == '/' || static_cast<unsigned char>(c) < 0x20) c = '-';
  }
  return name + ".md";
}

Answer put(const std::filesystem::path& path, std::string_view content) {
  const auto present = read_file(path, kMaxFile);
  if (present && *present == content) return {};
  const Status written = write_file_atomically(path, content);
  return written ? Answer{} : Answer{Fate::kLater, written.error().message};
}

Answer send_to_folder(const Parcel& parcel, const pipeline::Channel& channel,
                      const SendSetting& setting) {
  const std::filesystem::path folder = setting.workspace.root / channel.folder;
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    return {Fate::kLater, fmt::format("cannot make {}: {}", folder.string(), error.message())};
  }
  if (parcel.kind != "issue") return put(folder / file_name(parcel), parcel.text);
  for (const std::filesystem::path& file : parcel.files) {
    const auto content = read_file(file, kMaxFile);
    if (!content) return {Fate::kLater, content.error().message};
    if (Answer answer = put(folder / file.filename(), *content); answer.fate != Fate::kSent)
      return answer;
  }
  const auto feeds =
      pipeline::render_feeds(setting.workspace.digest_folder(), folder, /*nested=*/false);
  return feeds ? Answer{} : Answer{Fate::kLater, feeds.error().message};
}

}  // namespace

std::vector<std::string> recipients_of(const pipeline::Channel& channel) {
  if (channel.kind == pipeline::ChannelKind::kEmail) return channel.to;
  return {""};
}

Answer send(const Parcel& parcel, const pipeline::Channel& channel, const std::string& recipient,
            const SendSetting& setting) {
  switch (channel.kind) {
    case pipeline::ChannelKind::kFolder:
      return send_to_folder(parcel, channel, setting);
    case pipeline::ChannelKind::kEmail:
      return send_email(parcel, channel, recipient, setting);
    case pipeline::ChannelKind::kWebhook:
      return send_webhook(parcel, channel, setting);
    case pipeline::ChannelKind::kCommand:
      return send_to_command(parcel, channel, setting);
  }
  return {};
}

}  // namespace horizon::daemon
