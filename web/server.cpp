#include "web/server.h"

#include <fmt/format.h>
#include <httplib.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "web/gzip.h"

namespace horizon::web {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kRequestsPerConnection = 1'000;
constexpr std::size_t kLongestPostTarget = 200;
constexpr std::size_t kWorthGzip = 1'400;  // what fits one packet gains nothing
constexpr auto kLook = std::chrono::milliseconds(100);
// Where the browser's Accept-Encoding is kept from the library, which would take its slowest way.
constexpr const char* kAcceptEncoding = "X-Horizon-Accept-Encoding";

const httplib::Headers& safety_headers() {
  static const httplib::Headers headers = {
      {"X-Content-Type-Options", "nosniff"},
      {"X-Frame-Options", "DENY"},
      {"Referrer-Policy", "same-origin"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"}};
  return headers;
}

bool wait_for(int socket, short events, Clock::time_point deadline) {
  while (true) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) return false;
    pollfd one{.fd = socket, .events = events, .revents = 0};
    const int ready = ::poll(&one, 1, static_cast<int>(left.count()));
    if (ready > 0) return true;
    if (ready == 0 || errno != EINTR) return false;
  }
}

// A socket whose requests and replies have deadlines as a whole: a client that sends or takes a
// byte every few seconds does not hold it.
class TimedStream final : public httplib::Stream {
 public:
  TimedStream(int socket, const ServerOptions& options) : socket_(socket), options_(options) {}

  bool has_buffered() const { return at_ < filled_; }
  void begin_request() {
    receive_until_ = Clock::now() + options_.receive;
    send_until_.reset();
  }

  bool is_readable() const override {
    return has_buffered() || wait_for(socket_, POLLIN, receive_until_);
  }
  bool is_writable() const override { return true; }

  ssize_t read(char* out, std::size_t size) override {
    if (!has_buffered()) {
      if (!wait_for(socket_, POLLIN, receive_until_)) return -1;
      const ssize_t got = ::recv(socket_, buffer_.data(), buffer_.size(), 0);
      if (got <= 0) return got;
      at_ = 0;
      filled_ = static_cast<std::size_t>(got);
    }
    const std::size_t count = std::min(size, filled_ - at_);
    std::copy_n(buffer_.data() + at_, count, out);
    at_ += count;
    return static_cast<ssize_t>(count);
  }

  ssize_t write(const char* bytes, std::size_t size) override {
    if (!send_until_) send_until_ = Clock::now() + options_.send;
    std::size_t sent = 0;
    while (sent < size) {
      const ssize_t now = ::send(socket_, bytes + sent, size - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
      if (now > 0) {
        sent += static_cast<std::size_t>(now);
      } else if (now < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
        if (!wait_for(socket_, POLLOUT, *send_until_)) return -1;
      } else if (now >= 0 || errno != EINTR) {
        return -1;
      }
    }
    return static_cast<ssize_t>(size);
  }

  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  socket_t socket() const override { return socket_; }

 private:
  int socket_;
  const ServerOptions& options_;
  std::array<char, 8'192> buffer_{};
  std::size_t at_ = 0;
  std::size_t filled_ = 0;
  Clock::time_point receive_until_ = Clock::now();
  std::optional<Clock::time_point> send_until_;
};

// A fixed number of threads; who would queue more than as many connections again waits. The thread
// that was busy last is called first, so that few of them fill their memory where few are needed.
class Workers final : public httplib::TaskQueue {
 public:
  Workers(std::size_t threads, std::atomic<std::size_t>& waiting)
      : most_waiting_(threads), waiting_(waiting) {
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
  }

  void enqueue(std::function<void()> task) override {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return tasks_.size() < most_waiting_ || stopping_; });
    tasks_.push_back(std::move(task));
    ++waiting_;
    if (idle_.empty()) return;
    idle_.back()->called = true;
    idle_.back()->ready.notify_one();
    idle_.pop_back();
  }

  void shutdown() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      for (Idle* const one : idle_) one->ready.notify_one();
      idle_.clear();
    }
    room_.notify_all();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

 private:
  struct Idle {
    std::condition_variable ready;
    bool called = false;
  };

  void work() {
    Idle self;
    while (true) {
      std::unique_lock lock(mutex_);
      while (tasks_.empty()) {
        if (stopping_) return;
        self.called = false;
        idle_.push_back(&self);
        self.ready.wait(lock, [&] { return self.called || stopping_; });
      }
      const std::function<void()> task = std::move(tasks_.front());
      tasks_.pop_front();
      --waiting_;
      room_.notify_one();
      lock.unlock();
      task();
    }
  }

  std::mutex mutex_;
  std::condition_variable room_;
  std::vector<Idle*> idle_;  // the last one that became so at the end
  std::deque<std::function<void()>> tasks_;
  std::size_t most_waiting_;
  std::atomic<std::size_t>& waiting_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

Request request_of(const httplib::Request& from) {
  return {.method = from.method,
          .target = from.target,
          .accept_language = from.get_header_value("Accept-Language"),
          .cookie = from.get_header_value("Cookie"),
          .authorization = from.get_header_value("Authorization"),
          .if_none_match = from.get_header_value("If-None-Match"),
          .forwarded_proto = from.get_header_value("X-Forwarded-Proto"),
          .content_type = from.get_header_value("Content-Type"),
          .body = from.body,
          .accepts_gzip = accepts_gzip(from.get_header_value(kAcceptEncoding))};
}

void reply(bool accepts_gzip, Response&& from, httplib::Response& to) {
  to.status = from.status;
  for (const auto& [name, value] : from.headers) to.set_header(name.c_str(), value);
  if (accepts_gzip && !from.gzipped && from.body.size() >= kWorthGzip) {
    if (std::string small = gzipped(from.body); !small.empty()) {
      from.body = std::move(small);
      from.gzipped = true;
    }
  }
  if (from.gzipped) to.set_header("Content-Encoding", "gzip");
  to.set_header("Vary", "Accept-Encoding, Accept-Language, Cookie");
  to.set_header("Content-Type", from.type);
  to.body = std::move(from.body);
}

// What the library refuses before any handler sees it.
void refuse(httplib::Response& response) {
  if (!response.body.empty()) return;
  const char* why = response.status == 413   ? "The request is too large. 请求过大。"
                    : response.status == 414 ? "The address is too long. 地址过长。"
                    : response.status >= 500 ? "Something went wrong here. 服务器出错。"
                                             : "The request cannot be understood. 无法理解该请求。";
  response.set_content(fmt::format("{} {}\n", response.status, why), "text/plain; charset=utf-8");
}

class Host final : public httplib::Server {
 public:
  Host(const ServerOptions& options, web::Handler handler)
      : options_(options), handler_(std::move(handler)) {
    new_task_queue = [this] { return new Workers(options_.connections, waiting_); };
    set_payload_max_length(kMaxFormBytes);
    set_tcp_nodelay(true);
    set_default_headers(safety_headers());
    set_pre_routing_handler([this](const auto& request, auto& response) {
      // What has a body is read first, and comes to the handler below.
      if (request.method == "POST" && request.target.size() <= kLongestPostTarget) {
        return HandlerResponse::Unhandled;
      }
      answer(request, response);
      return HandlerResponse::Handled;
    });
    Post(".*", [this](const auto& request, auto& response) { answer(request, response); });
    set_error_handler([](const auto&, auto& response) { refuse(response); });
    set_exception_handler([](const auto&, auto& response, std::exception_ptr) {
      response.status = 500;
      refuse(response);
    });
  }

 private:
  void answer(const httplib::Request& request, httplib::Response& response) {
    const Request asked = request_of(request);
    reply(asked.accepts_gzip, handler_(asked), response);
  }

  bool next_request(const TimedStream& stream, int socket) const {
    if (stream.has_buffered()) return true;
    const Clock::time_point until = Clock::now() + options_.idle;
    while (Clock::now() < until && svr_sock_ != INVALID_SOCKET) {
      if (wait_for(socket, POLLIN, Clock::now() + kLook)) return true;
      if (waiting_ > 0) return false;
    }
    return false;
  }

  bool process_and_close_socket(socket_t socket) override {
    TimedStream stream(socket, options_);
    for (int left = kRequestsPerConnection; left > 0 && next_request(stream, socket); --left) {
      stream.begin_request();
      bool closed = false;
      const bool done = process_request(stream, left == 1, closed, [](httplib::Request& request) {
        request.set_header(kAcceptEncoding, request.get_header_value("Accept-Encoding"));
        request.headers.erase("Accept-Encoding");
        request.ranges.clear();
        request.headers.erase("Range");
      });
      if (!done || closed) break;
    }
    ::shutdown(socket, SHUT_RDWR);
    ::close(socket);
    return true;
  }

  const ServerOptions options_;
  const web::Handler handler_;
  std::atomic<std::size_t> waiting_{0};
};

}  // namespace

struct Server::Impl {
  Host host;
  int port = 0;
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::bind(const ServerOptions& options, Handler handler) {
  auto impl = std::unique_ptr<Impl>(new Impl{{options, std::move(handler)}});
  if (options.port == 0) {
    impl->port = impl->host.bind_to_any_port(options.host);
  } else if (impl->host.bind_to_port(options.host, options.port)) {
    impl->port = options.port;
  }
  if (impl->port <= 0) {
    return fail(ErrorCode::kUsage,
                fmt::format("cannot listen on {} port {}: it is taken, or not this machine's; "
                            "choose another one with --port or --host",
                            options.host, options.port));
  }
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

int Server::port() const { return impl_->port; }
void Server::serve() { impl_->host.listen_after_bind(); }
void Server::stop() { impl_->host.stop(); }

}  // namespace horizon::web
