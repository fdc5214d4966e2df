// The specifications, clause by clause: what `horizon inspect --batch` reads of the cases in
// tests/data/conformance, one table a specification.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "tests/support/program.h"
#include "tests/support/temp_dir.h"

namespace horizon::test {
namespace {

using Json = nlohmann::json;

// Every value that is expected is there; null: nothing is there.
bool agrees(const Json& expected, const Json& found) {
  if (expected.is_null()) return found.is_null();
  if (expected.is_array()) {
    if (!found.is_array() || found.size() != expected.size()) return false;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      if (!agrees(expected[i], found[i])) return false;
    }
    return true;
  }
  if (!expected.is_object()) return expected == found;
  if (!found.is_object()) return false;
  for (const auto& [key, value] : expected.items()) {
    if (!agrees(value, found.contains(key) ? found[key] : Json())) return false;
  }
  return true;
}

class Conformance : public testing::TestWithParam<const char*> {};

TEST_P(Conformance, EveryClause) {
  const std::filesystem::path table =
      std::filesystem::path(HORIZON_SOURCE_DIR) / "tests/data/conformance" / GetParam();
  const TempDir folder;
  const Finished finished = Program(folder.path()).run({"inspect", "--batch", table.string()});
  ASSERT_EQ(finished.exit_code, 0) << finished.err;
  std::ifstream cases(table);
  std::istringstream found(finished.out);
  std::string line, answer;
  std::size_t count = 0;
  for (; std::getline(cases, line); ++count) {
    ASSERT_TRUE(std::getline(found, answer)) << line;
    const Json expected = Json::parse(line);
    EXPECT_TRUE(agrees(expected["expect"], Json::parse(answer)))
        << expected["clause"] << ", " << expected["says"] << "\n"
        << line << "\n"
        << answer;
  }
  EXPECT_GT(count, 10u);
}

INSTANTIATE_TEST_SUITE_P(Tables, Conformance,
                         testing::Values("rfc4287.jsonl", "rss.jsonl", "json_feed.jsonl",
                                         "sitemaps.jsonl", "oai_pmh.jsonl", "rfc9309.jsonl",
                                         "dates.jsonl", "encoding.jsonl", "whatwg_url.jsonl"));

}  // namespace
}  // namespace horizon::test
