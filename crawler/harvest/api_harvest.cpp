#include "crawler/harvest/api_harvest.h"

#include <fmt/format.h>

#include <utility>

#include "core/text.h"
#include "crawler/harvest/reply.h"
#include "crawler/text/html_text.h"

namespace horizon::crawler {
namespace {

constexpr int kEmptyTries = 2;
constexpr std::chrono::seconds kDamagedPause{10};

// The beginning of a refusal's body, for its message.
std::string said(const Response& response) {
  const std::string text =
      html_to_line(truncate_utf8(sanitise_utf8(response.body.substr(0, 4096)), 4096));
  return text.empty() ? std::string() : ": " + std::string(truncate_utf8(text, 300));
}

bool is_rejected(int status) { return status == 400 || status == 401 || status == 422; }

}  // namespace

ApiCall make_call(std::string_view base, const QueryParameters& parameters,
                  const QueryParameters& secret) {
  ApiCall call;
  call.origin = with_query(base, parameters);
  call.url = with_query(call.origin, secret);
  return call;
}

std::optional<Request> ApiHarvest::next() {
  ApiCall asked = call();
  Request request;
  request.url = std::move(asked.url);
  request.secrets = std::move(asked.secrets);
  request.headers.emplace_back("Accept", "application/json, application/xml;q=0.9, */*;q=0.5");
  return request;
}

std::optional<Result<Page>> ApiHarvest::read_refusal(const Response& /*response*/) {
  return std::nullopt;
}

Result<Page> ApiHarvest::take(const Response& response, Instant now) {
  const std::string origin = call().origin;
  if (response.status != 200) {
    if (auto page = read_refusal(response)) return *std::move(page);
    // Named without the parameters that its URL was sent with.
    Response named;
    named.status = response.status;
    named.retry_after = response.retry_after;
    named.final_url = origin;
    if (auto page = postponed_by(named, state(), now)) return *std::move(page);
    Error error = status_error(named, origin);
    if (is_rejected(response.status)) error.code = ErrorCode::kUsage;
    return fail(error.code,
                fmt::format("source {}: {}{}", source_.id, error.message, said(response)));
  }
  ReadContext context{source_, {origin, response.content_type, now}};
  auto page = read(response, context);
  if (page) return page;
  // A page that is damaged, or HTML in place of data, is often whole the next time.
  if (page.error().code == ErrorCode::kCorrupt) return again(kDamagedPause, page.error().message);
  return fail(page.error().code,
              fmt::format("source {}: {} ({})", source_.id, page.error().message, origin));
}

Page ApiHarvest::again(std::chrono::seconds pause, std::string_view what) const {
  return waiting_page(state(), pause, fmt::format("{}: {}", call().origin, what));
}

Page ApiHarvest::page_of(Records records, bool more) const {
  Page page;
  page.records = std::move(records.records);
  page.quarantined = std::move(records.quarantined);
  page.cursor_state = state();
  page.more = more;
  return page;
}

bool ApiHarvest::ask_again_for_empty(std::uint64_t items, std::uint64_t seen,
                                     std::uint64_t announced) {
  const bool suspicious = items == 0 && seen < announced;
  empty_pages_ = suspicious ? empty_pages_ + 1 : 0;
  return suspicious && empty_pages_ <= kEmptyTries;
}

Result<JsonReply> ApiHarvest::read_json(const Response& response, const RecordFormat& format,
                                        std::span<const std::string_view> list_names,
                                        const ReadContext& context, JsonReader& reader) {
  const std::string_view body = response.body;
  if (trim(body.substr(0, 4096)).starts_with('<')) {
    return fail(ErrorCode::kCorrupt,
                "answered with a page of HTML in place of JSON" + said(response));
  }
  auto bytes = open_memory(body);
  if (!bytes) return fail(bytes.error());
  JsonCutter cutter(std::move(*bytes), list_names);
  const auto parser = format.parser();
  JsonReply reply;
  for (;;) {
    const auto slice = cutter.next();
    if (!slice) return fail(ErrorCode::kCorrupt, slice.error().message);
    if (!*slice) break;
    // At the top stands the envelope: an object without its list is no record but a message.
    if (!(*slice)->position.starts_with('#')) {
      const auto envelope = reader.read((*slice)->bytes);
      if (!envelope) return fail(envelope.error());
      reply.envelope = *envelope;
      return reply;
    }
    ++reply.items;
    parser->parse(**slice, context, reply.records);
  }
  const auto envelope = reader.read(cutter.envelope());
  if (!envelope) return fail(envelope.error());
  reply.envelope = *envelope;
  return reply;
}

std::string mail_of(const Source& source) {
  const std::string_view contact = source.contact;
  const std::string_view mail = contact.starts_with("mailto:") ? contact.substr(7) : contact;
  return mail.find('@') == std::string_view::npos ? std::string() : std::string(mail);
}

std::string base_url_of(const Source& source, std::string_view public_url) {
  return source.url.empty() ? std::string(public_url) : source.url;
}

}  // namespace horizon::crawler
