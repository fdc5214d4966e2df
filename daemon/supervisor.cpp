#include "daemon/supervisor.h"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "daemon/child.h"
#include "daemon/conductor.h"
#include "daemon/jobs.h"
#include "daemon/listener.h"
#include "daemon/log.h"
#include "daemon/notify.h"
#include "daemon/pages.h"
#include "daemon/state.h"
#include "pipeline/run.h"
#include "store/lock.h"

namespace horizon::daemon {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Steady = std::chrono::steady_clock;

// The longest sleep: a clock that was set, or an import that somebody made by hand, is seen by
// then.
constexpr seconds kLongestSleep{60};
// A look at whoever else writes to the store costs nothing.
constexpr seconds kLookAtWriter{5};
// What a child gets to store what it has begun.
constexpr seconds kGrace{7};

// Counts through suspend, too: a machine that slept is no clock that was set.
std::chrono::nanoseconds counted_now() {
  timespec now{};
  ::clock_gettime(CLOCK_BOOTTIME, &now);
  return seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

// Signals as something to be waited for.
class Signals {
 public:
  Signals() {
    sigset_t wanted;
    ::sigemptyset(&wanted);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGCHLD}) ::sigaddset(&wanted, signal);
    ::sigprocmask(SIG_BLOCK, &wanted, &before_);
    descriptor_ = ::signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK);
  }
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;
  ~Signals() {
    ::close(descriptor_);
    ::sigprocmask(SIG_SETMASK, &before_, nullptr);
  }
  int descriptor() const { return descriptor_; }
  // 0: none.
  int take() const {
    signalfd_siginfo info{};
    const ssize_t got = ::read(descriptor_, &info, sizeof(info));
    return got == sizeof(info) ? static_cast<int>(info.ssi_signo) : 0;
  }

 private:
  int descriptor_ = -1;
  sigset_t before_{};
};

class Service {
 public:
  explicit Service(const ServiceOptions& options)
      : options_(options), notifier_(pipeline::real_environment()) {}

  Result<bool> run() {
    HORIZON_TRY(start());
    while (!ending_ || child_) {
      if (const Status turned = turn(); !turned) return fail(turned.error());
      if (options_.once && !child_ && idle_) break;
    }
    log_.info("stopped");
    return !failed_;
  }

 private:
  Instant now() const { return clock().now(); }

  // The schedule's clock: the settings may have it stand.
  const Clock& clock() const { return fixed_ ? static_cast<const Clock&>(*fixed_) : system_; }

  Status start() {
    HORIZON_TRY(load());
    auto lock = store::WriterLock::acquire(options_.workspace / "daemon", "the daemon of");
    if (!lock) return fail(lock.error());
    lock_ = *std::move(lock);
    HORIZON_TRY(open_listener(*workspace_));
    last_look_ = {now(), counted_now()};
    log_.info("started", {{"workspace", options_.workspace.string()},
                          {"pid", std::to_string(::getpid())},
                          {"version", pipeline::kVersion},
                          {"sources", std::to_string(wants_->sources.size())},
                          {"time_zone", wants_->zone.name()}});
    if (fixed_ && !options_.now) {
      log_.warning("clock_stands",
                   {{"reason", "as_of is set in horizon.toml: nothing will become due"}});
    }
    notifier_.ready("waiting");
    return {};
  }

  Status load() {
    auto workspace = pipeline::Workspace::open(options_.workspace);
    if (!workspace) return fail(workspace.error());
    auto wants = wants_of(*workspace);
    if (!wants) return fail(wants.error());
    const pipeline::Config& config = workspace->config;
    log_ = Log(options_.json_log.value_or(config.service.daemon.json_log));
    fixed_.reset();
    if (options_.now) fixed_.emplace(*options_.now);
    if (!options_.now && config.as_of) fixed_.emplace(Instant(*config.as_of));
    workspace_ = std::make_unique<pipeline::Workspace>(*std::move(workspace));
    wants_ = *std::move(wants);
    return {};
  }

  Status open_listener(const pipeline::Workspace& workspace) {
    const std::string address =
        options_.listen.value_or(options_.once ? "" : workspace.config.service.daemon.listen);
    if (address == listening_on_) return {};
    if (!address.empty()) {
      auto listener = Listener::open(address);
      if (!listener) return fail(listener.error());
      log_.info("listening", {{"port", std::to_string(listener->port())}});
      listener_ = *std::move(listener);
    } else {
      listener_.reset();
    }
    listening_on_ = address;
    return {};
  }

  void reload() {
    notifier_.reloading();
    Status loaded = load();
    if (loaded) loaded = open_listener(*workspace_);
    if (loaded) {
      log_.info("reloaded", {{"sources", std::to_string(wants_->sources.size())}});
    } else {
      log_.error("reload_failed",
                 {{"error", loaded.error().message}, {"settings", "the old ones go on"}});
    }
    reload_error_ = loaded ? "" : loaded.error().message;
    notifier_.ready(loaded ? "waiting" : "the settings on disk have mistakes; the old ones go on");
  }

  // One look at everything that may have happened, and one sleep.
  Status turn() {
    take_signals();
    look_at_clock();
    look_at_child();
    if (!ending_ && !child_) start_next();
    if (listener_) listener_->serve([this](std::string_view path) { return page(path); });
    const bool over = !child_ && (ending_ || (options_.once && idle_));
    if (!over) sleep();
    return {};
  }

  void take_signals() {
    while (const int signal = signals_.take()) {
      if (signal == SIGHUP) reload();
      if (signal == SIGTERM || signal == SIGINT) end(signal);
    }
  }

  void end(int signal) {
    if (ending_) return;
    ending_ = true;
    log_.info("stopping", {{"signal", signal == SIGTERM ? "TERM" : "INT"}});
    notifier_.stopping();
    if (child_) stop_child();
  }

  void stop_child() {
    child_->stop();
    if (!kill_at_) kill_at_ = Steady::now() + kGrace;
  }

  void look_at_clock() {
    const Clocks look{now(), counted_now()};
    const seconds jump = fixed_ ? seconds(0) : clock_jump(last_look_, look);
    last_look_ = look;
    if (jump.count() == 0) return;
    log_.warning("clock_jumped", {{"seconds", std::to_string(jump.count())}});
    if (jump.count() > 0) conductor_.clock_jumped(now());
  }

  void look_at_child() {
    if (!child_) return;
    if (kill_at_ && Steady::now() >= *kill_at_) child_->kill();
    const auto ended = child_->poll();
    if (!ended) {
      make_way();
      return;
    }
    child_.reset();
    kill_at_.reset();
    conductor_.finished(task_, ended->outcome, ended->error, now());
    const double took = std::chrono::duration<double>(Steady::now() - task_began_).count();
    const Field task{"task", to_string(task_.kind)};
    const Field seconds_taken{"seconds", fmt::format("{:.1f}", took)};
    if (ended->outcome == Outcome::kDone) {
      log_.info("task_done", {task, seconds_taken});
    } else if (ended->outcome == Outcome::kStopped) {
      log_.info("task_stopped", {task, seconds_taken});
    } else {
      failed_ = true;
      log_.error("task_failed", {task, seconds_taken, {"error", ended->error}});
    }
    if (!ending_) notifier_.status("waiting");
  }

  void make_way() {
    if (kill_at_ || ending_) return;
    const auto state = read_state(*workspace_, now());
    if (!state || !conductor_.makes_way(task_, *wants_, *state, now())) return;
    log_.info("task_makes_way", {{"task", to_string(task_.kind)}});
    stop_child();
  }

  void start_next() {
    idle_ = true;
    auto state = read_state(*workspace_, now());
    // A store of an older schema, or one that is damaged: the task tells, or mends it.
    if (!state) state = State{{}, now(), {}, {}, {}};
    auto task = conductor_.next(*wants_, *state, now());
    if (!task) return;
    idle_ = false;
    if (must_wait()) return;
    task_ = *std::move(task);
    task_began_ = Steady::now();
    auto child = Child::start([this](const std::atomic<bool>& stop) {
      lock_.reset();  // the parent keeps it
      listener_.reset();
      pipeline::give_way();
      return run_task(task_, {*workspace_, clock(), log_, &stop});
    });
    if (child) {
      child_ = *std::move(child);
      log_.info("task_started", {{"task", to_string(task_.kind)},
                                 {"sources", std::to_string(task_.sources.size())}});
      notifier_.status(to_string(task_.kind));
    } else {
      conductor_.finished(task_, Outcome::kFailed, child.error().message, now());
      log_.error("task_failed",
                 {{"task", to_string(task_.kind)}, {"error", child.error().message}});
    }
  }

  // Somebody imports by hand, say: that is no failure of the task that is due.
  bool must_wait() {
    if (options_.once) return false;  // it tells who writes, and ends
    const auto writer = store::WriterLock::look(workspace_->store_file());
    const std::string before = std::exchange(waits_for_, writer.value_or(""));
    if (!waits_for_.empty() && waits_for_ != before) {
      log_.info("waits", {{"writer", waits_for_}});
      notifier_.status("waiting for another writer: " + waits_for_);
    }
    return !waits_for_.empty();
  }

  milliseconds time_to_sleep() const {
    milliseconds most = waits_for_.empty() ? kLongestSleep : kLookAtWriter;
    if (const auto every = notifier_.watchdog_every()) most = std::min(most, *every);
    if (child_ && kill_at_) {
      most = std::min(most, std::chrono::ceil<milliseconds>(*kill_at_ - Steady::now()));
    } else if (!child_ && !fixed_ && waits_for_.empty()) {
      most = std::min<milliseconds>(most, conductor_.wake() - now() + milliseconds(10));
    }
    if (listener_ && listener_->busy()) most = std::min(most, milliseconds(1'000));
    return std::max(most, milliseconds(1));
  }

  void sleep() {
    std::vector<pollfd> waiting{{signals_.descriptor(), POLLIN, 0}};
    if (listener_) listener_->watch(waiting);
    notifier_.watchdog();
    ::poll(waiting.data(), waiting.size(), static_cast<int>(time_to_sleep().count()));
  }

  Page page(std::string_view path) const {
    Vitals vitals;
    vitals.now = now();
    vitals.workspace = workspace_.get();
    vitals.wants = &*wants_;
    vitals.conductor = &conductor_;
    vitals.reload_error = reload_error_;
    vitals.waits_for = waits_for_;
    if (child_) vitals.running = task_;
    return make_page(path, vitals);
  }

  ServiceOptions options_;
  Signals signals_;
  Notifier notifier_;
  Log log_;
  SystemClock system_;
  std::optional<FixedClock> fixed_;
  std::optional<store::WriterLock> lock_;
  std::unique_ptr<pipeline::Workspace> workspace_;
  std::optional<Wants> wants_;
  Conductor conductor_;
  std::optional<Listener> listener_;
  std::string listening_on_;
  Clocks last_look_;
  std::optional<Child> child_;
  Task task_;
  Steady::time_point task_began_;
  std::optional<Steady::time_point> kill_at_;
  std::string reload_error_;
  std::string waits_for_;  // the process that writes to the store; empty: none
  bool ending_ = false;
  bool idle_ = false;
  bool failed_ = false;
};

}  // namespace

Result<bool> serve(const ServiceOptions& options) { return Service(options).run(); }

}  // namespace horizon::daemon
