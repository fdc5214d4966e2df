#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/io.h"
#include "tests/support/program.h"

namespace horizon::test {

// The command draws in the terminal, to a file, the same bytes twice, in both languages, and gives
// its usual answer beside the file.
inline void expect_drawings(const std::function<Finished(std::vector<std::string>)>& run,
                            const std::vector<std::string>& command,
                            const std::filesystem::path& folder) {
  std::string name;
  for (const std::string& part : command) name += part + " ";
  const std::string file = (folder / "drawing.svg").string();
  for (const char* const language : {"en", "zh"}) {
    std::vector<std::string> asked = {"--lang", language};
    asked.insert(asked.end(), command.begin(), command.end());
    const std::string plain = run(asked).out;
    asked.push_back("--plot");
    const Finished plot = run(asked);
    EXPECT_EQ(plot.exit_code, 0) << name << plot.err;
    EXPECT_NE(plot.out, plain) << name;
    EXPECT_TRUE(plot.out.find("●") != std::string::npos || plot.out.find("○") != std::string::npos)
        << name << plot.out;
    asked.back() = "--svg=" + file;
    std::string before;
    for (const int time : {1, 2}) {
      const Finished drawn = run(asked);
      EXPECT_EQ(drawn.exit_code, 0) << name << drawn.err;
      EXPECT_EQ(drawn.out, plain) << name;
      const auto svg = read_file(file, 1 << 20);
      ASSERT_TRUE(svg) << name;
      EXPECT_EQ(svg->rfind("<svg", 0), 0U) << name;
      EXPECT_NE(svg->find("<circle"), std::string::npos) << name;
      EXPECT_EQ(svg->find("nan"), std::string::npos) << name;
      EXPECT_TRUE(time == 1 || *svg == before) << name << "not the same bytes";
      before = *svg;
    }
  }
  std::vector<std::string> nowhere = command;
  nowhere.push_back("--svg=/no/such/folder/x.svg");
  const Finished finished = run(nowhere);
  EXPECT_EQ(finished.exit_code, 2) << name;
  EXPECT_NE(finished.err.find("/no/such/folder/x.svg"), std::string::npos) << name << finished.err;
}

}  // namespace horizon::test
