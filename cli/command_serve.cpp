// serve: the query page and the HTTP interface for programs.
#include <fmt/format.h>

#include <cstdlib>
#include <memory>
#include <thread>

#include "cli/command.h"
#include "core/io.h"
#include "core/text.h"
#include "web/judges.h"
#include "web/server.h"
#include "web/site.h"

namespace horizon::cli {
namespace {

constexpr std::size_t kMaxTokenFile = 64 * 1024;

struct Options {
  web::ServerOptions server;
  std::string base_path;
  std::string judges;
  std::size_t readers = 0;
};

// The file named on the command line, else the environment's list.
Result<std::map<std::string, std::string>> judges_of(const Options& options) {
  std::string text;
  std::string where = "HORIZON_JUDGE_TOKENS";
  if (!options.judges.empty()) {
    auto file = read_file(options.judges, kMaxTokenFile);
    if (!file) return fail(ErrorCode::kUsage, "--judges: " + file.error().message);
    text = *std::move(file);
    where = options.judges;
  } else if (const char* value = std::getenv("HORIZON_JUDGE_TOKENS"); value != nullptr) {
    text = value;
  }
  return web::parse_judges(text, where);
}

bool is_loopback(const std::string& host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

Result<int> run_serve(const App& app, const Options& options) {
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  const auto clock = workspace_clock(app.common, workspace->config);
  if (!clock) return fail(clock.error());
  auto judges = judges_of(options);
  if (!judges) return fail(judges.error());
  const pipeline::Analyser analyser(*workspace);
  web::SiteOptions site_options;
  site_options.base_path = options.base_path;
  site_options.judges = *std::move(judges);
  site_options.readers = options.readers;
  auto site = web::Site::open(*workspace, analyser, **clock, std::move(site_options));
  if (!site) return fail(site.error());
  auto server = web::Server::bind(
      options.server, [&site](const web::Request& request) { return (*site)->handle(request); });
  if (!server) return fail(server.error());
  const Style style = app.common.style();
  fmt::print(fmt::runtime(style.pick("Horizon serves {} on http://{}:{}/ (Ctrl+C ends it)\n",
                                     "地平线：{} 的查询页在 http://{}:{}/（Ctrl+C 结束）\n")),
             workspace->root.string(), options.server.host, (*server)->port());
  std::fflush(stdout);
  if (!is_loopback(options.server.host)) {
    fmt::print(stderr,
               "horizon: {} is reached from other machines, without encryption; put a "
               "reverse proxy with TLS before it (docs/web.md)\n",
               options.server.host);
  }
  std::jthread stopper([&](const std::stop_token& done) {
    while (!stop_flag() && !done.stop_requested()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    (*server)->stop();
  });
  (*server)->serve();
  return kDone;
}

}  // namespace

void add_serve(App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.cli.add_subcommand(
      "serve", "search and trends in a browser, and the same for programs (HTTP, JSON)");
  options->server.port = 8600;
  command->add_option("--port", options->server.port, "default 8600; 0: any that is free")
      ->type_name("N")
      ->check(CLI::Range(0, 65'535));
  command
      ->add_option("--host", options->server.host,
                   "address to listen on (default 127.0.0.1: this machine only)")
      ->type_name("ADDRESS");
  command
      ->add_option("--base-path", options->base_path,
                   "what a reverse proxy puts before every address: /horizon")
      ->type_name("PATH");
  command
      ->add_option("--judges", options->judges,
                   "who may judge labels, a line each: name, space, token (else "
                   "$HORIZON_JUDGE_TOKENS: name=token, separated by commas)")
      ->type_name("FILE");
  command->add_option("--readers", options->readers, "requests that read at the same time")
      ->type_name("N")
      ->check(CLI::Range(1, 64));
  add_as_of_option(app, *command);
  command->footer(
      "\nExamples:\n  horizon serve --port 8600\n  horizon serve --judges judges.txt "
      "--base-path /horizon");
  command->callback(
      [&app, options] { app.action = [&app, options] { return run_serve(app, *options); }; });
}

}  // namespace horizon::cli
