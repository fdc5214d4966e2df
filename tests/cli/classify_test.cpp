// classify by the taxonomy: what is taken for a title, and what speaks for a label.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/support/program.h"
#include "tests/support/temp_dir.h"

namespace horizon::cli {
namespace {

using nlohmann::json;

class ClassifyTest : public testing::Test {
 protected:
  test::Finished run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"--lang", "en", "classify"});
    return program_.run(arguments);
  }

  test::TempDir folder_;
  test::Program program_{folder_.path()};
};

TEST_F(ClassifyTest, OneSentenceIsATitleAndMoreAreAnAbstract) {
  const struct {
    std::string text, field;
  } cases[] = {
      {"A brain-computer interface for typing", "title"},
      {"一种基于运动想象的脑机接口系统。", "title"},
      {"A brain-computer interface is shown. It types.", "abstract"},
      {"本文研究脑机接口。结果表明其有效。", "abstract"},
      {"A brain-computer interface\nfor typing", "abstract"},
      {"A brain-computer interface " + std::string(300, 'x'), "abstract"},
  };
  for (const auto& each : cases) {
    const test::Finished done = run({"--all", "--format", "json", each.text});
    ASSERT_EQ(done.exit_code, 0) << done.err;
    bool found = false;
    const json parsed = json::parse(done.out);
    for (const json& label : parsed["rows"]) {
      if (label["id"] != "HEA.bci") continue;
      found = true;
      EXPECT_EQ(label["evidence"][0]["field"], each.field) << each.text;
    }
    EXPECT_TRUE(found) << each.text << "\n" << done.out;
  }
}

TEST_F(ClassifyTest, ExplainsEachPieceOfEvidence) {
  const test::Finished done = run({"--explain", "--format", "csv", "--title", "Typing by thought",
                                   "We present a brain-computer interface for paralysed people."});
  ASSERT_EQ(done.exit_code, 0) << done.err;
  EXPECT_TRUE(done.out.starts_with("p,margin,id,words,term,weight,place")) << done.out;
  EXPECT_NE(done.out.find("HEA.bci,brain-computer interface,"), std::string::npos) << done.out;
  EXPECT_NE(done.out.find("abstract 13-37"), std::string::npos) << done.out;
}

}  // namespace
}  // namespace horizon::cli
