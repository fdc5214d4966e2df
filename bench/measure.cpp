// bench_measure FILE PROGRAM [ARGUMENT...]: runs a program and appends one line to FILE with what
// it took: seconds by the clock, seconds of processor (user and system together, all threads),
// largest resident memory in KiB; separated by tabs. Exits as the program does.
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>

namespace {

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

int failed(const char* what) {
  fmt::print(stderr, "bench_measure: {}: {}\n", what, std::strerror(errno));
  return 3;
}

bool append(const char* file, double elapsed, const rusage& usage) {
  std::FILE* const out = std::fopen(file, "a");
  if (out == nullptr) return false;
  fmt::print(out, "{:.3f}\t{:.3f}\t{}\n", elapsed,
             seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss);
  return std::fclose(out) == 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: bench_measure FILE PROGRAM [ARGUMENT...]\n");
    return 2;
  }
  const auto start = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child < 0) return failed("fork");
  if (child == 0) {
    execvp(argv[2], argv + 2);
    _exit(failed(argv[2]));
  }
  int status = 0;
  rusage usage{};
  // The usage of this one child: peak memory is a maximum and would mix with that of others.
  while (wait4(child, &status, 0, &usage) < 0) {
    if (errno != EINTR) return failed("wait");
  }
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  if (!append(argv[1], elapsed.count(), usage)) return failed(argv[1]);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
