#include "crawler/harvest/openalex_harvest.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "core/text.h"
#include "crawler/formats/openalex_format.h"
#include "crawler/harvest/api_harvest.h"

namespace horizon::crawler {
namespace {

constexpr std::string_view kPublicUrl = "https://api.openalex.org/works";
constexpr std::array<std::string_view, 1> kLists = {"results"};
constexpr std::chrono::days kSlice{7}, kOverlap{42};
constexpr int kMaxRestarts = 3;

bool names_own_dates(std::string_view query) {
  return query.find("from_created_date") != std::string_view::npos ||
         query.find("from_updated_date") != std::string_view::npos;
}

class OpenAlexHarvest final : public ApiHarvest {
 public:
  OpenAlexHarvest(Source source, WindowPlace place)
      : ApiHarvest(std::move(source)), place_(std::move(place)) {}

 protected:
  ApiCall call() const override {
    const std::string& query = source().query;
    const bool words = !query.empty() && query.find(':') == std::string::npos;
    std::string filter;
    if (!names_own_dates(query)) {
      filter = fmt::format("from_publication_date:{},to_publication_date:{}",
                           format_day(place_.slice.from), format_day(place_.slice.until));
    }
    if (!query.empty() && !words) filter += (filter.empty() ? "" : ",") + query;
    return make_call(base_url_of(source(), kPublicUrl),
                     {{"filter", filter},
                      {"search", words ? query : std::string()},
                      {"per-page", "100"},
                      {"cursor", place_.token.empty() ? "*" : place_.token}},
                     {{"api_key", source().api_key}});
  }

  std::string state() const override { return place_.to_json(); }

  Result<Page> read(const Response& response, const ReadContext& context) override {
    auto reply = read_json(response, kOpenAlexFormat, kLists, context, reader_);
    if (!reply) return fail(reply.error());
    const JsonValue meta = reply->envelope["meta"];
    const auto count = meta["count"].integer();
    if (!reply->envelope["results"].is_array() || !count) {
      return fail(ErrorCode::kCorrupt, "the reply holds no list of works");
    }
    const auto announced = static_cast<std::uint64_t>(std::max<std::int64_t>(*count, 0));
    if (ask_again_for_empty(reply->items, place_.seen, announced)) {
      return again(std::chrono::seconds(5),
                   fmt::format("an empty page after {} of {} works", place_.seen, announced));
    }
    place_.seen += reply->items;
    const std::string cursor(meta["next_cursor"].text());
    const bool more = reply->items > 0 && !cursor.empty() && cursor != place_.token;
    if (more) {
      place_.token = cursor;
    } else if (names_own_dates(source().query)) {
      place_.slice = place_.window;
      place_.end_slice(kOverlap);
    } else {
      place_.end_slice(kOverlap);
    }
    return page_of(std::move(reply->records), !place_.next_from);
  }

  std::optional<Result<Page>> read_refusal(const Response& response) override {
    const std::string body = ascii_lower(response.body.substr(0, 4096));
    if (response.status == 429 && body.find("upgrade") != std::string::npos) {
      return fail(ErrorCode::kUsage,
                  fmt::format("source {}: this filter needs a paid plan of OpenAlex: {}",
                              source().id, source().query));
    }
    if (response.status == 429 && response.retry_after.empty()) {
      // The budget of the day is spent: seconds until midnight UTC.
      const std::string_view reset = header(response, "x-ratelimit-reset");
      std::int64_t seconds = 0;
      const auto [end, error] = std::from_chars(reset.data(), reset.data() + reset.size(), seconds);
      if (error == std::errc() && seconds >= 0) {
        return again(std::chrono::seconds(std::min<std::int64_t>(seconds, 86'400)),
                     "the budget of the day is spent");
      }
    }
    if (response.status == 403 && body.find("key") == std::string::npos) {
      return again(std::chrono::seconds(60), "asked too fast");
    }
    const bool lost = response.status == 400 && !place_.token.empty() &&
                      body.find("cursor") != std::string::npos && restarts_ < kMaxRestarts;
    if (!lost) return std::nullopt;
    ++restarts_;
    place_.begin_slice(place_.slice.from, place_.slice.until);
    return page_of({}, true);
  }

 private:
  WindowPlace place_;
  int restarts_ = 0;
  JsonReader reader_;
};

}  // namespace

Result<std::unique_ptr<Harvest>> open_openalex_harvest(const Source& source,
                                                       const std::optional<std::string>& state,
                                                       const HarvestContext& context) {
  auto place = open_place(source, state, context.now, context.restart, kSlice);
  if (!place) return fail(place.error());
  return std::make_unique<OpenAlexHarvest>(source, std::move(*place));
}

}  // namespace horizon::crawler
