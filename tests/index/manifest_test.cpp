#include "index/manifest.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/io.h"
#include "index/shards.h"
#include "tests/support/temp_dir.h"

namespace horizon::index {
namespace {

Manifest example() {
  Manifest manifest;
  manifest.made_with = "2.0123456789abcdef";
  manifest.store = "00ff";
  manifest.sequence = 123'456'789'012;
  manifest.next = 9;
  manifest.shards = {{"3", 1, 25'000}, {"7", 25'002, 100}, {"8", 4'000'000'000, 0}};
  manifest.changes = "5";
  return manifest;
}

TEST(Manifest, ComesBackAsItWasWritten) {
  const test::TempDir dir;
  ASSERT_TRUE(write_manifest(dir.path(), example()));
  const auto read = read_manifest(dir.path());
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, example());
}

TEST(Manifest, EveryDocumentBelongsToOneShard) {
  const Manifest manifest = example();
  const std::vector<std::pair<DocumentNumber, std::size_t>> cases = {
      {1, 0}, {25'001, 0}, {25'002, 1}, {3'999'999'999, 1}, {4'000'000'000, 2}, {4'294'967'295, 2}};
  for (const auto& [number, shard] : cases) EXPECT_EQ(manifest.shard_of(number), shard) << number;
}

TEST(Manifest, DamageIsCalledCorrupt) {
  const std::string good = print_manifest(example());
  ASSERT_TRUE(parse_manifest(good));
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_FALSE(parse_manifest(good.substr(0, size))) << size;
  const auto with = [](const std::string& line) {
    return "horizon-index 1\nmade-with a\nstore b\nsequence 1\nnext 2\n" + line + "\nend\n";
  };
  EXPECT_TRUE(parse_manifest(with("shard 1 1 0")));
  for (const char* line :
       {"", "shard", "shard ../x 1 0", "shard 1/2 1 0", "shard 1 2 0", "shard 1 1 -1",
        "shard 1 1 0\nshard 2 1 0", "shard 1 1 0\nsequence x", "shard 1 4294967296 0",
        "shard 1 1 0\nchanges ../1", "shard 1 1 0\nchanges 2", "shard 1 1 0\nchanges",
        "shard 1 1 0\nshard 1 9 0", "shard 1 1 0\nchanges 1",
        "shard 0 1 0\nshard 1 4294967295 0\nshard 2 1 0", "shard 999999999999999999999 1 0",
        "what 1"}) {
    const auto parsed = parse_manifest(with(line));
    ASSERT_FALSE(parsed) << line;
    EXPECT_EQ(parsed.error().code, ErrorCode::kCorrupt) << line;
  }
}

std::vector<Shard> of_sizes(const std::vector<std::uint64_t>& sizes) {
  std::vector<Shard> shards;
  DocumentNumber first = 1;
  for (const std::uint64_t size : sizes) {
    shards.push_back({std::to_string(shards.size() + 1), first, size});
    first += static_cast<DocumentNumber>(size);
  }
  return shards;
}

TEST(Shards, EightOfASizeAreMerged) {
  const std::uint64_t one = kShardDocuments;
  EXPECT_EQ(shards_to_merge(of_sizes({})), 0U);
  EXPECT_EQ(shards_to_merge(of_sizes({one, one, one, one, one, one, one})), 0U);
  EXPECT_EQ(shards_to_merge(of_sizes({one, one, one, one, one, one, one, one})), 8U);
  EXPECT_EQ(shards_to_merge(of_sizes({8 * one, one, one, one, one, one, one, one})), 0U);
}

TEST(Shards, AMillionDocumentsAreCopiedFewTimes) {
  std::vector<Shard> shards;
  std::uint64_t copied = 0;
  for (int i = 0; i < 40; ++i) {
    shards.push_back({std::to_string(i), 1, kShardDocuments});
    copied += kShardDocuments;
    for (std::size_t count = shards_to_merge(shards); count > 0; count = shards_to_merge(shards)) {
      Shard one{"x", 1, 0};
      for (std::size_t j = 0; j < count; ++j, shards.pop_back())
        one.documents += shards.back().documents;
      copied += one.documents;
      shards.push_back(one);
    }
  }
  EXPECT_EQ(shards.size(), 5U);
  EXPECT_LE(copied, 2 * 40 * kShardDocuments);
}

TEST(Shards, SettledShardsFallInSize) {
  const std::vector<std::pair<std::vector<std::uint64_t>, std::size_t>> cases = {
      {{}, 0},          {{100}, 0},           {{100, 25}, 0},      {{100, 26}, 2},
      {{1000, 100}, 0}, {{1000, 100, 90}, 2}, {{500, 100, 90}, 3}, {{1000, 200, 200, 200}, 4}};
  for (const auto& [sizes, expected] : cases)
    EXPECT_EQ(shards_to_settle(of_sizes(sizes)), expected) << testing::PrintToString(sizes);
}

}  // namespace
}  // namespace horizon::index
