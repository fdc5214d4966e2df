// A transport that answers from a list, and remembers what it was asked.
#pragma once

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "crawler/fetch/transport.h"

namespace horizon::test {

class FakeTransport final : public crawler::Transport {
 public:
  void push(Result<crawler::Response> reply) { replies_.push_back(std::move(reply)); }
  void push(int status, std::string body = "", std::string retry_after = "") {
    crawler::Response response;
    response.status = status;
    response.body = std::move(body);
    response.retry_after = std::move(retry_after);
    push(std::move(response));
  }
  Result<crawler::Response> get(const crawler::Request& request) override {
    requests.push_back(request);
    if (replies_.empty()) return fail(ErrorCode::kUnavailable, "no reply left");
    auto reply = std::move(replies_.front());
    replies_.pop_front();
    if (reply && reply->final_url.empty()) reply->final_url = request.url;
    return reply;
  }

  std::vector<crawler::Request> requests;

 private:
  std::deque<Result<crawler::Response>> replies_;
};

}  // namespace horizon::test
