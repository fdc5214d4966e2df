// The quiet hours: a backup first, then what is too old goes, then space is given back.
#include <fmt/format.h>

#include <system_error>

#include "daemon/jobs.h"
#include "daemon/state.h"
#include "pipeline/backup.h"
#include "pipeline/ingest.h"
#include "store/upkeep.h"

namespace horizon::daemon {
namespace {

std::optional<Instant> before(std::chrono::hours kept, Instant now) {
  if (kept.count() == 0) return {};
  return now - kept;
}

Status make_backup(const JobSetting& setting) {
  const pipeline::RetentionConfig& retention = setting.workspace.config.service.retention;
  if (retention.backups == 0 || retention.backup_folder.empty()) return {};
  const auto folder = setting.workspace.root / retention.backup_folder / "";
  const auto backup = pipeline::back_up(setting.workspace, folder, setting.clock.now());
  // One of this very moment is there: made before a kill.
  if (!backup && backup.error().code == ErrorCode::kUsage) return {};
  if (!backup) return fail(backup.error());
  setting.log.info("backed_up",
                   {{"file", backup->file.string()}, {"bytes", std::to_string(backup->bytes)}});
  auto all = pipeline::backups_in(folder);
  const auto kept = static_cast<std::size_t>(retention.backups);
  std::error_code ignored;
  for (std::size_t i = 0; i + kept < all.size(); ++i) std::filesystem::remove(all[i], ignored);
  return {};
}

// Bulk files that a source left on its way into the store.
void clear_downloads(const JobSetting& setting) {
  const auto kept = setting.workspace.config.service.retention.downloads;
  if (kept.count() == 0) return;
  const auto oldest = std::filesystem::file_time_type::clock::now() - kept;
  std::error_code error;
  for (const auto& entry :
       std::filesystem::directory_iterator(setting.workspace.downloads(), error)) {
    std::error_code one;
    if (entry.is_regular_file(one) && entry.last_write_time(one) < oldest && !one)
      std::filesystem::remove(entry.path(), one);
  }
}

Status keep_store(const JobSetting& setting) {
  const pipeline::RetentionConfig& retention = setting.workspace.config.service.retention;
  const Instant now = setting.clock.now();
  auto store = store::Store::open(setting.workspace.store_file(), store::Mode::kWrite);
  if (!store) return fail(store.error());
  store::Upkeep upkeep(*store);
  const auto forgotten =
      upkeep.forget(before(retention.runs, now), before(retention.quarantine, now));
  if (!forgotten) return fail(forgotten.error());
  const auto compacted = upkeep.compact();
  if (!compacted) return fail(compacted.error());
  setting.log.info("maintained", {{"runs_forgotten", std::to_string(forgotten->runs)},
                                  {"quarantine_forgotten", std::to_string(forgotten->quarantined)},
                                  {"deliveries_forgotten", std::to_string(forgotten->deliveries)},
                                  {"store_compacted", *compacted ? "yes" : "no"}});
  return store->set_meta(kMaintainedKey, seconds_text(now));
}

}  // namespace

Status maintain(const JobSetting& setting) {
  clear_downloads(setting);
  HORIZON_TRY(make_backup(setting));
  if (setting.stopped()) return fail(ErrorCode::kUnavailable, "stopped");
  return keep_store(setting);
}

}  // namespace horizon::daemon
