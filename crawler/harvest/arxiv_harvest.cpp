#include "crawler/harvest/arxiv_harvest.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "crawler/formats/arxiv_format.h"
#include "crawler/harvest/api_harvest.h"

namespace horizon::crawler {
namespace {

constexpr std::string_view kPublicUrl = "https://export.arxiv.org/api/query";
constexpr std::uint64_t kPageSize = 500;
constexpr std::uint64_t kReachable = 30'000;
constexpr std::chrono::days kSlice{31}, kOverlap{14};

// "20261120", as submittedDate wants it.
std::string compact(Day day) {
  std::string text = format_day(day);
  std::erase(text, '-');
  return text;
}

class ArxivHarvest final : public ApiHarvest {
 public:
  ArxivHarvest(Source source, WindowPlace place)
      : ApiHarvest(std::move(source)), place_(std::move(place)) {}

 protected:
  ApiCall call() const override {
    std::string query = fmt::format("submittedDate:[{}0000 TO {}2359]", compact(place_.slice.from),
                                    compact(place_.slice.until));
    if (!source().query.empty()) query = fmt::format("({}) AND {}", source().query, query);
    // In the order of submission, so that what comes later stands behind what was read.
    return make_call(base_url_of(source(), kPublicUrl),
                     {{"search_query", query},
                      {"sortBy", "submittedDate"},
                      {"sortOrder", "ascending"},
                      {"start", std::to_string(place_.seen)},
                      {"max_results", std::to_string(kPageSize)}},
                     {});
  }

  std::string state() const override { return place_.to_json(); }

  Result<Page> read(const Response& response, const ReadContext& context) override {
    auto reply = parse_arxiv(response.body, context);
    if (!reply) return fail(reply.error());
    if (!reply->error.empty()) return fail(ErrorCode::kUsage, "arXiv says: " + reply->error);
    const std::uint64_t total = reply->total.value_or(0);
    if (total > kReachable && place_.slice.from < place_.slice.until) return halve();
    // A slice that was not at its end cannot have become shorter: totals come as 0 now and then.
    const std::uint64_t announced = std::max(total, place_.total);
    if (ask_again_for_empty(reply->entries, place_.seen, std::min(announced, kReachable))) {
      return again(std::chrono::seconds(5),
                   fmt::format("an empty page after {} of {} papers", place_.seen, announced));
    }
    place_.seen += reply->entries;
    place_.total = total;
    const bool more =
        reply->entries > 0 && place_.seen < kReachable && (place_.seen < total || !reply->total);
    if (!more) place_.end_slice(kOverlap);
    return page_of(std::move(reply->records), !place_.next_from);
  }

  std::optional<Result<Page>> read_refusal(const Response& response) override {
    if (response.status != 400) return std::nullopt;
    // The error is told as a feed with one entry.
    const auto reply = parse_arxiv(response.body, {source(), {call().origin, {}, {}}});
    if (!reply || reply->error.empty()) return std::nullopt;
    return fail(ErrorCode::kUsage, fmt::format("source {}: arXiv says: {} ({})", source().id,
                                               reply->error, call().origin));
  }

 private:
  Page halve() {
    const auto half = (place_.slice.until - place_.slice.from) / 2;
    place_.begin_slice(place_.slice.from, place_.slice.from + half);
    return page_of({}, true);
  }

  WindowPlace place_;
};

}  // namespace

Result<std::unique_ptr<Harvest>> open_arxiv_harvest(const Source& source,
                                                    const std::optional<std::string>& state,
                                                    const HarvestContext& context) {
  auto place = open_place(source, state, context.now, context.restart, kSlice);
  if (!place) return fail(place.error());
  return std::make_unique<ArxivHarvest>(source, std::move(*place));
}

}  // namespace horizon::crawler
