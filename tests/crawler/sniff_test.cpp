#include "crawler/formats/sniff.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "tests/support/gzip.h"
#include "tests/support/temp_dir.h"

namespace horizon::crawler {
namespace {

TEST(SniffBytes, ByTheBeginning) {
  struct Case {
    const char* bytes;
    Format format;
  };
  const Case cases[] = {
      {"", Format::kJsonl},
      {"{\"a\":1}\n", Format::kJsonl},
      {"\xEF\xBB\xBF\n {\"a\":1}", Format::kJsonl},
      {"<?xml version='1.0'?><!-- <feed> --><rss><channel>", Format::kFeed},
      {"<feed xmlns='http://www.w3.org/2005/Atom'>", Format::kFeed},
      {"<rdf:RDF>", Format::kFeed},
      {"\n<?xml version='1.0'?>\n<OAI-PMH xmlns='x'>", Format::kOai},
  };
  for (const Case& c : cases) {
    const auto format = sniff_bytes(c.bytes);
    ASSERT_TRUE(format.has_value()) << c.bytes << ": " << format.error().message;
    EXPECT_EQ(*format, c.format) << c.bytes;
  }
  for (const char* const bytes : {"id,title\n", "<html>", "[1,2]", "%PDF-1.4", "PK\x03\x04", "<"}) {
    const auto format = sniff_bytes(bytes);
    ASSERT_FALSE(format.has_value()) << bytes;
    EXPECT_EQ(format.error().code, ErrorCode::kUsage) << bytes;
  }
}

class SniffFile : public ::testing::Test {
 protected:
  std::filesystem::path file(const std::string& bytes) {
    const auto path = folder_.path() / "input";
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }
  test::TempDir folder_;
};

TEST_F(SniffFile, CompressedFeedIsParsed) {
  const auto path = file(test::gzip("<rss><channel><item><title>x</title></item></channel></rss>"));
  ASSERT_EQ(sniff(path), Format::kFeed);
  const auto bytes = read_decompressed(path);
  ASSERT_TRUE(bytes.has_value());
  Source source;
  source.id = "s";
  const auto records = parse_file_bytes(Format::kFeed, *bytes, source, {path.string(), "", {}});
  ASSERT_TRUE(records.has_value());
  EXPECT_EQ(records->records.size(), 1u);
  EXPECT_FALSE(parse_file_bytes(Format::kJsonl, "{}", source, {}).has_value());
}

TEST_F(SniffFile, Hostile_GzipBombIsBounded) {
  const auto path = file(test::gzip(std::string(8 << 20, ' ')));
  EXPECT_EQ(read_decompressed(path, 1 << 20).error().code, ErrorCode::kLimit);
}

TEST_F(SniffFile, DamagedFiles) {
  const std::string whole = test::gzip("{\"title\":\"x\"}\n");
  EXPECT_EQ(read_decompressed(file(whole.substr(0, whole.size() - 4))).error().code,
            ErrorCode::kCorrupt);
  EXPECT_EQ(sniff(file(whole.substr(0, 6))).error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(sniff(folder_.path() / "none").error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace horizon::crawler
