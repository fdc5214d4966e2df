#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/crawler/patent_support.h"

namespace horizon::crawler {
namespace {

const char* const kOps = R"(<?xml version="1.0" encoding="UTF-8"?>
<ops:world-patent-data xmlns="http://www.epo.org/exchange" xmlns:ops="http://ops.epo.org">
<ops:biblio-search total-result-count="1"><ops:search-result><exchange-documents>
<exchange-document system="ops.epo.org" family-id="46020268" country="US" doc-number="2012116137"
 kind="A1"><bibliographic-data><publication-reference><document-id document-id-type="docdb">
<country>US</country><doc-number>2012116137</doc-number><kind>A1</kind><date>20120510</date>
</document-id><document-id document-id-type="epodoc"><doc-number>US2012116137</doc-number>
</document-id></publication-reference><classifications-ipcr><classification-ipcr sequence="1">
<text>B01J   8/    00            A I                    </text></classification-ipcr>
</classifications-ipcr><patent-classifications><patent-classification sequence="1">
<classification-scheme office="EP" scheme="CPCI"/><section>C</section><class>07</class>
<subclass>C</subclass><main-group>1</main-group><subgroup>041</subgroup></patent-classification>
<patent-classification sequence="2"><classification-scheme office="US" scheme="UC"/>
<classification-symbol>518/700</classification-symbol></patent-classification>
</patent-classifications><application-reference doc-id="1"><document-id document-id-type="docdb">
<country>US</country><doc-number>94268010</doc-number><kind>A</kind></document-id>
<document-id document-id-type="epodoc"><doc-number>US20100942680</doc-number>
<date>20101109</date></document-id></application-reference><priority-claims><priority-claim
 sequence="1"><document-id document-id-type="epodoc"><doc-number>US20100942680</doc-number>
<date>20101109</date></document-id></priority-claim></priority-claims><parties><applicants>
<applicant sequence="1" data-format="epodoc"><applicant-name><name>FANG HOWARD L [US]</name>
</applicant-name></applicant><applicant sequence="2" data-format="epodoc"><applicant-name>
<name>PRIMUS GREEN [US]</name></applicant-name></applicant><applicant sequence="1"
 data-format="original"><applicant-name><name>FANG HOWARD L, </name></applicant-name></applicant>
<applicant sequence="2" data-format="original"><applicant-name><name>PRIMUS GREEN ENERGY INC</name>
</applicant-name></applicant></applicants><inventors><inventor sequence="1" data-format="epodoc">
<inventor-name><name>FANG HOWARD L [US]</name></inventor-name></inventor><inventor sequence="1"
 data-format="original"><inventor-name><name>FANG HOWARD L</name></inventor-name></inventor>
</inventors></parties><invention-title lang="fr">CARBURANT</invention-title>
<invention-title lang="en">FUEL PRODUCTION</invention-title><references-cited><citation>
<patcit><document-id><country>US</country><doc-number>1</doc-number></document-id></patcit>
</citation></references-cited></bibliographic-data><abstract lang="fr"><p>Un.</p></abstract>
<abstract lang="en"><p>Synthetic fuels. &lt;IMAGE></p></abstract></exchange-document>
</exchange-documents></ops:search-result></ops:biblio-search></ops:world-patent-data>)";

const Expected kOpsDocument = {"patent:US20120116137A1",
                               "en",
                               "FUEL PRODUCTION",
                               "Synthetic fuels.",
                               "C07C1/041 B01J8/00",
                               "FANG HOWARD L",
                               "PRIMUS GREEN ENERGY INC|US|",
                               "2012-05-10",
                               "2010-11-09",
                               "docdb:46020268"};

TEST(PatentDialects, OpsXml) { expect_one(kEpoFormat, kOps, kOpsDocument, "OPS XML"); }

TEST(PatentDialects, OpsJson) {
  const std::string reply = R"({"ops:world-patent-data": {"@xmlns": {"ops": "http://ops.epo.org",
"$": "http://www.epo.org/exchange"}, "exchange-documents": {"exchange-document": {"@system":
"ops.epo.org", "@family-id": "46020268", "@country": "US", "@doc-number": "2012116137", "@kind":
"A1", "bibliographic-data": {"publication-reference": {"document-id": [{"@document-id-type":
"docdb", "country": {"$": "US"}, "doc-number": {"$": "2012116137"}, "kind": {"$": "A1"}, "date":
{"$": "20120510"}}, {"@document-id-type": "epodoc", "doc-number": {"$": "US2012116137"}}]},
"classifications-ipcr": {"classification-ipcr": {"@sequence": "1", "text": {"$":
"B01J   8/    00            A I"}}}, "patent-classifications": {"patent-classification": [{
"classification-scheme": {"@office": "EP", "@scheme": "CPCI"}, "section": {"$": "C"}, "class":
{"$": "07"}, "subclass": {"$": "C"}, "main-group": {"$": "1"}, "subgroup": {"$": "041"}}]},
"priority-claims": {"priority-claim": {"document-id": {"date": {"$": "20101109"}}}},
"parties": {"applicants": {"applicant": {"@data-format": "epodoc", "@sequence": "1",
"applicant-name": {"name": {"$": "PRIMUS GREEN ENERGY INC [US]"}}}}, "inventors": {"inventor":
{"@data-format": "epodoc", "inventor-name": {"name": {"$": "FANG HOWARD L [US]"}}}}},
"invention-title": [{"$": "CARBURANT", "@lang": "fr"}, {"$": "FUEL PRODUCTION", "@lang": "en"}]},
"abstract": {"@lang": "en", "p": {"$": "Synthetic fuels."}}}}}})";
  expect_one(kEpoFormat, reply, kOpsDocument, "OPS JSON");
  const Records records = read(kEpoFormat, reply);
  EXPECT_EQ(records.records[0].raw.media_type, "application/json");
  EXPECT_TRUE(records.records[0].raw.bytes.starts_with("{\"@system\":\"ops.epo.org\""));
  for (const char* const broken :
       {"{\"ops:world-patent-data\": {", "[1, 2", "{\"a\": \"\\ud800\"}"}) {
    EXPECT_TRUE(read(kEpoFormat, broken).records.empty()) << broken;
  }
}

TEST(PatentDialects, DocdbAndEpFullText) {
  expect_one(kSt36Format, R"(<?xml version="1.0" encoding="UTF-8"?>
<exch:exchange-documents xmlns:exch="http://www.epo.org/exchange" date-of-exchange="20160101">
<exch:exchange-document country="CN" doc-number="105353263" kind="A" date-publ="20160224"
 family-id="55329234" status="C"><exch:bibliographic-data><exch:publication-reference
 data-format="docdb"><document-id lang="zh"><country>CN</country><doc-number>105353263</doc-number>
<kind>A</kind><date>20160224</date></document-id></exch:publication-reference>
<exch:publication-reference data-format="epodoc"><document-id><doc-number>CN105353263</doc-number>
</document-id></exch:publication-reference><exch:patent-classifications>
<patent-classification><classification-scheme office="EP" scheme="CPCI"><date>20130101</date>
</classification-scheme><classification-symbol>H02H   3/   04</classification-symbol>
</patent-classification></exch:patent-classifications><exch:language-of-publication>zh
</exch:language-of-publication><exch:priority-claims><exch:priority-claim data-format="docdb">
<document-id><country>CN</country><doc-number>201510822092</doc-number><date>20151124</date>
</document-id></exch:priority-claim></exch:priority-claims><exch:parties><exch:applicants>
<exch:applicant sequence="1" data-format="docdb"><exch:applicant-name><name>SHENZHEN X CO LTD</name>
</exch:applicant-name><residence><country>CN</country></residence></exch:applicant>
<exch:applicant sequence="1" data-format="original"><exch:applicant-name><name>深圳某有限公司</name>
</exch:applicant-name></exch:applicant></exch:applicants></exch:parties>
<exch:invention-title lang="en" data-format="docdba">Junction box</exch:invention-title>
<exch:invention-title lang="zh" data-format="original">接线盒</exch:invention-title>
</exch:bibliographic-data><exch:abstract lang="en"><exch:p>A box.</exch:p></exch:abstract>
<exch:abstract lang="zh"><exch:p>一种接线盒。</exch:p></exch:abstract></exch:exchange-document>
</exch:exchange-documents>)",
             {"patent:CN105353263A", "zh", "接线盒", "一种接线盒。", "H02H3/04", "",
              "深圳某有限公司|CN|", "2016-02-24", "2015-11-24", "docdb:55329234"},
             "DOCDB");
  expect_one(kSt36Format, R"(<ep-patent-document id="EP1" lang="de" country="EP"
 doc-number="1000000" kind="B1" date-publ="20030212"><SDOBI lang="de"><B100><B110>1000000</B110>
<B130>B1</B130><B140><date>20030212</date></B140><B190>EP</B190></B100><B200><B210>99203729.1</B210>
<B220><date>19991108</date></B220></B200><B300><B310>1010536</B310><B320><date>19981112</date></B320>
<B330><ctry>NL</ctry></B330></B300><B500><B510EP><classification-ipcr sequence="1">
<text>B28B   5/02        20060101AFI20000217BHEP        </text></classification-ipcr></B510EP>
<B540><B541>de</B541><B542>Vorrichtung</B542><B541>en</B541><B542>Apparatus for bricks</B542></B540>
</B500><B700><B710><B711><snm>Boer Beheer</snm><adr><city>Nijmegen</city><ctry>NL</ctry></adr></B711>
</B710><B720><B721><snm>Kosman, Wilhelmus</snm><adr><ctry>NL</ctry></adr></B721></B720></B700></SDOBI>
<claims id="c1" lang="de"><claim num="1"><claim-text>Vorrichtung.</claim-text></claim></claims>
<claims id="c2" lang="en"><claim num="1"><claim-text>1. Apparatus.</claim-text></claim></claims>
</ep-patent-document>)",
             {"patent:EP1000000B1", "en", "Apparatus for bricks", "Apparatus.", "B28B5/02",
              "Kosman, Wilhelmus", "Boer Beheer|NL|Nijmegen", "2003-02-12", "1998-11-12", ""},
             "EP full text");
}

TEST(PatentDialects, InternationalApplication) {
  expect_one(kSt36Format, R"(<?xml version="1.0" encoding="UTF-8"?>
<wo-published-application id="wo" file="x.xml" lang="zh" country="WO" doc-number="2020/086066" kind="A1" date-publ="20200430" dtd-version="v1.0">
<wo-bibliographic-data lang="zh" country="WO"><publication-reference><document-id lang="zh">
<country>WO</country><doc-number>2020/086066</doc-number><kind>A1</kind><date>20200430</date>
</document-id></publication-reference>
<classifications-ipcr><classification-ipcr sequence="1"><ipc-version-indicator><date>20060101
</date></ipc-version-indicator><section>A</section><class>61</class><subclass>B</subclass>
<main-group>5</main-group><subgroup>0476</subgroup></classification-ipcr></classifications-ipcr>
<application-reference appl-type="PCT"><document-id><country>CN</country>
<doc-number>PCT/CN2019/000001</doc-number><date>20191001</date></document-id>
</application-reference>
<language-of-filing>zh</language-of-filing><language-of-publication>zh</language-of-publication>
<priority-claims><priority-claim sequence="1" kind="national"><country>CN</country>
<doc-number>201811234567.8</doc-number><date>20181023</date></priority-claim></priority-claims>
<parties><applicants><applicant sequence="1" app-type="applicant" designation="all-except-us">
<addressbook lang="zh"><orgname>清华大学</orgname><address><address-1>北京</address-1>
<country>CN</country></address></addressbook><addressbook lang="en"><orgname>TSINGHUA UNIVERSITY
</orgname><address><city>Beijing</city><country>CN</country></address></addressbook>
<nationality><country>CN</country></nationality><residence><country>CN</country></residence>
</applicant>
<applicant sequence="2" app-type="applicant-inventor" designation="us-only">
<addressbook lang="zh"><last-name>张</last-name><first-name>三</first-name><address>
<country>CN</country></address></addressbook><addressbook lang="en"><name>ZHANG, San</name>
<address><country>CN</country></address></addressbook></applicant></applicants><inventors>
<inventor sequence="1"><addressbook lang="zh"><name>李四</name></addressbook>
<addressbook lang="en"><name>LI, Si</name></addressbook></inventor></inventors></parties>
<invention-title lang="en">BRAIN INTERFACE</invention-title><invention-title lang="fr">INTERFACE
</invention-title><invention-title lang="zh">脑机接口</invention-title>
</wo-bibliographic-data><abstract lang="en"><p>An interface.</p></abstract><abstract lang="zh">
<p>一种脑机接口。</p></abstract></wo-published-application>)",
             {"patent:WO2020086066A1", "zh", "脑机接口", "一种脑机接口。", "A61B5/0476",
              "李四; 张三", "清华大学|CN|", "2020-04-30", "2018-10-23", ""},
             "WO");
}

TEST(PatentDialects, ChineseDesign) {
  expect_one(kCnipaFormat, R"(<?xml version="1.0" encoding="UTF-8"?>
<business:PatentDocumentAndRelated xmlns:base="http://www.sipo.gov.cn/XMLSchema/base" xmlns:business="http://www.sipo.gov.cn/XMLSchema/business" lang="zh" country="CN" docNumber="303123456" kind="S" datePublication="20150318" status="C">
<business:DesignBibliographicData><business:PublicationReference dataFormat="standard">
<base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>303123456
</base:DocNumber><base:Kind>S</base:Kind><base:Date>20150318</base:Date></base:DocumentID>
</business:PublicationReference>
<business:PatentNumber>ZL201430123456.7</business:PatentNumber>
<business:ApplicationReference><base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code>
<base:DocNumber>201430123456</base:DocNumber><base:Date>20140901</base:Date></base:DocumentID>
</business:ApplicationReference>
<business:ClassificationLocarno><base:EditionStatement>10</base:EditionStatement>
<base:MainClassification>14-02</base:MainClassification></business:ClassificationLocarno>
<business:DesignTitle lang="zh">手机</business:DesignTitle>
<business:Parties><business:DesignPatenteeDetails><business:DesignPatentee><base:AddressBook>
<base:Name>华为技术有限公司</base:Name><base:Address>
<base:Text>518129 广东省深圳市龙岗区</base:Text></base:Address></base:AddressBook>
</business:DesignPatentee></business:DesignPatenteeDetails><business:DesignerDetails>
<business:Designer><base:AddressBook><base:Name>王五</base:Name></base:AddressBook>
</business:Designer></business:DesignerDetails></business:Parties>
</business:DesignBibliographicData><business:DesignBriefExplanation>
<base:Paragraphs>1.本外观设计产品的名称：手机。</base:Paragraphs>
</business:DesignBriefExplanation></business:PatentDocumentAndRelated>)",
             {"patent:CN303123456S", "zh", "手机", "1.本外观设计产品的名称：手机。", "", "王五",
              "华为技术有限公司||", "2015-03-18", "2014-09-01", ""},
             "design");
}

TEST(PatentDialects, JapaneseSt96) {
  expect_one(kSt96Format, R"(<?xml version="1.0" encoding="UTF-8"?>
<jppat:UnexaminedPatentPublication xmlns:com="http://www.wipo.int/standards/XMLSchema/ST96/Common" xmlns:pat="http://www.wipo.int/standards/XMLSchema/ST96/Patent" xmlns:jpcom="http://www.jpo.go.jp/standards/XMLSchema/ST96/JPCommon" xmlns:jppat="http://www.jpo.go.jp/standards/XMLSchema/ST96/JPPatent" com:languageCode="ja">
<jppat:UnexaminedPatentPublicationBibliographicData><jppat:PatentPublicationIdentification>
<com:IPOfficeCode>JP</com:IPOfficeCode><pat:PublicationNumber>2022123456</pat:PublicationNumber>
<com:PatentDocumentKindCode>A</com:PatentDocumentKindCode><com:PublicationDate>2022-08-24
</com:PublicationDate></jppat:PatentPublicationIdentification><jppat:ApplicationIdentification>
<com:ApplicationNumber><com:ApplicationNumberText>2021012345</com:ApplicationNumberText>
</com:ApplicationNumber><pat:FilingDate>2021-01-28</pat:FilingDate>
</jppat:ApplicationIdentification><pat:InventionTitle>量子ビット</pat:InventionTitle>
<jppat:PatentClassificationBag><jppat:IPCClassificationBag><pat:IPCRClassification>
<pat:PatentClassificationText>G06N  10/00     (2022.01)</pat:PatentClassificationText>
</pat:IPCRClassification></jppat:IPCClassificationBag><jppat:NationalClassification>
<jppat:MainNationalClassification><pat:PatentClassificationText>G06N10/00    ZAA
</pat:PatentClassificationText></jppat:MainNationalClassification>
</jppat:NationalClassification></jppat:PatentClassificationBag><jppat:PartyBag>
<jppat:ApplicantBag><jppat:Applicant com:sequenceNumber="1"><jpcom:Contact><com:Name>
<com:EntityName>国立大学法人東京大学</com:EntityName></com:Name></jpcom:Contact>
</jppat:Applicant></jppat:ApplicantBag><jppat:InventorBag><jppat:Inventor><jpcom:Contact>
<com:Name><com:EntityName>山田　太郎</com:EntityName></com:Name></jpcom:Contact>
</jppat:Inventor></jppat:InventorBag></jppat:PartyBag>
</jppat:UnexaminedPatentPublicationBibliographicData><pat:Abstract>
<pat:P>【課題】量子ビット。</pat:P></pat:Abstract></jppat:UnexaminedPatentPublication>)",
             {"patent:JP2022123456A", "ja", "量子ビット", "【課題】量子ビット。", "G06N10/00",
              "山田　太郎", "国立大学法人東京大学||", "2022-08-24", "2021-01-28", ""},
             "JP");
}

TEST(PatentDialects, DeletedRecordsAreTombstones) {
  const Records records = read(kSt36Format,
                               R"(<exchange-documents><exchange-document country="EP"
 doc-number="1" kind="A1" date-publ="20160224" family-id="5" status="D"/></exchange-documents>)");
  ASSERT_EQ(records.records.size(), 1u);
  EXPECT_TRUE(records.records[0].document.deleted);
  EXPECT_EQ(records.records[0].document.id, "patent:EP1A1");
}

TEST(PatentDialects, St96) {
  expect_one(kSt96Format, R"(<?xml version="1.0" encoding="UTF-8"?>
<jppat:UnexaminedPatentPublication xmlns:jppat="http://www.jpo.go.jp/standards/XMLSchema/ST96/JPPatent"
 xmlns:pat="http://www.wipo.int/standards/XMLSchema/ST96/Patent"
 xmlns:com="http://www.wipo.int/standards/XMLSchema/ST96/Common" com:languageCode="en">
<jppat:UnexaminedPatentPublicationBibliographicData><pat:PatentPublicationIdentification>
<com:IPOfficeCode>AU</com:IPOfficeCode><pat:PublicationNumber>2020123456</pat:PublicationNumber>
<com:PatentDocumentKindCode>A1</com:PatentDocumentKindCode>
<com:PublicationDate>2020-12-03</com:PublicationDate></pat:PatentPublicationIdentification>
<pat:ApplicationIdentification><com:IPOfficeCode>AU</com:IPOfficeCode><com:ApplicationNumber>
<com:ApplicationNumberText>2020123456</com:ApplicationNumberText></com:ApplicationNumber>
<pat:FilingDate>2020-05-05</pat:FilingDate></pat:ApplicationIdentification><pat:PriorityClaimBag>
<pat:PriorityClaim><com:IPOfficeCode>GB</com:IPOfficeCode><com:ApplicationNumber>
<com:ApplicationNumberText>1906363.1</com:ApplicationNumberText></com:ApplicationNumber>
<pat:FilingDate>2019-05-06</pat:FilingDate></pat:PriorityClaim></pat:PriorityClaimBag>
<pat:PatentClassificationBag><pat:CPCClassificationBag><pat:MainCPC><pat:CPCClassification>
<pat:ClassificationVersionDate>2013-01-01</pat:ClassificationVersionDate>
<pat:CPCSection>G</pat:CPCSection><pat:Class>06</pat:Class><pat:Subclass>N</pat:Subclass>
<pat:MainGroup>10</pat:MainGroup><pat:Subgroup>00</pat:Subgroup></pat:CPCClassification>
</pat:MainCPC></pat:CPCClassificationBag><pat:IPCRClassificationBag><pat:IPCRClassification>
<pat:PatentClassificationText>G06N 3/02 (2006.01)</pat:PatentClassificationText>
</pat:IPCRClassification></pat:IPCRClassificationBag></pat:PatentClassificationBag>
<pat:InventionTitle com:languageCode="en">Quantum gates</pat:InventionTitle><pat:PartyBag>
<pat:ApplicantBag><pat:Applicant com:sequenceNumber="1"><com:PublicationContact><com:Name>
<com:OrganizationName><com:OrganizationStandardName>Univ Oxford</com:OrganizationStandardName>
</com:OrganizationName></com:Name><com:CityName>Oxford</com:CityName>
<com:CountryCode>GB</com:CountryCode></com:PublicationContact></pat:Applicant></pat:ApplicantBag>
<pat:InventorBag><pat:Inventor><com:Contact><com:Name><com:PersonName><com:PersonStructuredName>
<com:FirstName>Ada</com:FirstName><com:LastName>Lovelace</com:LastName></com:PersonStructuredName>
</com:PersonName></com:Name></com:Contact></pat:Inventor></pat:InventorBag></pat:PartyBag>
</jppat:UnexaminedPatentPublicationBibliographicData>
<pat:Abstract com:languageCode="en"><pat:P>Gates.</pat:P></pat:Abstract>
<pat:Description><pat:P>Long.</pat:P></pat:Description></jppat:UnexaminedPatentPublication>)",
             {"patent:AU2020123456A1", "en", "Quantum gates", "Gates.", "G06N10/00 G06N3/02",
              "Ada Lovelace", "Univ Oxford|GB|Oxford", "2020-12-03", "2019-05-06", ""},
             "ST.96");
}

const char* const kCnipa = R"(<?xml version="1.0" encoding="UTF-8"?>
<business:PatentDocumentAndRelated xmlns:base="http://www.sipo.gov.cn/XMLSchema/base"
 xmlns:business="http://www.sipo.gov.cn/XMLSchema/business" xsdVersion="V2.2.1" lang="zh"
 country="CN" docNumber="104751825" kind="B" datePublication="20231003" status="C">
<business:BibliographicData><business:PublicationReference dataFormat="standard">
<base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>104751825</base:DocNumber>
<base:Kind>B</base:Kind><base:Date>20231003</base:Date></base:DocumentID>
</business:PublicationReference><business:PublicationReference dataFormat="original">
<base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>ZL201510016332.5
</base:DocNumber></base:DocumentID></business:PublicationReference>
<business:ApplicationReference dataFormat="standard"><base:DocumentID>
<base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>201510016332</base:DocNumber>
<base:Date>20150113</base:Date></base:DocumentID></business:ApplicationReference>
<business:PriorityDetails><business:Priority><base:WIPOST3Code>JP</base:WIPOST3Code>
<base:DocNumber>2014-004285</base:DocNumber><base:Date>20140114</base:Date></business:Priority>
</business:PriorityDetails><business:ClassificationIPCRDetails><business:ClassificationIPCR
 sequence="1"><base:IPCVersionDate>20060101</base:IPCVersionDate><base:Section>G</base:Section>
<base:MainClass>06</base:MainClass><base:Subclass>F</base:Subclass><base:MainGroup>17</base:MainGroup>
<base:Subgroup>30</base:Subgroup><base:Text>G06F 17/30(2006.01)I</base:Text>
</business:ClassificationIPCR></business:ClassificationIPCRDetails>
<business:InventionTitle lang="zh">一种基于自然语言处理的会话方法</business:InventionTitle>
<business:InventionTitle lang="en">Conversation method</business:InventionTitle>
<business:Parties><business:ApplicantDetails><business:Applicant sequence="1">
<base:AddressBook lang="en"><base:Name>Tsinghua University</base:Name></base:AddressBook>
<base:AddressBook lang="zh"><base:Name>清华大学</base:Name><base:Address>
<base:WIPOST3Code>CN</base:WIPOST3Code><base:Province>北京</base:Province><base:City>北京市</base:City>
</base:Address></base:AddressBook></business:Applicant></business:ApplicantDetails>
<business:InventorDetails><business:Inventor sequence="1"><base:AddressBook lang="zh">
<base:Name>张三</base:Name></base:AddressBook></business:Inventor><business:Inventor sequence="2">
<base:AddressBook lang="zh"><base:Name>李四</base:Name></base:AddressBook></business:Inventor>
</business:InventorDetails><business:AgentDetails><business:Agent><base:Name>代理</base:Name>
</business:Agent></business:AgentDetails></business:Parties></business:BibliographicData>
<business:Abstract lang="zh"><base:Paragraphs>本发明涉及人工智能技术领域。</base:Paragraphs>
</business:Abstract><business:Claims><business:Claim><base:ClaimText>1.一种方法。</base:ClaimText>
</business:Claim></business:Claims></business:PatentDocumentAndRelated>)";

const Expected kCnipaDocument = {"patent:CN104751825B",
                                 "zh",
                                 "一种基于自然语言处理的会话方法",
                                 "本发明涉及人工智能技术领域。",
                                 "G06F17/30",
                                 "张三; 李四",
                                 "清华大学|CN|北京市",
                                 "2023-10-03",
                                 "2014-01-14",
                                 ""};

TEST(PatentDialects, Cnipa) { expect_one(kCnipaFormat, kCnipa, kCnipaDocument, "CNIPA"); }

// "低功耗方法" and "一种方法。" as GB 18030.
TEST(PatentDialects, OldChineseDocumentInGb18030) {
  const std::string gb =
      "<?xml version=\"1.0\" encoding=\"GB2312\"?>\n<!DOCTYPE cn-patent-document SYSTEM "
      "\"cn-patent-document-06-10-27.dtd\">\n<cn-patent-document lang=\"ZH\" country=\"CN\">"
      "<cn-bibliographic-data><cn-publication-reference><document-id><country>CN</country>"
      "<doc-number>1234567</doc-number><kind>C</kind><date>20051230</date></document-id>"
      "</cn-publication-reference><classifications-ipcr><classification-ipcr><text>"
      "G06F 17/30 (2006.01)</text></classification-ipcr></classifications-ipcr><invention-title>"
      "\xB5\xCD\xB9\xA6\xBA\xC4\xB7\xBD\xB7\xA8</invention-title><abstract><p>"
      "\xD2\xBB\xD6\xD6\xB7\xBD\xB7\xA8\xA1\xA3</p></abstract></cn-bibliographic-data>"
      "<application-body lang=\"CN\"><description><p>x</p></description></application-body>"
      "</cn-patent-document>";
  expect_one(kCnipaFormat, gb,
             {"patent:CN1234567C", "zh", "低功耗方法", "一种方法。", "G06F17/30", "", "",
              "2005-12-30", "", ""},
             "GB2312");
}

TEST(PatentDialects, RealRepliesOfTheEpo) {
  const char* const data = std::getenv("HORIZON_TEST_DATA");
  if (data == nullptr) GTEST_SKIP() << "HORIZON_TEST_DATA is not set";
  const auto folder =
      std::filesystem::path(data) / "protocol/epo_ops/patent_client/ops/published/test";
  struct Case {
    const char *file, *ids, *families;
  };
  constexpr Case kCases[] = {
      {"biblio_example.xml", "patent:US20060142694A1", "docdb:35840242"},
      {"biblio_example_2.xml", "patent:JP2005533465A", "docdb:30117972"},
      {"biblio_example_3.xml", "patent:AU2013290010A1", "docdb:49448571"},
      {"biblio_example_4.xml", "patent:US20120116137A1", "docdb:46020268"},
      {"full_cycle_example.xml", "patent:EP1000000A1 patent:EP1000000B1",
       "docdb:19768124 docdb:19768124"},
      {"search_example.xml", "", ""},  // numbers only
      {"image_example.xml", "", ""},
  };
  for (const Case& c : kCases) {
    std::ostringstream text;
    text << std::ifstream(folder / c.file, std::ios::binary).rdbuf();
    std::string ids, families;
    for (const ParsedRecord& record : read(kEpoFormat, text.str()).records) {
      ids += (ids.empty() ? "" : " ") + record.document.id;
      families += (families.empty() ? "" : " ") + record.document.family;
      EXPECT_TRUE(record.document.published && record.document.priority) << c.file;
      EXPECT_FALSE(record.document.codes.empty()) << c.file;
    }
    EXPECT_EQ(ids, c.ids) << c.file;
    EXPECT_EQ(families, c.families) << c.file;
  }
}

TEST(PatentDialects, EveryCutAndEveryFlippedByteIsSurvived) {
  for (const char* const text : {kOps, kCnipa}) {
    const std::string whole = text;
    for (std::size_t i = 0; i < whole.size(); i += 7) {
      std::string changed = whole;
      changed[i] = changed[i] == '<' ? '>' : '<';
      for (const std::string& bytes : {whole.substr(0, i), changed}) {
        EXPECT_LE(read(kEpoFormat, bytes).records.size(), 1u);
      }
    }
  }
}

}  // namespace
}  // namespace horizon::crawler
