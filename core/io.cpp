#include "core/io.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace horizon {
namespace {

class FileDescriptor {
 public:
  explicit FileDescriptor(int fd) : fd_(fd) {}
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

tl::unexpected<Error> io_error(std::string_view what, const std::filesystem::path& path) {
  const int code = errno;
  return fail(code == ENOENT ? ErrorCode::kNotFound : ErrorCode::kUnavailable,
              fmt::format("cannot {} {}: {}", what, path.string(), std::strerror(code)));
}

// `put` writes some of the bytes it is given; what has been written before tells it where.
template <typename Put>
bool put_all(std::string_view bytes, Put&& put) {
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t written = put(bytes.substr(done), done);
    if (written < 0 && errno == EINTR) continue;
    if (written == 0) errno = EIO;
    if (written <= 0) return false;
    done += static_cast<std::size_t>(written);
  }
  return true;
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes) {
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return io_error("open", path);
  std::string bytes;
  std::string buffer(64 * 1024, '\0');
  for (;;) {
    const ssize_t got = ::read(file.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return io_error("read", path);
    if (got == 0) return bytes;
    if (bytes.size() + static_cast<std::size_t>(got) > max_bytes) {
      return fail(ErrorCode::kLimit,
                  fmt::format("{} is larger than the limit of {} bytes", path.string(), max_bytes));
    }
    bytes.append(buffer, 0, static_cast<std::size_t>(got));
  }
}

Status write_file_atomically(const std::filesystem::path& path, std::string_view bytes) {
  std::string temporary = path.string() + ".XXXXXX";
  const FileDescriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
  if (file.get() < 0) return io_error("write", path);
  const bool written = write_all(file.get(), bytes) && ::fchmod(file.get(), 0644) == 0 &&
                       ::fsync(file.get()) == 0 && ::rename(temporary.c_str(), path.c_str()) == 0;
  if (!written) {
    auto error = io_error("write", path);
    ::unlink(temporary.c_str());
    return error;
  }
  return {};
}

bool write_all(int descriptor, std::string_view bytes) {
  return put_all(bytes, [&](std::string_view rest, std::size_t) {
    return ::write(descriptor, rest.data(), rest.size());
  });
}

bool write_all_at(int descriptor, std::string_view bytes, std::uint64_t offset) {
  return put_all(bytes, [&](std::string_view rest, std::size_t done) {
    return ::pwrite(descriptor, rest.data(), rest.size(), static_cast<off_t>(offset + done));
  });
}

tl::unexpected<Error> file_error(const std::filesystem::path& file) {
  return fail(ErrorCode::kUnavailable,
              fmt::format("{}: {}", file.string(), std::generic_category().message(errno)));
}

}  // namespace horizon
