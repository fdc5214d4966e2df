// A TLS server with a certificate of its own, by the openssl program.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

namespace horizon::test {

class TlsServer {
 public:
  // `name` is what the certificate is for, as openssl writes it: "IP:127.0.0.1", "DNS:x.org".
  TlsServer(std::filesystem::path folder, const std::string& name) : folder_(std::move(folder)) {
    if (!make_certificate(name)) return;
    child_ = start({"openssl", "s_server", "-accept", "127.0.0.1:0", "-www", "-key",
                    path("key.pem"), "-cert", path("cert.pem")});
    port_ = reported_port("ACCEPT 127.0.0.1:");
  }
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;
  ~TlsServer() {
    if (child_ <= 0) return;
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
  }

  bool is_up() const { return !port_.empty(); }  // false: the server's program is not there
  std::string url() const { return "https://127.0.0.1:" + port_ + "/"; }
  std::string certificate() const { return path("cert.pem"); }

 protected:
  explicit TlsServer(std::filesystem::path folder) : folder_(std::move(folder)) {}

  std::string path(const char* name) const { return (folder_ / name).string(); }

  bool make_certificate(const std::string& name) const {
    return run({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", path("key.pem"), "-out",
                path("cert.pem"), "-days", "2", "-subj", "/CN=test", "-addext",
                "subjectAltName=" + name}) == 0;
  }

  // What the server has said so far.
  std::string said() const {
    std::ifstream in(path("out"));
    return {std::istreambuf_iterator<char>(in), {}};
  }

  // What stands behind `words` in a line of it, as soon as it is there; empty if the server ends.
  std::string reported_port(const std::string& words) {
    for (int i = 0; i < 500 && child_ > 0; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      const std::string text = said();
      const std::size_t at = text.find(words);
      const std::size_t end = text.find('\n', at == std::string::npos ? 0 : at);
      if (at != std::string::npos && end != std::string::npos) {
        return text.substr(at + words.size(), end - at - words.size());
      }
      if (::waitpid(child_, nullptr, WNOHANG) != 0) child_ = -1;
    }
    return {};
  }

  pid_t start(std::vector<std::string> arguments) const {
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions, 1, path("out").c_str(),
                                       O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ::posix_spawn_file_actions_adddup2(&actions, 1, 2);
    pid_t child = -1;
    if (::posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(), environ) != 0) child = -1;
    ::posix_spawn_file_actions_destroy(&actions);
    return child;
  }

  int run(std::vector<std::string> arguments) const {
    const pid_t child = start(std::move(arguments));
    int status = -1;
    if (child > 0) ::waitpid(child, &status, 0);
    return status;
  }

  std::filesystem::path folder_;
  std::string port_;
  pid_t child_ = -1;
};

}  // namespace horizon::test
