// emerging, backtest and scorecard, as a user runs them.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/support/drawing.h"
#include "tests/support/program.h"
#include "tests/support/temp_dir.h"

namespace horizon::cli {
namespace {

using nlohmann::json;

// Ten documents a month from 2008 to 2016. "zorbium lattice" begins in 2012 and grows, in company
// of "quill coding"; "steady filter" is always there.
std::vector<std::string> documents() {
  std::vector<std::string> out;
  const std::vector<std::string> ends = {".", " for qubits.", " in cells.", ", and more."};
  for (int month = 0; month < 9 * 12; ++month) {
    for (int i = 0; i < 10; ++i) {
      const int number = month * 10 + i;
      std::string text =
          "Work number " + std::to_string(number) + " of its kind" + ends[number % 4];
      if (number % 13 == 0) text += " We study the steady filter" + ends[number % 3];
      const int rise = std::max(0, month - 48) / 6;
      if (rise > 0 && number * 7 % 20 < rise)
        text += " We use the zorbium lattice" + ends[number % 4] + " With quill coding" +
                ends[(number + 1) % 4];
      const std::string date = std::to_string(2008 + month / 12) + "-" +
                               (month % 12 < 9 ? "0" : "") + std::to_string(month % 12 + 1) + "-" +
                               std::to_string(10 + i);
      out.push_back(json{
          {"id", "d" + std::to_string(number)},
          {"title", "Document " + std::to_string(number)},
          {"abstract", text},
          {"authors", "Author " + std::to_string(number)},
          {"date", date},
          {"lang",
           "en"}}.dump());
    }
  }
  return out;
}

class EmergingTest : public testing::Test {
 protected:
  test::Finished run(const std::string& workspace, std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"-w", (folder_.path() / workspace).string()});
    return test::Program(folder_.path()).run(arguments);
  }

  void make(const std::string& workspace, const std::vector<std::string>& lines) const {
    ASSERT_EQ(test::Program(folder_.path())
                  .run({"init", (folder_.path() / workspace).string()})
                  .exit_code,
              0);
    const std::string file = (folder_.path() / (workspace + ".jsonl")).string();
    std::ofstream out(file);
    for (const std::string& line : lines) out << line << "\n";
    out.close();
    const auto imported = run(workspace, {"import", file});
    ASSERT_EQ(imported.exit_code, 0) << imported.err;
  }

  test::TempDir folder_;
};

TEST_F(EmergingTest, ListsWhatRisesAndKeepsItForGrading) {
  make("w", documents());
  const auto list = run("w", {"emerging", "--as-of", "2013-12-31", "--format", "json", "--record"});
  ASSERT_EQ(list.exit_code, 0) << list.err;
  const json rows = json::parse(list.out)["rows"];
  ASSERT_FALSE(rows.empty()) << list.out;
  std::vector<std::string> terms;
  for (const json& row : rows) {
    EXPECT_EQ(row["rank"], terms.size() + 1);
    EXPECT_GE(row["growth"].get<double>(), row["growth_lower"].get<double>());
    terms.push_back(row["term"]);
  }
  EXPECT_TRUE(std::ranges::count(terms, "zorbium lattice") == 1 ||
              std::ranges::count(terms, "quill coding") == 1)
      << list.out;
  EXPECT_EQ(std::ranges::count(terms, "steady filter"), 0) << list.out;
  EXPECT_NE(list.out.find("Too little data"), std::string::npos);
  EXPECT_EQ(list.out.find("hold no documents"), std::string::npos) << list.out;
  const auto early = run("w", {"emerging", "--as-of", "2010-12-31"});
  EXPECT_NE(early.out.find("8 of the last 20 quarters hold no documents"), std::string::npos)
      << early.out;

  const auto again = run("w", {"emerging", "--as-of", "2013-12-31", "--record"});
  EXPECT_NE(again.out.find("0 new flags"), std::string::npos) << again.out;
  const auto card = run("w", {"scorecard", "--format", "json"});
  ASSERT_EQ(card.exit_code, 0) << card.err;
  const json graded = json::parse(card.out)["rows"];
  ASSERT_FALSE(graded.empty());
  EXPECT_EQ(graded[0]["grade"], "hit") << card.out;
}

TEST_F(EmergingTest, EachAnswerCanBeDrawn) {
  make("w", documents());
  ASSERT_EQ(run("w", {"emerging", "--as-of", "2013-12-31", "--record"}).exit_code, 0);
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"emerging", "--as-of", "2013-12-31"},
        {"scorecard"},
        {"backtest", "--from", "2012", "--until", "2013"}}) {
    test::expect_drawings([this](std::vector<std::string> asked) { return run("w", asked); },
                          command, folder_.path());
  }
}

TEST_F(EmergingTest, TheSameDocumentsInAnotherOrderGiveTheSameBytes) {
  std::vector<std::string> lines = documents();
  make("a", lines);
  std::ranges::reverse(lines);
  make("b", lines);
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"emerging", "--as-of", "2015-06-30", "--format", "json"},
        {"emerging", "--as-of", "2015-06-30", "--list", "alone", "--format", "csv"},
        {"backtest", "--from", "2012", "--until", "2013", "--ablation", "--stability", "--format",
         "json"}}) {
    const auto first = run("a", command);
    ASSERT_EQ(first.exit_code, 0) << first.err;
    EXPECT_EQ(first.out, run("b", command).out) << command[0];
    EXPECT_EQ(first.out, run("a", command).out) << command[0] << ", once more";
  }
}

TEST_F(EmergingTest, BacktestSaysWhatItCannotGrade) {
  make("w", documents());
  const auto table =
      run("w", {"backtest", "--from", "2012", "--until", "2015", "--format", "json"});
  ASSERT_EQ(table.exit_code, 0) << table.err;
  EXPECT_NE(table.out.find("2014-12-31: cannot be graded"), std::string::npos) << table.out;
  EXPECT_NE(table.out.find("\"as_of\": \"2013-12-31\""), std::string::npos) << table.out;
  EXPECT_EQ(run("w", {"backtest", "--from", "2015", "--until", "2012"}).exit_code, 2);
  EXPECT_EQ(run("w", {"backtest", "--from", "2015-01-02", "--until", "2015-01-03"}).exit_code, 2);
}

TEST_F(EmergingTest, LittleOrNothingIsNoReasonToFail) {
  make("one", {documents().front()});
  ASSERT_EQ(
      test::Program(folder_.path()).run({"init", (folder_.path() / "none").string()}).exit_code, 0);
  for (const char* workspace : {"one", "none"}) {
    for (const char* day : {"2016-12-31", "2190-01-01", "1500"}) {
      const auto list = run(workspace, {"emerging", "--as-of", day, "--format", "json"});
      if (std::string(workspace) == "none" && list.exit_code != 0) {
        EXPECT_NE(list.err.find("import"), std::string::npos) << list.err;
        continue;
      }
      ASSERT_EQ(list.exit_code, 0) << workspace << " " << day << list.err;
      EXPECT_TRUE(json::parse(list.out)["rows"].empty()) << workspace << " " << day;
    }
  }
  EXPECT_EQ(run("one", {"emerging", "--as-of", "0001-01-01"}).exit_code, 2);
  const auto unknown = run("one", {"emerging", "--topic", "INF.qcom"});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_NE(unknown.err.find("INF.qcomp"), std::string::npos) << unknown.err;
  EXPECT_EQ(run("one", {"scorecard"}).exit_code, 0);
}

TEST_F(EmergingTest, DamagedFilesAreMadeAnewOrNamed) {
  make("w", documents());
  const std::vector<std::string> command = {"emerging", "--as-of", "2013-12-31", "--format", "csv"};
  const std::string before = run("w", command).out;
  const auto phrases = folder_.path() / "w" / "phrases.hzp";
  for (const std::uintmax_t size : {std::uintmax_t{0}, std::uintmax_t{100}, std::uintmax_t{4096}}) {
    std::filesystem::resize_file(phrases, size);
    EXPECT_EQ(run("w", command).out, before) << size;
  }
  std::ofstream(folder_.path() / "w" / "ledger.jsonl") << "{\"as_of\": 7}\n";
  const auto card = run("w", {"scorecard"});
  EXPECT_EQ(card.exit_code, 3);
  EXPECT_NE(card.err.find("ledger.jsonl:1"), std::string::npos) << card.err;
}

}  // namespace
}  // namespace horizon::cli
