// A mail server on the loopback network that keeps what it is sent, and refuses whom it is told to.
#pragma once

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/listener.h"

namespace horizon::test {

struct ReceivedMail {
  std::string from, to, bytes;
};

class SmtpServer {
 public:
  // What is answered to RCPT TO:<address>; "250 ok" takes it.
  using Judge = std::function<std::string(const std::string& address)>;

  explicit SmtpServer(Judge judge = [](const std::string&) { return std::string("250 ok"); })
      : judge_(std::move(judge)), thread_([this] { serve(); }) {}
  SmtpServer(const SmtpServer&) = delete;
  SmtpServer& operator=(const SmtpServer&) = delete;
  ~SmtpServer() {
    stop_ = true;
    thread_.join();
    for (std::thread& talk : talks_) talk.join();
  }

  unsigned port() const { return listener_.port(); }
  std::vector<ReceivedMail> mails() const {
    const std::lock_guard lock(mutex_);
    return mails_;
  }
  std::vector<std::string> lines() const {
    const std::lock_guard lock(mutex_);
    return lines_;
  }
  int greeted() const { return greeted_; }

 private:
  void serve() {
    while (!stop_) {
      const int client = listener_.accept();
      if (client >= 0) talks_.emplace_back([this, client] { talk(client); });
    }
  }

  bool read_line(int client, std::string& buffered, std::string& line) const {
    for (std::size_t end = 0; (end = buffered.find("\r\n")) == std::string::npos;) {
      pollfd waiting{client, POLLIN, 0};
      if (stop_) return false;
      if (::poll(&waiting, 1, 20) <= 0) continue;
      char bytes[65536];
      const ssize_t got = ::recv(client, bytes, sizeof(bytes), 0);
      if (got <= 0) return false;
      buffered.append(bytes, static_cast<std::size_t>(got));
    }
    line = buffered.substr(0, buffered.find("\r\n"));
    buffered.erase(0, line.size() + 2);
    return true;
  }

  static void say(int client, const std::string& line) {
    const std::string bytes = line + "\r\n";
    static_cast<void>(::send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL));
  }

  static std::string address_in(const std::string& line) {
    const auto begin = line.find('<');
    const auto end = line.find('>');
    return begin == std::string::npos || end == std::string::npos
               ? ""
               : line.substr(begin + 1, end - begin - 1);
  }

  void talk(int client) {
    ++greeted_;
    std::string buffered, line;
    ReceivedMail mail;
    say(client, "220 test");
    while (read_line(client, buffered, line)) {
      {
        const std::lock_guard lock(mutex_);
        lines_.push_back(line);
      }
      if (line.starts_with("EHLO")) {
        say(client, "250-test\r\n250 8BITMIME");
      } else if (line.starts_with("MAIL")) {
        mail = {address_in(line), "", ""};
        say(client, "250 ok");
      } else if (line.starts_with("RCPT")) {
        const std::string answer = judge_(address_in(line));
        if (answer.starts_with("250")) mail.to = address_in(line);
        say(client, answer);
      } else if (line == "DATA") {
        say(client, "354 go on");
        while (read_line(client, buffered, line) && line != ".") {
          mail.bytes += (line.starts_with("..") ? line.substr(1) : line) + "\r\n";
        }
        if (line != ".") break;
        {
          const std::lock_guard lock(mutex_);
          mails_.push_back(mail);
        }
        say(client, "250 taken");
      } else if (line == "QUIT") {
        say(client, "221 bye");
        break;
      } else {
        say(client, "250 ok");
      }
    }
    ::close(client);
  }

  Judge judge_;
  Listener listener_;
  std::atomic<bool> stop_ = false;
  std::atomic<int> greeted_ = 0;
  std::vector<std::thread> talks_;  // of the serving thread until it has ended
  mutable std::mutex mutex_;
  std::vector<ReceivedMail> mails_;
  std::vector<std::string> lines_;
  std::thread thread_;  // the last member: it uses all others
};

}  // namespace horizon::test
