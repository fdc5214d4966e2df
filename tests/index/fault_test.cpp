// What kill -9 and a full disk do to an index while shards are written, sealed and merged: nothing
// lost, nothing double, no reader that fails.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <random>
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

// Two shards are sealed on the way; one more, all merged and written anew with what has changed
// when all has settled.
constexpr DocumentNumber kAll = 2 * kShardDocuments + kSettledDocuments + 1'000;

// Some here; scripts/test-faults asks for more.
int kills() {
  const char* value = std::getenv("HORIZON_KILLS");
  return value == nullptr ? 10 : std::atoi(value);
}

// Goes on where the index stands, committing after so many; 0 when it has everything.
int take_in(const std::filesystem::path& folder, DocumentNumber step) {
  const Origin origin{7, "store"};
  auto writer = Writer::open(folder, origin);
  if (!writer && writer.error().code == ErrorCode::kCorrupt && !read_manifest(folder)) {
    // Of the first commit there is nothing to go on with.
    std::filesystem::remove_all(folder);
    writer = Writer::open(folder, origin);
  }
  if (!writer) return 2;
  for (auto i = static_cast<DocumentNumber>(writer->sequence() + 1); i <= kAll; ++i) {
    if (!writer->put(Prepared(common_entry(i)))) return 3;
    // An earlier one once more, most of them of a sealed shard.
    const auto earlier = static_cast<DocumentNumber>(1 + std::uint64_t{i} * 7'919 % 50'021 % i);
    if (i % 3 == 0 && !writer->put(Prepared(common_entry(earlier)))) return 3;
    if (i % step == 0 && !writer->commit(i)) return 4;
  }
  if (!writer->commit(kAll)) return 5;
  return writer->settle() ? 0 : 6;
}

pid_t start(const std::function<int()>& work) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(work());
  return child;
}

int exit_code(pid_t child) {
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

class FaultTest : public testing::TestWithParam<DocumentNumber> {
 protected:
  std::filesystem::path folder() const { return dir_.path() / "index"; }

  std::size_t folders() const {
    std::error_code error;
    std::size_t count = 0;
    for (const auto& one : std::filesystem::directory_iterator(folder(), error))
      count += one.is_directory() ? 1 : 0;
    return count;
  }
  // A shard is being put together beside those that the manifest names.
  bool is_compacting() const {
    const auto manifest = read_manifest(folder());
    return manifest && folders() > manifest->shards.size() + (manifest->changes.empty() ? 0 : 1);
  }

  // Whatever has happened: what was committed is found, each document once.
  void expect_readable(const std::string& when) const {
    const auto reader = Reader::open(folder());
    if (!reader && reader.error().code == ErrorCode::kNotFound) return;  // before the first commit
    ASSERT_TRUE(reader) << when << ": " << reader.error().message;
    EXPECT_TRUE(reader->damaged().empty()) << when;
    Query query;
    query.parsed = parse_query("common").value();
    const auto numbers = reader->matching(query, segmenter_);
    ASSERT_TRUE(numbers) << when << ": " << numbers.error().message;
    ASSERT_GE(numbers->size(), reader->sequence()) << when;
    for (std::size_t i = 0; i < numbers->size(); ++i) ASSERT_EQ((*numbers)[i], i + 1) << when;
  }

  void expect_whole() const {
    expect_readable("in the end");
    const auto reader = Reader::open(folder());
    ASSERT_TRUE(reader) << reader.error().message;
    EXPECT_EQ(reader->sequence(), kAll);
    EXPECT_EQ(reader->documents(), kAll);
    EXPECT_EQ(reader->numbers()->size(), kAll);
    EXPECT_TRUE(reader->check_shards().empty());
    for (const std::uint64_t number : {std::uint64_t{1}, kShardDocuments, std::uint64_t{kAll}})
      EXPECT_EQ(reader->difference(Prepared(common_entry(static_cast<DocumentNumber>(number)))),
                "");
    EXPECT_EQ(folders(), read_manifest(folder())->shards.size()) << "folders are left over";
  }

  test::TempDir dir_;
  nlp::WordSegmenter segmenter_{std::vector<std::string>{}};
};

TEST_P(FaultTest, KillsAtRandomMomentsAndWhileShardsAreMadeLoseNothing) {
  std::mt19937 random(5);
  const int wanted = kills();
  int killed = 0;
  for (int i = 0; killed < wanted && i < 20 * wanted; ++i) {
    const std::chrono::microseconds delay(random() % 200'000);
    const pid_t child = start([this] { return take_in(folder(), GetParam()); });
    int status = 0;
    bool ended = false;
    if (i % 2 == 1) {
      while (!ended && !is_compacting()) {
        ended = ::waitpid(child, &status, WNOHANG) == child;
        std::this_thread::sleep_for(std::chrono::microseconds(200));
      }
    }
    std::this_thread::sleep_for(i % 2 == 1 ? delay / 10 : delay);
    if (!ended) ::kill(child, SIGKILL);
    if (!ended) ::waitpid(child, &status, 0);
    expect_readable("after kill " + std::to_string(i));
    if (WIFSIGNALED(status)) {
      ++killed;
    } else {
      // It was faster, and the next one has to do it all again.
      expect_whole();
      std::filesystem::remove_all(folder());
    }
  }
  EXPECT_EQ(killed, wanted) << "the test must kill, or it proves nothing";
  EXPECT_EQ(exit_code(start([this] { return take_in(folder(), GetParam()); })), 0);
  expect_whole();
}

TEST_P(FaultTest, AFullDiskRefusesAndTheNextRunGoesOn) {
  // No file may grow beyond the limit: commits fail first, then what seals and merges.
  int refused = 0;
  for (const rlim_t room : {48U << 10U, 256U << 10U, 700U << 10U, 1'000U << 10U, 1'500U << 10U}) {
    const pid_t child = start([&] {
      ::signal(SIGXFSZ, SIG_IGN);
      const rlimit full{room, room};
      return ::setrlimit(RLIMIT_FSIZE, &full) == 0 ? take_in(folder(), GetParam()) : 100;
    });
    const int code = exit_code(child);
    EXPECT_TRUE(code >= 0 && code < 100) << code << " with room for " << room;
    refused += code == 0 ? 0 : 1;
    expect_readable("with room for " + std::to_string(room));
  }
  EXPECT_GE(refused, 3) << "the test must run out of room, or it proves nothing";
  EXPECT_EQ(exit_code(start([this] { return take_in(folder(), GetParam()); })), 0);
  expect_whole();
}

// Few go into the live shard, many into one that is written at once.
INSTANTIATE_TEST_SUITE_P(Steps, FaultTest, testing::Values(2'000, 10'000));

}  // namespace
}  // namespace horizon::index
