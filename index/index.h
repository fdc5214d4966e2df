// Which documents match, how many, when? A Xapian database derived from the store: it carries
// the store's sequence number that it has reached, and can be deleted and rebuilt at any time.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"
#include "core/error.h"
#include "core/text_words.h"
#include "index/facets.h"
#include "index/query/ast.h"
#include "nlp/fold.h"
#include "nlp/words.h"
#include "taxonomy/taxonomy.h"

namespace horizon::index {

// Everything that the index needs to know about one document. `mentions` and `labels` are node
// ids (assigned labels only, ancestors included). Number and sequence may be left 0 and given to
// the prepared entry later, when the store has said them.
struct Entry {
  DocumentNumber number = 0;
  std::uint64_t sequence = 0;
  bool deleted = false;
  Kind kind = Kind::kOther;
  std::string language;
  std::string source;  // under which it is counted
  std::vector<std::string> sources;
  std::string id;
  std::optional<PartialDate> published;
  nlp::FoldedText title, abstract;
  std::vector<std::string> authors;        // as sent
  std::vector<std::string> organisations;  // every name that it is known by
  std::vector<std::string> countries;      // of the organisations, ISO 3166-1 alpha-2
  std::vector<std::string> codes;          // as sent
  std::vector<std::string> labels;
  std::vector<std::pair<std::string, std::uint32_t>> mentions;
};

// An entry analysed into terms. Made in parallel (each thread its own), written in order.
class Prepared {
 public:
  explicit Prepared(const Entry& entry);
  ~Prepared();
  Prepared(Prepared&&) noexcept;
  Prepared& operator=(Prepared&&) noexcept;

  void set_identity(DocumentNumber number, std::uint64_t sequence);
  // Its words as the store keeps them (core/word_blob.h), by which phrases are settled.
  void set_words(std::string blob);

  struct Impl;  // the module's own

 private:
  friend class Writer;
  friend class Reader;
  std::unique_ptr<Impl> impl_;
};

// Version of the analysis: an index made by another one is stale.
inline constexpr std::uint64_t kAnalysisVersion = 2;

// What an index derives from.
struct Origin {
  std::uint64_t fingerprint = 0;  // of the taxonomy and settings that the entries are made with
  std::string store;              // identity of the store
};

class Writer {
 public:
  // Creates the database if there is none. One of another origin or analysis is stale() and wants
  // rebuilding. kCorrupt if it is damaged, here and in put() and commit().
  static Result<Writer> open(const std::filesystem::path& folder, const Origin& origin);
  Writer(Writer&&) noexcept;
  Writer& operator=(Writer&&) noexcept;
  ~Writer();

  bool stale() const;
  std::uint64_t sequence() const;  // the last committed one
  // Adds, replaces or (tombstone) removes; in ascending sequence order.
  Status put(Prepared&& prepared);
  // Makes everything put so far durable and visible, with the sequence that it has reached.
  Status commit(std::uint64_t sequence);
  // To be called after the last commit of much: fewer and larger shards, which are searched faster.
  Status settle();

 private:
  struct Impl;
  explicit Writer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

struct Filter {
  std::vector<std::string> labels;  // any of them
  std::optional<Kind> kind;
  std::string language;
  std::string source;
  std::optional<Day> from, until;  // publication, [from, until)
};

enum class Order : std::uint8_t {
  kRelevance,
  kNewest,   // undated documents last
  kOldest,   // undated documents last
  kTypical,  // by the words that the best matches have in common
};

// A concept of the taxonomy that the query names: its mentions in any language, and the
// documents labelled with it, are matched as well as the words typed.
struct Concept {
  std::string node;
  std::string matched;  // the part of the query that named it, folded
};

// The place in a list behind which a page begins: the last hit of the page before.
struct After {
  double score = 0;
  std::string published;  // "" of an undated document
  std::string id;
  std::uint64_t rank = 0;  // of that hit, from 1
};

// The words of documents in their order, by number, of whoever keeps them: phrases are settled by
// them in a fraction of the time that texts take.
class WordSource {
 public:
  virtual ~WordSource() = default;
  // Of a folded word; 0: no document has it; nullopt: that cannot be said now.
  virtual std::optional<WordId> number(std::string_view word) const = 0;
  // Words that begin with a prefix; of very many, the first by their bytes.
  virtual std::vector<std::pair<std::string, WordId>> beginning(std::string_view prefix) const = 0;
  // Calls visit(i, words) for the documents that have words kept, by their place among `documents`,
  // which ascend, until it says false. Nothing else may be asked of the source meanwhile.
  using Visit = std::function<bool(std::size_t i, std::span<const TextWord> words)>;
  virtual void each(std::span<const DocumentNumber> documents, const Visit& visit) const = 0;
};

struct Query {
  // Nothing asked: everything that passes the filter. Values of kTopic are node ids, of kId ids of
  // documents, of kCountry codes: whoever knows names replaces them.
  ParsedQuery parsed;
  std::vector<Concept> concepts;
  Filter filter;
  // Documents with every word of a short query only; else with any, those with all first.
  bool every_word = false;
  Day today{};  // what last:90d ends with
  Order order = Order::kRelevance;
  // Relevance only: a document of this age counts half of what one of today does; 0: age is
  // nothing.
  std::uint32_t half_life_days = 0;
  std::size_t offset = 0;
  std::optional<After> after;  // instead of offset
  std::size_t limit = 10;
  // The index knows which words a document has, not their order: where the query has phrases,
  // NEAR or the like, the text decides. Without this, or where it gives none, they count as found.
  std::function<std::optional<Document>(DocumentNumber)> document;
  // Asked before `document`, which then is read only where words do not settle it. May be null;
  // only used together with `document`.
  const WordSource* words = nullptr;
  // After so long a search ends with what it has found (Hits::cut_short), and what counts all
  // matches fails with kLimit. 0: never.
  std::chrono::milliseconds time_limit{0};
};

struct Hit {
  DocumentNumber number = 0;
  double score = 0;
  std::string id;
  std::string published;
};

// A word of the query that no document has, and one that documents have.
struct Correction {
  std::string typed, suggestion;
  std::uint64_t documents = 0;  // that have the suggestion
  std::uint32_t node = 0;       // of the parsed query that has the word
  std::uint32_t begin = 0;      // bytes into that node's text
};

struct Hits {
  std::vector<Hit> hits;    // equal scores by ascending document id
  std::uint64_t first = 0;  // rank of the first of them, from 0
  std::uint64_t total = 0;  // matching documents
  bool total_is_exact = true;
  // Of a query of two to four words side by side: documents with all of them.
  std::optional<std::uint64_t> with_all;
  bool cut_short = false;            // time ran out: there may be better hits, the total is a guess
  bool only_common_words = false;    // nothing of what was asked is indexed: no hits
  std::vector<std::string> terms;    // index terms of the query, for make_snippet()
  std::vector<std::string> phrases;  // likewise
  std::vector<Correction> corrections;
};

// What readers of one index keep in memory between questions: posting lists, and what documents are
// counted by. Thread-safe; shared by readers of several threads, each of which has its own Reader.
class Memory {
 public:
  explicit Memory(std::size_t most_bytes);
  ~Memory();

  struct Impl;  // the module's own

 private:
  friend class Reader;
  std::unique_ptr<Impl> impl_;
};

inline constexpr std::size_t kReaderMemory = std::size_t{64} << 20U;  // bytes

// Many readers beside one writer, in any process. A reader that the writer overtook reopens and
// retries the whole search by itself.
class Reader {
 public:
  // Without a memory it has one of its own, of kReaderMemory.
  static Result<Reader> open(const std::filesystem::path& folder,
                             std::shared_ptr<Memory> memory = nullptr);
  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;
  ~Reader();

  std::uint64_t sequence() const;
  std::uint64_t documents() const;
  std::string store() const;  // identity of the store that it derives from
  // kAnalysisVersion of whoever made it: with another one than ours, queries would miss its terms.
  std::uint64_t analysis() const;
  // Folders of the shards that cannot be read, known so far: what is in them is not found.
  // 'horizon reindex' builds them anew.
  std::vector<std::string> damaged() const;
  Result<Hits> search(const Query& query, const nlp::WordSegmenter& segmenter) const;
  // Every document that matches, in ascending number: what a trend over a query counts.
  // Order and paging of the query are ignored.
  Result<std::vector<DocumentNumber>> matching(const Query& query,
                                               const nlp::WordSegmenter& segmenter) const;
  // What they are, exact; fails as matching() does. A fraction of the time of counting them one
  // property after the other.
  Result<Survey> survey(const Query& query, const nlp::WordSegmenter& segmenter) const;
  // Documents whose words are those of one document, itself left out, among those that pass the
  // query's filter. Offset and limit of the query hold, its order does not.
  Result<Hits> similar(DocumentNumber number, const Query& query,
                       const nlp::WordSegmenter& segmenter) const;
  // What the documents given (ascending) are, by one property; exact. Most frequent first, then by
  // value.
  Result<std::vector<FacetValue>> facet(Facet facet, std::span<const DocumentNumber> numbers) const;
  // Documents given (ascending) per day, kind, language and source, in this order, undated ones
  // first: the material of a trend over a query.
  std::vector<DailyCount> daily_counts(std::span<const DocumentNumber> numbers) const;
  // The same of all kinds, languages and sources together, which costs a fraction.
  std::vector<DailyCount> date_counts(std::span<const DocumentNumber> numbers) const;

  // For whoever verifies a workspace. How the index differs from what an entry (with its number;
  // one that removes: the document must not be there) says; "": not at all.
  Result<std::string> difference(const Prepared& entry) const;
  // Every document, ascending.
  Result<std::vector<DocumentNumber>> numbers() const;
  // Reads all shards through; what is damaged in them, a line each.
  std::vector<std::string> check_shards() const;

 private:
  struct Impl;
  explicit Reader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace horizon::index
