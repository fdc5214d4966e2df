// Accepts incoming records within one transaction. Internal to store/.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "core/document.h"
#include "core/error.h"
#include "store/counts.h"
#include "store/linker.h"
#include "store/merge.h"
#include "store/raw_blocks.h"
#include "store/session.h"
#include "store/store.h"

namespace horizon::store {

// What is kept of a quarantined record's bytes.
inline constexpr std::size_t kMaxQuarantinedBytes = std::size_t{64} << 10U;

class BatchWriter {
 public:
  // `label` and `words` may be empty; see Batch.
  BatchWriter(Session& session, Instant now, Labeller label = {}, Wording words = {});

  // To be called once the transaction has begun.
  Status begin();
  Result<Written> accept(const Incoming& incoming);
  Status quarantine(const QuarantinedRecord& record);
  Status move_cursor(const Cursor& cursor);
  // Replaces the labels of a document; false if they were these. kNotFound if there is none.
  Result<bool> relabel(DocumentNumber number, std::span<const Label> labels);
  // Labels a document anew, by the Labeller.
  Status relabel(DocumentNumber number);
  // Replaces the words of a document. Returns them as they are kept.
  Result<std::string> reword(DocumentNumber number, std::string_view words);
  // Links a document that was stored before documents were linked.
  Status link(DocumentNumber number);
  // Notes that an analyst holds two documents for one work, or for two.
  Status judge(DocumentNumber a, DocumentNumber b, bool same) { return linker_.judge(a, b, same); }
  // Writes what was collected, and joins and parts documents. To be called before the commit.
  Status finish();
  // Further documents that finish() has changed, and tombstones that it has freed; each once.
  const std::set<DocumentNumber>& moved() const { return moved_; }

 private:
  // A known document before its change.
  struct Known {
    DocumentRow row;
    std::vector<LabelRow> labels;
  };

  Result<std::optional<DocumentNumber>> match(const std::vector<std::string>& aliases);
  Status add_aliases(DocumentNumber number, const std::vector<std::string>& aliases);
  Result<Written> add(const Incoming& incoming, const std::vector<std::string>& aliases);
  Result<Written> ignore_tombstone(const RawRecord& raw);
  Result<bool> is_ignored_tombstone(const RawRecord& raw);
  Result<Known> load(DocumentNumber number, Part part);
  Result<Outcome> revise(const Incoming& incoming, const Known& known);
  Result<Outcome> bury(const Known& known);
  Result<Outcome> rewrite(const Incoming& incoming, const Known& known, const Merged& merged);
  Result<std::vector<LabelRow>> labels_in_force(const Incoming& incoming, const Known& known,
                                                const Merged& merged);
  Status recount(const Known& known, const DocumentRow& row, const std::vector<LabelRow>& labels);
  // Stores a changed document with its labels, counts and the next sequence number.
  Status replace_rows(const Known& known, DocumentRow row, const std::vector<LabelRow>& labels);
  Status keep_raw(DocumentNumber number, const RawRecord& raw);
  Status apply(const Move& move);

  Session* session_;
  Tables tables_;
  Day today_;
  Instant now_;
  Labeller label_;
  Wording words_;
  RawWriter raw_;
  CountDeltas deltas_;
  Linker linker_;
  std::set<DocumentNumber> moved_;
  std::uint64_t sequence_ = 0;  // the last one given
  std::uint64_t number_ = 0;    // the last one given
  std::string hash_;            // of the raw bytes of the record in hand; empty without bytes
};

}  // namespace horizon::store
