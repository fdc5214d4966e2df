// `horizon trends` as analysts meet it: splits, comparisons, plots, drawings, forecasts, and stores
// that hold next to nothing.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/support/program.h"
#include "tests/support/temp_dir.h"

namespace horizon {
namespace {

using Json = nlohmann::json;

class TrendsCommand : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(program_.run({"init", root()}).exit_code, 0);
    std::ofstream(dir_.path() / "w" / "horizon.toml") << "as_of = 2026-11-22\n";
  }
  std::string root() const { return (dir_.path() / "w").string(); }
  test::Finished run(std::vector<std::string> arguments, const std::string& language = "en") const {
    arguments.insert(arguments.begin(), "trends");
    arguments.insert(arguments.end(), {"--workspace", root(), "--lang", language});
    return program_.run(arguments);
  }
  Json json(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--format", "json"});
    return Json::parse(run(arguments).out);
  }
  void import(const std::string& lines) const {
    const std::filesystem::path file = dir_.path() / "in.jsonl";
    std::ofstream(file, std::ios::binary) << lines;
    ASSERT_EQ(program_.run({"import", file.string(), "--workspace", root()}).exit_code, 0);
  }

  test::TempDir dir_;
  test::Program program_{dir_.path()};
};

std::string record(int number, const std::string& title, const std::string& date,
                   const std::string& kind, const std::string& source) {
  return fmt::format(
      "{{\"id\":\"d{}\",\"title\":\"{} {}\",\"date\":\"{}\",\"kind\":\"{}\",\"source\":\"{}\","
      "\"lang\":\"en\"}}\n",
      number, title, number, date, kind, source);
}

// Four years of months: six papers of which one is on quantum computing; from 2025 on a second
// source of which nearly every record is.
std::string four_years() {
  std::ostringstream lines;
  int number = 0;
  for (int month = 0; month < 46; ++month) {
    const std::string date = fmt::format("{}-{:02}-14", 2023 + month / 12, month % 12 + 1);
    for (int i = 0; i < 6; ++i) {
      lines << record(number++, i == 0 ? "A quantum computer with qubits" : "On weather, record",
                      date, i < 3 ? "paper" : "patent", "old");
    }
    if (month < 30) continue;
    for (int i = 0; i < 6; ++i) {
      lines << record(number++, i < 5 ? "Quantum computing news" : "Of sheep", date, "news", "new");
    }
  }
  return lines.str();
}

TEST_F(TrendsCommand, ANewSourceIsNoTrend) {
  import(four_years());
  const Json trend = json({"INF.qcomp"});
  const Json& growth = trend["growth"];
  EXPECT_GT(growth["plain_ratio"].get<double>(), 1.6) << growth.dump();
  EXPECT_NE(growth["verdict"], "rising") << growth.dump();
  EXPECT_NEAR(growth["rate_ratio"].get<double>(), 1, 0.05);
  EXPECT_TRUE(trend["change_points"].empty()) << trend["change_points"].dump();
  const Json& rows = trend["rows"];
  EXPECT_NEAR(rows[2]["adjusted"].get<double>(), rows[40]["adjusted"].get<double>(), 1);
  EXPECT_GT(rows[40]["rate"].get<double>(), 2 * rows[2]["rate"].get<double>());
}

TEST_F(TrendsCommand, SplitsComparesAndForecasts) {
  import(four_years());
  const Json split = json({"INF.qcomp", "--split", "kind", "--by", "quarter"});
  std::set<std::string> names;
  for (const Json& row : split["rows"]) names.insert(row["series"].get<std::string>());
  EXPECT_EQ(names, (std::set<std::string>{"all", "paper", "news"}));
  EXPECT_EQ(split["series"].size(), 2U);
  EXPECT_EQ(split["lead_lag"][0]["leader"], "paper");
  EXPECT_EQ(split["lead_lag"][0]["why_not"], "too-short");
  const Json compared = json({"INF.qcomp", "--compare", "weather", "HEA.bci", "--by", "year"});
  EXPECT_EQ(compared["rows"][0]["series"], "INF.qcomp");
  EXPECT_EQ(compared["series"][0]["series"], "weather");
  EXPECT_EQ(compared["series"][1]["documents"], 0);
  EXPECT_EQ(compared["series"][1]["growth"]["why_not"], "no-documents");
  const Json ahead = json({"INF.qcomp", "--forecast", "3"});
  ASSERT_TRUE(ahead["forecast"]["rows"].is_array()) << ahead["forecast"].dump();
  EXPECT_EQ(ahead["forecast"]["rows"].size(), 3U);
  EXPECT_EQ(ahead["forecast"]["rows"][0]["period"], "2026-10")
      << "October is begun, and the data end within it";
  for (const char* field : {"rate", "lower", "upper", "lower_80", "upper_80"}) {
    EXPECT_TRUE(ahead["forecast"]["rows"][0][field].is_number()) << field;
  }
  const std::string routes = run({"INF.qcomp", "--split", "route", "--by", "year"}).out;
  EXPECT_NE(routes.find("INF.qcomp.superconducting"), std::string::npos) << routes;
}

TEST_F(TrendsCommand, EachCountryHasItsOwnDenominator) {
  const char* const kChina = "Fudan University, Shanghai, China";
  const char* const kGermany = "Technical University of Munich, Munich, Germany";
  std::string lines;
  const auto add = [&](int number, const char* title, const std::vector<const char*>& countries) {
    Json document = {{"id", "c" + std::to_string(number)},
                     {"kind", "paper"},
                     {"lang", "en"},
                     {"title", title},
                     {"date", number % 2 == 0 ? "2024-05-05" : "2025-05-05"}};
    document["organisations"] = countries;
    lines += document.dump() + "\n";
  };
  for (int i = 0; i < 8; ++i) add(i, "A quantum computer with qubits", {kChina});
  for (int i = 8; i < 10; ++i) add(i, "A quantum computer with qubits", {kChina, kGermany});
  for (int i = 10; i < 14; ++i) add(i, "On weather", {kGermany});
  for (int i = 14; i < 16; ++i) add(i, "A quantum computer with qubits", {});
  import(lines);
  for (const char* topic : {"INF.qcomp", "qubits OR qudits"}) {
    const Json split = json({topic, "--split", "country", "--by", "year"});
    std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> found;
    for (const Json& row : split["rows"]) {
      auto& [count, exposure] = found[row["series"]];
      count += row["count"].get<std::uint64_t>();
      exposure += row["exposure"].get<std::uint64_t>();
    }
    using Pair = std::pair<std::uint64_t, std::uint64_t>;
    EXPECT_EQ(found["all"], (Pair{12, 16})) << topic;
    EXPECT_EQ(found["CN"], (Pair{10, 10})) << topic;
    EXPECT_EQ(found["DE"], (Pair{2, 6})) << topic;
    EXPECT_EQ(found.size(), 3U) << topic;
  }
}

TEST_F(TrendsCommand, DrawsInTheTerminalAndToAFile) {
  import(four_years());
  for (const char* language : {"en", "zh"}) {
    const test::Finished plot = run({"INF.qcomp", "--by", "quarter", "--plot"}, language);
    EXPECT_NE(plot.out.find("●"), std::string::npos);
    EXPECT_NE(plot.out.find("○"), std::string::npos) << "the last quarter is not over";
    EXPECT_NE(plot.out.find("2024"), std::string::npos);
    EXPECT_EQ(plot.exit_code, 0);
  }
  const std::string file = (dir_.path() / "drawing.svg").string();
  ASSERT_EQ(run({"INF.qcomp", "--compare", "weather", "--svg", file}).exit_code, 0);
  std::ifstream in(file);
  const std::string svg{std::istreambuf_iterator<char>(in), {}};
  EXPECT_EQ(svg.rfind("<svg", 0), 0U);
  EXPECT_NE(svg.find("hollow"), std::string::npos);
  EXPECT_EQ(svg.find("nan"), std::string::npos);
  EXPECT_EQ(run({"INF.qcomp", "--compare", "weather", "--svg", file}).exit_code, 0);
  std::ifstream second(file);
  EXPECT_EQ(svg, std::string(std::istreambuf_iterator<char>(second), {})) << "the same bytes";
}

TEST_F(TrendsCommand, AUsersErrorSaysWhatIsWrong) {
  import(record(1, "Quantum computer", "2025-05-05", "paper", "s"));
  const struct {
    std::vector<std::string> arguments;
    const char* says;
  } cases[] = {
      {{"INF.qcomp", "--split", "weekday"}, "--split: no series for each 'weekday'"},
      {{"--forecast", "4"}, "--forecast wants a topic"},
      {{"--svg", "/no/such/folder/x.svg"}, "/no/such/folder/x.svg"},
      {{"--split", "kind"}, "--split wants a topic"},
      {{"INF.qcomp", "--split", "kind", "--compare", "weather"}, "exclude one another"},
      {{"INF.qcomp", "--compare", "INF.qcmp"}, "nearest: INF.qcomp"},
      {{"INF.qcomp", "--forecast", "0"}, "--forecast"},
      {{"INF.qcomp", "--forecast", "99"}, "--forecast"},
      {{"INF.qcomp", "--svg", "/no/such/folder/x.svg"}, "/no/such/folder/x.svg"},
      {{"weather", "--split", "route"}, "has no technology routes"},
  };
  for (const auto& c : cases) {
    const test::Finished finished = run(c.arguments);
    EXPECT_EQ(finished.exit_code, 2) << c.says;
    EXPECT_NE(finished.err.find(c.says), std::string::npos) << c.says << ": " << finished.err;
  }
}

TEST_F(TrendsCommand, NextToNothingGetsRightAnswers) {
  const struct {
    const char* name;
    std::string records;
    const char* says;
  } cases[] = {
      {"one document", record(1, "Quantum computer", "2025-05-05", "paper", "s"),
       "fewer than two complete periods"},
      {"all in one week",
       record(2, "Quantum computer", "2025-05-05", "paper", "s") +
           record(3, "Quantum computer", "2025-05-06", "paper", "s"),
       "fewer than two complete periods"},
      {"in the future", record(4, "Quantum computer", "2199-05-05", "paper", "s"),
       "1 dated after the as-of day"},
      {"in the year 1", record(5, "Quantum computer", "0001-05-05", "paper", "s"),
       "without a date"},
      {"a gap of forty years", record(6, "Quantum computer", "1985-05-05", "paper", "s"),
       "no documents at all"},
  };
  for (const auto& c : cases) {
    import(c.records);
    for (const char* by : {"week"}) {
      for (const char* extra : {"--plot", "--split=kind"}) {
        const test::Finished finished = run({"INF.qcomp", "--by", by, extra});
        EXPECT_EQ(finished.exit_code, 0) << c.name << ' ' << by << ' ' << extra << finished.err;
        EXPECT_EQ(finished.out.find("nan"), std::string::npos) << c.name << finished.out;
      }
    }
    const std::string out = run({"INF.qcomp", "--by", "month"}).out;
    EXPECT_NE(out.find(c.says), std::string::npos) << c.name << ": " << out;
  }
  const std::string outside = run({"INF.qcomp", "--from", "1600", "--until", "1601"}).out;
  EXPECT_NE(outside.find("no document of any topic within the range"), std::string::npos);
  const std::string beyond = run({"INF.qcomp", "--from", "1970", "--by", "year"}).out;
  EXPECT_NE(beyond.find("nothing is said of"), std::string::npos) << beyond;
}

}  // namespace
}  // namespace horizon
