#include "web/search_state.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/text.h"

namespace horizon::web {
namespace {

// A reader who waits longer has gone.
constexpr std::chrono::seconds kMostTime{5};

constexpr std::size_t kMaxNameBytes = 200;

tl::unexpected<Error> usage(std::string message) {
  return fail(ErrorCode::kUsage, std::move(message));
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

Result<PartialDate> date_of(const std::string& name, const std::string& text) {
  const auto date = parse_iso_date(text);
  if (date && text.size() <= 10) return *date;
  return usage(fmt::format("{}: '{}' is no date; write 2024, 2024-03 or 2024-03-01", name,
                           truncate_utf8(text, 40)));
}

Result<std::size_t> page_of(const std::string& text) {
  if (text.empty()) return 1;
  std::size_t page = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), page);
  if (error != std::errc() || end != text.data() + text.size() || page < 1) {
    return usage("page: a number from 1 on");
  }
  if (page > kMaxPage) {
    return fail(ErrorCode::kLimit,
                fmt::format("pages go up to {}; narrow the search, or export it", kMaxPage));
  }
  return page;
}

Status check_names(const SearchState& state) {
  for (const std::string* name : {&state.kind, &state.language, &state.source, &state.country}) {
    if (name->size() > kMaxNameBytes) return usage("a filter's value is too long");
  }
  if (state.topics.size() > kMaxTopics) {
    return fail(ErrorCode::kLimit, fmt::format("at most {} topics", kMaxTopics));
  }
  for (const std::string& topic : state.topics) {
    if (topic.size() > kMaxNameBytes) return usage("a topic's name is too long");
  }
  if (!state.kind.empty() && !parse_kind(state.kind)) {
    return usage(fmt::format("kind: '{}' is none of paper, patent, news, other", state.kind));
  }
  const auto plain = [](unsigned char c) { return c >= 0x80 || std::isalpha(c) != 0 || c == ' '; };
  if (!std::all_of(state.country.begin(), state.country.end(), plain)) {
    return usage("country: a code such as CN, or a name");
  }
  return {};
}

}  // namespace

Result<Day> first_day(const std::string& name, const std::string& text) {
  const auto date = date_of(name, text);
  if (!date) return fail(date.error());
  return date->day;
}

Result<Day> last_day(const std::string& name, const std::string& text) {
  const auto date = date_of(name, text);
  if (!date) return fail(date.error());
  if (date->precision == Precision::kDay) return date->day;
  const auto granularity =
      date->precision == Precision::kYear ? Granularity::kYear : Granularity::kMonth;
  return end_of(period_of(date->day, granularity)) - std::chrono::days(1);
}

Status read_dates(const std::string& from, const std::string& until,
                  pipeline::SearchRequest& request) {
  if (!from.empty()) {
    const auto day = first_day("from", from);
    if (!day) return fail(day.error());
    request.from = *day;
  }
  if (!until.empty()) {
    const auto day = last_day("until", until);
    if (!day) return fail(day.error());
    request.until = *day + std::chrono::days(1);
  }
  if (request.from && request.until && *request.from >= *request.until) {
    return usage(fmt::format("from {} is after until {}", from, until));
  }
  return {};
}

Status check_query(const std::string& query) {
  if (characters(query) > kMaxQueryCharacters) {
    return fail(ErrorCode::kLimit,
                fmt::format("the query is longer than {} characters", kMaxQueryCharacters));
  }
  const auto parsed = index::parse_query(query);
  if (!parsed) return fail(parsed.error());
  const auto wildcards =
      std::count_if(parsed->nodes.begin(), parsed->nodes.end(),
                    [](const auto& node) { return node.kind == index::QueryNode::Kind::kPrefix; });
  if (static_cast<std::size_t>(wildcards) > kMaxWildcards) {
    return fail(ErrorCode::kLimit,
                fmt::format("the query has more than {} words with an asterisk", kMaxWildcards));
  }
  return {};
}

Result<index::Order> parse_order(const std::string& sort) {
  if (sort.empty() || sort == "relevance") return index::Order::kRelevance;
  if (sort == "newest") return index::Order::kNewest;
  if (sort == "oldest") return index::Order::kOldest;
  if (sort == "typical") return index::Order::kTypical;
  return usage("sort: one of relevance, newest, oldest, typical");
}

Result<SearchState> SearchState::parse(const Params& params) {
  SearchState state;
  state.q = std::string(trim(params.get("q")));
  for (std::string& topic : params.all("topic")) {
    if (!topic.empty()) state.topics.push_back(std::move(topic));
  }
  state.kind = params.get("kind");
  state.language = params.get("language");
  state.source = params.get("source");
  state.country = params.get("country");
  state.from = params.get("from");
  state.until = params.get("until");
  state.sort = params.get("sort") == "relevance" ? "" : params.get("sort");
  state.every_word = params.get("every_word") == "1";
  state.as_typed = params.get("as_typed") == "1";
  const auto page = page_of(params.get("page"));
  if (!page) return fail(page.error());
  state.page = *page;
  HORIZON_TRY(check_query(state.q));
  HORIZON_TRY(check_names(state));
  return state;
}

Params SearchState::to_params() const {
  Params out;
  out.set("q", q);
  for (const std::string& topic : topics) out.add("topic", topic);
  out.set("kind", kind);
  out.set("language", language);
  out.set("source", source);
  out.set("country", country);
  out.set("from", from);
  out.set("until", until);
  out.set("sort", sort);
  out.set("every_word", every_word ? "1" : "");
  out.set("as_typed", as_typed ? "1" : "");
  out.set("page", page > 1 ? std::to_string(page) : "");
  return out;
}

Result<pipeline::SearchRequest> SearchState::request() const {
  pipeline::SearchRequest request;
  request.text = q;
  if (!country.empty()) {
    // The index knows countries as a field of queries; brackets keep the two apart.
    const auto parsed = index::parse_query(q);
    if (!parsed) return fail(parsed.error());
    const std::string mended = index::print_query(*parsed);
    request.text = mended.empty() ? fmt::format("country:\"{}\"", country)
                                  : fmt::format("({}) AND country:\"{}\"", mended, country);
  }
  request.topics = topics;
  if (!kind.empty()) request.kind = parse_kind(kind);
  request.language = language;
  request.source = source;
  HORIZON_TRY(read_dates(from, until, request));
  const auto order = parse_order(sort);
  if (!order) return fail(order.error());
  request.order = *order;
  request.every_word = every_word;
  request.time_limit = kMostTime;
  request.across_languages = !as_typed;
  request.limit = kPageSize;
  request.offset = (page - 1) * kPageSize;
  return request;
}

bool SearchState::has_filters() const {
  return !topics.empty() || has_dates() ||
         !(kind.empty() && language.empty() && source.empty() && country.empty());
}

bool SearchState::asks_nothing() const { return q.empty() && !has_filters(); }

}  // namespace horizon::web
