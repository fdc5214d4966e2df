// taxonomy suggest on documents that use words which no lexicon has.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "core/io.h"
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

std::string content_of(const std::string& file) {
  return read_file(file, std::size_t{1} << 26).value_or("");
}

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

TEST_F(SuggestTest, LearnsWhatIsPlainlyAWord) {
  const std::string more = (folder_.path() / "more.jsonl").string();
  std::ofstream out(more);
  for (int i = 0; i < 100; ++i) {
    const json other = {{"id", "f" + std::to_string(i)},
                        {"title", "北方的森林第" + std::to_string(i) + "次调查"},
                        {"abstract", "河流与山谷之间的树木在这些年里缓慢生长，居民以种植为生。"},
                        {"lang", "zh"}};
    out << other.dump() << "\n";
  }
  out.close();
  ASSERT_EQ(run({"-w", workspace(), "import", more}).exit_code, 0);
  const std::vector<std::string> learn = {"-w", workspace(), "taxonomy", "suggest", "--learn"};
  const auto first = run(learn);
  ASSERT_EQ(first.exit_code, 0) << first.err;
  EXPECT_NE(first.out.find("reindex"), std::string::npos) << first.out;
  const std::string file = workspace() + "/learnt.txt";
  EXPECT_NE(content_of(file).find("碲镉汞 "), std::string::npos) << content_of(file);
  // Labels and words were made without it, which is said until they are made anew.
  const std::string note = "The taxonomy or the lexicon has changed";
  EXPECT_NE(run({"-w", workspace(), "search", "碲镉汞"}).out.find(note), std::string::npos);
  EXPECT_TRUE(find(suggest({}), "碲镉汞").is_null());
  ASSERT_EQ(run({"-w", workspace(), "reindex"}).exit_code, 0);
  const auto search = run({"-w", workspace(), "search", "碲镉汞"});
  EXPECT_EQ(search.out.find(note), std::string::npos) << search.out;
  EXPECT_NE(search.out.find("量子计算"), std::string::npos) << search.out;
  // Learnt from texts that are cut by what was learnt: the same.
  const std::string before = content_of(file);
  EXPECT_EQ(run(learn).exit_code, 0);
  EXPECT_EQ(content_of(file), before);
}

TEST_F(SuggestTest, TheOperatorsWordGoesBeforeWhatIsLearnt) {
  std::ofstream(workspace() + "/lexicon.txt") << "- 碲镉汞\n";
  ASSERT_EQ(run({"-w", workspace(), "taxonomy", "suggest", "--learn"}).exit_code, 0);
  EXPECT_EQ(content_of(workspace() + "/learnt.txt").find("碲镉汞"), std::string::npos);
  EXPECT_TRUE(find(suggest({}), "碲镉汞").is_null());
  std::ofstream(workspace() + "/learnt.txt") << "碲镉汞\n";
  const auto broken = run({"-w", workspace(), "status"});
  EXPECT_EQ(broken.exit_code, 2);
  EXPECT_NE(broken.err.find("learnt.txt:1"), std::string::npos) << broken.err;
  EXPECT_EQ(run({"-w", workspace(), "taxonomy", "suggest", "--learn", "--accept", "词"}).exit_code,
            2);
}

// The compiled terms are a cache: whatever it holds, the words are the same.
TEST_F(SuggestTest, ADamagedCacheOfTermsIsMadeAnew) {
  const std::string file = workspace() + "/lexicon.hzl";
  const std::string kept = content_of(file);
  ASSERT_FALSE(kept.empty());
  for (const std::string& content : {std::string(), kept.substr(0, 100), "x" + kept.substr(1),
                                     kept.substr(0, kept.size() - 1) + "x"}) {
    std::ofstream(file, std::ios::binary) << content;
    EXPECT_FALSE(find(suggest({}), "碲镉汞").is_null()) << content.size();
    EXPECT_EQ(content_of(file), kept) << content.size();
  }
}

}  // namespace
}  // namespace horizon::cli
