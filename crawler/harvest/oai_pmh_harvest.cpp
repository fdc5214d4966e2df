#include "crawler/harvest/oai_pmh_harvest.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "crawler/harvest/reply.h"
#include "crawler/oai/oai_pmh.h"

namespace horizon::crawler {
namespace {

constexpr std::chrono::seconds kCutOffPause{2};

// The end tag of the root, of any prefix, stands at the end. What is no XML at all also passes: it
// is for the parser to name.
bool ends_as_oai(std::string_view body) {
  constexpr std::size_t kLook = 512;
  constexpr std::string_view kRoot = "OAI-PMH";
  if (body.substr(0, 2 * kLook).find(kRoot) == std::string_view::npos) return true;
  const std::string_view tail = body.substr(body.size() - std::min(body.size(), kLook));
  const std::size_t name = tail.rfind(kRoot);
  if (name == std::string_view::npos) return false;
  const std::size_t tag = tail.rfind('<', name);
  return tag != std::string_view::npos && tail[tag + 1] == '/';
}

class OaiPmhHarvest final : public Harvest {
 public:
  OaiPmhHarvest(Source source, OaiHarvest place)
      : source_(std::move(source)), place_(std::move(place)) {}

  std::optional<Request> next() override {
    Request request;
    request.url = place_.next_url(source_);
    request.headers.emplace_back("Accept", "text/xml, application/xml");
    return request;
  }

  Result<Page> take(const Response& response, Instant now) override {
    if (auto page = postponed_by(response, place_.to_json(), now)) return *std::move(page);
    const std::string url = place_.next_url(source_);
    if (response.status != 200) return fail(status_error(response, url));
    if (!ends_as_oai(response.body)) {
      return waiting_page(place_.to_json(), kCutOffPause, url + " gave a page that is cut off");
    }
    auto reply =
        parse_oai(response.body, source_, {response.final_url, response.content_type, now});
    if (!reply) return fail(reply.error());
    const auto more = place_.accept(*reply);
    if (!more) {
      return fail(more.error().code,
                  fmt::format("source {}: {} ({})", source_.id, more.error().message, url));
    }
    Page page;
    page.records = std::move(reply->records.records);
    page.quarantined = std::move(reply->records.quarantined);
    page.cursor_state = place_.to_json();
    page.more = *more;
    return page;
  }

 private:
  Source source_;
  OaiHarvest place_;
};

}  // namespace

Result<std::unique_ptr<Harvest>> open_oai_pmh_harvest(const Source& source,
                                                      const std::optional<std::string>& state,
                                                      const HarvestContext& context) {
  const Day today = std::chrono::floor<std::chrono::days>(context.now);
  auto place = context.restart ? Result<OaiHarvest>(OaiHarvest::restart(source, today))
                               : OaiHarvest::resume(state, source, today);
  if (!place) return fail(place.error());
  return std::make_unique<OaiPmhHarvest>(source, std::move(*place));
}

}  // namespace horizon::crawler
