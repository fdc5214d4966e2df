#include <gtest/gtest.h>

#include "tests/store/fixture.h"

namespace horizon::store {
namespace {

Incoming published_on(const std::string& source, int number, std::optional<PartialDate> day) {
  const std::string id = fmt::format("{}{}", source, number);
  Incoming incoming = record(source, id, {"id:" + id});
  incoming.document.title += " " + id;
  incoming.document.abstract.clear();
  incoming.document.authors.clear();
  incoming.document.published = day;
  return incoming;
}

TEST(Arrivals, SayWhenDocumentsCameBesideWhenTheyWerePublished) {
  const test::TempDir dir;
  Store store = open_store(dir.path() / "store.db");
  const PartialDate day{.day = kToday - std::chrono::days{3}, .precision = Precision::kDay};
  const PartialDate month{.day = day.day, .precision = Precision::kMonth};
  write(store, {published_on("a", 1, day), published_on("a", 2, day), published_on("b", 3, day),
                published_on("a", 4, month), published_on("a", 5, std::nullopt)});
  write(store, {published_on("a", 6, day)}, kNow + std::chrono::days{2});
  const auto arrivals = store.arrivals(kToday);
  ASSERT_TRUE(arrivals);
  ASSERT_EQ(arrivals->size(), 3U) << "months and unknown dates have no delay";
  EXPECT_EQ((*arrivals)[0].documents, 2U);
  EXPECT_EQ((*arrivals)[0].source, "a");
  EXPECT_EQ((*arrivals)[0].published, day.day);
  EXPECT_EQ((*arrivals)[0].first_seen, kToday);
  EXPECT_EQ((*arrivals)[1].first_seen, kToday + std::chrono::days{2});
  EXPECT_EQ((*arrivals)[2].source, "b");
  EXPECT_EQ(store.arrivals(kToday + std::chrono::days{1})->size(), 1U);
  EXPECT_TRUE(store.arrivals(kToday + std::chrono::days{3})->empty());
}

TEST(Arrivals, ADayOfThousandsIsNoDaysNews) {
  const test::TempDir dir;
  Store store = open_store(dir.path() / "store.db");
  const PartialDate day{.day = kToday, .precision = Precision::kDay};
  std::vector<Incoming> many;
  for (std::size_t i = 0; i <= kMostArrivals; ++i) {
    many.push_back(published_on("bulk", static_cast<int>(i), day));
  }
  many.push_back(published_on("other", 1, day));
  write(store, many);
  const auto arrivals = store.arrivals(kToday);
  ASSERT_TRUE(arrivals);
  ASSERT_EQ(arrivals->size(), 1U);
  EXPECT_EQ(arrivals->front().source, "other");
}

}  // namespace
}  // namespace horizon::store
