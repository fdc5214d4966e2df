// The pace itself, without a network: the pacer is told all times.
#include "crawler/fetch/pacer.h"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace horizon::crawler {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const Pacer::Time kBegin{std::chrono::hours(1)};

class PacerTest : public ::testing::Test {
 protected:
  void add(const std::string& url, milliseconds crawl_delay = milliseconds(0)) {
    auto job = std::make_unique<Job>();
    const auto target = parse_target(url);
    ASSERT_TRUE(target) << url;
    job->first = *target;
    job->hop.target = *target;
    job->sequence = ++sequence_;
    job->crawl_delay = crawl_delay;
    if (crawl_delay > milliseconds(0)) job->request.robots = Robots::kObey;
    pacer_.assign(*job, kBegin);
    pacer_.add(std::move(job), kBegin);
  }

  std::optional<milliseconds> next() const {
    const auto due = pacer_.next_due();
    if (!due) return std::nullopt;
    return std::chrono::duration_cast<milliseconds>(*due - kBegin);
  }

  Pacer pacer_{{.rules = {}, .fallback = {.interval = milliseconds(500)}, .back_off = {}}};
  std::uint64_t sequence_ = 0;
};

// A host that gets its requests late (a slow connection, a busy loop) and then promptly must not
// see them closer together than its pace.
TEST_F(PacerTest, TheIntervalBeginsWhenTheServerHasTheRequest) {
  add("http://example.org/1");
  add("http://example.org/2");
  const JobPtr first = pacer_.take_due(kBegin);
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(pacer_.take_due(kBegin + seconds(9)), nullptr) << "one at a time";
  pacer_.finished(*first, kBegin + milliseconds(130));
  EXPECT_EQ(next(), milliseconds(630));
  EXPECT_EQ(pacer_.take_due(kBegin + milliseconds(629)), nullptr);
  EXPECT_NE(pacer_.take_due(kBegin + milliseconds(630)), nullptr);
}

TEST_F(PacerTest, AnArrivalBeforeTheStartShortensNothing) {
  add("http://example.org/1");
  add("http://example.org/2");
  const JobPtr first = pacer_.take_due(kBegin + milliseconds(40));
  ASSERT_NE(first, nullptr);
  pacer_.finished(*first, kBegin);
  EXPECT_EQ(next(), milliseconds(540));
}

TEST_F(PacerTest, ACrawlDelayCountsFromArrivalToo) {
  add("http://example.org/1", seconds(4));
  add("http://example.org/2", seconds(4));
  const JobPtr first = pacer_.take_due(kBegin);
  ASSERT_NE(first, nullptr);
  pacer_.finished(*first, kBegin + milliseconds(50));
  EXPECT_EQ(next(), milliseconds(4'050));
}

TEST_F(PacerTest, HostsDoNotWaitForOneAnother) {
  add("http://example.org/1");
  add("http://example.net/1");
  EXPECT_NE(pacer_.take_due(kBegin), nullptr);
  EXPECT_NE(pacer_.take_due(kBegin), nullptr);
  EXPECT_EQ(next(), std::nullopt);
}

}  // namespace
}  // namespace horizon::crawler
