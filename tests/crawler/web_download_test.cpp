// Bodies that go to files: resumed, checked, and never half there.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>

#include "tests/support/temp_dir.h"
#include "tests/support/web.h"

namespace horizon::crawler {
namespace {

using std::chrono::milliseconds;
using test::always;
using test::FakeTime;
using test::HttpServer;
using test::request_for;
using test::web_options;

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string pattern(std::size_t size) {
  std::string text;
  while (text.size() < size) text += std::to_string(text.size()) + ",";
  text.resize(size);
  return text;
}

// The value of a request's header; empty if there is none.
std::string sent(const std::string& request, const std::string& name) {
  const std::size_t at = request.find("\r\n" + name + ": ");
  if (at == std::string::npos) return {};
  const std::size_t begin = at + name.size() + 4;
  return request.substr(begin, request.find("\r\n", begin) - begin);
}

std::string partial(const std::string& whole, std::size_t from, const std::string& etag) {
  return HttpServer::reply(whole.substr(from),
                           "ETag: " + etag + "\r\nContent-Range: bytes " + std::to_string(from) +
                               "-" + std::to_string(whole.size() - 1) + "/" +
                               std::to_string(whole.size()) + "\r\n",
                           "206 Partial Content");
}

class WebDownload : public ::testing::Test {
 protected:
  WebDownload() : file_(folder_.path() / "file.zip") {}

  Request request(const std::string& url) const {
    Request made = request_for(url);
    made.save_to = file_;
    made.limits.max_bytes = 64 << 20;
    return made;
  }
  Result<Response> fetch(const std::string& url, int tries = 3) {
    FakeTime time;
    WebOptions options = web_options(time);
    options.max_tries = tries;
    return test::get(options, request(url));
  }
  bool has(const std::string& suffix) const {
    return std::filesystem::exists(file_.string() + suffix);
  }

  test::TempDir folder_;
  std::filesystem::path file_;
  const std::string whole_ = pattern(300'000);
};

TEST_F(WebDownload, WholeFile) {
  HttpServer server(always(HttpServer::reply(whole_, "ETag: \"1\"\r\nContent-Encoding: gzip\r\n")));
  const auto response = fetch(server.url("/file.zip"));
  ASSERT_TRUE(response.has_value()) << response.error().message;
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->body, "");
  EXPECT_EQ(read(file_), whole_) << "as sent: a file is kept in the form in which it is served";
  EXPECT_FALSE(has(".part"));
  EXPECT_FALSE(has(".part.json"));
  EXPECT_EQ(sent(server.requests().at(0), "Accept-Encoding"), "identity");
  EXPECT_EQ(sent(server.requests().at(0), "Range"), "");
}

TEST_F(WebDownload, CutOffIsContinuedWithinOneRequest) {
  std::atomic<int> count = 0;
  HttpServer server([&](const std::string& request, const HttpServer::Send& send) {
    if (++count == 1) {
      send("HTTP/1.1 200 OK\r\nETag: \"1\"\r\nContent-Length: " + std::to_string(whole_.size()) +
           "\r\n\r\n" + whole_.substr(0, 100'000));
      return;
    }
    EXPECT_EQ(sent(request, "Range"), "bytes=100000-");
    EXPECT_EQ(sent(request, "If-Range"), "\"1\"");
    send(partial(whole_, 100'000, "\"1\""));
  });
  const auto response = fetch(server.url("/file.zip"));
  ASSERT_TRUE(response.has_value()) << response.error().message;
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(read(file_), whole_);
  EXPECT_EQ(count, 2);
}

// What a killed process leaves: the part and its state, written before the first byte of the body.
TEST_F(WebDownload, KilledProcessIsContinued) {
  HttpServer slow([&](const std::string& request, const HttpServer::Send& send) {
    if (!sent(request, "Range").empty()) {
      const std::size_t from = std::stoul(sent(request, "Range").substr(6));
      EXPECT_GT(from, 0u);
      send(partial(whole_, from, "\"1\""));
      return;
    }
    send("HTTP/1.1 200 OK\r\nETag: \"1\"\r\nContent-Length: " + std::to_string(whole_.size()) +
         "\r\n\r\n" + whole_.substr(0, 50'000));
    while (send("")) std::this_thread::sleep_for(milliseconds(5));
  });
  {
    FakeTime time;
    const auto fetcher = test::open_web(web_options(time));
    fetcher->submit(request(slow.url("/f")), [](Result<Response>) { FAIL(); });
    std::error_code error;
    while (std::filesystem::file_size(file_.string() + ".part", error) < 50'000 || error) {
      fetcher->run(milliseconds(5));
    }
  }
  EXPECT_FALSE(std::filesystem::exists(file_));
  const auto response = fetch(slow.url("/f"));
  ASSERT_TRUE(response.has_value()) << response.error().message;
  EXPECT_EQ(read(file_), whole_);
  EXPECT_FALSE(has(".part"));
}

TEST_F(WebDownload, ChangedFileBeginsAgain) {
  for (const auto& [leftover, state] :
       {std::pair<std::string, std::string>{"old bytes", R"("etag":"\"0\"","size":300)"},
        {"old bytes", R"("etag":"W/\"weak\"","size":300)"},
        {"old bytes", "not json"},
        {"", R"("etag":"\"0\"")"}}) {
    HttpServer server(always(HttpServer::reply(whole_, "ETag: \"2\"\r\n")));
    std::ofstream(file_.string() + ".part") << leftover;
    std::ofstream(file_.string() + ".part.json")
        << "{\"url\":\"" << server.url("/f") << "\"," << state << "}";
    const auto response = fetch(server.url("/f"));
    ASSERT_TRUE(response.has_value()) << state << response.error().message;
    EXPECT_EQ(read(file_), whole_) << state;
  }
}

TEST_F(WebDownload, PartOfAnotherUrlIsNotContinued) {
  HttpServer server(always(HttpServer::reply(whole_)));
  std::ofstream(file_.string() + ".part") << "other";
  std::ofstream(file_.string() + ".part.json") << R"({"url":"http://x.org/","etag":"\"1\""})";
  ASSERT_TRUE(fetch(server.url("/f")).has_value());
  EXPECT_EQ(sent(server.requests().at(0), "Range"), "");
  EXPECT_EQ(read(file_), whole_);
}

TEST_F(WebDownload, RangeNotSatisfiable) {
  for (const bool complete : {true, false}) {
    std::atomic<int> count = 0;
    HttpServer server([&](const std::string&, const HttpServer::Send& send) {
      send(++count == 1
               ? HttpServer::reply(
                     "", "Content-Range: bytes */" + std::to_string(whole_.size()) + "\r\n",
                     "416 Range Not Satisfiable")
               : HttpServer::reply(whole_));
    });
    std::ofstream(file_.string() + ".part")
        << (complete ? whole_ : whole_.substr(0, 1000) + "damaged");
    std::ofstream(file_.string() + ".part.json")
        << "{\"url\":\"" << server.url("/f") << R"(","etag":"\"1\""})";
    const auto response = fetch(server.url("/f"));
    ASSERT_TRUE(response.has_value()) << response.error().message;
    EXPECT_EQ(response->status, 200);
    EXPECT_EQ(count, complete ? 1 : 2);
    EXPECT_EQ(read(file_), whole_);
  }
}

TEST_F(WebDownload, Hostile_WrongRanges) {
  for (const char* const range :
       {"bytes 0-9/300000", "bytes 6-/300000", "bytes */300000", "", "bytes 5-299999/999999",
        "items 5-299999/300000", "bytes 18446744073709551620-9/10"}) {
    std::atomic<int> count = 0;
    HttpServer server([&](const std::string& request, const HttpServer::Send& send) {
      ++count;
      send(sent(request, "Range").empty()
               ? HttpServer::reply(whole_)
               : HttpServer::reply("wrong", "Content-Range: " + std::string(range) + "\r\n",
                                   "206 Partial Content"));
    });
    std::ofstream(file_.string() + ".part") << whole_.substr(0, 5);
    std::ofstream(file_.string() + ".part.json")
        << "{\"url\":\"" << server.url("/f") << R"(","etag":"\"1\"","size":300000})";
    const auto response = fetch(server.url("/f"));
    ASSERT_TRUE(response.has_value()) << range << response.error().message;
    EXPECT_EQ(read(file_), whole_) << range;
    EXPECT_EQ(count, 2) << range;
  }
}

TEST_F(WebDownload, ErrorPagesAreNotTheFile) {
  HttpServer server(always(HttpServer::reply("no such file", "", "404 X")));
  const auto response = fetch(server.url("/f"));
  ASSERT_TRUE(response.has_value());
  EXPECT_EQ(response->status, 404);
  EXPECT_EQ(response->body, "no such file");
  EXPECT_FALSE(std::filesystem::exists(file_));
}

TEST_F(WebDownload, RedirectedDownloadIsContinuedFromTheFirstUrl) {
  std::atomic<int> count = 0;
  HttpServer store([&](const std::string& request, const HttpServer::Send& send) {
    EXPECT_EQ(sent(request, "X-API-KEY"), "");
    if (++count == 1) {
      send("HTTP/1.1 200 OK\r\nETag: \"1\"\r\nContent-Length: " + std::to_string(whole_.size()) +
           "\r\n\r\n" + whole_.substr(0, 10));
    } else {
      send(partial(whole_, 10, "\"1\""));
    }
  });
  std::atomic<int> signature = 0;
  HttpServer api([&](const std::string& request, const HttpServer::Send& send) {
    EXPECT_EQ(sent(request, "X-API-KEY"), "k");
    send(HttpServer::redirect(store.url("/f?signature=" + std::to_string(++signature))));
  });
  FakeTime time;
  Request made = request(api.url("/files/f"));
  made.secrets = {{"X-API-KEY", "k"}};
  const auto response = test::get(web_options(time), made);
  ASSERT_TRUE(response.has_value()) << response.error().message;
  EXPECT_EQ(read(file_), whole_);
  EXPECT_EQ(signature, 2) << "a signed address is asked for anew";
}

TEST_F(WebDownload, DiskFull) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP();
  std::filesystem::create_symlink("/dev/full", file_.string() + ".part");
  HttpServer server(always(HttpServer::reply(whole_)));
  const auto response = fetch(server.url("/f"));
  ASSERT_FALSE(response.has_value());
  EXPECT_EQ(response.error().code, ErrorCode::kUnavailable);
  EXPECT_NE(response.error().message.find("No space left"), std::string::npos)
      << response.error().message;
  EXPECT_EQ(server.requests().size(), 1u);
}

TEST_F(WebDownload, FolderThatIsNotThere) {
  HttpServer server(always(HttpServer::reply(whole_)));
  file_ = folder_.path() / "none" / "file";
  const auto response = fetch(server.url("/f"));
  ASSERT_FALSE(response.has_value());
  EXPECT_EQ(response.error().code, ErrorCode::kUnavailable);
  EXPECT_TRUE(server.requests().empty());
}

TEST_F(WebDownload, TwoToOneFileAreRefused) {
  HttpServer server([&](const std::string&, const HttpServer::Send& send) {
    send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n");
    std::this_thread::sleep_for(milliseconds(300));
    send("x");
  });
  FakeTime time;
  WebOptions options = web_options(time);
  options.fallback.concurrency = 2;
  options.fallback.interval = milliseconds(0);
  const auto fetcher = test::open_web(options);
  int good = 0;
  int bad = 0;
  for (int i = 0; i < 2; ++i) {
    fetcher->submit(request(server.url("/f")),
                    [&](Result<Response> response) { ++(response ? good : bad); });
  }
  while (fetcher->run(milliseconds(1000)) > 0) {
  }
  EXPECT_EQ(good, 1);
  EXPECT_EQ(bad, 1);
}

}  // namespace
}  // namespace horizon::crawler
