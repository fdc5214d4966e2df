// The program as users and other programs meet it: exit codes, messages, formats.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "store/store.h"
#include "tests/support/program.h"
#include "tests/support/temp_dir.h"

namespace horizon {
namespace {

using Json = nlohmann::json;

class CliTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(program_.run({"init", root()}).exit_code, 0);
    write("w/horizon.toml", "as_of = 2026-11-22\n");
  }
  std::string root() const { return (dir_.path() / "w").string(); }
  std::string write(const std::string& name, const std::string& content) const {
    const std::filesystem::path path = dir_.path() / name;
    std::ofstream(path, std::ios::binary) << content;
    return path.string();
  }
  test::Finished run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--workspace", root(), "--lang", "en"});
    return program_.run(arguments);
  }
  Json status() const { return Json::parse(run({"status", "--format", "json"}).out); }

  test::TempDir dir_;
  test::Program program_{dir_.path()};
};

TEST_F(CliTest, AUsersErrorIsOneLineAndExitCode2) {
  const struct {
    std::vector<std::string> arguments;
    const char* says;
  } cases[] = {
      {{"serch", "x"}, "no command 'serch'"},
      {{"search", "x", "--bogus"}, "--bogus"},
      {{"search", "x", "--format", "xml"}, "xml not in"},
      {{"search", "x", "--from", "soon"}, "--from: 'soon' is no date"},
      {{"search", "x", "--from", "2026", "--until", "2020"}, "is after"},
      {{"trends", "x", "--by", "decade"}, "decade not in"},
      {{"search", "x"}, "holds no documents yet"},
      {{"trends", "HEA.bci"}, "holds no documents yet"},
      {{"status"}, "holds no documents yet"},
      {{"import", "/no/such/file"}, "/no/such/file"},
      {{"scan", "--source", "nope"}, "no source 'nope'"},
      {{"taxonomy", "show", "HEA.bcii"}, "nearest: HEA.bci"},
      {{"classify", "nofile.txt"}, "no file nofile.txt"},
      {{"init", root()}, "is a workspace already"},
  };
  for (const auto& c : cases) {
    const auto done = run(c.arguments);
    EXPECT_EQ(done.exit_code, 2) << c.says << "\n" << done.out << done.err;
    EXPECT_NE(done.err.find(c.says), std::string::npos) << c.says << " -> " << done.err;
    EXPECT_EQ(std::count(done.err.begin(), done.err.end(), '\n'), 1) << done.err;
  }
}

TEST_F(CliTest, AMistakeInAFileIsNamedByFileAndLine) {
  write("w/horizon.toml", "contact = \"x\"\n\n[classify]\nassign_treshold = 0.5\n");
  EXPECT_NE(run({"status"}).err.find("horizon.toml:4: unknown setting 'assign_treshold'"),
            std::string::npos);
  write("w/horizon.toml", "as_of = 2026-11-22\n");
  write("w/sources.toml", "[[source]]\nid = \"a\"\ntype = \"feed\"\nurl = \"ftp://x\"\n");
  EXPECT_NE(run({"scan"}).err.find("sources.toml:1: source 'a' needs a 'url'"), std::string::npos);
  write("w/sources.toml", "");
  write("w/taxonomy/mine.toml", "[scheme]\nid = 3\n");
  const auto done = run({"scan"});
  EXPECT_EQ(done.exit_code, 2);
  EXPECT_NE(done.err.find("mine.toml:2: 'id' must be a text"), std::string::npos) << done.err;
}

TEST_F(CliTest, EveryLineIsADocumentOrQuarantinedWithItsReason) {
  const std::string file = write(
      "mixed.jsonl",
      "{\"id\":\"arXiv:2401.00001\",\"title\":\"Superconducting qubits\",\"date\":\"2024-01-02\"}\n"
      "not json\n"
      "\n"
      "[1,2]\n"
      "{\"id\":\"x\"}\n"
      "{\"id\":\"arXiv:2401.00001\",\"title\":\"Superconducting qubits, revised\"}\n"
      "{\"title\":\"no date at all\",\"date\":\"2024-02-31\"}\n"
      "{\"title\":\"bad bytes \xFF\xFE\"}\n"
      "{\"title\":\"last line without a newline\",\"date\":\"2024\"}");
  const auto first = run({"import", file});
  EXPECT_EQ(first.exit_code, 1) << first.err;
  EXPECT_NE(first.out.find("4 new, 1 updated, 0 joined, 0 known already, 3 quarantined"),
            std::string::npos)
      << first.out;
  const Json after = status();
  EXPECT_EQ(after["documents"], 4);
  EXPECT_EQ(after["quarantined"], 3);
  EXPECT_EQ(after["index_behind"], 0);
  const Json quarantine = Json::parse(run({"status", "--quarantine", "--format", "json"}).out);
  ASSERT_EQ(quarantine["rows"].size(), 3U);
  for (const Json& row : quarantine["rows"]) EXPECT_FALSE(row["reason"].get<std::string>().empty());
  const auto second = run({"import", file});
  EXPECT_NE(second.out.find("0 new, 0 updated, 0 joined, 5 known already, 3 quarantined"),
            std::string::npos)
      << second.out;
  EXPECT_EQ(status()["quarantined"], 3);
}

TEST_F(CliTest, ADamagedArchiveGivesWhatCameBeforeAndSaysSo) {
  const std::string path = (dir_.path() / "cut.jsonl.gz").string();
  gzFile out = ::gzopen(path.c_str(), "wb");
  for (int i = 0; i < 20'000; ++i) {
    const std::string line =
        fmt::format("{{\"id\":\"n{}\",\"title\":\"Document {}\"}}\n", i, i * 7919);
    ::gzwrite(out, line.data(), static_cast<unsigned>(line.size()));
  }
  ::gzclose(out);
  std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
  const auto done = run({"import", path});
  EXPECT_EQ(done.exit_code, 1);
  EXPECT_NE(done.err.find("cut.jsonl.gz"), std::string::npos) << done.err;
  const Json after = status();
  EXPECT_GT(after["documents"].get<int>(), 5'000);
  EXPECT_LT(after["documents"].get<int>(), 20'000);
  EXPECT_EQ(after["quarantined"], 1);
}

TEST_F(CliTest, AHugeLineIsSetAsideAndTheRestGoesOn) {
  std::string content = "{\"title\":\"before\"}\n{\"title\":\"";
  content.append(40U << 20U, 'x');
  content += "\"}\n{\"title\":\"after\"}\n";
  const auto done = run({"import", write("huge.jsonl", content)});
  EXPECT_EQ(done.exit_code, 1);
  EXPECT_EQ(status()["documents"], 2);
  EXPECT_NE(run({"status", "--quarantine"}).out.find("exceeds the limit of 16 MB"),
            std::string::npos);
}

TEST_F(CliTest, MachineFormatsAreWellFormedAndHoldTheirFields) {
  const std::string file = write("a.jsonl",
                                 "{\"id\":\"arXiv:2401.00001\",\"title\":\"Quantum computing, "
                                 "\\\"fast\\\"\",\"date\":\"2024-01-02\","
                                 "\"lang\":\"en\"}\n"
                                 "{\"id\":\"arXiv:2502.00001\",\"title\":\"=cmd quantum "
                                 "computer\",\"date\":\"2025-02-03\"}\n");
  ASSERT_EQ(run({"import", file}).exit_code, 0);
  const Json found = Json::parse(run({"search", "量子计算", "--format", "json"}).out);
  ASSERT_EQ(found["rows"].size(), 2U);
  for (const char* field : {"id", "title", "url", "published", "labels"}) {
    EXPECT_TRUE(found["rows"][0].contains(field)) << field;
  }
  EXPECT_NE(found["notes"].dump().find("INF.qcomp"), std::string::npos);
  EXPECT_EQ(found["rows"][0]["concepts"][0]["id"], "INF.qcomp");
  const Json trend =
      Json::parse(run({"trends", "INF.qcomp", "--by", "year", "--format", "json"}).out);
  ASSERT_EQ(trend["rows"].size(), 2U);
  for (const char* field : {"period", "count", "exposure", "rate", "lower", "upper", "complete"}) {
    EXPECT_TRUE(trend["rows"][0].contains(field)) << field;
  }
  const std::string csv = run({"search", "quantum", "--format", "csv", "--bom"}).out;
  EXPECT_TRUE(csv.starts_with("\xEF\xBB\xBFid,title,url,"));
  EXPECT_NE(csv.find("'=cmd"), std::string::npos) << "a formula must not reach a spreadsheet";
  EXPECT_NE(csv.find("\"Quantum computing, \"\"fast\"\"\""), std::string::npos);
  const std::string ris = run({"search", "quantum", "--format", "ris", "--limit", "1"}).out;
  EXPECT_TRUE(ris.starts_with("TY  - JOUR\r\n"));
}

TEST_F(CliTest, AnEditedTaxonomyIsAnnouncedAndAppliedByReindex) {
  ASSERT_EQ(
      run({"import", write("a.jsonl", "{\"title\":\"Zorblax reactors at work\"}\n")}).exit_code, 0);
  std::string taxonomy = R"([scheme]
id = "mine"
version = "1"
name = { en = "Mine", zh = "我的" }
[[domain]]
id = "Z"
name = { en = "Z", zh = "子" }
[[subfield]]
id = "Z.zorb"
name = { en = "Zorblax", zh = "佐布" }
scope = { en = "All of it.", zh = "全部。" }
aliases.en = ["zorblax reactor"]
aliases.zh = ["佐布"]
)";
  write("w/taxonomy/mine.toml", taxonomy);
  EXPECT_NE(run({"search", "reactors"}).out.find("The taxonomy or the lexicon has changed"),
            std::string::npos);
  EXPECT_NE(run({"reindex", "--dry-run"}).out.find("Z.zorb"), std::string::npos);
  EXPECT_EQ(run({"reindex"}).exit_code, 0);
  EXPECT_EQ(run({"search", "reactors"}).out.find("The taxonomy or the lexicon has changed"),
            std::string::npos);
  const Json found = Json::parse(run({"search", "--topic", "Z.zorb", "--format", "json"}).out);
  EXPECT_EQ(found["rows"].size(), 1U);
}

TEST_F(CliTest, ASecondWriterIsToldThatTheWorkspaceIsHeld) {
  const std::string one = write("one.jsonl", "{\"title\":\"one\"}\n");
  ASSERT_EQ(run({"import", one}).exit_code, 0);
  {
    const auto held = store::Store::open(root() + "/store.db", store::Mode::kWrite);
    ASSERT_TRUE(held) << held.error().message;
    const auto refused = run({"import", one});
    EXPECT_EQ(refused.exit_code, 3);
    EXPECT_NE(refused.err.find("another horizon process"), std::string::npos) << refused.err;
    EXPECT_EQ(status()["documents"], 1) << "readers go on";
  }
  EXPECT_EQ(run({"import", one}).exit_code, 0);
}

TEST_F(CliTest, AnAnalystJudgesWhatTheClassifierLeftOpen) {
  const std::string file = write(
      "a.jsonl",
      R"({"id":"d1","title":"Work on soil","abstract":"An industrial robot was used once.","date":"2026-10-01"})"
      "\n"
      R"({"id":"d2","title":"Topological qubits","abstract":"A qubit.","date":"2026-10-01"})");
  ASSERT_EQ(run({"import", file}).exit_code, 0);
  const auto count = [&](const std::string& topic) {
    const auto found = run({"search", "--topic", topic, "--format", "jsonl"}).out;
    return std::count(found.begin(), found.end(), '\n');
  };
  EXPECT_EQ(count("INF.qcomp"), 1);
  EXPECT_EQ(run({"label", "d2", "INF.qcomp", "no", "--by", "wang"}).exit_code, 0);
  EXPECT_EQ(count("INF.qcomp"), 0);
  EXPECT_EQ(run({"label", "d1", "INF.qcomp", "yes", "--by", "wang"}).exit_code, 0);
  EXPECT_EQ(count("INF.qcomp"), 1);
  const Json said = Json::parse(run({"label", "--list", "--format", "json"}).out);
  ASSERT_EQ(said["rows"].size(), 2U);
  EXPECT_EQ(said["rows"][1]["verdict"], "no");
  EXPECT_NE(run({"show", "d2"}).out.find("by the word of wang"), std::string::npos);
  EXPECT_EQ(run({"reindex"}).exit_code, 0);
  EXPECT_EQ(count("INF.qcomp"), 1) << "labelling anew keeps what was said";
  EXPECT_EQ(run({"label", "d2", "INF.qcomp", "forget"}).exit_code, 0);
  EXPECT_EQ(count("INF.qcomp"), 2);
  for (const std::vector<std::string>& wrong :
       {std::vector<std::string>{"label", "d9", "INF.qcomp", "yes"},
        {"label", "d2", "INF.nothing", "yes"},
        {"label", "d2", "INF", "yes"},
        {"label", "d2", "INF.qcomp", "perhaps"},
        {"label", "d2"}}) {
    EXPECT_EQ(run(wrong).exit_code, 2) << fmt::format("{}", fmt::join(wrong, " "));
  }
  const Json open = Json::parse(run({"review", "--format", "json"}).out);
  for (const Json& row : open["rows"]) EXPECT_LT(row["probability"], 0.5) << row.dump();
}

}  // namespace
}  // namespace horizon
