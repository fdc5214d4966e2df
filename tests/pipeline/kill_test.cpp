// kill -9 at any moment, run again: store and index equal an uninterrupted run's.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <random>

#include "tests/pipeline/dump.h"
#include "tests/support/program.h"
#include "tests/support/temp_dir.h"

namespace horizon {
namespace {

// Some here; scripts/test-faults asks for more kills of larger imports.
int from_environment(const char* name, int usual) {
  const char* value = std::getenv(name);
  return value == nullptr ? usual : std::atoi(value);
}

// The documents of an import are enough for a shard that is sealed at its end.
const int kKills = from_environment("HORIZON_KILLS", 12);
const int kDocuments = from_environment("HORIZON_KILL_DOCUMENTS", 5'300);

class KillTest : public testing::Test {
 protected:
  // A workspace whose days are fixed, so that two runs differ in nothing.
  std::filesystem::path workspace(const std::string& name, bool sample) {
    const std::filesystem::path root = dir_.path() / name;
    std::vector<std::string> arguments = {"init", root.string()};
    if (sample) arguments.emplace_back("--sample");
    EXPECT_EQ(program_.run(arguments).exit_code, 0);
    if (!sample) {
      const std::string settings = "as_of = 2026-11-22\n";
      std::ofstream(root / "horizon.toml") << settings;
    }
    if (!inbox_.empty()) {
      std::ofstream(root / "sources.toml")
          << "[[source]]\nid = \"inbox\"\ntype = \"folder\"\nurl = \"file:inbox\"\n";
      std::filesystem::create_directories(root / "inbox");
      for (const std::filesystem::path& file : inbox_) {
        // Long unchanged: a file that has just come may still be being written.
        std::filesystem::copy(file, root / "inbox");
        std::filesystem::last_write_time(
            root / "inbox" / file.filename(),
            std::filesystem::file_time_type::clock::now() - std::chrono::hours(1));
      }
    }
    return root;
  }

  std::filesystem::path write_documents(int count) {
    const std::filesystem::path file = dir_.path() / "documents.jsonl";
    std::ofstream out(file);
    std::mt19937 random(7);
    const char* topics[] = {"superconducting qubit",     "solid-state battery", "sheaf cohomology",
                            "humanoid robot locomotion", "脑机接口 运动想象",   "galaxy rotation"};
    for (int i = 0; i < count; ++i) {
      out << fmt::format(
                 R"({{"id":"arXiv:2401.{:05}","kind":"paper","title":"Study {} of {}","abstract":"We look at the {} once more with the data of run {}, and at quantum {}.","date":"20{:02}-{:02}-{:02}"}})",
                 i, i, topics[random() % 6], topics[random() % 6], random() % 1000,
                 topics[random() % 6], 20 + random() % 6, 1 + random() % 12, 1 + random() % 28)
          << "\n";
      if (i % 500 == 3) out << "this line is no JSON\n";
    }
    return file;
  }

  // Runs `arguments` uninterrupted, then again and again killed at a random moment and repeated.
  void compare(const std::string& name, bool sample, const std::vector<std::string>& command) {
    const auto in = [&](const std::filesystem::path& root) {
      std::vector<std::string> arguments = command;
      arguments.insert(arguments.end(), {"--workspace", root.string()});
      return arguments;
    };
    const std::filesystem::path whole = workspace(name, sample);
    const auto begin = std::chrono::steady_clock::now();
    program_.run(in(whole));
    const auto duration = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - begin);
    const std::string expected = test::dump_workspace(whole);
    ASSERT_GT(expected.size(), 10'000U);

    std::mt19937 random(11);
    int killed = 0;
    for (int i = 0; i < kKills; ++i) {
      const std::filesystem::path root = workspace(fmt::format("{}-{}", name, i), sample);
      const std::chrono::microseconds delay(static_cast<long>(random()) %
                                            std::max<long>(duration.count(), 1));
      killed += program_.run_and_kill(in(root), delay) ? 1 : 0;
      const auto again = program_.run(in(root));
      EXPECT_TRUE(again.exit_code == 0 || again.exit_code == 1) << again.err;
      EXPECT_EQ(test::dump_workspace(root), expected) << "killed after " << delay.count() << " us";
      const auto verified = program_.run({"verify", "--workspace", root.string()});
      EXPECT_EQ(verified.exit_code, 0)
          << "killed after " << delay.count() << " us: " << verified.out << verified.err;
      std::filesystem::remove_all(root);
    }
    EXPECT_GE(killed, kKills / 2) << "the test must kill, or it proves nothing";
  }

  test::TempDir dir_;
  test::Program program_{dir_.path()};
  std::vector<std::filesystem::path> inbox_;  // files of a watched folder
};

TEST_F(KillTest, AnImportIsContinuedToTheSameResult) {
  const std::filesystem::path file = write_documents(kDocuments);
  compare("import", false, {"import", file.string()});
}

TEST_F(KillTest, AScanIsContinuedToTheSameResult) { compare("scan", true, {"scan"}); }

TEST_F(KillTest, AFolderIsContinuedToTheSameResult) {
  const std::filesystem::path exported = dir_.path() / "export.ris";
  std::ofstream out(exported);
  for (int i = 0; i < 300; ++i) {
    out << fmt::format("TY  - JOUR\nTI  - Solid-state battery number {}\nPY  - 2025\nER  - \n", i);
  }
  out.close();
  inbox_ = {write_documents(3000), exported};
  compare("folder", false, {"scan"});
}

}  // namespace
}  // namespace horizon
