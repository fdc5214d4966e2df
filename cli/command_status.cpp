#include <fmt/format.h>

#include <memory>

#include "answers/status.h"
#include "cli/command.h"
#include "daemon/state.h"
#include "pipeline/scan.h"
#include "pipeline/search.h"
#include "store/lock.h"
#include "store/outbox.h"

namespace horizon::cli {
namespace {

Result<int> print_quarantine(const App& app, const store::Store& store, std::size_t limit) {
  const auto records = store.quarantine(limit);
  if (!records) return fail(records.error());
  std::vector<Json> rows;
  for (const QuarantinedRecord& record : *records) {
    rows.push_back({{"source", record.source},
                    {"origin", record.origin},
                    {"reason", record.reason},
                    {"at", format_instant(record.at)}});
  }
  const Column columns[] = {{"source", "source", "来源", false, 20},
                            {"origin", "where", "位置", false, 44},
                            {"reason", "reason", "原因"}};
  std::vector<std::string> notes;
  if (rows.empty()) {
    notes.emplace_back(app.common.style().pick("Nothing is quarantined.", "没有被隔离的记录。"));
  }
  print_rows(app.common.output_format(), app.common.style(), columns, rows, notes, app.common.bom);
  return kDone;
}

// How the service is, as far as a bystander can tell.
Json service_json(const pipeline::Workspace& workspace, Instant now) {
  Json service;
  const auto holder = store::WriterLock::look(workspace.root / "daemon");
  service["running"] = holder ? Json(*holder) : Json();
  const auto wants = daemon::wants_of(workspace);
  const auto state = daemon::read_state(workspace, now);
  if (!wants || !state) return service;
  service["last_issue"] =
      state->issued ? Json(format_period({Granularity::kWeek, *state->issued})) : Json();
  const daemon::NextIssue next = daemon::next_issue(*wants, *state, now);
  service["next_issue"] = format_period({Granularity::kWeek, next.week});
  service["next_issue_due"] = format_instant(next.due);
  service["failing"] = Json::array();
  for (const auto& [id, source] : state->sources) {
    if (source.failures > 0)
      service["failing"].push_back({{"source", id}, {"failures", source.failures}});
  }
  const auto store = store::Store::open(workspace.store_file(), store::Mode::kRead);
  if (!store) return service;
  if (const auto counts = store::Outbox(*store).counts()) {
    service["deliveries"] = {
        {"sent", counts->sent}, {"waiting", counts->waiting}, {"refused", counts->refused}};
  }
  return service;
}

void print_service(const Json& service, const Style& style) {
  const auto line = [&](const char* en, const char* zh, const std::string& value) {
    fmt::print("{}{}\n", style.dim(pad(style.pick(en, zh), 22, false)), value);
  };
  line("service", "服务",
       service.at("running").is_null() ? style.pick("not running", "未运行")
                                       : to_text(service.at("running")));
  if (!service.contains("next_issue")) return;
  if (!service.at("last_issue").is_null())
    line("last issue", "最近一期", to_text(service.at("last_issue")));
  line("next issue", "下一期",
       fmt::format("{} ({})", to_text(service.at("next_issue")),
                   to_text(service.at("next_issue_due"))));
  if (!service.contains("deliveries")) return;
  const Json& counts = service.at("deliveries");
  line("deliveries", "投递",
       fmt::format(
           fmt::runtime(style.pick("{} sent, {} waiting, {} refused", "已送达{}，等待{}，被拒{}")),
           to_text(counts.at("sent")), to_text(counts.at("waiting")),
           to_text(counts.at("refused"))));
}

void print_summary(const Json& status, const Style& style) {
  const auto line = [&](const char* en, const char* zh, const std::string& value) {
    fmt::print("{}{}\n", style.dim(pad(style.pick(en, zh), 22, false)), value);
  };
  const auto number = [&](const char* key) {
    return with_separators(status.at(key).get<std::uint64_t>());
  };
  line("documents", "文献", number("documents"));
  line("labelled", "有标签", number("labelled"));
  line("date unknown", "日期不详", number("undated"));
  line("quarantined records", "隔离的记录", number("quarantined"));
  if (!status.at("earliest").is_null()) {
    line("published", "发表日期",
         fmt::format("{} – {}", status.at("earliest").get<std::string>(),
                     status.at("latest").get<std::string>()));
  }
  line("waiting for index", "待入索引", number("index_behind"));
  print_service(status.at("service"), style);
}

void print_status(const Json& status, const Style& style) {
  print_summary(status, style);
  fmt::print("\n");
  const Column sources[] = {
      {"source", "source", "来源"},           {"kind", "kind", "类型"},
      {"language", "language", "语言"},       {"documents", "documents", "文献", true},
      {"undated", "undated", "无日期", true}, {"last_seen", "last seen", "最近收录"}};
  print_table(style, sources, status.at("sources").get<std::vector<Json>>());
  for (const Json& failure : status.at("failures")) {
    fmt::print("{} {}: {}\n", style.pick("FAILED", "失败"), to_text(failure["source"]),
               to_text(failure["reason"]));
  }
  fmt::print("\n");
  const Column runs[] = {{"started", "started", "开始"},
                         {"command", "command", "命令", false, 40},
                         {"added", "new", "新增", true},
                         {"updated", "updated", "更新", true},
                         {"joined", "joined", "合并", true},
                         {"unchanged", "known", "已有", true},
                         {"quarantined", "quarantined", "隔离", true},
                         {"error", "error", "错误", false, 40}};
  print_table(style, runs, status.at("runs").get<std::vector<Json>>());
}

Result<int> run_status(const App& app, bool quarantine, std::size_t limit) {
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  const auto store = pipeline::open_store(*workspace);
  if (!store) return fail(store.error());
  if (quarantine) return print_quarantine(app, *store, limit);
  auto status = answers::status_json(*workspace, *store);
  if (!status) return fail(status.error());
  (*status)["service"] = service_json(*workspace, app.clock.now());
  const Style style = app.common.style();
  switch (app.common.output_format()) {
    case Format::kJson:
      fmt::print("{}\n", status->dump(2, ' ', false, Json::error_handler_t::replace));
      break;
    case Format::kJsonl:
      fmt::print("{}\n", status->dump(-1, ' ', false, Json::error_handler_t::replace));
      break;
    case Format::kCsv:
      print_rows(Format::kCsv, style, {}, status->at("sources").get<std::vector<Json>>(), {},
                 app.common.bom);
      break;
    default:
      print_status(*status, style);
  }
  return kDone;
}

}  // namespace

void add_status(App& app) {
  struct Options {
    bool quarantine = false;
    std::size_t limit = 100;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.cli.add_subcommand("status", "what the workspace holds, and what failed");
  command->add_flag("--quarantine", options->quarantine, "list quarantined records with reasons");
  command->add_option("--limit", options->limit, "how many quarantined records (default 100)")
      ->type_name("N")
      ->check(CLI::Range(0, 1'000'000));
  add_output_options(app, *command);
  command->callback([&app, options] {
    app.action = [&app, options] { return run_status(app, options->quarantine, options->limit); };
  });
}

}  // namespace horizon::cli
