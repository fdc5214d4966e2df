#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "index/reader_impl.h"

namespace horizon::index {

Reader::Reader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

Result<Reader> Reader::open(const std::filesystem::path& folder) {
  try {
    auto impl = std::make_unique<Impl>();
    impl->folder = folder;
    impl->database = Xapian::Database(folder.string());
    return Reader(std::move(impl));
  } catch (const Xapian::DatabaseOpeningError&) {
    return fail(ErrorCode::kNotFound, fmt::format("no search index in {}", folder.string()));
  } catch (const Xapian::Error& error) {
    return fail(ErrorCode::kCorrupt, fmt::format("search index {}: {} ('horizon reindex' builds "
                                                 "it anew)",
                                                 folder.string(), error.get_msg()));
  }
}

std::uint64_t Reader::sequence() const {
  const auto text = impl_->retrying<std::string>(
      [&] { return impl_->database.get_metadata("horizon.sequence"); });
  std::uint64_t value = 0;
  if (text) std::from_chars(text->data(), text->data() + text->size(), value);
  return value;
}

std::uint64_t Reader::documents() const {
  return impl_->retrying<std::uint64_t>([&] { return impl_->database.get_doccount(); }).value_or(0);
}

std::string Reader::store() const {
  return impl_->retrying<std::string>([&] { return impl_->database.get_metadata("horizon.store"); })
      .value_or("");
}

}  // namespace horizon::index
