// train, evaluate and classify --model as users and other programs meet them.
#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/support/program.h"
#include "tests/support/temp_dir.h"

namespace horizon {
namespace {

using Json = nlohmann::json;

class ModelCliTest : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return (dir_.path() / name).string(); }
  std::string write(const std::string& name, const std::string& content) const {
    std::ofstream(path(name), std::ios::binary) << content;
    return path(name);
  }
  // Two topics in two languages.
  static std::string examples(std::size_t count) {
    std::string lines;
    for (std::size_t i = 0; i < count; ++i) {
      const bool physics = i % 2 == 0;
      const std::string number = std::to_string(i);
      const Json line = {{"id", "d" + number},
                         {"title", physics ? "Qubits " + number : "Enzymes " + number},
                         {"abstract", physics ? "超导量子比特的相干 number " + number
                                              : "酶催化反应动力学 number " + number},
                         {"labels", {physics ? "physics" : "biology"}},
                         {"year", 2020}};
      lines += line.dump() + "\n";
    }
    return lines;
  }
  std::string trained() const {
    const auto done = program_.run(
        {"train", "--examples", write("e.jsonl", examples(60)), "--model", path("m.hzm")});
    EXPECT_EQ(done.exit_code, 0) << done.err;
    return path("m.hzm");
  }

  test::TempDir dir_;
  test::Program program_{dir_.path()};
};

TEST_F(ModelCliTest, TrainsJudgesAndClassifiesWithoutAWorkspace) {
  const std::string model = trained();
  const auto judged = program_.run({"evaluate", "--examples", write("t.jsonl", examples(31)),
                                    "--model", model, "--format", "json"});
  ASSERT_EQ(judged.exit_code, 0) << judged.err;
  const Json figures = Json::parse(judged.out);
  EXPECT_EQ(figures["documents"], 31);
  EXPECT_EQ(figures["micro"]["f1"], 1.0);
  EXPECT_TRUE(figures["single_label"]);
  EXPECT_EQ(figures["rows"].size(), 2U);
  const auto lines = program_.run(
      {"classify", "--model", model, "--format", "jsonl",
       write("d.jsonl",
             "{\"id\":7,\"text\":\"qubits 量子比特\"}\n{\"id\":\"b\",\"title\":\"酶催化\"}\n")});
  ASSERT_EQ(lines.exit_code, 0) << lines.err;
  const std::size_t end = lines.out.find('\n');
  const Json first = Json::parse(lines.out.substr(0, end));
  const Json second = Json::parse(lines.out.substr(end + 1));
  EXPECT_EQ(first["id"], 7);
  ASSERT_EQ(first["labels"].size(), 1U) << "exactly one, as in the examples";
  EXPECT_EQ(first["labels"][0]["id"], "physics");
  EXPECT_EQ(second["labels"][0]["id"], "biology");
  const auto all =
      program_.run({"classify", "--model", model, "--format", "jsonl", "--all", path("d.jsonl")});
  EXPECT_EQ(Json::parse(all.out.substr(0, all.out.find('\n')))["labels"].size(), 2U);
  const auto shown =
      program_.run({"classify", "--model", model, "--explain", "--lang", "en", "a text on qubits"});
  EXPECT_NE(shown.out.find("physics"), std::string::npos) << shown.out;
  EXPECT_NE(shown.out.find("qubits +"), std::string::npos) << shown.out;
}

TEST_F(ModelCliTest, TheSameBytesWithAnyNumberOfThreads) {
  const std::string file = write("e.jsonl", examples(60));
  std::string expected_model, expected_lines;
  for (const char* threads : {"1", "2", "5"}) {
    ASSERT_EQ(
        program_.run({"train", "--examples", file, "--model", path("m"), "--threads", threads})
            .exit_code,
        0);
    std::ifstream in(path("m"), std::ios::binary);
    const std::string model(std::istreambuf_iterator<char>(in), {});
    const auto lines = program_.run(
        {"classify", "--model", path("m"), "--format", "jsonl", "--threads", threads, file});
    if (expected_model.empty()) expected_model = model, expected_lines = lines.out;
    EXPECT_EQ(model, expected_model) << threads;
    EXPECT_EQ(lines.out, expected_lines) << threads;
  }
}

TEST_F(ModelCliTest, AUsersErrorIsOneLineAndExitCode2) {
  const std::string model = trained();
  std::ifstream in(model, std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(in), {});
  const std::string one = "{\"text\":\"a\",\"labels\":[\"x\"]}\n";
  const struct {
    std::vector<std::string> arguments;
    const char* says;
  } cases[] = {
      {{"train", "--model", "m"}, "--model wants --examples or --documents"},
      {{"train", "--examples", "/no/such", "--model", "m"}, "/no/such"},
      {{"train", "--examples", write("empty", ""), "--model", "m"}, "there are no examples"},
      {{"train", "--examples", write("one", one + "{\"text\":\"b\",\"labels\":[\"x\"]}\n"),
        "--model", "m"},
       "only one label"},
      {{"train", "--examples", write("text", "plain words\n"), "--model", "m"}, "text:1:"},
      {{"train", "--examples", write("fields", "{\"body\":\"a\",\"labels\":[\"x\"]}\n"), "--model",
        "m"},
       "(fields: \"body\", \"labels\")"},
      {{"train", "--examples", write("none", "{\"text\":\"a\",\"tags\":[\"x\"]}\n"), "--model",
        "m"},
       "\"labels\" is missing"},
      {{"evaluate", "--examples", path("e.jsonl"), "--model", write("bad", "no model")},
       "bad: this is no model"},
      {{"evaluate", "--examples", path("e.jsonl"), "--model", path("nowhere")}, "nowhere"},
      {{"classify", "--model", write("cut", bytes.substr(0, bytes.size() / 2)), "a text"},
       "cut off"},
      {{"classify", "--model", model, "--scheme", "x", "a text"}, "--scheme"},
      {{"classify", "--model", model, "--format", "jsonl", "no.jsonl"}, "no.jsonl"},
  };
  for (const auto& c : cases) {
    const auto done = program_.run(c.arguments);
    EXPECT_EQ(done.exit_code, 2) << c.says << "\n" << done.out << done.err;
    EXPECT_NE(done.err.find(c.says), std::string::npos) << c.says << " -> " << done.err;
    EXPECT_EQ(std::count(done.err.begin(), done.err.end(), '\n'), 1) << done.err;
  }
}

TEST_F(ModelCliTest, DamagedLinesAreNamedAndTheRestGoesOn) {
  const std::string file =
      write("mixed.jsonl", examples(40) + "{\"text\":\"a\n" + "{\"text\":5,\"labels\":[\"x\"]}\n" +
                               "{\"text\":\"a\",\"labels\":{\"x\":1}}\n");
  const auto done = program_.run({"train", "--examples", file, "--model", path("m")});
  EXPECT_EQ(done.exit_code, 1) << done.err;
  for (const char* line : {"mixed.jsonl:41:", "mixed.jsonl:42:", "mixed.jsonl:43:"}) {
    EXPECT_NE(done.err.find(line), std::string::npos) << done.err;
  }
  const auto lines = program_.run({"classify", "--model", path("m"), "--format", "jsonl", file});
  EXPECT_EQ(lines.exit_code, 1);
  EXPECT_EQ(std::count(lines.out.begin(), lines.out.end(), '\n'), 43) << "a line in, a line out";
}

TEST_F(ModelCliTest, ContradictionsRepeatsAndUnknownLabelsAreSaid) {
  const std::string again = "{\"text\":\"one text\",\"labels\":[\"physics\"]}\n";
  const std::string file =
      write("c.jsonl",
            examples(40) + again + again + "{\"text\":\"one text\",\"labels\":[\"biology\"]}\n");
  const auto done = program_.run({"train", "--examples", file, "--model", path("m")});
  EXPECT_EQ(done.exit_code, 0);
  EXPECT_NE(done.err.find("c.jsonl:43: the text of line 41 with other labels"), std::string::npos)
      << done.err;
  EXPECT_NE(done.out.find("1 examples that repeat"), std::string::npos) << done.out;
  const auto judged =
      program_.run({"evaluate", "--model", path("m"), "--lang", "en", "--examples",
                    write("u.jsonl", "{\"text\":\"qubits\",\"labels\":[\"chemistry\"]}\n")});
  EXPECT_EQ(judged.exit_code, 0);
  EXPECT_NE(judged.out.find("does not know the label 'chemistry'"), std::string::npos)
      << judged.out;
}

TEST_F(ModelCliTest, HostileTextsAreAnswered) {
  const std::string model = trained();
  std::string lines = "{\"text\":\"" + std::string(10 << 20, 'q') + "\"}\n";
  std::string repeats;
  for (int i = 0; i < 100000; ++i) repeats += "qubit ";
  lines += "{\"text\":\"" + repeats + "\"}\n{\"text\":\"\\ud800 lone\"}\n{\"text\":\"😀\"}\n";
  lines += std::string("{\"text\":\"\0\"}\n", 13) + "{\"text\":\"\"}\n[]\n{}\n\xff\xfe\n";
  const auto done =
      program_.run({"classify", "--model", model, "--format", "jsonl", write("h.jsonl", lines)});
  EXPECT_EQ(done.exit_code, 1) << done.err;
  EXPECT_EQ(std::count(done.out.begin(), done.out.end(), '\n'), 9) << done.out;
}

}  // namespace
}  // namespace horizon
