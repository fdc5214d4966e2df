// Tells systemd how the service is: READY, STATUS, WATCHDOG, RELOADING, STOPPING, by the protocol
// of sd_notify(3): datagrams to the socket that $NOTIFY_SOCKET names. Elsewhere it does nothing.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "pipeline/config.h"

namespace horizon::daemon {

class Notifier {
 public:
  // Reads NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID.
  explicit Notifier(const pipeline::Environment& environment);

  void ready(std::string_view status) const;
  void status(std::string_view status) const;
  void reloading() const;  // ready() ends it
  void stopping() const;
  void watchdog() const;

  // How often watchdog() must be called; nullopt: nobody watches.
  std::optional<std::chrono::milliseconds> watchdog_every() const { return watchdog_every_; }

 private:
  void send(std::string_view text) const;
  std::string socket_;  // "/run/..." or "@abstract"
  std::optional<std::chrono::milliseconds> watchdog_every_;
};

}  // namespace horizon::daemon
