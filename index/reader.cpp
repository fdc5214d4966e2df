#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "index/reader_impl.h"

namespace horizon::index {

Reader::Reader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

Result<Reader> Reader::open(const std::filesystem::path& folder, std::shared_ptr<Memory> memory) {
  if (memory == nullptr) memory = std::make_shared<Memory>(kReaderMemory);
  auto snapshot = Snapshot::open(folder, *memory->impl_);
  if (!snapshot) return fail(snapshot.error());
  return Reader(std::make_unique<Impl>(Impl{folder, std::move(memory), *std::move(snapshot)}));
}

std::uint64_t Reader::sequence() const { return impl_->snapshot.manifest.sequence; }

std::uint64_t Reader::documents() const {
  return impl_->retrying<std::uint64_t>([&] { return impl_->snapshot.documents(); }).value_or(0);
}

std::string Reader::store() const { return impl_->snapshot.manifest.store; }

std::uint64_t Reader::analysis() const {
  const std::string& made_with = impl_->snapshot.manifest.made_with;
  std::uint64_t version = 0;
  // One that cannot be read is no version of ours.
  std::from_chars(made_with.data(), made_with.data() + made_with.size(), version);
  return version;
}

std::vector<std::string> Reader::damaged() const {
  std::vector<std::string> folders;
  for (const std::string& name : impl_->snapshot.damaged)
    folders.push_back((impl_->folder / name).string());
  return folders;
}

}  // namespace horizon::index
