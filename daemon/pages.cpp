#include "daemon/pages.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "daemon/state.h"
#include "store/outbox.h"

namespace horizon::daemon {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kFailuresThatMatter = 3;
constexpr std::chrono::hours kLateIssue{2};
constexpr TaskKind kKinds[] = {TaskKind::kPrepare, TaskKind::kDeliver, TaskKind::kIssue,
                               TaskKind::kScan, TaskKind::kMaintain};

// A value of a label, as the text format wants it.
std::string escaped(std::string_view value) {
  std::string out;
  for (const char c : value) {
    if (c == '\\' || c == '"') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out;
}

class Metrics {
 public:
  void family(const char* name, const char* type, const char* help) {
    name_ = name;
    out_ += fmt::format("# HELP {0} {2}\n# TYPE {0} {1}\n", name, type, help);
  }
  void value(double number, std::string_view labels = "") {
    out_ += labels.empty() ? fmt::format("{} {}\n", name_, number)
                           : fmt::format("{}{{{}}} {}\n", name_, labels, number);
  }
  std::string take() { return std::move(out_); }

 private:
  const char* name_ = "";
  std::string out_;
};

double seconds_of(Instant instant) {
  return static_cast<double>(instant.time_since_epoch().count());
}

void add_tasks(Metrics& metrics, const Vitals& vitals) {
  metrics.family("horizon_task_runs_total", "counter", "Tasks that ended, since the start.");
  for (const TaskKind kind : kKinds) {
    const Record& record = vitals.conductor->record(kind);
    metrics.value(static_cast<double>(record.done),
                  fmt::format("task=\"{}\",outcome=\"done\"", to_string(kind)));
    metrics.value(static_cast<double>(record.failed),
                  fmt::format("task=\"{}\",outcome=\"failed\"", to_string(kind)));
  }
  metrics.family("horizon_task_failures", "gauge", "Failures of a task in a row.");
  for (const TaskKind kind : kKinds) {
    metrics.value(vitals.conductor->record(kind).failures,
                  fmt::format("task=\"{}\"", to_string(kind)));
  }
  metrics.family("horizon_task_running", "gauge", "1 while a task runs.");
  for (const TaskKind kind : kKinds) {
    metrics.value(vitals.running && vitals.running->kind == kind ? 1 : 0,
                  fmt::format("task=\"{}\"", to_string(kind)));
  }
}

void add_sources(Metrics& metrics, const State& state) {
  metrics.family("horizon_source_failures", "gauge", "Failures of a source in a row.");
  for (const auto& [id, source] : state.sources) {
    metrics.value(source.failures, fmt::format("source=\"{}\"", escaped(id)));
  }
  metrics.family("horizon_source_last_success_timestamp_seconds", "gauge",
                 "When a source was last harvested to its end.");
  for (const auto& [id, source] : state.sources) {
    if (source.done)
      metrics.value(seconds_of(*source.done), fmt::format("source=\"{}\"", escaped(id)));
  }
}

void add_store(Metrics& metrics, const pipeline::Workspace& workspace) {
  const auto store = store::Store::open(workspace.store_file(), store::Mode::kRead);
  if (!store) return;
  if (const auto statistics = store->statistics()) {
    metrics.family("horizon_documents", "gauge", "Documents in the store.");
    metrics.value(static_cast<double>(statistics->documents));
    metrics.family("horizon_quarantined_records", "gauge", "Records that could not be read.");
    metrics.value(static_cast<double>(statistics->quarantined));
  }
  if (const auto counts = store::Outbox(*store).counts()) {
    metrics.family("horizon_deliveries", "gauge", "Deliveries by what came of them.");
    metrics.value(static_cast<double>(counts->waiting), "state=\"waiting\"");
    metrics.value(static_cast<double>(counts->sent), "state=\"sent\"");
    metrics.value(static_cast<double>(counts->refused), "state=\"refused\"");
  }
}

std::string metrics_text(const Vitals& vitals) {
  Metrics metrics;
  metrics.family("horizon_build_info", "gauge", "The program.");
  metrics.value(1, fmt::format("version=\"{}\"", pipeline::kVersion));
  add_tasks(metrics, vitals);
  const auto state = read_state(*vitals.workspace, vitals.now);
  metrics.family("horizon_store_readable", "gauge", "1 if the store can be read.");
  metrics.value(state ? 1 : 0);
  metrics.family("horizon_settings_current", "gauge", "0 if the settings on disk have mistakes.");
  metrics.value(vitals.reload_error.empty() ? 1 : 0);
  if (!state) return metrics.take();
  const Plan plan = daemon::plan(*vitals.wants, *state, vitals.now);
  double late = 0;
  for (const Task& task : plan.tasks) {
    if (task.kind == TaskKind::kIssue) late = seconds_of(vitals.now) - seconds_of(task.due);
  }
  metrics.family("horizon_issue_late_seconds", "gauge", "How long an issue has been due.");
  metrics.value(late);
  add_sources(metrics, *state);
  add_store(metrics, *vitals.workspace);
  return metrics.take();
}

struct Health {
  bool failing = false;
  std::vector<std::string> problems;
};

Health health_of(const Vitals& vitals) {
  Health health;
  for (const TaskKind kind : kKinds) {
    const Record& record = vitals.conductor->record(kind);
    if (record.failures == 0) continue;
    health.failing = health.failing || record.failures >= kFailuresThatMatter;
    health.problems.push_back(fmt::format("{} failed {} times in a row: {}", to_string(kind),
                                          record.failures, record.error));
  }
  if (!vitals.reload_error.empty())
    health.problems.push_back("old settings in force: " + vitals.reload_error);
  const auto state = read_state(*vitals.workspace, vitals.now);
  if (!state) {
    health.problems.push_back(state.error().message);
    return health;
  }
  for (const Task& task : daemon::plan(*vitals.wants, *state, vitals.now).tasks) {
    if (task.kind != TaskKind::kIssue || vitals.now - task.due < kLateIssue) continue;
    health.failing = true;
    health.problems.push_back(fmt::format("the issue of {} has been due since {}",
                                          format_period({Granularity::kWeek, task.week}),
                                          format_instant(task.due)));
  }
  for (const auto& [id, source] : state->sources) {
    if (source.failures >= kFailuresThatMatter) {
      health.problems.push_back(
          fmt::format("source {} failed {} times in a row", id, source.failures));
    }
  }
  return health;
}

Page health_page(const Vitals& vitals) {
  const Health health = health_of(vitals);
  Json json;
  json["status"] = health.failing ? "failing" : health.problems.empty() ? "ok" : "degraded";
  json["task"] = vitals.running ? Json(to_string(vitals.running->kind)) : Json();
  json["waits_for"] = vitals.waits_for.empty() ? Json() : Json(vitals.waits_for);
  json["problems"] = health.problems;
  return {health.failing ? 503 : 200, "application/json",
          json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"};
}

}  // namespace

Page make_page(std::string_view path, const Vitals& vitals) {
  if (path == "/healthz") return health_page(vitals);
  if (path == "/metrics") {
    return {200, "text/plain; version=0.0.4; charset=utf-8", metrics_text(vitals)};
  }
  if (path == "/") return {200, "text/plain; charset=utf-8", "/healthz\n/metrics\n"};
  return {404, "text/plain; charset=utf-8", "there are: /healthz, /metrics\n"};
}

}  // namespace horizon::daemon
