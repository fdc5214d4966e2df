#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>

#include "cli/command.h"
#include "core/text.h"

namespace horizon::cli {
namespace {

constexpr const char* kDescription =
    "Horizon: what the world's papers, patents and news say about future technology.\n"
    "Labels them by a taxonomy with evidence, and answers what grows, how fast, how sure.\n";

constexpr const char* kFooter =
    "\nFirst steps:\n"
    "  horizon init --sample demo && cd demo      a workspace with fictional documents\n"
    "  horizon scan                               harvest what is due\n"
    "  horizon search 脑机接口                    in either language\n"
    "  horizon trends HEA.bci --by quarter        with intervals\n"
    "  horizon digest                             the week on one page\n"
    "  horizon serve                              all of it in a browser\n"
    "\nExit codes: 0 done, 1 done with failures that are listed, 2 usage or configuration,\n"
    "3 could not run. Data goes to standard output, messages and progress to standard error.";

void set_up(App& app) {
  app.cli.description(kDescription);
  app.cli.name("horizon");
  app.cli.require_subcommand(1);
  app.cli.fallthrough();
  app.cli.set_version_flag("--version", std::string("horizon ") + pipeline::kVersion);
  app.cli
      .add_option("--workspace,-w", app.common.workspace,
                  "folder of the workspace (default: the current one)")
      ->type_name("DIR");
  app.cli.add_option("--lang", app.common.language, "language of headings and messages: zh, en")
      ->type_name("LANG")
      ->check(CLI::IsMember({"zh", "en"}));
  for (const auto add :
       {add_init,      add_scan,     add_import,   add_search,    add_show,    add_join,
        add_split,     add_who,      add_trends,   add_routes,    add_actors,  add_convergence,
        add_keypoints, add_emerging, add_backtest, add_scorecard, add_digest,  add_classify,
        add_train,     add_evaluate, add_segment,  add_taxonomy,  add_inspect, add_label,
        add_review,    add_source,   add_status,   add_reindex,   add_verify,  add_daemon,
        add_delivery,  add_watch,    add_backup,   add_restore,   add_doctor,  add_completion,
        add_serve,     add_weak}) {
    add(app);
  }
  app.cli.footer(kFooter);  // last: commands inherit what is set before them
}

// "-annealing" after `search` is a word to leave out, not a bundle of short options. A space in
// front keeps it from being read as one, and means nothing in a query.
std::vector<std::string> arguments_of(int argc, char** argv) {
  std::vector<std::string> arguments(argv + 1, argv + argc);
  const auto search = std::find(arguments.begin(), arguments.end(), "search");
  for (auto it = search; it != arguments.end(); ++it) {
    if (it->size() > 2 && (*it)[0] == '-' && (*it)[1] != '-') it->insert(0, 1, ' ');
  }
  return arguments;
}

// The word that stands where a command should, if it is none.
std::string unknown_command(const App& app, const std::vector<std::string>& arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (argument == "-w" || argument == "--workspace" || argument == "--lang") {
      ++i;
    } else if (!argument.starts_with('-')) {
      const auto named = [&](const CLI::App* command) { return command->get_name() == argument; };
      const auto commands = app.cli.get_subcommands([](const CLI::App*) { return true; });
      return std::any_of(commands.begin(), commands.end(), named) ? "" : argument;
    }
  }
  return "";
}

int exit_code(ErrorCode code) {
  return code == ErrorCode::kUsage || code == ErrorCode::kNotFound ? kUsageError : kCouldNotRun;
}

// The subcommand that was being parsed, for "see 'horizon search --help'".
std::string command_line_of(const CLI::App& app) {
  std::string name = "horizon";
  const CLI::App* current = &app;
  while (!current->get_subcommands().empty()) {
    current = current->get_subcommands().front();
    name += " " + current->get_name();
  }
  return name;
}

int report_usage(const App& app, const CLI::ParseError& error,
                 const std::vector<std::string>& arguments) {
  const std::string unknown = unknown_command(app, arguments);
  std::string message =
      unknown.empty() ? std::string(error.what()) : fmt::format("no command '{}'", unknown);
  for (char& c : message) {
    if (c == '\n') c = ' ';
  }
  fmt::print(stderr, "horizon: {} (see '{} --help')\n", trim(message), command_line_of(app.cli));
  return kUsageError;
}

int run(int argc, char** argv) {
  // A reader that closes its end (head, less) ends the program quietly.
  ::signal(SIGPIPE, SIG_DFL);
  App app;
  set_up(app);
  const std::vector<std::string> arguments = arguments_of(argc, argv);
  try {
    // CLI11 takes them from the back.
    app.cli.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::Success& success) {
    return app.cli.exit(success);  // --help and --version
  } catch (const CLI::ParseError& error) {
    return report_usage(app, error, arguments);
  }
  try {
    const Result<int> result = app.action();
    if (!result) {
      fmt::print(stderr, "horizon: {}\n", result.error().message);
      return exit_code(result.error().code);
    }
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return *result;
    fmt::print(stderr, "horizon: the output could not be written: {}\n", std::strerror(errno));
  } catch (const std::exception& error) {
    // fmt reports a full disk behind standard output this way; nothing of ours throws.
    fmt::print(stderr, "horizon: {}\n", error.what());
  }
  return kCouldNotRun;
}

}  // namespace
}  // namespace horizon::cli

int main(int argc, char** argv) { return horizon::cli::run(argc, argv); }
