#include "crawler/fetch/download.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <nlohmann/json.hpp>
#include <system_error>

#include "core/io.h"
#include "core/text.h"
#include "crawler/fetch/secrets.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kMaxSidecar = 65'536;

tl::unexpected<Error> io_error(const std::filesystem::path& file, std::string_view what) {
  return fail(ErrorCode::kUnavailable,
              fmt::format("cannot {} {}: {}", what, file.string(), std::strerror(errno)));
}

std::optional<std::uint64_t> number(std::string_view text) {
  text = trim(text);
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc() && end == text.data() + text.size() && !text.empty();
  return whole ? std::optional<std::uint64_t>(value) : std::nullopt;
}

// "bytes 100-199/200", "bytes 100-199/*", "bytes */200".
struct ContentRange {
  std::optional<std::uint64_t> first, last, size;
};

ContentRange parse_content_range(std::string_view text) {
  ContentRange range;
  text = trim(text);
  if (!starts_with_ignoring_case(text, "bytes")) return range;
  text = trim(text.substr(5));
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return range;
  range.size = number(text.substr(slash + 1));
  const std::size_t dash = text.find('-');
  if (dash < slash) {
    range.first = number(text.substr(0, dash));
    range.last = number(text.substr(dash + 1, slash - dash - 1));
  }
  return range;
}

void sync_folder(const std::filesystem::path& file) {
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  static_cast<void>(::fsync(descriptor));
  ::close(descriptor);
}

}  // namespace

Result<std::unique_ptr<Download>> Download::open(const std::filesystem::path& file,
                                                 std::string_view url) {
  std::unique_ptr<Download> download(new Download());
  download->file_ = file;
  download->part_ = file.string() + ".part";
  download->sidecar_ = file.string() + ".part.json";
  download->descriptor_ = ::open(download->part_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  if (download->descriptor_ < 0) return io_error(download->part_, "write");
  if (::flock(download->descriptor_, LOCK_EX | LOCK_NB) != 0) {
    return fail(ErrorCode::kUnavailable,
                download->part_.string() + " is being downloaded by someone else");
  }
  struct stat info {};
  if (::fstat(download->descriptor_, &info) != 0) return io_error(download->part_, "read");
  download->offset_ = static_cast<std::uint64_t>(info.st_size);
  download->load_state(redact_url(url));
  return download;
}

Download::~Download() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

// A part without a state that fits it is of no use.
void Download::load_state(std::string_view url) {
  state_.url = url;
  const auto text = read_file(sidecar_, kMaxSidecar);
  const auto json = text ? nlohmann::json::parse(*text, nullptr, false) : nlohmann::json();
  const auto field = [&](const char* name) {
    return json.is_object() && json.contains(name) && json[name].is_string()
               ? json[name].get<std::string>()
               : std::string();
  };
  if (field("url") != url) {
    offset_ = 0;
    return;
  }
  state_.etag = field("etag");
  state_.last_modified = field("last_modified");
  if (json.contains("size") && json["size"].is_number_unsigned()) {
    state_.size = json["size"].get<std::uint64_t>();
  }
  if (state_.size && offset_ > *state_.size) offset_ = 0;
}

Headers Download::headers() const {
  const bool strong = !state_.etag.empty() && !starts_with_ignoring_case(state_.etag, "w/");
  const std::string& validator = strong ? state_.etag : state_.last_modified;
  if (offset_ == 0 || validator.empty()) return {};
  return {{"Range", fmt::format("bytes={}-", offset_)}, {"If-Range", validator}};
}

Result<bool> Download::begin(const Response& head) {
  taking_ = false;
  if (head.status == 206) return begin_rest(head);
  if (head.status != 200) return false;
  HORIZON_TRY(restart());
  state_.etag = head.etag;
  state_.last_modified = head.last_modified;
  state_.size = number(header(head, "content-length"));
  HORIZON_TRY(save_state());
  taking_ = true;
  return true;
}

Result<bool> Download::begin_rest(const Response& head) {
  const ContentRange range = parse_content_range(header(head, "content-range"));
  const bool fits = range.first && *range.first == offset_ &&
                    (!range.size || !state_.size || *range.size == *state_.size);
  if (!fits || headers().empty()) {
    HORIZON_TRY(restart());
    return fail(ErrorCode::kCorrupt, "the server answered with another range than asked for");
  }
  if (range.size && !state_.size) state_.size = range.size;
  taking_ = true;
  return true;
}

Status Download::restart() {
  if (::ftruncate(descriptor_, 0) != 0 && errno != EINVAL) return io_error(part_, "write");
  offset_ = 0;
  state_ = DownloadState{.url = state_.url};
  std::error_code ignored;
  std::filesystem::remove(sidecar_, ignored);
  return {};
}

Status Download::save_state() {
  nlohmann::json json{
      {"url", state_.url}, {"etag", state_.etag}, {"last_modified", state_.last_modified}};
  if (state_.size) json["size"] = *state_.size;
  return write_file_atomically(sidecar_,
                               json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

Status Download::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written =
        ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset_));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return io_error(part_, "write");
    offset_ += static_cast<std::uint64_t>(written);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Status Download::finish() {
  if (state_.size && offset_ != *state_.size) {
    return fail(ErrorCode::kCorrupt, fmt::format("{} of {} bytes came", offset_, *state_.size));
  }
  // What a part of another file left behind the end.
  if (::ftruncate(descriptor_, static_cast<off_t>(offset_)) != 0 || ::fsync(descriptor_) != 0) {
    return io_error(part_, "write");
  }
  std::error_code error;
  std::filesystem::rename(part_, file_, error);
  if (error) {
    return fail(ErrorCode::kUnavailable,
                fmt::format("cannot write {}: {}", file_.string(), error.message()));
  }
  std::filesystem::remove(sidecar_, error);
  sync_folder(file_);
  return {};
}

Result<bool> Download::out_of_range(const Response& head) {
  const ContentRange range = parse_content_range(header(head, "content-range"));
  if (range.size && offset_ > 0 && *range.size == offset_ &&
      (!state_.size || *state_.size == offset_)) {
    state_.size = offset_;
    return true;
  }
  HORIZON_TRY(restart());
  return false;
}

}  // namespace horizon::crawler
