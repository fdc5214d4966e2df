#include "pipeline/backup.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <memory>
#include <set>
#include <system_error>
#include <utility>

#include "store/store.h"
#include "store/upkeep.h"

namespace horizon::pipeline {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kLargestLoose = 256U << 20U;  // of a file in the workspace's own folder
constexpr std::uint64_t kMostFiles = 200'000;
constexpr std::string_view kSuffix = ".tar.zst";
constexpr const char* kStore = "store.db";

tl::unexpected<Error> unavailable(std::string_view what, const fs::path& path,
                                  std::string_view why) {
  return fail(ErrorCode::kUnavailable, fmt::format("cannot {} {}: {}", what, path.string(), why));
}

// A folder that goes when the work is over, or was given up.
class Scratch {
 public:
  explicit Scratch(fs::path path) : path_(std::move(path)) {}
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

bool is_derived(const std::string& name) {
  return name.starts_with(kStore) || name == "phrases.hzp" || name == "lexicon.hzl" ||
         name.ends_with(".lock") || name.starts_with(".");
}

void add_folder(const fs::path& root, const fs::path& folder, std::set<fs::path>& out) {
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(root / folder, error)) {
    if (entry.is_regular_file(error) && !entry.is_symlink(error))
      out.insert(fs::relative(entry.path(), root, error));
  }
}

// What is kept besides the store, relative to the root, in a fixed order.
std::set<fs::path> files_of(const Workspace& workspace) {
  std::set<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(workspace.root, error)) {
    const std::string name = entry.path().filename().string();
    if (!entry.is_regular_file(error) || entry.is_symlink(error) || is_derived(name)) continue;
    if (entry.file_size(error) <= kLargestLoose && !name.ends_with(kSuffix)) files.insert(name);
  }
  add_folder(workspace.root, "taxonomy", files);
  const fs::path digests = workspace.config.digest_folder;
  if (digests.is_relative() && digests.begin() != digests.end() && *digests.begin() != "..")
    add_folder(workspace.root, digests, files);
  return files;
}

struct WriteArchive {
  void operator()(archive* out) const noexcept { archive_write_free(out); }
};
struct ReadArchive {
  void operator()(archive* in) const noexcept { archive_read_free(in); }
};
struct FreeEntry {
  void operator()(archive_entry* entry) const noexcept { archive_entry_free(entry); }
};

// The archive that is being written.
class Packer {
 public:
  static Result<Packer> open(const fs::path& file) {
    Packer packer;
    packer.out_.reset(archive_write_new());
    archive* const out = packer.out_.get();
    if (out == nullptr || archive_write_add_filter_zstd(out) != ARCHIVE_OK ||
        archive_write_set_format_pax_restricted(out) != ARCHIVE_OK ||
        archive_write_open_filename(out, file.c_str()) != ARCHIVE_OK) {
      return unavailable("write", file, out == nullptr ? "out of memory" : packer.why());
    }
    return packer;
  }

  Status add(const fs::path& file, const std::string& name) {
    std::ifstream in(file, std::ios::binary);
    std::error_code error;
    const std::uintmax_t size = fs::file_size(file, error);
    if (!in || error) return unavailable("read", file, "it is not there any more");
    const std::unique_ptr<archive_entry, FreeEntry> entry(archive_entry_new());
    archive_entry_set_pathname(entry.get(), name.c_str());
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(size));
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    if (archive_write_header(out_.get(), entry.get()) != ARCHIVE_OK)
      return unavailable("write", name, why());
    std::vector<char> buffer(1U << 20U);
    while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())), in.gcount() > 0) {
      if (archive_write_data(out_.get(), buffer.data(), static_cast<std::size_t>(in.gcount())) < 0)
        return unavailable("write", name, why());
    }
    return {};
  }

  Status close() {
    if (archive_write_close(out_.get()) == ARCHIVE_OK) return {};
    return fail(ErrorCode::kUnavailable, fmt::format("cannot finish the backup: {}", why()));
  }

 private:
  std::string why() const {
    const char* const text = archive_error_string(out_.get());
    return text == nullptr ? "unknown" : text;
  }
  std::unique_ptr<archive, WriteArchive> out_;
};

std::string stamp(Instant now) {
  std::string text = format_instant(now);
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

Result<fs::path> target_file(const fs::path& target, Instant now) {
  std::error_code error;
  const bool folder = fs::is_directory(target, error) || !target.has_filename();
  const fs::path file = folder ? target / fmt::format("horizon-{}{}", stamp(now), kSuffix) : target;
  if (folder) fs::create_directories(target, error);
  if (folder && error) return unavailable("make", target, error.message());
  if (!fs::exists(file, error)) return file;
  return fail(ErrorCode::kUsage,
              fmt::format("{} exists already; choose another name, or a folder", file.string()));
}

Status sync(const fs::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return unavailable("open", file, std::strerror(errno));
  const int done = ::fsync(descriptor);
  ::close(descriptor);
  if (done != 0) return unavailable("write", file, std::strerror(errno));
  return {};
}

// A name that back_up() gives: relative, without steps upwards.
bool is_safe_name(const fs::path& name) {
  return !name.empty() && name.is_relative() &&
         std::none_of(name.begin(), name.end(),
                      [](const fs::path& part) { return part == ".." || part == "."; });
}

Status unpack_entry(archive* in, const fs::path& to) {
  std::error_code error;
  fs::create_directories(to.parent_path(), error);
  std::ofstream out(to, std::ios::binary | std::ios::trunc);
  std::vector<char> buffer(1U << 20U);
  for (;;) {
    const la_ssize_t got = archive_read_data(in, buffer.data(), buffer.size());
    if (got < 0) {
      return fail(ErrorCode::kCorrupt,
                  fmt::format("the backup is damaged: {}", archive_error_string(in)));
    }
    if (got == 0) break;
    out.write(buffer.data(), got);
  }
  out.close();
  if (!out) return unavailable("write", to, std::strerror(errno));
  return sync(to);
}

Result<std::vector<std::string>> unpack(const fs::path& file, const fs::path& root) {
  const std::unique_ptr<archive, ReadArchive> in(archive_read_new());
  archive_read_support_filter_zstd(in.get());
  archive_read_support_format_tar(in.get());
  constexpr std::size_t kBlock = 1U << 16U;
  if (archive_read_open_filename(in.get(), file.c_str(), kBlock) != ARCHIVE_OK) {
    return fail(ErrorCode::kUsage,
                fmt::format("{} is no backup: {}", file.string(), archive_error_string(in.get())));
  }
  std::vector<std::string> names;
  archive_entry* entry = nullptr;
  for (int code = 0; (code = archive_read_next_header(in.get(), &entry)) != ARCHIVE_EOF;) {
    const char* const name = code < ARCHIVE_WARN ? nullptr : archive_entry_pathname(entry);
    if (name == nullptr || !is_safe_name(name) || archive_entry_filetype(entry) != AE_IFREG ||
        names.size() >= kMostFiles) {
      return fail(ErrorCode::kCorrupt,
                  fmt::format("{} is no whole backup of 'horizon backup'", file.string()));
    }
    HORIZON_TRY(unpack_entry(in.get(), root / name));
    names.emplace_back(name);
  }
  return names;
}

}  // namespace

Result<Backup> back_up(const Workspace& workspace, const fs::path& target, Instant now) {
  const auto file = target_file(target, now);
  if (!file) return fail(file.error());
  const Scratch scratch(file->string() + ".unfinished");
  std::error_code error;
  fs::remove_all(scratch.path(), error);
  if (!fs::create_directories(scratch.path(), error))
    return unavailable("make", scratch.path(), error.message());
  const fs::path unfinished = scratch.path() / "archive";
  auto packer = Packer::open(unfinished);
  if (!packer) return fail(packer.error());
  Backup backup{*file, 0, 0};
  // The settings come first, so that an archive's beginning tells what it is of.
  for (const fs::path& path : files_of(workspace)) {
    HORIZON_TRY(packer->add(workspace.root / path, path.generic_string()));
    ++backup.files;
  }
  if (fs::exists(workspace.store_file(), error)) {
    const fs::path copy = scratch.path() / kStore;
    HORIZON_TRY(store::copy_store(workspace.store_file(), copy));
    HORIZON_TRY(packer->add(copy, kStore));
    ++backup.files;
  }
  HORIZON_TRY(packer->close());
  HORIZON_TRY(sync(unfinished));
  fs::rename(unfinished, *file, error);
  if (error) return unavailable("write", *file, error.message());
  backup.bytes = fs::file_size(*file, error);
  return backup;
}

Result<std::vector<std::string>> restore(const fs::path& archive, const fs::path& root) {
  std::error_code error;
  if (fs::exists(root, error) && !fs::is_empty(root, error)) {
    return fail(ErrorCode::kUsage,
                fmt::format("{} is not empty; a backup is restored into a folder of its own, from "
                            "where it can take the old one's place",
                            root.string()));
  }
  const Scratch scratch(fs::path(root.has_filename() ? root : root.parent_path()).string() +
                        ".unfinished");
  fs::remove_all(scratch.path(), error);
  if (!fs::create_directories(scratch.path(), error))
    return unavailable("make", scratch.path(), error.message());
  auto names = unpack(archive, scratch.path());
  if (!names) return fail(names.error());
  if (!fs::exists(scratch.path() / "horizon.toml", error)) {
    return fail(ErrorCode::kCorrupt,
                fmt::format("{} has no horizon.toml: it is no backup", archive.string()));
  }
  if (fs::exists(scratch.path() / kStore, error)) {
    // Also brings an older store to this program's schema.
    const auto store = store::Store::open(scratch.path() / kStore, store::Mode::kWrite);
    if (!store) return fail(store.error());
    const auto differences = store->verify();
    if (!differences) return fail(differences.error());
    if (!differences->empty()) {
      return fail(ErrorCode::kCorrupt, fmt::format("the store in {} is damaged: {}",
                                                   archive.string(), differences->front()));
    }
  }
  fs::remove(root, error);
  fs::rename(scratch.path(), root, error);
  if (error) return unavailable("make", root, error.message());
  return names;
}

std::vector<fs::path> backups_in(const fs::path& folder) {
  std::vector<fs::path> out;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_regular_file(error) && name.starts_with("horizon-") && name.ends_with(kSuffix))
      out.push_back(entry.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace horizon::pipeline
