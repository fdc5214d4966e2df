// What a kill, a full disk, a second writer and a reader do to a store.
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <random>
#include <thread>

#include "tests/store/fixture.h"

namespace horizon::store {
namespace {

constexpr int kBatches = 60;

// Batch `index` of a harvest in which works come back with new content.
std::vector<Incoming> batch_of(int index) {
  std::mt19937 random(static_cast<unsigned>(index));
  std::vector<Incoming> batch;
  for (int i = 0; i < 40; ++i) {
    const auto work = random() % 700;
    batch.push_back(record(work % 2 == 0 ? "arxiv" : "feed",
                           fmt::format("{}/{}/{}", work, index, i),
                           {fmt::format("k:{}", work), fmt::format("doi:10.1000/{}", work)},
                           {label(fmt::format("N{}", random() % 6))}));
    batch.back().document.published = date(2026, 1, 1U + static_cast<unsigned>(random() % 28));
  }
  return batch;
}

// Goes on where the cursor stands, to the end.
bool harvest(Store& store) {
  const auto state = store.cursor("test");
  if (!state) return false;
  for (int index = *state ? std::stoi(**state) : 0; index < kBatches; ++index) {
    const std::vector<Incoming> batch = batch_of(index);
    if (!store.write({batch, {}, {Cursor{"test", fmt::format("{}", index + 1)}}}, kNow))
      return false;
  }
  return true;
}

// Runs `body` in a child process, which ends with its result.
template <typename Body>
pid_t start(Body&& body) {
  const pid_t child = fork();
  if (child == 0) _exit(body());
  return child;
}

int exit_code(pid_t child) {
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

TEST(Durability, KilledHarvestsEndLikeAnUninterruptedOne) {
  const test::TempDir folder;
  Store reference = open_store(folder.path() / "reference.db");
  const auto began = std::chrono::steady_clock::now();
  ASSERT_TRUE(harvest(reference));
  const auto duration = std::chrono::steady_clock::now() - began;
  const auto expected = dump(reference);

  std::mt19937 random(42);
  for (int round = 0; round < 3; ++round) {
    const auto file = folder.path() / fmt::format("killed{}.db", round);
    int kills = 0;
    while (true) {
      const pid_t child = start([&file] {
        auto store = Store::open(file, Mode::kWrite);
        return store && harvest(*store) ? 0 : 1;
      });
      // On average a few batches further each time.
      std::this_thread::sleep_for(duration * static_cast<int>(random() % 100) / 250);
      kill(child, SIGKILL);
      const int code = exit_code(child);
      ASSERT_NE(code, 1);
      if (code == 0) break;
      ++kills;
      const Store store = open_store(file);
      expect_verified(store);
    }
    EXPECT_GT(kills, 0);
    EXPECT_EQ(difference(dump(open_store(file)), expected), "") << "after " << kills << " kills";
  }
}

TEST_F(StoreTest, SecondWriterIsToldWhoWrites) {
  const auto same_process = Store::open(file(), Mode::kWrite);
  ASSERT_FALSE(same_process);
  EXPECT_EQ(same_process.error().code, ErrorCode::kUnavailable);
  const std::string& message = same_process.error().message;
  EXPECT_TRUE(
      message.starts_with(fmt::format("another horizon process (pid {}, since 2", getpid())))
      << message;
  EXPECT_TRUE(message.ends_with(
      fmt::format("Z) is writing to this workspace ({}); wait for it or stop it", file().string())))
      << message;
  const pid_t child = start([this] { return Store::open(file(), Mode::kWrite) ? 1 : 0; });
  EXPECT_EQ(exit_code(child), 0);
  const auto link = folder_.path() / "link.db";
  std::filesystem::create_symlink(file(), link);
  EXPECT_FALSE(Store::open(link, Mode::kWrite));
  store_.reset();
  EXPECT_TRUE(Store::open(file(), Mode::kWrite));
}

TEST_F(StoreTest, LockEndsWithItsHolder) {
  store_.reset();
  int ready[2] = {-1, -1};
  ASSERT_EQ(pipe(ready), 0);
  const pid_t child = start([this, &ready] {
    const auto store = Store::open(file(), Mode::kWrite);
    if (!store || ::write(ready[1], "x", 1) != 1) return 1;
    pause();
    return 0;
  });
  char byte = 0;
  ASSERT_EQ(read(ready[0], &byte, 1), 1);
  const auto refused = Store::open(file(), Mode::kWrite);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find(fmt::format("(pid {}, since 2", child)),
            std::string::npos);
  kill(child, SIGKILL);
  exit_code(child);
  EXPECT_TRUE(Store::open(file(), Mode::kWrite));
  close(ready[0]);
  close(ready[1]);
}

TEST_F(StoreTest, NoProgramInheritsTheStore) {
  int seen = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code ignored;
    const auto target = std::filesystem::read_symlink(entry.path(), ignored);
    if (target.string().find(folder_.path().string()) == std::string::npos) continue;
    const int descriptor = std::stoi(entry.path().filename().string());
    EXPECT_NE(fcntl(descriptor, F_GETFD) & FD_CLOEXEC, 0) << target;
    ++seen;
  }
  EXPECT_GE(seen, 2);  // the database and its lock
}

TEST_F(StoreTest, ReadersSeeWholeBatchesWhileOneWrites) {
  store_.reset();
  const pid_t writer = start([this] {
    auto store = Store::open(file(), Mode::kWrite);
    return store && harvest(*store) ? 0 : 1;
  });
  const Store reader = open_store(file(), Mode::kRead);
  int looks = 0;
  for (int status = 0; waitpid(writer, &status, WNOHANG) == 0; ++looks) {
    const auto statistics = reader.statistics();
    ASSERT_TRUE(statistics) << statistics.error().message;
    EXPECT_EQ(statistics->raw_records % 40, 0U);
    const auto differences = reader.verify();
    ASSERT_TRUE(differences) << differences.error().message;
    EXPECT_TRUE(differences->empty());
  }
  EXPECT_GT(looks, 0);
  EXPECT_EQ(reader.cursor("test").value(), fmt::format("{}", kBatches));
}

// Ends with 0 if a full disk refuses a batch, and the batch goes in when there is room again.
int write_on_a_full_disk(const std::filesystem::path& file) {
  signal(SIGXFSZ, SIG_IGN);
  auto store = Store::open(file, Mode::kWrite);
  if (!store) return 2;
  rlimit limit{};
  getrlimit(RLIMIT_FSIZE, &limit);
  const rlimit full{rlim_t{1} << 20U, limit.rlim_max};
  if (setrlimit(RLIMIT_FSIZE, &full) != 0) return 3;
  std::string noise(2'000'000, '\0');
  std::mt19937 random(5);
  for (char& c : noise) c = static_cast<char>(random());
  const std::vector<Incoming> big = {record("s", "small", {"k:small"}),
                                     record("s", noise, {"k:big"}, {label("NEW")})};
  std::vector<Written> written;
  const Status refused = store->write({big, {}, {Cursor{"s", "1"}}}, kNow, &written);
  if (refused || refused.error().code != ErrorCode::kUnavailable) return 4;
  if (refused.error().message.find(file.string()) == std::string::npos) return 5;
  if (!written.empty() || store->find("k:small").value() || store->cursor("s").value()) return 6;
  const std::vector<Incoming> small = {record("s", "fits", {"k:fits"}, {label("NEW")})};
  if (!store->write({small, {}, {}}, kNow)) return 7;
  if (setrlimit(RLIMIT_FSIZE, &limit) != 0) return 8;
  if (!store->write({big, {}, {Cursor{"s", "1"}}}, kNow, &written)) return 9;
  if (written.size() != 2 || store->statistics()->documents != 3) return 10;
  return store->verify()->empty() ? 0 : 11;
}

TEST_F(StoreTest, FullDiskRefusesTheBatchAndKeepsTheStore) {
  store_.reset();
  EXPECT_EQ(exit_code(start([this] { return write_on_a_full_disk(file()); })), 0);
  reopen();
  EXPECT_EQ(store_->statistics()->documents, 3U);
  EXPECT_EQ(store_->counts("NEW")->front().documents, 2U);
  expect_verified(*store_);
}

constexpr int kNotPermitted = 77;

// In this process alone, `folder` becomes a read-only file system.
bool mount_read_only(const std::filesystem::path& folder) {
  if (unshare(CLONE_NEWNS) != 0 && unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
  const char* const path = folder.c_str();
  return mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
         mount(path, path, nullptr, MS_BIND, nullptr) == 0 &&
         mount(path, path, nullptr, MS_BIND | MS_REMOUNT | MS_RDONLY, nullptr) == 0;
}

// Ends with 0 if the closed store is read as `expected`, and the one with a log is refused.
int read_on_a_read_only_mount(const std::filesystem::path& closed,
                              const std::filesystem::path& unfinished,
                              const std::vector<std::string>& expected) {
  if (!mount_read_only(closed.parent_path())) return kNotPermitted;
  std::filesystem::current_path(closed.parent_path());
  for (const auto& file :
       {closed, closed.filename(), std::filesystem::path("/" + closed.string())}) {
    const auto store = Store::open(file, Mode::kRead);
    if (!store) return 1;
    if (dump(*store) != expected || !store->verify()->empty()) return 2;
  }
  if (Store::open(closed, Mode::kWrite)) return 3;
  const auto refused = Store::open(unfinished, Mode::kRead);
  if (refused || refused.error().code != ErrorCode::kUnavailable) return 4;
  return 0;
}

TEST_F(StoreTest, ReadsAClosedStoreOnAReadOnlyMount) {
  const auto media = folder_.path() / "media";
  const auto closed = media / "100%3f 你好?#.db";
  const auto unfinished = media / "unfinished.db";
  std::filesystem::create_directory(media);
  write(*store_, {record("s", "a", {"k:1"}, {label("INF")}), record("s", "b", {"k:2"})});
  std::filesystem::copy_file(file(), unfinished);
  std::filesystem::copy_file(file().string() + "-wal", unfinished.string() + "-wal");
  const auto expected = dump(*store_);
  store_.reset();
  std::filesystem::copy_file(file(), closed);
  const int code =
      exit_code(start([&] { return read_on_a_read_only_mount(closed, unfinished, expected); }));
  if (code == kNotPermitted) GTEST_SKIP() << "mounting is not permitted here";
  EXPECT_EQ(code, 0);
}

}  // namespace
}  // namespace horizon::store
