// routes, actors, convergence and keypoints, as an analyst runs them.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/support/drawing.h"
#include "tests/support/program.h"
#include "tests/support/temp_dir.h"

namespace horizon::test {
namespace {

using Json = nlohmann::json;

// Thirty-six months of quantum computing: at first superconducting, from Munich and Shanghai, then
// neutral atoms, from Shanghai and a company that comes late.
class ActorsTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(run({"init", folder_.path().string()}).exit_code, 0);
    std::ofstream lines(folder_.path() / "papers.jsonl");
    for (int month = 0; month < 36; ++month) {
      for (int i = 0; i < 6; ++i) write_paper(lines, month, i);
    }
    lines.close();
    ASSERT_EQ(run({"import", (folder_.path() / "papers.jsonl").string()}).exit_code, 0);
  }

  void write_paper(std::ofstream& lines, int month, int i) const {
    const bool late = month >= 18;
    const bool atoms = late ? i != 0 : i == 0;
    Json row = {
        {"id", fmt::format("p{}-{}", month, i)},
        {"kind", "paper"},
        {"date", fmt::format("{}-{:02}-{:02}", 2023 + month / 12, month % 12 + 1, 10 + i)},
        {"title",
         atoms ? fmt::format("Neutral atom quantum computer with Rydberg gates {} {}", month, i)
               : fmt::format("Superconducting qubit quantum computer {} {}", month, i)},
        {"abstract", "We report a quantum computer and its quantum error correction."},
        {"authors", {fmt::format("Author {} {}", month, i)}}};
    row["organisations"] = Json::array();
    if (i % 2 == 0) row["organisations"].push_back("Fudan University, Shanghai, China");
    if (i % 3 == 0)
      row["organisations"].push_back("Technical University of Munich, Munich, Germany");
    if (month >= 30 && i == 1) row["organisations"].push_back("Novatom Quantum Inc., Boston, USA");
    lines << row.dump() << '\n';
  }

  Finished run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--workspace", folder_.path().string()});
    return Program(folder_.path()).run(arguments);
  }
  Json json(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--format", "json", "--as-of", "2026-01-05"});
    const Finished finished = run(arguments);
    EXPECT_EQ(finished.exit_code, 0) << finished.err;
    return Json::parse(finished.out, nullptr, false);
  }

  TempDir folder_;
};

TEST_F(ActorsTest, RoutesSayWhoOvertookWhom) {
  const Json found = json({"routes", "INF.qcomp"});
  double share = 0;
  for (const Json& row : found["rows"]) {
    if (row["route"] == "INF.qcomp.neutral-atom" ||
        row["name"].get<std::string>().starts_with("Neutral"))
      share = row["share"];
  }
  EXPECT_GT(share, 70);
  ASSERT_FALSE(found["crossovers"].empty()) << found["notes"];
  EXPECT_TRUE(found["crossovers"][0]["holds"].get<bool>());
  EXPECT_EQ(found["recent"]["documents"], 72);
  double weights = found["recent"]["unassigned"].get<double>();
  for (const Json& weight : found["recent"]["weights"]) weights += weight.get<double>();
  EXPECT_NEAR(weights, 72, 1e-9);
  EXPECT_FALSE(found["strata"].empty());
  EXPECT_EQ(run({"routes", "INF"}).exit_code, 2);
}

TEST_F(ActorsTest, ActorsAreCountedInFractionsAndNewcomersNamed) {
  const Json found = json({"actors", "INF.qcomp"});
  double shares = 0;
  for (const Json& row : found["rows"]) shares += row["share"].get<double>();
  EXPECT_NEAR(shares, 100, 1e-3);
  EXPECT_EQ(found["rows"][0]["name"], "Fudan University");
  const Json fresh = json({"actors", "INF.qcomp", "--newcomers"});
  ASSERT_EQ(fresh["rows"].size(), 1u);
  EXPECT_NE(fresh["rows"][0]["as_sent"][0].get<std::string>().find("Novatom"), std::string::npos);
  EXPECT_EQ(fresh["rows"][0]["previous_rank"], Json());
  const Json cities = json({"actors", "INF.qcomp", "--level", "city"});
  EXPECT_EQ(cities["rows"][0]["id"], "CN/Shanghai");
  EXPECT_EQ(run({"actors", "INF.qcomp", "--country", "Atlantis"}).exit_code, 2);
  EXPECT_EQ(run({"actors", "nothing.like.it"}).exit_code, 2);
}

TEST_F(ActorsTest, KeyPointsAskQuestions) {
  const Json found = json({"keypoints"});
  bool asked = false;
  for (const Json& row : found["rows"]) {
    if (row["topic"] != "INF.qcomp") continue;
    EXPECT_EQ(row["china"]["rank"], 1);
    EXPECT_EQ(row["shanghai"]["rank"], 1);
    EXPECT_EQ(row["papers"], 72);
  }
  for (const Json& row : found["rows"]) asked = asked || !row["questions"].empty();
  EXPECT_TRUE(asked);
}

TEST_F(ActorsTest, TrendsAreSplitByOrganisationInParts) {
  const Json found = json({"trends", "INF.qcomp", "--split", "organisation", "--by", "year"});
  ASSERT_GE(found["series"].size(), 3u) << found["notes"];
  EXPECT_EQ(found["series"][0]["name"], "Fudan University");
  double weight = 0;
  for (const Json& line : found["series"]) weight += line["weight"].get<double>();
  // Of six papers a month four name somebody; then, for six months, a fifth.
  EXPECT_NEAR(weight, 36 * 4 + 6, 1e-6);
  for (const Json& row : found["rows"]) {
    if (row["series"] == "all") continue;
    EXPECT_LE(row["weight"].get<double>(), row["count"].get<double>()) << row;
    EXPECT_LE(row["count"].get<int>(), row["exposure"].get<int>()) << row;
  }
  const Json papers =
      json({"trends", "INF.qcomp", "--split", "organisation", "--by", "year", "--kind", "patent"});
  EXPECT_FALSE(papers.contains("series"));
}

TEST_F(ActorsTest, WhatKeepsToItselfHasAReachOfOne) {
  const Json found = json({"convergence", "--diversity", "--limit", "100"});
  for (const Json& row : found["rows"]) {
    if (row["why_not"] == "no-documents") {
      EXPECT_TRUE(row["effective"].is_null()) << row;
      continue;
    }
    EXPECT_LE(row["lower"], row["effective"]) << row;
    EXPECT_LE(row["effective"], row["upper"]) << row;
    if (row["mixed"] == 0) {
      EXPECT_EQ(row["effective"], 1.0) << row;
    }
  }
}

TEST_F(ActorsTest, EachAnswerCanBeDrawn) {
  const std::vector<std::vector<std::string>> commands = {
      {"routes", "INF.qcomp"}, {"actors", "INF.qcomp", "--level", "country"},
      {"actors", "INF.qcomp"}, {"convergence", "--diversity"},
      {"keypoints"},           {"trends"}};
  for (std::vector<std::string> command : commands) {
    command.insert(command.end(), {"--as-of", "2026-01-05"});
    expect_drawings([this](std::vector<std::string> asked) { return run(std::move(asked)); },
                    command, folder_.path());
  }
}

TEST_F(ActorsTest, ConvergenceIsEmptyWhereNothingMeets) {
  EXPECT_EQ(run({"convergence", "--plot", "--as-of", "2026-01-05"}).exit_code, 0);
  const Json found = json({"convergence"});
  EXPECT_TRUE(found["rows"].is_array());
  EXPECT_EQ(found["notes"].size(), 1u);
}

TEST(Actors, AnEmptyWorkspaceSaysSo) {
  const TempDir folder;
  const Program program(folder.path());
  ASSERT_EQ(program.run({"init", folder.path().string()}).exit_code, 0);
  for (const char* const command : {"convergence", "keypoints", "weak"}) {
    const Finished finished = program.run({command, "--workspace", folder.path().string()});
    EXPECT_EQ(finished.exit_code, 2) << command;
    EXPECT_NE(finished.err.find("holds no documents"), std::string::npos) << finished.err;
  }
}

}  // namespace
}  // namespace horizon::test
