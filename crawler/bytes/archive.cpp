#include "crawler/bytes/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <locale.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <utility>
#include <vector>

#include "core/text.h"
#include "crawler/bytes/charset.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kTarBlock = 512;
constexpr std::size_t kReadSize = std::size_t{64} << 10;
// Archives within archives are read into memory up to this size, where their directory can be
// used; larger ones are streamed.
constexpr std::size_t kNestedInMemory = std::size_t{64} << 20;

bool is_zip(std::string_view head) {
  return head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06") ||
         head.starts_with("PK\x07\x08");
}

// POSIX.1-1988, tar header: the checksum at 148 is the sum of all bytes with itself as blanks.
bool is_tar(std::string_view head) {
  if (head.size() < kTarBlock) return false;
  unsigned long told = 0;
  bool digits = false;
  for (const char c : head.substr(148, 8)) {
    if (c == ' ' && !digits) continue;
    if (c < '0' || c > '7') break;
    told = told * 8 + static_cast<unsigned long>(c - '0');
    digits = true;
  }
  unsigned long sum = 0;
  for (std::size_t i = 0; i < kTarBlock; ++i) {
    sum += i >= 148 && i < 156 ? ' ' : static_cast<unsigned char>(head[i]);
  }
  return digits && sum == told && head[0] != '\0';
}

bool is_archive_head(std::string_view head) { return is_zip(head) || is_tar(head); }

// libarchive gives names that say they are UTF-8 (zip's flag, tar's extended headers) in the
// encoding of the thread's locale only, and none at all where it cannot hold them.
class Utf8Locale {
 public:
  Utf8Locale() : mine_(newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {
    if (mine_ != nullptr) before_ = uselocale(mine_);
  }
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;
  ~Utf8Locale() {
    if (mine_ == nullptr) return;
    uselocale(before_);
    freelocale(mine_);
  }

 private:
  locale_t mine_;
  locale_t before_ = nullptr;
};

// What all members together have unfolded to.
struct Budget {
  ArchiveLimits limits;
  std::uint64_t file_size = 0;  // 0: not known, as of a pipe
  std::uint64_t made = 0;
  std::size_t members = 0;

  Status spend(std::uint64_t bytes, std::uint64_t consumed) {
    made += bytes;
    const std::uint64_t basis = file_size > 0 ? file_size : consumed;
    if (made > limits.max_bytes ||
        (made > limits.free_bytes && (made - limits.free_bytes) / limits.max_ratio > basis)) {
      return fail(ErrorCode::kLimit,
                  fmt::format("it unfolds to more than {} times its size: the rest is not read",
                              limits.max_ratio));
    }
    return {};
  }
};

// Counts what comes out of a layer of compression.
class Counted final : public ByteSource {
 public:
  Counted(std::unique_ptr<ByteSource> bytes, std::shared_ptr<Budget> budget)
      : bytes_(std::move(bytes)), budget_(std::move(budget)) {}
  Result<std::size_t> read(std::span<char> buffer) override {
    auto got = bytes_->read(buffer);
    if (got) HORIZON_TRY(budget_->spend(*got, bytes_->bytes_consumed()));
    return got;
  }
  std::uint64_t bytes_consumed() const override { return bytes_->bytes_consumed(); }

 private:
  std::unique_ptr<ByteSource> bytes_;
  std::shared_ptr<Budget> budget_;
};

struct ArchiveCloser {
  void operator()(archive* handle) const { archive_read_free(handle); }
};

// One open archive. Its members' sources share it.
struct OpenArchive {
  std::unique_ptr<archive, ArchiveCloser> handle;
  std::unique_ptr<ByteSource> input;  // of a stream
  std::vector<char> buffer;
  std::string memory;                  // of a nested archive that was read at once
  std::shared_ptr<OpenArchive> outer;  // of a nested one
  std::optional<Error> broken;         // of the input; libarchive keeps a text only
  std::shared_ptr<Budget> budget;
  std::string origin;
  std::uint64_t current = 0;  // number of the member that may be read
  bool ended = false;

  std::string why() const {
    if (broken) return broken->message;
    const char* const text = archive_error_string(handle.get());
    return text == nullptr ? "damaged" : sanitise_utf8(text);
  }
  ErrorCode code() const { return broken ? broken->code : ErrorCode::kCorrupt; }
  std::uint64_t consumed() const {
    if (outer) return outer->consumed();
    if (input) return input->bytes_consumed();
    const auto bytes = archive_filter_bytes(handle.get(), -1);
    return bytes < 0 ? 0 : static_cast<std::uint64_t>(bytes);
  }
};

// NOLINTNEXTLINE(readability-non-const-parameter): the signature is libarchive's.
la_ssize_t read_input(archive* handle, void* client, const void** buffer) {
  auto& opened = *static_cast<OpenArchive*>(client);
  const auto got = opened.input->read(opened.buffer);
  *buffer = opened.buffer.data();
  if (got) return static_cast<la_ssize_t>(*got);
  opened.broken = got.error();
  archive_set_error(handle, EIO, "%s", got.error().message.c_str());
  return ARCHIVE_FATAL;
}

std::shared_ptr<OpenArchive> new_archive(std::string origin, std::shared_ptr<Budget> budget) {
  auto opened = std::make_shared<OpenArchive>();
  opened->handle.reset(archive_read_new());
  archive_read_support_format_zip(opened->handle.get());
  archive_read_support_format_tar(opened->handle.get());
  opened->origin = std::move(origin);
  opened->budget = std::move(budget);
  return opened;
}

Result<std::shared_ptr<OpenArchive>> checked(std::shared_ptr<OpenArchive> opened, int code) {
  if (code >= ARCHIVE_WARN) return opened;
  return fail(opened->code(), fmt::format("{}: {}", opened->origin, opened->why()));
}

Result<std::shared_ptr<OpenArchive>> open_stream(std::shared_ptr<OpenArchive> opened,
                                                 std::unique_ptr<ByteSource> bytes) {
  opened->input = std::move(bytes);
  opened->buffer.resize(kReadSize);
  const int code =
      archive_read_open(opened->handle.get(), opened.get(), nullptr, read_input, nullptr);
  return checked(std::move(opened), code);
}

class MemberBytes final : public ByteSource {
 public:
  explicit MemberBytes(std::shared_ptr<OpenArchive> opened)
      : opened_(std::move(opened)), number_(opened_->current) {}

  Result<std::size_t> read(std::span<char> buffer) override {
    if (failed_) return fail(*failed_);
    if (opened_->current != number_) {
      return fail(ErrorCode::kUnavailable, "the container went on to its next member");
    }
    const la_ssize_t got = archive_read_data(opened_->handle.get(), buffer.data(), buffer.size());
    if (got < 0) {
      opened_->ended = opened_->ended || got == ARCHIVE_FATAL;
      return broken({opened_->code(), opened_->why()});
    }
    const Status spent =
        opened_->budget->spend(static_cast<std::uint64_t>(got), opened_->consumed());
    if (spent) return static_cast<std::size_t>(got);
    opened_->ended = true;
    return broken(spent.error());
  }
  std::uint64_t bytes_consumed() const override { return opened_->consumed(); }

 private:
  tl::unexpected<Error> broken(Error error) {
    failed_ = std::move(error);
    return fail(*failed_);
  }

  std::shared_ptr<OpenArchive> opened_;
  std::uint64_t number_;
  std::optional<Error> failed_;
};

std::string readable_name(archive_entry* entry, std::size_t number) {
  const char* const name = archive_entry_pathname(entry);
  if (name == nullptr || *name == '\0') return fmt::format("member {}", number);
  const std::string_view bytes(name);
  // Without the UTF-8 flag a name is in the code page of whoever packed it; in China that is GBK.
  return collapse_whitespace(is_valid_utf8(bytes)
                                 ? sanitise_utf8(bytes)
                                 : decode_to_utf8(bytes, "text/plain; charset=gbk").text);
}

bool is_left_over(std::string_view name) {
  const std::string_view base = name.substr(name.rfind('/') + 1);
  return name.starts_with("__MACOSX/") || base.starts_with("._") || base == ".DS_Store";
}

std::string without_compression(std::string name) {
  for (const std::string_view ending : {".gz", ".zst"}) {
    if (name.size() > ending.size() && ascii_lower(name).ends_with(ending)) {
      name.resize(name.size() - ending.size());
      break;
    }
  }
  return name;
}

struct Entry {
  std::string name;
  std::unique_ptr<ByteSource> bytes;
};

// The next file of an archive; nullopt at its end.
Result<std::optional<Entry>> next_entry(const std::shared_ptr<OpenArchive>& opened) {
  archive* const handle = opened->handle.get();
  const Utf8Locale utf8;
  while (!opened->ended) {
    ++opened->current;
    archive_entry* entry = nullptr;
    const int code = archive_read_next_header(handle, &entry);
    if (code == ARCHIVE_EOF) break;
    if (code < ARCHIVE_WARN) {
      opened->ended = opened->ended || code == ARCHIVE_FATAL;
      if (++opened->budget->members > opened->budget->limits.max_members) opened->ended = true;
      return fail(opened->code(), fmt::format("{}: {}", opened->origin, opened->why()));
    }
    if (++opened->budget->members > opened->budget->limits.max_members) {
      opened->ended = true;
      return fail(ErrorCode::kLimit,
                  fmt::format("{}: more than {} members: the rest is not read", opened->origin,
                              opened->budget->limits.max_members));
    }
    if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry) != nullptr) {
      continue;
    }
    std::string name = readable_name(entry, opened->current);
    if (is_left_over(name)) continue;
    if (archive_entry_is_encrypted(entry) == 1) {
      return fail(ErrorCode::kCorrupt,
                  fmt::format("{}/{} is encrypted: unpack it with its password first",
                              opened->origin, name));
    }
    return Entry{std::move(name), std::make_unique<MemberBytes>(opened)};
  }
  opened->ended = true;
  return std::nullopt;
}

}  // namespace

struct Container::Impl {
  std::shared_ptr<Budget> budget = std::make_shared<Budget>();
  std::optional<Member> single;         // of a file that is no archive, until it was handed out
  std::shared_ptr<OpenArchive> outer;   // null for a single file
  std::shared_ptr<OpenArchive> nested;  // null outside an archive within the archive
  std::string nested_name;

  Result<std::optional<Member>> next() {
    if (!outer) return std::exchange(single, std::nullopt);
    for (;;) {
      const bool inside = nested != nullptr;
      auto entry = next_entry(inside ? nested : outer);
      if (!entry) return fail(entry.error());
      if (!*entry) {
        if (!inside) return std::nullopt;
        nested.reset();
        continue;
      }
      auto member = member_of(std::move(**entry), inside);
      if (!member) return fail(member.error());
      if (*member) return member;
    }
  }

  // nullopt: an archive, which was opened and is now `nested`.
  Result<std::optional<Member>> member_of(Entry entry, bool inside) {
    Member member;
    member.origin = fmt::format("{}/{}", inside ? nested->origin : outer->origin, entry.name);
    member.name = without_compression(inside ? nested_name + "/" + entry.name : entry.name);
    const auto damaged = [&](const Error& error) {
      return fail(error.code, fmt::format("{}: {}", member.origin, error.message));
    };
    auto bytes = open_source(std::move(entry.bytes));
    if (!bytes) return damaged(bytes.error());
    auto head = read_beginning(**bytes, kTarBlock);
    if (!head) return damaged(head.error());
    const bool opens = !inside && is_archive_head(*head);
    member.bytes = std::make_unique<Counted>(replay(*std::move(head), *std::move(bytes)), budget);
    if (!opens) return member;
    nested_name = member.name;
    auto opened = open_nested(std::move(member));
    if (!opened) return fail(opened.error());
    nested = *std::move(opened);
    return std::nullopt;
  }

  Result<std::shared_ptr<OpenArchive>> open_nested(Member member) {
    auto opened = new_archive(member.origin, budget);
    opened->outer = outer;
    auto head = read_beginning(*member.bytes, kNestedInMemory);
    if (!head) return fail(head.error());
    if (head->size() == kNestedInMemory) {
      return open_stream(std::move(opened), replay(*std::move(head), std::move(member.bytes)));
    }
    opened->memory = *std::move(head);
    const int code = archive_read_open_memory(opened->handle.get(), opened->memory.data(),
                                              opened->memory.size());
    return checked(std::move(opened), code);
  }

  // By name, so that a zip's directory at its end can be used.
  Status open_file(const std::filesystem::path& path) {
    outer = new_archive(path.string(), budget);
    const int code = archive_read_open_filename(outer->handle.get(), path.c_str(), kReadSize);
    if (auto opened = checked(outer, code); !opened) return fail(opened.error());
    return {};
  }
};

namespace {

// True for a zip that is not itself within a compressed file.
bool is_plain_zip(const std::filesystem::path& path) {
  std::array<char, 4> head{};
  std::ifstream file(path, std::ios::binary);
  return file.read(head.data(), head.size()) && is_zip({head.data(), head.size()});
}

}  // namespace

Result<Container> Container::open(const std::filesystem::path& path, ArchiveLimits limits) {
  auto impl = std::make_unique<Impl>();
  impl->budget->limits = limits;
  std::error_code error;
  const bool regular = path != "-" && std::filesystem::is_regular_file(path, error);
  if (regular) impl->budget->file_size = std::filesystem::file_size(path, error);
  if (regular && is_plain_zip(path)) {
    HORIZON_TRY(impl->open_file(path));
    return Container(std::move(impl));
  }
  auto bytes = open_bytes(path);
  if (!bytes) return fail(bytes.error());
  auto head = read_beginning(**bytes, kTarBlock);
  if (!head) {
    return fail(head.error().code, fmt::format("{}: {}", path.string(), head.error().message));
  }
  const bool archived = is_archive_head(*head);
  const std::string name = path == "-" ? "standard input" : path.string();
  std::unique_ptr<ByteSource> whole =
      std::make_unique<Counted>(replay(*std::move(head), *std::move(bytes)), impl->budget);
  if (archived) {
    auto opened = open_stream(new_archive(name, impl->budget), std::move(whole));
    if (!opened) return fail(opened.error());
    impl->outer = *std::move(opened);
  } else {
    impl->single = Member{name, without_compression(path.filename().string()), std::move(whole)};
  }
  return Container(std::move(impl));
}

Container::Container(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Container::Container(Container&&) noexcept = default;
Container& Container::operator=(Container&&) noexcept = default;
Container::~Container() = default;

Result<std::optional<Member>> Container::next() { return impl_->next(); }

bool Container::is_archive() const { return impl_->outer != nullptr; }

}  // namespace horizon::crawler
