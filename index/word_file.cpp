#include "index/word_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "core/io.h"
#include "core/varint.h"

namespace horizon::index {
namespace {

constexpr std::uint64_t kUnit = 4;

std::string entry_of(std::string_view blob) {
  std::string entry;
  put_varint(entry, blob.size());
  return entry += blob;
}

}  // namespace

std::string_view words_at(std::string_view file, WordPlace place) {
  const std::uint64_t begin = (std::uint64_t{place} - 1) * kUnit;
  if (place == 0 || begin >= file.size()) return {};
  file.remove_prefix(begin);
  std::uint64_t size = 0;
  if (!take_varint(file, size) || size > file.size()) return {};
  return file.substr(0, size);
}

Result<WordFileWriter> WordFileWriter::open(const std::filesystem::path& folder) {
  WordFileWriter writer;
  writer.file_ = folder / kWordsFile;
  writer.descriptor_ = ::open(writer.file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  struct stat status {};
  if (writer.descriptor_ < 0 || ::fstat(writer.descriptor_, &status) != 0)
    return file_error(writer.file_);
  // What a kill has left half written stays as it is: no row says that words are there.
  const auto size = static_cast<std::uint64_t>(status.st_size);
  writer.end_ = (size + kUnit - 1) / kUnit * kUnit;
  return writer;
}

WordFileWriter::WordFileWriter(WordFileWriter&& other) noexcept { *this = std::move(other); }

WordFileWriter& WordFileWriter::operator=(WordFileWriter&& other) noexcept {
  std::swap(file_, other.file_);
  std::swap(descriptor_, other.descriptor_);
  std::swap(end_, other.end_);
  std::swap(pending_, other.pending_);
  return *this;
}

WordFileWriter::~WordFileWriter() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

WordPlace WordFileWriter::add(std::string_view blob) {
  const std::uint64_t place = (end_ + pending_.size()) / kUnit + 1;
  if (blob.empty() || place > UINT32_MAX) return 0;
  pending_ += entry_of(blob);
  pending_.resize((pending_.size() + kUnit - 1) / kUnit * kUnit);
  return static_cast<WordPlace>(place);
}

std::string WordFileWriter::read(WordPlace place) const {
  constexpr std::size_t kMostOfLength = 5, kUsual = 1024;  // bytes
  const std::uint64_t begin = (std::uint64_t{place} - 1) * kUnit;
  if (place == 0 || begin >= end_) return {};
  std::string bytes(std::min<std::uint64_t>(kUsual, end_ - begin), '\0');
  const auto fill = [&] {
    const ssize_t size =
        ::pread(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(begin));
    bytes.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
  };
  fill();
  std::string_view rest = bytes;
  std::uint64_t size = 0;
  if (!take_varint(rest, size) || size > end_ - begin) return {};
  if (size > rest.size()) {
    bytes.resize(std::min<std::uint64_t>(size + kMostOfLength, end_ - begin));
    fill();
  }
  return std::string(words_at(bytes, 1));
}

Status WordFileWriter::flush() {
  if (pending_.empty()) return {};
  if (!write_all_at(descriptor_, pending_, end_)) return file_error(file_);
  if (::fdatasync(descriptor_) != 0) return file_error(file_);
  end_ += pending_.size();
  pending_.clear();
  return {};
}

}  // namespace horizon::index
