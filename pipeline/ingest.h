// The writing end of the flow: records → labels → store → index, each batch durable before the
// next, the index following the store and catching up with it after any interruption.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/error.h"
#include "crawler/record.h"
#include "index/index.h"
#include "pipeline/analyser.h"
#include "pipeline/run.h"
#include "pipeline/workspace.h"
#include "store/store.h"

namespace horizon::pipeline {

// Records with everything that can be made of them in parallel.
struct AnalysedBatch {
  std::vector<store::Incoming> incoming;
  std::vector<index::Prepared> prepared;  // one per incoming
  std::vector<QuarantinedRecord> quarantined;
  std::vector<store::Cursor> cursors;
  std::vector<store::Note> notes;
  std::uint64_t known = 0;  // records that were left out: KnownRecords has said kUnchanged

  // Takes in what comes after it.
  void append(AnalysedBatch&& more);
};

// What the store has accepted and the index must take in.
struct IndexBatch {
  std::vector<store::Outcome> outcomes;  // of each record that came in
  std::vector<index::Prepared> prepared;
  std::uint64_t sequence = 0;  // of the store after this batch
  std::uint64_t documents = 0;
};

// How many documents would change or have changed under a node.
struct LabelMove {
  std::string node;
  std::uint64_t gained = 0;
  std::uint64_t lost = 0;
};

// What to do about labels when a workspace is opened for writing.
enum class Relabel {
  kIfChanged,  // label anew if the taxonomy or the thresholds have changed since
  kAlways,     // label anew and rebuild the index, whatever is there
  kNever,      // a reader that only brings the index up to date
};

// Holds the workspace's only write access while it lives.
class Ingest {
 public:
  // Opens store and index for writing; the index catches up with the store, or is built anew if
  // it is damaged, another store's, or made in another way: rebuilt() says why. The moves of labels
  // are in relabelled(). With kNever a damaged index is kCorrupt and stays as it is, for its sound
  // shards can be searched.
  static Result<Ingest> open(const Workspace& workspace, const Analyser& analyser,
                             const JobContext& context, Relabel relabel = Relabel::kIfChanged);

  // The run that everything stored from now on is counted under, batch by batch.
  Status begin_run(const std::string& command);
  Status end_run(const std::string& error);

  // Thread-safe: language, labels and index terms of a batch, one record after another.
  static AnalysedBatch analyse(const Analyser& analyser, std::vector<crawler::ParsedRecord> records,
                               std::vector<QuarantinedRecord> quarantined);

  // One durable transaction; counts what came of each record.
  Result<IndexBatch> store_batch(AnalysedBatch batch, Tally& tally);
  Status prepare_stored(DocumentNumber number, IndexBatch& out);
  // Makes it searchable; commits every 25,000 documents, after a minute and in finish(). A kill
  // leaves to the next command what was not committed.
  Status index_batch(IndexBatch batch);
  Status finish();

  // Brings the index up to what was changed in store() directly.
  Status follow(const JobContext& context) { return catch_up(context); }

  store::Store& store() { return store_; }
  const Analyser& analyser() const { return *analyser_; }
  std::filesystem::path store_file() const { return workspace_->store_file(); }
  const std::vector<LabelMove>& relabelled() const { return moves_; }
  // What was wrong with the index that was there when this was opened, one line; "": nothing.
  const std::string& rebuilt() const { return rebuilt_; }

 private:
  Ingest(const Workspace& workspace, const Analyser& analyser, const Clock& clock,
         store::Store store);
  Status relabel(const JobContext& context, Relabel relabel);
  Result<index::Writer> open_writer(const std::filesystem::path& folder) const;
  Status open_index(const JobContext& context, Relabel relabel);
  // `damage` is kept or mended, as `relabel` says.
  Status mend(const Error& damage, const JobContext& context, Relabel relabel);
  // Builds the index anew beside the old one and swaps them atomically.
  Status rebuild_index(const JobContext& context);
  Status catch_up(const JobContext& context);
  Status count_run(const Tally& tally);

  const Workspace* workspace_;
  const Analyser* analyser_;
  const Clock* clock_;
  store::Store store_;
  std::optional<index::Writer> index_;
  std::uint64_t uncommitted_ = 0;
  std::chrono::steady_clock::time_point committed_ = std::chrono::steady_clock::now();
  std::uint64_t sequence_ = 0;
  std::vector<LabelMove> moves_;
  std::string identity_;  // of the store
  std::string rebuilt_;
  std::optional<std::int64_t> run_;
};

// True if the store's documents were labelled with another taxonomy or other thresholds.
Result<bool> labels_are_old(const store::Store& store, const Analyser& analyser);

// The moves that labelling everything anew would make; nothing is changed.
Result<std::vector<LabelMove>> preview_relabelling(const Workspace& workspace,
                                                   const Analyser& analyser,
                                                   const JobContext& context);

}  // namespace horizon::pipeline
