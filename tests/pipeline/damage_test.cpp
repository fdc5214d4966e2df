// A damaged index: what it is, what is found all the same, and what mends it.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "core/io.h"
#include "core/text.h"
#include "tests/support/program.h"
#include "tests/support/temp_dir.h"

namespace horizon {
namespace {

// So many that the first ones become a shard of their own.
constexpr int kFirst = 5'050;
constexpr int kLater = 40;

class DamageTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(program_.run({"init", root().string()}).exit_code, 0);
    import(1, kFirst);
    import(kFirst + 1, kFirst + kLater);
  }

  void import(int first, int last) {
    const std::filesystem::path file = dir_.path() / fmt::format("{}.jsonl", first);
    std::ofstream out(file);
    for (int i = first; i <= last; ++i) {
      out << fmt::format(
          R"({{"id":"t:{}","title":"Study {}","abstract":"A lattice.","date":"2024-01-02"}})"
          "\n",
          i, i);
    }
    out.close();
    const test::Finished done = run({"import", file.string()});
    ASSERT_EQ(done.exit_code, 0) << done.err;
    said_ = done.err;
  }

  test::Finished run(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--workspace", root().string(), "--lang", "en"});
    return program_.run(arguments);
  }
  test::Finished search() { return run({"search", "lattice"}); }
  std::filesystem::path root() const { return dir_.path() / "workspace"; }
  std::filesystem::path manifest() const { return root() / "index" / "manifest"; }
  // The folder of a shard, as the manifest names it.
  std::filesystem::path shard(std::size_t wanted) const {
    const std::string text = read_file(manifest(), 1U << 20U).value();
    std::size_t seen = 0;
    for (const std::string_view line : split(text, '\n')) {
      const auto words = split(line, ' ');
      if (words.front() == "shard" && seen++ == wanted)
        return root() / "index" / std::string(words[1]);
    }
    ADD_FAILURE() << "no shard " << wanted << " in\n" << text;
    return {};
  }
  void replace_in_manifest(const std::string& from, const std::string& to) const {
    std::string text = read_file(manifest(), 1U << 20U).value();
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << text;
    std::ofstream(manifest()) << text.replace(at, from.size(), to);
  }
  void expect_mended_by_reindex() {
    EXPECT_EQ(run({"reindex"}).exit_code, 0);
    EXPECT_NE(search().out.find("5,090 documents"), std::string::npos) << search().out;
    EXPECT_EQ(run({"verify"}).exit_code, 0);
  }

  test::TempDir dir_;
  test::Program program_{dir_.path()};
  std::string said_;
};

TEST_F(DamageTest, TheShardIsNamedTheRestSearchedAndNothingRebuiltUnasked) {
  const std::filesystem::path damaged = shard(0) / "postlist.glass";
  std::filesystem::resize_file(damaged, 9'000);
  for (int i = 0; i < 2; ++i) {
    const test::Finished found = search();
    EXPECT_EQ(found.exit_code, 0) << found.err;
    const std::string all = found.out + found.err;
    EXPECT_NE(all.find("40 documents"), std::string::npos) << all;
    EXPECT_NE(all.find(shard(0).string()), std::string::npos) << all;
    EXPECT_NE(all.find("horizon reindex"), std::string::npos) << all;
    EXPECT_EQ(std::filesystem::file_size(damaged), 9'000U);
  }
  const test::Finished verified = run({"verify"});
  EXPECT_EQ(verified.exit_code, 1) << verified.out << verified.err;
  EXPECT_NE(verified.out.find(shard(0).filename().string()), std::string::npos) << verified.out;
  expect_mended_by_reindex();
}

TEST_F(DamageTest, WhoeverWritesMendsItAndSaysSo) {
  std::filesystem::resize_file(shard(0) / "postlist.glass", 9'000);
  import(6'000, 6'001);
  EXPECT_NE(said_.find("built anew"), std::string::npos) << said_;
  EXPECT_NE(search().out.find("5,092 documents"), std::string::npos);
  EXPECT_EQ(run({"verify"}).exit_code, 0);
}

TEST_F(DamageTest, AManifestThatCannotBeReadIsAnError) {
  replace_in_manifest("sequence", "sequence x");
  const test::Finished found = search();
  EXPECT_EQ(found.exit_code, 3) << found.out;
  EXPECT_NE(found.err.find("horizon reindex"), std::string::npos) << found.err;
  expect_mended_by_reindex();
}

TEST_F(DamageTest, AnIndexThatIsGoneIsMadeFromTheStore) {
  std::filesystem::remove_all(root() / "index");
  EXPECT_NE(search().out.find("5,090 documents"), std::string::npos);
  EXPECT_EQ(run({"verify"}).exit_code, 0);
}

TEST_F(DamageTest, AnIndexOfAnEarlierVersionIsBroughtUpToDate) {
  replace_in_manifest("made-with 2.", "made-with 1.");
  EXPECT_NE(search().out.find("5,090 documents"), std::string::npos);
  EXPECT_EQ(run({"verify"}).exit_code, 0);
}

TEST_F(DamageTest, AnIndexOfALaterVersionIsNotTouched) {
  for (const auto& [from, to] : {std::pair("made-with 2.", "made-with 9."),
                                 std::pair("horizon-index 1", "horizon-index 2")}) {
    replace_in_manifest(from, to);
    const test::Finished found = search();
    EXPECT_EQ(found.exit_code, 3) << found.out;
    EXPECT_NE(found.err.find("version of Horizon"), std::string::npos) << found.err;
    EXPECT_NE(found.err.find("horizon reindex"), std::string::npos) << found.err;
    expect_mended_by_reindex();
  }
}

}  // namespace
}  // namespace horizon
