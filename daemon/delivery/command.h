// A program of the operator's that takes what is delivered.
#pragma once

#include <atomic>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "daemon/delivery/parcel.h"

namespace horizon::daemon {

struct CommandRequest {
  std::vector<std::string> command;  // program and arguments; no shell
  std::string input;                 // its standard input
  // Besides PATH, HOME, LANG and TZ; nothing else of our own environment, which may hold secrets.
  std::vector<std::pair<std::string, std::string>> environment;
  std::chrono::seconds timeout{60};
  const std::atomic<bool>* stop = nullptr;
};

// Sent: it ended with 0. Later: with anything else, by a signal, or not in time (it and what it
// started in its process group are killed then); the error has the end of what it wrote.
Answer run_command(const CommandRequest& request);

}  // namespace horizon::daemon
