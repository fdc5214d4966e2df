#include "crawler/harvest/europepmc_harvest.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.h"
#include "crawler/formats/europepmc_format.h"
#include "crawler/harvest/api_harvest.h"

namespace horizon::crawler {
namespace {

constexpr std::string_view kPublicUrl = "https://www.ebi.ac.uk/europepmc/webservices/rest/search";
constexpr std::array<std::string_view, 1> kLists = {"result"};
constexpr std::chrono::days kSlice{7}, kOverlap{2};

class EuropePmcHarvest final : public ApiHarvest {
 public:
  EuropePmcHarvest(Source source, WindowPlace place)
      : ApiHarvest(std::move(source)), place_(std::move(place)) {}

 protected:
  ApiCall call() const override {
    std::string query = fmt::format("{}:[{} TO {}]", place_.key, format_day(place_.slice.from),
                                    format_day(place_.slice.until));
    if (!source().query.empty()) query = fmt::format("({}) AND {}", source().query, query);
    return make_call(base_url_of(source(), kPublicUrl),
                     {{"query", query},
                      {"resultType", "core"},
                      {"format", "json"},
                      {"pageSize", "1000"},
                      {"cursorMark", place_.token.empty() ? "*" : place_.token}},
                     {{"email", mail_of(source())}});
  }

  std::string state() const override { return place_.to_json(); }

  Result<Page> read(const Response& response, const ReadContext& context) override {
    auto reply = read_json(response, kEuropePmcFormat, kLists, context, reader_);
    if (!reply) return fail(reply.error());
    const auto hits = reply->envelope["hitCount"].integer();
    if (!hits) {
      const JsonValue message = reply->envelope["errMsg"];
      if (message.present()) return fail(ErrorCode::kUsage, message.scalar());
      return fail(ErrorCode::kCorrupt, "the reply holds no hit count");
    }
    const auto announced = static_cast<std::uint64_t>(std::max<std::int64_t>(*hits, 0));
    if (ask_again_for_empty(reply->items, place_.seen, announced)) {
      return again(std::chrono::seconds(5),
                   fmt::format("an empty page after {} of {} results", place_.seen, announced));
    }
    place_.seen += reply->items;
    const std::string cursor(reply->envelope["nextCursorMark"].text());
    const bool more = reply->items > 0 && !cursor.empty() && cursor != place_.token;
    if (more) {
      place_.token = cursor;
    } else {
      const std::string field = place_.key;
      place_.end_slice(kOverlap);
      place_.key = field;
    }
    return page_of(std::move(reply->records), !place_.next_from);
  }

 private:
  WindowPlace place_;  // its key is the date field that the window is of
  JsonReader reader_;
};

}  // namespace

Result<std::unique_ptr<Harvest>> open_europepmc_harvest(const Source& source,
                                                        const std::optional<std::string>& state,
                                                        const HarvestContext& context) {
  auto place = open_place(source, state, context.now, context.restart, kSlice);
  if (!place) return fail(place.error());
  const bool first = !state || context.restart;
  if (place->key.empty()) place->key = first ? "FIRST_PDATE" : "UPDATE_DATE";
  return std::make_unique<EuropePmcHarvest>(source, std::move(*place));
}

}  // namespace horizon::crawler
