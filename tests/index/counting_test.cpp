// Counts over the columns, beside counts that are made one by one.
#include "index/counting.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "tests/support/temp_dir.h"

namespace horizon::index {
namespace {

std::string printed(const DailyCount& one) {
  return (one.date ? format_date(*one.date) : "-") + " " + std::string(to_string(one.kind)) + " " +
         one.language + " " + one.source + " " + std::to_string(one.documents);
}

std::vector<std::string> printed(const std::vector<DailyCount>& counts) {
  std::vector<std::string> lines;
  for (const DailyCount& one : counts) lines.push_back(printed(one));
  return lines;
}

class CountingTest : public testing::Test {
 protected:
  // Days of all precisions, some of them long ago, some rows of documents that are not there.
  void fill(DocumentNumber count) {
    auto writer = ColumnWriter::open(dir_.path());
    ASSERT_TRUE(writer) << writer.error().message;
    std::mt19937 random(3);
    for (DocumentNumber i = 1; i <= count; ++i) {
      ColumnRow row;
      row.present = random() % 50 == 0 ? 0 : 1;
      row.kind = static_cast<std::uint8_t>(random() % 4);
      row.precision = random() % 20 == 0 ? kNoDay : static_cast<std::uint8_t>(random() % 3);
      row.day = random() % 100 == 0 ? -30'000 : static_cast<std::int32_t>(16'000 + random() % 300);
      row.language = writer->name(random() % 3 == 0 ? "zh" : "en");
      row.source = writer->name("source-" + std::to_string(random() % 3));
      writer->set(i, row);
      numbers_.push_back(i);
    }
    ASSERT_TRUE(writer->flush());
    auto opened = Columns::open(dir_.path());
    ASSERT_TRUE(opened) << opened.error().message;
    columns_ = *std::move(opened);
  }

  std::vector<std::string> one_by_one(bool by_date_alone) const {
    using Key = std::tuple<std::optional<PartialDate>, Kind, std::string, std::string>;
    std::map<Key, std::uint32_t> sums;
    for (const DocumentNumber number : numbers_) {
      const ColumnRow& row = columns_.rows()[number];
      if (row.present == 0) continue;
      const std::string language(by_date_alone ? "" : columns_.list(row.language));
      const std::string source(by_date_alone ? "" : columns_.list(row.source));
      const Kind kind = by_date_alone ? Kind::kOther : static_cast<Kind>(row.kind);
      const Key key(date_of(row), kind, language, source);
      ++sums[key];
    }
    std::vector<std::string> lines;
    for (const auto& [key, documents] : sums) {
      const auto& [date, kind, language, source] = key;
      lines.push_back(printed(DailyCount{date, kind, language, source, documents}));
    }
    return lines;
  }

  test::TempDir dir_;
  Columns columns_;
  std::vector<DocumentNumber> numbers_;
};

TEST_F(CountingTest, FewAndManyAreCountedAlike) {
  for (const DocumentNumber count : {0U, 1U, 700U, 60'000U}) {
    numbers_.clear();
    fill(count);
    EXPECT_EQ(printed(daily_counts(columns_, numbers_)), one_by_one(false)) << count;
    EXPECT_EQ(printed(date_counts(columns_, numbers_)), one_by_one(true)) << count;
  }
}

}  // namespace
}  // namespace horizon::index
