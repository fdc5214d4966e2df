// Search over the workspace: concepts across languages, filters, snippets.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "index/index.h"
#include "index/snippet.h"
#include "pipeline/analyser.h"
#include "pipeline/run.h"
#include "pipeline/store_words.h"
#include "pipeline/workspace.h"
#include "store/store.h"

namespace horizon::pipeline {

struct SearchRequest {
  std::string text;                 // in the language of index/query/ast.h; may be empty
  std::vector<std::string> topics;  // node ids or names; documents under any of them
  std::optional<Kind> kind;
  std::string language;
  std::string source;
  std::optional<Day> from, until;  // publication, [from, until)
  bool every_word = false;         // of short queries, documents with all of the words only
  index::Order order = index::Order::kRelevance;
  std::uint32_t half_life_days = 0;  // as in index::Query
  std::size_t offset = 0;
  std::optional<index::After> after;  // instead of offset
  std::size_t limit = 10;
  std::size_t snippet_width = 160;          // columns; 0: none
  bool across_languages = true;             // search the concept's names in every language
  std::chrono::milliseconds time_limit{0};  // as in index::Query
};

struct SearchRow {
  store::StoredDocument document;
  double score = 0;
  index::After place;    // a page behind this row begins here
  index::Snippet title;  // readable, with what was found marked; empty without snippets
  index::Snippet snippet;
};

// A concept of the taxonomy that was searched besides the words typed.
struct SearchedConcept {
  taxonomy::NodeIndex node = taxonomy::kNoNode;
  std::string matched;             // what of the query named it
  std::vector<std::string> names;  // its names and aliases in both languages
};

struct SearchReport {
  std::vector<SearchRow> rows;
  std::uint64_t first = 0;  // rank of the first row, from 0
  std::uint64_t total = 0;
  bool total_is_exact = true;
  // Of a query of two to four words: documents with all of them.
  std::optional<std::uint64_t> with_all;
  bool cut_short = false;          // time ran out before all was looked at
  bool only_common_words = false;  // nothing of the query is indexed
  std::string canonical;           // the query as it was understood
  std::vector<index::QueryRepair> repairs;
  // Words that no document has, with what may have been meant, and the query with these instead.
  std::vector<index::Correction> corrections;
  std::string corrected;
  std::vector<SearchedConcept> concepts;
  std::uint64_t behind = 0;  // documents that the index has not taken in yet
  // Parts of the index that cannot be read, so that their documents are not found: folders of
  // shards, or what was said when one was opened. 'horizon reindex' mends it.
  std::vector<std::string> damaged;
};

// What the documents that match are, most frequent first, exact.
struct FacetReport {
  std::vector<std::pair<index::Facet, std::vector<index::FacetValue>>> facets;
  std::uint64_t documents = 0;
};

// The same, and when they were published.
struct Survey {
  FacetReport facets;
  std::vector<DailyCount> counts;  // of all kinds, languages and sources together
};

// Tells one state of an index folder from another.
struct IndexState {
  std::uint64_t folder = 0;
  std::int64_t seconds = 0, nanoseconds = 0;
  friend bool operator==(const IndexState&, const IndexState&) = default;
};

// What reads a workspace: store and index, opened once, for any number of questions. Not
// thread-safe.
class Searcher {
 public:
  // If the index lags behind the store and nobody else is writing, it catches up first.
  static Result<Searcher> open(const Workspace& workspace, const Analyser& analyser,
                               const JobContext& context);
  // Never writes, whatever the index lacks: for readers that stay beside writers. kUnavailable if
  // there is no index. `memory` is shared with other searchers of the workspace.
  static Result<Searcher> open_beside(const Workspace& workspace, const Analyser& analyser,
                                      Day today, std::shared_ptr<index::Memory> memory = nullptr);
  // What was written since becomes visible, and the day another one. Cheap if nothing was.
  Status refresh(Day today);

  // kUsage: an unknown topic (with the nearest ids), or a query that cannot be understood.
  Result<SearchReport> search(const SearchRequest& request) const;
  // Numbers and scores alone, for runs over many queries.
  Result<index::Hits> rank(const SearchRequest& request) const;
  Result<FacetReport> facets(const SearchRequest& request) const;
  // Of the documents that match, those of each country's organisations; as in facets().
  Result<std::vector<index::FacetValue>> countries(const SearchRequest& request) const;
  // Both in one pass over the documents.
  Result<Survey> survey(const SearchRequest& request) const;
  // Documents like one (any of its ids), among those that match the request. kNotFound if there is
  // none; paging by offset.
  Result<SearchReport> similar(const std::string& id, const SearchRequest& request) const;
  // The documents that match, ascending.
  Result<std::vector<DocumentNumber>> matching(const SearchRequest& request) const;
  // Daily counts of the documents that match: the material of a trend over a query.
  Result<std::vector<DailyCount>> counts(const SearchRequest& request) const;
  // The concepts that counts() and search() take a query to mean; none of a query that cannot be
  // understood.
  std::vector<SearchedConcept> concepts(const SearchRequest& request) const;

  const store::Store& store() const { return *store_; }
  // The taxonomy or the thresholds have changed since the documents were labelled: everything
  // that is counted by label is still as it was before.
  bool labels_are_old() const { return labels_are_old_; }

 private:
  struct Asked;

  Searcher(const Workspace& workspace, const Analyser& analyser, store::Store store,
           index::Reader reader, Day today, std::shared_ptr<index::Memory> memory);
  Result<Asked> understand(const SearchRequest& request) const;
  // The concepts that words side by side name, unless they are to be left out.
  void find_concepts(const index::ParsedQuery& query, std::uint32_t node,
                     std::vector<SearchedConcept>& found) const;
  // Names of topics, countries and documents become what the index knows them by.
  Status resolve_names(index::ParsedQuery& query) const;
  Status resolve_filter(const SearchRequest& request, index::Filter& filter) const;
  SearchReport report_of(const index::Hits& hits, Asked asked) const;
  Status fill_rows(const index::Hits& hits, const SearchRequest& request,
                   SearchReport& report) const;

  const Workspace* workspace_;
  const Analyser* analyser_;
  IndexState index_state_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<StoreWords> words_;
  std::uint64_t words_of_ = 0;             // the sequence that they are remembered of
  std::shared_ptr<index::Memory> memory_;  // null: of the reader's own
  index::Reader reader_;
  Day today_;
  bool labels_are_old_ = false;
  std::string problem_;  // that kept the index from catching up; "": none
};

// The workspace's store for reading. kUsage, with what to do, if nothing was taken in yet.
Result<store::Store> open_store(const Workspace& workspace);

// The node that was meant, or kUsage naming the nearest ones.
Result<taxonomy::NodeIndex> resolve_topic(const taxonomy::Taxonomy& taxonomy,
                                          const std::string& name);

}  // namespace horizon::pipeline
