#include "crawler/harvest/epo_harvest.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/text.h"
#include "crawler/fetch/provider_rules.h"
#include "crawler/fetch/secrets.h"
#include "crawler/fetch/signals.h"
#include "crawler/formats/patent/patent_format.h"
#include "crawler/harvest/base64.h"
#include "crawler/harvest/epo_window.h"
#include "crawler/harvest/reply.h"
#include "crawler/text/url.h"

namespace horizon::crawler {
namespace {

using std::chrono::milliseconds;

constexpr const char* kPublicBase = "https://ops.epo.org/3.2";
constexpr int kPageSize = 100;
constexpr int kReachable = 2'000;  // hits of one search
constexpr std::chrono::days kFirstWindow{30}, kOverlap{14};
constexpr milliseconds kPause{60'000};
constexpr int kBadReplies = 3;  // in a row, before the harvest gives up

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// What stands between <name> and </name>, at most so long that it is one line for a reader.
std::string element_text(std::string_view body, std::string_view name) {
  const std::size_t at = body.find(fmt::format("<{}>", name));
  if (at == std::string_view::npos) return {};
  const std::size_t begin = at + name.size() + 2;
  const std::size_t end = body.find("</", begin);
  if (end == std::string_view::npos) return {};
  return collapse_whitespace(truncate_utf8(sanitise_utf8(body.substr(begin, end - begin)), 200));
}

// total-result-count="1234"; OPS itself stops counting at 10,000.
std::optional<int> total_of(std::string_view body) {
  constexpr std::string_view kName = "total-result-count=\"";
  const std::size_t at = body.find(kName);
  if (at == std::string_view::npos) return std::nullopt;
  int total = 0;
  const char* const begin = body.data() + at + kName.size();
  const auto [end, error] = std::from_chars(begin, body.data() + body.size(), total);
  if (error != std::errc() || end == begin || total < 0) return std::nullopt;
  return total;
}

class EpoHarvest final : public Harvest {
 public:
  EpoHarvest(Source source, EpoWindow window, Instant now)
      : source_(std::move(source)), window_(std::move(window)), now_(now) {
    base_ = source_.url.empty() ? kPublicBase : source_.url;
    while (base_.ends_with('/')) base_.pop_back();
  }

  std::optional<Request> next() override {
    if (window_.slices.empty()) return std::nullopt;
    if (token_.empty() || now_ >= expires_) return token_request();
    const EpoSlice& slice = window_.slices.back();
    Request request;
    request.url = fmt::format("{}/rest-services/published-data/search/biblio?q={}&Range={}-{}",
                              base_, percent_encode(cql_of(window_, slice)), window_.begin,
                              std::min(window_.begin + kPageSize - 1, kReachable));
    request.headers.emplace_back("Accept", "application/xml");
    request.secrets.emplace_back("Authorization", "Bearer " + token_);
    return request;
  }

  Result<Page> take(const Response& response, Instant now) override {
    const bool asked_token = token_.empty() || now_ >= expires_;
    now_ = now;
    if (window_.slices.empty()) return page_with({});
    if (auto page = paused(response)) return *std::move(page);
    if (asked_token) return take_token(response);
    if (is_token_error(response)) return drop_token(response);
    if (response.status == 404) return end_slice({});  // nothing was published then
    if (response.status == 400 || response.status == 413) return rejected(response);
    if (response.status != 200) return fail(status_error(response, source_.id));
    return read(response);
  }

 private:
  Request token_request() const {
    Request request;
    request.url = base_ + "/auth/accesstoken";
    request.method = "POST";
    request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    request.secrets.emplace_back("Authorization",
                                 "Basic " + base64(source_.api_key + ":" + source_.api_secret));
    request.body = "grant_type=client_credentials";
    return request;
  }

  // Quotas, suspended services and servers that are down.
  std::optional<Page> paused(const Response& response) const {
    const std::string rejection(header(response, "x-rejection-reason"));
    const int status = response.status;
    const bool temporary = status == 408 || status == 429 || status >= 500;
    if (!temporary && !(status == 403 && !rejection.empty())) return std::nullopt;
    ProviderRule rule;
    rule.signals = Signals::kEpo;
    const ProviderSignals signals = read_signals(rule, response, now_);
    std::string reason = fmt::format("OPS answered with status {}", status);
    if (!rejection.empty()) reason += ", " + sanitise_utf8(rejection);
    return waiting_page(window_.to_json(), signals.pause.value_or(kPause), std::move(reason));
  }

  Result<Page> take_token(const Response& response) {
    const auto json = nlohmann::json::parse(response.body, nullptr, false);
    const bool told = response.status == 200 && json.is_object() && json.contains("access_token") &&
                      json["access_token"].is_string();
    if (!told) {
      const bool refused =
          response.status == 400 || response.status == 401 || response.status == 403;
      return fail(refused ? ErrorCode::kUsage : ErrorCode::kUnavailable,
                  fmt::format("source {}: OPS gave no token (status {}); are key and secret right?",
                              source_.id, response.status));
    }
    token_ = json["access_token"].get<std::string>();
    expires_ = now_ + std::chrono::seconds(lifetime_of(json)) - std::chrono::seconds(60);
    if (expires_ <= now_) expires_ = now_ + std::chrono::seconds(60);
    return page_with({});
  }

  // "1199", also as a number.
  static int lifetime_of(const nlohmann::json& json) {
    const auto found = json.find("expires_in");
    if (found == json.end()) return 1'200;
    int seconds = 0;
    const std::string text = found->is_string() ? found->get<std::string>() : found->dump();
    std::from_chars(text.data(), text.data() + text.size(), seconds);
    return std::clamp(seconds, 0, 86'400);
  }

  static bool is_token_error(const Response& response) {
    const std::string body = ascii_lower(std::string_view(response.body).substr(0, 4096));
    const bool names_token = has(body, "access token") || has(body, "access_token");
    return response.status == 401 ||
           ((response.status == 400 || response.status == 403) && names_token);
  }

  Result<Page> drop_token(const Response& response) {
    token_.clear();
    if (std::exchange(renewed_, true)) {
      return fail(ErrorCode::kUsage, fmt::format("source {}: OPS refuses a new token (status {})",
                                                 source_.id, response.status));
    }
    return page_with({});
  }

  Result<Page> rejected(const Response& response) const {
    std::string message = element_text(response.body, "message");
    if (message.empty()) message = element_text(response.body, "description");
    return fail(ErrorCode::kUsage,
                fmt::format("source {}: OPS rejects the search (status {}): {}", source_.id,
                            response.status, message.empty() ? "no reason given" : message));
  }

  Result<Page> read(const Response& response) {
    renewed_ = false;
    const auto total = total_of(response.body);
    const bool whole = has(response.body, "world-patent-data>");
    if (!total || !whole) return not_a_page("a reply that is no search result, or cut off");
    if (*total > kReachable && window_.begin == 1) {
      std::vector<EpoSlice> parts = split_slice(window_.slices.back());
      if (!parts.empty()) {
        window_.slices.pop_back();
        std::move(parts.rbegin(), parts.rend(), std::back_inserter(window_.slices));
        return page_with({});
      }
    }
    ReadContext context;
    context.source = source_;
    context.provenance = {redact_url(response.final_url), response.content_type, now_};
    Records records = read_records(kEpoFormat, response.body, context);
    const int last = std::min(*total, kReachable);
    if (records.records.empty() && records.quarantined.empty() && window_.begin <= last) {
      return not_a_page("an empty page where hits were announced");
    }
    bad_replies_ = 0;
    if (window_.begin + kPageSize > last) {
      if (*total > kReachable) records.quarantined.push_back(unreachable(*total));
      return end_slice(std::move(records));
    }
    window_.begin += kPageSize;
    return page_with(std::move(records));
  }

  QuarantinedRecord unreachable(int total) const {
    return {source_.id,
            cql_of(window_, window_.slices.back()),
            fmt::format("OPS shows the first {} of {} hits of this search; narrow the query",
                        kReachable, total),
            {},
            now_};
  }

  Result<Page> not_a_page(std::string_view what) {
    if (++bad_replies_ >= kBadReplies) {
      return fail(ErrorCode::kCorrupt, fmt::format("source {}: OPS sends {}", source_.id, what));
    }
    return waiting_page(window_.to_json(), kPause, fmt::format("OPS sent {}", what));
  }

  Result<Page> end_slice(Records records) {
    renewed_ = false;
    window_.slices.pop_back();
    window_.begin = 1;
    return page_with(std::move(records));
  }

  Page page_with(Records records) const {
    Page page;
    page.records = std::move(records.records);
    page.quarantined = std::move(records.quarantined);
    page.cursor_state = window_.to_json();
    page.more = !window_.slices.empty();
    return page;
  }

  Source source_;
  EpoWindow window_;
  Instant now_, expires_{};
  std::string base_, token_;
  bool renewed_ = false;  // the token, since the last reply that was none of its errors
  int bad_replies_ = 0;
};

// From `from` to today.
EpoWindow window_from(const Source& source, Day from, Day today) {
  from = std::min(from, today);
  return {source.query, today, {{from, today, {}}}, 1};
}

}  // namespace

Result<std::unique_ptr<Harvest>> open_epo_harvest(const Source& source,
                                                  const std::optional<std::string>& state,
                                                  const HarvestContext& context) {
  if (source.api_key.empty() || source.api_secret.empty()) {
    return fail(ErrorCode::kUsage,
                fmt::format("source {}: EPO OPS wants a consumer key and secret", source.id));
  }
  const Day today = std::chrono::floor<std::chrono::days>(context.now);
  EpoWindow window = window_from(source, source.since.value_or(today - kFirstWindow), today);
  if (state && !context.restart) {
    auto stored = read_epo_window(*state);
    if (!stored) return fail(stored.error());
    const bool same = stored->query == source.query;  // another question begins anew
    if (same && stored->slices.empty())
      window = window_from(source, stored->until - kOverlap, today);
    if (same && !stored->slices.empty()) window = std::move(*stored);
  }
  return std::make_unique<EpoHarvest>(source, std::move(window), context.now);
}

}  // namespace horizon::crawler
