#include <gtest/gtest.h>

#include "pipeline/config.h"

namespace horizon::pipeline {
namespace {

Result<std::vector<crawler::Source>> parse(const std::string& text) {
  return parse_sources(text, "sources.toml", [](const std::string& name) {
    return name == "KEY" ? std::optional<std::string>("secret") : std::nullopt;
  });
}

TEST(SourcesConfig, EverySettingArrives) {
  const auto sources = parse(R"([[source]]
id = "a"
type = "crossref"
query = "type:journal-article"
since = 2026-11-01
api_key_env = "KEY"
api_secret_env = "UNSET"
every_hours = 6
obey_robots = false
enabled = false

[[source]]
id = "b"
type = "folder"
url = "file:inbox"
format = "csv"
columns = { title = "题名", date = "发表时间" }
documents = "patent"
)");
  ASSERT_TRUE(sources) << sources.error().message;
  const crawler::Source& a = sources->front();
  EXPECT_EQ(a.kind, crawler::SourceKind::kCrossref);
  EXPECT_EQ(a.query, "type:journal-article");
  EXPECT_EQ(a.since, parse_iso_date("2026-11-01")->day);
  EXPECT_EQ(a.api_key, "secret");
  EXPECT_EQ(a.api_secret, "");
  EXPECT_EQ(a.interval, std::chrono::hours(6));
  EXPECT_FALSE(a.obey_robots);
  EXPECT_FALSE(a.enabled);
  const crawler::Source& b = sources->back();
  EXPECT_EQ(b.format, "csv");
  EXPECT_EQ(b.columns.at("title"), "题名");
  EXPECT_EQ(b.document_kind, Kind::kPatent);
}

TEST(SourcesConfig, EveryTypeHasAName) {
  for (const std::string_view name : crawler::source_kind_names()) {
    const auto sources =
        parse("[[source]]\nid = \"a\"\nurl = \"file:a\"\ntype = \"" + std::string(name) + "\"\n");
    ASSERT_TRUE(sources) << name << ": " << sources.error().message;
    EXPECT_EQ(to_string(sources->front().kind), name);
  }
}

TEST(SourcesConfig, MistakesAreNamedWithTheirLine) {
  struct Case {
    const char* text;
    const char* message;
  };
  const Case cases[] = {
      {"[[source]]\nid = \"a\"\ntype = \"gopher\"\n", "sources.toml:3: 'type' must be one of"},
      {"[[source]]\nid = \"a\"\ntype = \"feed\"\n", "source 'a' needs a 'url'"},
      {"[[source]]\nid = \"A b\"\ntype = \"feed\"\nurl = \"http://x/\"\n", "needs an 'id'"},
      {"[[source]]\nid = \"a\"\ntype = \"feed\"\nurl = \"ftp://x/\"\n", "begins with https://"},
      {"[[source]]\nid = \"a\"\ntype = \"folder\"\nurl = \"http://x/\"\n", "begins with file:"},
      {"[[source]]\nid = \"a\"\ntype = \"feed\"\nurl = \"http://x/\"\nevery_hours = 0\n",
       "sources.toml:5: 'every_hours' must be a whole number from 1 to 8784"},
      {"[[source]]\nid = \"a\"\ntype = \"feed\"\nurl = \"http://x/\"\ncolumns = 1\n",
       "'columns' must be written as"},
      {"[[source]]\nid = \"a\"\ntype = \"feed\"\nurl = \"http://x/\"\nspeed = 1\n",
       "sources.toml:5: unknown setting 'speed'"},
  };
  for (const Case& c : cases) {
    const auto sources = parse(c.text);
    ASSERT_FALSE(sources) << c.text;
    EXPECT_EQ(sources.error().code, ErrorCode::kUsage) << c.text;
    EXPECT_NE(sources.error().message.find(c.message), std::string::npos)
        << sources.error().message;
  }
}

TEST(SourcesConfig, AnEntryIsReadAsItWasWritten) {
  crawler::Source source;
  source.id = "news";
  source.url = "https://example.org/feed?a=\"b\\c\"";
  source.language = "zh";
  source.document_kind = Kind::kNews;
  const std::string text = source_entry(source, "Example");
  const auto read = parse(text);
  ASSERT_TRUE(read) << read.error().message << "\n" << text;
  EXPECT_EQ(read->front().url, source.url);
  EXPECT_EQ(read->front().language, "zh");
  EXPECT_EQ(read->front().document_kind, Kind::kNews);
}

}  // namespace
}  // namespace horizon::pipeline
