#include "pipeline/fetching.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "crawler/fetch/file_transport.h"
#include "crawler/fetch/replay_transport.h"
#include "crawler/fetch/web_fetcher.h"

namespace horizon::pipeline {
namespace {

// Answers without asking: what no fetcher takes.
class Refusal final : public crawler::Transport {
 public:
  Result<crawler::Response> get(const crawler::Request& request) override {
    return fail(ErrorCode::kUsage,
                fmt::format("{} is not asked: set 'contact' in horizon.toml to a web page or mail "
                            "address where providers reach you",
                            request.url));
  }
};

// Sends file: URLs to the disk and all others to the web.
class WorkspaceFetcher final : public crawler::Fetcher {
 public:
  WorkspaceFetcher(const Workspace& workspace, std::unique_ptr<crawler::Fetcher> web)
      : files_(workspace.root), disk_(files_), web_(std::move(web)) {}
  // With something that answers in the web's place: a recording, or a refusal.
  WorkspaceFetcher(const Workspace& workspace, std::unique_ptr<crawler::Transport> instead)
      : files_(workspace.root),
        disk_(files_),
        instead_(std::move(instead)),
        web_(std::make_unique<crawler::TransportFetcher>(*instead_)) {}

  void submit(crawler::Request request, Done done) override {
    crawler::Fetcher& way = request.url.starts_with("file:") ? disk_ : *web_;
    way.submit(std::move(request), std::move(done));
  }

  std::size_t run(std::chrono::milliseconds wait) override {
    const std::size_t files = disk_.run(std::chrono::milliseconds(0));
    return files + web_->run(files > 0 ? std::chrono::milliseconds(0) : wait);
  }

  void cancel() override {
    disk_.cancel();
    web_->cancel();
  }

  std::optional<Instant> paused_until(std::string_view url) const override {
    return web_->paused_until(url);
  }

 private:
  crawler::FileTransport files_;
  crawler::TransportFetcher disk_;
  std::unique_ptr<crawler::Transport> instead_;
  std::unique_ptr<crawler::Fetcher> web_;
};

crawler::WebOptions web_options(const Config& config) {
  crawler::WebOptions options;
  options.contact = config.contact;
  options.version = kVersion;
  options.allowed_private_hosts = config.allowed_private_hosts;
  options.proxy = config.proxy;
  options.ca_file = config.ca_file;
  options.max_connections = static_cast<std::size_t>(config.connections);
  options.longest_pause = config.longest_wait;
  options.fallback.interval = std::chrono::milliseconds(
      static_cast<std::int64_t>(std::llround(config.seconds_between_requests * 1000)));
  // Without a pace to keep, a host is asked for as much at once as browsers ask for.
  if (config.seconds_between_requests == 0) options.fallback.concurrency = 4;
  return options;
}

}  // namespace

Result<std::unique_ptr<crawler::Fetcher>> open_fetcher(const Workspace& workspace,
                                                       const Recording& recording) {
  if (!recording.replay_from.empty()) {
    auto replay = crawler::ReplayTransport::open(recording.replay_from);
    if (!replay) return fail(replay.error());
    return std::make_unique<WorkspaceFetcher>(workspace, std::move(*replay));
  }
  if (workspace.config.contact.empty()) {
    return std::make_unique<WorkspaceFetcher>(workspace, std::make_unique<Refusal>());
  }
  crawler::WebOptions options = web_options(workspace.config);
  options.memory_file = workspace.root / "providers.json";
  options.record_to = recording.record_to;
  auto web = crawler::WebFetcher::open(std::move(options));
  if (!web) return fail(web.error());
  return std::make_unique<WorkspaceFetcher>(workspace, std::move(*web));
}

}  // namespace horizon::pipeline
