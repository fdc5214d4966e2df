// horizond: the service as a program of its own, for systemd.
#include <fmt/format.h>
#include <signal.h>

#include <cstdio>

#include "cli/command.h"
#include "cli/describe.h"

namespace {

int run(int argc, char** argv) {
  using namespace horizon::cli;
  ::signal(SIGPIPE, SIG_IGN);
  App app;
  app.cli.description(
      "horizond: scans, issues and delivers by the schedule in horizon.toml, until SIGTERM.\n"
      "SIGHUP reads the settings again. The same as 'horizon daemon'.\n");
  app.cli.name("horizond");
  app.cli.set_version_flag("--version", std::string("horizond ") + horizon::pipeline::kVersion);
  app.cli
      .add_option("--workspace,-w", app.common.workspace,
                  "folder of the workspace (default: the current one)")
      ->type_name("DIR");
  set_up_daemon(app, app.cli);
  bool manual = false;
  app.cli.add_flag("--manual", manual, "print the manual page");
  try {
    app.cli.parse(argc, argv);
  } catch (const CLI::Success& success) {
    return app.cli.exit(success);
  } catch (const CLI::ParseError& error) {
    fmt::print(stderr, "horizond: {} (see 'horizond --help')\n", error.what());
    return kUsageError;
  }
  if (manual) {
    fmt::print("{}", manual_page(app.cli, 8));
    return kDone;
  }
  const horizon::Result<int> result = app.action();
  if (result) return *result;
  fmt::print(stderr, "horizond: {}\n", result.error().message);
  const auto code = result.error().code;
  const bool usage = code == horizon::ErrorCode::kUsage || code == horizon::ErrorCode::kNotFound;
  return usage ? kUsageError : kCouldNotRun;
}

}  // namespace

int main(int argc, char** argv) { return run(argc, argv); }
