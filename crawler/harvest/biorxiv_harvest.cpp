#include "crawler/harvest/biorxiv_harvest.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.h"
#include "crawler/formats/biorxiv_format.h"
#include "crawler/harvest/api_harvest.h"
#include "crawler/text/url.h"

namespace horizon::crawler {
namespace {

constexpr std::string_view kPublicUrl = "https://api.biorxiv.org/details";
constexpr std::array<std::string_view, 1> kLists = {"collection"};
constexpr std::chrono::days kSlice{7}, kOverlap{2};
constexpr std::string_view kFirst = "biorxiv", kSecond = "medrxiv";

class BiorxivHarvest final : public ApiHarvest {
 public:
  BiorxivHarvest(Source source, WindowPlace place)
      : ApiHarvest(std::move(source)), place_(std::move(place)) {}

 protected:
  ApiCall call() const override {
    std::string base = base_url_of(source(), kPublicUrl);
    while (base.ends_with('/')) base.pop_back();
    const std::string url =
        fmt::format("{}/{}/{}/{}/{}/json", base, server(), format_day(place_.slice.from),
                    format_day(place_.slice.until), place_.seen);
    return {url, url, {}};
  }

  std::string state() const override { return place_.to_json(); }

  Result<Page> read(const Response& response, const ReadContext& context) override {
    auto reply = read_json(response, kBiorxivFormat, kLists, context, reader_);
    if (!reply) return fail(reply.error());
    JsonValue message;
    for (const JsonValue first : each(reply->envelope["messages"])) {
      if (!message.present()) message = first;
    }
    if (!message.present()) return fail(ErrorCode::kCorrupt, "the reply holds no message");
    const std::string status = ascii_lower(message["status"].text());
    // "no posts found" is how an empty week is told.
    if (status != "ok" && status.find("no posts") == std::string::npos) {
      return fail(ErrorCode::kCorrupt, "answered with status '" + status + "'");
    }
    const auto total = message["total"].integer();
    const auto announced = static_cast<std::uint64_t>(std::max<std::int64_t>(total.value_or(0), 0));
    if (ask_again_for_empty(reply->items, place_.seen, announced)) {
      return again(std::chrono::seconds(5),
                   fmt::format("an empty page after {} of {} preprints", place_.seen, announced));
    }
    // "count" is what the next cursor goes by; what was sent counts where it is missing or wrong.
    const auto stated = message["count"].integer().value_or(0);
    place_.seen += std::min<std::uint64_t>(
        stated > 0 ? static_cast<std::uint64_t>(stated) : reply->items, reply->items);
    const bool more = reply->items > 0 && (!total || place_.seen < announced);
    if (!more) end_part();
    return page_of(std::move(reply->records), !place_.next_from);
  }

 private:
  // The place's key is the server, where there is a choice.
  std::string_view server() const {
    if (!source().query.empty()) return source().query;
    return place_.key.empty() ? kFirst : std::string_view(place_.key);
  }

  void end_part() {
    if (source().query.empty() && server() == kFirst) {
      place_.begin_slice(place_.slice.from, place_.slice.until);
      place_.key = kSecond;
    } else {
      place_.end_slice(kOverlap);
    }
  }

  WindowPlace place_;
  JsonReader reader_;
};

}  // namespace

Result<std::unique_ptr<Harvest>> open_biorxiv_harvest(const Source& source,
                                                      const std::optional<std::string>& state,
                                                      const HarvestContext& context) {
  Source known = source;
  known.query = ascii_lower(trim(source.query));
  if (!known.query.empty() && known.query != kFirst && known.query != kSecond) {
    return fail(ErrorCode::kUsage,
                fmt::format("source {}: query is 'biorxiv', 'medrxiv' or empty, not '{}'",
                            source.id, source.query));
  }
  auto place = open_place(source, state, context.now, context.restart, kSlice);
  if (!place) return fail(place.error());
  return std::make_unique<BiorxivHarvest>(std::move(known), std::move(*place));
}

}  // namespace horizon::crawler
