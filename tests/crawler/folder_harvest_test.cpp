#include "crawler/harvest/folder_harvest.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/support/archives.h"
#include "tests/support/temp_dir.h"

namespace horizon::crawler {
namespace {

namespace fs = std::filesystem;
using Strings = std::vector<std::string>;

std::string ris(const std::string& title) { return "TY  - JOUR\nTI  - " + title + "\nER  - \n"; }

class FolderHarvestTest : public ::testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(folder_.path() / "inbox" / "sub");
    source_.id = "box";
    source_.kind = SourceKind::kFolder;
    source_.url = "file:inbox";
    context_.root = folder_.path();
  }

  void put(const std::string& name, const std::string& bytes, int age_s = 3600) {
    const fs::path path = folder_.path() / "inbox" / name;
    std::ofstream(path, std::ios::binary) << bytes;
    fs::last_write_time(path, fs::file_time_type::clock::now() - std::chrono::seconds(age_s));
  }

  // Titles of up to `pages` pages; "!reason" of what is quarantined.
  Strings harvest(int pages = 1000) {
    auto opened = open_folder_harvest(source_, state_, context_);
    if (!opened) return {"!" + opened.error().message};
    Strings titles;
    for (bool more = true; more && pages > 0; --pages) {
      EXPECT_FALSE((*opened)->next());
      auto page = (*opened)->take({}, Instant{});
      if (!page) return {"!" + page.error().message};
      for (const auto& record : page->records) titles.push_back(record.document.title);
      for (const auto& record : page->quarantined) titles.push_back("!" + record.reason);
      state_ = page->cursor_state;
      more = page->more;
    }
    return titles;
  }

  test::TempDir folder_;
  Source source_;
  HarvestContext context_;
  std::optional<std::string> state_;
};

TEST_F(FolderHarvestTest, ReadsWhatArrivesAndWhatChanges) {
  put("b.ris", ris("B"));
  put("a.jsonl", "{\"title\":\"A\"}\n");
  put("sub/c.zip", test::zip({{"x.bib", "@article{k, title={C}}"}}));
  put(".hidden.ris", ris("hidden"));
  put("d.ris.part", ris("part"));
  put("e.ris", ris("fresh"), 5);
  EXPECT_EQ(harvest(), (Strings{"A", "B", "C"}));
  EXPECT_EQ(harvest(), Strings{});
  put("e.ris", ris("E"), 120);
  put("b.ris", ris("B two"));
  EXPECT_EQ(harvest(), (Strings{"B two", "E"}));
  fs::remove(folder_.path() / "inbox" / "a.jsonl");
  EXPECT_EQ(harvest(), Strings{});
  context_.restart = true;
  EXPECT_EQ(harvest(), (Strings{"B two", "E", "C"}));
}

TEST_F(FolderHarvestTest, GoesOnWithinAFile) {
  std::string many;
  for (int i = 0; i < 1200; ++i) many += ris("T" + std::to_string(i));
  put("many.ris", many);
  put("a.ris", ris("A"));
  Strings all = harvest(2);
  EXPECT_EQ(all.size(), 501u);
  put("0.ris", ris("new"));
  const Strings rest = harvest();
  all.insert(all.end(), rest.begin(), rest.end());
  ASSERT_EQ(all.size(), 1202u);
  EXPECT_EQ(all[501], "T500");
  EXPECT_EQ(all.back(), "new");
}

TEST_F(FolderHarvestTest, WhatCannotBeReadIsKeptAsideOnce) {
  put("a.gz", "\x1F\x8B nonsense");
  put("b.pdf", "%PDF-1.4");
  put("c.ris", ris("C"));
  const Strings got = harvest();
  ASSERT_EQ(got.size(), 3u);
  EXPECT_EQ(got[0][0], '!');
  EXPECT_NE(got[1].find("b.pdf is of no format"), std::string::npos) << got[1];
  EXPECT_EQ(got[2], "C");
  EXPECT_EQ(harvest(), Strings{});
}

TEST_F(FolderHarvestTest, StaysInTheWorkspace) {
  for (const char* const url :
       {"file:/etc", "file:../x", "file:", "https://a.org/", "file:a/../.."}) {
    source_.url = url;
    EXPECT_EQ(open_folder_harvest(source_, state_, context_).error().code, ErrorCode::kUsage)
        << url;
  }
  fs::create_directory_symlink("/tmp", folder_.path() / "link");
  source_.url = "file:link";
  EXPECT_EQ(open_folder_harvest(source_, state_, context_).error().code, ErrorCode::kUsage);
  source_.url = "file:none";
  EXPECT_EQ(open_folder_harvest(source_, state_, context_).error().code, ErrorCode::kNotFound);
  source_.url = "file:inbox";
  source_.format = "nonsense";
  EXPECT_EQ(open_folder_harvest(source_, state_, context_).error().code, ErrorCode::kUsage);
  source_.format.clear();
  for (const char* const state : {"", "[]", "{}", "{\"v\":2}", "{\"v\":1,\"done\":[1]}"}) {
    EXPECT_EQ(open_folder_harvest(source_, std::string(state), context_).error().code,
              ErrorCode::kCorrupt)
        << state;
  }
}

}  // namespace
}  // namespace horizon::crawler
