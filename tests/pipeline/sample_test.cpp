// The whole way on the sample: from source files to labels, trends and digest, with known answers.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "core/io.h"
#include "core/text.h"
#include "pipeline/digest_run.h"
#include "pipeline/fetching.h"
#include "pipeline/scan.h"
#include "pipeline/trend.h"
#include "tests/pipeline/dump.h"
#include "tests/support/temp_dir.h"

namespace horizon::pipeline {
namespace {

struct Truth {
  std::set<std::string> labels;
  std::string published;
};

// tests/data/sample_truth.tsv: id or URL, labels, date, routes.
std::map<std::string, Truth> read_truth() {
  std::map<std::string, Truth> truth;
  std::ifstream in(std::string(HORIZON_SOURCE_DIR) + "/tests/data/sample_truth.tsv");
  for (std::string line; std::getline(in, line);) {
    const auto cells = split(line, '\t');
    if (cells.size() < 3 || line[0] == '#') continue;
    Truth entry;
    entry.published = cells[2];
    if (cells[1] != "-") {
      for (const auto label : split(cells[1], ',')) entry.labels.emplace(trim(label));
    }
    truth.emplace(cells[0], std::move(entry));
  }
  return truth;
}

class SampleTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    dir_ = std::make_unique<test::TempDir>();
    ASSERT_TRUE(init_workspace(dir_->path(), true));
    auto workspace = Workspace::open(dir_->path());
    ASSERT_TRUE(workspace) << workspace.error().message;
    workspace_ = std::make_unique<Workspace>(std::move(*workspace));
    analyser_ = std::make_unique<Analyser>(*workspace_);
    clock_ = std::make_unique<FixedClock>(Instant(*workspace_->config.as_of));
    report_ = run_scan({});
  }
  static void TearDownTestSuite() {
    analyser_.reset();
    workspace_.reset();
    dir_.reset();
  }

  static ScanReport run_scan(const ScanOptions& options) {
    const JobContext context{*clock_};
    auto fetcher = open_fetcher(*workspace_);
    auto ingest = Ingest::open(*workspace_, *analyser_, context);
    EXPECT_TRUE(ingest) << ingest.error().message;
    auto report = scan(*workspace_, options, *ingest, **fetcher, context);
    EXPECT_TRUE(report) << report.error().message;
    return *report;
  }
  static Searcher searcher() {
    auto opened = Searcher::open(*workspace_, *analyser_, {*clock_});
    EXPECT_TRUE(opened) << opened.error().message;
    return std::move(*opened);
  }

  static std::unique_ptr<test::TempDir> dir_;
  static std::unique_ptr<Workspace> workspace_;
  static std::unique_ptr<Analyser> analyser_;
  static std::unique_ptr<FixedClock> clock_;
  static ScanReport report_;
};

std::unique_ptr<test::TempDir> SampleTest::dir_;
std::unique_ptr<Workspace> SampleTest::workspace_;
std::unique_ptr<Analyser> SampleTest::analyser_;
std::unique_ptr<FixedClock> SampleTest::clock_;
ScanReport SampleTest::report_;

TEST_F(SampleTest, TakesInEveryDocumentOnce) {
  EXPECT_FALSE(report_.has_failures());
  EXPECT_EQ(report_.sources.size(), workspace_->sources.size());
  const auto truth = read_truth();
  ASSERT_GT(truth.size(), 290U);
  const auto found = searcher();
  const auto statistics = found.store().statistics();
  ASSERT_TRUE(statistics);
  EXPECT_EQ(statistics->documents, truth.size());
  for (const auto& [id, entry] : truth) {
    const auto number = found.store().find(id);
    ASSERT_TRUE(number) << number.error().message;
    ASSERT_TRUE(*number) << id << " is missing";
    const auto stored = found.store().get(**number);
    ASSERT_TRUE(stored);
    const auto& published = stored->document.published;
    EXPECT_EQ(published ? format_date(*published) : "-",
              entry.published.empty() || entry.published == "null" ? "-" : entry.published)
        << id;
  }
}

TEST_F(SampleTest, ASecondScanAddsNothing) {
  const std::string before = test::dump_workspace(dir_->path());
  ScanOptions all;
  for (const crawler::Source& source : workspace_->sources) all.sources.push_back(source.id);
  all.restart = true;
  const Tally tally = run_scan(all).total();
  EXPECT_EQ(tally.added + tally.updated + tally.joined + tally.quarantined, 0U);
  EXPECT_EQ(test::dump_workspace(dir_->path()), before);
  EXPECT_EQ(run_scan({}).sources.front().state, SourceState::kNotDue);
}

TEST_F(SampleTest, LabelsAgreeWithTheIntendedOnes) {
  const auto found = searcher();
  std::size_t right = 0;
  std::size_t given = 0;
  std::size_t intended = 0;
  std::string differences;
  for (const auto& [id, entry] : read_truth()) {
    const auto number = found.store().find(id);
    ASSERT_TRUE(number && *number) << id;
    const auto stored = found.store().get(**number);
    ASSERT_TRUE(stored);
    std::set<std::string> labels;
    for (const Label& label : stored->labels) {
      const taxonomy::Node& node =
          workspace_->taxonomy->node(workspace_->taxonomy->find(label.node));
      if (label.outcome == Outcome::kAssign && node.level == taxonomy::Level::kSubfield &&
          node.scheme == workspace_->config.scheme) {
        labels.insert(label.node);
      }
    }
    given += labels.size();
    intended += entry.labels.size();
    for (const std::string& label : labels) right += entry.labels.contains(label) ? 1 : 0;
    if (labels != entry.labels) {
      differences += fmt::format("{}: intended {}, given {}\n", id, fmt::join(entry.labels, ","),
                                 fmt::join(labels, ","));
    }
  }
  EXPECT_GE(static_cast<double>(right), 0.95 * static_cast<double>(given)) << differences;
  EXPECT_GE(static_cast<double>(right), 0.90 * static_cast<double>(intended)) << differences;
}

TEST_F(SampleTest, ASearchInOneLanguageFindsTheOther) {
  const auto found = searcher();
  for (const char* text : {"脑机接口", "brain-computer interface", "腦機接口"}) {
    SearchRequest request;
    request.text = text;
    request.limit = 100;
    const auto report = found.search(request);
    ASSERT_TRUE(report) << report.error().message;
    ASSERT_EQ(report->concepts.size(), 1U) << text;
    EXPECT_EQ(workspace_->taxonomy->node(report->concepts[0].node).id, "HEA.bci");
    std::set<std::string> languages;
    for (const SearchRow& row : report->rows) languages.insert(row.document.document.language);
    EXPECT_EQ(languages, (std::set<std::string>{"en", "zh"})) << text;
  }
}

TEST_F(SampleTest, PhrasesAreExact) {
  const auto found = searcher();
  SearchRequest request;
  request.text = "\"neutral-atom quantum computer\"";
  request.limit = 100;
  const auto report = found.search(request);
  ASSERT_TRUE(report);
  ASSERT_GT(report->rows.size(), 0U);
  for (const SearchRow& row : report->rows) {
    const Document& document = row.document.document;
    EXPECT_TRUE(index::holds_phrase(document.title, "neutral atom quantum computer") ||
                index::holds_phrase(document.abstract, "neutral atom quantum computer"))
        << document.id;
  }
}

TEST_F(SampleTest, TrendCountsEqualARecountByHand) {
  const auto found = searcher();
  trends::SeriesOptions options;
  options.granularity = Granularity::kYear;
  options.as_of = *workspace_->config.as_of;
  TrendQuestion question;
  question.topic = "具身智能";
  question.series = options;
  const auto report = measure_topic(*workspace_, found, question);
  ASSERT_TRUE(report) << report.error().message;
  std::map<std::string, std::uint64_t> by_hand;
  store::Store::Listing listing;
  listing.node = "MFG.embodied";
  listing.limit = 10'000;
  const auto numbers = found.store().list(listing);
  ASSERT_TRUE(numbers);
  const auto documents = found.store().get(*numbers);
  ASSERT_TRUE(documents);
  for (const store::StoredDocument& stored : *documents) {
    if (stored.document.published) {
      ++by_hand[format_date(*stored.document.published).substr(0, 4)];
    }
  }
  std::map<std::string, std::uint64_t> counted;
  for (const trends::Point& point : report->whole.series.points) {
    if (point.count > 0) counted[format_period(point.period)] = point.count;
  }
  EXPECT_EQ(counted, by_hand);
}

TEST_F(SampleTest, TheKnownRisesAreFoundAndNothingElse) {
  const auto found = searcher();
  trends::SeriesOptions options;
  options.as_of = *workspace_->config.as_of;
  const auto overview = measure_all(*workspace_, found.store(), options);
  ASSERT_TRUE(overview);
  std::set<std::string> rising;
  for (const TopicGrowth& topic : overview->topics) {
    if (topic.verdict == trends::Verdict::kRising) {
      rising.insert(workspace_->taxonomy->node(topic.node).id);
    }
  }
  EXPECT_EQ(rising, (std::set<std::string>{"HEA.bci", "MFG.embodied"}));
}

TEST_F(SampleTest, TheDigestIsTheSameBytesEachTime) {
  const auto found = searcher();
  const FixedClock clock{Instant(*workspace_->config.as_of)};
  IssueRequest request;
  request.today = *workspace_->config.as_of;
  std::string first;
  for (const char* name : {"a", "b"}) {
    const auto issue = compose_issue(*workspace_, found, request, {clock});
    ASSERT_TRUE(issue) << issue.error().message;
    EXPECT_EQ(format_period(issue->week), "2026-W47");
    EXPECT_EQ(issue->headlines.size(), 2U);
    const auto paths = render_issue(*issue, dir_->path() / name);
    ASSERT_TRUE(paths) << paths.error().message;
    std::string bytes;
    for (const auto& path : *paths) bytes += *read_file(path, 10U << 20U);
    if (first.empty()) first = bytes;
    EXPECT_EQ(bytes, first);
  }
  EXPECT_EQ(first.find("<script"), std::string::npos);
}

}  // namespace
}  // namespace horizon::pipeline
