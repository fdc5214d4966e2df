// What every command of the program shares.
#pragma once

#include <CLI/CLI.hpp>
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "cli/output.h"
#include "core/date.h"
#include "core/error.h"
#include "pipeline/run.h"
#include "pipeline/workspace.h"

namespace horizon::cli {

// Exit codes, as documented in --help.
inline constexpr int kDone = 0;
inline constexpr int kDoneWithFailures = 1;
inline constexpr int kUsageError = 2;
inline constexpr int kCouldNotRun = 3;

// Options that commands share, and what they stand for.
struct Common {
  std::string workspace = ".";
  std::string format = "table";
  std::string language;  // "zh", "en"; empty: the environment's
  std::string as_of;
  bool bom = false;

  Format output_format() const;
  Style style() const;
  // --as-of, else the workspace's, else today.
  Result<Day> as_of_day(const pipeline::Config& config) const;
};

// The command that was chosen, ready to run; an exit code or an error.
using Action = std::function<Result<int>()>;

struct App {
  CLI::App cli;
  Common common;
  SystemClock clock;
  Action action;
};

// The workspace's taxonomy where there is one, else the program's own.
Result<pipeline::Workspace> workspace_or_default(const Common& common);

// Adds --format (with the formats that the command knows) and --bom.
void add_output_options(App& app, CLI::App& command, const std::string& formats = "");
void add_as_of_option(App& app, CLI::App& command);

// A clock that stands on the as-of day where the workspace or the user fixes one.
Result<std::unique_ptr<Clock>> workspace_clock(const Common& common,
                                               const pipeline::Config& config);

// The first day that is meant: "2026-10" is 1 October. kUsage names the option.
Result<Day> parse_day_option(const std::string& option, const std::string& text);
// The last one: "2026-10" is 31 October.
Result<Day> parse_last_day_option(const std::string& option, const std::string& text);

// SIGINT and SIGTERM set the flag: jobs finish their batch and stop.
const std::atomic<bool>& stop_flag();

// Progress on standard error: a line that rewrites itself on a terminal, nothing elsewhere.
class ProgressLine {
 public:
  ProgressLine();
  ~ProgressLine();
  void operator()(const pipeline::Progress& progress);

 private:
  bool terminal_ = false;
  bool shown_ = false;
  std::chrono::steady_clock::time_point begin_;
  std::chrono::steady_clock::time_point last_;
};

// Said by every command that shows labels or counts of them.
const char* old_labels_note(const Style& style);

void add_init(App& app);
void add_scan(App& app);
void add_import(App& app);
void add_inspect(App& app);
void add_search(App& app);
void add_source(App& app);
void add_show(App& app);
void add_join(App& app);
void add_split(App& app);
void add_who(App& app);
void add_label(App& app);
void add_review(App& app);
void add_trends(App& app);
void add_emerging(App& app);
void add_backtest(App& app);
void add_scorecard(App& app);
void add_routes(App& app);
void add_actors(App& app);
void add_convergence(App& app);
void add_keypoints(App& app);
void add_weak(App& app);
void add_digest(App& app);
void add_classify(App& app);
void add_segment(App& app);
void add_train(App& app);
void add_evaluate(App& app);
void add_taxonomy(App& app);
void add_status(App& app);
void add_reindex(App& app);
void add_verify(App& app);
void add_serve(App& app);
void add_daemon(App& app);
void add_delivery(App& app);
void add_watch(App& app);
void add_backup(App& app);
void add_restore(App& app);
void add_doctor(App& app);
void add_completion(App& app);
// The options of the service, on a command or a program of its own.
void set_up_daemon(App& app, CLI::App& command);

}  // namespace horizon::cli
