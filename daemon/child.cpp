#include "daemon/child.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <utility>

namespace horizon::daemon {
namespace {

constexpr std::size_t kMaxMessage = 4'000;
constexpr int kFailed = 1;
constexpr int kStopped = 2;

std::atomic<bool> g_stop = false;  // the one thing that a signal handler may touch

extern "C" void on_stop(int) { g_stop.store(true); }

void set_up_signals() {
  g_stop.store(false);
  struct sigaction action {};
  action.sa_handler = on_stop;
  ::sigaction(SIGTERM, &action, nullptr);
  ::sigaction(SIGINT, &action, nullptr);
  // The terminal's interrupt comes to the child too; the parent decides.
  ::signal(SIGHUP, SIG_IGN);
  ::signal(SIGPIPE, SIG_IGN);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

// The exit code; never returns to the parent's code.
int run(const std::function<Status(const std::atomic<bool>& stop)>& work, int pipe) {
  std::string message;
  try {
    const Status status = work(g_stop);
    if (status) return 0;
    if (g_stop.load()) return kStopped;
    message = status.error().message;
  } catch (const std::exception& error) {
    message = error.what();  // out of memory; nothing of ours throws
  }
  message.resize(std::min(message.size(), kMaxMessage));
  if (message.empty()) message = "failed";
  static_cast<void>(::write(pipe, message.data(), message.size()));
  return kFailed;
}

}  // namespace

Result<Child> Child::start(const std::function<Status(const std::atomic<bool>& stop)>& work) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return fail(ErrorCode::kUnavailable, fmt::format("cannot make a pipe: {}", strerror(errno)));
  }
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  std::fflush(nullptr);
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child == 0) {
    // Safe at any moment, and leaves no lock held against the next daemon.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(kFailed);
    ::close(ends[0]);
    set_up_signals();
    ::_exit(run(work, ends[1]));
  }
  ::close(ends[1]);
  if (child < 0) {
    ::close(ends[0]);
    return fail(ErrorCode::kUnavailable,
                fmt::format("cannot start a process: {}", strerror(errno)));
  }
  return Child(child, ends[0]);
}

Child::Child(Child&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      pipe_(std::exchange(other.pipe_, -1)),
      asked_(other.asked_),
      message_(std::move(other.message_)) {}

Child& Child::operator=(Child&& other) noexcept {
  std::swap(pid_, other.pid_);
  std::swap(pipe_, other.pipe_);
  std::swap(asked_, other.asked_);
  std::swap(message_, other.message_);
  return *this;
}

Child::~Child() {
  if (pid_ > 0) {
    kill();
    ::waitpid(pid_, nullptr, 0);
  }
  if (pipe_ >= 0) ::close(pipe_);
}

void Child::read_message() {
  std::array<char, 1024> buffer{};
  for (;;) {
    const ssize_t got = ::read(pipe_, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return;
    if (message_.size() < kMaxMessage)
      message_.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

std::optional<Ended> Child::poll() {
  if (pid_ <= 0) return Ended{};
  int status = 0;
  if (::waitpid(pid_, &status, WNOHANG) != pid_) return {};
  pid_ = -1;
  read_message();
  if (WIFEXITED(status)) {
    if (WEXITSTATUS(status) == 0) return Ended{Outcome::kDone, ""};
    if (WEXITSTATUS(status) == kStopped) return Ended{Outcome::kStopped, ""};
    return Ended{asked_ ? Outcome::kStopped : Outcome::kFailed, message_};
  }
  if (asked_) return Ended{Outcome::kStopped, ""};
  return Ended{Outcome::kCrashed, fmt::format("ended by signal {} ({})", WTERMSIG(status),
                                              strsignal(WTERMSIG(status)))};
}

void Child::stop() {
  asked_ = true;
  if (pid_ > 0) ::kill(pid_, SIGTERM);
}

void Child::kill() {
  asked_ = true;
  if (pid_ > 0) ::kill(pid_, SIGKILL);
}

}  // namespace horizon::daemon
