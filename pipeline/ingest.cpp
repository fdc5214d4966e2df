#include "pipeline/ingest.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdio.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include "core/append.h"
#include "pipeline/prepare_stored.h"
#include "pipeline/relabel.h"

namespace horizon::pipeline {
namespace {

constexpr const char* kLabelledWith = "labelled_with";
// As many as a shard is sealed with: the index writes them at once, in a tenth of the time that the
// same documents take in small portions.
constexpr std::uint64_t kDocumentsPerCommit = 25'000;
// What a slow scan has brought is found after so long, once there is enough to be worth it.
constexpr auto kCommitAfter = std::chrono::seconds(60);
constexpr std::uint64_t kWorthACommit = 1'000;
constexpr std::size_t kCatchUpBatch = 2'000;

std::string labelling_of(const Analyser& analyser) {
  return fmt::format("{:016x}", analyser.fingerprint());
}

Status exchange_folders(const std::filesystem::path& fresh, const std::filesystem::path& current) {
  std::error_code error;
  if (!std::filesystem::exists(current, error)) {
    std::filesystem::rename(fresh, current, error);
    if (!error) return {};
    return fail(ErrorCode::kUnavailable,
                fmt::format("cannot make {}: {}", current.string(), error.message()));
  }
  // Readers see the old index or the new one, never none.
  if (::renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, current.c_str(), RENAME_EXCHANGE) == 0) {
    std::filesystem::remove_all(fresh, error);
    return {};
  }
  // Some file systems cannot exchange; there, a reader may find none for a moment.
  std::filesystem::remove_all(current, error);
  std::filesystem::rename(fresh, current, error);
  if (!error) return {};
  return fail(ErrorCode::kUnavailable,
              fmt::format("cannot replace {}: {}", current.string(), error.message()));
}

std::filesystem::path unfinished(const std::filesystem::path& index_folder) {
  std::filesystem::path folder = index_folder;
  folder += ".new";
  return folder;
}

Status put_all(const store::Store& store, const std::vector<store::StoredDocument>& documents,
               const Analyser& analyser, index::Writer& writer) {
  auto prepared = prepare_all(store, analyser, documents);
  if (!prepared) return fail(prepared.error());
  for (index::Prepared& entry : *prepared) HORIZON_TRY(writer.put(std::move(entry)));
  return {};
}

// Puts everything that changed after the index's own sequence, in order.
Status follow_store(store::Store& store, const Analyser& analyser, index::Writer& writer,
                    const JobContext& context) {
  const auto statistics = store.statistics();
  if (!statistics) return fail(statistics.error());
  std::uint64_t after = writer.sequence();
  const std::uint64_t begin = after;
  std::uint64_t uncommitted = 0;
  while (after < statistics->sequence) {
    if (context.stopped()) {
      HORIZON_TRY(uncommitted > 0 ? writer.commit(after) : Status());
      return fail(ErrorCode::kUnavailable, "interrupted");
    }
    auto documents = store.changed_after(after, kCatchUpBatch);
    if (!documents) return fail(documents.error());
    if (documents->empty()) break;
    HORIZON_TRY(put_all(store, *documents, analyser, writer));
    after = documents->back().sequence;
    uncommitted += documents->size();
    if (uncommitted >= kDocumentsPerCommit) {
      HORIZON_TRY(writer.commit(after));
      uncommitted = 0;
    }
    context.progress(
        {"index", after - begin,
         static_cast<double>(after - begin) / static_cast<double>(statistics->sequence - begin)});
  }
  return uncommitted > 0 ? writer.commit(after) : Status();
}

// Puts every document, by number: the order in which the shards of an index are filled.
Status fill_from_store(store::Store& store, const Analyser& analyser, index::Writer& writer,
                       const JobContext& context) {
  const auto statistics = store.statistics();
  if (!statistics) return fail(statistics.error());
  std::uint64_t done = 0;
  for (DocumentNumber after = 0;;) {
    if (context.stopped()) return fail(ErrorCode::kUnavailable, "interrupted");
    auto documents = store.numbered_after(after, kCatchUpBatch);
    if (!documents) return fail(documents.error());
    if (documents->empty()) break;
    HORIZON_TRY(put_all(store, *documents, analyser, writer));
    after = documents->back().number;
    const std::uint64_t before = done / kDocumentsPerCommit;
    done += documents->size();
    // The index is not of this sequence before it has everything.
    if (done / kDocumentsPerCommit > before) HORIZON_TRY(writer.commit(0));
    const double all = static_cast<double>(std::max(statistics->documents, done));
    context.progress({"index", done, static_cast<double>(done) / all});
  }
  HORIZON_TRY(writer.commit(statistics->sequence));
  return writer.settle();
}

}  // namespace

void AnalysedBatch::append(AnalysedBatch&& more) {
  horizon::append(incoming, std::move(more.incoming));
  horizon::append(prepared, std::move(more.prepared));
  horizon::append(quarantined, std::move(more.quarantined));
  horizon::append(cursors, std::move(more.cursors));
  horizon::append(notes, std::move(more.notes));
  known += more.known;
}

Ingest::Ingest(const Workspace& workspace, const Analyser& analyser, const Clock& clock,
               store::Store store)
    : workspace_(&workspace), analyser_(&analyser), clock_(&clock), store_(std::move(store)) {}

Result<Ingest> Ingest::open(const Workspace& workspace, const Analyser& analyser,
                            const JobContext& context, Relabel relabel) {
  HORIZON_TRY(analyser.check_directory());
  auto store = store::Store::open(workspace.store_file(), store::Mode::kWrite);
  if (!store) return fail(store.error());
  Ingest ingest(workspace, analyser, context.clock, std::move(*store));
  auto identity = ingest.store_.identity();
  if (!identity) return fail(identity.error());
  ingest.identity_ = std::move(*identity);
  HORIZON_TRY(ingest.relabel(context, relabel));
  HORIZON_TRY(relabel == Relabel::kAlways ? ingest.rebuild_index(context)
                                          : ingest.open_index(context, relabel));
  return ingest;
}

Status Ingest::relabel(const JobContext& context, Relabel relabel) {
  if (relabel == Relabel::kNever) return {};
  const auto old = labels_are_old(store_, *analyser_);
  if (!old) return fail(old.error());
  if (!*old && relabel != Relabel::kAlways) return {};
  const auto statistics = store_.statistics();
  if (!statistics) return fail(statistics.error());
  if (statistics->sequence > 0) {
    // From here on the labels are of two kinds; if this is killed, no taxonomy may claim them.
    HORIZON_TRY(store_.set_meta(kLabelledWith, "unfinished"));
    auto moves = relabel_all(store_, *analyser_, context);
    if (!moves) return fail(moves.error());
    moves_ = std::move(*moves);
    if (context.stopped()) return fail(ErrorCode::kUnavailable, "interrupted");
  }
  return store_.set_meta(kLabelledWith, labelling_of(*analyser_));
}

Status Ingest::open_index(const JobContext& context, Relabel relabel) {
  const std::filesystem::path folder = workspace_->index_folder();
  std::error_code ignored;
  std::filesystem::remove_all(unfinished(folder), ignored);
  auto writer = open_writer(folder);
  if (!writer) return mend(writer.error(), context, relabel);
  const auto statistics = store_.statistics();
  if (!statistics) return fail(statistics.error());
  // An index made in another way, or ahead of the store (which was restored from a backup), is of
  // no use: it derives from the store and is made anew.
  if (writer->stale() || writer->sequence() > statistics->sequence) return rebuild_index(context);
  index_.emplace(std::move(*writer));
  const Status caught_up = catch_up(context);
  if (caught_up) return {};
  index_.reset();
  return mend(caught_up.error(), context, relabel);
}

Status Ingest::mend(const Error& damage, const JobContext& context, Relabel relabel) {
  if (damage.code != ErrorCode::kCorrupt) return fail(damage);
  // What holds nothing that could be searched is not damage: a kill leaves it at the first commit.
  const auto reader = index::Reader::open(workspace_->index_folder());
  const bool empty = !reader && reader.error().code == ErrorCode::kNotFound;
  if (relabel == Relabel::kNever && !empty) return fail(damage);
  rebuilt_ = damage.message.substr(0, damage.message.rfind(" ('horizon reindex'"));
  return rebuild_index(context);
}

Result<index::Writer> Ingest::open_writer(const std::filesystem::path& folder) const {
  return index::Writer::open(folder, {analyser_->index_fingerprint(), identity_});
}

Status Ingest::catch_up(const JobContext& context) {
  HORIZON_TRY(follow_store(store_, *analyser_, *index_, context));
  sequence_ = index_->sequence();
  return {};
}

Status Ingest::rebuild_index(const JobContext& context) {
  index_.reset();
  const std::filesystem::path current = workspace_->index_folder();
  const std::filesystem::path fresh = unfinished(current);
  std::error_code error;
  std::filesystem::remove_all(fresh, error);
  {
    auto writer = open_writer(fresh);
    if (!writer) return fail(writer.error());
    HORIZON_TRY(fill_from_store(store_, *analyser_, *writer, context));
  }
  HORIZON_TRY(exchange_folders(fresh, current));
  auto writer = open_writer(current);
  if (!writer) return fail(writer.error());
  index_.emplace(std::move(*writer));
  return catch_up(context);
}

Status Ingest::begin_run(const std::string& command) {
  const auto id = store_.begin_run(command, clock_->now());
  if (!id) return fail(id.error());
  run_ = *id;
  return {};
}

Status Ingest::count_run(const Tally& tally) {
  if (!run_) return {};
  store::RunRecord run;
  run.id = *run_;
  run.added = tally.added;
  run.updated = tally.updated;
  run.joined = tally.joined;
  run.unchanged = tally.unchanged;
  run.quarantined = tally.quarantined;
  return store_.update_run(run);
}

Status Ingest::end_run(const std::string& error) {
  if (!run_) return {};
  store::RunRecord run;
  run.id = *run_;
  run.finished = clock_->now();
  run.error = error;
  run_.reset();
  return store_.update_run(run);
}

AnalysedBatch Ingest::analyse(const Analyser& analyser, std::vector<crawler::ParsedRecord> records,
                              std::vector<QuarantinedRecord> quarantined) {
  AnalysedBatch batch;
  batch.quarantined = std::move(quarantined);
  batch.incoming.reserve(records.size());
  batch.prepared.reserve(records.size());
  for (crawler::ParsedRecord& record : records) {
    Analysed analysed = analyser.analyse(record.document);
    batch.incoming.push_back({std::move(record.document), std::move(record.raw),
                              std::move(analysed.labels), std::move(analysed.words)});
    batch.prepared.push_back(std::move(analysed.prepared));
  }
  return batch;
}

Result<IndexBatch> Ingest::store_batch(AnalysedBatch batch, Tally& tally) {
  std::vector<store::Written> written;
  // A document that several records make up is labelled by what they make together.
  std::vector<DocumentNumber> moved;  // ascending
  const auto words = [this](const Document& merged) { return analyser_->words(merged); };
  const auto done = store_.write({batch.incoming, batch.quarantined, std::move(batch.cursors),
                                  analyser_->labeller(), std::move(batch.notes), words},
                                 clock_->now(), &written, &moved);
  if (!done) return fail(done.error());
  Tally batch_tally;
  batch_tally.quarantined = batch.quarantined.size();
  batch_tally.unchanged = batch.known;
  IndexBatch out;
  out.documents = batch.incoming.size() + batch.known;
  for (std::size_t i = 0; i < written.size(); ++i) {
    batch_tally.count(written[i].outcome);
    out.outcomes.push_back(written[i].outcome);
    if (written[i].outcome == store::Outcome::kUnchanged) continue;
    if (std::ranges::binary_search(moved, written[i].number)) continue;
    if (written[i].outcome == store::Outcome::kAdded) {
      batch.prepared[i].set_identity(written[i].number, 0);
      batch.prepared[i].set_words(std::move(written[i].words));
      out.prepared.push_back(std::move(batch.prepared[i]));
      continue;
    }
    // The document is more than this record: other sources and earlier fields belong to it.
    HORIZON_TRY(prepare_stored(written[i].number, out));
  }
  // Documents that were joined to another one leave the index, and come back when they are parted.
  for (const DocumentNumber number : moved) {
    HORIZON_TRY(prepare_stored(number, out));
  }
  tally.add(batch_tally);
  HORIZON_TRY(count_run(batch_tally));
  const auto sequence = store_.sequence();
  if (!sequence) return fail(sequence.error());
  out.sequence = *sequence;
  return out;
}

Status Ingest::prepare_stored(DocumentNumber number, IndexBatch& out) {
  const auto stored = store_.get(number);
  if (!stored) return fail(stored.error());
  auto prepared = prepare_all(store_, *analyser_, {&*stored, 1});
  if (!prepared) return fail(prepared.error());
  out.prepared.push_back(std::move(prepared->front()));
  return {};
}

Status Ingest::index_batch(IndexBatch batch) {
  uncommitted_ += batch.prepared.size();
  for (index::Prepared& entry : batch.prepared) HORIZON_TRY(index_->put(std::move(entry)));
  sequence_ = batch.sequence;
  const auto now = std::chrono::steady_clock::now();
  const bool waiting = uncommitted_ >= kWorthACommit && now - committed_ >= kCommitAfter;
  if (uncommitted_ < kDocumentsPerCommit && !waiting) return {};
  uncommitted_ = 0;
  committed_ = now;
  return index_->commit(sequence_);
}

Status Ingest::finish() {
  uncommitted_ = 0;
  HORIZON_TRY(index_->commit(sequence_));
  return index_->settle();
}

Result<bool> labels_are_old(const store::Store& store, const Analyser& analyser) {
  const auto before = store.meta(kLabelledWith);
  if (!before) return fail(before.error());
  return *before != labelling_of(analyser);
}

Result<std::vector<LabelMove>> preview_relabelling(const Workspace& workspace,
                                                   const Analyser& analyser,
                                                   const JobContext& context) {
  auto store = store::Store::open(workspace.store_file(), store::Mode::kRead);
  if (!store) return fail(store.error());
  return preview_labels(*store, analyser, context);
}

}  // namespace horizon::pipeline
