#include "crawler/fetch/fetcher.h"

#include <deque>
#include <optional>
#include <utility>

namespace horizon::crawler {

Result<Response> fetch_now(Fetcher& fetcher, Request request) {
  std::optional<Result<Response>> answer;
  fetcher.submit(std::move(request), [&](Result<Response> result) { answer = std::move(result); });
  while (!answer) fetcher.run(std::chrono::seconds(1));
  return *std::move(answer);
}

struct TransportFetcher::Queue {
  struct Entry {
    Request request;
    Done done;
  };
  std::deque<Entry> entries;
};

TransportFetcher::TransportFetcher(Transport& transport)
    : transport_(transport), queue_(std::make_unique<Queue>()) {}
TransportFetcher::~TransportFetcher() = default;

void TransportFetcher::submit(Request request, Done done) {
  queue_->entries.push_back({std::move(request), std::move(done)});
}

std::size_t TransportFetcher::run(std::chrono::milliseconds /*wait*/) {
  if (!queue_->entries.empty()) {
    Queue::Entry entry = std::move(queue_->entries.front());
    queue_->entries.pop_front();
    entry.done(transport_.get(entry.request));
  }
  return queue_->entries.size();
}

void TransportFetcher::cancel() { queue_->entries.clear(); }

}  // namespace horizon::crawler
