// Everything that a search page's address says, and the way back to an address.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/error.h"
#include "index/query/ast.h"
#include "pipeline/search.h"
#include "web/http.h"

namespace horizon::web {

inline constexpr std::size_t kMaxQueryCharacters = 500;
inline constexpr std::size_t kMaxWildcards = 3;
inline constexpr std::size_t kPageSize = 20;
inline constexpr std::size_t kMaxPage = 100;
inline constexpr std::size_t kMaxTopics = 12;

struct SearchState {
  std::string q;
  std::vector<std::string> topics;  // documents under any of them
  std::string kind, language, source, country;
  std::string from, until;  // "2024", "2024-03", "2024-03-01"; ends included
  std::string sort;         // "", "newest", "oldest", "typical"
  bool every_word = false;
  bool as_typed = false;
  std::size_t page = 1;

  // kUsage names the parameter and how to mend it; kLimit what is too much.
  static Result<SearchState> parse(const Params& params);
  // What is not the default, in a fixed order: one state has one address.
  Params to_params() const;
  // kUsage if the query cannot be understood.
  Result<pipeline::SearchRequest> request() const;
  bool asks_nothing() const;
  bool has_dates() const { return !from.empty() || !until.empty(); }
  bool has_filters() const;
};

// The request's filters, of whoever has them under these names; for the API as for the page.
Status read_dates(const std::string& from, const std::string& until,
                  pipeline::SearchRequest& request);
// kLimit if a query is longer, or has more wildcards, than a page answers in time.
Status check_query(const std::string& query);
// Of "", "relevance", "newest", "oldest", "typical". kUsage for anything else.
Result<index::Order> parse_order(const std::string& sort);
// The last day that a date of any precision means.
Result<Day> last_day(const std::string& name, const std::string& date);
Result<Day> first_day(const std::string& name, const std::string& date);

}  // namespace horizon::web
