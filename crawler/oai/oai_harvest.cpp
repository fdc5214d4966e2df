#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/text.h"
#include "crawler/oai/oai_pmh.h"
#include "crawler/text/url.h"

namespace horizon::crawler {
namespace {

constexpr int kMaxRestarts = 3;

// "YYYY-MM-DD" of an OAI-PMH UTCdatetime; empty if it is none.
std::string day_of(std::string_view utc) {
  const auto date = parse_iso_date(utc);
  return date && date->precision == Precision::kDay ? format_day(date->day) : std::string();
}

std::string day_before(const std::string& day) {
  const auto date = parse_iso_date(day);
  return date ? format_day(date->day - std::chrono::days(1)) : std::string();
}

std::string text_field(const nlohmann::json& state, const char* name) {
  const auto found = state.find(name);
  return found != state.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::uint64_t number_field(const nlohmann::json& state, const char* name) {
  const auto found = state.find(name);
  return found != state.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

}  // namespace

OaiHarvest OaiHarvest::restart(const Source& source, Day today) {
  OaiHarvest harvest;
  harvest.until_ = format_day(today);
  if (source.since) harvest.from_ = std::min(format_day(*source.since), harvest.until_);
  return harvest;
}

Result<OaiHarvest> OaiHarvest::resume(const std::optional<std::string>& state, const Source& source,
                                      Day today) {
  if (!state) return restart(source, today);
  const nlohmann::json json = nlohmann::json::parse(*state, nullptr, false);
  const std::string next_from = json.is_object() ? text_field(json, "next_from") : std::string();
  OaiHarvest harvest;
  if (!next_from.empty() && !day_of(next_from).empty()) {
    harvest.until_ = format_day(today);
    harvest.from_ = std::min(next_from, harvest.until_);
    return harvest;
  }
  if (json.is_object()) harvest.until_ = text_field(json, "until");
  if (day_of(harvest.until_).empty()) {
    return fail(
        ErrorCode::kCorrupt,
        fmt::format("source {}: its stored place cannot be read; start it over", source.id));
  }
  harvest.from_ = text_field(json, "from");
  harvest.token_ = text_field(json, "token");
  harvest.page_ = number_field(json, "page");
  harvest.first_response_date_ = text_field(json, "first_response_date");
  harvest.loop_mark_ = number_field(json, "loop_mark");
  harvest.restarts_ =
      static_cast<int>(std::min<std::uint64_t>(number_field(json, "restarts"), 100));
  return harvest;
}

std::string OaiHarvest::next_url(const Source& source) const {
  const char separator = source.url.find('?') == std::string::npos ? '?' : '&';
  std::string url = fmt::format("{}{}verb=ListRecords", source.url, separator);
  // The token is exclusive: no other argument may stand beside it (OAI-PMH 2.0, 3.5).
  if (!token_.empty()) return url + "&resumptionToken=" + percent_encode(token_);
  url += "&metadataPrefix=" + percent_encode(source.metadata_prefix);
  if (!source.set.empty()) url += "&set=" + percent_encode(source.set);
  if (!from_.empty()) url += "&from=" + from_;
  return url + "&until=" + until_;
}

Result<bool> OaiHarvest::accept(const OaiReply& reply) {
  if (!reply.records.complete) {
    return fail(ErrorCode::kCorrupt, "OAI-PMH reply is cut off: its resumption token is lost");
  }
  if (reply.error_code == "badResumptionToken" && !token_.empty()) {
    if (++restarts_ > kMaxRestarts) {
      return fail(ErrorCode::kUnavailable,
                  fmt::format("OAI-PMH window {}..{} was restarted {} times: its resumption tokens "
                              "expire; use a smaller set",
                              from_, until_, kMaxRestarts));
    }
    token_.clear();
    page_ = loop_mark_ = 0;
    return true;
  }
  if (!reply.error_code.empty() && reply.error_code != "noRecordsMatch") {
    return fail(ErrorCode::kUsage, fmt::format("OAI-PMH error {}: {}", reply.error_code,
                                               truncate_utf8(reply.error_message, 300)));
  }
  if (page_ == 0) first_response_date_ = day_of(reply.response_date);
  ++page_;
  const std::uint64_t token_hash = stable_hash(reply.token);
  // A token that comes back would harvest for ever. One remembered token, renewed at every power
  // of two pages, finds any loop (Brent, 1980) without keeping them all.
  const bool loops = reply.token == token_ || (loop_mark_ != 0 && token_hash == loop_mark_);
  if (!reply.token.empty() && !loops) {
    if ((page_ & (page_ - 1)) == 0) loop_mark_ = token_hash;
    token_ = reply.token;
    return true;
  }
  // A server whose clock runs ahead must not make us skip what it lists until then.
  const std::string seen = first_response_date_.empty() ? until_ : first_response_date_;
  next_from_ = day_before(std::min(seen, until_));
  return false;
}

std::string OaiHarvest::to_json() const {
  nlohmann::json json;
  if (!next_from_.empty()) {
    json["next_from"] = next_from_;
  } else {
    json = {{"from", from_},
            {"until", until_},
            {"token", token_},
            {"page", page_},
            {"first_response_date", first_response_date_},
            {"loop_mark", loop_mark_},
            {"restarts", restarts_}};
  }
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace horizon::crawler
