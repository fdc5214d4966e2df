#include "crawler/oai/oai_harvest.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "crawler/harvest/harvest_state.h"
#include "crawler/text/url.h"

namespace horizon::crawler {
namespace {

constexpr int kMaxLosses = 3;

// "YYYY-MM-DD" of an OAI-PMH UTCdatetime; empty if it is none.
std::string day_of(std::string_view utc) {
  const auto date = parse_iso_date(utc);
  return date && date->precision == Precision::kDay ? format_day(date->day) : std::string();
}

Day to_day(const std::string& day) { return parse_iso_date(day).value_or(PartialDate{}).day; }

std::string plus_days(const std::string& day, int days) {
  return day.empty() ? day : format_day(to_day(day) + std::chrono::days(days));
}

}  // namespace

OaiHarvest OaiHarvest::restart(const Source& source, Day today) {
  OaiHarvest harvest;
  harvest.until_ = format_day(today);
  if (source.since) harvest.from_ = std::min(format_day(*source.since), harvest.until_);
  harvest.begin_part(harvest.from_, harvest.until_);
  return harvest;
}

Result<OaiHarvest> OaiHarvest::resume(const std::optional<std::string>& text, const Source& source,
                                      Day today) {
  if (!text) return restart(source, today);
  const auto state = HarvestState::parse(*text, source);
  if (!state) return fail(state.error());
  OaiHarvest harvest;
  harvest.granularity_ = state->text("granularity");
  harvest.earliest_ = state->text("earliest");
  if (const auto next_from = state->day("next_from")) {
    harvest.until_ = format_day(today);
    harvest.from_ = std::min(format_day(*next_from), harvest.until_);
    harvest.begin_part(harvest.from_, harvest.until_);
    return harvest;
  }
  harvest.until_ = state->text("until");
  if (day_of(harvest.until_).empty()) {
    return fail(
        ErrorCode::kCorrupt,
        fmt::format("source {}: its stored place cannot be read; start it over", source.id));
  }
  harvest.from_ = state->text("from");
  harvest.part_from_ = state->text("part_from");
  harvest.part_until_ = state->text("part_until");
  if (harvest.part_until_.empty()) harvest.begin_part(harvest.from_, harvest.until_);
  harvest.token_ = state->text("token");
  harvest.page_ = state->number("page");
  harvest.received_ = state->number("received");
  harvest.announced_ = state->number("announced");
  harvest.first_response_date_ = state->text("first_response_date");
  harvest.high_ = state->text("high");
  harvest.unordered_ = state->number("unordered") != 0;
  harvest.loop_mark_ = state->number("loop_mark");
  harvest.losses_ = static_cast<int>(std::min<std::uint64_t>(state->number("losses"), 100));
  harvest.identify_ = state->number("identify") != 0;
  return harvest;
}

// Days are widened to instants where a repository wants those (3.3.1: both bounds are inclusive).
std::string OaiHarvest::bound(const std::string& day, bool end) const {
  const bool instants = granularity_.find('T') != std::string::npos;
  if (day.empty() || !instants) return day;
  return day + (end ? "T23:59:59Z" : "T00:00:00Z");
}

std::string OaiHarvest::next_url(const Source& source) const {
  QueryParameters parameters;
  if (identify_) {
    parameters = {{"verb", "Identify"}};
  } else if (!token_.empty()) {
    // The token is exclusive: no other argument may stand beside it (3.5).
    parameters = {{"verb", "ListRecords"}, {"resumptionToken", token_}};
  } else {
    parameters = {{"verb", "ListRecords"},
                  {"metadataPrefix", source.metadata_prefix},
                  {"set", source.set},
                  {"from", bound(part_from_, false)},
                  {"until", bound(part_until_, true)}};
  }
  return with_query(source.url, parameters);
}

void OaiHarvest::begin_part(std::string from, std::string until) {
  part_from_ = std::move(from);
  part_until_ = std::move(until);
  token_.clear();
  high_.clear();
  page_ = received_ = announced_ = loop_mark_ = 0;
  unordered_ = false;
}

Result<bool> OaiHarvest::accept(const OaiReply& reply) {
  remark_.clear();
  if (identify_) return identified(reply);
  if (!reply.records.complete) {
    return fail(ErrorCode::kCorrupt, "OAI-PMH reply is cut off: its resumption token is lost");
  }
  if (reply.error_code == "badResumptionToken" && !token_.empty()) return token_lost();
  const bool nothing = reply.error_code == "noRecordsMatch";
  if (!reply.error_code.empty() && !nothing) return rejected(reply);
  if (first_response_date_.empty()) first_response_date_ = day_of(reply.response_date);
  return page_of(reply);
}

bool OaiHarvest::page_of(const OaiReply& reply) {
  ++page_;
  received_ += reply.headers.size();
  announced_ = std::max(announced_, reply.complete_list_size.value_or(0));
  note_datestamps(reply);
  const std::uint64_t token_hash = stable_hash(reply.token);
  // A token that comes back would harvest for ever. One remembered token, renewed at every power
  // of two pages, finds any loop (Brent, 1980) without keeping them all.
  const bool loops = !reply.token.empty() &&
                     (reply.token == token_ || (loop_mark_ != 0 && token_hash == loop_mark_));
  if (!reply.token.empty() && !loops) {
    if ((page_ & (page_ - 1)) == 0) loop_mark_ = token_hash;
    token_ = reply.token;
    return true;
  }
  // completeListSize may be an estimate (3.5): a remark, not an error.
  if (received_ < announced_) {
    remark_ = fmt::format("the list ended after {} of the {} records that were announced{}",
                          received_, announced_, loops ? ": its resumption token came back" : "");
  }
  return end_part();
}

bool OaiHarvest::end_part() {
  losses_ = 0;
  if (part_until_ < until_) {
    // Parts of the same length go on from here.
    const auto length =
        part_from_.empty() ? std::chrono::days(0) : to_day(part_until_) - to_day(part_from_);
    const std::string from = plus_days(part_until_, 1);
    begin_part(from, std::min(format_day(to_day(from) + length), until_));
    return true;
  }
  // A server whose clock runs ahead must not make us skip what it lists until then.
  const std::string seen = first_response_date_.empty() ? until_ : first_response_date_;
  next_from_ = plus_days(std::min(seen, until_), -1);
  return false;
}

void OaiHarvest::note_datestamps(const OaiReply& reply) {
  for (const OaiHeader& header : reply.headers) {
    const std::string day = day_of(header.datestamp);
    if (day.empty()) continue;
    if (day < high_) unordered_ = true;
    high_ = std::max(high_, day);
  }
}

Result<bool> OaiHarvest::token_lost() {
  const bool progress = !unordered_ && !high_.empty() && high_ > part_from_ && high_ <= part_until_;
  if (progress) {
    // That day may go on behind the page that was lost, so it is the overlap.
    losses_ = 0;
    begin_part(high_, part_until_);
    return true;
  }
  // Once again as it was; if that does not help, in halves.
  const bool shortest = part_from_ == part_until_;
  if (++losses_ > (shortest ? kMaxLosses : 1)) {
    if (shortest) {
      return fail(ErrorCode::kUnavailable,
                  fmt::format("OAI-PMH: the resumption tokens of {} expired {} times; use a "
                              "smaller set",
                              part_from_, losses_));
    }
    if (part_from_.empty() && earliest_.empty()) {
      identify_ = true;
      return true;
    }
    losses_ = 1;
    const std::string from = part_from_.empty() ? earliest_ : part_from_;
    const auto length = to_day(part_until_) - to_day(from);
    begin_part(from, std::max(from, format_day(to_day(from) + length / 2)));
    return true;
  }
  begin_part(part_from_, part_until_);
  return true;
}

Result<bool> OaiHarvest::identified(const OaiReply& reply) {
  identify_ = false;
  granularity_ = truncate_utf8(reply.identity.granularity, 40);
  // A repository that does not tell is taken to be as old as the protocol's forerunners.
  earliest_ = day_of(reply.identity.earliest);
  if (earliest_.empty()) earliest_ = "1990-01-01";
  if (granularity_.empty()) granularity_ = "YYYY-MM-DD";
  const std::string from = !part_from_.empty() && part_from_ < earliest_ ? earliest_ : part_from_;
  begin_part(from, std::max(part_until_, from));
  return true;
}

Result<bool> OaiHarvest::rejected(const OaiReply& reply) {
  // Days that are rejected: because it wants instants, or nothing before its first datestamp.
  if (reply.error_code == "badArgument" && token_.empty() && granularity_.empty()) {
    identify_ = true;
    return true;
  }
  return fail(ErrorCode::kUsage, fmt::format("OAI-PMH error {}: {}", reply.error_code,
                                             truncate_utf8(reply.error_message, 300)));
}

std::string OaiHarvest::to_json() const {
  HarvestState state;
  state.set("granularity", granularity_);
  state.set("earliest", earliest_);
  if (!next_from_.empty()) {
    state.set("next_from", next_from_);
    return state.to_json();
  }
  state.set("from", from_);
  state.set("until", until_);
  state.set("part_from", part_from_);
  state.set("part_until", part_until_);
  state.set("token", token_);
  state.set("page", page_);
  state.set("received", received_);
  state.set("announced", announced_);
  state.set("first_response_date", first_response_date_);
  state.set("high", high_);
  state.set("unordered", std::uint64_t{unordered_});
  state.set("loop_mark", loop_mark_);
  state.set("losses", static_cast<std::uint64_t>(losses_));
  state.set("identify", std::uint64_t{identify_});
  return state.to_json();
}

}  // namespace horizon::crawler
