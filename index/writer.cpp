#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "index/prepared.h"

namespace horizon::index {
namespace {

constexpr const char* kSequenceKey = "horizon.sequence";
constexpr const char* kFingerprintKey = "horizon.fingerprint";
constexpr const char* kStoreKey = "horizon.store";

std::uint64_t parse_number(const std::string& text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

tl::unexpected<Error> xapian_error(const std::filesystem::path& folder,
                                   const Xapian::Error& error) {
  const std::string_view type = error.get_type();
  const bool locked = type == "DatabaseLockError";
  // A folder that cannot be opened is what a kill leaves while Xapian lays out a new database.
  const bool corrupt = type == "DatabaseCorruptError" || type == "DatabaseVersionError" ||
                       type == "DatabaseOpeningError" || type == "DatabaseNotFoundError";
  const bool cut_off = error.get_msg().find("EOF reading") != std::string::npos;
  const char* advice = locked ? "another horizon process is writing it; wait for it or stop it"
                       : corrupt || cut_off ? "'horizon reindex' builds it anew"
                                            : "check the disk";
  return fail(corrupt || cut_off ? ErrorCode::kCorrupt : ErrorCode::kUnavailable,
              fmt::format("search index {}: {} ({})", folder.string(), error.get_msg(), advice));
}

}  // namespace

struct Writer::Impl {
  Xapian::WritableDatabase database;
  std::filesystem::path folder;
  std::string fingerprint;
  std::string store;
  std::uint64_t sequence = 0;
  bool stale = false;
};

Writer::Writer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Writer::Writer(Writer&&) noexcept = default;
Writer& Writer::operator=(Writer&&) noexcept = default;

// Xapian commits what was put when it closes, without its sequence: the next catch-up puts those
// documents once more, which changes nothing.
Writer::~Writer() = default;

Result<Writer> Writer::open(const std::filesystem::path& folder, const Origin& origin) {
  try {
    auto impl = std::make_unique<Impl>();
    impl->folder = folder;
    impl->fingerprint = fmt::format("{}.{:016x}", kAnalysisVersion, origin.fingerprint);
    impl->store = origin.store;
    impl->database = Xapian::WritableDatabase(folder.string(), Xapian::DB_CREATE_OR_OPEN);
    impl->sequence = parse_number(impl->database.get_metadata(kSequenceKey));
    const bool same = impl->database.get_metadata(kFingerprintKey) == impl->fingerprint &&
                      impl->database.get_metadata(kStoreKey) == impl->store;
    impl->stale = !same && impl->database.get_doccount() > 0;
    return Writer(std::move(impl));
  } catch (const Xapian::Error& error) {
    return xapian_error(folder, error);
  }
}

bool Writer::stale() const { return impl_->stale; }
std::uint64_t Writer::sequence() const { return impl_->sequence; }

Status Writer::put(Prepared&& prepared) {
  const Prepared::Impl& entry = *prepared.impl_;
  try {
    if (!entry.deleted) {
      impl_->database.replace_document(entry.number, entry.document);
    } else {
      impl_->database.delete_document(entry.number);
    }
  } catch (const Xapian::DocNotFoundError&) {
    return {};  // the tombstone of a document that never was in the index
  } catch (const Xapian::Error& error) {
    return xapian_error(impl_->folder, error);
  }
  return {};
}

Status Writer::commit(std::uint64_t sequence) {
  try {
    impl_->database.set_metadata(kSequenceKey, std::to_string(sequence));
    impl_->database.set_metadata(kFingerprintKey, impl_->fingerprint);
    impl_->database.set_metadata(kStoreKey, impl_->store);
    impl_->database.commit();
    impl_->sequence = sequence;
  } catch (const Xapian::Error& error) {
    return xapian_error(impl_->folder, error);
  }
  return {};
}

}  // namespace horizon::index
