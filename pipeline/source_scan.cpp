#include "pipeline/source_scan.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace horizon::pipeline {
namespace {

// A source that misbehaves must not go on for ever.
constexpr std::uint64_t kMaxPages = 1'000'000;

std::string due_key(const crawler::Source& source) { return "due." + source.id; }
std::string failure_key(const crawler::Source& source) { return "failure." + source.id; }
std::string ended_key(const crawler::Source& source) { return "ended." + source.id; }

}  // namespace

Result<std::optional<Instant>> due_at(const store::Store& store, const crawler::Source& source) {
  const auto text = store.meta(due_key(source));
  if (!text) return fail(text.error());
  if (!*text) return std::optional<Instant>();
  std::int64_t seconds = 0;
  std::from_chars((*text)->data(), (*text)->data() + (*text)->size(), seconds);
  return std::optional<Instant>(Instant(std::chrono::seconds(seconds)));
}

Result<std::string> ended(const store::Store& store, const crawler::Source& source) {
  const auto text = store.meta(ended_key(source));
  if (!text) return fail(text.error());
  // Another address under the same id is another chance.
  return *text && **text == source.url ? fmt::format("{} has ended (410)", source.url)
                                       : std::string();
}

SourceScan::SourceScan(crawler::Source source, SourceScanOptions options, Ingest& ingest,
                       const JobContext& context)
    : source_(std::move(source)), options_(std::move(options)), ingest_(ingest), context_(context) {
  report_.source = source_.id;
}

Result<SourceScan::Step> SourceScan::begin() {
  if (!options_.named) {
    if (!source_.enabled) return finish(SourceState::kDisabled, "disabled");
    const auto over = ended(ingest_.store(), source_);
    if (!over) return fail(over.error());
    if (!over->empty()) return finish(SourceState::kEnded, *over);
    const auto due = due_at(ingest_.store(), source_);
    if (!due) return fail(due.error());
    if (*due && **due > context_.clock.now() && !options_.restart) {
      return finish(SourceState::kNotDue, fmt::format("due at {}", format_instant(**due)));
    }
  }
  const auto cursor = ingest_.store().cursor(source_.id);
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

Result<SourceScan::Step> SourceScan::step() {
  auto request = harvest_->next();
  if (!request) return take({});
  return Step{Step::What::kFetch, *std::move(request), {}};
}

Result<SourceScan::Step> SourceScan::answered(Result<crawler::Response> response) {
  if (!response) return turn(harvest_->missed(response.error(), context_.clock.now()));
  return take(*response);
}

Result<SourceScan::Step> SourceScan::take(const crawler::Response& response) {
  return turn(harvest_->take(response, context_.clock.now()));
}

Result<SourceScan::Step> SourceScan::turn(Result<crawler::Page> page) {
  if (!page) return fail_source(page.error());
  if (page->retry_after) return wait(*page);
  waits_ = 0;
  const bool more = page->more;
  const crawler::Page end{.next_after = page->next_after, .gone = page->gone};
  HORIZON_TRY(store(std::move(*page)));
  if (!more) return complete(end);
  if (report_.pages >= kMaxPages) {
    return fail_source(
        {ErrorCode::kLimit, fmt::format("still not at its end after {} pages", kMaxPages)});
  }
  return Step{Step::What::kContinue, {}, {}};
}

Result<SourceScan::Step> SourceScan::wait(const crawler::Page& page) {
  if (*page.retry_after <= options_.longest_wait && waits_ < options_.max_waits) {
    ++waits_;
    return Step{Step::What::kWait, {}, *page.retry_after};
  }
  const auto pause = std::chrono::ceil<std::chrono::seconds>(*page.retry_after);
  HORIZON_TRY(set_due(pause));
  return finish(
      SourceState::kPostponed,
      fmt::format("{}; asked again in {} s at the earliest",
                  page.retry_reason.empty() ? "asked to wait" : page.retry_reason, pause.count()));
}

Result<SourceScan::Step> SourceScan::complete(const crawler::Page& page) {
  HORIZON_TRY(ingest_.store().set_meta(failure_key(source_), ""));
  HORIZON_TRY(ingest_.store().set_meta(ended_key(source_), page.gone ? source_.url : ""));
  if (page.gone) return finish(SourceState::kEnded, source_.url + " has ended (410)");
  const std::chrono::seconds interval = source_.interval;
  HORIZON_TRY(set_due(std::max(interval, page.next_after.value_or(interval))));
  return finish(SourceState::kHarvested, "");
}

Status SourceScan::store(crawler::Page page) {
  const auto tally = ingest_.accept(std::move(page.records), std::move(page.quarantined),
                                    store::Cursor{source_.id, std::move(page.cursor_state)});
  if (!tally) return fail(tally.error());
  report_.tally.add(*tally);
  ++report_.pages;
  context_.progress({source_.id, report_.tally.records(), -1});
  return {};
}

Status SourceScan::set_due(std::chrono::seconds after) {
  const Instant when = context_.clock.now() + after;
  return ingest_.store().set_meta(due_key(source_),
                                  std::to_string(when.time_since_epoch().count()));
}

SourceScan::Step SourceScan::finish(SourceState state, std::string message) {
  report_.state = state;
  report_.message = std::move(message);
  harvest_.reset();
  return {};
}

Result<SourceScan::Step> SourceScan::fail_source(const Error& error) {
  HORIZON_TRY(ingest_.store().set_meta(failure_key(source_), error.message));
  return finish(SourceState::kFailed, error.message);
}

}  // namespace horizon::pipeline
