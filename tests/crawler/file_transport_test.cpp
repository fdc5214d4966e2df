#include "crawler/fetch/file_transport.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "crawler/harvest/harvest.h"
#include "tests/support/temp_dir.h"

namespace horizon::crawler {
namespace {

class FileTransportTest : public ::testing::Test {
 protected:
  FileTransportTest() : transport_(folder_.path() / "root") {
    std::filesystem::create_directories(folder_.path() / "root/oai");
    write("secret", "secret");
    write("root/a b.rss", "feed");
    write("root/oai/index.xml", "first");
    write("root/oai/t_1-x.xml", "second");
    std::filesystem::create_symlink("../secret", folder_.path() / "root/link");
  }
  void write(const std::string& name, const std::string& bytes) {
    std::ofstream(folder_.path() / name) << bytes;
  }
  std::string body(const std::string& url) {
    const auto response = transport_.get({url, {}, {}});
    return response ? response->body : "error: " + response.error().message;
  }

  test::TempDir folder_;
  FileTransport transport_;
};

TEST_F(FileTransportTest, FilesAndOaiFolders) {
  EXPECT_EQ(body("file:a b.rss"), "feed");
  EXPECT_EQ(body("file:a%20b.rss"), "feed");
  EXPECT_EQ(body("file:oai?verb=ListRecords&metadataPrefix=oai_dc"), "first");
  EXPECT_EQ(body("file:oai?verb=ListRecords&resumptionToken=t_1-x"), "second");
}

TEST_F(FileTransportTest, NothingOutsideTheRoot) {
  for (const char* const url :
       {"file:../secret", "file:%2e%2e/secret", "file:oai/../../secret", "file:/etc/passwd",
        "file:///etc/passwd", "file:link", "file:oai?resumptionToken=../../secret",
        "file:", "file:oai?resumptionToken=", "file:a%00b", "http://a.org/"}) {
    const auto response = transport_.get({url, {}, {}});
    ASSERT_FALSE(response.has_value()) << url;
    EXPECT_EQ(response.error().code, ErrorCode::kUsage) << url << response.error().message;
  }
}

TEST_F(FileTransportTest, MissingFilesFoldersAndSizes) {
  EXPECT_EQ(transport_.get({"file:none", {}, {}}).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(transport_.get({"file:oai", {}, {}}).error().code, ErrorCode::kNotFound);
  Request request{"file:oai/index.xml", {}, {}};
  request.limits.max_bytes = 4;
  EXPECT_EQ(transport_.get(request).error().code, ErrorCode::kLimit);
}

TEST_F(FileTransportTest, UnchangedFileIsNotModified) {
  const auto first = transport_.get({"file:oai/index.xml", {}, {}});
  ASSERT_TRUE(first.has_value());
  const Request again{"file:oai/index.xml", {{"If-None-Match", first->etag}}, {}};
  EXPECT_EQ(transport_.get(again)->status, 304);
  write("root/oai/index.xml", "changed");
  EXPECT_EQ(transport_.get(again)->status, 200);
}

TEST_F(FileTransportTest, HarvestOfSavedPages) {
  const auto page = [](const std::string& id, const std::string& token) {
    return "<OAI-PMH><responseDate>2026-11-22T00:00:00Z</responseDate><ListRecords><record><header>"
           "<identifier>" +
           id +
           "</identifier></header><metadata><dc><title>t</title></dc>"
           "</metadata></record><resumptionToken>" +
           token +
           "</resumptionToken></ListRecords>"
           "</OAI-PMH>";
  };
  write("root/oai/index.xml", page("1", "t_1-x"));
  write("root/oai/t_1-x.xml", page("2", ""));
  Source source;
  source.id = "saved";
  source.kind = SourceKind::kOaiPmh;
  source.url = "file:oai";
  std::optional<std::string> state;
  std::vector<std::string> keys;
  for (bool more = true; more;) {
    const auto harvest = open_harvest(source, state, {});
    ASSERT_TRUE(harvest.has_value()) << harvest.error().message;
    const auto reply = transport_.get(*(*harvest)->next());
    ASSERT_TRUE(reply.has_value()) << reply.error().message;
    const auto taken = (*harvest)->take(*reply, Instant{});
    ASSERT_TRUE(taken.has_value()) << taken.error().message;
    for (const ParsedRecord& record : taken->records) keys.push_back(record.document.keys[0]);
    more = taken->more;
    state = taken->cursor_state;
  }
  EXPECT_EQ(keys, (std::vector<std::string>{"id:saved:1", "id:saved:2"}));
}

}  // namespace
}  // namespace horizon::crawler
