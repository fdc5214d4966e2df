#include "index/snapshot.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

namespace horizon::index {
namespace {

// A writer seals a shard every few seconds at most; opening takes milliseconds.
constexpr int kMaxAttempts = 20;
// What fails so often was not overtaken by a commit, but is damaged.
constexpr int kAttemptsForDamage = 5;
constexpr auto kPause = std::chrono::milliseconds(2);

void put_together(Snapshot& snapshot) {
  snapshot.database = Xapian::Database();
  for (const Snapshot::Part& part : snapshot.parts) snapshot.database.add_database(part.database);
}

// Xapian's errors on the way are the shard's damage, or it is not there any more.
void open_parts(const std::filesystem::path& folder, Snapshot& snapshot) {
  for (const Shard& shard : snapshot.manifest.shards) {
    try {
      snapshot.parts.push_back({shard.name, Xapian::Database((folder / shard.name).string())});
    } catch (const Xapian::Error&) {
      snapshot.damaged.push_back(shard.name);
    }
  }
}

// Both files are changed in place and grow, or are replaced with their folder.
Result<std::shared_ptr<const Columns>> open_columns(const std::filesystem::path& folder,
                                                    Memory::Impl& memory) {
  struct stat rows {};
  struct stat names {};
  if (::stat((folder / kRowsFile).c_str(), &rows) != 0) rows = {};
  if (::stat((folder / kNamesFile).c_str(), &names) != 0) names = {};
  const std::string key = fmt::format("columns {} {} {} {} {}", rows.st_dev, rows.st_ino,
                                      rows.st_size, names.st_ino, names.st_size);
  if (auto known = memory.find_as<Columns>(key)) return known;
  auto opened = Columns::open(folder);
  if (!opened) return fail(opened.error());
  auto shared = std::make_shared<const Columns>(*std::move(opened));
  memory.keep(key, shared, shared->bytes());
  return shared;
}

}  // namespace

Xapian::docid Snapshot::docid(DocumentNumber number) const {
  const std::string& name = manifest.shards[manifest.shard_of(number)].name;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].name == name)
      return static_cast<Xapian::docid>((std::uint64_t{number} - 1) * parts.size() + i + 1);
  }
  return 0;
}

const Snapshot::Part* Snapshot::part(std::string_view name) const {
  const auto found = std::ranges::find(parts, name, &Part::name);
  return found == parts.end() ? nullptr : &*found;
}

Xapian::Document Snapshot::document(DocumentNumber number) const {
  const Part* in = part(manifest.shards[manifest.shard_of(number)].name);
  if (in == nullptr) return {};
  return in->database.get_document(number, Xapian::DOC_ASSUME_VALID);
}

void Snapshot::leave_out(const std::vector<std::string>& names) {
  damaged.insert(damaged.end(), names.begin(), names.end());
  std::erase_if(
      parts, [&](const Part& part) { return std::ranges::find(names, part.name) != names.end(); });
  put_together(*this);
}

Result<Snapshot> Snapshot::open(const std::filesystem::path& folder, Memory::Impl& memory) {
  for (int attempt = 0;; ++attempt) {
    Snapshot snapshot;
    auto manifest = read_manifest(folder);
    if (!manifest && manifest.error().code == ErrorCode::kNotFound)
      return fail(ErrorCode::kNotFound, fmt::format("no search index in {}", folder.string()));
    if (!manifest) return fail(manifest.error());
    snapshot.manifest = *std::move(manifest);
    open_parts(folder, snapshot);
    if (!snapshot.damaged.empty() && attempt < kAttemptsForDamage) {
      std::this_thread::sleep_for(attempt * kPause);
      continue;
    }
    auto columns = open_columns(folder, memory);
    if (!columns) return fail(columns.error());
    snapshot.columns = *std::move(columns);
    // What was opened while the writer exchanged shards, or the whole folder, may be of two states.
    const auto again = read_manifest(folder);
    if (!again || again->shards != snapshot.manifest.shards ||
        again->store != snapshot.manifest.store) {
      if (attempt < kMaxAttempts) continue;
      return fail(ErrorCode::kUnavailable,
                  fmt::format("search index {} changes faster than it can be read; try again",
                              folder.string()));
    }
    if (snapshot.parts.empty())
      return fail(ErrorCode::kCorrupt,
                  fmt::format("search index {}: none of its shards can be read ('horizon reindex' "
                              "builds it anew)",
                              folder.string()));
    put_together(snapshot);
    return snapshot;
  }
}

}  // namespace horizon::index
