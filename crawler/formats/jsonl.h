// JSON Lines: one document a line.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "core/document.h"
#include "crawler/record.h"
#include "crawler/source.h"

namespace horizon::crawler {

inline constexpr std::size_t kMaxJsonRecordBytes = std::size_t{16} << 20;

// What the importer knows and the line may not say.
struct JsonlOptions {
  std::string source = "import";  // id where the record names no "source"
  Kind kind = Kind::kOther;       // where neither "kind" nor id nor codes tell
};

// Fields (all optional but one of title and abstract):
//   id; kind; title; abstract | text | summary; date | published; updated;
//   mesh                          array of headings by name, or one string separated by ';'
//   categories | codes            array of strings, or one string separated by spaces or ';'
//   authors                       array of strings or of {"name"}, or "A, B and C", "A; B"
//   organisations | organizations | applicants | affiliations    likewise, separated by ';'
//   doi; arxiv_id; pmid; url | link; lang | language; source
// null is absent. Unknown fields are ignored. A date that is no date is unknown, and the record is
// kept. `language` stays empty when absent: the pipeline detects it.
//
// Identity. "arXiv:0704.0001v2" → "arxiv:0704.0001", likewise "doi:", "pmid:", "patent:" (and
// "url:" or a bare http URL); any other id → "id:<source>:<id>". A record with no key at all gets
// "id:<source>:<hash>", hash = 16 hex digits of stable_hash(title '\n' abstract '\n' date): the
// same record imported twice is one document, and two untitled ones stay two.
// Document.id is the id as given, else the first key. Without a "url", the address is the one that
// arXiv, the DOI registry or PubMed has for the key.
//
// Kind where absent: patent for "patent:" keys, paper for arxiv, doi and pmid keys or arXiv codes,
// patent where all codes are CPC, else the option's.
//
// Holds simdjson's buffers: one instance per thread, reused for every line.
class JsonlParser {
 public:
  JsonlParser();
  ~JsonlParser();
  JsonlParser(JsonlParser&&) noexcept;
  JsonlParser& operator=(JsonlParser&&) noexcept;

  // One line without its line break. `origin` is "file:line". Quarantined: not JSON, not an
  // object, neither title nor abstract, larger than kMaxJsonRecordBytes, nested too deeply.
  // A line that is not UTF-8 is repaired (sanitise_utf8) and kept if it is JSON then.
  Parsed parse(std::string_view line, const JsonlOptions& options, std::string origin,
               Instant fetched);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Every line of a JSON Lines text as a source sent it; damaged lines are quarantined.
Records parse_jsonl(std::string_view body, const Source& source, const Provenance& provenance);

// "record of 100.0 MB exceeds the limit of 16 MB", for lines that were too long to be read;
// `beginning` is what is known of the line.
QuarantinedRecord oversized_record(std::string_view beginning, std::uint64_t size_bytes,
                                   const JsonlOptions& options, std::string origin,
                                   Instant fetched);

}  // namespace horizon::crawler
