#include "pipeline/import_reader.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "tests/support/archives.h"
#include "tests/support/gzip.h"
#include "tests/support/temp_dir.h"

namespace horizon::pipeline {
namespace {

namespace fs = std::filesystem;
using Strings = std::vector<std::string>;

std::string ris(const std::string& title) { return "TY  - JOUR\nTI  - " + title + "\nER  - \n"; }

class ImportReaderTest : public ::testing::Test {
 protected:
  fs::path put(const std::string& name, const std::string& bytes) {
    const fs::path path = folder_.path() / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }

  // Titles of everything, in order.
  Strings read(const std::vector<fs::path>& files, const ImportOptions& options = {}) {
    report_ = {};
    ImportReader reader(files, options, context_, report_);
    Strings titles;
    while (const auto batch = reader.next()) {
      const auto parser = batch->format->parser();
      crawler::Records records;
      for (const crawler::Slice& slice : batch->slices)
        parser->parse(slice, *batch->context, records);
      for (const auto& record : records.records) titles.push_back(record.document.title);
      origins_ = records.records.empty() ? "" : records.records.back().raw.origin;
    }
    return titles;
  }

  test::TempDir folder_;
  FixedClock clock_{Instant{}};
  JobContext context_{clock_, [](const Progress&) {}, nullptr};
  ImportReport report_;
  std::string origins_;
};

TEST_F(ImportReaderTest, FilesFoldersAndArchivesInOrder) {
  put("in/b/two.ris.gz", test::gzip(ris("2")));
  put("in/a.jsonl", "{\"title\":\"1\"}\n{\"title\":\"1b\"}\n");
  put("in/z.zip", test::zip({{"x/notes.pdf", "%PDF"}, {"x/3.bib", "@article{k, title={3}}"}}));
  put("in/.hidden", "{\"title\":\"hidden\"}");
  put("in/picture.png", "\x89PNG");
  EXPECT_EQ(read({folder_.path() / "in"}), (Strings{"1", "1b", "2", "3"}));
  EXPECT_EQ(origins_, (folder_.path() / "in/z.zip/x/3.bib").string() + ":1");
  EXPECT_TRUE(report_.problems.empty());
  EXPECT_EQ(report_.skipped, 2u);
}

TEST_F(ImportReaderTest, WhatIsNamedMustBeReadable) {
  const auto picture = put("picture.png", "\x89PNG");
  const auto cut = put("cut.gz", test::gzip(ris("x")).substr(0, 12));
  EXPECT_EQ(read({picture, folder_.path() / "none", cut}), Strings{});
  ASSERT_EQ(report_.problems.size(), 3u);
  EXPECT_NE(report_.problems[0].message.find("no format that Horizon knows"), std::string::npos);
  EXPECT_NE(report_.problems[1].message.find("No such file"), std::string::npos);
}

TEST_F(ImportReaderTest, TheOperatorNamesFormatAndColumns) {
  ImportOptions options;
  options.format = crawler::find_record_format("csv");
  options.columns = {{"title", "Was"}};
  EXPECT_EQ(read({put("t.dat", "Was;Wann\nEins;2026\n")}, options), Strings{"Eins"});
}

TEST_F(ImportReaderTest, StopsWhenAsked) {
  const std::atomic<bool> stop = true;
  const JobContext stopped{clock_, [](const Progress&) {}, &stop};
  const std::vector<fs::path> files = {put("a.ris", ris("x"))};
  const ImportOptions options;
  ImportReader reader(files, options, stopped, report_);
  EXPECT_EQ(reader.next(), nullptr);
  EXPECT_TRUE(report_.stopped);
}

}  // namespace
}  // namespace horizon::pipeline
