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

Snapshot::Part open_part(const std::filesystem::path& folder, const std::string& name,
                         DocumentNumber first, bool sealed) {
  Snapshot::Part part{name, Xapian::Database((folder / name).string()), {}, first, sealed};
  part.state =
      fmt::format("{} {} {}", name, part.database.get_uuid(), part.database.get_revision());
  return part;
}

// Without what hides them, documents that have changed would be found as they were.
void open_changes(const std::filesystem::path& folder, Memory::Impl& memory, Snapshot& snapshot) {
  Snapshot::Part part = open_part(folder, snapshot.manifest.changes, 1, false);
  snapshot.changes =
      memory.get<Changes>(part.state + " changes", [&] { return read_changes(part.database); });
  for (Snapshot::Part& other : snapshot.parts)
    if (other.sealed) other.hidden = &snapshot.changes->hidden;
  if (!snapshot.changes->numbers.empty()) part.first = snapshot.changes->numbers.front();
  part.hidden = &snapshot.changes->gone;
  snapshot.parts.push_back(std::move(part));
}

// Where the shard of changes cannot be read, documents are found as they were when they were
// sealed, but for those that have gone: these have no row.
void hide_gone(Snapshot& snapshot) {
  Changes changes;
  const auto rows = snapshot.columns->rows();
  for (std::size_t number = 1; number < rows.size(); ++number)
    if (rows[number].present == 0) changes.hidden.add(static_cast<DocumentNumber>(number), 0);
  changes.hidden.finish();
  changes.hidden_documents = changes.hidden.documents();
  snapshot.changes = std::make_shared<const Changes>(std::move(changes));
  for (Snapshot::Part& part : snapshot.parts)
    if (part.sealed) part.hidden = &snapshot.changes->hidden;
}

// Xapian's errors on the way are the shard's damage, or it is not there any more. False if a writer
// has overtaken it.
bool open_parts(const std::filesystem::path& folder, Memory::Impl& memory, Snapshot& snapshot) {
  const std::vector<Shard>& shards = snapshot.manifest.shards;
  for (const Shard& shard : shards) {
    try {
      snapshot.parts.push_back(
          open_part(folder, shard.name, shard.first, &shard != &shards.back()));
    } catch (const Xapian::Error&) {
      snapshot.damaged.push_back(shard.name);
    }
  }
  if (snapshot.manifest.changes.empty()) return true;
  try {
    open_changes(folder, memory, snapshot);
  } catch (const Xapian::DatabaseModifiedError&) {
    return false;
  } catch (const Xapian::Error&) {
    snapshot.damaged.push_back(snapshot.manifest.changes);
  }
  return true;
}

// The files are changed in place and grow, or are replaced with their folder.
Result<std::shared_ptr<const Columns>> open_columns(const std::filesystem::path& folder,
                                                    Memory::Impl& memory) {
  struct stat rows {};
  struct stat names {};
  struct stat words {};
  if (::stat((folder / kRowsFile).c_str(), &rows) != 0) rows = {};
  if (::stat((folder / kNamesFile).c_str(), &names) != 0) names = {};
  if (::stat((folder / kWordsFile).c_str(), &words) != 0) words = {};
  const std::string key =
      fmt::format("columns {} {} {} {} {} {} {}", rows.st_dev, rows.st_ino, rows.st_size,
                  names.st_ino, names.st_size, words.st_ino, words.st_size);
  if (auto known = memory.find_as<Columns>(key)) return known;
  auto opened = Columns::open(folder);
  if (!opened) return fail(opened.error());
  auto shared = std::make_shared<const Columns>(*std::move(opened));
  memory.keep(key, shared, shared->bytes());
  return shared;
}

}  // namespace

std::uint64_t Snapshot::documents() const {
  const std::uint64_t all = database.get_doccount();
  const std::uint64_t hidden = changes ? changes->gone.documents() + changes->hidden_documents : 0;
  return all - std::min(all, hidden);  // less only while a damaged shard is looked for
}

double Snapshot::average_length() const {
  const std::uint64_t count = documents();
  if (count == 0) return 1;
  const auto all = static_cast<double>(database.get_total_length());
  const auto hidden = changes ? static_cast<double>(changes->hidden_length) : 0.0;
  return std::max(1.0, (all - hidden) / static_cast<double>(count));
}

const Snapshot::Part* Snapshot::part_of(DocumentNumber number) const {
  const bool changed = changes && changes->has(number);
  const std::string& name =
      changed ? manifest.changes : manifest.shards[manifest.shard_of(number)].name;
  const auto found = std::ranges::find(parts, name, &Part::name);
  return found == parts.end() ? nullptr : &*found;
}

Xapian::Document Snapshot::document(DocumentNumber number) const {
  const Part* part = part_of(number);
  if (part == nullptr) return {};
  return part->database.get_document(number, Xapian::DOC_ASSUME_VALID);
}

void Snapshot::leave_out(const std::vector<std::string>& names) {
  damaged.insert(damaged.end(), names.begin(), names.end());
  std::erase_if(
      parts, [&](const Part& part) { return std::ranges::find(names, part.name) != names.end(); });
  put_together(*this);
}

void Snapshot::leave_only(const Part& part) {
  parts = {part};
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
    const bool overtaken = !open_parts(folder, memory, snapshot);
    if ((overtaken && attempt < kMaxAttempts) ||
        (!snapshot.damaged.empty() && attempt < kAttemptsForDamage)) {
      std::this_thread::sleep_for(attempt * kPause);
      continue;
    }
    auto columns = open_columns(folder, memory);
    if (!columns) return fail(columns.error());
    snapshot.columns = *std::move(columns);
    if (!snapshot.manifest.changes.empty() && !snapshot.changes) hide_gone(snapshot);
    // What was opened while the writer exchanged shards, or the whole folder, may be of two states.
    const auto again = read_manifest(folder);
    if (overtaken || !again || again->shards != snapshot.manifest.shards ||
        again->changes != snapshot.manifest.changes || again->store != snapshot.manifest.store) {
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
