#include "cli/search_options.h"

#include <fmt/format.h>

#include <algorithm>

#include "answers/cursor.h"
#include "core/text.h"

namespace horizon::cli {
namespace {

// A shell has removed the quotes of "an exact phrase" given as one argument among others; one with
// operators or fields is a part of the query as it stands.
bool is_phrase(const std::string& argument) {
  if (argument.starts_with(" -") || argument.find(' ') == std::string::npos) return false;
  for (const char* sign : {"\"", "(", ":", " AND ", " OR ", " NOT ", " NEAR"}) {
    if (argument.find(sign) != std::string::npos) return false;
  }
  return true;
}

std::string query_of(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += ' ';
    text += words.size() > 1 && is_phrase(word) ? '"' + word + '"' : word;
  }
  return text;
}

// What was published after the as-of day is not found.
Status limit_to(const std::string& as_of, pipeline::SearchRequest& request) {
  if (as_of.empty()) return {};
  const auto last = parse_last_day_option("--as-of", as_of);
  if (!last) return fail(last.error());
  const Day end = *last + std::chrono::days(1);
  request.until = request.until ? std::min(*request.until, end) : end;
  return {};
}

Status set_dates(SearchOptions& options) {
  pipeline::SearchRequest& request = options.request;
  if (!options.from.empty()) {
    const auto day = parse_day_option("--from", options.from);
    if (!day) return fail(day.error());
    request.from = *day;
  }
  if (!options.until.empty()) {
    const auto day = parse_last_day_option("--until", options.until);
    if (!day) return fail(day.error());
    request.until = *day + std::chrono::days(1);
  }
  if (request.from && request.until && *request.from >= *request.until) {
    return fail(ErrorCode::kUsage,
                fmt::format("--from {} is after --until {}", options.from, options.until));
  }
  return {};
}

index::Order order_of(const std::string& sort) {
  if (sort == "newest") return index::Order::kNewest;
  if (sort == "oldest") return index::Order::kOldest;
  if (sort == "typical") return index::Order::kTypical;
  return index::Order::kRelevance;
}

bool asks_something(const SearchOptions& options) {
  const pipeline::SearchRequest& request = options.request;
  return !options.batch.empty() || !options.similar.empty() || !trim(request.text).empty() ||
         !request.topics.empty() || request.kind || !request.language.empty() ||
         !request.source.empty() || request.from || request.until;
}

void add_filters(CLI::App& command, SearchOptions& options) {
  pipeline::SearchRequest& request = options.request;
  command.add_option("--topic", request.topics, "under this topic: HEA.bci, 脑机接口 (repeatable)")
      ->type_name("TOPIC");
  command.add_option("--kind", options.kind, "paper, patent, news, other")
      ->type_name("KIND")
      ->check(CLI::IsMember({"paper", "patent", "news", "other"}));
  command.add_option("--language", request.language, "language of the documents: zh, en, ...")
      ->type_name("LANG");
  command.add_option("--source", request.source, "id of the source")->type_name("ID");
  command.add_option("--from", options.from, "published on or after")->type_name("DATE");
  command.add_option("--until", options.until, "published on or before")->type_name("DATE");
}

void add_order(CLI::App& command, SearchOptions& options) {
  pipeline::SearchRequest& request = options.request;
  command.add_option("--sort", options.sort, "relevance (default), newest, oldest, typical")
      ->type_name("ORDER")
      ->check(CLI::IsMember({"relevance", "newest", "oldest", "typical"}));
  command
      .add_option("--half-life", request.half_life_days,
                  "relevance halves with every N days of age")
      ->type_name("N")
      ->check(CLI::Range(1, 100'000));
  command.add_option("--limit", request.limit, "how many (default 10)")
      ->type_name("N")
      ->check(CLI::Range(0, 100'000));
  command.add_option("--offset", request.offset, "leave out the first N")
      ->type_name("N")
      ->check(CLI::Range(0, 1'000'000));
  command.add_option("--after", options.after, "the page behind this place (see docs/search.md)")
      ->type_name("PLACE");
}

}  // namespace

void add_search_options(CLI::App& command, SearchOptions& options) {
  command.add_option("QUERY", options.words,
                     "words, \"phrases\", AND OR NOT, field:value, 2024..2025 (docs/search.md)");
  add_filters(command, options);
  add_order(command, options);
  command.add_flag("--every-word", options.request.every_word,
                   "only documents with all words of a short query, not with any");
  command.add_flag("--as-typed", options.this_language_only,
                   "only the words typed, not the concept's names in the other language");
  command.add_flag("--facets", options.facets,
                   "count the documents by topic, kind, language, year, country and source");
  command
      .add_option("--time-limit", options.time_limit,
                  "end the search after so many seconds with what was found (default 10; 0: never)")
      ->type_name("SECONDS")
      ->check(CLI::Range(0, 86'400));
  command.add_option("--similar", options.similar, "documents like this one")->type_name("ID");
  command.add_option("--save", options.save, "keep this search under a name")->type_name("NAME");
  command.add_option("--saved", options.saved, "ask a search that was kept")->type_name("NAME");
  command.add_flag("--list-saved", options.list_saved, "the searches that were kept");
  command
      .add_option("--batch", options.batch,
                  "ask every line of a file: identifier, tab, query (- is standard input)")
      ->type_name("FILE");
}

void take_saved(const SavedSearch& saved, SearchOptions& options) {
  const std::string words = query_of(options.words);
  options.words = {words.empty() || saved.query.empty() ? saved.query + words
                                                        : "(" + saved.query + ") " + words};
  const auto take = [](const std::string& from, std::string& to) {
    if (to.empty()) to = from;
  };
  take(saved.kind, options.kind);
  take(saved.language, options.request.language);
  take(saved.source, options.request.source);
  take(saved.from, options.from);
  take(saved.until, options.until);
  take(saved.sort, options.sort);
  if (options.request.topics.empty()) options.request.topics = saved.topics;
  options.request.every_word = options.request.every_word || saved.every_word;
  options.this_language_only = options.this_language_only || saved.as_typed;
}

SavedSearch to_saved(const SearchOptions& options) {
  return {options.save,
          query_of(options.words),
          options.request.topics,
          options.kind,
          options.request.language,
          options.request.source,
          options.from,
          options.until,
          options.sort,
          options.request.every_word,
          options.this_language_only};
}

Status finish_request(const std::string& as_of, SearchOptions& options) {
  pipeline::SearchRequest& request = options.request;
  request.text = query_of(options.words);
  // A saved search may hold anything.
  if (!options.kind.empty()) {
    request.kind = parse_kind(options.kind);
    if (!request.kind) {
      return fail(ErrorCode::kUsage, fmt::format("--kind: no kind '{}'", options.kind));
    }
  }
  request.order = order_of(options.sort);
  request.across_languages = !options.this_language_only;
  request.time_limit = std::chrono::seconds(options.time_limit);
  HORIZON_TRY(set_dates(options));
  if (!options.after.empty()) {
    const auto place = answers::parse_cursor(options.after);
    if (!place) return fail(place.error());
    if (request.offset > 0 || request.half_life_days > 0 || !options.similar.empty()) {
      return fail(ErrorCode::kUsage,
                  "--after goes neither with --offset nor --half-life nor --similar");
    }
    request.after = *place;
  }
  if (!asks_something(options)) {
    return fail(ErrorCode::kUsage,
                "nothing to search for: give words, or a filter such as "
                "--topic HEA.bci (see 'horizon search --help')");
  }
  return limit_to(as_of, request);
}

}  // namespace horizon::cli
