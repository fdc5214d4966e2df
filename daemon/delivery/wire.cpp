#include "daemon/delivery/wire.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <string_view>

#include "core/text.h"

namespace horizon::daemon {
namespace {

constexpr std::size_t kMaxTold = 300;

struct Transfer {
  std::string_view body;
  std::size_t sent = 0;
  std::string last_line;  // the last complaint of a mail server
  std::string reply;      // of a web server, its beginning
  const std::atomic<bool>* stop = nullptr;
};

extern "C" {

std::size_t give_body(char* out, std::size_t size, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  const std::size_t bytes = std::min(size * count, transfer.body.size() - transfer.sent);
  std::memcpy(out, transfer.body.data() + transfer.sent, bytes);
  transfer.sent += bytes;
  return bytes;
}

// Only what the server says: what we say may be a password.
int take_talk(CURL*, curl_infotype type, char* data, std::size_t size, void* user) {
  // A complaint; what follows it is the goodbye.
  if (type == CURLINFO_HEADER_IN && size > 0 && (data[0] == '4' || data[0] == '5'))
    static_cast<Transfer*>(user)->last_line.assign(data, std::min(size, kMaxTold));
  return 0;
}

std::size_t take_reply(char* data, std::size_t size, std::size_t count, void* user) {
  std::string& reply = static_cast<Transfer*>(user)->reply;
  if (reply.size() < kMaxTold) reply.append(data, std::min(size * count, kMaxTold));
  return size * count;
}

int look_at_stop(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const auto* const stop = static_cast<Transfer*>(user)->stop;
  return stop != nullptr && stop->load() ? 1 : 0;
}

}  // extern "C"

using Easy = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using List = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

std::string clean(std::string_view text) {
  return collapse_whitespace(sanitise_utf8(truncate_utf8(text, kMaxTold)));
}

void set_common(CURL* curl, Transfer& transfer, const WireOptions& options, char* error) {
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, static_cast<long>(options.timeout.count()));
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT,
                   static_cast<long>(std::min<std::int64_t>(options.timeout.count(), 20)));
  if (!options.ca_file.empty()) {
    curl_easy_setopt(curl, CURLOPT_CAINFO, options.ca_file.c_str());
  }
  transfer.stop = options.stop;
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, look_at_stop);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &transfer);
  curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
  curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, take_talk);
  curl_easy_setopt(curl, CURLOPT_DEBUGDATA, &transfer);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_reply);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &transfer);
}

Answer mail_answer(CURL* curl, CURLcode code, const Transfer& transfer, const char* told) {
  if (code == CURLE_OK) return {};
  long reply = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply);
  std::string error = *told != '\0' ? told : curl_easy_strerror(code);
  if (reply >= 400) error += fmt::format(" ({})", clean(transfer.last_line));
  // A reply to sender, recipient or content; before them it is about us, and may be mended.
  const bool about_mail = code == CURLE_SEND_ERROR || transfer.sent > 0;
  const bool about_us = code == CURLE_LOGIN_DENIED || (reply >= 530 && reply <= 538);
  const bool for_good = reply >= 500 && reply < 600 && about_mail && !about_us;
  return {for_good ? Fate::kRefused : Fate::kLater, clean(error)};
}

}  // namespace

Answer send_mail(const SmtpRequest& request, const WireOptions& options) {
  const Easy curl(curl_easy_init(), curl_easy_cleanup);
  if (!curl) return {Fate::kLater, "libcurl cannot start"};
  Transfer transfer;
  transfer.body = request.bytes;
  std::array<char, CURL_ERROR_SIZE> error{};
  set_common(curl.get(), transfer, options, error.data());
  const std::string from = "<" + request.from + ">";
  const std::string to = "<" + request.to + ">";
  const List recipients(curl_slist_append(nullptr, to.c_str()), curl_slist_free_all);
  curl_easy_setopt(curl.get(), CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(curl.get(), CURLOPT_USE_SSL,
                   static_cast<long>(request.starttls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
  if (!request.user.empty()) {
    curl_easy_setopt(curl.get(), CURLOPT_USERNAME, request.user.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_PASSWORD, request.password.c_str());
  }
  curl_easy_setopt(curl.get(), CURLOPT_PROXY, "");
  curl_easy_setopt(curl.get(), CURLOPT_MAIL_FROM, from.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(curl.get(), CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_READFUNCTION, give_body);
  curl_easy_setopt(curl.get(), CURLOPT_READDATA, &transfer);
  const CURLcode code = curl_easy_perform(curl.get());
  return mail_answer(curl.get(), code, transfer, error.data());
}

Answer post(const PostRequest& request, const WireOptions& options) {
  const Easy curl(curl_easy_init(), curl_easy_cleanup);
  if (!curl) return {Fate::kLater, "libcurl cannot start"};
  Transfer transfer;
  std::array<char, CURL_ERROR_SIZE> error{};
  set_common(curl.get(), transfer, options, error.data());
  List headers(nullptr, curl_slist_free_all);
  for (const auto& [name, value] : request.headers) {
    const std::string line = name + ": " + value;
    curl_slist* const longer = curl_slist_append(headers.get(), line.c_str());
    if (longer == nullptr) return {Fate::kLater, "out of memory"};
    static_cast<void>(headers.release());
    headers.reset(longer);
  }
  curl_easy_setopt(curl.get(), CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl.get(), CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, request.body.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE_LARGE,
                   static_cast<curl_off_t>(request.body.size()));
  const CURLcode code = curl_easy_perform(curl.get());
  if (code != CURLE_OK) {
    return {Fate::kLater, clean(error[0] != '\0' ? error.data() : curl_easy_strerror(code))};
  }
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  if (status >= 200 && status < 300) return {};
  return {status == 410 ? Fate::kRefused : Fate::kLater,
          fmt::format("answered {}: {}", status, clean(transfer.reply))};
}

}  // namespace horizon::daemon
