#include "crawler/harvest/crossref_harvest.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "core/text.h"
#include "crawler/formats/crossref_format.h"
#include "crawler/harvest/api_harvest.h"

namespace horizon::crawler {
namespace {

constexpr std::string_view kPublicUrl = "https://api.crossref.org/v1/works";
constexpr std::array<std::string_view, 1> kLists = {"items"};
constexpr std::uint64_t kRows = 1000;
constexpr int kMaxRestarts = 5;  // of one slice
constexpr std::chrono::days kSlice{1}, kOverlap{1};
constexpr std::chrono::seconds kCursorLife{240};

class CrossrefHarvest final : public ApiHarvest {
 public:
  CrossrefHarvest(Source source, WindowPlace place)
      : ApiHarvest(std::move(source)), place_(std::move(place)) {}

 protected:
  ApiCall call() const override {
    const std::string day = format_day(place_.slice.from);
    const std::string& query = source().query;
    const bool words = !query.empty() && query.find(':') == std::string::npos;
    std::string filter = fmt::format("from-index-date:{0},until-index-date:{0}", day);
    if (!query.empty() && !words) filter += "," + query;
    ApiCall call = make_call(base_url_of(source(), kPublicUrl),
                             {{"filter", filter},
                              {"query", words ? query : std::string()},
                              {"rows", std::to_string(kRows)},
                              {"cursor", place_.token.empty() ? "*" : place_.token}},
                             {{"mailto", mail_of(source())}});
    if (!source().api_key.empty()) {
      call.secrets.emplace_back("Crossref-Plus-API-Token", "Bearer " + source().api_key);
    }
    return call;
  }

  std::string state() const override { return place_.to_json(); }

  Result<Page> read(const Response& response, const ReadContext& context) override {
    auto reply = read_json(response, kCrossrefFormat, kLists, context, reader_);
    if (!reply) return fail(reply.error());
    const JsonValue message = reply->envelope["message"];
    const auto total = message["total-results"].integer();
    if (!message["items"].is_array() || !total) {
      return fail(ErrorCode::kCorrupt, "the reply holds no list of works");
    }
    const auto announced = static_cast<std::uint64_t>(std::max<std::int64_t>(*total, 0));
    if (ask_again_for_empty(reply->items, place_.seen, announced)) {
      return again(std::chrono::seconds(5),
                   fmt::format("an empty page after {} of {} works", place_.seen, announced));
    }
    place_.seen += reply->items;
    const std::string cursor(message["next-cursor"].text());
    // A cursor comes with the last page too. Works that are indexed again leave their day, so that
    // the total may fall below what was read: a full page is never the last one.
    const bool more =
        reply->items > 0 && !cursor.empty() && (reply->items >= kRows || place_.seen < announced);
    const auto now = context.provenance.fetched.time_since_epoch().count();
    if (more) {
      place_.token = cursor;
      place_.token_time = static_cast<std::uint64_t>(std::max<std::int64_t>(now, 0));
    } else {
      // What is indexed later on the last day is in the next harvest's first slice.
      place_.end_slice(kOverlap);
      restarts_ = 0;
    }
    return page_of(std::move(reply->records), !place_.next_from);
  }

  // "cursor-invalid" comes with status 404; other forms of a lost cursor with 400.
  std::optional<Result<Page>> read_refusal(const Response& response) override {
    const bool lost =
        (response.status == 400 || response.status == 404) && !place_.token.empty() &&
        ascii_lower(response.body.substr(0, 4096)).find("cursor") != std::string::npos;
    if (!lost) return std::nullopt;
    if (++restarts_ > kMaxRestarts) {
      return fail(ErrorCode::kUnavailable,
                  fmt::format("source {}: the cursor of {} was lost {} times", source().id,
                              format_day(place_.slice.from), kMaxRestarts));
    }
    place_.begin_slice(place_.slice.from, place_.slice.until);
    return page_of({}, true);
  }

 private:
  WindowPlace place_;
  int restarts_ = 0;  // of the slice
  JsonReader reader_;
};

}  // namespace

Result<std::unique_ptr<Harvest>> open_crossref_harvest(const Source& source,
                                                       const std::optional<std::string>& state,
                                                       const HarvestContext& context) {
  auto place = open_place(source, state, context.now, context.restart, kSlice);
  if (!place) return fail(place.error());
  const auto given = std::chrono::seconds(static_cast<std::int64_t>(place->token_time));
  const bool stale = !place->token.empty() && context.now - Instant(given) > kCursorLife;
  if (stale) place->begin_slice(place->slice.from, place->slice.until);
  return std::make_unique<CrossrefHarvest>(source, std::move(*place));
}

}  // namespace horizon::crawler
