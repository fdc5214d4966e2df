#include "crawler/harvest/uspto_harvest.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "crawler/harvest/uspto_files.h"
#include "tests/support/archives.h"
#include "tests/support/temp_dir.h"

namespace horizon::crawler {
namespace {

namespace fs = std::filesystem;

Day day(const char* text) { return parse_iso_date(text)->day; }

std::string grant(int number) {
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE us-patent-grant SYSTEM \"x.dtd\" [ "
      "]>\n"
      "<us-patent-grant lang=\"EN\" country=\"US\"><us-bibliographic-data-grant>"
      "<publication-reference><document-id><country>US</country><doc-number>{}</doc-number>"
      "<kind>B2</kind><date>20261103</date></document-id></publication-reference>"
      "<invention-title>Title {}</invention-title></us-bibliographic-data-grant>"
      "<description><p>long</p></description></us-patent-grant>\n",
      number, number);
}

std::string week(int first, int count) {
  std::string xml;
  for (int i = 0; i < count; ++i) xml += grant(first + i);
  return xml;
}

// The portal: files with their bytes, and how often each was given away.
class FakePortal {
 public:
  struct File {
    std::string bytes, day;
    std::uint64_t listed_size = 0;  // 0: the right one
  };
  std::map<std::string, File> files;
  std::map<std::string, int> downloads;
  bool as_array = false;  // productFileBag as an array
  int lists = 0;
  std::string list_host = "https://api.uspto.gov";

  Response answer(const Request& request) {
    Response response;
    response.status = 200;
    response.final_url = request.url;
    const bool list = request.save_to.empty();
    if (list_host == "https://api.uspto.gov" || list) {
      EXPECT_EQ(request.secrets, (Headers{{"X-API-KEY", "key"}})) << request.url;
    } else {
      EXPECT_TRUE(request.secrets.empty()) << "the key goes to the portal only";
    }
    if (list) {
      ++lists;
      response.body = list_body();
      return response;
    }
    const std::string name = request.url.substr(request.url.rfind('/') + 1);
    ++downloads[name];
    std::ofstream(request.save_to, std::ios::binary) << files.at(name).bytes;
    return response;
  }

 private:
  std::string list_body() const {
    std::string list;
    for (const auto& [name, file] : files) {
      const std::uint64_t size = file.listed_size != 0 ? file.listed_size : file.bytes.size();
      list += fmt::format(
          R"({}{{"fileName": "{}", "fileSize": {}, "fileDataFromDate": "{}",
"fileDataToDate": "{}", "fileTypeText": "Data",
"fileDownloadURI": "{}/api/v1/datasets/products/files/PTGRXML/2026/{}"}})",
          list.empty() ? "" : ",", name, size, file.day, file.day, list_host, name);
    }
    const std::string bag = fmt::format(R"({{"count": 1, "fileDataBag": [{}]}})", list);
    return fmt::format(
        R"({{"count": 1, "bulkDataProductBag": [{{"productIdentifier": "PTGRXML",
"productFileBag": {}}}]}})",
        as_array ? "[" + bag + "]" : bag);
  }
};

class UsptoHarvestTest : public ::testing::Test {
 protected:
  UsptoHarvestTest() {
    source_.id = "uspto";
    source_.kind = SourceKind::kUsptoBulk;
    source_.api_key = "key";
    source_.since = day("2026-10-01");
    add("ipg261103.zip", "2026-11-03", 11'000'000, 700);
    add("ipg261110.zip", "2026-11-10", 12'000'000, 350);
    add("ipg250107.zip", "2025-01-07", 10'000'000, 5);  // before `since`
  }

  void add(const std::string& name, const char* on, int first, int count) {
    const std::string xml = week(first, count);
    portal_.files[name] = {test::zip({{name.substr(0, 9) + ".xml", xml}}), on};
  }

  Result<std::unique_ptr<Harvest>> open() {
    return open_harvest(source_, state_, {now_, false, folder_.path()});
  }

  // Runs to the end; `pages` pages after each opening. With `lost` the last page of each opening
  // is forgotten, as if the program had been killed before it was stored.
  std::vector<std::string> run(int pages, bool lost = false) {
    std::vector<std::string> ids;
    bool more = true;
    for (int openings = 0; more && openings < 1'000; ++openings) {
      auto harvest = open();
      EXPECT_TRUE(harvest) << harvest.error().message;
      for (int i = 0; more && i < pages; ++i) {
        auto page = step(**harvest);
        EXPECT_TRUE(page) << page.error().message;
        if (!page) return ids;
        if (lost && i + 1 == pages) break;
        for (const ParsedRecord& record : page->records) ids.push_back(record.document.id);
        for (const QuarantinedRecord& record : page->quarantined) {
          reasons_.push_back(record.reason);
        }
        state_ = page->cursor_state;
        EXPECT_EQ(state_->find("\"key\""), std::string::npos);
        more = page->more;
      }
    }
    return ids;
  }

  Result<Page> step(Harvest& harvest) {
    const auto request = harvest.next();
    return harvest.take(request ? portal_.answer(*request) : Response{}, now_);
  }

  std::size_t files_left() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator()));
  }

  test::TempDir folder_;
  FakePortal portal_;
  Source source_;
  Instant now_{day("2026-11-22")};
  std::optional<std::string> state_;
  std::vector<std::string> reasons_;
};

TEST_F(UsptoHarvestTest, NewFilesAreReadOnceAndDeleted) {
  const auto ids = run(1'000);
  ASSERT_EQ(ids.size(), 1'050u);
  EXPECT_EQ(ids.front(), "patent:US11000000B2");
  EXPECT_EQ(ids.back(), "patent:US12000349B2");
  EXPECT_EQ(portal_.downloads,
            (std::map<std::string, int>{{"ipg261103.zip", 1}, {"ipg261110.zip", 1}}));
  EXPECT_EQ(files_left(), 0u);
  EXPECT_TRUE(run(1'000).empty());
  add("ipg261117.zip", "2026-11-17", 13'000'000, 3);
  portal_.as_array = true;
  EXPECT_EQ(run(1'000).size(), 3u);
  EXPECT_EQ(portal_.downloads.at("ipg261103.zip"), 1);
  EXPECT_TRUE(reasons_.empty());
}

TEST_F(UsptoHarvestTest, EveryInterruptionGoesOnWhereItStopped) {
  const auto whole = run(1'000);
  for (const int pages : {1, 2, 3, 4, 5}) {
    state_.reset();
    portal_.downloads.clear();
    EXPECT_EQ(run(pages), whole) << pages;
    EXPECT_EQ(portal_.downloads.at("ipg261103.zip"), 1) << pages;
    EXPECT_EQ(files_left(), 0u) << pages;
  }
}

TEST_F(UsptoHarvestTest, AKillBeforeAPageIsStoredLosesAndDoublesNothing) {
  const auto whole = run(1'000);
  for (const int pages : {2, 3, 4}) {
    state_.reset();
    portal_.downloads.clear();
    EXPECT_EQ(run(pages, true), whole) << pages;
    EXPECT_EQ(portal_.downloads.at("ipg261103.zip"), 1) << "the file was there already";
    EXPECT_EQ(files_left(), 0u) << pages;
  }
}

TEST_F(UsptoHarvestTest, RecordsNameTheirFile) {
  auto harvest = open();
  for (int i = 0; i < 10; ++i) {
    auto page = step(**harvest);
    ASSERT_TRUE(page);
    if (page->records.empty()) continue;
    EXPECT_EQ(page->records[1].raw.origin,
              "https://api.uspto.gov/api/v1/datasets/products/files/PTGRXML/2026/ipg261103.zip/"
              "ipg261103.xml#2");
    return;
  }
  FAIL();
}

TEST_F(UsptoHarvestTest, TheKeyGoesToThePortalOnly) {
  portal_.list_host = "https://elsewhere.example.org";
  EXPECT_EQ(run(1'000).size(), 1'050u);
}

TEST_F(UsptoHarvestTest, AFileThatNeverComesWholeIsGivenUp) {
  portal_.files.at("ipg261103.zip").listed_size = 77;
  EXPECT_EQ(run(1'000).size(), 350u) << "the other file is read all the same";
  EXPECT_EQ(portal_.downloads.at("ipg261103.zip"), 1);
  ASSERT_EQ(reasons_.size(), 1u);
  EXPECT_TRUE(reasons_[0].ends_with("bytes, the list says 77")) << reasons_[0];
  for (int harvest = 0; harvest < 20; ++harvest) EXPECT_TRUE(run(1'000).empty());
  EXPECT_EQ(portal_.downloads.at("ipg261103.zip"), 10);
  EXPECT_EQ(portal_.downloads.at("ipg261110.zip"), 1);
  EXPECT_EQ(reasons_.back(), "given up: 10 downloads did not bring the whole file");
  EXPECT_EQ(files_left(), 0u);
}

TEST_F(UsptoHarvestTest, DamagedArchivesAreNamedAndTheRestGoesOn) {
  portal_.files.at("ipg261103.zip").bytes.resize(5'000);
  const auto ids = run(1'000);
  EXPECT_GE(ids.size(), 350u);
  EXPECT_FALSE(reasons_.empty());
  EXPECT_EQ(files_left(), 0u);
}

TEST_F(UsptoHarvestTest, PausesAndErrors) {
  struct Case {
    int status;
    std::string body, retry_after;
    std::optional<std::chrono::seconds> pause;
    ErrorCode code;
  };
  const Case kCases[] = {
      {429, "", "7", std::chrono::seconds(7), {}}, {503, "", "", std::chrono::seconds(60), {}},
      {403, "", "", {}, ErrorCode::kUsage},        {401, "", "", {}, ErrorCode::kUsage},
      {404, "", "", {}, ErrorCode::kNotFound},     {200, "<html>", "", {}, ErrorCode::kCorrupt},
      {200, "[]", "", {}, ErrorCode::kCorrupt},
  };
  for (const Case& c : kCases) {
    auto harvest = open_harvest(source_, std::nullopt, {now_, false, folder_.path()});
    Response response;
    response.status = c.status;
    response.body = c.body;
    response.retry_after = c.retry_after;
    (*harvest)->next();
    const auto page = (*harvest)->take(response, now_);
    ASSERT_EQ(page.has_value(), c.pause.has_value()) << c.status << c.body;
    if (page) {
      EXPECT_EQ(page->retry_after, c.pause) << c.status;
    } else {
      EXPECT_EQ(page.error().code, c.code) << c.status << page.error().message;
    }
  }
}

TEST_F(UsptoHarvestTest, SettingsAndStates) {
  source_.api_key.clear();
  EXPECT_EQ(open().error().code, ErrorCode::kUsage);
  source_.api_key = "key";
  const char* const kBroken[] = {
      "",
      "{}",
      "7",
      R"({"version":1,"product":"P","pending":[],"seen":[]})",
      R"({"version":1,"product":"PTGRXML","pending":[{"name":"../x"}],"seen":[],"since":"2026-01-01"})",
      R"({"version":1,"product":"PTGRXML","pending":[],"finished":"a/b","seen":[],"since":"2026-01-01"})"};
  for (const char* const state : kBroken) {
    state_ = state;
    EXPECT_EQ(open().error().code, ErrorCode::kCorrupt) << state;
  }
}

TEST(UsptoFiles, NamesThatAreNoPlainFilesAreLeftOut) {
  const auto files = read_uspto_files(
      R"({"bulkDataProductBag": [{"productFileBag": {"fileDataBag": [
{"fileName": "../../etc/passwd", "fileDownloadURI": "https://x/1"},
{"fileName": ".hidden", "fileDownloadURI": "https://x/2"},
{"fileName": "a b.zip", "fileDownloadURI": "https://x/3"},
{"fileName": "b.zip", "fileDownloadURI": "https://x/4", "fileSize": "12"},
{"fileName": "a.zip", "fileDownloadURI": "https://x/5", "fileReleaseDate": "2026-11-03 00:01:02"},
{"fileName": "b.zip", "fileDownloadURI": "https://x/6"},
{"fileName": "c.zip"}]}}]})");
  ASSERT_TRUE(files);
  ASSERT_EQ(files->size(), 2u);
  EXPECT_EQ((*files)[0].name, "b.zip");
  EXPECT_EQ((*files)[0].size, 12u);
  EXPECT_EQ((*files)[1].day, day("2026-11-03"));
}

}  // namespace
}  // namespace horizon::crawler
