// Recording and replay (ISO 28500).
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "crawler/fetch/replay_transport.h"
#include "crawler/fetch/sha1.h"
#include "crawler/fetch/warc_reader.h"
#include "tests/support/gzip.h"
#include "tests/support/temp_dir.h"
#include "tests/support/web.h"

namespace horizon::crawler {
namespace {

using test::FakeTime;
using test::HttpServer;
using test::request_for;
using test::web_options;

class Warc : public ::testing::Test {
 protected:
  Warc() : file_(folder_.path() / "scan.warc.gz") {}

  std::vector<WarcRecord> records() const {
    auto source = open_bytes(file_);
    EXPECT_TRUE(source.has_value());
    WarcReader reader(*std::move(source));
    std::vector<WarcRecord> all;
    for (;;) {
      auto record = reader.next();
      EXPECT_TRUE(record.has_value()) << record.error().message;
      if (!record || !*record) return all;
      all.push_back(**std::move(record));
    }
  }
  WebOptions recording(FakeTime& time) const {
    WebOptions options = web_options(time);
    options.record_to = file_;
    return options;
  }

  test::TempDir folder_;
  std::filesystem::path file_;
};

TEST_F(Warc, Fips180_Digests) {
  EXPECT_EQ(sha1_base32(""), "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ");
  EXPECT_EQ(sha1_base32("abc"), "VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5");
  // Lengths around the end of a block.
  for (const std::size_t size : {55u, 56u, 63u, 64u, 65u, 119u, 120u}) {
    EXPECT_EQ(sha1_base32(std::string(size, 'x')).size(), 32u);
  }
}

TEST_F(Warc, RecordsAreReplayed) {
  std::string seen;
  const std::string plain(5'000, 'p');
  HttpServer server([&](const std::string& request, const HttpServer::Send& send) {
    if (request.starts_with("GET /moved")) {
      send(HttpServer::redirect("/there", "301 Moved"));
    } else if (request.starts_with("GET /there")) {
      send(
          HttpServer::reply(test::gzip(plain),
                            "Content-Encoding: gzip\r\nContent-Type: text/xml\r\nETag: \"e\"\r\n"));
    } else if (request.starts_with("POST /search")) {
      send(HttpServer::reply("found " + request.substr(request.find("\r\n\r\n") + 4)));
    } else {
      send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
    }
  });
  Request moved = request_for(server.url("/moved"));
  Request first = request_for(server.url("/search"));
  first.method = "POST";
  first.body = "one";
  Request second = first;
  second.body = "two\r\n\r\nlines";
  const std::vector<Request> requests = {moved, first, second, request_for(server.url("/chunks"))};
  std::vector<Response> live;
  {
    FakeTime time;
    const auto fetcher = test::open_web(recording(time));
    for (const Request& request : requests) {
      auto response = fetch_now(*fetcher, request);
      ASSERT_TRUE(response.has_value()) << response.error().message;
      live.push_back(*std::move(response));
    }
  }
  const auto replay = ReplayTransport::open(file_);
  ASSERT_TRUE(replay.has_value()) << replay.error().message;
  EXPECT_EQ((*replay)->size(), 5u);
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const auto again = (*replay)->get(requests[i]);
    ASSERT_TRUE(again.has_value()) << i << again.error().message;
    EXPECT_EQ(again->status, live[i].status) << i;
    EXPECT_EQ(again->body, live[i].body) << i;
    EXPECT_EQ(again->final_url, live[i].final_url) << i;
    EXPECT_EQ(again->moved_to, live[i].moved_to) << i;
    EXPECT_EQ(again->content_type, live[i].content_type) << i;
    EXPECT_EQ(again->etag, live[i].etag) << i;
    EXPECT_EQ((*replay)->get(requests[i]).error().code, ErrorCode::kNotFound) << i;
  }
  EXPECT_EQ((*replay)->get(request_for("http://else.org/")).error().code, ErrorCode::kNotFound);
}

TEST_F(Warc, RepeatedRequestsAreReplayedInOrder) {
  std::atomic<int> count = 0;
  HttpServer server([&](const std::string&, const HttpServer::Send& send) {
    send(HttpServer::reply(std::to_string(++count)));
  });
  for (int process = 0; process < 2; ++process) {
    FakeTime time;
    const auto fetcher = test::open_web(recording(time));
    ASSERT_TRUE(fetch_now(*fetcher, request_for(server.url("/x"))).has_value());
  }
  auto replay = ReplayTransport::open(file_);
  ASSERT_TRUE(replay.has_value());
  EXPECT_EQ((*replay)->get(request_for(server.url("/x")))->body, "1");
  EXPECT_EQ((*replay)->get(request_for(server.url("/x")))->body, "2");
}

TEST_F(Warc, Iso28500_FieldsAreThere) {
  HttpServer server(test::always(HttpServer::reply("x")));
  {
    FakeTime time;
    ASSERT_TRUE(test::get(recording(time), request_for(server.url("/a"))).has_value());
  }
  const auto all = records();
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(field(all[0], "warc-type"), "warcinfo");
  EXPECT_EQ(field(all[1], "warc-type"), "response");
  EXPECT_EQ(field(all[2], "warc-type"), "request");
  EXPECT_EQ(field(all[2], "warc-concurrent-to"), field(all[1], "warc-record-id"));
  EXPECT_EQ(field(all[1], "warc-payload-digest"), "sha1:" + sha1_base32("x"));
  for (const auto& record : all) {
    EXPECT_EQ(field(record, "warc-date"), "2026-11-22T12:00:00Z");
    EXPECT_EQ(field(record, "content-length"), std::to_string(record.block.size()));
    EXPECT_TRUE(field(record, "warc-record-id").starts_with("<urn:uuid:"));
    EXPECT_EQ(field(record, "warc-record-id").size(), 47u);
  }
  EXPECT_EQ(field(all[1], "warc-target-uri"), server.url("/a"));
  EXPECT_TRUE(all[2].block.starts_with("GET /a HTTP/1.1\r\nHost: 127.0.0.1:")) << all[2].block;
}

TEST_F(Warc, SecretsAreNotRecorded) {
  HttpServer server(test::always(HttpServer::reply(
      R"({"access_token" : "sesame1", "expires_in": 5, "refresh_token":"sesame2"})",
      "Content-Type: application/json\r\nSet-Cookie: id=sesame3\r\n")));
  Request request = request_for(server.url("/token?api_key=sesame4&q=1"));
  request.secrets = {{"X-Very-Own-Key", "sesame5"}};
  request.headers = {{"Authorization", "Basic sesame6"}, {"Accept", "x"}};
  {
    FakeTime time;
    const auto live = test::get(recording(time), request);
    ASSERT_TRUE(live.has_value());
    EXPECT_NE(live->body.find("sesame1"), std::string::npos) << "only the recording is redacted";
  }
  for (const auto& record : records()) {
    EXPECT_EQ(record.block.find("sesame"), std::string::npos) << record.block;
    for (const auto& [name, value] : record.fields) {
      EXPECT_EQ(value.find("sesame"), std::string::npos) << value;
    }
  }
  const auto replay = ReplayTransport::open(file_);
  EXPECT_TRUE((*replay)->get(request).has_value()) << "and found although its key is not there";
}

TEST_F(Warc, DownloadsAreRecordedAndReplayed) {
  HttpServer server(test::always(HttpServer::reply("file bytes")));
  Request request = request_for(server.url("/f"));
  request.save_to = folder_.path() / "f";
  {
    FakeTime time;
    ASSERT_TRUE(test::get(recording(time), request).has_value());
  }
  request.save_to = folder_.path() / "g";
  const auto replay = ReplayTransport::open(file_);
  ASSERT_TRUE((*replay)->get(request).has_value());
  std::ifstream in(request.save_to);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), "file bytes");
}

TEST_F(Warc, ARecordingThatCannotBeWrittenIsAnError) {
  FakeTime time;
  WebOptions options = web_options(time);
  options.record_to = folder_.path() / "none" / "x.warc.gz";
  EXPECT_EQ(WebFetcher::open(options).error().code, ErrorCode::kUnavailable);
}

TEST_F(Warc, Hostile_FilesOfAnyKind) {
  const std::string head =
      "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: <http://a.org/>\r\n"
      "Content-Type: application/http; msgtype=response\r\n"
      "WARC-Record-ID: <urn:1>\r\n";
  const std::string good = head + "Content-Length: 20\r\n\r\nHTTP/1.1 200 OK\r\n\r\nx\r\n\r\n";
  for (const auto& [bytes, replies] : std::vector<std::pair<std::string, int>>{
           {"", 0},
           {"nothing of the kind", -1},
           {good, 1},
           {good + good, 1},
           {good + "rubbish", 1},
           {good.substr(0, 30), -1},
           {test::gzip(good) + test::gzip(good).substr(0, 30), 1},
           {head + "Content-Length: 99999999999999\r\n\r\n", -1},
           {head + "Content-Length: -1\r\n\r\n", -1},
           {head + "no colon\r\n\r\n", -1},
           {head + "Content-Length: 3\r\n\r\nabc\r\n\r\n", 0},
           {"WARC/1.1\r\n" + std::string(200'000, 'x'), -1}}) {
    std::ofstream(file_, std::ios::binary) << bytes;
    const auto replay = ReplayTransport::open(file_);
    EXPECT_EQ(replay ? static_cast<int>((*replay)->size()) : -1, replies) << bytes.substr(0, 300);
  }
  std::ofstream(file_, std::ios::binary) << good;
  auto replay = ReplayTransport::open(file_);
  ASSERT_TRUE(replay.has_value());
  const auto response = (*replay)->get(request_for("http://a.org/"));
  ASSERT_TRUE(response.has_value()) << response.error().message;
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->body, "x");
}

}  // namespace
}  // namespace horizon::crawler
