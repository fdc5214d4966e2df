// taxonomy suggest on documents that use words which no lexicon has.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/program.h"
#include "tests/support/temp_dir.h"

namespace horizon::cli {
namespace {

using nlohmann::json;

class SuggestTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(run({"init", workspace()}).exit_code, 0);
    const std::vector<std::string> before = {"研究", "利用", "发展", "面向", "探索", "改进"};
    const std::vector<std::string> after = {"方法", "应用", "问题", "进展", "模型", "装置"};
    const std::vector<std::string> ends = {". ", " for ", " with ", ", ", " in ", " on "};
    std::ofstream out(file());
    for (std::size_t i = 0; i < 24; ++i) {
      const std::string number = std::to_string(i);
      json zh = {{"id", "z" + number},
                 {"title", "量子计算" + after[i % 6] + number},
                 {"abstract", before[i % 6] + "碲镉汞" + after[(i * 5 + 1) % 6] + "，量子比特" +
                                  after[(i + 2) % 6] + "。"},
                 {"date", "2024-03-" + std::to_string(10 + i % 9)},
                 {"lang", "zh"}};
      json en = {
          {"id", "e" + number},
          {"title", "Quantum computing " + number},
          {"abstract", "The zorbium lattice" + ends[i % 6] + "qubits of kind " + number + "."},
          {"date", "2023-05-" + std::to_string(10 + i % 9)},
          {"lang", "en"}};
      const json other = {{"id", "o" + number},
                          {"title", "Forests in the north " + number},
                          {"abstract", "Trees number " + number + " grow."},
                          {"lang", "en"}};
      out << zh.dump() << "\n" << en.dump() << "\n" << other.dump() << "\n";
    }
    out.close();
    ASSERT_EQ(run({"-w", workspace(), "import", file()}).exit_code, 0);
  }

  std::string workspace() const { return (folder_.path() / "w").string(); }
  std::string file() const { return (folder_.path() / "documents.jsonl").string(); }
  test::Finished run(const std::vector<std::string>& arguments) const {
    return program_.run(arguments);
  }
  std::vector<json> suggest(std::vector<std::string> more) const {
    std::vector<std::string> arguments = {"-w",      workspace(), "taxonomy",
                                          "suggest", "--format",  "jsonl"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const test::Finished done = run(arguments);
    EXPECT_EQ(done.exit_code, 0) << done.err;
    std::vector<json> rows;
    std::istringstream in(done.out);
    for (std::string line; std::getline(in, line);) rows.push_back(json::parse(line));
    return rows;
  }

  test::TempDir folder_;
  test::Program program_{folder_.path()};
};

json find(const std::vector<json>& rows, const std::string& term) {
  for (const json& row : rows) {
    if (row["term"] == term) return row;
  }
  return {};
}

TEST_F(SuggestTest, NewTermsInBothLanguages) {
  const auto rows = suggest({});
  const json zh = find(rows, "碲镉汞");
  ASSERT_FALSE(zh.is_null());
  EXPECT_EQ(zh["language"], "zh");
  EXPECT_EQ(zh["documents"], 24);
  EXPECT_EQ(zh["since"], "2024-03-10");
  EXPECT_EQ(zh["subfield"], "INF.qcomp");
  EXPECT_EQ(zh["labelled"], 24);
  EXPECT_GT(zh["cohesion"].get<double>(), 1.5);
  const json en = find(rows, "zorbium lattice");
  ASSERT_FALSE(en.is_null());
  EXPECT_EQ(en["language"], "en");
  EXPECT_EQ(en["since"], "2023-05-10");
  // What the taxonomy knows is not new.
  EXPECT_TRUE(find(rows, "量子计算").is_null());
  EXPECT_TRUE(find(rows, "Quantum computing").is_null());
}

TEST_F(SuggestTest, OptionsAndMistakes) {
  for (const json& row : suggest({"--terms", "zh"})) EXPECT_EQ(row["language"], "zh");
  EXPECT_EQ(suggest({"--terms", "zh", "--limit", "1"}).size(), 1U);
  EXPECT_TRUE(suggest({"--min-documents", "25", "--terms", "zh"}).empty() ||
              find(suggest({"--min-documents", "25"}), "碲镉汞").is_null());
  EXPECT_EQ(run({"-w", workspace(), "taxonomy", "suggest", "--terms", "fr"}).exit_code, 2);
  EXPECT_EQ(run({"-w", workspace(), "taxonomy", "suggest", "--limit", "0"}).exit_code, 2);
  EXPECT_EQ(run({"-w", folder_.path().string(), "taxonomy", "suggest"}).exit_code, 2);
}

TEST_F(SuggestTest, RelabellingKeepsTheWords) {
  const auto before = suggest({});
  ASSERT_EQ(run({"-w", workspace(), "reindex"}).exit_code, 0);
  EXPECT_EQ(suggest({}), before);
}

}  // namespace
}  // namespace horizon::cli
