#include "daemon/delivery/command.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "core/text.h"

namespace horizon::daemon {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::size_t kMaxTold = 300;

std::vector<std::string> environment_of(const CommandRequest& request) {
  std::vector<std::string> out;
  for (const char* name : {"PATH", "HOME", "LANG", "TZ"}) {
    if (const char* value = std::getenv(name)) out.push_back(fmt::format("{}={}", name, value));
  }
  for (const auto& [name, value] : request.environment) out.push_back(name + "=" + value);
  return out;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

// The input as a file: a program that does not read it must not hold us up.
int input_of(const std::string& text) {
  const int file = ::memfd_create("parcel", MFD_CLOEXEC);
  if (file < 0) return -1;
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t put = ::write(file, text.data() + done, text.size() - done);
    if (put <= 0) break;
    done += static_cast<std::size_t>(put);
  }
  ::lseek(file, 0, SEEK_SET);
  return file;
}

struct Running {
  pid_t pid = -1;
  int output = -1;
  int code = 0;
};

Running start(const CommandRequest& request) {
  Running running;
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) {
    running.code = errno;
    return running;
  }
  const int input = input_of(request.input);
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawnattr_init(&attributes);
  ::posix_spawn_file_actions_adddup2(&files, input, 0);
  ::posix_spawn_file_actions_adddup2(&files, pipe[1], 1);
  ::posix_spawn_file_actions_adddup2(&files, pipe[1], 2);
  sigset_t defaults;
  ::sigfillset(&defaults);
  ::posix_spawnattr_setsigdefault(&attributes, &defaults);
  ::posix_spawnattr_setpgroup(&attributes, 0);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
  std::vector<std::string> arguments = request.command;
  std::vector<std::string> environment = environment_of(request);
  running.code = ::posix_spawnp(&running.pid, arguments.front().c_str(), &files, &attributes,
                                pointers(arguments).data(), pointers(environment).data());
  ::posix_spawn_file_actions_destroy(&files);
  ::posix_spawnattr_destroy(&attributes);
  ::close(pipe[1]);
  if (input >= 0) ::close(input);
  if (running.code != 0) {
    ::close(pipe[0]);
    running.pid = -1;
    return running;
  }
  ::fcntl(pipe[0], F_SETFL, O_NONBLOCK);
  running.output = pipe[0];
  return running;
}

// Reads what is there; keeps the end.
void read_output(int output, std::string& told) {
  std::array<char, 4096> buffer{};
  ssize_t got = 0;
  while ((got = ::read(output, buffer.data(), buffer.size())) > 0) {
    told.append(buffer.data(), static_cast<std::size_t>(got));
    if (told.size() > kMaxTold) told.erase(0, told.size() - kMaxTold);
  }
}

// The status as of waitpid(); -1 if it had to be killed.
int wait_for(const Running& running, const CommandRequest& request, std::string& told) {
  const auto end = Steady::now() + request.timeout;
  for (;;) {
    int status = 0;
    if (::waitpid(running.pid, &status, WNOHANG) == running.pid) {
      read_output(running.output, told);
      return status;
    }
    const bool stopped = request.stop != nullptr && request.stop->load();
    if (stopped || Steady::now() >= end) {
      ::kill(-running.pid, SIGKILL);
      ::waitpid(running.pid, &status, 0);
      return -1;
    }
    pollfd waiting{running.output, POLLIN, 0};
    ::poll(&waiting, 1, 50);
    read_output(running.output, told);
    // Closed without having ended: nothing more to be read, only to be waited for.
    if ((waiting.revents & POLLHUP) != 0) ::usleep(20'000);
  }
}

}  // namespace

Answer run_command(const CommandRequest& request) {
  const Running running = start(request);
  if (running.pid < 0) {
    return {Fate::kLater, fmt::format("cannot start {}: {}", request.command.front(),
                                      std::strerror(running.code))};
  }
  std::string told;
  const int status = wait_for(running, request, told);
  ::close(running.output);
  if (status == 0) return {};
  const std::string end = collapse_whitespace(sanitise_utf8(told));
  const std::string& name = request.command.front();
  if (status == -1) {
    return {Fate::kLater, fmt::format("{} did not end within {} s and was killed: {}", name,
                                      request.timeout.count(), end)};
  }
  if (WIFSIGNALED(status)) {
    return {Fate::kLater,
            fmt::format("{} was ended by signal {}: {}", name, WTERMSIG(status), end)};
  }
  return {Fate::kLater, fmt::format("{} ended with {}: {}", name, WEXITSTATUS(status), end)};
}

}  // namespace horizon::daemon
