// An index of several shards: made, changed, damaged and read while it is being written.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "index/index.h"
#include "index/manifest.h"
#include "index/shards.h"
#include "tests/index/entries.h"
#include "tests/support/temp_dir.h"

namespace horizon::index {
namespace {

constexpr DocumentNumber kMany = 2 * kShardDocuments + 1'000;

class ShardingTest : public testing::Test {
 protected:
  void SetUp() override { open(); }

  void open() {
    writer_.reset();
    auto opened = Writer::open(folder(), {7, "store"});
    ASSERT_TRUE(opened) << opened.error().message;
    writer_ = std::make_unique<Writer>(*std::move(opened));
  }

  void put(const Entry& one) {
    const Status done = writer_->put(Prepared(one));
    ASSERT_TRUE(done) << done.error().message;
  }
  void put_many() {
    for (DocumentNumber i = 1; i <= kMany; ++i) {
      put(common_entry(i));
      if (i % 2'000 == 0) commit(i);
    }
    commit(kMany);
  }
  void commit(std::uint64_t sequence) {
    const Status done = writer_->commit(sequence);
    ASSERT_TRUE(done) << done.error().message;
  }
  Reader reader() {
    auto opened = Reader::open(folder());
    EXPECT_TRUE(opened) << opened.error().message;
    return *std::move(opened);
  }
  std::uint64_t total(const Reader& reader, const std::string& word) {
    Query query;
    query.parsed = parse_query(word).value();
    const auto hits = reader.search(query, segmenter_);
    EXPECT_TRUE(hits) << hits.error().message;
    return hits ? hits->total : 0;
  }
  std::size_t shards() { return read_manifest(folder())->shards.size(); }
  std::filesystem::path folder() const { return dir_.path() / "index"; }

  test::TempDir dir_;
  nlp::WordSegmenter segmenter_{std::vector<std::string>{}};
  std::unique_ptr<Writer> writer_;
};

TEST_F(ShardingTest, NumbersStayWhatTheyAreInEveryShard) {
  put_many();
  ASSERT_EQ(shards(), 3U);
  for (const bool settled : {false, true}) {
    if (settled) {
      ASSERT_TRUE(writer_->settle());
    }
    const Reader read = reader();
    EXPECT_EQ(read.documents(), kMany);
    Query query;
    query.parsed = parse_query("even").value();
    const auto numbers = read.matching(query, segmenter_);
    ASSERT_TRUE(numbers) << numbers.error().message;
    ASSERT_EQ(numbers->size(), kMany / 2);
    for (std::size_t i = 0; i < numbers->size(); ++i) ASSERT_EQ((*numbers)[i], 2 * (i + 1));
  }
  EXPECT_EQ(shards(), 2U);
}

TEST_F(ShardingTest, ManyAtOnceBecomeAShardOfTheirOwn) {
  put(titled_entry(1, "common odd"));
  put(titled_entry(2, "common even"));
  commit(2);
  const auto last = static_cast<DocumentNumber>(2 * kBulkDocuments);
  // In any order; what waits is changed and goes, and what is there already, too.
  for (DocumentNumber i = 4; i <= last; i += 2) put(common_entry(i));
  for (DocumentNumber i = 3; i <= last; i += 2) put(common_entry(i));
  put(titled_entry(2, "changed"));
  put(titled_entry(100, "changed"));
  for (const DocumentNumber number : {DocumentNumber{1}, DocumentNumber{200}, last + 5})
    put(gone_entry(number));
  commit(last);
  const auto manifest = read_manifest(folder());
  ASSERT_TRUE(manifest) << manifest.error().message;
  ASSERT_EQ(manifest->shards.size(), 3U);
  EXPECT_EQ(manifest->shards[1].first, 3U);
  EXPECT_EQ(manifest->shards[1].documents, last - 3);
  EXPECT_EQ(manifest->shards[2].first, last + 1);
  const Reader read = reader();
  EXPECT_EQ(read.documents(), last - 2);
  EXPECT_EQ(total(read, "changed"), 2U);
  EXPECT_EQ(total(read, "even"), last / 2 - 3);
  EXPECT_TRUE(read.check_shards().empty());
  EXPECT_EQ(read.difference(Prepared(titled_entry(100, "changed"))).value(), "");
  EXPECT_EQ(read.difference(Prepared(common_entry(last))).value(), "");
  put(titled_entry(last, "changed"));
  put(titled_entry(last + 1, "changed"));
  commit(last + 1);
  EXPECT_EQ(total(reader(), "changed"), 4U);
  ASSERT_TRUE(writer_->settle());
  EXPECT_EQ(total(reader(), "changed"), 4U);
  EXPECT_EQ(reader().documents(), last - 1);
}

TEST_F(ShardingTest, DocumentsOfSealedShardsChangeAndGo) {
  put_many();
  put(titled_entry(10, "changed"));
  put(gone_entry(20));
  commit(kMany + 2);
  EXPECT_EQ(total(reader(), "changed"), 1U);
  EXPECT_EQ(reader().documents(), kMany - 1);
  const std::vector<DocumentNumber> two = {10, 20};
  EXPECT_EQ(reader().facet(Facet::kSource, two), (std::vector<FacetValue>{{"test", 1}}));
  EXPECT_EQ(reader().daily_counts(two).size(), 1U);
  open();  // as another run finds it
  EXPECT_EQ(writer_->sequence(), kMany + 2);
  EXPECT_FALSE(writer_->stale());
}

// What a reader says of everything that is asked here, in lines.
std::string answers(const Reader& reader) {
  const nlp::WordSegmenter segmenter{std::vector<std::string>{}};
  std::string out = std::to_string(reader.documents()) + "\n";
  for (const char* text :
       {"common", "even", "odd changed", "changed", "common -even", "id:\"id:14\"",
        "changed OR (common -odd)", "title:changed", "chang*", "nothing"}) {
    Query query;
    query.parsed = parse_query(text).value();
    query.limit = 200;
    const auto hits = reader.search(query, segmenter);
    EXPECT_TRUE(hits) << hits.error().message;
    out += std::string(text) + ' ' + std::to_string(hits->total);
    for (const Hit& hit : hits->hits)
      out += fmt::format(" {}={}={:.9}", hit.number, hit.id, hit.score);
    const auto numbers = reader.matching(query, segmenter);
    EXPECT_TRUE(std::ranges::is_sorted(*numbers));
    for (const DocumentNumber number : *numbers) out += ' ' + std::to_string(number);
    const auto survey = reader.survey(query, segmenter);
    out += '\n' + std::to_string(survey->documents);
    for (const auto& [facet, values] : survey->facets)
      for (const FacetValue& value : values)
        out += fmt::format(" {}={}", value.value, value.documents);
    out += '\n';
  }
  return out;
}

TEST_F(ShardingTest, AnIndexWhoseDocumentsChangedIsAsAFreshOne) {
  put_many();
  std::map<DocumentNumber, Entry> all;
  for (DocumentNumber i = 1; i <= kMany; ++i) all[i] = common_entry(i);
  const auto change = [&](Entry entry) {
    put(entry);
    all[entry.number] = std::move(entry);
  };
  for (DocumentNumber i = 7; i <= kMany; i += 7) {
    Entry entry = titled_entry(i, i % 2 == 0 ? "changed changed even" : "changed odd and longer");
    entry.source = "other";
    entry.sources = {"other"};
    change(std::move(entry));
  }
  for (DocumentNumber i = 50; i <= kMany + 50; i += 50) {
    change(gone_entry(i));
  }
  for (DocumentNumber i = 700; i <= kMany; i += 700) change(titled_entry(i, "back again, changed"));
  change(common_entry(kMany + 2));
  commit(kMany + 2);

  const test::TempDir other;
  auto fresh = Writer::open(other.path() / "index", {7, "store"});
  ASSERT_TRUE(fresh);
  for (const auto& [number, entry] : all) ASSERT_TRUE(fresh->put(Prepared(entry)));
  ASSERT_TRUE(fresh->commit(kMany + 2));
  const std::string expected = answers(*Reader::open(other.path() / "index"));
  const auto expect_same = [&](const std::string& when) {
    const Reader read = reader();
    EXPECT_TRUE(answers(read) == expected) << when;
    EXPECT_TRUE(read.check_shards().empty()) << when;
    std::vector<DocumentNumber> present;
    for (const auto& [number, entry] : all) {
      EXPECT_EQ(read.difference(Prepared(entry)).value(), "") << number << ' ' << when;
      if (!entry.deleted) present.push_back(number);
    }
    EXPECT_EQ(read.numbers().value(), present) << when;
  };
  EXPECT_NE(read_manifest(folder())->changes, "");
  expect_same("as it has changed");
  open();
  expect_same("opened again");
  ASSERT_TRUE(writer_->settle());
  EXPECT_EQ(read_manifest(folder())->changes, "");
  expect_same("written anew");
  Entry wrong = common_entry(11);
  for (const auto& [title, said] : {std::pair("common odd more", "the term XTmore is missing"),
                                    std::pair("common", "does not belong"),
                                    std::pair("common common odd", "times instead of")}) {
    wrong.title = nlp::fold(title);
    EXPECT_NE(reader().difference(Prepared(wrong)).value().find(said), std::string::npos)
        << reader().difference(Prepared(wrong)).value();
  }
}

TEST_F(ShardingTest, ManyChangesAreWrittenIntoTheirShards) {
  put_many();
  for (DocumentNumber i = 1; i <= kChangedDocuments + 10; ++i) put(titled_entry(2 * i, "changed"));
  commit(kMany + 1);
  EXPECT_EQ(total(reader(), "changed"), kChangedDocuments + 10);
  EXPECT_EQ(total(reader(), "even"), kMany / 2 - kChangedDocuments - 10);
  EXPECT_EQ(reader().documents(), kMany);
  open();
  EXPECT_EQ(total(reader(), "changed"), kChangedDocuments + 10);
}

TEST_F(ShardingTest, ADamagedShardOfChangesIsNamedAndWhatHasGoneStaysAway) {
  put_many();
  put(titled_entry(10, "changed"));
  put(gone_entry(20));
  commit(kMany + 2);
  writer_.reset();
  const std::string changes = read_manifest(folder())->changes;
  ASSERT_NE(changes, "");
  std::filesystem::remove_all(folder() / changes);
  {
    const Reader read = reader();
    ASSERT_EQ(read.damaged().size(), 1U);
    EXPECT_EQ(read.damaged().front(), (folder() / changes).string());
    EXPECT_EQ(total(read, "even"), kMany / 2 - 1);
    EXPECT_EQ(read.documents(), kMany - 1);
  }
  const auto opened = Writer::open(folder(), {7, "store"});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kCorrupt);
}

TEST_F(ShardingTest, ReadersNeverFailWhileShardsAreSealedAndMerged) {
  put(titled_entry(1, "common"));
  commit(1);
  std::atomic<bool> done = false;
  std::atomic<int> searches = 0;
  std::thread reading([&] {
    std::uint64_t last = 0;
    while (!done) {
      const Reader read = reader();
      const std::uint64_t found = total(read, "common");
      EXPECT_GE(found, last);
      EXPECT_TRUE(read.damaged().empty());
      last = found;
      ++searches;
    }
  });
  put_many();
  EXPECT_TRUE(writer_->settle());
  done = true;
  reading.join();
  EXPECT_GT(searches, 3);
}

TEST_F(ShardingTest, ADamagedShardIsNamedAndTheRestSearched) {
  put_many();
  writer_.reset();
  const Shard first = read_manifest(folder())->shards.front();
  const std::string& name = first.name;
  std::filesystem::resize_file(folder() / name / "postlist.glass", 9'000);
  const Reader read = reader();
  EXPECT_EQ(total(read, "odd"), (kMany - first.documents) / 2);
  ASSERT_EQ(read.damaged().size(), 1U);
  EXPECT_EQ(read.damaged().front(), (folder() / name).string());
}

TEST_F(ShardingTest, WhatAKillLeavesIsCleanedUp) {
  put(titled_entry(1, "common"));
  commit(1);
  writer_.reset();
  std::filesystem::create_directories(folder() / "99");
  std::ofstream(folder() / "99" / "postlist.glass") << "half";
  open();
  EXPECT_FALSE(std::filesystem::exists(folder() / "99"));
  EXPECT_EQ(total(reader(), "common"), 1U);
}

TEST_F(ShardingTest, AnIndexWithoutItsManifestIsMadeAnew) {
  put(titled_entry(1, "common"));
  commit(1);
  writer_.reset();
  std::filesystem::remove(folder() / "manifest");
  const auto opened = Writer::open(folder(), {7, "store"});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(Reader::open(folder()).error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace horizon::index
