#include "crawler/harvest/oai_pmh_harvest.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "crawler/fetch/secrets.h"
#include "crawler/harvest/reply.h"
#include "crawler/oai/oai_harvest.h"
#include "crawler/text/html_text.h"

namespace horizon::crawler {
namespace {

constexpr std::chrono::seconds kCutOffPause{2};
constexpr std::chrono::seconds kForeignPause{60};

// The end tag of the root, of any prefix, stands at the end.
bool ends_as_oai(std::string_view body) {
  constexpr std::size_t kLook = 512;
  constexpr std::string_view kRoot = "OAI-PMH";
  const std::string_view tail = body.substr(body.size() - std::min(body.size(), kLook));
  const std::size_t name = tail.rfind(kRoot);
  if (name == std::string_view::npos) return false;
  const std::size_t tag = tail.rfind('<', name);
  return tag != std::string_view::npos && tail[tag + 1] == '/';
}

bool names_oai(std::string_view body) {
  return body.substr(0, 4096).find("OAI-PMH") != std::string_view::npos;
}

// What another kind of source answers with is no passing trouble of a repository.
bool is_other_source(std::string_view body) {
  const std::string_view text = body.substr(0, 4096);
  return text.find("<rss") != std::string_view::npos ||
         text.find("<feed") != std::string_view::npos;
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
    const std::string url = redact_url(place_.next_url(source_));
    if (response.status != 200) return fail(status_error(response, url));
    if (!names_oai(response.body) && !is_other_source(response.body)) {
      return foreign_page(response, url);
    }
    const Provenance provenance{redact_url(response.final_url), response.content_type, now};
    auto reply = parse_oai(response.body, source_, provenance);
    if (!reply) return fail(reply.error());
    if (!reply->records.complete && !ends_as_oai(response.body)) {
      return waiting_page(place_.to_json(), kCutOffPause, url + " gave a page that is cut off");
    }
    return page_of(std::move(*reply), provenance, url);
  }

 private:
  // HTML with status 200, an empty body: a server in trouble.
  Page foreign_page(const Response& response, const std::string& url) const {
    const std::string text =
        html_to_line(sanitise_utf8(std::string_view(response.body).substr(0, 4096)));
    return waiting_page(
        place_.to_json(), kForeignPause,
        fmt::format("{} answered with no OAI-PMH reply: {}", url, truncate_utf8(text, 120)));
  }

  Result<Page> page_of(OaiReply reply, const Provenance& provenance, const std::string& url) {
    const auto more = place_.accept(reply);
    if (!more) {
      return fail(more.error().code,
                  fmt::format("source {}: {} ({})", source_.id, more.error().message, url));
    }
    Page page;
    page.records = std::move(reply.records.records);
    page.quarantined = std::move(reply.records.quarantined);
    page.cursor_state = place_.to_json();
    page.more = *more;
    if (!place_.remark().empty()) {
      page.quarantined.push_back(
          {source_.id, provenance.origin, place_.remark(), {}, provenance.fetched});
    }
    return page;
  }

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
