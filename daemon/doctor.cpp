#include "daemon/doctor.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <system_error>

#include "daemon/delivery/secret.h"
#include "daemon/state.h"
#include "index/index.h"
#include "pipeline/backup.h"
#include "pipeline/source_scan.h"
#include "store/lock.h"
#include "store/outbox.h"

namespace horizon::daemon {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMebibyte = 1U << 20U;
constexpr int kFailuresThatMatter = 3;

class Doctor {
 public:
  Doctor(const pipeline::Workspace& workspace, Instant now,
         const pipeline::Environment& environment)
      : workspace_(workspace),
        service_(workspace.config.service),
        now_(now),
        environment_(environment) {}

  std::vector<Check> run() {
    good("settings", "horizon.toml, sources.toml and taxonomy are right",
         "horizon.toml、sources.toml和分类体系无误");
    look_at_folder();
    look_at_disk();
    look_at_lock("writer", workspace_.store_file(), "writing", "正在写入");
    look_at_lock("daemon", workspace_.root / "daemon", "running as the daemon",
                 "正在作为守护进程运行");
    look_at_contact();
    look_at_secrets();
    look_at_backups();
    look_at_store();
    return std::move(checks_);
  }

 private:
  void good(std::string name, std::string en, std::string zh) {
    checks_.push_back({std::move(name), Finding::kGood, std::move(en), std::move(zh), "", ""});
  }
  void tell(std::string name, Finding finding, std::string en, std::string zh,
            std::string remedy_en, std::string remedy_zh) {
    checks_.push_back({std::move(name), finding, std::move(en), std::move(zh), std::move(remedy_en),
                       std::move(remedy_zh)});
  }

  void look_at_folder() {
    if (::access(workspace_.root.c_str(), R_OK | W_OK | X_OK) == 0) {
      good("permissions", "the workspace can be written to", "工作区可写");
      return;
    }
    tell("permissions", Finding::kBad,
         fmt::format("user {} may not write to {}", ::geteuid(), workspace_.root.string()),
         fmt::format("用户{}无权写入{}", ::geteuid(), workspace_.root.string()),
         "give the folder to the user who runs Horizon: chown -R USER DIR",
         "将该目录交给运行Horizon的用户：chown -R 用户 目录");
  }

  void look_at_disk() {
    struct statvfs disk {};
    if (::statvfs(workspace_.root.c_str(), &disk) != 0) return;
    const std::uint64_t free = std::uint64_t{disk.f_bavail} * disk.f_frsize;
    std::error_code error;
    const std::uint64_t store = fs::exists(workspace_.store_file(), error)
                                    ? fs::file_size(workspace_.store_file(), error)
                                    : 0;
    // A backup needs the store's copy and the archive; so does compaction.
    const std::uint64_t wanted = std::max<std::uint64_t>(1024 * kMebibyte, 2 * store);
    const std::string seen = fmt::format("{} MiB", free / kMebibyte);
    if (free >= wanted) {
      good("disk", seen + " free", "可用空间" + seen);
      return;
    }
    tell("disk", free < 256 * kMebibyte ? Finding::kBad : Finding::kWarning,
         fmt::format("{} free; backups and compaction may need {} MiB", seen, wanted / kMebibyte),
         fmt::format("可用空间{}；备份和整理可能需要{} MiB", seen, wanted / kMebibyte),
         "free some space, or keep fewer backups ([retention] backups)",
         "清理磁盘，或减少保留的备份数（[retention] backups）");
  }

  void look_at_lock(const char* name, const fs::path& file, const char* doing_en,
                    const char* doing_zh) {
    std::error_code error;
    if (!fs::exists(file.string() + ".lock", error)) {
      good(name, fmt::format("nobody is {}", doing_en), fmt::format("没有进程{}", doing_zh));
      return;
    }
    const auto lock = store::WriterLock::look(file);
    if (!lock) {
      good(name, fmt::format("nobody is {}", doing_en), fmt::format("没有进程{}", doing_zh));
    } else {
      good(name, fmt::format("{} is {}", *lock, doing_en), fmt::format("{} {}", *lock, doing_zh));
    }
  }

  void look_at_contact() {
    const bool asks = std::any_of(workspace_.sources.begin(), workspace_.sources.end(),
                                  [](const crawler::Source& source) {
                                    return source.enabled && !source.url.starts_with("file:");
                                  });
    if (!asks || !workspace_.config.contact.empty()) return;
    tell("contact", Finding::kBad, "'contact' is empty: no provider on the network is asked",
         "contact为空：不会向任何网络来源发出请求",
         "set contact in horizon.toml to a web page or mail address of yours",
         "在horizon.toml中将contact设为您的网页或邮箱");
  }

  void look_at_secrets() {
    for (const pipeline::Channel& channel : service_.channels) {
      if (!channel.secret.given()) continue;
      const auto secret = read_secret(channel.secret, workspace_.root, environment_);
      if (!secret) {
        tell("delivery " + channel.id, Finding::kWarning, secret.error().message,
             secret.error().message,
             "give the daemon the secret (environment or file); this shell may not have it",
             "请为守护进程提供该密钥（环境变量或文件）；当前终端可能没有");
      }
      struct stat status {};
      if (channel.secret.file.empty() ||
          ::stat((workspace_.root / channel.secret.file).c_str(), &status) != 0 ||
          (status.st_mode & 0044U) == 0) {
        continue;
      }
      tell("delivery " + channel.id, Finding::kWarning,
           fmt::format("{} can be read by others", channel.secret.file.string()),
           fmt::format("{}可被其他用户读取", channel.secret.file.string()), "chmod 600 it",
           "执行chmod 600");
    }
  }

  void look_at_backups() {
    const pipeline::RetentionConfig& retention = service_.retention;
    if (retention.backups == 0 || retention.backup_folder.empty()) {
      tell("backups", Finding::kWarning, "no backups are made", "未启用备份",
           "set [retention] backups, or run 'horizon backup' from elsewhere",
           "设置[retention] backups，或由外部定期运行horizon backup");
      return;
    }
    const auto all = pipeline::backups_in(workspace_.root / retention.backup_folder);
    if (all.empty()) {
      tell("backups", Finding::kWarning, "there is no backup yet", "尚无备份",
           "the daemon makes one in the quiet hours; at once: horizon backup backups/",
           "守护进程会在空闲时段备份；立即备份：horizon backup backups/");
      return;
    }
    good("backups", fmt::format("{}, the newest is {}", all.size(), all.back().filename().string()),
         fmt::format("共{}份，最新为{}", all.size(), all.back().filename().string()));
  }

  void look_at_store() {
    const auto store = store::Store::open(workspace_.store_file(), store::Mode::kRead);
    if (!store && store.error().code == ErrorCode::kNotFound) {
      tell("store", Finding::kWarning, "nothing was taken in yet", "尚未收录任何文献",
           "run 'horizon scan' or start the daemon", "运行horizon scan或启动守护进程");
      return;
    }
    if (!store) {
      tell("store", Finding::kBad, store.error().message, store.error().message,
           "if it is damaged, stop everything and restore a backup: horizon restore FILE DIR",
           "如已损坏，请停止所有进程并恢复备份：horizon restore 文件 目录");
      return;
    }
    good("store", "the store can be read", "数据库可读");
    look_at_clock(*store);
    look_at_sources(*store);
    look_at_index(*store);
    look_at_deliveries(*store);
    look_at_schedule();
  }

  void look_at_clock(const store::Store& store) {
    const auto runs = store.runs(1);
    if (!runs || runs->empty() || runs->front().started <= now_ + std::chrono::minutes(5)) {
      good("clock", format_instant(now_), format_instant(now_));
      return;
    }
    tell("clock", Finding::kWarning,
         fmt::format("it is {}, but the last run began at {}", format_instant(now_),
                     format_instant(runs->front().started)),
         fmt::format("当前时间{}，但最近一次运行始于{}", format_instant(now_),
                     format_instant(runs->front().started)),
         "check the machine's clock (timedatectl)", "检查系统时钟（timedatectl）");
  }

  void look_at_sources(const store::Store& store) {
    std::string failing;
    for (const crawler::Source& source : workspace_.sources) {
      const auto failures = pipeline::failures_of(store, source.id);
      if (!source.enabled || !failures || failures->count < kFailuresThatMatter) continue;
      failing +=
          fmt::format("{}{} ({} times)", failing.empty() ? "" : ", ", source.id, failures->count);
    }
    if (failing.empty()) {
      good("sources", "no source fails again and again", "没有来源持续失败");
      return;
    }
    tell("sources", Finding::kWarning, "failing: " + failing, "持续失败：" + failing,
         "see why: horizon source test ID; then mend or disable it in sources.toml",
         "查明原因：horizon source test 标识；再修改或停用该来源");
  }

  void look_at_index(const store::Store& store) {
    const auto reader = index::Reader::open(workspace_.index_folder());
    const auto sequence = store.sequence();
    if (!reader || !sequence) {
      tell("index", Finding::kWarning, reader ? "unknown" : reader.error().message,
           reader ? "未知" : reader.error().message,
           "the next writing command builds it anew; at once: horizon reindex",
           "下一个写入命令会重建；立即重建：horizon reindex");
      return;
    }
    if (reader->sequence() == *sequence) {
      good("index", "agrees with the store; every entry: horizon verify",
           "与数据库一致；逐条核对：horizon verify");
      return;
    }
    tell("index", Finding::kWarning,
         fmt::format("it is at {}, the store at {}", reader->sequence(), *sequence),
         fmt::format("索引位于{}，数据库位于{}", reader->sequence(), *sequence),
         "the next command that opens it brings it up to date", "下一个打开索引的命令会自动更新");
  }

  void look_at_deliveries(const store::Store& store) {
    const auto counts = store::Outbox(store).counts();
    if (!counts) return;
    const std::string en = fmt::format("{} sent, {} waiting, {} refused", counts->sent,
                                       counts->waiting, counts->refused);
    const std::string zh =
        fmt::format("已送达{}，等待{}，被拒{}", counts->sent, counts->waiting, counts->refused);
    if (counts->refused == 0) {
      good("deliveries", en, zh);
    } else {
      tell("deliveries", Finding::kWarning, en, zh,
           "see why: horizon delivery list; again: horizon delivery retry",
           "查看原因：horizon delivery list；重试：horizon delivery retry");
    }
  }

  void look_at_schedule() {
    const auto wants = wants_of(workspace_);
    const auto state = read_state(workspace_, now_);
    if (!wants || !state) return;
    for (const Task& task : plan(*wants, *state, now_).tasks) {
      if (task.kind != TaskKind::kIssue || now_ - task.due < std::chrono::hours(2)) continue;
      tell("schedule", Finding::kWarning,
           fmt::format("the issue of {} has been due since {}",
                       format_period({Granularity::kWeek, task.week}), format_instant(task.due)),
           fmt::format("{}期自{}起应出刊而未出", format_period({Granularity::kWeek, task.week}),
                       format_instant(task.due)),
           "start the daemon, or run 'horizon daemon --once'; its log says what failed",
           "启动守护进程，或运行horizon daemon --once；失败原因见其日志");
      return;
    }
    good("schedule", "no issue is late", "没有逾期未出的期次");
  }

  const pipeline::Workspace& workspace_;
  const pipeline::ServiceConfig& service_;
  Instant now_;
  const pipeline::Environment& environment_;
  std::vector<Check> checks_;
};

}  // namespace

std::vector<Check> examine(const fs::path& root, Instant now,
                           const pipeline::Environment& environment) {
  const auto workspace = pipeline::Workspace::open(root);
  if (!workspace) {
    const std::string& seen = workspace.error().message;
    return {{"settings", Finding::kBad, seen, seen,
             "mend it; a daemon goes on with the old settings",
             "请改正；运行中的守护进程仍沿用旧设置"}};
  }
  return Doctor(*workspace, now, environment).run();
}

}  // namespace horizon::daemon
