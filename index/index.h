// Which documents match, how many, when? A Xapian database derived from the store: it carries
// the store's sequence number that it has reached, and can be deleted and rebuilt at any time.
#pragma once

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
  std::vector<std::string> sources;
  std::string id;
  std::optional<PartialDate> published;
  nlp::FoldedText title, abstract;
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

 private:
  friend class Writer;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Version of the analysis: an index made by another one is stale.
inline constexpr std::uint64_t kAnalysisVersion = 1;

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

enum class Order : std::uint8_t { kRelevance, kNewest };

// A concept of the taxonomy that the query names: its mentions in any language, and the
// documents labelled with it, are matched as well as the words typed.
struct Concept {
  std::string node;
  std::string matched;  // the part of the query that named it, folded
};

// What was typed, taken apart: words "exact phrases" -excluded -"excluded phrases".
struct Typed {
  std::string words;                  // everything outside quotes that is not excluded
  std::vector<std::string> phrases;   // as typed
  std::vector<std::string> excluded;  // words and phrases as typed, without the minus
};
Typed parse_query(std::string_view text);

struct Query {
  std::string text;  // as typed; empty: everything that passes the filter
  std::vector<Concept> concepts;
  Filter filter;
  Order order = Order::kRelevance;
  std::size_t offset = 0;
  std::size_t limit = 10;
  // The index knows which words a document has, not their order: where the query has phrases,
  // the caller says whether the document's text holds them.
  std::function<bool(DocumentNumber)> verify;
};

struct Hit {
  DocumentNumber number = 0;
  double score = 0;
};

struct Hits {
  std::vector<Hit> hits;    // equal scores by ascending document id
  std::uint64_t total = 0;  // matching documents
  bool total_is_exact = true;
  bool relaxed = false;            // no document had every word: documents with any are shown
  std::vector<std::string> terms;  // index terms of the query, for make_snippet()
};

// Many readers beside one writer, in any process. A reader that the writer overtook reopens and
// retries the whole search by itself.
class Reader {
 public:
  static Result<Reader> open(const std::filesystem::path& folder);
  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;
  ~Reader();

  std::uint64_t sequence() const;
  std::uint64_t documents() const;
  std::string store() const;  // identity of the store that it derives from
  Result<Hits> search(const Query& query, const nlp::WordSegmenter& segmenter) const;
  // Every document that matches, in ascending number: what a trend over a query counts.
  // Order and paging of the query are ignored.
  Result<std::vector<DocumentNumber>> matching(const Query& query,
                                               const nlp::WordSegmenter& segmenter) const;

 private:
  struct Impl;
  explicit Reader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace horizon::index
