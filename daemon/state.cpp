#include "daemon/state.h"

#include <charconv>

#include "core/text.h"
#include "pipeline/source_scan.h"
#include "store/outbox.h"

namespace horizon::daemon {
namespace {

Result<std::optional<Instant>> read_instant(const store::Store& store, const char* key) {
  const auto text = store.meta(key);
  if (!text) return fail(text.error());
  std::int64_t seconds = 0;
  if (!*text) return std::optional<Instant>();
  std::from_chars((*text)->data(), (*text)->data() + (*text)->size(), seconds);
  return std::optional<Instant>(Instant(std::chrono::seconds(seconds)));
}

Result<SourceState> read_source(const store::Store& store, const crawler::Source& source) {
  SourceState state;
  const auto due = pipeline::due_at(store, source);
  if (!due) return fail(due.error());
  state.due = *due;
  const auto failures = pipeline::failures_of(store, source.id);
  if (!failures) return fail(failures.error());
  state.failures = failures->count;
  state.failed = failures->last;
  const auto done = pipeline::harvested_at(store, source.id);
  if (!done) return fail(done.error());
  state.done = *done;
  const auto over = pipeline::ended(store, source);
  if (!over) return fail(over.error());
  state.ended = !over->empty();
  return state;
}

Status read_own(const store::Store& store, Instant now, State& state) {
  const auto begun = read_instant(store, kBegunKey);
  if (!begun) return fail(begun.error());
  state.begun = begun->value_or(now);
  const auto maintained = read_instant(store, kMaintainedKey);
  if (!maintained) return fail(maintained.error());
  state.maintained = *maintained;
  const auto issued = store.meta(kIssuedKey);
  if (!issued) return fail(issued.error());
  const auto day = parse_iso_date(issued->value_or(""));
  if (day) state.issued = period_of(day->day, Granularity::kWeek).begin;
  const auto mail = store::Outbox(store).next();
  if (!mail) return fail(mail.error());
  state.mail = *mail;
  return {};
}

}  // namespace

Result<Wants> wants_of(const pipeline::Workspace& workspace) {
  const pipeline::ScheduleConfig& schedule = workspace.config.service.schedule;
  auto zone = pipeline::TimeZone::named(schedule.time_zone);
  if (!zone) return fail(zone.error());
  Wants wants{schedule, *std::move(zone), {}, 0};
  // Two workspaces that ask the same providers do not ask them at the same moment.
  std::error_code ignored;
  wants.seed = stable_hash(std::filesystem::weakly_canonical(workspace.root, ignored).string());
  for (const crawler::Source& source : workspace.sources) {
    if (!source.enabled) continue;
    wants.sources.push_back({source.id, source.interval, !source.calendar.empty()});
  }
  return wants;
}

Result<State> read_state(const pipeline::Workspace& workspace, Instant now) {
  State state;
  state.begun = now;
  const auto store = store::Store::open(workspace.store_file(), store::Mode::kRead);
  if (!store) {
    if (store.error().code == ErrorCode::kNotFound) return state;
    return fail(store.error());
  }
  for (const crawler::Source& source : workspace.sources) {
    auto known = read_source(*store, source);
    if (!known) return fail(known.error());
    state.sources.emplace(source.id, *known);
  }
  HORIZON_TRY(read_own(*store, now, state));
  return state;
}

std::string seconds_text(Instant instant) {
  return std::to_string(instant.time_since_epoch().count());
}

}  // namespace horizon::daemon
