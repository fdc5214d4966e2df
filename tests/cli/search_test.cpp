// Searching as users and other programs meet it.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "tests/support/program.h"
#include "tests/support/temp_dir.h"

namespace horizon {
namespace {

using Json = nlohmann::json;
using Ids = std::vector<std::string>;

class SearchTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(program_.run({"init", root()}).exit_code, 0);
    write("w/horizon.toml", "as_of = 2026-11-22\n");
    std::string lines;
    const auto add = [&](const Json& document) { lines += document.dump() + "\n"; };
    add({{"id", "a1"},
         {"kind", "paper"},
         {"date", "2024-05-06"},
         {"lang", "en"},
         {"title", "Graphene sensors for breath"},
         {"authors", {"Ada Lovelace", "Bob Stone"}},
         {"abstract", "A sensor of graphene measures what is in breath."}});
    add({{"id", "a2"},
         {"kind", "patent"},
         {"date", "2026-10-01"},
         {"lang", "en"},
         {"title", "Sensor with an oxide film"},
         {"authors", {"Ada Stone"}},
         {"categories", {"G06N10/40"}},
         {"abstract", "The film of graphene oxide is thin. Batteries are not used."}});
    add({{"id", "a3"},
         {"kind", "paper"},
         {"date", "2023"},
         {"lang", "zh"},
         {"title", "石墨烯传感器的研究"},
         {"abstract", "本文研究石墨烯气体传感器。"}});
    add({{"id", "a4"},
         {"kind", "news"},
         {"lang", "en"},
         {"title", "Steel prices fall"},
         {"abstract", "Nothing else happened."}});
    ASSERT_EQ(run({"import", write("d.jsonl", lines)}).exit_code, 0);
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
  Json search(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "search");
    arguments.insert(arguments.end(), {"--format", "json"});
    const test::Finished done = run(arguments);
    EXPECT_EQ(done.exit_code, 0) << arguments[1] << ": " << done.err;
    return Json::parse(done.out);
  }
  static Ids ids(const Json& answer) {
    Ids out;
    for (const Json& row : answer["rows"]) out.push_back(row["id"]);
    return out;
  }

  test::TempDir dir_;
  test::Program program_{dir_.path()};
};

TEST_F(SearchTest, EveryPartOfTheLanguageFindsWhatItSays) {
  const struct {
    const char* query;
    std::set<std::string> found;
  } cases[] = {
      {"graphene", {"a1", "a2", "a3"}},
      {"石墨烯", {"a1", "a2", "a3"}},
      {"\"graphene oxide\"", {"a2"}},
      {"“石墨烯气体”", {"a3"}},
      {"title:oxide", {"a2"}},
      {"author:\"Ada Lovelace\"", {"a1"}},
      {"author:\"Bob Lovelace\"", {}},
      {"author:ada", {"a1", "a2"}},
      {"author:stone -author:bob", {"a2"}},
      {"kind:news OR kind:patent", {"a2", "a4"}},
      {"kind:news kind:patent", {"a2", "a4"}},
      {"lang:zh", {"a3"}},
      {"code:G06N10", {"a2"}},
      {"code:G06", {"a2"}},
      {"code:H01L", {}},
      {"2024", {}},
      {"2024..2025", {"a1"}},
      {"..2024", {"a1", "a3"}},
      {"last:90d", {"a2"}},
      {"sensor NEAR/2 graphene", {"a1"}},
      {"steel OR \"thin oxide\"", {"a4"}},
      {"sensor NOT \"graphene oxide\"", {"a1"}},
      {"batterie* kind:patent", {"a2"}},
      {"id:a4", {"a4"}},
      {"*", {"a1", "a2", "a3", "a4"}},
      {"steel 石墨烯传感器", {"a1", "a2", "a3", "a4"}},
  };
  for (const auto& c : cases) {
    const Ids found = ids(search({c.query}));
    EXPECT_EQ(std::set<std::string>(found.begin(), found.end()), c.found) << c.query;
  }
}

TEST_F(SearchTest, AMistakeIsShownWithItsPlace) {
  const test::Finished done = run({"search", "graphene topic:nowhere"});
  EXPECT_EQ(done.exit_code, 2);
  EXPECT_NE(done.err.find("column 16: no topic 'nowhere'"), std::string::npos) << done.err;
  EXPECT_NE(done.err.find("\n                 ^"), std::string::npos) << done.err;
}

TEST_F(SearchTest, NothingToSearchForIsSaid) {
  for (const char* query : {"the of", "!!!", "\"the\""}) {
    const Json answer = search({query});
    EXPECT_TRUE(answer["rows"].empty()) << query;
    EXPECT_NE(answer["notes"].dump().find("nothing that can be searched"), std::string::npos);
  }
}

TEST_F(SearchTest, OrdersAndPages) {
  EXPECT_EQ(ids(search({"*", "--sort", "newest"})), (Ids{"a2", "a1", "a3", "a4"}));
  EXPECT_EQ(ids(search({"*", "--sort", "oldest"})), (Ids{"a3", "a1", "a2", "a4"}));
  for (const char* order : {"relevance", "newest", "oldest", "typical"}) {
    const Ids all = ids(search({"graphene sensor", "--sort", order}));
    Ids paged;
    std::string after;
    for (std::size_t page = 0; page < 6; ++page) {
      std::vector<std::string> arguments = {"graphene sensor", "--sort", order, "--limit", "1"};
      if (!after.empty()) arguments.insert(arguments.end(), {"--after", after});
      const Json answer = search(arguments);
      if (answer["rows"].empty()) break;
      after = answer["rows"][0]["cursor"];
      paged.push_back(answer["rows"][0]["id"]);
    }
    EXPECT_EQ(paged, all) << order;
  }
  EXPECT_EQ(run({"search", "x", "--after", "nonsense"}).exit_code, 2);
  EXPECT_EQ(ids(search({"graphene", "--half-life", "100"})).front(), "a2");
}

TEST_F(SearchTest, FacetsCountWhatMatches) {
  const Json answer = search({"graphene", "--facets", "--limit", "0"});
  const auto count = [&](const char* facet, const char* value) {
    for (const Json& row : answer["facets"]) {
      if (row["facet"] == facet && row["value"] == value) return row["documents"].get<int>();
    }
    return 0;
  };
  EXPECT_EQ(count("kind", "paper"), 2);
  EXPECT_EQ(count("kind", "patent"), 1);
  EXPECT_EQ(count("language", "zh"), 1);
  EXPECT_EQ(count("year", "2024"), 1);
  EXPECT_EQ(count("kind", "news"), 0);
}

TEST_F(SearchTest, SavedSearchesAreAskedAgainAndNarrowed) {
  EXPECT_EQ(search({"graphene OR steel", "--kind", "paper", "--save", "mine"})["rows"].size(), 2U);
  EXPECT_EQ(search({"--saved", "mine"})["rows"].size(), 2U);
  EXPECT_EQ(ids(search({"--saved", "mine", "lang:zh"})), Ids{"a3"});
  EXPECT_NE(run({"search", "--list-saved"}).out.find("mine"), std::string::npos);
  const test::Finished missing = run({"search", "--saved", "yours"});
  EXPECT_EQ(missing.exit_code, 2);
  EXPECT_NE(missing.err.find("there are: mine"), std::string::npos) << missing.err;
  write("w/searches.json", "{");
  EXPECT_EQ(run({"search", "--list-saved"}).exit_code, 2);
}

TEST_F(SearchTest, SimilarDocumentsLeaveTheDocumentItselfOut) {
  const Ids found = ids(search({"--similar", "a1"}));
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found.front(), "a2");
  EXPECT_EQ(run({"search", "--similar", "none"}).exit_code, 2);
}

TEST_F(SearchTest, ManyQueriesGiveATrecRun) {
  const std::string file = write("q.tsv",
                                 "q1\tsteel prices\nno tab\nq 2\tgraphene (oxide) films: \"thin\n\n"
                                 "q3\tkind:book about steel\n");
  const test::Finished done = run({"search", "--batch", file, "--format", "trec"});
  EXPECT_EQ(done.exit_code, 1);
  EXPECT_NE(done.err.find("q.tsv:2: no query"), std::string::npos) << done.err;
  EXPECT_TRUE(done.out.starts_with("q1 Q0 a4 1 ")) << done.out;
  EXPECT_NE(done.out.find("\nq%202 Q0 a2 1 "), std::string::npos) << done.out;
  EXPECT_NE(done.out.find("\nq3 Q0 a4 1 "), std::string::npos) << done.out;
  EXPECT_EQ(run({"search", "x", "--format", "trec"}).exit_code, 2);
}

TEST_F(SearchTest, ASlipOfOneLetterIsPointedOut) {
  const struct {
    const char* query;
    const char* said;  // in the first note
  } cases[] = {
      {"grphene", "“graphene” is in 2: graphene"},                        // left out
      {"graphenne sensors", "“graphene” is in 2: graphene sensors"},      // added
      {"title:\"oxyde film\"", "“oxide” is in 1: title:\"oxide film\""},  // changed
      {"bateries", "“battery” is in 1: battery"},                        // as words fold
      {"setel", "“steel” is in 1: steel"},                                // exchanged
  };
  for (const auto& [query, said] : cases) {
    const std::string note = search({query})["notes"][0];
    EXPECT_TRUE(note.ends_with(said)) << query << ": " << note;
  }
  for (const char* const query : {"graphene", "sensing", "xqzw", "with sensors", "石墨稀"}) {
    EXPECT_EQ(search({query})["notes"].dump().find("No document has “"), std::string::npos)
        << query;
  }
}

}  // namespace
}  // namespace horizon
