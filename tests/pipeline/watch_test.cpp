#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "pipeline/watch_list.h"
#include "tests/support/program.h"
#include "tests/support/temp_dir.h"

namespace horizon::pipeline {
namespace {

TEST(Watches, ComeBackAsTheyWereWritten) {
  Watch watch;
  watch.id = "bci";
  watch.name = "脑机接口";
  watch.owner = "健康组";
  watch.query = "脑机接口 OR \"brain computer\"";
  watch.without = {"game", "say \"no\""};
  watch.threshold = 3;
  watch.alert = true;
  watch.since = parse_iso_date("2026-11-22")->day;
  watch.milestones = {{"first implant at home", "implant home", parse_iso_date("2028-01-31")->day}};
  Watch topic;
  topic.id = "a";
  topic.topic = "INF.qcomp";
  const auto read = parse_watches(watches_json({topic, watch}), "w");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, (std::vector<Watch>{topic, watch}));
  EXPECT_EQ(query_of(watch),
            "(脑机接口 OR \"brain computer\") AND NOT \"game\" AND NOT \"say no\"");
  topic.without = {"x"};
  EXPECT_EQ(query_of(topic), "* AND NOT \"x\"");
}

TEST(Watches, DamagedListsAreRefused) {
  for (const std::string bytes :
       {"", "{}", "[1]", "[{}]", "[{\"id\":\"A\",\"query\":\"x\"}]", "[{\"id\":\"a\"}]",
        "[{\"id\":\"a\",\"query\":\"x\"},{\"id\":\"a\",\"query\":\"y\"}]",
        "[{\"id\":\"a\",\"query\":\"x\",\"threshold\":0}]",
        "[{\"id\":\"a\",\"query\":\"x\",\"milestones\":[{}]}]", "[[[[[[[[[[[[[[[["}) {
    const auto read = parse_watches(bytes, "watches.json");
    ASSERT_FALSE(read) << bytes;
    EXPECT_EQ(read.error().code, ErrorCode::kUsage) << bytes;
    EXPECT_TRUE(read.error().message.starts_with("watches.json")) << read.error().message;
  }
  EXPECT_FALSE(parse_watches(std::string(1'000'000, '['), "w"));
}

class WatchTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(run({"init", "--sample", root()}).exit_code, 0);
    ASSERT_EQ(run({"scan", "-w", root()}).exit_code, 0);
  }
  std::string root() const { return (dir_.path() / "w").string(); }
  test::Finished run(const std::vector<std::string>& arguments) const {
    return program_.run(arguments);
  }
  test::TempDir dir_;
  test::Program program_{dir_.path()};
};

TEST_F(WatchTest, IsAddedTriedAndRemoved) {
  const auto add = run({"watch", "add", "q", "--query", "quantum", "--since", "2026-11-22",
                        "--threshold", "2", "-w", root()});
  ASSERT_EQ(add.exit_code, 0) << add.err;
  const auto milestone = run({"watch", "milestone", "q", "error-corrected memory", "--query",
                              "quantum memory", "--by", "2027", "-w", root()});
  ASSERT_EQ(milestone.exit_code, 0) << milestone.err;
  const auto test = run({"watch", "test", "q", "-w", root(), "--lang", "en"});
  ASSERT_EQ(test.exit_code, 0) << test.err;
  EXPECT_NE(test.out.find("would be reported"), std::string::npos) << test.out;
  EXPECT_NE(test.out.find("Milestone 'error-corrected memory' by 2027-12-31"), std::string::npos);
  const auto without = run({"watch", "add", "none", "--query", "quantum", "--without", "quantum",
                            "--since", "2026-11-22", "-w", root()});
  ASSERT_EQ(without.exit_code, 0) << without.err;
  EXPECT_NE(run({"watch", "test", "none", "-w", root(), "--lang", "en"}).out.find("0 new since"),
            std::string::npos);
  EXPECT_EQ(run({"watch", "remove", "q", "-w", root()}).exit_code, 0);
  const auto gone = run({"watch", "remove", "q", "-w", root()});
  EXPECT_EQ(gone.exit_code, 2);
  EXPECT_EQ(gone.err, "horizon: no watch 'q'; there are: none\n");
}

TEST_F(WatchTest, MistakesAreNamed) {
  struct Case {
    std::vector<std::string> arguments;
    const char* message;
  };
  const Case cases[] = {
      {{"watch", "add", "x"}, "needs a query or a topic"},
      {{"watch", "add", "X Y", "--query", "a"}, "lower-case letters"},
      {{"watch", "add", "x", "--topic", "NO.such"}, "NO.such"},
      {{"watch", "add", "x", "--query", "(a AND"}, ""},
      {{"watch", "add", "x", "--query", "a", "--threshold", "0"}, "threshold"},
      {{"watch", "add", "x", "--query", "a", "--since", "noon"}, "--since"},
      {{"watch", "milestone", "nobody", "e", "--query", "a", "--by", "2027"}, "no watch 'nobody'"},
  };
  for (const Case& c : cases) {
    std::vector<std::string> arguments = c.arguments;
    arguments.insert(arguments.end(), {"-w", root()});
    const auto done = run(arguments);
    if (*c.message == '\0') continue;  // a query that is mended may be taken
    EXPECT_EQ(done.exit_code, 2) << c.arguments[2] << done.out << done.err;
    EXPECT_NE(done.err.find(c.message), std::string::npos) << done.err;
  }
}

TEST_F(WatchTest, ABackupIsRestoredToTheSameWorkspace) {
  const std::string archive = (dir_.path() / "b.tar.zst").string();
  ASSERT_EQ(run({"backup", archive, "-w", root()}).exit_code, 0);
  EXPECT_EQ(run({"backup", archive, "-w", root()}).exit_code, 2) << "never over another file";
  const std::string restored = (dir_.path() / "restored").string();
  const auto done = run({"restore", archive, restored});
  ASSERT_EQ(done.exit_code, 0) << done.err;
  const auto before = run({"search", "quantum", "--format", "jsonl", "-w", root()});
  const auto after = run({"search", "quantum", "--format", "jsonl", "-w", restored});
  EXPECT_FALSE(before.out.empty());
  EXPECT_EQ(before.out, after.out);
  EXPECT_EQ(run({"restore", archive, restored}).exit_code, 2) << "not into a folder with files";
  std::ofstream(archive + ".bad") << "no archive";
  const std::string fresh = (dir_.path() / "fresh").string();
  EXPECT_EQ(run({"restore", archive + ".bad", fresh}).exit_code, 2);
  std::filesystem::resize_file(archive, std::filesystem::file_size(archive) / 2);
  EXPECT_NE(run({"restore", archive, fresh}).exit_code, 0);
  EXPECT_FALSE(std::filesystem::exists(fresh));
  EXPECT_FALSE(std::filesystem::exists(fresh + ".unfinished"));
}

TEST_F(WatchTest, TheDoctorSaysWhatToDo) {
  EXPECT_EQ(run({"doctor", "-w", root()}).exit_code, 0);
  std::ofstream(dir_.path() / "w" / "horizon.toml") << "contact = 5\n";
  const auto done = run({"doctor", "-w", root(), "--lang", "en"});
  EXPECT_EQ(done.exit_code, 1);
  EXPECT_NE(done.out.find("BAD"), std::string::npos) << done.out;
  EXPECT_NE(done.out.find("horizon.toml:1"), std::string::npos) << done.out;
}

TEST(Completion, NamesEveryCommandAndIsUnderstood) {
  const test::TempDir dir;
  const test::Program program(dir.path());
  const auto man = program.run({"completion", "man"});
  ASSERT_EQ(man.exit_code, 0) << man.err;
  EXPECT_TRUE(man.out.starts_with(".TH HORIZON 1"));
  const auto bash = program.run({"completion", "bash"});
  for (const char* word :
       {"scan", "watch add", "watch milestone", "backup", "daemon", "source test"}) {
    EXPECT_NE(bash.out.find(fmt::format("'{}')", word)), std::string::npos) << word;
    EXPECT_NE(man.out.find(fmt::format(".SS horizon {}\n", word)), std::string::npos) << word;
  }
  std::ofstream(dir.path() / "bash") << bash.out;
  EXPECT_EQ(std::system(fmt::format("bash -n {}", (dir.path() / "bash").string()).c_str()), 0);
  EXPECT_EQ(program.run({"completion", "tcsh"}).exit_code, 2);
}

}  // namespace
}  // namespace horizon::pipeline
