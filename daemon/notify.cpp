#include "daemon/notify.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include <charconv>
#include <cstddef>
#include <cstring>

#include "core/text.h"

namespace horizon::daemon {
namespace {

std::int64_t number_of(const std::optional<std::string>& text) {
  std::int64_t number = 0;
  if (text) std::from_chars(text->data(), text->data() + text->size(), number);
  return number;
}

std::string one_line(std::string_view text) {
  std::string line(text);
  for (char& c : line) {
    if (c == '\n') c = ' ';
  }
  return line;
}

}  // namespace

Notifier::Notifier(const pipeline::Environment& environment)
    : socket_(environment("NOTIFY_SOCKET").value_or("")) {
  if (!socket_.starts_with('/') && !socket_.starts_with('@')) socket_.clear();
  const std::int64_t microseconds = number_of(environment("WATCHDOG_USEC"));
  const std::int64_t pid = number_of(environment("WATCHDOG_PID"));
  if (microseconds <= 0 || (pid != 0 && pid != ::getpid())) return;
  // Half of the time that is given, as sd_watchdog_enabled(3) advises.
  watchdog_every_ = std::chrono::milliseconds(std::max<std::int64_t>(microseconds / 2'000, 1));
}

void Notifier::ready(std::string_view status) const {
  send(fmt::format("READY=1\nSTATUS={}", one_line(status)));
}

void Notifier::status(std::string_view status) const {
  send(fmt::format("STATUS={}", one_line(status)));
}

void Notifier::reloading() const {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  send(fmt::format("RELOADING=1\nMONOTONIC_USEC={}",
                   std::int64_t{now.tv_sec} * 1'000'000 + now.tv_nsec / 1'000));
}

void Notifier::stopping() const { send("STOPPING=1"); }
void Notifier::watchdog() const { send("WATCHDOG=1"); }

void Notifier::send(std::string_view text) const {
  sockaddr_un address{};
  if (socket_.empty() || socket_.size() >= sizeof(address.sun_path)) return;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, socket_.data(), socket_.size());
  if (socket_[0] == '@') address.sun_path[0] = '\0';  // an abstract name
  const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return;
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
  // Nobody listening is no reason to stop.
  static_cast<void>(::sendto(descriptor, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT,
                             reinterpret_cast<const sockaddr*>(&address), size));
  ::close(descriptor);
}

}  // namespace horizon::daemon
