// Here is a document: keep it for ever. One SQLite file (WAL) is the truth; index and trend
// figures derive from it. A source's cursor moves in the same transaction as the records that it
// brought, so a kill at any moment loses nothing and repeats nothing.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/document.h"
#include "core/error.h"
#include "core/text_words.h"

namespace horizon::store {

inline constexpr int kSchemaVersion = 5;

// What write() did with one record.
enum class Outcome : std::uint8_t {
  kAdded,      // a new document
  kUpdated,    // a known document with new content; its history stays in the raw records
  kJoined,     // a further source of a known document: aliases and missing fields were added
  kUnchanged,  // this very record was accepted before
};

struct Incoming {
  Document document;
  RawRecord raw;
  std::vector<Label> labels;  // assigned and review; only assigned ones are counted
  std::string words = {};     // its words in order (core/text_words.h); may be empty
};

struct Written {
  Outcome outcome = Outcome::kAdded;
  DocumentNumber number = 0;
  std::string words = {};  // kAdded: as they are kept (core/word_blob.h)
};

// A source's place in its harvest, opaque to the store (JSON made by the crawler).
struct Cursor {
  std::string source;
  std::string state;
};

// An analyst's word on whether a document bears a label.
struct LabelJudgement {
  std::string node;
  bool bears = true;
  std::string by;  // who said it
  Instant at{};
  friend bool operator==(const LabelJudgement&, const LabelJudgement&) = default;
};

// The labels of a document as it stands after several records made it up; what analysts said of it
// is to be kept.
using Labeller =
    std::function<std::vector<Label>(const Document&, std::span<const LabelJudgement>)>;
// Its words in order, likewise.
using Wording = std::function<std::string(const Document&)>;

// What a job notes for its next time: a value of meta().
struct Note {
  std::string key;
  std::string value;
};

// The things that one transaction makes true together.
struct Batch {
  std::span<const Incoming> incoming;
  std::span<const QuarantinedRecord> quarantined;
  std::vector<Cursor> cursors;  // in order: of one source's, the last holds
  // Labels known documents that a record has changed, so that the result does not depend on the
  // order of the records. Without it the labels go with the abstract: those of the record that
  // brought it, less the evidence of a title that is not in force.
  Labeller label = {};
  std::vector<Note> notes = {};  // in order
  // Without it the words stay those of the record that brought the abstract.
  Wording words = {};
};

// A document as stored, with what the store knows about it.
struct StoredDocument {
  DocumentNumber number = 0;
  std::uint64_t sequence = 0;  // of its last change
  Day first_seen{};
  Document document;
  std::vector<Label> labels;
  std::vector<LabelJudgement> judgements;  // by node, one each
  // Every source that reported it, first reporter first; then those of the documents that it is
  // shown for. Their keys are among the document's, too.
  std::vector<std::string> sources;
  // The document that is shown for this one (the same work without a common key); nullopt: itself.
  std::optional<DocumentNumber> shown_by;
};

// Why two documents that share no key are held for one work.
enum class Reason : std::uint8_t {
  kTitle,    // same title and first author, dates near each other
  kText,     // near-identical texts
  kNumber,   // publications of one patent application under one number
  kAnalyst,  // join() said so
};

struct Relation {
  std::string id;  // of the other document
  Reason reason = Reason::kTitle;
  double similarity = 0;  // of kText: [0, 1]; else 1
  Day made{};
};

// One of the documents that are shown as one.
struct GroupMember {
  StoredDocument stored;            // with its own keys and sources only
  std::vector<Relation> relations;  // to other members, strongest first; none of a single document
};

struct SourceCount {
  std::string source;
  std::string language;
  Kind kind = Kind::kOther;
  std::uint64_t documents = 0;
  std::uint64_t undated = 0;
  Day last_seen{};  // newest first-seen day
};

// Documents of one origin that were published on one day (stated to the day) and first seen on one.
struct Arrival {
  Kind kind = Kind::kOther;
  std::string language, source;
  Day published{}, first_seen{};
  std::uint32_t documents = 0;
};

inline constexpr std::size_t kMostArrivals = 5000;

struct RunRecord {
  std::int64_t id = 0;
  std::string command;  // "scan arxiv-cs", "import papers.jsonl.gz"
  Instant started{};
  std::optional<Instant> finished;  // nullopt: running, or killed
  std::uint64_t added = 0, updated = 0, joined = 0, unchanged = 0, quarantined = 0;
  std::string error;  // empty if it went well
};

struct Statistics {
  std::uint64_t documents = 0;  // tombstones not counted
  std::uint64_t labelled = 0;   // with at least one assigned label
  std::uint64_t undated = 0;
  std::uint64_t quarantined = 0;
  std::uint64_t raw_records = 0;
  std::uint64_t sequence = 0;           // of the newest change
  std::optional<Day> earliest, latest;  // publication, day precision only
};

// The words of a document that counts, with what it is counted by.
struct DocumentWords {
  DocumentNumber number = 0;
  std::optional<PartialDate> published;
  Kind kind = Kind::kOther;
  std::string_view language, source;  // until the next document
  std::span<const TextWord> words;    // until the next document; the title's come first
};

// A document that counts, with those of some nodes that are assigned to it.
struct LabelledDocument {
  DocumentNumber number = 0;
  std::optional<PartialDate> published;
  Kind kind = Kind::kOther;
  std::string_view language, source;     // until the next document
  std::span<const std::uint32_t> nodes;  // places in what was asked for, ascending; likewise
};

enum class Mode { kRead, kWrite };

// Not thread-safe: one instance per thread. Any number of readers run beside one writer; the
// writer is exclusive across processes (a lock file beside the store), and a second one is told
// who holds it.
class Store {
 public:
  // kWrite creates the file or migrates its schema; kRead wants an existing file of this schema. On
  // a read-only file system it must have been closed cleanly: kUnavailable if a log is beside it.
  static Result<Store> open(const std::filesystem::path& file, Mode mode);
  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  // --- writing (kWrite only) ---

  // Accepts a batch in one durable transaction, in order. `now` gives the first-seen day. A
  // record equals an earlier one if a record of the same bytes was ever accepted from its source
  // for its document, so that reading an old file again changes nothing. For that a source that
  // goes back to an earlier version byte for byte (A, B, A) stays at B.
  // `written`, if given, receives one entry per incoming record; `moved` the numbers of documents
  // that changed beside or after that, because a record joined them to others or parted them.
  Status write(const Batch& batch, Instant now, std::vector<Written>* written = nullptr,
               std::vector<DocumentNumber>* moved = nullptr);

  // An analyst's word on documents (their own numbers, see find_own()), recorded with its date: no
  // rule undoes it. join() shows two documents as one, with everything that is shown with them;
  // kUsage if they are one. split() takes a document out of its group for good; kUsage if it is in
  // none.
  Status join(DocumentNumber a, DocumentNumber b, Instant now);
  Status split(DocumentNumber number, Instant now);

  // Notes what an analyst says of a label, instead of what was said of it before, and labels the
  // document anew in the same transaction. kUsage if there is no such document, or another one is
  // shown for it.
  Status judge(DocumentNumber number, const LabelJudgement& judgement, const Labeller& label);
  // Takes the word on a label back. kUsage if there is none.
  Status withdraw_judgement(DocumentNumber number, const std::string& node, const Labeller& label);

  // Replaces the labels of documents (a changed taxonomy, a new model). Counts follow exactly;
  // documents whose labels are the same keep their sequence number. Returns how many changed.
  struct Relabelled {
    DocumentNumber number = 0;
    std::vector<Label> labels;
    // Its words, if they are to be replaced; they change no sequence number.
    std::optional<std::string> words = {};
  };
  // `notes` become true in the same transaction.
  Result<std::uint64_t> relabel(std::span<const Relabelled> documents,
                                std::span<const Note> notes = {});

  Result<std::int64_t> begin_run(const std::string& command, Instant now);
  // Adds to the run's figures, and closes it if `finished`.
  Status update_run(const RunRecord& run);

  Status set_meta(const std::string& key, const std::string& value);

  // --- reading ---

  Result<std::optional<std::string>> meta(const std::string& key) const;
  // What tells this store from every other: 32 hexadecimal digits, drawn at random when the store
  // was made, and the same ever after. Everything derived from a store carries it, and belongs to
  // no other store. A copy of the file keeps it. "" in a store that was never opened for writing
  // since stores have an identity.
  Result<std::string> identity() const;
  Result<std::optional<std::string>> cursor(const std::string& source) const;
  // By alias: imported id, "doi:...", "arxiv:...", URL, or the bare value of any of them.
  Result<std::optional<DocumentNumber>> find(std::string_view alias) const;
  // The same before joining: the document whose own key the alias is. find() gives the one that is
  // shown for it.
  Result<std::optional<DocumentNumber>> find_own(std::string_view alias) const;
  // The documents that are shown as one with this one, the one shown first, then by number.
  Result<std::vector<GroupMember>> group(DocumentNumber number) const;
  // kNotFound if there is none. Tombstones are returned with deleted = true.
  Result<StoredDocument> get(DocumentNumber number) const;
  // Several at once, in the order asked; missing ones are left out.
  Result<std::vector<StoredDocument>> get(std::span<const DocumentNumber> numbers) const;
  // Who made them: dates, kind, source and organisations are there, the rest of the text only where
  // there are organisations. In the order asked, ending with the first error of visit(); missing
  // ones are left out.
  Status each_with_organisations(
      std::span<const DocumentNumber> numbers,
      const std::function<Status(DocumentNumber, const Document&)>& visit) const;
  // Documents with judgements, in order of number.
  Result<std::vector<DocumentNumber>> judged() const;
  // Labels that await an analyst's word: in review, not judged, of documents that are shown. By
  // document and node.
  struct OpenLabel {
    DocumentNumber number = 0;
    std::string node;
    double probability = 0;
  };
  Result<std::vector<OpenLabel>> open_labels() const;
  // True: write() would do nothing with this record (kUnchanged), now and ever after, whatever a
  // writer does meanwhile. False: it may be new. Saves the making of what nobody would take in.
  Result<bool> knows(const Document& document, const RawRecord& raw) const;
  // Raw records of a document, oldest first; then those of the documents that it is shown for.
  Result<std::vector<RawRecord>> raw(DocumentNumber number) const;

  // Up to `limit` documents whose sequence is above `after`, in sequence order, tombstones
  // included. The way everything derived catches up.
  Result<std::vector<StoredDocument>> changed_after(std::uint64_t after, std::size_t limit) const;
  // The same by number: the way everything derived is made anew.
  Result<std::vector<StoredDocument>> numbered_after(DocumentNumber after, std::size_t limit) const;

  // Daily counts of an assigned label; of all documents if `node` is empty (the exposure).
  // Undated documents come as entries without a date. Sorted by date, kind, language, source.
  Result<std::vector<DailyCount>> counts(std::string_view node) const;
  // The same for many nodes in one pass.
  Result<std::map<std::string, std::vector<DailyCount>>> all_counts() const;

  // Documents under a label (all if empty), newest publication first, then by id.
  struct Listing {
    std::string node;
    std::optional<Day> published_from, published_until;    // [from, until)
    std::optional<Day> first_seen_from, first_seen_until;  // [from, until)
    std::optional<Kind> kind;
    std::size_t limit = 20;
  };
  Result<std::vector<DocumentNumber>> list(const Listing& listing) const;

  // Calls visit() for every document that bears at least one of the nodes, in order of number, and
  // ends with its first error. Holds some 40 bytes for each label that it finds.
  Status each_labelled(std::span<const std::string> nodes,
                       const std::function<Status(const LabelledDocument&)>& visit) const;

  // Daily counts of any set of documents (ascending numbers), what a trend over a query counts.
  Result<std::vector<DailyCount>> count_documents(std::span<const DocumentNumber> numbers) const;

  // Every word by its number; [0] is "".
  Result<std::vector<std::string>> vocabulary() const;
  // Calls visit() for every document that is shown and dated or not, in order of number, and ends
  // with its first error. Reads nothing but words, dates and where a document counts: some hundred
  // thousand documents a second.
  Status each_words(const std::function<Status(const DocumentWords&)>& visit) const;
  // The number of a word as texts fold it; 0: no document has it.
  Result<WordId> word(std::string_view word) const;
  // Words that begin with a prefix and their numbers, by their bytes, the first `limit` of them.
  Result<std::vector<std::pair<std::string, WordId>>> words_beginning(std::string_view prefix,
                                                                      std::size_t limit) const;
  // Calls visit(i, words), the title's first, for those of the documents that have words kept,
  // until it says false; in one state of the store. Fastest where the numbers ascend.
  Status words_of(
      std::span<const DocumentNumber> numbers,
      const std::function<bool(std::size_t i, std::span<const TextWord> words)>& visit) const;
  // Calls visit(i, blob) with the words as they are kept (core/word_blob.h), likewise; ends with
  // its first error.
  Status word_blobs(
      std::span<const DocumentNumber> numbers,
      const std::function<Result<bool>(std::size_t i, std::string_view blob)>& visit) const;

  // Of the newest change; 0 in an empty store.
  Result<std::uint64_t> sequence() const;
  Result<Statistics> statistics() const;
  // Documents by source, kind and language; with `seen_from`, those first seen on or after it.
  Result<std::vector<SourceCount>> source_counts(std::optional<Day> seen_from = {}) const;
  // When documents were first seen on or after a day, beside when they were published: how late a
  // source delivers. In a fixed order. Of a day on which more than kMostArrivals documents of one
  // source, language and kind came in, which is no day's news, nothing is read: that bounds the
  // time.
  Result<std::vector<Arrival>> arrivals(Day seen_from) const;
  Result<std::vector<RunRecord>> runs(std::size_t limit) const;                // newest first
  Result<std::vector<QuarantinedRecord>> quarantine(std::size_t limit) const;  // newest first
  // Recounts from documents and labels what the daily counts must be; the differences, a line
  // each. Empty: they agree.
  Result<std::vector<std::string>> verify() const;

 private:
  friend class Outbox;
  friend class Upkeep;
  struct Impl;
  explicit Store(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace horizon::store
