// Search over the workspace: concepts across languages, filters, snippets.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "index/index.h"
#include "index/snippet.h"
#include "pipeline/analyser.h"
#include "pipeline/run.h"
#include "pipeline/workspace.h"
#include "store/store.h"

namespace horizon::pipeline {

struct SearchRequest {
  std::string text;                 // words "exact phrases" -excluded; may be empty
  std::vector<std::string> topics;  // node ids or names; documents under any of them
  std::optional<Kind> kind;
  std::string language;
  std::string source;
  std::optional<Day> from, until;  // publication, [from, until)
  index::Order order = index::Order::kRelevance;
  std::size_t offset = 0;
  std::size_t limit = 10;
  std::size_t snippet_width = 160;  // columns; 0: none
  bool across_languages = true;     // search the concept's names in every language
};

struct SearchRow {
  store::StoredDocument document;
  double score = 0;
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
  std::uint64_t total = 0;
  bool total_is_exact = true;
  bool relaxed = false;  // no document had every word; documents with any of them are shown
  std::vector<SearchedConcept> concepts;
  std::uint64_t behind = 0;  // documents that the index has not taken in yet
};

// What reads a workspace: store and index, opened once, for any number of questions. Not
// thread-safe.
class Searcher {
 public:
  // If the index lags behind the store and nobody else is writing, it catches up first.
  static Result<Searcher> open(const Workspace& workspace, const Analyser& analyser,
                               const JobContext& context);

  // kUsage: an unknown topic (with the nearest ids), or nothing to search for.
  Result<SearchReport> search(const SearchRequest& request) const;
  // Daily counts of the documents that match: the material of a trend over a query.
  Result<std::vector<DailyCount>> counts(const SearchRequest& request) const;
  // The concepts that counts() and search() take a query to mean.
  std::vector<SearchedConcept> concepts(const SearchRequest& request) const;

  const store::Store& store() const { return store_; }
  // The taxonomy or the thresholds have changed since the documents were labelled: everything
  // that is counted by label is still as it was before.
  bool labels_are_old() const { return labels_are_old_; }

 private:
  Searcher(const Workspace& workspace, const Analyser& analyser, store::Store store,
           index::Reader reader);
  Result<index::Query> to_query(const SearchRequest& request,
                                const std::vector<SearchedConcept>& concepts) const;

  const Workspace* workspace_;
  const Analyser* analyser_;
  store::Store store_;
  index::Reader reader_;
  bool labels_are_old_ = false;
};

// The workspace's store for reading. kUsage, with what to do, if nothing was taken in yet.
Result<store::Store> open_store(const Workspace& workspace);

// The node that was meant, or kUsage naming the nearest ones.
Result<taxonomy::NodeIndex> resolve_topic(const taxonomy::Taxonomy& taxonomy,
                                          const std::string& name);

}  // namespace horizon::pipeline
