#include "crawler/formats/patent/patent_format.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "crawler/text/html_text.h"
#include "tests/crawler/patent_support.h"

namespace horizon::crawler {
namespace {

const char* const kGrant = R"(<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE us-patent-grant SYSTEM "us-patent-grant-v45-2014-04-03.dtd" [ ]>
<us-patent-grant lang="EN" dtd-version="v4.5" country="US" date-publ="20240102">
<us-bibliographic-data-grant><publication-reference><document-id><country>US</country>
<doc-number>11111111</doc-number><kind>B2</kind><date>20240102</date></document-id>
</publication-reference><application-reference appl-type="utility"><document-id>
<country>US</country><doc-number>17000001</doc-number><date>20200203</date></document-id>
</application-reference><priority-claims><priority-claim sequence="01" kind="national">
<country>CN</country><doc-number>201910000001.1</doc-number><date>20190203</date>
</priority-claim></priority-claims>
<classifications-ipcr><classification-ipcr><section>G</section><class>06</class>
<subclass>N</subclass><main-group>3</main-group><subgroup>08</subgroup></classification-ipcr>
</classifications-ipcr>
<classifications-cpc><main-cpc><classification-cpc><section>G</section><class>06</class>
<subclass>N</subclass><main-group>10</main-group><subgroup>40</subgroup></classification-cpc>
</main-cpc><further-cpc><classification-cpc><section>G</section><class>06</class>
<subclass>N</subclass><main-group>3</main-group><subgroup>08</subgroup></classification-cpc>
</further-cpc></classifications-cpc>
<invention-title id="d1">Qubits of MgB<sub>2</sub> &amp; their use</invention-title>
<us-references-cited><us-citation><patcit num="1"><document-id><country>US</country>
<doc-number>1</doc-number><kind>A</kind><name>Cited</name><date>19000100</date></document-id>
</patcit><classification-cpc-text>A01B1/00</classification-cpc-text></us-citation>
</us-references-cited>
<us-field-of-classification-search><classification-cpc-text>A01B 3/00</classification-cpc-text>
</us-field-of-classification-search>
<us-parties><us-applicants><us-applicant sequence="001" app-type="applicant">
<addressbook><orgname>Huawei Technologies Co., Ltd.</orgname><address><city>Shenzhen</city>
<country>CN</country></address></addressbook><residence><country>CN</country></residence>
</us-applicant></us-applicants><inventors><inventor sequence="001"><addressbook>
<last-name>Zhang</last-name><first-name>San</first-name><address><city>Shenzhen</city>
<country>CN</country></address></addressbook></inventor></inventors><agents><agent>
<addressbook><orgname>Law Firm LLP</orgname></addressbook></agent></agents></us-parties>
<assignees><assignee><addressbook><orgname>HUAWEI TECHNOLOGIES CO., LTD.</orgname>
</addressbook></assignee><assignee><addressbook><orgname>Tsinghua University</orgname><address>
<city>Beijing</city><country>CN</country></address></addressbook></assignee></assignees>
</us-bibliographic-data-grant>
<abstract id="abstract"><p id="p1">A qubit at 10<sup>-3</sup> K.</p></abstract>
<drawings id="DRAWINGS"><figure><img file="x.TIF"/></figure></drawings>
<description id="description"><p>Long <b>text</b> of description.</p></description>
<us-claim-statement>What is claimed is:</us-claim-statement>
<claims id="claims"><claim id="c1" num="1"><claim-text>1. A qubit.</claim-text></claim>
<claim id="c2" num="2"><claim-text>2. The qubit of claim 1.</claim-text></claim></claims>
</us-patent-grant>
)";

const Expected kGrantDocument = {
    "patent:US11111111B2",
    "en",
    html_to_line("Qubits of MgB<sub>2</sub> &amp; their use"),
    html_to_line("A qubit at 10<sup>-3</sup> K."),
    "G06N10/40 G06N3/08",
    "San Zhang",
    "Huawei Technologies Co., Ltd.|CN|Shenzhen; Tsinghua University|CN|Beijing",
    "2024-01-02",
    "2019-02-03",
    ""};

TEST(PatentFormat, UsGrant) { expect_one(kUsptoFormat, kGrant, kGrantDocument, "grant"); }

TEST(PatentFormat, RawKeepsWhatIsReadAndSaysWhatWasCut) {
  const Records records = read(kUsptoFormat, kGrant);
  ASSERT_EQ(records.records.size(), 1u);
  const std::string& raw = records.records[0].raw.bytes;
  EXPECT_EQ(records.records[0].raw.media_type, "application/xml");
  EXPECT_TRUE(raw.starts_with("<us-patent-grant")) << raw;
  EXPECT_TRUE(raw.ends_with("</us-patent-grant>")) << raw;
  EXPECT_NE(raw.find("<description id=\"description\"><?horizon-cut bytes=\"39\"?></description>"),
            std::string::npos)
      << raw;
  EXPECT_NE(raw.find("1. A qubit."), std::string::npos);
  EXPECT_EQ(raw.find("2. The qubit"), std::string::npos);
}

TEST(PatentFormat, WeeklyFileOfManyDocuments) {
  std::string week;
  for (int i = 0; i < 50; ++i) {
    std::string one = kGrant;
    one.replace(one.find("11111111"), 8, std::to_string(11111111 + i));
    week += one;
    week +=
        "<?xml version=\"1.0\"?>\n<!DOCTYPE sequence-cwu SYSTEM \"x.dtd\" [ ]>\n"
        "<sequence-cwu id=\"S\"><table><row>ACGT</row></table></sequence-cwu>\n";
  }
  const Records records = read(kUsptoFormat, week);
  ASSERT_EQ(records.records.size(), 50u);
  EXPECT_TRUE(records.quarantined.empty());
  EXPECT_EQ(records.records[49].document.id, "patent:US11111160B2");
  EXPECT_EQ(records.records[49].raw.origin, "file#50");
}

TEST(PatentFormat, DamageStaysInItsDocument) {
  const std::string grant = kGrant;
  const std::string cut = grant.substr(0, grant.find("<claims"));
  std::string broken = grant;  // a tag in the abstract that is closed wrongly
  broken.replace(broken.find("</p></abstract>"), 4, "</b>");
  std::string unclosed = grant;  // a description without its end
  unclosed.erase(unclosed.find("</description>"), 14);
  const std::string file = cut + grant + broken + unclosed + grant + cut;
  const Records records = read(kUsptoFormat, file);
  ASSERT_EQ(records.records.size(), 3u);
  EXPECT_EQ(records.records[1].document.abstract, kGrantDocument.abstract);
  ASSERT_EQ(records.quarantined.size(), 3u);
  for (const auto& each : records.quarantined) {
    EXPECT_EQ(each.reason, "a patent that is cut off: its end tag is missing");
  }
}

TEST(PatentFormat, UsApplicationWhoseApplicantsAreInventors) {
  expect_one(kUsptoFormat,
             R"(<us-patent-application lang="EN" country="US" date-publ="20050106">
<us-bibliographic-data-application><publication-reference><document-id><country>US</country>
<doc-number>20050004437</doc-number><kind>A1</kind><date>20050106</date></document-id>
</publication-reference><application-reference><document-id><country>US</country>
<doc-number>10830857</doc-number><date>20040423</date></document-id></application-reference>
<classification-ipc><edition>07</edition><main-classification>A61B005/00</main-classification>
</classification-ipc><classification-national><country>US</country>
<main-classification>600300000</main-classification></classification-national>
<invention-title>Simulation device</invention-title><us-related-documents>
<us-provisional-application><document-id><country>US</country><doc-number>60000001</doc-number>
<date>20030423</date></document-id></us-provisional-application><continuation><relation>
<parent-doc><document-id><country>US</country><doc-number>PCT/CH02/00573</doc-number>
<date>20021021</date></document-id></parent-doc><child-doc><document-id><country>US</country>
<doc-number>10830857</doc-number><date>19900101</date></document-id></child-doc></relation>
</continuation></us-related-documents><parties><applicants><applicant sequence="00"
 app-type="applicant-inventor"><addressbook><last-name>Kaufmann</last-name>
<first-name>Heiner</first-name><middle-name>R.</middle-name><address><city>Bern</city>
<country>CH</country></address></addressbook><nationality><country>omitted</country>
</nationality></applicant></applicants></parties></us-bibliographic-data-application>
<abstract><p>A device.</p><p>Second paragraph.</p></abstract></us-patent-application>)",
             {"patent:US20050004437A1", "en", "Simulation device", "A device.\nSecond paragraph.",
              "A61B5/00", "Heiner R. Kaufmann", "", "2005-01-06", "2002-10-21", ""},
             "application 4.0");
}

TEST(PatentFormat, PatdocAndPap) {
  expect_one(kUsptoFormat,
             R"(<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE PATDOC SYSTEM "ST32-US-Grant-025xml.dtd" [
<!ENTITY X.TIF SYSTEM "X.TIF" NDATA TIF>
]>
<PATDOC DTD="2.5"><SDOBI><B100><B110><DNUM><PDAT>06336130</PDAT></DNUM></B110>
<B130><PDAT>B1</PDAT></B130><B140><DATE><PDAT>20020101</PDAT></DATE></B140>
<B190><PDAT>US</PDAT></B190></B100><B200><B210><DNUM><PDAT>09413215</PDAT></DNUM></B210>
<B220><DATE><PDAT>19991005</PDAT></DATE></B220></B200><B300><B310><DNUM><PDAT>971605</PDAT>
</DNUM></B310><B320><DATE><PDAT>19970408</PDAT></DATE></B320><B330><CTRY><PDAT>NO</PDAT></CTRY>
</B330></B300><B500><B510><B511><PDAT>G06F 1516</PDAT></B511><B512><PDAT>C07D23100</PDAT></B512>
</B510><B540><STEXT><PDAT>A &lgr;-phage of 5 &mgr;m</PDAT></STEXT></B540><B560><B561><PCIT><DOC>
<DNUM><PDAT>5825759</PDAT></DNUM></DOC><PARTY-US><NAM><SNM><STEXT><PDAT>Liu</PDAT></STEXT></SNM>
</NAM></PARTY-US></PCIT></B561></B560></B500><B700><B720><B721><PARTY-US><NAM><FNM>
<PDAT>Thanh Van</PDAT></FNM><SNM><STEXT><PDAT>Do</PDAT></STEXT></SNM></NAM><ADR><CITY>
<PDAT>Oslo</PDAT></CITY><CTRY><PDAT>NO</PDAT></CTRY></ADR></PARTY-US></B721></B720><B730><B731>
<PARTY-US><NAM><ONM><STEXT><PDAT>LM Ericsson</PDAT></STEXT></ONM></NAM><ADR><CITY>
<PDAT>Stockholm</PDAT></CITY><CTRY><PDAT>SE</PDAT></CTRY></ADR></PARTY-US></B731></B730>
<B740><B741><PARTY-US><NAM><ONM><STEXT><PDAT>Agents</PDAT></STEXT></ONM></NAM></PARTY-US></B741>
</B740></B700></SDOBI><SDOAB><BTEXT><PARA><PTEXT><PDAT>H</PDAT><HIL><SB><PDAT>2</PDAT></SB></HIL><PDAT>O and 46</PDAT><HIL><SP><PDAT>th</PDAT></SP></HIL></PTEXT></PARA></BTEXT></SDOAB>
<SDODE><BTEXT><PARA><PTEXT><PDAT>long</PDAT></PTEXT></PARA></BTEXT></SDODE>
<SDOCL><H LVL="1"><STEXT><PDAT>What is claimed is:</PDAT></STEXT></H><CL><CLM ID="CLM-00001">
<PARA><PTEXT><PDAT>1. A thing.</PDAT></PTEXT></PARA></CLM></CL></SDOCL></PATDOC>)",
             {"patent:US6336130B1", "en", "A λ-phage of 5 μm",
              html_to_line("H<sub>2</sub>O and 46<sup>th</sup>"), "G06F15/16 C07D231/00",
              "Thanh Van Do", "LM Ericsson|SE|Stockholm", "2002-01-01", "1997-04-08", ""},
             "PATDOC");
  expect_one(kUsptoFormat,
             R"(<patent-application-publication><subdoc-bibliographic-information><document-id>
<doc-number>20010000943</doc-number><kind-code>A1</kind-code><document-date>20010510
</document-date></document-id><domestic-filing-data><application-number>
<doc-number>09727454</doc-number></application-number><filing-date>20001204</filing-date>
</domestic-filing-data><foreign-priority-data><priority-application-number>
<doc-number>11-097727</doc-number></priority-application-number><filing-date>19990405</filing-date>
<country-code>JP</country-code></foreign-priority-data><technical-information><classification-ipc>
<classification-ipc-primary><ipc>H01J001/62</ipc></classification-ipc-primary>
<classification-ipc-edition>07</classification-ipc-edition></classification-ipc>
<title-of-invention> Device </title-of-invention></technical-information><inventors>
<first-named-inventor><name><given-name>Kenichi</given-name><family-name>Fukuoka</family-name>
</name><residence><residence-non-us><city>Chiba</city><country-code>JP</country-code>
</residence-non-us></residence></first-named-inventor></inventors><assignee><organization-name>
IDEMITSU KOSAN</organization-name></assignee><correspondence-address><name-1>Firm</name-1>
</correspondence-address></subdoc-bibliographic-information><subdoc-abstract>
<heading>Abstract</heading><paragraph id="A-0001">An EL device.</paragraph></subdoc-abstract>
<subdoc-claims><heading>Claims</heading><claim><claim-text>1. x</claim-text></claim>
</subdoc-claims></patent-application-publication>)",
             {"patent:US20010000943A1", "en", "Device", "An EL device.", "H01J1/62",
              "Kenichi Fukuoka", "IDEMITSU KOSAN||", "2001-05-10", "1999-04-05", ""},
             "pap");
}

TEST(PatentFormat, Greenbook) {
  const std::string one =
      "PATN\nWKU  043479030\nSRC  6\nAPN  1925296\nAPD  19800310\nTTL  Electronic reading\n"
      "     balance\nISD  19820907\nINVT\nNAM  Yano; Shozo\nCTY  Kyoto\nCNT  JPX\nASSG\n"
      "NAM  Shimadzu Corporation\nCTY  Kyoto\nCNT  JPX\nCOD  03\nPRIR\nCNT  JPX\nAPD  19780710\n"
      "APN  53/84696\nCLAS\nOCL  177 25\nICL  G01G 1904\nICL  G06F  728\nUREF\nPNO  4102421\n"
      "ISD  19780700\nNAM  Ozaki et al.\nABST\nPAR  A balance of .alpha. type. It has\n"
      "      two lines.\nBSUM\nPAC  BACKGROUND\nPAR  Long.\nCLMS\nSTM  What is claimed is:\n"
      "NUM  1.\nPAR  1. A balance.\nNUM  2.\nPAR  2. Another.\n";
  const Expected expected = {"patent:US4347903A",
                             "en",
                             "Electronic reading balance",
                             "A balance of α type. It has two lines.",
                             "G01G19/04 G06F7/28",
                             "Shozo Yano",
                             "Shimadzu Corporation|JP|Kyoto",
                             "1982-09-07",
                             "1978-07-10",
                             ""};
  expect_one(kUsptoFormat, one, expected, "Greenbook");
  const Records records =
      read(kUsptoFormat, "HHHHHT        APS1    ISSUE - 820907\n" + one + one + one.substr(0, 30));
  ASSERT_EQ(records.records.size(), 2u);
  ASSERT_EQ(records.quarantined.size(), 1u);
  const std::string& raw = records.records[0].raw.bytes;
  EXPECT_EQ(raw.find("BACKGROUND"), std::string::npos) << raw;
  EXPECT_NE(raw.find("BSUM\n[horizon-cut 27 bytes]\nCLMS\n"), std::string::npos) << raw;
}

TEST(PatentFormat, Utf16) {
  const std::string utf8 = kGrant;
  std::string little = "\xFF\xFE", big = "\xFE\xFF";
  for (const char c : utf8) {
    little += c;
    little += '\0';
    big += '\0';
    big += c;
  }
  for (const std::string& bytes : {little, big}) {
    const Records records = read(kUsptoFormat, bytes);
    ASSERT_EQ(records.records.size(), 1u);
    EXPECT_EQ(records.records[0].document.title, kGrantDocument.title);
  }
}

TEST(PatentFormat, EveryCutAndEveryFlippedByteIsSurvived) {
  for (const char* const text : {kGrant}) {
    const std::string whole = text;
    for (std::size_t i = 0; i < whole.size(); i += 7) {
      std::string changed = whole;
      changed[i] = changed[i] == '<' ? '>' : '<';
      for (const std::string& bytes : {whole.substr(0, i), changed}) {
        EXPECT_LE(read(kUsptoFormat, bytes).records.size(), 1u);
      }
    }
  }
}

TEST(PatentFormat, HostileInputTakesLinearTime) {
  struct Case {
    const char *begin, *repeated;
  };
  const std::string record = "<us-patent-grant><us-bibliographic-data-grant>";
  const Case kCases[] = {
      {"", "<us-patent-grant>"},
      {"", "<us-patent-grant/>"},
      {"", "<?xml version='1.0'?>"},
      {record.c_str(), "<!---->"},
      {record.c_str(), "<!--"},
      {record.c_str(), "<![CDATA["},
      {record.c_str(), "<![CDATA[]]>"},
      {record.c_str(), "<description>"},
      {record.c_str(), "<description></description>"},
      {record.c_str(), "<claims><claim/><claim/></claims>"},
      {record.c_str(), "<claim></claim>"},
      {record.c_str(), "</description"},
      {record.c_str(), "<a \""},
      {record.c_str(), "<"},
      {record.c_str(), "<b>"},
      {record.c_str(), "<inventor><name>"},
      {record.c_str(), "<inventor><name>A</name></inventor>"},
      {record.c_str(), "<applicant data-format='x'><name>A</name></applicant>"},
      {record.c_str(), "<classification-cpc><text>A01B1/00</text></classification-cpc>"},
      {record.c_str(), "<priority-claim><date>20200101</date></priority-claim>"},
      {record.c_str(), "<invention-title>a"},
      {record.c_str(), "<abstract><math><mi>"},
      {record.c_str(), "<abstract><p>&"},
      {"PATN\nWKU  1\n", "PATN\n"},
      {"PATN\nWKU  1\nABST\n", "PAR  .sub.\n"},
      {"PATN\nWKU  1\nABST\n", "PAR  ................\n"},
      {"{\"ops:world-patent-data\":", "[{\"exchange-document\":"},
      {"{\"exchange-document\":[", "{\"a\":[1]},"},
  };
  for (const Case& c : kCases) {
    std::string text = c.begin;
    while (text.size() < 2'000'000) text += c.repeated;
    for (const char* const end : {"", "</us-bibliographic-data-grant></us-patent-grant>"}) {
      const auto begin = std::chrono::steady_clock::now();
      read(kUsptoFormat, text + end);
      EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5)) << c.repeated;
    }
  }
}

TEST(PatentFormat, RealFilesOfTheUspto) {
  const char* const data = std::getenv("HORIZON_TEST_DATA");
  if (data == nullptr) GTEST_SKIP() << "HORIZON_TEST_DATA is not set";
  const std::filesystem::path folder =
      std::filesystem::path(data) / "protocol/uspto/PatentPublicData";
  int files = 0;
  for (const char* const name :
       {"greenbook", "sgml", "pap", "xml2004", "xmlApp2004", "xml2006", "xml2014"}) {
    for (const auto& entry : std::filesystem::directory_iterator(folder / name)) {
      std::ostringstream text;
      text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
      const std::string bytes = text.str();
      const auto format = recognise_format(std::string_view(bytes).substr(0, 4096), "x");
      ASSERT_TRUE(format) << entry.path();
      EXPECT_EQ((*format)->name, "uspto") << entry.path();
      const Records records = read(**format, bytes);
      ASSERT_EQ(records.records.size(), 1u) << entry.path();
      const Document& document = records.records[0].document;
      // The file is named after the publication: "US06336130", "US20010000044A1", "USD435854S1".
      std::string number = entry.path().stem().string().substr(2);
      number.erase(0, number.find_first_not_of('0'));
      EXPECT_NE(document.id.find(number.substr(0, 7)), std::string::npos) << entry.path();
      EXPECT_FALSE(document.title.empty() || document.abstract.empty()) << entry.path();
      EXPECT_FALSE(document.authors.empty()) << entry.path();
      EXPECT_TRUE(document.published && document.priority) << entry.path();
      EXPECT_LT(records.records[0].raw.bytes.size(), bytes.size()) << entry.path();
      ++files;
    }
  }
  EXPECT_EQ(files, 17);
}

}  // namespace
}  // namespace horizon::crawler
