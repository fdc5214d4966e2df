// Runs the real program, as a user would, and kills it if the test wants.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

namespace horizon::test {

struct Finished {
  int exit_code = -1;  // -1: killed
  std::string out;
  std::string err;
};

class Program {
 public:
  // `folder` is where the output is caught.
  explicit Program(std::filesystem::path folder) : folder_(std::move(folder)) {}

  Finished run(const std::vector<std::string>& arguments) const {
    const pid_t child = start(arguments);
    int status = 0;
    ::waitpid(child, &status, 0);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read("out"), read("err")};
  }

  // Starts it and sends SIGKILL once `now` says so; true if it was still running then.
  bool run_and_kill_when(const std::vector<std::string>& arguments,
                         const std::function<bool()>& now) const {
    const pid_t child = start(arguments);
    int status = 0;
    while (!now()) {
      if (::waitpid(child, &status, WNOHANG) == child) return false;
      std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    ::kill(child, SIGKILL);
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status);
  }

  // Starts it and sends SIGKILL after `delay`; true if it was still running then.
  bool run_and_kill(const std::vector<std::string>& arguments,
                    std::chrono::microseconds delay) const {
    const pid_t child = start(arguments);
    std::this_thread::sleep_for(delay);
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status);
  }

 private:
  pid_t start(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), HORIZON_PROGRAM);
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    const std::string out = (folder_ / "out").string();
    const std::string err = (folder_ / "err").string();
    constexpr int kFlags = O_WRONLY | O_CREAT | O_TRUNC;
    ::posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions, 1, out.c_str(), kFlags, 0644);
    ::posix_spawn_file_actions_addopen(&actions, 2, err.c_str(), kFlags, 0644);
    pid_t child = -1;
    ::posix_spawn(&child, HORIZON_PROGRAM, &actions, nullptr, argv.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    return child;
  }

  std::string read(const char* name) const {
    std::ifstream in(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  std::filesystem::path folder_;
};

}  // namespace horizon::test
