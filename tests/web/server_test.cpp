// The server against clients that do as they please.
#include "web/server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <thread>
#include <vector>

namespace horizon::web {
namespace {

class Client {
 public:
  explicit Client(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    timeval patience{.tv_sec = 10, .tv_usec = 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    ::inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address));
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { ::close(socket_); }

  bool send(std::string_view bytes) const {
    return ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(bytes.size());
  }
  // Until the server closes.
  std::string rest() const {
    std::string out;
    char buffer[4096];
    ssize_t got = 0;
    while ((got = ::recv(socket_, buffer, sizeof(buffer), 0)) > 0)
      out.append(buffer, static_cast<std::size_t>(got));
    return out;
  }

 private:
  int socket_;
};

class ServerTest : public testing::Test {
 protected:
  void SetUp() override {
    ServerOptions options;
    options.connections = 4;
    options.idle = std::chrono::milliseconds(400);
    options.receive = std::chrono::milliseconds(500);
    server_ = *Server::bind(options, [](const Request& request) {
      Response response;
      response.type = "text/plain";
      response.body = request.method + " " + request.target + " " + request.body;
      if (request.target == "/big") response.body = std::string(50'000, 'x');
      return response;
    });
    thread_ = std::thread([this] { server_->serve(); });
  }
  void TearDown() override {
    server_->stop();
    thread_.join();
  }
  std::string ask(const std::string& bytes) const {
    const Client client(server_->port());
    client.send(bytes);
    return client.rest();
  }

  std::unique_ptr<Server> server_;
  std::thread thread_;
};

constexpr const char* kClose = "Host: x\r\nConnection: close\r\n\r\n";

TEST_F(ServerTest, ARequestIsAnsweredWithSafetyHeaders) {
  const std::string reply = ask(std::string("GET /a?b=%E8 HTTP/1.1\r\n") + kClose);
  EXPECT_EQ(reply.rfind("HTTP/1.1 200", 0), 0U) << reply;
  EXPECT_NE(reply.find("X-Content-Type-Options: nosniff"), std::string::npos);
  EXPECT_NE(reply.find("GET /a?b=%E8"), std::string::npos);
}

TEST_F(ServerTest, ABigReplyIsCompressedForWhoReadsThat) {
  const std::string plain = ask(std::string("GET /big HTTP/1.1\r\n") + kClose);
  EXPECT_GT(plain.size(), 50'000U);
  const std::string small =
      ask(std::string("GET /big HTTP/1.1\r\nAccept-Encoding: gzip, br\r\n") + kClose);
  EXPECT_LT(small.size(), 2'000U);
  EXPECT_NE(small.find("Content-Encoding: gzip"), std::string::npos);
}

TEST_F(ServerTest, WhatIsNoRequestIsRefused) {
  const struct {
    std::string bytes;
    const char* begins;
  } cases[] = {
      {"nonsense\r\n\r\n", "HTTP/1.1 400"},
      {"GET / HTTP/9.9\r\n\r\n", "HTTP/1.1 400"},
      {"POST /judge HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\nConnection: "
       "close\r\n\r\nabc",
       "HTTP/1.1 413"},
      {"GET /" + std::string(20'000, 'a') + " HTTP/1.1\r\n" + kClose, "HTTP/1.1 414"},
      {"PUT /x HTTP/1.1\r\nContent-Length: 0\r\n" + std::string(kClose), "HTTP/1.1 200 OK"}};
  for (const auto& one : cases) {
    EXPECT_EQ(ask(one.bytes).rfind(one.begins, 0), 0U) << one.bytes.substr(0, 40);
  }
}

TEST_F(ServerTest, AFormIsReadAsAWhole) {
  const std::string reply =
      ask("POST /judge HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
          "Content-Length: 7\r\nConnection: close\r\n\r\na=1&b=2");
  EXPECT_NE(reply.find("POST /judge a=1&b=2"), std::string::npos) << reply;
}

TEST_F(ServerTest, AConnectionServesSeveralRequests) {
  const Client client(server_->port());
  client.send("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n");
  const std::string replies = client.rest();
  EXPECT_NE(replies.find("GET /1"), std::string::npos);
  EXPECT_NE(replies.find("GET /2"), std::string::npos);
}

TEST_F(ServerTest, SlowClientsDoNotHoldTheServer) {
  std::vector<std::unique_ptr<Client>> slow;
  for (int i = 0; i < 8; ++i) {
    slow.push_back(std::make_unique<Client>(server_->port()));
    slow.back()->send("GET / HT");
  }
  const auto begin = std::chrono::steady_clock::now();
  const std::string reply = ask(std::string("GET /me HTTP/1.1\r\n") + kClose);
  EXPECT_NE(reply.find("GET /me"), std::string::npos);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
}

TEST(ServerBindTest, APortThatIsTakenIsToldPlainly) {
  const auto first = Server::bind({}, [](const Request&) { return Response{}; });
  ASSERT_TRUE(first.has_value());
  ServerOptions same;
  same.host = "192.0.2.1";
  const auto second = Server::bind(same, [](const Request&) { return Response{}; });
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, ErrorCode::kUsage);
}

}  // namespace
}  // namespace horizon::web
