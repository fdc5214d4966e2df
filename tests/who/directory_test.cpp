#include "who/directory.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

namespace horizon::who {
namespace {

std::string content_of(const std::string& name) {
  std::ifstream file(std::string(HORIZON_SOURCE_DIR) + "/data/who/" + name);
  std::ostringstream out;
  out << file.rdbuf();
  return out.str();
}

class DirectoryTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    static const std::string organisations = content_of("organisations.toml");
    static const std::string countries = content_of("countries.toml");
    static const std::string cities = content_of("cities.toml");
    const std::vector<Directory::File> files = {{"countries.toml", countries},
                                                {"cities.toml", cities},
                                                {"organisations.toml", organisations}};
    std::vector<Problem> problems;
    directory_ = new Directory(Directory::read(files, problems));  // NOLINT: for the whole suite
    for (const Problem& problem : problems)
      ADD_FAILURE() << problem.file << ':' << problem.line << ": " << problem.message;
  }
  static void TearDownTestSuite() { delete directory_; }
  static Who find(const std::string& name) {
    Organisation organisation;
    organisation.name = name;
    return directory_->find(organisation);
  }
  static Directory* directory_;
};
Directory* DirectoryTest::directory_ = nullptr;

TEST_F(DirectoryTest, SpellingsOfKnownOrganisations) {
  struct Case {
    const char* name;
    const char* id;
    const char* country;
    const char* city;
  };
  const std::vector<Case> cases = {
      {"Tsinghua University", "org:tsinghua", "CN", "Beijing"},
      {"TSINGHUA UNIV", "org:tsinghua", "CN", "Beijing"},
      {"Tsinghua Univ, Dept Phys, Beijing 100084, Peoples R China", "org:tsinghua", "CN",
       "Beijing"},
      {"Dept. of Physics, Tsinghua University, Beijing, China", "org:tsinghua", "CN", "Beijing"},
      {"Tsinghua University School of Medicine", "org:tsinghua", "CN", "Beijing"},
      {"Department of Automation Tsinghua University", "org:tsinghua", "CN", "Beijing"},
      {"Physics Department, Tsinghua University", "org:tsinghua", "CN", "Beijing"},
      {"Tsinghua Shenzhen International Graduate School, Tsinghua University, Shenzhen 518055, "
       "China",
       "org:tsinghua", "CN", "Shenzhen"},
      {"清华大学", "org:tsinghua", "CN", "Beijing"},
      {"清华大学 物理系", "org:tsinghua", "CN", "Beijing"},
      {"清华大学物理系，北京 100084", "org:tsinghua", "CN", "Beijing"},
      {"北京清华大学", "org:tsinghua", "CN", "Beijing"},
      {"ＴＳＩＮＧＨＵＡ　ＵＮＩＶＥＲＳＩＴＹ", "org:tsinghua", "CN", "Beijing"},
      {"University of Science and Technology of China", "org:ustc", "CN", "Hefei"},
      {"Univ Sci & Technol China, Hefei 230026, Anhui, Peoples R China", "org:ustc", "CN", "Hefei"},
      {"University of Science and Technology Beijing", "org:ustb", "CN", "Beijing"},
      {"Beijing Univ Technol", "org:bjut", "CN", "Beijing"},
      {"Beijing Univ Posts & Telecommun", "org:bupt", "CN", "Beijing"},
      {"Chinese Acad Sci, Inst Phys, Beijing, Peoples R China", "org:cas-iop", "CN", "Beijing"},
      {"Institute of Physics, Chinese Academy of Sciences, Beijing 100190, China", "org:cas-iop",
       "CN", "Beijing"},
      {"中国科学院物理研究所", "org:cas-iop", "CN", "Beijing"},
      {"中国科学院大学", "org:ucas", "CN", "Beijing"},
      {"中国科学院某某研究所", "org:cas", "CN", "Beijing"},
      {"Huawei Technologies Co., Ltd.", "org:huawei", "CN", "Shenzhen"},
      {"HUAWEI TECH CO LTD", "org:huawei", "CN", "Shenzhen"},
      {"华为技术有限公司", "org:huawei", "CN", "Shenzhen"},
      {"宁德时代新能源科技股份有限公司", "org:catl", "CN", "Ningde"},
      {"BYD Co., Ltd.", "org:byd", "CN", "Shenzhen"},
      {"Taiwan Semiconductor Manufacturing Company, Ltd.", "org:tsmc", "TW", "Hsinchu"},
      {"台灣積體電路製造股份有限公司", "org:tsmc", "TW", "Hsinchu"},
      {"International Business Machines Corporation", "org:ibm", "US", "Armonk"},
      {"Google LLC", "org:google", "US", "Mountain View"},
      {"Samsung Electronics Co., Ltd.", "org:samsung", "KR", "Suwon"},
      {"Robert Bosch GmbH", "org:bosch", "DE", "Gerlingen"},
      {"MIT, Cambridge, MA 02139 USA", "org:mit", "US", "Cambridge"},
      {"Cavendish Laboratory, University of Cambridge, Cambridge CB3 0HE, England", "org:cambridge",
       "GB", "Cambridge"},
      {"ETH Zürich", "org:ethz", "CH", "Zurich"},
      {"Eidgenossische Technische Hochschule Zurich", "org:ethz", "CH", "Zurich"},
      {"Technische Universität München", "org:tum", "DE", "Munich"},
      {"Microsoft Research Asia, Beijing, China", "org:microsoft", "CN", "Beijing"},
      {"国立台湾大学", "org:ntu-tw", "TW", "Taipei"},
      {"University of California, Berkeley, CA 94720, USA", "org:berkeley", "US", "Berkeley"},
      {"University of Washington School of Nursing, Seattle, Washington, USA.", "org:uw", "US",
       "Seattle"},
      {"Changchun Institute of Optics, Fine Mechanics and Physics, Chinese Academy of Sciences, "
       "Changchun, China",
       "org:cas-ciomp", "CN", "Changchun"},
      {"University of Southern California", "org:usc", "US", "Los Angeles"},
  };
  for (const Case& each : cases) {
    const Who who = find(each.name);
    if (*each.id != '\0') {
      EXPECT_EQ(who.organisation_id, each.id) << each.name << ": " << who.rule;
    }
    EXPECT_EQ(who.country, each.country) << each.name << ": " << who.rule;
    if (*each.city != '\0') {
      EXPECT_EQ(who.city, each.city) << each.name;
    }
    EXPECT_FALSE(who.rule.empty()) << each.name;
  }
}

TEST_F(DirectoryTest, UnknownOrganisationsKeepACleanedName) {
  struct Case {
    const char* name;
    const char* id;
    const char* country;
  };
  const std::vector<Case> cases = {
      {"Acme Robotics Co., Ltd.", "name:acme robotics", ""},
      {"ACME ROBOTICS LTD", "name:acme robotics", ""},
      {"Dept. of Chemistry, Université de Nowhere, 75005 Nowhere, France",
       "name:university nowhere", "FR"},
      {"University of Nowhere", "name:university nowhere", ""},
      {"深圳市无名机器人有限公司", "name:深圳市无名机器人", "CN"},
      {"", "", ""},
      {",,;", "", ""},
  };
  for (const Case& each : cases) {
    const Who who = find(each.name);
    EXPECT_EQ(who.organisation_id, each.id) << each.name;
    EXPECT_EQ(who.country, each.country) << each.name;
  }
  // Names that hold a known one are not that one.
  for (const char* other : {"Beijing University of Nothing Known", "Stanford Hotel", "Harvard Bank",
                            "北京大学城建设有限公司", "Googleplex Cinemas"})
    EXPECT_TRUE(find(other).organisation_id.starts_with("name:")) << other << find(other).rule;
}

TEST_F(DirectoryTest, CountriesInEveryUsualSpelling) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"Peoples R China", "CN"},
      {"P. R. China", "CN"},
      {"P.R. China", "CN"},
      {"中国", "CN"},
      {"USA", "US"},
      {"U.S.A.", "US"},
      {"U. S. A.", "US"},
      {"England", "GB"},
      {"Scotland", "GB"},
      {"South Korea", "KR"},
      {"Republic of Korea", "KR"},
      {"台湾", "TW"},
      {"Taiwan", "TW"},
      {"The Netherlands", "NL"},
      {"Deutschland", "DE"},
      {"Türkiye", "TR"},
      {"Côte d’Ivoire", "CI"},
      {"CN", "CN"},
      {"de", "DE"},
      {"XX", ""},
      {"Atlantis", ""},
  };
  for (const auto& [name, code] : cases) EXPECT_EQ(directory_->country_code(name), code) << name;
  EXPECT_EQ(directory_->country("TW")->zh, "中国台湾");
  EXPECT_EQ(directory_->country("HK")->zh, "中国香港");
  EXPECT_EQ(directory_->country("XX"), nullptr);
}

TEST_F(DirectoryTest, WhatTheRecordTellsGoesFirst) {
  Organisation organisation;
  organisation.name = "THU Physics";
  organisation.id = "ror:03cve4549";
  EXPECT_EQ(directory_->find(organisation).organisation_id, "org:tsinghua");
  organisation = {"Huawei Technologies", "", "DE", "München"};
  const Who who = directory_->find(organisation);
  EXPECT_EQ(who.organisation_id, "org:huawei");
  EXPECT_EQ(who.country, "DE");
  EXPECT_EQ(who.city, "Munich");
  organisation = {"Nobody Knows", "https://ror.org/012345678", "", ""};
  EXPECT_EQ(directory_->find(organisation).organisation_id, "ror:012345678");
}

TEST_F(DirectoryTest, HostileNames) {
  for (const std::string& name :
       {std::string(1'000'000, ','), std::string(100'000, 'a'), std::string("\xff\xfe\x80"),
        std::string("清\xe5\x8d"), std::string(5000, '('),
        "University of " + std::string(3000, 'x')}) {
    const Who who = find(name);
    EXPECT_LT(who.organisation_id.size(), 4000U);
  }
  std::string words;
  for (int i = 0; i < 100'000; ++i) words += "university of china, ";
  find(words);
}

TEST(DirectoryRead, AnOperatorsFileGoesFirst) {
  const std::vector<Directory::File> files = {
      {"organisations.toml",
       "[organisations]\nacme = { en = \"Acme\", country = \"US\", sector = \"company\" }\n"
       "other = { en = \"Other\", country = \"US\", sector = \"company\", names = [\"Acme Labs\"] "
       "}\n"},
      {"who.toml",
       "[organisations]\nacme = { en = \"Acme Corporation\", zh = \"艾克米\", country = \"GB\", "
       "sector = \"institute\", names = [\"Acme Labs\"] }\n"}};
  std::vector<Problem> problems;
  const Directory directory = Directory::read(files, problems);
  EXPECT_TRUE(problems.empty());
  for (const char* name : {"Acme", "Acme Labs", "艾克米"}) {
    const Who who = directory.find({name, "", "", ""});
    EXPECT_EQ(who.organisation_id, "org:acme") << name;
    EXPECT_EQ(who.country, "GB");
    EXPECT_NE(who.rule.find("who.toml:2"), std::string::npos) << who.rule;
  }
}

TEST(DirectoryRead, MistakesAreToldWithTheirLine) {
  const std::vector<Directory::File> files = {
      {"who.toml",
       "[organisations]\n"
       "a = { en = \"A\", country = \"China\", sector = \"company\" }\n"
       "b = { en = \"B\", country = \"CN\", sector = \"club\" }\n"
       "c = { zh = \"丙\", country = \"CN\", sector = \"company\" }\n"
       "d = { en = \"Dee\", country = \"CN\", sector = \"company\", nmaes = [] }\n"
       "e = { en = \"dee\", country = \"CN\", sector = \"company\" }\n"
       "f = 3\n"
       "[countries]\nChina = { en = \"China\", zh = \"中国\" }\n"
       "[people]\n"},
      {"broken.toml", "\n\n[organisations\n"}};
  std::vector<Problem> problems;
  const Directory directory = Directory::read(files, problems);
  std::vector<std::string> places;
  for (const Problem& problem : problems)
    places.push_back(problem.file + ':' + std::to_string(problem.line));
  EXPECT_EQ(places, (std::vector<std::string>{"broken.toml:3", "who.toml:2", "who.toml:3",
                                              "who.toml:4", "who.toml:5", "who.toml:6",
                                              "who.toml:7", "who.toml:9", "who.toml:10"}));
  EXPECT_EQ(directory.size(), 2U);
}

}  // namespace
}  // namespace horizon::who
