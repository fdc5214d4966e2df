#include "store/lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include "core/date.h"

namespace horizon::store {
namespace {

// "pid 17, since 2026-11-22T05:36:42Z" as the holder wrote it; "pid unknown" if it has not yet.
std::string holder(int descriptor) {
  std::array<char, 64> buffer{};
  const ssize_t size = pread(descriptor, buffer.data(), buffer.size(), 0);
  const std::string_view text(buffer.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  const auto digits = text.find_first_not_of("0123456789");
  if (text.empty() || digits == 0) return "pid unknown";
  const std::string pid(text.substr(0, digits));
  const std::string_view rest = text.substr(pid.size());
  const auto end = rest.find_first_not_of("0123456789-:TZ", 1);
  if (rest.size() < 2 || rest[0] != ' ' || end == 1) return "pid " + pid;
  return fmt::format("pid {}, since {}", pid, rest.substr(1, end == rest.npos ? end : end - 1));
}

// The start time tells a reader of the file whether a process of this id can be the holder.
bool write_holder(int descriptor) {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const std::string text = fmt::format("{} {}\n", getpid(), format_instant(now));
  if (ftruncate(descriptor, 0) != 0) return false;
  return pwrite(descriptor, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
}

// Tries again for a moment: whoever looks at the lock holds it while it looks.
bool lock_alone(int descriptor) {
  constexpr int kTries = 5;
  for (int i = 0; i < kTries; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(i));
    if (flock(descriptor, LOCK_EX | LOCK_NB) == 0) return true;
    if (errno != EWOULDBLOCK) break;
  }
  return false;
}

std::string path_of_lock(const std::filesystem::path& file) {
  // Two names of one store (a link, a relative path) must meet at one lock.
  std::error_code ignored;
  const std::filesystem::path real = std::filesystem::weakly_canonical(file, ignored);
  return (real.empty() ? file : real).string() + ".lock";
}

}  // namespace

Result<WriterLock> WriterLock::acquire(const std::filesystem::path& file, std::string_view doing) {
  const std::string path = path_of_lock(file);
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY, 0644);
  if (descriptor < 0) {
    return fail(ErrorCode::kUnavailable,
                fmt::format("cannot open {}: {}", path, std::generic_category().message(errno)));
  }
  WriterLock lock(descriptor);
  if (!lock_alone(descriptor)) {
    const int reason = errno;
    if (reason != EWOULDBLOCK) {
      return fail(ErrorCode::kUnavailable,
                  fmt::format("cannot lock {}: {}", path, std::generic_category().message(reason)));
    }
    return fail(ErrorCode::kUnavailable,
                fmt::format("another horizon process ({}) is {} this workspace ({}); wait for it "
                            "or stop it",
                            holder(descriptor), doing, file.string()));
  }
  if (!write_holder(descriptor)) {
    return fail(ErrorCode::kUnavailable,
                fmt::format("cannot write {}: {}", path, std::generic_category().message(errno)));
  }
  return lock;
}

Result<std::string> WriterLock::look(const std::filesystem::path& file) {
  const std::string path = path_of_lock(file);
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  const WriterLock closes(descriptor);
  // Shared: two that look at the same time do not take each other for a holder.
  if (descriptor < 0 || flock(descriptor, LOCK_SH | LOCK_NB) == 0)
    return fail(ErrorCode::kNotFound, "nobody holds it");
  return holder(descriptor);
}

WriterLock::WriterLock(WriterLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

WriterLock& WriterLock::operator=(WriterLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

WriterLock::~WriterLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace horizon::store
