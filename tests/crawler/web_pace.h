// A server that notes when it was asked, by the test's own clock, which moves only while the engine
// sleeps; and a fetcher that asks it.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/web.h"

namespace horizon::crawler {

class WebPace : public ::testing::Test {
 protected:
  // A server that answers as `replies` say, the last one for ever, and notes when it was asked.
  void serve(std::vector<std::string> replies) {
    server_ = std::make_unique<test::HttpServer>(
        [this, replies = std::move(replies)](const std::string& request,
                                             const test::HttpServer::Send& send) {
          std::size_t index = 0;
          {
            const std::lock_guard lock(mutex_);
            index = std::min(log_.size(), replies.size() - 1);
            log_.emplace_back(time_.elapsed(), request.substr(0, request.find(" HTTP")));
          }
          send(replies[index]);
        });
  }

  // Runs everything; one line for each answer.
  void run(const std::vector<std::string>& paths, const std::string& host = "127.0.0.1") {
    for (const std::string& path : paths) {
      Request request =
          test::request_for("http://" + host + ":" + std::to_string(server_->port()) + path);
      if (obey_) request.robots = Robots::kObey;
      fetcher_->submit(std::move(request), [this](Result<Response> response) {
        answers_.push_back(response ? std::to_string(response->status) +
                                          (response->retry_after.empty() ? "" : " after ") +
                                          response->retry_after
                                    : "error: " + response.error().message);
      });
    }
    while (fetcher_->run(std::chrono::seconds(10)) > 0) {
    }
  }

  void open(ProviderRule rule, std::vector<std::string> names = {}) {
    WebOptions options = test::web_options(time_);
    for (const std::string& name : names) options.allowed_private_hosts.push_back(name);
    options.resolver = [](const std::string&) { return std::vector<std::string>{"127.0.0.1"}; };
    if (!rule.name.empty()) options.rules = {rule};
    options.longest_crawl_delay = std::chrono::seconds(30);
    options.memory_file = memory_;
    fetcher_.reset();
    options.long_crawl_delay = long_crawl_delay_;
    fetcher_ = test::open_web(std::move(options));
  }

  std::vector<std::chrono::milliseconds> gaps() const {
    std::vector<std::chrono::milliseconds> all;
    for (std::size_t i = 1; i < log_.size(); ++i) all.push_back(log_[i].first - log_[i - 1].first);
    return all;
  }

  test::FakeTime time_;
  bool obey_ = false;
  std::filesystem::path memory_;
  LongCrawlDelay long_crawl_delay_ = LongCrawlDelay::kSlow;
  std::mutex mutex_;
  std::vector<std::pair<std::chrono::milliseconds, std::string>> log_;
  std::vector<std::string> answers_;
  std::unique_ptr<test::HttpServer> server_;
  std::unique_ptr<WebFetcher> fetcher_;
};

}  // namespace horizon::crawler
