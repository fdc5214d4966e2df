#include "crawler/harvest/pubmed_harvest.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "crawler/formats/pubmed_format.h"
#include "crawler/harvest/api_harvest.h"

namespace horizon::crawler {
namespace {

constexpr std::string_view kPublicUrl = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils";
constexpr std::uint64_t kPageSize = 500;
constexpr std::uint64_t kReachable = 9'999;
constexpr std::chrono::days kSlice{7}, kOverlap{2};
constexpr int kMaxSearches = 5;  // of one slice in a run

// "2026/11/20"
std::string slashed(Day day) {
  std::string text = format_day(day);
  std::replace(text.begin(), text.end(), '-', '/');
  return text;
}

// {"error":"API rate limit exceeded","count":"4","limit":"3"} also comes with status 200.
bool is_rate_limit(std::string_view body) {
  const std::string text = ascii_lower(body.substr(0, 1024));
  return text.find("rate limit exceeded") != std::string::npos;
}

// The words of a history server that does not know the result any more.
bool is_lost_history(std::string_view body) {
  const std::string text = ascii_lower(body.substr(0, 4096));
  for (const std::string_view words :
       {"unable to obtain query", "cannot retrieve history", "can't fetch uids from history",
        "webenv", "query_key", "query key", "history data"}) {
    if (text.find(words) != std::string::npos) return true;
  }
  return false;
}

class PubmedHarvest final : public ApiHarvest {
 public:
  PubmedHarvest(Source source, WindowPlace place)
      : ApiHarvest(std::move(source)), place_(std::move(place)) {}

 protected:
  ApiCall call() const override {
    std::string base = base_url_of(source(), kPublicUrl);
    while (base.ends_with('/')) base.pop_back();
    const QueryParameters secret = {{"email", mail_of(source())}, {"api_key", source().api_key}};
    if (place_.token.empty()) {
      const std::string term = source().query.empty() ? "all[sb]" : source().query;
      return make_call(base + "/esearch.fcgi",
                       {{"db", "pubmed"},
                        {"term", term},
                        {"datetype", place_.follows ? "mdat" : "edat"},
                        {"mindate", slashed(place_.slice.from)},
                        {"maxdate", slashed(place_.slice.until)},
                        {"usehistory", "y"},
                        {"retmax", "0"},
                        {"retmode", "json"},
                        {"tool", "horizon"}},
                       secret);
    }
    const std::uint64_t left = reachable() - std::min(reachable(), place_.seen);
    return make_call(base + "/efetch.fcgi",
                     {{"db", "pubmed"},
                      {"WebEnv", place_.token},
                      {"query_key", place_.key},
                      {"retstart", std::to_string(place_.seen)},
                      {"retmax", std::to_string(std::min(left, kPageSize))},
                      {"retmode", "xml"},
                      {"tool", "horizon"}},
                     secret);
  }

  std::string state() const override { return place_.to_json(); }

  Result<Page> read(const Response& response, const ReadContext& context) override {
    if (is_rate_limit(response.body)) return again(std::chrono::seconds(10), "asked too fast");
    return place_.token.empty() ? read_search(response) : read_articles(response, context);
  }

  std::optional<Result<Page>> read_refusal(const Response& response) override {
    if (response.status != 400 || place_.token.empty()) return std::nullopt;
    if (!is_lost_history(response.body)) return std::nullopt;
    return search_again();
  }

 private:
  std::uint64_t reachable() const { return std::min(place_.total, kReachable); }

  Result<Page> read_search(const Response& response) {
    if (trim(response.body.substr(0, 4096)).starts_with('<')) {
      return fail(ErrorCode::kCorrupt, "answered with markup in place of JSON");
    }
    const auto reply = reader_.read(response.body);
    if (!reply) return fail(reply.error());
    const JsonValue result = (*reply)["esearchresult"];
    if (result["ERROR"].present()) {
      const std::string message = result["ERROR"].scalar();
      // Of the search itself as of its servers: only the latter heals.
      const bool server = message.find("Backend") != std::string::npos ||
                          message.find("backend") != std::string::npos;
      return fail(server ? ErrorCode::kCorrupt : ErrorCode::kUsage, "PubMed says: " + message);
    }
    const auto count = result["count"].integer();
    const std::string env = result["webenv"].scalar(), key = result["querykey"].scalar();
    if (!count || *count < 0 || (*count > 0 && (env.empty() || key.empty()))) {
      return fail(ErrorCode::kCorrupt, "the reply holds no search result");
    }
    const auto total = static_cast<std::uint64_t>(*count);
    if (total > kReachable && place_.slice.from < place_.slice.until) {
      const auto half = (place_.slice.until - place_.slice.from) / 2;
      place_.begin_slice(place_.slice.from, place_.slice.from + half);
      return page_of({}, true);
    }
    if (total == 0) {
      end_slice();
    } else {
      place_.token = env;
      place_.key = key;
      place_.total = total;
    }
    return page_of({}, !place_.next_from);
  }

  Result<Page> read_articles(const Response& response, const ReadContext& context) {
    const std::string_view body = response.body;
    // An error is short; a page of articles is not parsed here.
    if (body.size() < 8192 && body.find("<PubmedArticleSet") == std::string_view::npos) {
      if (is_lost_history(body)) return search_again();
      return fail(ErrorCode::kCorrupt, "answered with something else than articles: " +
                                           collapse_whitespace(sanitise_utf8(body.substr(0, 200))));
    }
    Records records = read_records(kPubmedFormat, body, context);
    if (!records.complete) return fail(ErrorCode::kCorrupt, "the page of articles is cut off");
    const std::uint64_t items = records.records.size() + records.quarantined.size();
    if (ask_again_for_empty(items, place_.seen, place_.total)) {
      return again(std::chrono::seconds(5),
                   fmt::format("an empty page after {} of {} articles", place_.seen, place_.total));
    }
    if (place_.seen == 0) tell_unreachable(context, records);
    // By what was asked for, not by what came: ids that were merged away leave gaps.
    place_.seen += std::min(kPageSize, reachable() - std::min(reachable(), place_.seen));
    if (place_.seen >= reachable()) end_slice();
    return page_of(std::move(records), !place_.next_from);
  }

  Result<Page> search_again() {
    if (++searches_ > kMaxSearches) {
      return fail(
          ErrorCode::kUnavailable,
          fmt::format("source {}: the result of {} to {} expired {} times", source().id,
                      format_day(place_.slice.from), format_day(place_.slice.until), kMaxSearches));
    }
    place_.begin_slice(place_.slice.from, place_.slice.until);
    return page_of({}, true);
  }

  void tell_unreachable(const ReadContext& context, Records& records) const {
    if (place_.total <= kReachable) return;
    records.quarantined.push_back(
        {source().id,
         context.provenance.origin,
         fmt::format("{} of the {} articles entered on {} are beyond the {}th and cannot be "
                     "reached; narrow the query",
                     place_.total - kReachable, place_.total, format_day(place_.slice.from),
                     kReachable),
         {},
         context.provenance.fetched});
  }

  void end_slice() {
    place_.end_slice(kOverlap);
    searches_ = 0;
  }

  WindowPlace place_;  // its token is the WebEnv, its key the query_key
  int searches_ = 0;   // of the slice
  JsonReader reader_;
};

}  // namespace

Result<std::unique_ptr<Harvest>> open_pubmed_harvest(const Source& source,
                                                     const std::optional<std::string>& state,
                                                     const HarvestContext& context) {
  auto place = open_place(source, state, context.now, context.restart, kSlice);
  if (!place) return fail(place.error());
  return std::make_unique<PubmedHarvest>(source, std::move(*place));
}

}  // namespace horizon::crawler
