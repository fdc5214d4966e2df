#include "index/mapped_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace horizon::index {
namespace {

tl::unexpected<Error> io_error(const std::filesystem::path& file, int code) {
  return fail(ErrorCode::kUnavailable,
              fmt::format("{}: {}", file.string(), std::generic_category().message(code)));
}

}  // namespace

Result<MappedFile> MappedFile::open(const std::filesystem::path& file) {
  MappedFile mapped;
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0 && errno == ENOENT) return mapped;
  if (descriptor < 0) return io_error(file, errno);
  struct stat status {};
  int code = ::fstat(descriptor, &status) == 0 ? 0 : errno;
  const auto size = static_cast<std::size_t>(status.st_size);
  if (code == 0 && size > 0) {
    void* const begin = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, descriptor, 0);
    if (begin == MAP_FAILED) {
      code = errno;
    } else {
      mapped.bytes_ = {static_cast<const char*>(begin), size};
    }
  }
  ::close(descriptor);
  if (code != 0) return io_error(file, code);
  return mapped;
}

MappedFile::~MappedFile() {
  // The mapping was made from a const file; munmap's signature knows no const.
  if (!bytes_.empty()) ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

}  // namespace horizon::index
