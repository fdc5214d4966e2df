// `horizon source` as an operator uses it, against a site on this machine.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "tests/support/http_server.h"
#include "tests/support/program.h"
#include "tests/support/temp_dir.h"

namespace horizon {
namespace {

using Json = nlohmann::json;

constexpr const char* kFeed =
    "<rss version=\"2.0\"><channel><title>City news</title><item><title>A quantum processor"
    "</title><link>https://city.example.org/1</link><pubDate>Sun, 22 Nov 2026 07:00:00 GMT"
    "</pubDate></item></channel></rss>";

std::string answer(const std::string& head) {
  const std::size_t begin = head.find(' ') + 1;
  const std::string path = head.substr(begin, head.find(' ', begin) - begin);
  if (path == "/") {
    return test::HttpServer::reply(
        "<html><head><title>City</title><link rel=\"alternate\" type=\"application/rss+xml\" "
        "title=\"City news\" href=\"/news.xml\"></head><body><p>Welcome.</p></body></html>",
        "Content-Type: text/html\r\n");
  }
  if (path == "/news.xml" || path == "/second.xml") {
    return test::HttpServer::reply(kFeed, "Content-Type: application/rss+xml\r\n");
  }
  if (path == "/two") {
    return test::HttpServer::reply(
        "<html><head><link rel=\"alternate\" type=\"application/rss+xml\" href=\"/news.xml\">"
        "<link rel=\"alternate\" type=\"application/rss+xml\" href=\"/second.xml\"></head></html>",
        "Content-Type: text/html\r\n");
  }
  if (path == "/plain") return test::HttpServer::reply("<html><body><p>Nothing.</p></body></html>");
  return test::HttpServer::reply("", "", "404 Not Found");
}

class SourceTest : public testing::Test {
 protected:
  SourceTest() : server_([](const std::string& head, const auto& send) { send(answer(head)); }) {}

  void SetUp() override {
    ASSERT_EQ(program_.run({"init", root().string()}).exit_code, 0);
    write("horizon.toml",
          "as_of = 2026-11-22\ncontact = \"https://horizon.example.org\"\n[network]\n"
          "allowed_private_hosts = [\"127.0.0.1\"]\nseconds_between_requests = 0\n");
    write("sources.toml", "# mine\n");
  }
  std::filesystem::path root() const { return dir_.path() / "w"; }
  void write(const std::string& name, const std::string& content) const {
    std::ofstream(root() / name, std::ios::binary) << content;
  }
  std::string read(const std::string& name) const {
    std::ifstream in(root() / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  test::Finished run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--workspace", root().string(), "--lang", "en"});
    return program_.run(arguments);
  }

  test::HttpServer server_;
  test::TempDir dir_;
  test::Program program_{dir_.path()};
};

TEST_F(SourceTest, AddFindsTheFeedOfAPage) {
  const auto added = run({"source", "add", server_.url("/"), "--language", "en", "--id", "city"});
  ASSERT_EQ(added.exit_code, 0) << added.err;
  EXPECT_NE(added.out.find("A quantum processor"), std::string::npos) << added.out;
  const std::string sources = read("sources.toml");
  EXPECT_TRUE(sources.starts_with("# mine\n")) << "what the operator wrote stays";
  EXPECT_NE(sources.find(server_.url("/news.xml")), std::string::npos) << sources;

  const auto listed = run({"source", "list", "--format", "json"});
  ASSERT_EQ(listed.exit_code, 0) << listed.err;
  const Json row = Json::parse(listed.out)["rows"][0];
  EXPECT_EQ(row["source"], "city");
  EXPECT_EQ(row["type"], "feed");

  const auto scanned = run({"scan"});
  EXPECT_EQ(scanned.exit_code, 0) << scanned.err;
  EXPECT_NE(scanned.out.find("1 new"), std::string::npos) << scanned.out;

  const auto again = run({"source", "add", server_.url("/news.xml")});
  EXPECT_EQ(again.exit_code, 2);
  EXPECT_NE(again.err.find("already"), std::string::npos) << again.err;
}

TEST_F(SourceTest, TestShowsAndStoresNothing) {
  write("sources.toml", fmt::format("[[source]]\nid = \"a\"\ntype = \"feed\"\nurl = \"{}\"\n",
                                    server_.url("/news.xml")));
  const auto tested = run({"source", "test", "a"});
  EXPECT_EQ(tested.exit_code, 0) << tested.err;
  EXPECT_NE(tested.out.find("2026-11-22"), std::string::npos) << tested.out;
  EXPECT_FALSE(std::filesystem::exists(root() / "store.db"));
  EXPECT_EQ(run({"source", "test", "b"}).exit_code, 2);
}

TEST_F(SourceTest, WhatCannotBeAddedSaysWhy) {
  struct Case {
    const char* path;
    const char* message;
  };
  for (const Case& c : {Case{"/two", "names 2 feeds"}, Case{"/plain", "names no feed"},
                        Case{"/missing", "status 404"}}) {
    const auto done = run({"source", "add", server_.url(c.path)});
    EXPECT_EQ(done.exit_code, 2) << c.path;
    EXPECT_NE(done.err.find(c.message), std::string::npos) << c.path << ": " << done.err;
  }
  EXPECT_EQ(read("sources.toml"), "# mine\n");
}

TEST_F(SourceTest, OpmlGoesOutAndComesBack) {
  ASSERT_EQ(run({"source", "add", server_.url("/news.xml"), "--id", "city"}).exit_code, 0);
  const auto out = run({"source", "export"});
  ASSERT_EQ(out.exit_code, 0) << out.err;
  write("feeds.opml", out.out);
  const auto known = run({"source", "import", (root() / "feeds.opml").string()});
  EXPECT_NE(known.out.find("0 feeds added to sources.toml, 1 known"), std::string::npos)
      << known.out;
  write("sources.toml", "");
  const auto back = run({"source", "import", (root() / "feeds.opml").string()});
  EXPECT_NE(back.out.find("1 feeds added"), std::string::npos) << back.out << back.err;
  EXPECT_NE(read("sources.toml").find(server_.url("/news.xml")), std::string::npos);
}

TEST_F(SourceTest, AScanIsRecordedAndReplayed) {
  write("sources.toml", fmt::format("[[source]]\nid = \"a\"\ntype = \"feed\"\nurl = \"{}\"\n",
                                    server_.url("/news.xml")));
  const std::string file = (dir_.path() / "scan.warc.gz").string();
  ASSERT_EQ(run({"scan", "--record", file}).exit_code, 0);
  const std::size_t asked = server_.requests().size();
  std::filesystem::remove_all(root() / "index");
  std::filesystem::remove(root() / "store.db");
  const auto replayed = run({"scan", "--replay", file});
  EXPECT_EQ(replayed.exit_code, 0) << replayed.out << replayed.err;
  EXPECT_NE(replayed.out.find("1 new"), std::string::npos) << replayed.out;
  EXPECT_EQ(server_.requests().size(), asked) << "nothing is asked of the network";
}

}  // namespace
}  // namespace horizon
