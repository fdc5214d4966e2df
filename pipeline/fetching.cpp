#include "pipeline/fetching.h"

#include <utility>

#include "crawler/fetch/curl_transport.h"
#include "crawler/fetch/file_transport.h"
#include "crawler/fetch/router.h"

namespace horizon::pipeline {
namespace {

// One fetcher that owns the transports it chooses from.
class WorkspaceFetcher final : public crawler::Fetcher {
 public:
  WorkspaceFetcher(const Workspace& workspace, std::unique_ptr<crawler::Transport> web)
      : files_(workspace.root), web_(std::move(web)), router_(files_, web_.get()), all_(router_) {}
  void submit(crawler::Request request, Done done) override {
    all_.submit(std::move(request), std::move(done));
  }
  std::size_t run(std::chrono::milliseconds wait) override { return all_.run(wait); }
  void cancel() override { all_.cancel(); }

 private:
  crawler::FileTransport files_;
  std::unique_ptr<crawler::Transport> web_;
  crawler::Router router_;
  crawler::TransportFetcher all_;
};

}  // namespace

Result<std::unique_ptr<crawler::Fetcher>> open_fetcher(const Workspace& workspace) {
  std::unique_ptr<crawler::Transport> web;
  if (!workspace.config.contact.empty()) {
    crawler::CurlOptions options;
    options.contact = workspace.config.contact;
    options.version = kVersion;
    options.allowed_private_hosts = workspace.config.allowed_private_hosts;
    auto curl = crawler::CurlTransport::open(std::move(options));
    if (!curl) return fail(curl.error());
    web = std::move(*curl);
  }
  return std::make_unique<WorkspaceFetcher>(workspace, std::move(web));
}

}  // namespace horizon::pipeline
