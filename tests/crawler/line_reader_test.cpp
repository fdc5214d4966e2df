#include "crawler/bytes/line_reader.h"

#include <gtest/gtest.h>
#include <zstd.h>

#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/gzip.h"
#include "tests/support/temp_dir.h"

namespace horizon::crawler {
namespace {

using Strings = std::vector<std::string>;

struct Outcome {
  Strings lines;
  std::vector<std::uint64_t> numbers, offsets;
  std::string error;
};

class LineReaderTest : public ::testing::Test {
 protected:
  std::filesystem::path file(const std::string& bytes) {
    const auto path = folder_.path() / "input";
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }

  Outcome read(const std::string& bytes, LineReaderOptions options = {}) {
    auto reader = LineReader::open(file(bytes), options);
    Outcome outcome;
    if (!reader) {
      outcome.error = reader.error().message;
      return outcome;
    }
    for (;;) {
      const auto line = reader->next();
      if (!line) {
        EXPECT_TRUE(outcome.error.empty()) << "a second error: " << line.error().message;
        outcome.error = line.error().message;
        continue;
      }
      if (!*line) return outcome;
      outcome.lines.push_back(std::string((*line)->text) + ((*line)->oversized ? "!" : ""));
      outcome.numbers.push_back((*line)->number);
      outcome.offsets.push_back((*line)->offset);
    }
  }

  test::TempDir folder_;
};

std::string zstd(const std::string& text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
  return out;
}

TEST_F(LineReaderTest, LineBreaksBomAndLastLine) {
  struct Case {
    std::string bytes;
    Strings lines;
  };
  const Case cases[] = {
      {"", {}},
      {"\n", {""}},
      {"a", {"a"}},
      {"a\n", {"a"}},
      {"a\nb", {"a", "b"}},
      {"a\r\nb\r\n", {"a", "b"}},
      {"a\n\nb\n", {"a", "", "b"}},
      {"\xEF\xBB\xBF{}\n\xEF\xBB\xBFx\n", {"{}", "\xEF\xBB\xBFx"}},
      {"\xEF\xBB\xBF", {}},
      {"\xEF\xBB", {"\xEF\xBB"}},
      {std::string("a\0b\n", 4), {std::string("a\0b", 3)}},
  };
  for (const Case& c : cases) {
    for (const std::string& bytes : {c.bytes, test::gzip(c.bytes), zstd(c.bytes)}) {
      const Outcome outcome = read(bytes);
      EXPECT_EQ(outcome.lines, c.lines) << c.bytes;
      EXPECT_EQ(outcome.error, "") << c.bytes;
    }
  }
}

TEST_F(LineReaderTest, NumbersAndOffsets) {
  const Outcome outcome = read(
      "\xEF\xBB\xBF"
      "ab\r\ncd\n\ne");
  EXPECT_EQ(outcome.numbers, (std::vector<std::uint64_t>{1, 2, 3, 4}));
  EXPECT_EQ(outcome.offsets, (std::vector<std::uint64_t>{3, 7, 10, 11}));
}

TEST_F(LineReaderTest, LinesAcrossBuffersAndMembers) {
  std::string text, compressed;
  Strings expected;
  for (int i = 0; i < 20; ++i) {
    expected.push_back(
        std::string(50'000 + static_cast<std::size_t>(i) * 7'777, static_cast<char>('a' + i)));
    text += expected.back() + '\n';
  }
  for (std::size_t pos = 0; pos < text.size(); pos += 300'001) {
    compressed += test::gzip(text.substr(pos, 300'001));
  }
  EXPECT_EQ(read(text).lines, expected);
  EXPECT_EQ(read(compressed).lines, expected);
  EXPECT_EQ(read(compressed + std::string(512, '\0')).lines, expected);
  EXPECT_EQ(read(zstd(text) + zstd("tail\n")).lines.back(), "tail");
}

TEST_F(LineReaderTest, OversizedLinesAreSkippedToTheirEnd) {
  const std::string big(3'000'000, 'x');
  const Outcome outcome = read("a\n" + big + "\nb\n" + big, {.max_line_bytes = 1000});
  ASSERT_EQ(outcome.lines.size(), 4u);
  EXPECT_EQ(outcome.lines[0], "a");
  EXPECT_EQ(outcome.lines[1], std::string(65536, 'x') + "!");
  EXPECT_EQ(outcome.lines[2], "b");
  EXPECT_EQ(outcome.lines[3].size(), 65537u);
  EXPECT_EQ(outcome.numbers, (std::vector<std::uint64_t>{1, 2, 3, 4}));
  EXPECT_EQ(outcome.offsets[2], 2u + 3'000'001u);
  EXPECT_EQ(read(std::string(1000, 'y') + "\n", {.max_line_bytes = 1000}).lines[0].size(), 1000u);
  EXPECT_EQ(read(std::string(1001, 'y') + "\n", {.max_line_bytes = 1000}).lines[0].back(), '!');
}

TEST_F(LineReaderTest, Hostile_HundredMegabyteLineInAGzipBomb) {
  const std::string bomb = test::gzip(std::string(100 << 20, '0') + "\nafter\n");
  auto reader = LineReader::open(file(bomb));
  ASSERT_TRUE(reader.has_value());
  const auto first = reader->next();
  ASSERT_TRUE(first.has_value() && first->has_value());
  EXPECT_TRUE((*first)->oversized);
  EXPECT_EQ((*first)->size, std::uint64_t{100} << 20);
  EXPECT_EQ((*first)->text.size(), 65536u);
  const auto second = reader->next();
  ASSERT_TRUE(second.has_value() && second->has_value());
  EXPECT_EQ((*second)->text, "after");
  EXPECT_EQ((*second)->number, 2u);
}

TEST_F(LineReaderTest, DamagedStreamsDeliverWhatCameBefore) {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "line " + std::to_string(i * 7919) + "\n";
  for (const std::string& whole : {test::gzip(text), zstd(text)}) {
    std::string cut = whole.substr(0, whole.size() / 2);
    std::string corrupt = whole;
    for (std::size_t i = whole.size() / 2; i < whole.size() / 2 + 64; ++i) corrupt[i] = '\x55';
    for (const std::string& bytes : {cut, corrupt}) {
      const Outcome outcome = read(bytes);
      EXPECT_NE(outcome.error.find("damaged"), std::string::npos) << outcome.error;
      EXPECT_GT(outcome.lines.size(), 1000u);
      EXPECT_LT(outcome.lines.size(), 100'000u);
      EXPECT_NE(outcome.error.find(":" + std::to_string(outcome.lines.size() + 1) + ":"),
                std::string::npos)
          << outcome.error;
      EXPECT_EQ(outcome.lines[999], "line " + std::to_string(999 * 7919));
    }
  }
}

// Frames with a checksum at their end, as the command-line tool makes them.
std::string zstd_checked(const std::string& text) {
  const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(),
                                                                     &ZSTD_freeCCtx);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress2(context.get(), out.data(), out.size(), text.data(), text.size()));
  return out;
}

TEST_F(LineReaderTest, WrongChecksumsTakeNoLineAway) {
  for (const int count : {1, 40, 5'000, 60'000}) {
    std::string text;
    for (int i = 0; i < count; ++i) text += "{\"id\": \"" + std::to_string(i * 7919) + "\"}\n";
    std::string crc = test::gzip(text);
    crc[crc.size() - 8] ^= 1;
    std::string size = test::gzip(text);
    size.back() ^= 1;
    std::string xxh = zstd_checked(text);
    xxh.back() ^= 1;
    for (const std::string& bytes : {crc, size, xxh}) {
      const Outcome outcome = read(bytes);
      EXPECT_EQ(outcome.lines.size(), static_cast<std::size_t>(count)) << outcome.error;
      EXPECT_NE(outcome.error.find("damaged"), std::string::npos) << outcome.error;
    }
    for (const std::string& bytes : {test::gzip(text), zstd_checked(text)}) {
      const Outcome cut = read(bytes.substr(0, bytes.size() - 4));
      EXPECT_EQ(cut.lines.size(), static_cast<std::size_t>(count)) << cut.error;
      EXPECT_NE(cut.error.find("cut off"), std::string::npos) << cut.error;
      const Outcome twice = read(bytes + bytes);
      EXPECT_EQ(twice.lines.size(), static_cast<std::size_t>(2 * count)) << twice.error;
      EXPECT_EQ(twice.error, "");
    }
  }
}

TEST_F(LineReaderTest, CutOffInsideTheHeader) {
  EXPECT_NE(read(test::gzip("abc").substr(0, 5)).error.find("cut off"), std::string::npos);
  EXPECT_NE(read(zstd("abc").substr(0, 5)).error.find("cut off"), std::string::npos);
  EXPECT_NE(read(test::gzip("abc\n") + "garbage").error.find("damaged"), std::string::npos);
}

TEST_F(LineReaderTest, MissingFileAndFolder) {
  EXPECT_EQ(LineReader::open(folder_.path() / "none").error().code, ErrorCode::kNotFound);
  EXPECT_FALSE(LineReader::open(folder_.path()).has_value());
}

}  // namespace
}  // namespace horizon::crawler
