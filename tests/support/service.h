// The real service, started and ended as systemd does, with its notifications and its pages.
#pragma once

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

namespace horizon::test {

class Service {
 public:
  // `folder`: for its log and the notification socket.
  explicit Service(std::filesystem::path folder) : folder_(std::move(folder)) {
    socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = (folder_ / "notify").string();
    std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
    ::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
  }
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;
  ~Service() {
    kill();
    ::close(socket_);
  }

  void start(std::vector<std::string> arguments, const std::vector<std::string>& environment = {}) {
    arguments.insert(arguments.begin(), HORIZON_DAEMON);
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    std::vector<std::string> variables = {"NOTIFY_SOCKET=" + (folder_ / "notify").string(),
                                          "PATH=/usr/bin:/bin", "TZ=UTC"};
    variables.insert(variables.end(), environment.begin(), environment.end());
    std::vector<char*> envp;
    for (std::string& variable : variables) envp.push_back(variable.data());
    envp.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    const std::string log = (folder_ / "log").string();
    ::posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions, 2, log.c_str(), O_WRONLY | O_CREAT | O_APPEND,
                                       0644);
    ::posix_spawn(&pid_, HORIZON_DAEMON, &actions, nullptr, argv.data(), envp.data());
    ::posix_spawn_file_actions_destroy(&actions);
  }

  pid_t pid() const { return pid_; }
  void signal(int number) const { ::kill(pid_, number); }
  void kill() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }
  // The exit code; -1 if it has not ended in time.
  int wait(std::chrono::milliseconds most) {
    const auto end = std::chrono::steady_clock::now() + most;
    int status = 0;
    while (std::chrono::steady_clock::now() < end) {
      if (::waitpid(pid_, &status, WNOHANG) == pid_) {
        pid_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -2;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return -1;
  }

  std::string log() const {
    std::ifstream in(folder_ / "log", std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  // Waits until the log has a text.
  bool logs(const std::string& text,
            std::chrono::milliseconds most = std::chrono::seconds(60)) const {
    const auto end = std::chrono::steady_clock::now() + most;
    while (std::chrono::steady_clock::now() < end) {
      if (log().find(text) != std::string::npos) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
  }

  // Everything that was notified so far.
  std::string notified() {
    for (;;) {
      pollfd waiting{socket_, POLLIN, 0};
      if (::poll(&waiting, 1, 0) <= 0) return notified_;
      char bytes[4096];
      const ssize_t got = ::recv(socket_, bytes, sizeof(bytes), 0);
      if (got > 0) notified_.append(bytes, static_cast<std::size_t>(got)).push_back('\n');
    }
  }

  unsigned port() const {
    const std::string text = log();
    const auto at = text.rfind("event=listening port=");
    return at == std::string::npos
               ? 0
               : static_cast<unsigned>(std::strtoul(text.c_str() + at + 21, nullptr, 10));
  }
  // The whole answer to bytes that are sent to it.
  std::string ask(const std::string& request) const {
    const int client = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port()));
    std::string reply;
    if (::connect(client, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) {
      static_cast<void>(::send(client, request.data(), request.size(), MSG_NOSIGNAL));
      char bytes[65536];
      for (ssize_t got = 0; (got = ::recv(client, bytes, sizeof(bytes), 0)) > 0;)
        reply.append(bytes, static_cast<std::size_t>(got));
    }
    ::close(client);
    return reply;
  }
  std::string get(const std::string& path) const {
    return ask("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
  }

 private:
  std::filesystem::path folder_;
  int socket_ = -1;
  pid_t pid_ = -1;
  std::string notified_;
};

}  // namespace horizon::test
