// bench_server PORT DELAY_MS ITEMS LOG: many news sites in one process. Every address 127.x.y.z is
// a host of its own; GET /feed/N answers with a feed of ITEMS items after DELAY_MS (a network's
// round trip), /robots.txt with 404. One line a request goes to LOG: seconds, host, path. Ends with
// its standard input.
#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <iterator>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace {

struct Settings {
  int delay_ms = 0;
  int items = 0;
  std::FILE* log = nullptr;
};

class Sites {
 public:
  explicit Sites(Settings settings) : settings_(settings) {}

  void serve(int connection) {
    const int on = 1;
    ::setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    std::string pending;
    char buffer[16384];
    for (;;) {
      const std::size_t end = pending.find("\r\n\r\n");
      if (end == std::string::npos) {
        const ssize_t got = ::recv(connection, buffer, sizeof(buffer), 0);
        if (got <= 0) break;
        pending.append(buffer, static_cast<std::size_t>(got));
        continue;
      }
      const std::string answer = reply(std::string_view(pending).substr(0, end));
      pending.erase(0, end + 4);
      if (!send_all(connection, answer)) break;
    }
    ::close(connection);
  }

 private:
  static bool send_all(int connection, std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  static std::string_view between(std::string_view text, std::string_view begin,
                                  std::string_view end) {
    const std::size_t at = text.find(begin);
    if (at == std::string_view::npos) return {};
    text.remove_prefix(at + begin.size());
    return text.substr(0, text.find(end));
  }

  std::string reply(std::string_view request) {
    const std::string host(between(request, "Host: ", ":"));
    const std::string path(between(request, " ", " "));
    log(host, path);
    std::this_thread::sleep_for(std::chrono::milliseconds(settings_.delay_ms));
    if (!path.starts_with("/feed/")) {
      return "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
    }
    const std::string body = feed(host, path.substr(6));
    return fmt::format(
        "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml; charset=utf-8\r\n"
        "Content-Length: {}\r\n\r\n{}",
        body.size(), body);
  }

  void log(const std::string& host, const std::string& path) {
    const std::chrono::duration<double> at = std::chrono::steady_clock::now() - start_;
    const std::lock_guard lock(mutex_);
    fmt::print(settings_.log, "{:.6f}\t{}\t{}\n", at.count(), host, path);
    std::fflush(settings_.log);
  }

  // Words in an order of their own for each story: stories that differ in a number only would be
  // copies of one another, which sites do not publish.
  static std::string story(std::uint64_t seed, int words) {
    static constexpr const char* kWords[] = {
        "laboratory", "processor", "qubits",  "error",       "correction", "laser",     "silicon",
        "photonic",   "battery",   "fusion",  "plasma",      "robot",      "gene",      "therapy",
        "satellite",  "engine",    "market",  "researchers", "measured",   "announced", "doubled",
        "cheaper",    "prototype", "factory", "university",  "company",    "results",   "review",
        "该团队",     "超导",      "处理器",  "研发",        "突破",       "计划",      "发布",
        "with",       "without",   "before",  "after",       "the",        "a",         "its"};
    std::string out;
    for (int i = 0; i < words; ++i) {
      seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
      out += kWords[(seed >> 33U) % std::size(kWords)];
      out += i + 1 < words ? " " : ".";
    }
    return out;
  }

  std::string feed(const std::string& host, std::string_view name) const {
    std::string out = fmt::format(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\" "
        "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>{0} {1}</title>"
        "<link>http://{0}/</link><description>News of {0}</description>",
        host, name);
    for (int i = 0; i < settings_.items; ++i) {
      const std::uint64_t seed = std::hash<std::string>()(fmt::format("{}/{}/{}", host, name, i));
      out += fmt::format(
          "<item><title>{5} ({2})</title>"
          "<link>http://{0}/story/{1}/{2}</link><guid>{0}-{1}-{2}</guid>"
          "<pubDate>Sun, 22 Nov 2026 {3:02}:{4:02}:00 +0800</pubDate><dc:creator>A. Writer"
          "</dc:creator><description>&lt;p&gt;{6} &lt;b&gt;{2}&lt;/b&gt; &lt;a "
          "href=\"/more/{2}\"&gt;more&lt;/a&gt;&lt;/p&gt;</description></item>",
          host, name, i, i % 24, i % 60, story(seed, 9), story(seed + 1, 60));
    }
    return out + "</channel></rss>";
  }

  Settings settings_;
  std::mutex mutex_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

int listen_on(int port) {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_ANY);
  if (::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0 ||
      ::listen(listener, 1024) != 0) {
    return -1;
  }
  return listener;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    fmt::print(stderr, "usage: bench_server PORT DELAY_MS ITEMS LOG\n");
    return 2;
  }
  const int listener = listen_on(std::atoi(argv[1]));
  Settings settings{std::atoi(argv[2]), std::atoi(argv[3]), std::fopen(argv[4], "w")};
  if (listener < 0 || settings.log == nullptr) {
    std::perror("bench_server");
    return 3;
  }
  Sites sites(settings);
  for (;;) {
    pollfd events[] = {{listener, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}};
    ::poll(events, 2, -1);
    if (events[1].revents != 0) std::_Exit(0);
    const int connection = ::accept(listener, nullptr, nullptr);
    if (connection >= 0) std::thread([&sites, connection] { sites.serve(connection); }).detach();
  }
}
