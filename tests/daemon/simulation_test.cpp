// Weeks of the service under a clock that jumps from one moment to the next, with real harvests,
// issues and deliveries.
#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <map>

#include "daemon/conductor.h"
#include "daemon/jobs.h"
#include "daemon/state.h"
#include "store/outbox.h"
#include "tests/support/temp_dir.h"

namespace horizon::daemon {
namespace {

using std::chrono::hours;

class StepClock final : public Clock {
 public:
  explicit StepClock(Instant instant) : instant_(instant) {}
  Instant now() const override { return instant_; }
  void go_to(Instant instant) { instant_ = instant; }

 private:
  Instant instant_;
};

constexpr int kSources = 50;
constexpr int kBroken = 7;  // its file is never there

class SimulationTest : public testing::Test {
 protected:
  void SetUp() override {
    root_ = dir_.path() / "workspace";
    ASSERT_TRUE(pipeline::init_workspace(root_, false));
    std::ofstream(root_ / "horizon.toml")
        << "[schedule]\ntime_zone = \"Europe/Berlin\"\ndigest_day = \"Monday\"\n"
           "digest_hour = \"08:00\"\n"
           "[[delivery]]\nid = \"shelf\"\ntype = \"folder\"\npath = \"shelf\"\n";
    std::ofstream sources(root_ / "sources.toml");
    for (int i = 0; i < kSources; ++i) {
      sources << fmt::format(
          "[[source]]\nid = \"s{0}\"\ntype = \"jsonl\"\nurl = \"file:feeds/s{0}.jsonl\"\n"
          "documents = \"paper\"\nevery = \"{1}h\"\n",
          i, 6 + i % 3 * 6);
    }
    std::filesystem::create_directories(root_ / "feeds");
  }

  // What the sources have on a day.
  void publish(Day day) const {
    for (int i = 0; i < kSources; ++i) {
      if (i == kBroken) continue;
      std::ofstream(root_ / fmt::format("feeds/s{}.jsonl", i), std::ios::app)
          << fmt::format(
                 R"({{"id":"s{0}-{1}","title":"Qubit study {0} of {1}","abstract":"Superconducting qubits, seen once more on {1} by group {0}.","date":"{1}"}})",
                 i, format_day(day))
          << "\n";
    }
  }

  // Plays the service from one moment to another.
  void play(Conductor& conductor, StepClock& clock, Instant until) {
    auto workspace = pipeline::Workspace::open(root_);
    ASSERT_TRUE(workspace) << workspace.error().message;
    const auto wants = wants_of(*workspace);
    ASSERT_TRUE(wants);
    const int silent = ::open("/dev/null", O_WRONLY);
    const Log log(false, silent);
    Day published = std::chrono::floor<std::chrono::days>(clock.now());
    while (clock.now() < until) {
      for (; published < std::chrono::floor<std::chrono::days>(clock.now());
           published += std::chrono::days(1))
        publish(published);
      const auto state = read_state(*workspace, clock.now());
      ASSERT_TRUE(state) << state.error().message;
      const auto task = conductor.next(*wants, *state, clock.now());
      if (!task) {
        ASSERT_GT(conductor.wake(), clock.now());
        clock.go_to(conductor.wake());
        continue;
      }
      ++tasks_[to_string(task->kind)];
      for (const std::string& source : task->sources) ++scans_[source];
      const Status done = run_task(*task, {*workspace, clock, log, nullptr});
      if (!done)
        errors_.push_back(fmt::format("{}: {}", to_string(task->kind), done.error().message));
      conductor.finished(*task, done ? Outcome::kDone : Outcome::kFailed,
                         done ? "" : done.error().message, clock.now());
      clock.go_to(clock.now() + std::chrono::seconds(20));
    }
    ::close(silent);
  }

  std::vector<store::Delivery> deliveries() const {
    const auto store = store::Store::open(root_ / "store.db", store::Mode::kRead);
    return *store::Outbox(*store).list(1'000);
  }

  test::TempDir dir_;
  std::filesystem::path root_;
  std::map<std::string, int> tasks_;
  std::map<std::string, int> scans_;
  std::vector<std::string> errors_;
};

TEST_F(SimulationTest, ThirtyDaysWithFiftySources) {
  const Instant begin = Instant(parse_iso_date("2026-10-12")->day) + hours(12);
  StepClock clock(begin);
  Conductor conductor;
  publish(parse_iso_date("2026-10-11")->day);
  play(conductor, clock, begin + hours(24 * 30));
  for (const std::string& error : errors_) ADD_FAILURE() << error;
  EXPECT_EQ(tasks_["issue"], 4) << "Mondays 19 and 26 October, 2 and 9 November";
  EXPECT_EQ(tasks_["deliver"], 4);
  EXPECT_EQ(tasks_["maintain"], 30);
  // Every six, twelve or eighteen hours, less what the spreading and the first look shift.
  EXPECT_NEAR(scans_["s0"], 120, 6);
  EXPECT_NEAR(scans_["s1"], 60, 4);
  // A source that is not there is asked by back-off: four times an interval's day, and no more.
  EXPECT_LT(scans_[fmt::format("s{}", kBroken)], 90);
  EXPECT_GT(scans_[fmt::format("s{}", kBroken)], 20);
  std::vector<std::string> keys;
  for (const store::Delivery& delivery : deliveries()) {
    keys.push_back(delivery.key);
    EXPECT_EQ(delivery.state, store::DeliveryState::kSent) << delivery.error;
  }
  EXPECT_EQ(keys, (std::vector<std::string>{"issue/2026-W45", "issue/2026-W44", "issue/2026-W43",
                                            "issue/2026-W42"}));
  const auto store = store::Store::open(root_ / "store.db", store::Mode::kRead);
  // What the last day brought, the slowest third has not been asked for yet.
  EXPECT_GE(store->statistics()->documents, 49U * 30U);
  EXPECT_LE(store->statistics()->documents, 49U * 31U);
}

TEST_F(SimulationTest, AnAbsenceIsMadeUpForWeekByWeek) {
  const Instant begin = Instant(parse_iso_date("2026-10-12")->day) + hours(12);
  StepClock clock(begin);
  publish(parse_iso_date("2026-10-11")->day);
  {
    Conductor conductor;
    play(conductor, clock, begin + hours(24));
  }
  EXPECT_EQ(tasks_["issue"], 0);
  clock.go_to(begin + hours(24 * 25));  // a new process after 24 days
  Conductor conductor;
  play(conductor, clock, begin + hours(24 * 25 + 2));
  for (const std::string& error : errors_) ADD_FAILURE() << error;
  std::vector<std::string> keys;
  for (const store::Delivery& delivery : deliveries()) keys.push_back(delivery.key);
  EXPECT_EQ(keys, (std::vector<std::string>{"issue/2026-W44", "issue/2026-W43", "issue/2026-W42"}));
}

}  // namespace
}  // namespace horizon::daemon
