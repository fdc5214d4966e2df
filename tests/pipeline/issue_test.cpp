// Issues as they are issued: once, for good, compared with the week before.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <map>

#include "core/io.h"
#include "digest/issue_json.h"
#include "digest/periods.h"
#include "pipeline/digest_run.h"
#include "pipeline/fetching.h"
#include "pipeline/scan.h"
#include "tests/support/temp_dir.h"

namespace horizon::pipeline {
namespace {

using Files = std::map<std::string, std::string>;

Files files_below(const std::filesystem::path& folder) {
  Files files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) {
      files[entry.path().lexically_relative(folder).string()] =
          read_file(entry.path(), 20U << 20U).value_or("unreadable");
    }
  }
  return files;
}

class IssueTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(init_workspace(dir_.path(), true));
    auto workspace = Workspace::open(dir_.path());
    ASSERT_TRUE(workspace) << workspace.error().message;
    workspace_.emplace(std::move(*workspace));
    today_ = *workspace_->config.as_of;
    analyser_ = std::make_unique<Analyser>(*workspace_);
    const FixedClock clock{Instant(today_)};
    const JobContext context{clock};
    auto fetcher = open_fetcher(*workspace_);
    auto ingest = Ingest::open(*workspace_, *analyser_, context);
    ASSERT_TRUE(ingest) << ingest.error().message;
    ASSERT_TRUE(scan(*workspace_, {}, *ingest, **fetcher, context));
  }

  Result<IssuedWeek> issue(const char* week = nullptr) const {
    const FixedClock clock{Instant(today_)};
    const auto searcher = Searcher::open(*workspace_, *analyser_, {clock});
    if (!searcher) return fail(searcher.error());
    return issue_week(*workspace_, *searcher, request(week), {clock});
  }
  Result<digest::Issue> draft(const char* week = nullptr) const {
    const FixedClock clock{Instant(today_)};
    const auto searcher = Searcher::open(*workspace_, *analyser_, {clock});
    if (!searcher) return fail(searcher.error());
    return compose_issue(*workspace_, *searcher, request(week), {clock});
  }
  IssueRequest request(const char* week) const {
    IssueRequest out;
    out.today = today_;
    if (week != nullptr) out.week = digest::parse_week(week);
    return out;
  }
  std::filesystem::path folder() const { return workspace_->digest_folder(); }

  test::TempDir dir_;
  std::optional<Workspace> workspace_;
  std::unique_ptr<Analyser> analyser_;
  Day today_{};
};

TEST_F(IssueTest, AWeekIsIssuedOnce) {
  const auto first = issue();
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_TRUE(first->issued_now);
  EXPECT_FALSE(first->issue.draft);
  const Files before = files_below(folder());
  EXPECT_TRUE(before.contains("2026-W47/issue.json"));
  EXPECT_EQ(before.at("2026-W47/issue.json"), before.at("2026-W47/2026-W47.json"));
  std::filesystem::remove(folder() / "2026-W47" / "2026-W47.zh.html");
  const auto again = issue();
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_FALSE(again->issued_now);
  EXPECT_EQ(files_below(folder()), before) << "a rendering that was lost is made anew";
}

TEST_F(IssueTest, ADraftIssuesNothing) {
  const auto one = draft();
  ASSERT_TRUE(one) << one.error().message;
  EXPECT_TRUE(one->draft);
  EXPECT_FALSE(std::filesystem::exists(folder()));
  EXPECT_FALSE(draft("2026-W48")) << "a week that has not begun";
}

TEST_F(IssueTest, TheIssueBeforeIsThatOfTheWeekBefore) {
  ASSERT_TRUE(issue("2026-W44"));
  const auto later = issue("2026-W46");
  ASSERT_TRUE(later) << later.error().message;
  EXPECT_EQ(format_period(later->issue.previous.week), "2026-W45");
  EXPECT_FALSE(later->issue.previous.issued);
  EXPECT_EQ(format_day(later->issue.as_of), "2026-11-15");
  const auto next = issue("2026-W47");
  ASSERT_TRUE(next) << next.error().message;
  EXPECT_TRUE(next->issue.previous.issued);
  EXPECT_EQ(next->issue.previous.as_of, later->issue.as_of);
  const auto weeks = list_issues(folder());
  ASSERT_TRUE(weeks);
  ASSERT_EQ(weeks->size(), 3U);
  EXPECT_EQ(format_period(weeks->front()), "2026-W47");
}

TEST_F(IssueTest, AFullDiskLeavesWhatWasThere) {
  ASSERT_TRUE(issue("2026-W46"));
  const Files before = files_below(folder());
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit old{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &old), 0);
  const auto composed = draft("2026-W47");
  ASSERT_TRUE(composed) << composed.error().message;
  const rlimit small{4096, old.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  const auto frozen = freeze_issue(folder(), *composed);
  const auto rendered =
      render_issue(*load_issue(folder(), *digest::parse_week("2026-W46")), folder() / "2026-W46");
  setrlimit(RLIMIT_FSIZE, &old);
  ASSERT_FALSE(frozen);
  EXPECT_EQ(frozen.error().code, ErrorCode::kUnavailable);
  EXPECT_NE(frozen.error().message.find("issue.json"), std::string::npos) << frozen.error().message;
  EXPECT_FALSE(rendered);
  EXPECT_EQ(files_below(folder()), before);
  ASSERT_TRUE(issue("2026-W47")) << "tried again, it is issued";
}

TEST_F(IssueTest, ADamagedIssueIsNamedAndKept) {
  ASSERT_TRUE(issue("2026-W46"));
  const auto file = issue_file(folder(), *digest::parse_week("2026-W46"));
  ASSERT_TRUE(write_file_atomically(file, "{}"));
  for (const char* week : {"2026-W46", "2026-W47"}) {
    const auto result = issue(week);
    ASSERT_FALSE(result) << week;
    EXPECT_EQ(result.error().code, ErrorCode::kCorrupt);
    EXPECT_NE(result.error().message.find("2026-W46/issue.json"), std::string::npos);
  }
  EXPECT_EQ(*read_file(file, 100), "{}");
}

TEST_F(IssueTest, WatchesAreAskedForTheDaysSinceTheLastIssue) {
  ASSERT_TRUE(issue("2026-W46"));
  const FixedClock clock{Instant(today_)};
  const auto searcher = Searcher::open(*workspace_, *analyser_, {clock});
  ASSERT_TRUE(searcher);
  IssueRequest asked = request("2026-W47");
  asked.watches = [](const Searcher&, const WatchSpan& span) {
    digest::WatchItem item;
    item.id = format_day(span.after) + " " + format_day(span.until);
    return Result<std::vector<digest::WatchItem>>(std::vector{item});
  };
  const auto issue = compose_issue(*workspace_, *searcher, asked, {clock});
  ASSERT_TRUE(issue) << issue.error().message;
  ASSERT_EQ(issue->watches.size(), 1U);
  EXPECT_EQ(issue->watches[0].id, "2026-11-15 2026-11-22");
}

TEST(ListIssues, PassesOverWhatIsNone) {
  const test::TempDir dir;
  for (const char* name : {"2026-W46", "2026-W99", "drafts", "2026-W45-draft"}) {
    std::filesystem::create_directory(dir.path() / name);
    ASSERT_TRUE(write_file_atomically(dir.path() / name / "issue.json", "{}"));
  }
  std::filesystem::create_directory(dir.path() / "2026-W44");
  const auto weeks = list_issues(dir.path());
  ASSERT_TRUE(weeks);
  ASSERT_EQ(weeks->size(), 1U);
  EXPECT_EQ(format_period(weeks->front()), "2026-W46");
  EXPECT_TRUE(list_issues(dir.path() / "nowhere")->empty());
}

}  // namespace
}  // namespace horizon::pipeline
