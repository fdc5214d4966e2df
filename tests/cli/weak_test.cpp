// weak, as an analyst runs it.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "tests/support/program.h"
#include "tests/support/temp_dir.h"

namespace horizon::test {
namespace {

using Json = nlohmann::json;

// Six years of two usual combinations of codes; in the last year a rare term that grows, and one
// document that brings together what never met.
class WeakTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(run({"init", folder_.path().string()}).exit_code, 0);
    std::ofstream lines(folder_.path() / "papers.jsonl");
    for (int month = 0; month < 72; ++month) {
      for (int i = 0; i < 12; ++i) write_usual(lines, month, i);
      if (month >= 60) write_rising(lines, month, month >= 64 ? 2 : 1);
    }
    write(lines, 70, "odd", "Spin torque parsing for moire grammars", {"cs.CL", "cond-mat.str-el"});
    lines.close();
    ASSERT_EQ(run({"import", (folder_.path() / "papers.jsonl").string()}).exit_code, 0);
  }

  void write_usual(std::ofstream& lines, int month, int i) const {
    const bool language = i % 2 == 0;
    write(lines, month, fmt::format("u{}-{}", month, i),
          language ? fmt::format("Parsing with spin torque grammar {} {}", month, i)
                   : fmt::format("Correlated electrons in ladder {} {}", month, i),
          language ? Codes{"cs.CL", "cs.LG"} : Codes{"cond-mat.str-el", "cond-mat.mes-hall"});
  }
  void write_rising(std::ofstream& lines, int month, int count) const {
    for (int i = 0; i < count; ++i)
      write(lines, month, fmt::format("r{}-{}", month, i),
            fmt::format("Twisted flux braiding, {} {}", month, i), {"cond-mat.str-el"});
  }

  using Codes = std::vector<std::string>;
  static void write(std::ofstream& lines, int month, const std::string& id,
                    const std::string& title, const Codes& codes) {
    Json row = {{"id", id},
                {"kind", "paper"},
                {"date", fmt::format("{}-{:02}-15", 2017 + month / 12, month % 12 + 1)},
                {"title", title},
                {"abstract", "We report on it. " + title + "."},
                {"authors", {"Author " + id}},
                {"categories", codes}};
    lines << row.dump() << '\n';
  }

  Finished run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--workspace", folder_.path().string()});
    return Program(folder_.path()).run(arguments);
  }
  Json json(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--format", "json", "--as-of", "2022-12-31"});
    const Finished finished = run(arguments);
    EXPECT_EQ(finished.exit_code, 0) << finished.err;
    return Json::parse(finished.out, nullptr, false);
  }

  TempDir folder_;
};

TEST_F(WeakTest, EveryRatioHasItsCountsAndIntervalOrAReason) {
  const Json found = json({"weak", "--limit", "50"});
  ASSERT_FALSE(found["notes"].empty());
  EXPECT_NE(found["notes"][0].get<std::string>().find("Confidence: low"), std::string::npos);
  for (const Json& row : found["rows"]) {
    if (row["ratio"].is_null()) {
      EXPECT_EQ(row["why_not"], "single-document") << row;
      EXPECT_GE(row["signs"].size(), 2u) << row;
      continue;
    }
    EXPECT_TRUE(row["why_not"].is_null()) << row;
    EXPECT_LE(row["lower"], row["ratio"]) << row;
    EXPECT_GE(row["upper"], row["ratio"]) << row;
    EXPECT_GE(row["recent_exposure"], row["recent"]) << row;
  }
}

TEST_F(WeakTest, OnlyOneSignalAndOnlyWithinATopic) {
  const Json found = json({"weak", "--only", "document"});
  for (const Json& row : found["rows"]) EXPECT_EQ(row["signal"], "document");
  EXPECT_EQ(json({"weak", "--topic", "INF.qcomp"})["rows"].size(), 0u);
  const Finished wrong = run({"weak", "--only", "trend"});
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_NE(wrong.err.find("--only"), std::string::npos) << wrong.err;
  EXPECT_EQ(run({"weak", "--topic", "nothing.like.it"}).exit_code, 2);
}

TEST_F(WeakTest, ADayOutsideTheDataIsSaid) {
  const Finished finished = run({"weak", "--as-of", "2040-01-01"});
  EXPECT_EQ(finished.exit_code, 0) << finished.err;
  EXPECT_NE(finished.out.find("nothing outside is guessed"), std::string::npos) << finished.out;
}

TEST_F(WeakTest, SingleDocumentsHaveNoRateToDraw) {
  const std::string file = (folder_.path() / "weak.svg").string();
  const Finished drawn =
      run({"weak", "--as-of", "2022-12-31", "--only", "document", "--plot", "--svg", file});
  EXPECT_EQ(drawn.exit_code, 0) << drawn.err;
  EXPECT_NE(drawn.out.find("Confidence: low"), std::string::npos) << drawn.out;
  EXPECT_EQ(drawn.out.find("nothing to compare"), std::string::npos) << drawn.out;
  EXPECT_TRUE(std::filesystem::exists(file));
}

TEST_F(WeakTest, TheSameTwice) {
  EXPECT_EQ(json({"weak", "--limit", "50"}), json({"weak", "--limit", "50"}));
}

}  // namespace
}  // namespace horizon::test
