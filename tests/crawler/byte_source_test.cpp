#include "crawler/bytes/byte_source.h"

#include <gtest/gtest.h>
#include <zstd.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "tests/support/gzip.h"

namespace horizon::crawler {
namespace {

struct Outcome {
  std::string text, error;
};

// Reads in portions of `size` bytes until the end or an error, which must stay.
Outcome read(std::string_view bytes, std::size_t size) {
  Outcome outcome;
  const auto source = open_memory(bytes);
  if (!source) return {"", source.error().message};
  std::vector<char> buffer(size);
  for (;;) {
    const auto got = (*source)->read(buffer);
    if (!got) {
      outcome.error = got.error().message;
      const auto again = (*source)->read(buffer);
      EXPECT_FALSE(again.has_value()) << "an error and then bytes";
      return outcome;
    }
    if (*got == 0) return outcome;
    outcome.text.append(buffer.data(), *got);
  }
}

// One block after another, so that it is known what each byte of the frame decides.
std::string zstd_in_blocks(std::string_view text, std::size_t block,
                           std::vector<std::size_t>* ends) {
  ZSTD_CCtx* const context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  std::string out(ZSTD_compressBound(text.size()) + 64 * (1 + text.size() / block), '\0');
  ZSTD_outBuffer target{out.data(), out.size(), 0};
  for (std::size_t pos = 0; pos < text.size(); pos += block) {
    ZSTD_inBuffer in{text.data() + pos, std::min(block, text.size() - pos), 0};
    ZSTD_compressStream2(context, &target, &in, ZSTD_e_flush);
    ends->push_back(target.pos);
  }
  ZSTD_inBuffer none{nullptr, 0, 0};
  ZSTD_compressStream2(context, &target, &none, ZSTD_e_end);
  ZSTD_freeCCtx(context);
  out.resize(target.pos);
  return out;
}

std::string mixed_text(std::size_t size) {
  std::mt19937 random(11);
  std::string text;
  while (text.size() < size) {
    text += "word" + std::to_string(random() % 1000);
    if (random() % 50 == 0) text.append(200, 'z');                      // a run
    if (random() % 90 == 0) text += static_cast<char>(random() % 256);  // noise
  }
  text.resize(size);
  return text;
}

TEST(ByteSource, AnyPortionsGiveTheSameBytes) {
  const std::string text = mixed_text(700'000);
  std::vector<std::size_t> ends;
  const std::string blocks = zstd_in_blocks(text, 10'000, &ends);
  std::string whole(ZSTD_compressBound(text.size()), '\0');
  whole.resize(ZSTD_compress(whole.data(), whole.size(), text.data(), text.size(), 3));
  for (const std::string& bytes : {test::gzip(text), blocks, whole}) {
    for (const std::size_t size : {1U, 7U, 4'096U, 131'072U, 1'000'000U}) {
      const Outcome outcome = read(bytes, size);
      EXPECT_TRUE(outcome.text == text) << size << ": " << outcome.text.size();
      EXPECT_EQ(outcome.error, "") << size;
    }
  }
}

TEST(ByteSource, ZstdDeliversEveryBlockBeforeTheDamage) {
  const std::string text = mixed_text(40'000);
  std::vector<std::size_t> ends;
  const std::string bytes = zstd_in_blocks(text, 4'000, &ends);
  for (std::size_t block = 0; block < ends.size(); ++block) {
    // The header of the block behind: a type that does not exist.
    std::string damaged = bytes;
    damaged[ends[block]] = static_cast<char>(damaged[ends[block]] | 6);
    for (const std::string& input : {damaged, bytes.substr(0, ends[block])}) {
      for (const std::size_t size : {100U, 4'000U, 100'000U}) {
        const Outcome outcome = read(input, size);
        EXPECT_TRUE(outcome.text == text.substr(0, (block + 1) * 4'000))
            << block << ", " << size << ": " << outcome.text.size();
        EXPECT_NE(outcome.error.find("zstd stream is damaged"), std::string::npos) << outcome.error;
      }
    }
  }
}

TEST(ByteSource, GzipDeliversWhatWasDecodedInTheCallThatFails) {
  const std::string text = mixed_text(50'000);
  const std::string good = test::gzip(text);
  std::string wrong = good;
  wrong[wrong.size() - 6] ^= 1;
  for (const std::size_t size : {100U, 50'000U, 100'000U}) {
    EXPECT_TRUE(read(wrong, size).text == text) << size;
    EXPECT_NE(read(wrong, size).error.find("incorrect data check"), std::string::npos) << size;
    EXPECT_TRUE(read(good + "garbage", size).text == text) << size;
    const Outcome cut = read(std::string_view(good).substr(0, good.size() / 2), size);
    EXPECT_TRUE(text.starts_with(cut.text) && cut.text.size() > 20'000) << cut.text.size();
    EXPECT_NE(cut.error.find("cut off"), std::string::npos) << cut.error;
  }
}

}  // namespace
}  // namespace horizon::crawler
