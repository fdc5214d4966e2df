// Phrases of which the index knows only where their words are: pages go on where the last one
// ended, and a search that has to end early does so in good order.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "index/index.h"
#include "tests/index/entries.h"
#include "tests/support/temp_dir.h"

namespace horizon::index {
namespace {

constexpr DocumentNumber kDocuments = 6'000;

// Every third one says "alpha beta", the others "beta alpha".
bool matches(DocumentNumber number) { return number % 3 == 0; }

class PhrasePagingTest : public testing::Test {
 protected:
  void SetUp() override {
    auto writer = Writer::open(dir_.path() / "index", {7, "store"});
    ASSERT_TRUE(writer) << writer.error().message;
    for (DocumentNumber number = 1; number <= kDocuments; ++number) {
      Entry entry = titled_entry(number, title(number));
      // In no order of numbers, and all of one day.
      entry.id = "id:" + std::to_string(std::uint64_t{number} * 7'919 % 10'007);
      entry.published = PartialDate{parse_iso_date("2024-03-15")->day, Precision::kYear};
      if (matches(number)) ids_.push_back(entry.id);
      ASSERT_TRUE(writer->put(Prepared(entry)));
    }
    std::ranges::sort(ids_);
    ASSERT_TRUE(writer->commit(kDocuments));
    auto reader = Reader::open(dir_.path() / "index");
    ASSERT_TRUE(reader) << reader.error().message;
    reader_ = std::make_unique<Reader>(*std::move(reader));
  }

  static std::string title(DocumentNumber number) {
    return matches(number) ? "alpha beta" : "beta alpha";
  }
  Query query() const {
    Query query;
    query.parsed = parse_query("\"alpha beta\"").value();
    query.document = [](DocumentNumber number) {
      Document document;
      document.title = title(number);
      return document;
    };
    return query;
  }

  test::TempDir dir_;
  nlp::WordSegmenter segmenter_{std::vector<std::string>{}};
  std::unique_ptr<Reader> reader_;
  std::vector<std::string> ids_;  // of those that match
};

TEST_F(PhrasePagingTest, PagesTogetherAreTheList) {
  for (const Order order : {Order::kRelevance, Order::kNewest, Order::kOldest}) {
    Query asked = query();
    asked.order = order;
    asked.limit = 90;
    std::vector<std::string> found;
    for (std::size_t page = 0; page < 30; ++page) {
      const auto hits = reader_->search(asked, segmenter_);
      ASSERT_TRUE(hits) << hits.error().message;
      if (hits->hits.empty()) break;
      for (const Hit& hit : hits->hits) found.push_back(hit.id);
      const Hit& last = hits->hits.back();
      asked.after = After{last.score, last.published, last.id, found.size()};
    }
    EXPECT_EQ(found, ids_) << static_cast<int>(order);
  }
}

TEST_F(PhrasePagingTest, ASearchThatMustEndEarlyEnds) {
  Query asked = query();
  asked.parsed = parse_query("\"beta alpha\" \"alpha alpha\"").value();
  asked.limit = 4'000;
  for (int limit = 1; limit <= 40; ++limit) {
    asked.time_limit = std::chrono::milliseconds(limit);
    const auto hits = reader_->search(asked, segmenter_);
    ASSERT_TRUE(hits) << hits.error().message;
    EXPECT_TRUE(hits->cut_short || hits->total == 0 || hits->hits.size() <= hits->total);
  }
}

}  // namespace
}  // namespace horizon::index
