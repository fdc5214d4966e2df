#include "crawler/harvest/harvester.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/text.h"
#include "crawler/feed/feed.h"
#include "crawler/formats/jsonl.h"
#include "crawler/oai/oai_pmh.h"
#include "crawler/text/date_text.h"

namespace horizon::crawler {
namespace {

constexpr std::chrono::seconds kLongestRetryAfter = std::chrono::hours(24);

bool is_temporary(int status) {
  return status == 408 || status == 429 || status == 500 || status == 502 || status == 503 ||
         status == 504;
}

Error status_error(const Response& response, const std::string& url, int tries) {
  const bool gone = response.status == 404 || response.status == 410;
  return {gone ? ErrorCode::kNotFound : ErrorCode::kUnavailable,
          tries > 1
              ? fmt::format("{} answered with status {} ({} tries)", url, response.status, tries)
              : fmt::format("{} answered with status {}", url, response.status)};
}

// What a feed said of its last version, sent back to it as it was (RFC 9110, 13.1).
struct Validators {
  std::string url, etag, last_modified;
};

Validators validators_of(const std::optional<std::string>& state, const Source& source) {
  if (!state) return {};
  const nlohmann::json json = nlohmann::json::parse(*state, nullptr, false);
  if (!json.is_object()) return {};  // an unreadable state costs one unconditional fetch
  const auto field = [&](const char* name) {
    const auto found = json.find(name);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  // Validators of another address say nothing about this one.
  return field("url") == source.url ? Validators{source.url, field("etag"), field("last_modified")}
                                    : Validators{};
}

std::string feed_state(const Response& response, const Source& source, bool complete) {
  nlohmann::json json{{"url", source.url}};
  // A feed that was cut off is fetched again next time, changed or not.
  if (complete && is_valid_utf8(response.etag)) json["etag"] = response.etag;
  if (complete && is_valid_utf8(response.last_modified)) {
    json["last_modified"] = response.last_modified;
  }
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Page waiting_page(const std::optional<std::string>& state, std::chrono::seconds pause) {
  Page page;
  page.cursor_state = state.value_or("");
  page.retry_after = pause;
  return page;
}

// The end tag of the root, of any prefix, stands at the end. What is no XML at all also passes: it
// is for the parser to name.
bool ends_as_oai(const Response& response) {
  constexpr std::size_t kLook = 512;
  constexpr std::string_view kRoot = "OAI-PMH";
  const std::string_view body = response.body;
  if (body.substr(0, 2 * kLook).find(kRoot) == std::string_view::npos) return true;
  const std::string_view tail = body.substr(body.size() - std::min(body.size(), kLook));
  const std::size_t name = tail.rfind(kRoot);
  if (name == std::string_view::npos) return false;
  const std::size_t tag = tail.rfind('<', name);
  return tag != std::string_view::npos && tail[tag + 1] == '/';
}

}  // namespace

std::optional<std::chrono::seconds> parse_retry_after(std::string_view text, Instant now) {
  text = trim(text);
  std::chrono::seconds pause{0};
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  const bool number = end == text.data() + text.size() && !text.empty();
  if (number && error == std::errc()) {
    if (seconds < 0) return std::nullopt;
    pause = std::chrono::seconds(std::min<std::int64_t>(seconds, kLongestRetryAfter.count()));
  } else if (number) {
    pause = kLongestRetryAfter;
  } else if (const auto date = parse_http_date(text)) {
    pause = *date - now;
  } else {
    return std::nullopt;
  }
  return std::clamp(pause, std::chrono::seconds(0), kLongestRetryAfter);
}

Harvester::Harvester(Transport& transport, const Clock& clock, HarvesterOptions options,
                     Sleep sleep, SteadyClock steady_clock)
    : transport_(transport),
      clock_(clock),
      options_(std::move(options)),
      sleep_(sleep),
      limiter_(std::move(steady_clock), std::move(sleep)) {}

Result<Harvester::Fetched> Harvester::fetch(const Request& request, const Whole& whole) {
  std::chrono::milliseconds pause = options_.first_pause;
  for (int attempt = 1;; ++attempt) {
    limiter_.wait(provider_of(request.url));
    auto response = transport_.get(request);
    const bool last = attempt >= options_.max_tries;
    std::chrono::milliseconds wanted = pause;
    if (!response) {
      if (last || response.error().code != ErrorCode::kUnavailable) return fail(response.error());
    } else if (response->status == 304 || (response->status == 200 && whole(*response))) {
      return Fetched{*std::move(response), std::nullopt};
    } else if (response->status == 200) {
      if (last) return Fetched{*std::move(response), std::nullopt};
    } else {
      if (!is_temporary(response->status)) {
        return fail(status_error(*response, request.url, attempt));
      }
      const auto asked = parse_retry_after(response->retry_after, clock_.now());
      if (asked && (last || *asked > options_.longest_pause)) return Fetched{{}, asked};
      if (last) return fail(status_error(*response, request.url, attempt));
      if (asked) wanted = *asked;
    }
    sleep_(std::min<std::chrono::milliseconds>(wanted, options_.longest_pause));
    pause *= 2;
  }
}

Result<Page> Harvester::fetch_page(const Source& source,
                                   const std::optional<std::string>& cursor_state, bool restart) {
  if (source.kind == SourceKind::kOaiPmh) return fetch_oai(source, cursor_state, restart);
  return fetch_feed(source, restart ? std::nullopt : cursor_state);
}

Result<Page> Harvester::fetch_feed(const Source& source,
                                   const std::optional<std::string>& cursor_state) {
  const Validators validators = validators_of(cursor_state, source);
  Request request{source.url,
                  {{"Accept",
                    "application/rss+xml, application/atom+xml, "
                    "application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"}},
                  options_.limits};
  if (!validators.etag.empty()) request.headers.emplace_back("If-None-Match", validators.etag);
  if (!validators.last_modified.empty()) {
    request.headers.emplace_back("If-Modified-Since", validators.last_modified);
  }
  auto fetched = fetch(request, [](const Response&) { return true; });
  if (!fetched) return fail(fetched.error());
  if (fetched->retry_after) return waiting_page(cursor_state, *fetched->retry_after);
  const Response& response = fetched->response;
  Page page;
  if (response.status == 304) {
    page.cursor_state = cursor_state.value_or(feed_state(response, source, false));
    return page;
  }
  const Provenance provenance{response.final_url, response.content_type, clock_.now()};
  auto records = source.kind == SourceKind::kJsonl
                     ? Result<Records>(parse_jsonl(response.body, source, provenance))
                     : parse_feed(response.body, source, provenance);
  if (!records) return fail(records.error());
  page.records = std::move(records->records);
  page.quarantined = std::move(records->quarantined);
  page.cursor_state = feed_state(response, source, records->complete);
  return page;
}

Result<Page> Harvester::fetch_oai(const Source& source,
                                  const std::optional<std::string>& cursor_state, bool restart) {
  auto harvest = restart ? Result<OaiHarvest>(OaiHarvest::restart(source, clock_.today()))
                         : OaiHarvest::resume(cursor_state, source, clock_.today());
  if (!harvest) return fail(harvest.error());
  const Request request{
      harvest->next_url(source), {{"Accept", "text/xml, application/xml"}}, options_.limits};
  auto fetched = fetch(request, ends_as_oai);
  if (!fetched) return fail(fetched.error());
  if (fetched->retry_after) return waiting_page(cursor_state, *fetched->retry_after);
  const Response& response = fetched->response;
  auto reply =
      parse_oai(response.body, source, {response.final_url, response.content_type, clock_.now()});
  if (!reply) return fail(reply.error());
  const auto more = harvest->accept(*reply);
  if (!more) {
    return fail(more.error().code,
                fmt::format("source {}: {} ({})", source.id, more.error().message, request.url));
  }
  Page page;
  page.records = std::move(reply->records.records);
  page.quarantined = std::move(reply->records.quarantined);
  page.cursor_state = harvest->to_json();
  page.more = *more;
  return page;
}

}  // namespace horizon::crawler
