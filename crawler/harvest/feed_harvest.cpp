#include "crawler/harvest/feed_harvest.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/text.h"
#include "crawler/feed/feed.h"
#include "crawler/fetch/secrets.h"
#include "crawler/formats/jsonl.h"
#include "crawler/harvest/harvest_state.h"
#include "crawler/harvest/reply.h"
#include "crawler/text/date_text.h"

namespace horizon::crawler {
namespace {

constexpr int kMovesBelieved = 3;
constexpr std::chrono::seconds kLongestInterval = std::chrono::days(7);
constexpr const char* kAccept =
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, "
    "text/xml;q=0.9, */*;q=0.5";

// What is known of a feed from its last replies.
struct FeedState {
  // Of the source, without its secrets: what is known of another address says nothing about this
  // one.
  std::string url;
  std::string etag, last_modified;  // as sent
  std::string moved_to;
  int moves = 0;  // replies in a row that named moved_to
};

FeedState read_state(const std::optional<std::string>& text, const Source& source) {
  FeedState state;
  state.url = redact_url(source.url);
  // An unreadable state costs one unconditional fetch.
  const auto stored = HarvestState::parse(text.value_or(""), source);
  if (!stored || stored->text("url") != state.url) return state;
  state.etag = stored->text("etag");
  state.last_modified = stored->text("last_modified");
  state.moved_to = stored->text("moved_to");
  state.moves = static_cast<int>(std::min<std::uint64_t>(stored->number("moves"), kMovesBelieved));
  return state;
}

std::string to_text(const FeedState& state) {
  HarvestState stored;
  stored.set("url", state.url);
  // What could not be sent back as it came is not kept.
  if (is_valid_utf8(state.etag)) stored.set("etag", state.etag);
  if (is_valid_utf8(state.last_modified)) stored.set("last_modified", state.last_modified);
  if (!state.moved_to.empty()) {
    stored.set("moved_to", state.moved_to);
    stored.set("moves", static_cast<std::uint64_t>(state.moves));
  }
  return stored.to_json();
}

// How long the reply is fresh: max-age, else Expires (RFC 9111, 4.2.1).
std::optional<std::chrono::seconds> freshness_of(const Response& response, Instant now) {
  const std::string control = ascii_lower(header(response, "cache-control"));
  std::optional<std::chrono::seconds> fresh;
  if (const std::size_t at = control.find("max-age="); at != std::string::npos) {
    std::int64_t seconds = 0;
    const char* const begin = control.data() + at + 8;
    const auto [end, error] = std::from_chars(begin, control.data() + control.size(), seconds);
    if (error == std::errc() && seconds >= 0) {
      fresh = std::chrono::seconds(std::min<std::int64_t>(seconds, kLongestInterval.count()));
    }
  } else if (const auto expires = parse_http_date(header(response, "expires"))) {
    fresh = std::clamp(*expires - now, std::chrono::seconds(0), kLongestInterval);
  }
  return fresh;
}

class FeedHarvest final : public Harvest {
 public:
  FeedHarvest(Source source, FeedState state, bool conditional)
      : source_(std::move(source)), state_(std::move(state)), conditional_(conditional) {}

  std::optional<Request> next() override {
    Request request;
    request.url = state_.moves >= kMovesBelieved ? state_.moved_to : source_.url;
    request.headers.emplace_back("Accept", kAccept);
    request.robots = source_.obey_robots ? Robots::kObey : Robots::kExempt;
    if (!conditional_) return request;
    if (!state_.etag.empty()) request.headers.emplace_back("If-None-Match", state_.etag);
    if (!state_.last_modified.empty()) {
      request.headers.emplace_back("If-Modified-Since", state_.last_modified);
    }
    return request;
  }

  Result<Page> take(const Response& response, Instant now) override {
    if (auto page = postponed_by(response, to_text(state_), now)) return *std::move(page);
    Page page;
    if (response.status == 410) {
      page.cursor_state = to_text(state_);
      page.gone = true;
      return page;
    }
    if (response.status == 304) {
      remember_move(response);
      page.cursor_state = to_text(state_);
      page.next_after = freshness_of(response, now);
      return page;
    }
    if (response.status == 404 && state_.moves >= kMovesBelieved) return fall_back();
    if (response.status != 200) return fail(status_error(response, source_.url));
    return read(response, now);
  }

 private:
  // The new address does not answer any more: the old one is asked again.
  Page fall_back() {
    state_.moved_to.clear();
    state_.moves = 0;
    Page page;
    page.cursor_state = to_text(state_);
    page.more = true;
    return page;
  }

  // An address that holds a secret is not stored: the redirect is followed each time.
  void remember_move(const Response& response) {
    if (state_.moves >= kMovesBelieved) return;
    const bool open = redact_url(response.moved_to) == response.moved_to;
    const std::string moved_to = open ? response.moved_to : std::string();
    state_.moves =
        !moved_to.empty() && moved_to == state_.moved_to ? state_.moves + 1 : !moved_to.empty();
    state_.moved_to = moved_to;
  }

  Result<Page> read(const Response& response, Instant now) {
    const Provenance provenance{redact_url(response.final_url), response.content_type, now};
    FeedSchedule schedule;
    Records records;
    if (source_.kind == SourceKind::kJsonl) {
      records = parse_jsonl(response.body, source_, provenance);
    } else {
      auto feed = fetched_feed(response.body, provenance);
      if (!feed) return fail(feed.error());
      schedule = feed->schedule;
      records = records_of(*std::move(feed), source_, provenance);
    }
    remember_move(response);
    state_.etag = records.complete ? response.etag : "";
    state_.last_modified = records.complete ? response.last_modified : "";
    Page page;
    page.records = std::move(records.records);
    page.quarantined = std::move(records.quarantined);
    page.cursor_state = to_text(state_);
    page.next_after = next_visit(schedule, freshness_of(response, now), now);
    return page;
  }

  // No earlier than feed and reply ask for, and not in an hour or on a day that the feed skips.
  std::optional<std::chrono::seconds> next_visit(const FeedSchedule& schedule,
                                                 std::optional<std::chrono::seconds> fresh,
                                                 Instant now) const {
    const std::chrono::seconds asked =
        std::min<std::chrono::seconds>(schedule.interval, kLongestInterval);
    const auto pause =
        std::max({asked, fresh.value_or(asked), std::chrono::seconds(source_.interval)});
    const Instant visit = schedule.first_allowed(now + pause);
    if (!fresh && asked == std::chrono::seconds(0) && visit == now + pause) return std::nullopt;
    return visit - now;
  }

  Source source_;
  FeedState state_;
  bool conditional_;
};

}  // namespace

Result<std::unique_ptr<Harvest>> open_feed_harvest(const Source& source,
                                                   const std::optional<std::string>& state,
                                                   const HarvestContext& context) {
  return std::make_unique<FeedHarvest>(source, read_state(state, source), !context.restart);
}

}  // namespace horizon::crawler
