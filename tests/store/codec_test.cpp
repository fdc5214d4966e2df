#include "store/codec.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace horizon::store {
namespace {

TEST(Compression, RoundTrip) {
  Compressor compressor(1);
  Decompressor decompressor;
  for (const std::string& text :
       {std::string(), std::string("a"), std::string(1'000'000, 'x'), std::string("\0\xff", 2)}) {
    const auto frame = compressor.compress(text);
    ASSERT_TRUE(frame);
    EXPECT_EQ(decompressor.decompress(*frame), text) << text.size();
  }
}

TEST(Compression, DamageIsTold) {
  Compressor compressor(1);
  Decompressor decompressor;
  const std::string frame(compressor.compress(std::string(5000, 'y') + "end").value());
  for (std::size_t size = 0; size < frame.size(); ++size)
    EXPECT_FALSE(decompressor.decompress(std::string_view(frame).substr(0, size))) << size;
  for (std::size_t at = 0; at < frame.size(); ++at) {
    std::string damaged = frame;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    const auto result = decompressor.decompress(damaged);
    EXPECT_TRUE(result || result.error().code == ErrorCode::kCorrupt) << at;
  }
  // A frame that claims 2^62 bytes.
  const std::string bomb("\x28\xb5\x2f\xfd\xe0\0\0\0\0\0\0\0\x40\x01\0\0", 16);
  EXPECT_FALSE(decompressor.decompress(bomb));
}

TEST(Hash, IsFixed) {
  // XXH3's published 128-bit hash of no bytes.
  EXPECT_EQ(hex_hash(""), "99aa06d3014798d86001c324468d497f");
  EXPECT_EQ(hash_of("x").size(), 16U);
}

TEST(Body, RoundTrip) {
  Document document;
  document.abstract = std::string("a\0\"\\\n脑机", 11);
  document.authors = {{.name = ""}, {.name = "B", .id = "orcid:1", .organisations = {0}}};
  document.organisations = {{.name = "C"},
                            {.name = "D", .id = "ror:1", .country = "CN", .city = "北京"}};
  document.venue = "学报";
  document.family = "docdb:1";
  document.priority = Day{std::chrono::days{-1}};
  document.keys = {"doi:10.1/x"};
  for (const CodeScheme scheme : {CodeScheme::kArxiv, CodeScheme::kCpc, CodeScheme::kMesh,
                                  CodeScheme::kOpenAlex, CodeScheme::kOther})
    document.codes.push_back({scheme, "v"});
  Document read;
  ASSERT_TRUE(decode_body(encode_body(document), read));
  EXPECT_EQ(read.abstract, document.abstract);
  EXPECT_EQ(read.authors, document.authors);
  EXPECT_EQ(read.organisations, document.organisations);
  EXPECT_EQ(read.venue, document.venue);
  EXPECT_EQ(read.family, document.family);
  EXPECT_EQ(read.priority, document.priority);
  EXPECT_EQ(read.keys, document.keys);
  EXPECT_EQ(read.codes, document.codes);
  EXPECT_EQ(encode_body(Document{}), "{}");
}

TEST(Body, MalformedUtf8IsReplacedOnce) {
  Document document;
  document.abstract = "a\xff\xc3";
  Document read;
  ASSERT_TRUE(decode_body(encode_body(document), read));
  EXPECT_EQ(read.abstract, "a\xef\xbf\xbd\xef\xbf\xbd");
  EXPECT_EQ(encode_body(read), encode_body(document));
}

TEST(Body, ForeignJsonIsRefused) {
  Document document;
  for (const char* text :
       {"", "[]", "{", "null", R"({"abstract":1})", R"({"authors":"x"})", R"({"authors":[1]})",
        R"({"codes":[["arxiv"]]})", R"({"codes":[[1,"x"]]})", R"({"keys":{}})", "{\"a\":\"\xff\"}"})
    EXPECT_FALSE(decode_body(text, document)) << text;
  EXPECT_FALSE(decode_body(std::string(100'000, '['), document));
}

TEST(EvidenceBytes, RoundTrip) {
  const std::vector<Evidence> evidence = {{Field::kTitle, 0, 0, "", 0},
                                          {Field::kAbstract, 0xffffffffU, 300, "脑机\0接口", 0.1F},
                                          {Field::kCode, 127, 128, "cs.RO", 1}};
  const auto read = decode_evidence(encode_evidence(evidence));
  ASSERT_TRUE(read);
  ASSERT_EQ(read->size(), evidence.size());
  for (std::size_t i = 0; i < evidence.size(); ++i) {
    EXPECT_EQ((*read)[i].field, evidence[i].field) << i;
    EXPECT_EQ((*read)[i].begin, evidence[i].begin) << i;
    EXPECT_EQ((*read)[i].size, evidence[i].size) << i;
    EXPECT_EQ((*read)[i].term, evidence[i].term) << i;
    EXPECT_EQ((*read)[i].weight, evidence[i].weight) << i;
  }
}

TEST(EvidenceBytes, RandomBytesNeverReadBeyondTheirEnd) {
  std::mt19937 random(7);
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes(random() % 24, '\0');
    for (char& c : bytes) c = static_cast<char>(random() % 5 == 0 ? random() : random() % 4);
    const auto read = decode_evidence(bytes);
    EXPECT_TRUE(!read || encode_evidence(*read).size() <= bytes.size());
  }
}

}  // namespace
}  // namespace horizon::store
