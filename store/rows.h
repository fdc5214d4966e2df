// Documents and labels, to and from their rows. Internal to store/.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/document.h"
#include "core/error.h"
#include "store/codec.h"
#include "store/counts.h"
#include "store/names.h"
#include "store/sqlite.h"
#include "store/store.h"

namespace horizon::store {

// What the row functions work with. Reading does not need the compressor.
struct Tables {
  const Database& database;
  Names& names;
  Compressor& body_compressor;
  Decompressor& decompressor;
};

// The column documents.deleted: 0 for what is shown and counted, 1 for tombstones, and
inline constexpr std::int64_t kJoined = 2;

// One row of the table documents.
struct DocumentRow {
  DocumentNumber number = 0;
  std::uint64_t sequence = 0;
  Day first_seen{};
  Document document;
  bool joined = false;  // another document is shown for this one
};

// The head is everything but what encode_body() holds.
// kOrganisations: the body is read only if it names some.
enum class Part { kHead, kOrganisations, kWhole };

// nullopt if there is none; kCorrupt if its body cannot be read.
Result<std::optional<DocumentRow>> read_document(const Tables& tables, DocumentNumber number,
                                                 Part part);
// Those behind a sequence number, in order of sequence, or behind a number, in order of number.
enum class RowOrder : std::uint8_t { kSequence, kNumber };
Result<std::vector<DocumentRow>> read_documents_after(const Tables& tables, RowOrder order,
                                                      std::uint64_t after, std::size_t limit);
// With labels and sources of its own, whatever it is joined to; nullopt if there is none.
Result<std::optional<StoredDocument>> read_own(const Tables& tables, DocumentNumber number);
Status insert_document(const Tables& tables, const DocumentRow& row);
Status update_document(const Tables& tables, const DocumentRow& row);
// Gives an unchanged document a new sequence number.
Status touch_document(const Tables& tables, DocumentNumber number, std::uint64_t sequence);

// Every source of a document, first reporter first.
Result<std::vector<std::string>> read_sources(const Tables& tables, DocumentNumber number);
// Notes the first source of a new document.
Status add_first_source(const Tables& tables, const DocumentRow& row);
// Notes a further source; false if it is known.
Result<bool> add_source(const Tables& tables, DocumentNumber number, std::string_view source,
                        Day first_seen);

// One label of a document as stored; equal rows are equal labels.
struct LabelRow {
  std::int64_t node = 0;
  double probability = 0;
  std::int64_t outcome = 0;
  std::string evidence;
  friend bool operator==(const LabelRow&, const LabelRow&) = default;
};

// One row a node, by the node's number. Where a node stands twice, an assigned label beats a
// review, then the first one stays. Labels without a node are left out; probabilities are brought
// into [0, 1].
Result<std::vector<LabelRow>> encode_labels(const Tables& tables, std::span<const Label> labels);
Result<std::vector<LabelJudgement>> read_label_judgements(const Database& database,
                                                          DocumentNumber number);
Result<std::vector<LabelRow>> read_label_rows(const Tables& tables, DocumentNumber number);
// By node.
Result<std::vector<Label>> read_labels(const Tables& tables, DocumentNumber number);
// Adds labels to a document that has none.
Status insert_labels(const Tables& tables, const DocumentRow& row,
                     std::span<const LabelRow> labels);

Status delete_labels(const Tables& tables, DocumentNumber number);

// Marks a document as joined to another, or as standing by itself again, and gives it a new
// sequence number. Its labels are kept aside meanwhile.
Status mark_joined(const Tables& tables, DocumentNumber number, bool joined,
                   std::uint64_t sequence);

// Where a document with these labels counts.
Result<Contribution> contribution_of(const Tables& tables, const DocumentRow& row,
                                     std::span<const LabelRow> labels);

}  // namespace horizon::store
