// Several sources in one scan: each is reported for itself, whatever the others do.
#include "pipeline/scan.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "core/io.h"
#include "tests/support/temp_dir.h"

namespace horizon::pipeline {
namespace {

const Instant kNow{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}};

// Answers by host: a feed, an error, or an error of a provider that asked for a pause.
class FakeFetcher final : public crawler::Fetcher {
 public:
  std::map<std::string, std::string> bodies;  // by URL
  std::map<std::string, Instant> pauses;      // by URL

  void submit(crawler::Request request, Done done) override {
    waiting_.emplace_back(std::move(request.url), std::move(done));
  }
  std::size_t run(std::chrono::milliseconds /*wait*/) override {
    auto turn = std::move(waiting_);
    waiting_.clear();
    for (auto& [url, done] : turn) {
      if (!bodies.contains(url)) {
        done(fail(ErrorCode::kUnavailable, url + " is not there"));
        continue;
      }
      crawler::Response response;
      response.status = 200;
      response.final_url = url;
      response.body = bodies[url];
      done(std::move(response));
    }
    return waiting_.size();
  }
  void cancel() override { waiting_.clear(); }
  std::optional<Instant> paused_until(std::string_view url) const override {
    const auto found = pauses.find(std::string(url));
    return found == pauses.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  std::vector<std::pair<std::string, Done>> waiting_;
};

std::string url_of(int source) { return fmt::format("https://feeds{}.example.org/rss", source); }

std::string feed_of(int source, int items) {
  std::string xml = "<rss version='2.0'><channel><title>News</title>";
  for (int i = 0; i < items; ++i) {
    xml += fmt::format(
        "<item><guid>https://feeds{0}.example.org/{1}</guid><title>Story {1} of feed {0}</title>"
        "<link>https://feeds{0}.example.org/{1}</link>"
        "<pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate></item>",
        source, i);
  }
  return xml + "</channel></rss>";
}

class ScanTest : public testing::Test {
 protected:
  void make(int sources) {
    ASSERT_TRUE(init_workspace(dir_.path(), false));
    std::string toml;
    for (int i = 0; i < sources; ++i) {
      toml +=
          fmt::format("[[source]]\nid = \"feed{}\"\ntype = \"feed\"\nurl = \"{}\"\n", i, url_of(i));
    }
    ASSERT_TRUE(write_file_atomically(dir_.path() / "sources.toml", toml));
    auto workspace = Workspace::open(dir_.path());
    ASSERT_TRUE(workspace) << workspace.error().message;
    workspace_ = std::make_unique<Workspace>(std::move(*workspace));
    analyser_ = std::make_unique<Analyser>(*workspace_);
  }

  ScanReport scan_all() {
    const JobContext context{clock_};
    auto ingest = Ingest::open(*workspace_, *analyser_, context);
    EXPECT_TRUE(ingest) << ingest.error().message;
    auto report = scan(*workspace_, {}, *ingest, fetcher_, context);
    EXPECT_TRUE(report) << report.error().message;
    return *report;
  }

  test::TempDir dir_;
  FixedClock clock_{kNow};
  FakeFetcher fetcher_;
  std::unique_ptr<Workspace> workspace_;
  std::unique_ptr<Analyser> analyser_;
};

TEST_F(ScanTest, CountsThePagesOfEachSourceForItself) {
  constexpr int kSources = 60;
  make(kSources);
  for (int i = 0; i < kSources; ++i) fetcher_.bodies[url_of(i)] = feed_of(i, 1 + i % 7);
  const ScanReport first = scan_all();
  ASSERT_EQ(first.sources.size(), kSources);
  for (int i = 0; i < kSources; ++i) {
    const SourceReport& source = first.sources[static_cast<std::size_t>(i)];
    EXPECT_EQ(source.source, fmt::format("feed{}", i));
    EXPECT_EQ(source.state, SourceState::kHarvested) << source.message;
    EXPECT_EQ(source.tally.added, static_cast<std::uint64_t>(1 + i % 7)) << source.source;
  }
  clock_ = FixedClock(kNow + std::chrono::days(2));
  fetcher_.bodies[url_of(3)] = feed_of(3, 9);
  const ScanReport second = scan_all();
  for (int i = 0; i < kSources; ++i) {
    const Tally& tally = second.sources[static_cast<std::size_t>(i)].tally;
    EXPECT_EQ(tally.added, i == 3 ? 5U : 0U) << i;
    EXPECT_EQ(tally.unchanged, static_cast<std::uint64_t>(1 + i % 7)) << i;
  }
}

TEST_F(ScanTest, APausedProviderPostponesItsSourceAndAFailureIsOne) {
  make(3);
  fetcher_.bodies[url_of(0)] = feed_of(0, 2);
  fetcher_.pauses[url_of(1)] = kNow + std::chrono::hours(7);
  const ScanReport report = scan_all();
  EXPECT_EQ(report.sources[0].state, SourceState::kHarvested);
  EXPECT_EQ(report.sources[1].state, SourceState::kPostponed) << report.sources[1].message;
  EXPECT_EQ(report.sources[2].state, SourceState::kFailed);
  EXPECT_NE(report.sources[2].message.find("is not there"), std::string::npos);
  auto store = store::Store::open(workspace_->store_file(), store::Mode::kRead);
  ASSERT_TRUE(store);
  const auto due = due_at(*store, workspace_->sources[1]);
  ASSERT_TRUE(due);
  EXPECT_EQ(due->value(), kNow + std::chrono::hours(7));
}

}  // namespace
}  // namespace horizon::pipeline
