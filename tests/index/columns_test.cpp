#include "index/columns.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/support/temp_dir.h"

namespace horizon::index {
namespace {

class ColumnsTest : public testing::Test {
 protected:
  ColumnWriter writer() {
    auto opened = ColumnWriter::open(dir_.path());
    EXPECT_TRUE(opened) << opened.error().message;
    return *std::move(opened);
  }
  Columns columns() {
    auto opened = Columns::open(dir_.path());
    EXPECT_TRUE(opened) << opened.error().message;
    return *std::move(opened);
  }

  test::TempDir dir_;
};

TEST_F(ColumnsTest, WithoutFilesThereAreNoRows) {
  EXPECT_TRUE(columns().rows().empty());
  EXPECT_TRUE(columns().names(0).empty());
  EXPECT_TRUE(columns().names(7).empty());
}

TEST_F(ColumnsTest, RowsAndNamesComeBack) {
  {
    ColumnWriter out = writer();
    ColumnRow row;
    row.present = 1;
    row.day = -5;
    row.labels = out.names(std::vector<std::string>{"INF", "INF.qcomp"});
    row.source = out.name("arxiv");
    out.set(7, row);
    row.day = 12;
    out.set(3, row);
    row.day = 13;
    out.set(3, row);  // the later one holds
    ASSERT_TRUE(out.flush());
  }
  {
    ColumnWriter again = writer();
    EXPECT_EQ(again.name("arxiv"), 2U);
    EXPECT_EQ(again.name(""), 0U);
    EXPECT_EQ(again.name("new"), 3U);
    ColumnRow row;
    row.present = 1;
    again.set(8, row);
    ASSERT_TRUE(again.flush());
  }
  const Columns read = columns();
  ASSERT_EQ(read.rows().size(), 9U);
  EXPECT_EQ(read.rows()[0].present, 0);
  EXPECT_EQ(read.rows()[3].day, 13);
  EXPECT_EQ(read.rows()[7].day, -5);
  EXPECT_EQ(read.names(read.rows()[7].labels), (std::vector<std::string_view>{"INF", "INF.qcomp"}));
  EXPECT_EQ(read.list(read.rows()[7].source), "arxiv");
  EXPECT_EQ(read.list(3), "new");
}

TEST_F(ColumnsTest, WordsComeBackAndAreWrittenOnce) {
  const std::string large(100'000, 'x');
  ColumnRow row;
  row.present = 1;
  const auto set = [&](DocumentNumber number, const std::string& words) {
    ColumnWriter out = writer();
    out.set(number, row, words);
    ASSERT_TRUE(out.flush());
  };
  const auto size = [this] { return std::filesystem::file_size(dir_.path() / kWordsFile); };
  set(1, "a");
  set(2, large);
  set(4, "");
  const std::uintmax_t before = size();
  set(2, large);
  set(1, "a");
  EXPECT_EQ(size(), before);
  set(1, "ab");
  EXPECT_GT(size(), before);
  EXPECT_EQ(columns().words(1), "ab");
  EXPECT_EQ(columns().words(2), large);
  for (const DocumentNumber none : {0U, 3U, 4U, 99U}) EXPECT_EQ(columns().words(none), "") << none;
  // What has been cut off is not there; what a kill has left half written is in nobody's way.
  std::filesystem::resize_file(dir_.path() / kWordsFile, 50'001);
  EXPECT_EQ(columns().words(2), "");
  EXPECT_EQ(columns().words(1), "");
  set(5, "behind");
  EXPECT_EQ(columns().words(5), "behind");
}

TEST(WordsAt, NoPlaceLeadsOutOfTheFile) {
  const std::string file(
      "\x03"
      "abc\x7fzzz\xff\xff\xff\xff\xff\xff\xff\xff",
      16);
  const std::vector<std::pair<WordPlace, std::string>> cases = {
      {0, ""}, {1, "abc"}, {2, ""}, {3, ""}, {4, ""}, {5, ""}, {UINT32_MAX, ""}};
  for (const auto& [place, words] : cases) EXPECT_EQ(words_at(file, place), words) << place;
  EXPECT_EQ(words_at("", 1), "");
}

TEST_F(ColumnsTest, HalfWrittenNamesAreCutOff) {
  {
    ColumnWriter out = writer();
    EXPECT_EQ(out.name("one"), 1U);
    ASSERT_TRUE(out.flush());
  }
  std::ofstream(dir_.path() / "names", std::ios::app) << "half of a na";
  EXPECT_EQ(columns().lists(), 2U);
  EXPECT_EQ(writer().name("other"), 2U);
  EXPECT_EQ(std::filesystem::file_size(dir_.path() / "names"), 5U);
}

TEST_F(ColumnsTest, NamesThatHoldSeparatorsCannotSpoilTheFile) {
  {
    ColumnWriter out = writer();
    out.names(std::vector<std::string>{"a\tb", "c\nd"});
    ASSERT_TRUE(out.flush());
  }
  EXPECT_EQ(columns().names(1), (std::vector<std::string_view>{"a b", "c d"}));
}

TEST_F(ColumnsTest, DatesKeepTheirPrecision) {
  ColumnRow row;
  row.precision = kNoDay;
  EXPECT_FALSE(date_of(row));
  row.day = 0;
  row.precision = static_cast<std::uint8_t>(Precision::kMonth);
  EXPECT_EQ(format_date(*date_of(row)), "1970-01");
}

}  // namespace
}  // namespace horizon::index
