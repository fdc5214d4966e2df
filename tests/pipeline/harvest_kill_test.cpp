// Every kind of source, harvested from a local server, killed at random pages and continued: the
// workspace equals that of an uninterrupted scan.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <thread>

#include "tests/pipeline/dump.h"
#include "tests/pipeline/providers.h"
#include "tests/support/program.h"
#include "tests/support/temp_dir.h"

namespace horizon {
namespace {

struct Kind {
  const char* type;
  const char* path;
  const char* settings;
};

void PrintTo(const Kind& kind, std::ostream* out) { *out << kind.type; }

// What each source is told; every one holds Providers::kCount records.
constexpr Kind kKinds[] = {
    {"feed", "/feed", ""},
    {"jsonl", "/lines", ""},
    {"oai_pmh", "/oai", ""},
    {"arxiv", "/arxiv/api/query", "query = \"cat:quant-ph\"\n"},
    {"crossref", "/crossref/v1/works", ""},
    {"openalex", "/openalex/works", "api_key_env = \"HORIZON_TEST_KEY\"\n"},
    {"pubmed", "/eutils", "query = \"qubit\"\n"},
    {"europepmc", "/europepmc/rest/search", "query = \"SRC:PPR\"\n"},
    {"biorxiv", "/biorxiv", "query = \"biorxiv\"\n"},
    {"epo_ops", "/ops/3.2",
     "query = \"cpc=G06N10\"\napi_key_env = \"HORIZON_TEST_KEY\"\n"
     "api_secret_env = \"HORIZON_TEST_KEY\"\n"},
    {"uspto_bulk", "/uspto/api/v1", "query = \"PTGRXML\"\napi_key_env = \"HORIZON_TEST_KEY\"\n"},
    {"sitemap", "/site/sitemap.xml", ""},
};

constexpr int kMostKills = 8;

class HarvestKillTest : public testing::TestWithParam<Kind> {
 protected:
  void SetUp() override { ::setenv("HORIZON_TEST_KEY", "k", 1); }

  std::filesystem::path workspace(const std::string& name) {
    const std::filesystem::path root = dir_.path() / name;
    EXPECT_EQ(program_.run({"init", root.string()}).exit_code, 0);
    std::ofstream(root / "horizon.toml")
        << "as_of = 2026-11-22\ncontact = \"https://horizon.example.org\"\n[network]\n"
           "allowed_private_hosts = [\"127.0.0.1\"]\nseconds_between_requests = 0\n";
    std::ofstream(root / "sources.toml") << fmt::format(
        "[[source]]\nid = \"s\"\ntype = \"{}\"\nurl = \"{}\"\nsince = 2026-11-15\n{}",
        GetParam().type, providers_.url(GetParam().path), GetParam().settings);
    return root;
  }

  test::TempDir dir_;
  test::Program program_{dir_.path()};
  test::Providers providers_;
};

TEST_P(HarvestKillTest, IsContinuedToTheSameResult) {
  const auto scan = [](const std::filesystem::path& root) {
    return std::vector<std::string>{"scan", "--workspace", root.string(), "--lang", "en"};
  };
  const std::filesystem::path whole = workspace("whole");
  const auto done = program_.run(scan(whole));
  ASSERT_EQ(done.exit_code, 0) << done.out << done.err;
  EXPECT_NE(done.out.find(fmt::format("{} new", test::Providers::kCount)), std::string::npos)
      << done.out;
  const std::string expected = test::dump_workspace(whole);
  const int requests = providers_.asked();

  std::mt19937 random(13);
  int killed = 0;
  for (int page = 1; page <= std::min(requests, kMostKills); ++page) {
    const std::filesystem::path root = workspace(fmt::format("killed-{}", page));
    // When the page is asked for, or a moment later: read, stored, or on its way there.
    const int at = providers_.asked() + page * std::max(1, requests / kMostKills);
    const std::chrono::microseconds moment(random() % 4'000);
    killed += program_.run_and_kill_when(scan(root), [&] {
      if (providers_.asked() < at) return false;
      std::this_thread::sleep_for(moment);
      return true;
    });
    const auto again = program_.run(scan(root));
    EXPECT_EQ(again.exit_code, 0) << again.out << again.err;
    EXPECT_EQ(test::dump_workspace(root), expected) << "killed at request " << page;
    const auto third = program_.run({"scan", "--source", "s", "--workspace", root.string()});
    EXPECT_EQ(third.exit_code, 0) << third.err;
    EXPECT_EQ(test::dump_workspace(root), expected) << "harvested once more";
    std::filesystem::remove_all(root);
  }
  EXPECT_GT(killed, 0) << "the test must kill, or it proves nothing";
}

INSTANTIATE_TEST_SUITE_P(Sources, HarvestKillTest, testing::ValuesIn(kKinds),
                         [](const auto& kind) { return std::string(kind.param.type); });

}  // namespace
}  // namespace horizon
