#include "pipeline/source_scan.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

#include "crawler/fetch/secrets.h"
#include "pipeline/calendar.h"

namespace horizon::pipeline {
namespace {

// A source that misbehaves must not go on for ever.
constexpr std::uint64_t kMaxPages = 1'000'000;

std::string due_key(const crawler::Source& source) { return "due." + source.id; }
std::string failure_key(const crawler::Source& source) { return "failure." + source.id; }
std::string ended_key(const crawler::Source& source) { return "ended." + source.id; }
std::string failures_key(const std::string& source) { return "failures." + source; }
std::string done_key(const std::string& source) { return "done." + source; }

std::string seconds_text(Instant instant) {
  return std::to_string(instant.time_since_epoch().count());
}

// The whole number that a text begins with; the text goes on behind it and one space. 0: none.
std::int64_t take_number(std::string_view& text) {
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const char* at = std::from_chars(text.data(), end, number).ptr;
  if (at != end) ++at;
  text.remove_prefix(static_cast<std::size_t>(at - text.data()));
  return number;
}

}  // namespace

Result<std::optional<Instant>> due_at(const store::Store& store, const crawler::Source& source) {
  const auto text = store.meta(due_key(source));
  if (!text) return fail(text.error());
  if (!*text) return std::optional<Instant>();
  std::int64_t seconds = 0;
  std::from_chars((*text)->data(), (*text)->data() + (*text)->size(), seconds);
  return std::optional<Instant>(Instant(std::chrono::seconds(seconds)));
}

Result<SourceFailures> failures_of(const store::Store& store, const std::string& source) {
  const auto text = store.meta(failures_key(source));
  if (!text) return fail(text.error());
  SourceFailures failures;
  if (!*text) return failures;
  std::string_view rest = **text;
  failures.count = static_cast<int>(std::clamp<std::int64_t>(take_number(rest), 0, 1'000'000));
  failures.last = Instant(std::chrono::seconds(take_number(rest)));
  return failures;
}

Result<std::optional<Instant>> harvested_at(const store::Store& store, const std::string& source) {
  const auto text = store.meta(done_key(source));
  if (!text) return fail(text.error());
  if (!*text) return std::optional<Instant>();
  std::string_view rest = **text;
  return std::optional<Instant>(Instant(std::chrono::seconds(take_number(rest))));
}

Result<std::string> ended(const store::Store& store, const crawler::Source& source) {
  const auto text = store.meta(ended_key(source));
  if (!text) return fail(text.error());
  // Another address under the same id is another chance.
  const std::string url = crawler::redact_url(source.url);
  return *text && **text == url ? fmt::format("{} has ended (410)", url) : std::string();
}

SourceScan::SourceScan(std::size_t number, crawler::Source source, SourceScanOptions options,
                       const store::Store& before, PageStore& pages, const JobContext& context)
    : number_(number),
      source_(std::move(source)),
      options_(std::move(options)),
      before_(before),
      pages_(pages),
      context_(context) {
  report_.source = source_.id;
}

Result<SourceScan::Step> SourceScan::begin() {
  if (!options_.named) {
    if (!source_.enabled) return finish(SourceState::kDisabled, "disabled");
    const auto over = ended(before_, source_);
    if (!over) return fail(over.error());
    if (!over->empty()) return finish(SourceState::kEnded, *over);
    const auto due = due_at(before_, source_);
    if (!due) return fail(due.error());
    if (*due && **due > context_.clock.now() && !options_.restart) {
      return finish(SourceState::kNotDue, fmt::format("due at {}", format_instant(**due)));
    }
  }
  const auto cursor = before_.cursor(source_.id);
  if (!cursor) return fail(cursor.error());
  if (source_.kind == crawler::SourceKind::kUsptoBulk) {
    std::error_code error;  // what is wrong with the folder, the download says
    std::filesystem::create_directories(options_.downloads, error);
  }
  auto harvest = crawler::open_harvest(
      source_, *cursor,
      {context_.clock.now(), options_.restart, options_.downloads, options_.root});
  if (!harvest) return fail_source(harvest.error());
  harvest_ = std::move(*harvest);
  return step();
}

SourceScan::Step SourceScan::step() {
  auto request = harvest_->next();
  if (!request) return answered({});
  return Step{Step::What::kFetch, *std::move(request), {}};
}

SourceScan::Step SourceScan::answered(const crawler::Response& response) {
  return turn(harvest_->take(response, context_.clock.now()));
}

SourceScan::Step SourceScan::missed(const Error& error, std::optional<Instant> paused_until) {
  const Instant now = context_.clock.now();
  // Until then every further request would be turned away, too: nothing is wrong with the source.
  if (paused_until && *paused_until > now + options_.longest_wait) {
    note({due_note(*paused_until)});
    return finish(SourceState::kPostponed, error.message);
  }
  return turn(harvest_->missed(error, now));
}

SourceScan::Step SourceScan::turn(Result<crawler::Page> page) {
  if (!page) return fail_source(page.error());
  if (page->retry_after) return wait(*page);
  waits_ = 0;
  const bool more = page->more;
  std::vector<store::Note> notes;
  if (!more) complete(*page, notes);
  hand_on(std::move(*page), std::move(notes));
  if (!more) return {};
  if (report_.pages >= kMaxPages) {
    return fail_source(
        {ErrorCode::kLimit, fmt::format("still not at its end after {} pages", kMaxPages)});
  }
  return Step{Step::What::kContinue, {}, {}};
}

SourceScan::Step SourceScan::wait(const crawler::Page& page) {
  if (*page.retry_after <= options_.longest_wait && waits_ < options_.max_waits) {
    ++waits_;
    return Step{Step::What::kWait, {}, *page.retry_after};
  }
  const auto pause = std::chrono::ceil<std::chrono::seconds>(*page.retry_after);
  note({due_note(context_.clock.now() + pause)});
  return finish(
      SourceState::kPostponed,
      fmt::format("{}; asked again in {} s at the earliest",
                  page.retry_reason.empty() ? "asked to wait" : page.retry_reason, pause.count()));
}

void SourceScan::complete(const crawler::Page& page, std::vector<store::Note>& notes) {
  const std::string url = crawler::redact_url(source_.url);
  notes.push_back({failure_key(source_), ""});
  notes.push_back({ended_key(source_), page.gone ? url : ""});
  if (page.gone) {
    finish(SourceState::kEnded, url + " has ended (410)");
    return;
  }
  notes.push_back({failures_key(source_.id), ""});
  notes.push_back({done_key(source_.id), seconds_text(context_.clock.now())});
  notes.push_back(due_note(next_time(page.next_after.value_or(std::chrono::seconds(0)))));
  finish(SourceState::kHarvested, "");
}

void SourceScan::hand_on(crawler::Page page, std::vector<store::Note> notes) {
  pages_.put({number_, source_.id, std::move(page.records), std::move(page.quarantined),
              store::Cursor{source_.id, std::move(page.cursor_state)}, std::move(notes)});
  ++report_.pages;
}

void SourceScan::note(std::vector<store::Note> notes) {
  pages_.put({number_, source_.id, {}, {}, std::nullopt, std::move(notes)});
}

store::Note SourceScan::due_note(Instant when) const {
  return {due_key(source_), seconds_text(when)};
}

Instant SourceScan::next_time(std::chrono::seconds least) const {
  const Instant now = context_.clock.now();
  const auto calendar = Calendar::parse(source_.calendar);
  if (source_.calendar.empty() || !calendar || !options_.zone) {
    return now + std::max<std::chrono::seconds>(source_.interval, least);
  }
  // No more than the interval is what every source gets, calendar or not.
  const Instant earliest = least > source_.interval ? now + least : now;
  return calendar->next(earliest, *options_.zone).value_or(now + source_.interval);
}

SourceScan::Step SourceScan::finish(SourceState state, std::string message) {
  report_.state = state;
  report_.message = std::move(message);
  harvest_.reset();
  return {};
}

SourceScan::Step SourceScan::fail_source(const Error& error) {
  const auto before = failures_of(before_, source_.id);
  const int count = before ? before->count + 1 : 1;
  note({{failure_key(source_), error.message},
        {failures_key(source_.id),
         fmt::format("{} {}", count, seconds_text(context_.clock.now()))}});
  return finish(SourceState::kFailed, error.message);
}

}  // namespace horizon::pipeline
