#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string>
#include <system_error>
#include <utility>

#include "index/changes.h"
#include "index/columns.h"
#include "index/manifest.h"
#include "index/pending.h"
#include "index/prepared.h"
#include "index/shard_writer.h"
#include "index/shards.h"
#include "index/term_list.h"
#include "index/terms.h"

namespace horizon::index {
namespace {

// What waits for a commit may be so large; of abstracts, 25,000 are half of it.
constexpr std::size_t kMaxPendingBytes = std::size_t{64} << 20U;
// Xapian keeps what is changed in maps, which grow slow: so many changes are written at once.
constexpr std::uint64_t kMaxChanges = 2'000;
// Nothing is spelt so: behind every term.
constexpr const char* kLastTerms = "\xFF";

// An index without documents.
Manifest new_manifest() {
  Manifest manifest;
  manifest.shards = {Shard{"1"}};
  manifest.next = 2;
  return manifest;
}

Xapian::Document xapian_document(const ShardDocument& one) {
  Xapian::Document document;
  TermListReader terms(one.terms);
  while (terms.next()) document.add_term(terms.term(), terms.frequency());
  if (!one.published.empty()) document.add_value(kPublishedSlot, one.published);
  document.add_value(kIdSlot, one.id);
  return document;
}

}  // namespace

struct Writer::Impl {
  Impl(std::filesystem::path where, Manifest was, ColumnWriter writer)
      : folder(where),
        manifest(std::move(was)),
        columns(std::move(writer)),
        shards(std::move(where)) {}

  std::filesystem::path folder;
  Manifest manifest;  // as it is on disk
  ColumnWriter columns;
  OpenShards shards;
  std::string made_with, store;  // of what is put now
  bool stale = false;
  Pending pending;            // all above last
  DocumentNumber last = 0;    // the largest number that may be in a shard
  std::uint64_t changes = 0;  // of documents in shards since the last commit

  ColumnRow row_of(const Prepared::Impl& entry);
  Xapian::WritableDatabase& live() { return shards.open(manifest.shards.back().name); }
  std::span<const Shard> sealed() const {
    return std::span(manifest.shards).first(manifest.shards.size() - 1);
  }
  // One of so many sealed documents, and at least `least`.
  std::uint64_t share(std::uint64_t least, std::uint64_t of) const {
    std::uint64_t documents = 0;
    for (const Shard& shard : sealed()) documents += shard.documents;
    return std::max(least, documents / of);
  }
  Status put(Prepared::Impl&& entry);
  Status put_into_shard(const ShardDocument& document);
  Status remove(DocumentNumber number);
  Status begin_changes();
  void check_shards();
  Status commit(std::uint64_t sequence);
  Status add_shard(Manifest after);
  Status seal();
  Status merge(std::size_t count);
  Status renew();
  Status tidy(std::size_t merged, std::uint64_t most_changes);
};

ColumnRow Writer::Impl::row_of(const Prepared::Impl& entry) {
  ColumnRow row;
  row.precision = kNoDay;
  if (entry.deleted) return row;
  row.present = 1;
  row.kind = static_cast<std::uint8_t>(entry.kind);
  if (entry.published) {
    row.day = static_cast<std::int32_t>(entry.published->day.time_since_epoch().count());
    row.precision = static_cast<std::uint8_t>(entry.published->precision);
  }
  row.source = columns.name(entry.source);
  row.sources = columns.names(entry.sources);
  row.language = columns.name(entry.language);
  row.countries = columns.names(entry.countries);
  row.labels = columns.names(entry.labels);
  return row;
}

Status Writer::Impl::put(Prepared::Impl&& entry) {
  columns.set(entry.number, row_of(entry), entry.deleted ? std::string_view() : entry.words);
  if (entry.deleted) {
    pending.remove(entry.number);
    return entry.number > last ? Status() : remove(entry.number);
  }
  ShardDocument document{entry.number, std::move(entry.terms),
                         entry.published ? format_date(*entry.published) : "", std::move(entry.id)};
  if (entry.number <= last) return put_into_shard(document);
  pending.put(std::move(document));
  return {};
}

Status Writer::Impl::put_into_shard(const ShardDocument& document) {
  ++changes;
  Xapian::Document made = xapian_document(document);
  if (document.number >= manifest.shards.back().first) {
    live().replace_document(document.number, made);
    return {};
  }
  HORIZON_TRY(begin_changes());
  const Shard& shard = manifest.shards[manifest.shard_of(document.number)];
  if (const auto length = shards.sealed_length(shard, document.number))
    made.add_value(kHiddenLengthSlot, std::to_string(*length));
  shards.open(manifest.changes).replace_document(document.number, made);
  return {};
}

// What is in a sealed shard goes when something hides it that has itself gone.
Status Writer::Impl::remove(DocumentNumber number) {
  ++changes;
  const bool sealed = number < manifest.shards.back().first;
  const auto length = sealed
                          ? shards.sealed_length(manifest.shards[manifest.shard_of(number)], number)
                          : std::nullopt;
  if (length) {
    HORIZON_TRY(begin_changes());
    Xapian::Document gone;
    gone.add_boolean_term(std::string(kGoneTerm));
    gone.add_value(kHiddenLengthSlot, std::to_string(*length));
    shards.open(manifest.changes).replace_document(number, gone);
    return {};
  }
  if (sealed && manifest.changes.empty()) return {};
  try {
    (sealed ? shards.open(manifest.changes) : live()).delete_document(number);
  } catch (const Xapian::DocNotFoundError&) {
    // The tombstone of a document that never was in the index.
  }
  return {};
}

// What a manifest names is there.
Status Writer::Impl::begin_changes() {
  if (!manifest.changes.empty()) return {};
  Manifest after = manifest;
  after.changes = std::to_string(after.next++);
  shards.make(after.changes).commit();
  HORIZON_TRY(write_manifest(folder, after));
  manifest = std::move(after);
  return {};
}

// Damage that shows when a shard is opened, or where a file that was cut off would have gone on, is
// told before anything is put.
void Writer::Impl::check_shards() {
  for (const Shard& shard : manifest.shards) {
    if (shard.documents == 0) continue;
    const Xapian::Database& sealed = shards.sealed(shard);
    sealed.allterms_begin();
    sealed.allterms_begin(kLastTerms);
    shards.sealed_length(shard, std::max<Xapian::docid>(sealed.get_lastdocid(), 1));
  }
  if (!manifest.changes.empty())
    read_changes(Xapian::Database((folder / manifest.changes).string()));
  last = std::max<DocumentNumber>(live().get_lastdocid(), manifest.shards.back().first - 1);
}

// Makes everything durable, then the manifest that says so.
Status Writer::Impl::commit(std::uint64_t sequence) {
  HORIZON_TRY(columns.flush());
  const auto documents = pending.documents();
  const bool bulk =
      documents.size() >= kBulkDocuments && is_known_format(folder / manifest.shards.back().name);
  if (!bulk) {
    for (const ShardDocument& document : documents) HORIZON_TRY(put_into_shard(document));
  }
  shards.commit(manifest.shards.back().name);
  if (bulk && live().get_doccount() > 0) HORIZON_TRY(seal());
  Manifest after = manifest;
  after.sequence = sequence;
  after.made_with = made_with;
  after.store = store;
  if (bulk) {
    HORIZON_TRY(add_shard(std::move(after)));
  } else {
    if (after != manifest) HORIZON_TRY(write_manifest(folder, after));
    manifest = std::move(after);
  }
  if (!documents.empty()) last = documents.back().number;
  pending.clear();
  changes = 0;
  return {};
}

// What is pending becomes a sealed shard in place of the live one, which is empty.
Status Writer::Impl::add_shard(Manifest after) {
  const auto documents = pending.documents();
  Shard& shard = after.shards.back();
  shard.name = std::to_string(after.next++);
  shard.documents = documents.size();
  HORIZON_TRY(write_shard(folder / shard.name, documents));
  shards.close();
  after.shards.push_back({std::to_string(after.next++), documents.back().number + 1, 0});
  shards.make(after.shards.back().name);  // what a manifest names is there
  HORIZON_TRY(write_manifest(folder, after));
  shards.remove(manifest.shards.back().name);
  manifest = std::move(after);
  return {};
}

// The live shard becomes a sealed one, and a new one is begun.
Status Writer::Impl::seal() {
  const DocumentNumber end = live().get_lastdocid();
  shards.close();
  Manifest after = manifest;
  const std::string name = std::to_string(after.next++);
  const auto documents = shards.merge({&after.shards.back(), 1}, name);
  if (!documents) return fail(documents.error());
  after.shards.back().name = name;
  after.shards.back().documents = *documents;
  after.shards.push_back({std::to_string(after.next++), end + 1, 0});
  shards.make(after.shards.back().name);  // what a manifest names is there
  HORIZON_TRY(write_manifest(folder, after));
  shards.remove(manifest.shards.back().name);
  manifest = std::move(after);
  return {};
}

// The last `count` sealed shards become one.
Status Writer::Impl::merge(std::size_t count) {
  Manifest after = manifest;
  const auto end = after.shards.end() - 1;
  const auto begin = end - static_cast<std::ptrdiff_t>(count);
  const std::vector<Shard> merged(begin, end);
  Shard one{std::to_string(after.next++), merged.front().first, 0};
  shards.close();
  const auto documents = shards.merge(merged, one.name);
  if (!documents) {
    shards.remove_unknown(manifest);
    return fail(documents.error());
  }
  one.documents = *documents;
  after.shards.erase(begin, end);
  after.shards.insert(after.shards.end() - 1, one);
  HORIZON_TRY(write_manifest(folder, after));
  for (const Shard& shard : merged) shards.remove(shard.name);
  manifest = std::move(after);
  return {};
}

// Sealed shards of which documents have changed are written anew with them.
Status Writer::Impl::renew() {
  shards.close();
  const Changes changed = read_changes(Xapian::Database((folder / manifest.changes).string()));
  Manifest after = manifest;
  after.changes.clear();
  std::vector<std::string> old = {manifest.changes};
  for (std::size_t i = 0; i + 1 < after.shards.size(); ++i) {
    Shard& shard = after.shards[i];
    const DocumentNumber end = after.shards[i + 1].first;
    const auto first = std::ranges::lower_bound(changed.numbers, shard.first);
    if (first == changed.numbers.end() || *first >= end) continue;
    old.push_back(shard.name);
    const std::string name = std::to_string(after.next++);
    const auto documents = shards.renew(shard, end, manifest.changes, name);
    if (!documents) {
      // What is there goes on without it; what there is of it only takes room.
      shards.remove_unknown(manifest);
      return fail(documents.error());
    }
    shard.name = name;
    shard.documents = *documents;
  }
  HORIZON_TRY(write_manifest(folder, after));
  for (const std::string& name : old) shards.remove(name);
  manifest = std::move(after);
  return {};
}

// Merges the last shards, and writes anew those that more has changed in than is good for searches.
Status Writer::Impl::tidy(std::size_t merged, std::uint64_t most_changes) {
  if (merged > 0) HORIZON_TRY(merge(merged));
  if (manifest.changes.empty() || !is_known_format(folder / manifest.changes)) return {};
  const std::uint64_t changed = shards.open(manifest.changes).get_doccount();
  return changed > 0 && changed >= most_changes ? renew() : Status();
}

Writer::Writer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Writer::Writer(Writer&&) noexcept = default;
Writer& Writer::operator=(Writer&&) noexcept = default;

// Xapian commits what was put when it closes, without its sequence: the next catch-up puts those
// documents once more, which changes nothing.
Writer::~Writer() = default;

Result<Writer> Writer::open(const std::filesystem::path& folder, const Origin& origin) {
  try {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) {
      return fail(ErrorCode::kUnavailable,
                  fmt::format("cannot make {}: {}", folder.string(), error.message()));
    }
    auto manifest = read_manifest(folder);
    const bool fresh = !manifest && manifest.error().code == ErrorCode::kNotFound;
    if (fresh && !std::filesystem::is_empty(folder, error)) {
      // Of an earlier version, or what a kill has left of the first commit.
      return fail(ErrorCode::kCorrupt,
                  fmt::format("search index {} has no manifest ('horizon reindex' builds it anew)",
                              folder.string()));
    }
    if (!manifest && !fresh) return fail(manifest.error());
    auto columns = ColumnWriter::open(folder);
    if (!columns) return fail(columns.error());
    auto impl = std::make_unique<Impl>(folder, fresh ? new_manifest() : *std::move(manifest),
                                       *std::move(columns));
    impl->made_with = fmt::format("{}.{:016x}", kAnalysisVersion, origin.fingerprint);
    impl->store = origin.store;
    impl->stale = impl->manifest.sequence > 0 && (impl->manifest.made_with != impl->made_with ||
                                                  impl->manifest.store != impl->store);
    impl->shards.remove_unknown(impl->manifest);
    if (fresh) impl->shards.make(impl->manifest.shards.back().name);
    impl->check_shards();
    return Writer(std::move(impl));
  } catch (const Xapian::Error& error) {
    return xapian_error(folder, error);
  }
}

bool Writer::stale() const { return impl_->stale; }
std::uint64_t Writer::sequence() const { return impl_->manifest.sequence; }

Status Writer::put(Prepared&& prepared) {
  try {
    HORIZON_TRY(impl_->put(std::move(*prepared.impl_)));
    // Under the sequence that was reached before: what comes twice replaces itself.
    if (impl_->pending.bytes() > kMaxPendingBytes || impl_->changes >= kMaxChanges)
      return commit(impl_->manifest.sequence);
  } catch (const Xapian::Error& error) {
    return xapian_error(impl_->folder, error);
  }
  return {};
}

Status Writer::commit(std::uint64_t sequence) {
  try {
    HORIZON_TRY(impl_->commit(sequence));
    if (impl_->live().get_doccount() >= kShardDocuments) HORIZON_TRY(impl_->seal());
    return impl_->tidy(shards_to_merge(impl_->sealed()),
                       impl_->share(kChangedDocuments, kChangedShare));
  } catch (const Xapian::Error& error) {
    return xapian_error(impl_->folder, error);
  }
}

Status Writer::settle() {
  try {
    // Compact, a shard takes half the room; small ones come again and again from daily scans.
    if (impl_->live().get_doccount() >= kSettledDocuments) HORIZON_TRY(impl_->seal());
    return impl_->tidy(shards_to_settle(impl_->sealed()),
                       impl_->share(kSettledDocuments, kSettledShare));
  } catch (const Xapian::Error& error) {
    return xapian_error(impl_->folder, error);
  }
}

}  // namespace horizon::index
