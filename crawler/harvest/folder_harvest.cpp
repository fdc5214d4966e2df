#include "crawler/harvest/folder_harvest.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>
#include <vector>

#include "core/text.h"
#include "crawler/formats/format.h"
#include "crawler/harvest/bulk_reader.h"
#include "crawler/text/url.h"

namespace horizon::crawler {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::size_t kMaxFiles = 50'000;
constexpr std::uint64_t kPageSlices = 500;
constexpr std::chrono::seconds kQuiet{60};
constexpr int kVersion = 1;

struct WatchedFile {
  fs::path path;
  std::string name;  // relative to the folder
  std::string mark;  // 16 hex digits of its name, size and time
};

// The folder that the URL means, below root.
Result<fs::path> folder_of(const Source& source, const fs::path& root) {
  const auto wrong = [&](std::string_view why) {
    return fail(ErrorCode::kUsage, fmt::format("source {}: {}: {}", source.id, source.url, why));
  };
  if (!starts_with_ignoring_case(source.url, "file:")) {
    return wrong("a folder's address is file:FOLDER");
  }
  const std::string decoded = percent_decode(std::string_view(source.url).substr(5));
  const fs::path relative(decoded);
  const bool climbs = std::find(relative.begin(), relative.end(), "..") != relative.end();
  if (decoded.empty() || decoded.find('\0') != std::string::npos || relative.is_absolute() ||
      climbs) {
    return wrong("use a relative path without \"..\"");
  }
  std::error_code error;
  const fs::path base = fs::weakly_canonical(root, error);
  const fs::path folder = error ? fs::path() : fs::weakly_canonical(base / relative, error);
  const auto outside = std::mismatch(base.begin(), base.end(), folder.begin(), folder.end()).first;
  if (error || outside != base.end()) return wrong("it is outside the workspace");
  if (!fs::is_directory(folder, error)) {
    return fail(ErrorCode::kNotFound,
                fmt::format("source {}: there is no folder {}", source.id, folder.string()));
  }
  return folder;
}

bool is_unfinished(const fs::path& path) {
  static constexpr auto kEndings = std::to_array<std::string_view>(
      {".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".filepart", ".swp", "~"});
  const std::string name = ascii_lower(path.filename().string());
  return name.starts_with('.') || name.starts_with("~$") ||
         std::any_of(kEndings.begin(), kEndings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

// Still being written, or about to be: it changed a moment ago.
bool is_fresh(fs::file_time_type changed) {
  const auto age = fs::file_time_type::clock::now() - changed;
  // A time in the future is a clock that was wrong, not a file that is being written.
  return age < kQuiet && age > -kQuiet;
}

Status list_files(const fs::path& folder, const Source& source, std::vector<WatchedFile>& files) {
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end;
       at.increment(error)) {
    std::error_code lost;  // files come and go while they are listed
    if (at->is_symlink(lost) || is_unfinished(at->path())) {
      if (at->is_directory(lost)) at.disable_recursion_pending();
      continue;
    }
    if (!at->is_regular_file(lost)) continue;
    const auto size = at->file_size(lost);
    const auto changed = at->last_write_time(lost);
    if (lost || is_fresh(changed)) continue;
    std::string name = at->path().lexically_relative(folder).generic_string();
    const std::string mark =
        fmt::format("{}\n{}\n{}", name, size, changed.time_since_epoch().count());
    files.push_back({at->path(), std::move(name), fmt::format("{:016x}", stable_hash(mark))});
    if (files.size() > kMaxFiles) {
      return fail(ErrorCode::kUsage,
                  fmt::format("source {}: {} holds more than {} files: move those away that were "
                              "read",
                              source.id, folder.string(), kMaxFiles));
    }
  }
  if (error) {
    return fail(ErrorCode::kUnavailable, fmt::format("source {}: {} cannot be read: {}", source.id,
                                                     folder.string(), error.message()));
  }
  std::sort(files.begin(), files.end(),
            [](const WatchedFile& a, const WatchedFile& b) { return a.name < b.name; });
  return {};
}

// What was read: marks of whole files, and the place in one.
struct FolderState {
  std::set<std::string> done;
  std::string open;  // the mark of the file that is being read; empty for none
  std::uint64_t position = 0;

  std::string to_json() const {
    Json json = {{"v", kVersion}, {"done", done}};
    if (!open.empty()) {
      json["open"] = open;
      json["position"] = position;
    }
    return json.dump();
  }
};

Result<FolderState> parse_state(const std::string& text, const Source& source) {
  const Json json = Json::parse(text, nullptr, false);
  const auto bad = [&] {
    return fail(
        ErrorCode::kCorrupt,
        fmt::format("source {}: its stored state cannot be read; scan with --restart", source.id));
  };
  if (!json.is_object() || json.value("v", Json()) != kVersion) return bad();
  FolderState state;
  for (const Json& mark : json.value("done", Json::array())) {
    if (!mark.is_string()) return bad();
    state.done.insert(mark.get<std::string>());
  }
  const auto open = json.find("open");
  const auto position = json.find("position");
  if (open != json.end() && open->is_string()) state.open = open->get<std::string>();
  if (position != json.end() && position->is_number_unsigned()) {
    state.position = position->get<std::uint64_t>();
  }
  return state;
}

class FolderHarvest final : public Harvest {
 public:
  FolderHarvest(Source source, const RecordFormat* format, std::vector<WatchedFile> files,
                FolderState state)
      : source_(std::move(source)),
        format_(format),
        files_(std::move(files)),
        state_(std::move(state)) {
    forget_lost();
  }

  std::optional<Request> next() override { return std::nullopt; }

  Result<Page> take(const Response& /*response*/, Instant now) override {
    Page page;
    if (!reader_) open_next(page, now);
    if (reader_) read(page, now);
    page.more = reader_.has_value() || has_next();
    page.cursor_state = state_.to_json();
    return page;
  }

 private:
  // Marks of files that are gone or have changed would only pile up.
  void forget_lost() {
    std::set<std::string> kept;
    for (const WatchedFile& file : files_) {
      if (state_.done.count(file.mark) > 0) kept.insert(file.mark);
      opened_is_there_ = opened_is_there_ || file.mark == state_.open;
    }
    state_.done = std::move(kept);
    if (opened_is_there_) return;
    state_.open.clear();
    state_.position = 0;
  }

  bool has_next() {
    while (at_ < files_.size() && state_.done.count(files_[at_].mark) > 0) ++at_;
    return at_ < files_.size();
  }

  std::string origin_of(const WatchedFile& file) const {
    std::string_view folder = source_.url;
    while (folder.ends_with('/')) folder.remove_suffix(1);
    return fmt::format("{}/{}", folder, file.name);
  }

  void open_next(Page& page, Instant now) {
    if (!has_next()) return;
    const WatchedFile& file = files_[at_];
    auto reader = format_ != nullptr ? BulkReader::open(file.path, *format_, origin_of(file))
                                     : BulkReader::open(file.path, origin_of(file));
    if (!reader) {
      page.quarantined.push_back({source_.id, origin_of(file), reader.error().message, {}, now});
      state_.done.insert(file.mark);
      return;
    }
    reader_.emplace(std::move(*reader));
    if (state_.open == file.mark) reader_->skip(state_.position);
    state_.open = file.mark;
  }

  void read(Page& page, Instant now) {
    ReadContext context;
    context.source = source_;
    context.provenance.fetched = now;
    Records records;
    const bool more = reader_->read(kPageSlices, context, records);
    page.records = std::move(records.records);
    page.quarantined = std::move(records.quarantined);
    state_.position = reader_->position();
    if (more) return;
    state_.done.insert(state_.open);
    state_.open.clear();
    state_.position = 0;
    reader_.reset();
  }

  Source source_;
  const RecordFormat* format_;
  std::vector<WatchedFile> files_;
  FolderState state_;
  std::size_t at_ = 0;
  bool opened_is_there_ = false;
  std::optional<BulkReader> reader_;
};

}  // namespace

Result<std::unique_ptr<Harvest>> open_folder_harvest(const Source& source,
                                                     const std::optional<std::string>& state,
                                                     const HarvestContext& context) {
  const auto folder = folder_of(source, context.root);
  if (!folder) return fail(folder.error());
  const RecordFormat* format = nullptr;
  if (!source.format.empty()) {
    format = find_record_format(source.format);
    if (format == nullptr) {
      return fail(ErrorCode::kUsage, fmt::format("source {}: no format '{}'; see horizon import "
                                                 "--list-formats",
                                                 source.id, source.format));
    }
  }
  FolderState place;
  if (state && !context.restart) {
    auto parsed = parse_state(*state, source);
    if (!parsed) return fail(parsed.error());
    place = std::move(*parsed);
  }
  std::vector<WatchedFile> files;
  HORIZON_TRY(list_files(*folder, source, files));
  // The file that was being read comes first: it is nearly done.
  std::stable_partition(files.begin(), files.end(),
                        [&](const WatchedFile& file) { return file.mark == place.open; });
  return std::make_unique<FolderHarvest>(source, format, std::move(files), std::move(place));
}

}  // namespace horizon::crawler
