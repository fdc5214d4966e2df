#include "index/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "core/io.h"

namespace horizon::index {

Result<MappedFile> MappedFile::open(const std::filesystem::path& file) {
  MappedFile mapped;
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0 && errno == ENOENT) return mapped;
  if (descriptor < 0) return file_error(file);
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
  errno = code;
  if (code != 0) return file_error(file);
  return mapped;
}

MappedFile::~MappedFile() {
  // The mapping was made from a const file; munmap's signature knows no const.
  if (!bytes_.empty()) ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

}  // namespace horizon::index
