// The query page over the sample workspace, without sockets: every address, both languages,
// hostile input, judging.
#include "web/site.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <thread>

#include "tests/support/program.h"
#include "tests/support/temp_dir.h"
#include "web/endpoints.h"

namespace horizon::web {
namespace {

using Json = nlohmann::json;

constexpr const char* kToken = "0123456789abcdef";

// A workspace and its site, made once for all tests of a process.
class Made {
 public:
  Made() {
    const test::Program program(dir_.path());
    const std::string root = (dir_.path() / "w").string();
    program.run({"init", "--sample", root});
    program.run({"--workspace", root, "scan"});
    const std::string hostile = (dir_.path() / "hostile.jsonl").string();
    std::ofstream(hostile)
        << R"json({"id":"evil-1","kind":"paper",)json"
        << R"json("title":"<script>alert(1)</script> qubit \"><img src=x>",)json"
        << R"json("abstract":"A superconducting qubit </p><svg/onload=alert(3)> )json"
        << R"json(quantum computing.","url":"javascript:alert(4)",)json"
        << R"json("date":"2026-11-20","authors":["<b>Eve</b>"],)json"
        << R"json("source":"evil\"><script>"})json"
        << "\n";
    program.run({"--workspace", root, "import", hostile});
    program.run({"--workspace", root, "digest"});
    workspace_ = *pipeline::Workspace::open(root);
    analyser_ = std::make_unique<pipeline::Analyser>(*workspace_);
    site_ = *Site::open(*workspace_, *analyser_, clock_, {.judges = {{kToken, "wang"}}});
  }
  Site& site() { return *site_; }
  // With nothing in memory.
  std::unique_ptr<Site> another_site() const {
    return *Site::open(*workspace_, *analyser_, clock_, {.judges = {{kToken, "wang"}}});
  }
  const pipeline::Workspace& workspace() const { return *workspace_; }
  test::Finished run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--workspace", workspace_->root.string(), "--lang", "en"});
    return test::Program(dir_.path()).run(arguments);
  }

 private:
  test::TempDir dir_;
  FixedClock clock_{Instant(parse_iso_date("2026-11-22")->day)};
  std::optional<pipeline::Workspace> workspace_;
  std::unique_ptr<pipeline::Analyser> analyser_;
  std::unique_ptr<Site> site_;
};

class SiteTest : public testing::Test {
 protected:
  static Made& made() {
    static Made made;
    return made;
  }
  static Response get(const std::string& target, const std::string& cookie = {}) {
    return made().site().handle({.target = target, .cookie = cookie});
  }
  static Response post(const std::string& body, const std::string& cookie = {}) {
    return made().site().handle({.method = "POST",
                                 .target = "/judge",
                                 .cookie = cookie,
                                 .content_type = "application/x-www-form-urlencoded",
                                 .body = body});
  }
  static Json api(const std::string& target) { return Json::parse(get("/api/v1" + target).body); }
  static std::string header(const Response& response, const std::string& name) {
    for (const auto& [key, value] : response.headers) {
      if (key == name) return value;
    }
    return {};
  }
};

TEST_F(SiteTest, EveryPageIsThereInBothLanguages) {
  for (const std::string path :
       {"/", "/overview", "/search", "/search?q=quantum", "/search?q=脑机接口", "/search?topic=INF",
        "/topic/INF.qcomp", "/topic/INF", "/topic/INF.qcomp.superconducting",
        "/topic/HEA.bci?by=month", "/compare", "/compare?t=INF.qcomp&t=HEA.bci", "/digests",
        "/judge", "/document?id=evil-1", "/search?like=evil-1"}) {
    for (const std::string lang : {"zh", "en"}) {
      std::string target;
      for (const char c : path)
        target +=
            static_cast<unsigned char>(c) < 0x80 ? std::string(1, c) : percent_encoded({&c, 1});
      target += (target.find('?') == std::string::npos ? "?" : "&") + ("lang=" + lang);
      const Response response = get(target);
      EXPECT_EQ(response.status, 200) << target << response.body;
      EXPECT_NE(response.body.find(lang == "zh" ? "<html lang=\"zh-Hans\">" : "<html lang=\"en\">"),
                std::string::npos)
          << target;
      EXPECT_EQ(response.body.find(" style="), std::string::npos) << target;
      EXPECT_EQ(response.body.find("{}"), std::string::npos) << target;
      EXPECT_LT(response.body.size(), 150'000U) << target;
      EXPECT_NE(header(response, "Content-Security-Policy").find("default-src 'none'"),
                std::string::npos)
          << target;
    }
  }
}

// Whatever threads share (readers, kept pages, posting lists), each gets what one alone gets.
TEST_F(SiteTest, ThreadsThatAskAtOnceGetTheSame) {
  const std::vector<std::string> targets = {"/overview?lang=en",
                                            "/search?q=quantum&lang=en",
                                            "/search?q=robot+cell&lang=zh",
                                            "/search?topic=INF&lang=zh",
                                            "/search?q=qubit&kind=paper",
                                            "/topic/INF.qcomp?lang=en",
                                            "/topic/HEA.bci?by=month",
                                            "/compare?t=INF.qcomp&t=HEA.bci",
                                            "/document?id=evil-1",
                                            "/search?q=superconducting*",
                                            "/search?q=%22quantum+computing%22"};
  std::vector<std::string> alone;
  for (const std::string& target : targets) alone.push_back(get(target).body);
  const auto fresh = made().another_site();
  ASSERT_TRUE(fresh);
  constexpr std::size_t kThreads = 4;
  std::vector<std::string> wrong(kThreads);
  std::vector<std::thread> threads;
  for (std::size_t one = 0; one < kThreads; ++one) {
    threads.emplace_back([&, one] {
      for (std::size_t i = 0; i < 3 * targets.size(); ++i) {
        const std::size_t at = (i + one) % targets.size();
        if (fresh->handle({.target = targets[at]}).body != alone[at])
          wrong[one] += targets[at] + " ";
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<std::string>(kThreads));
}

TEST_F(SiteTest, LinksLeadSomewhere) {
  static const std::regex kLink("href=\"(/[^\"#]*)");
  std::set<std::string> seen;
  for (const std::string page : {"/overview", "/search?q=qubit", "/topic/INF.qcomp", "/digests",
                                 "/compare?t=INF.qcomp&t=INF.6g"}) {
    const std::string body = get(page).body;
    for (std::sregex_iterator it(body.begin(), body.end(), kLink), end; it != end; ++it) {
      std::string target = std::regex_replace((*it)[1].str(), std::regex("&amp;"), "&");
      if (seen.size() > 150 || !seen.insert(target).second) continue;
      const int status = get(target).status;
      EXPECT_TRUE(status == 200 || status == 303) << page << " leads to " << target << status;
    }
  }
  EXPECT_GT(seen.size(), 50U);
}

TEST_F(SiteTest, HostileDocumentsAreShownAsText) {
  for (const std::string target : {"/search?q=qubit&sort=newest", "/document?id=evil-1",
                                   "/topic/INF.qcomp", "/overview", "/search?like=evil-1"}) {
    const std::string body = get(target).body;
    for (const char* never :
         {"<script>alert", "<img", "<svg/onload", "href=\"javascript", "<b>Eve"}) {
      EXPECT_EQ(body.find(never), std::string::npos) << target << " holds " << never;
    }
  }
  EXPECT_NE(get("/document?id=evil-1").body.find("&lt;script&gt;alert(1)"), std::string::npos);
}

TEST_F(SiteTest, HostileRequestsGetAPageThatSaysWhatIsWrong) {
  const struct {
    std::string target;
    int status;
  } cases[] = {{"/nowhere", 404},
               {"/topic/INF.qcmp", 404},
               {"/topic/%3Cscript%3E", 404},
               {"/document?id=nope", 404},
               {"/document", 404},
               {"/?q=%FF", 400},
               {"/../etc/passwd", 400},
               {"/digests/../store.db", 400},
               {"/digests/..%2fstore.db", 400},
               {"/digests/store.db", 404},
               {"/digests/.hidden", 404},
               {"/assets/x.exe", 404},
               {"/search?q=published:soon", 400},
               {"/search?q=" + std::string(1'600, 'a'), 400},
               {"/search?q=a*+b*+c*+d*", 400},
               {"/search?q=x&page=0", 400},
               {"/search?q=x&page=9999", 400},
               {"/search?q=x&from=soon", 400},
               {"/search?q=x&from=2025&until=2020", 400},
               {"/search?q=x&kind=book", 400},
               {"/search?q=x&topic=INF.nope", 400},
               {"/search?q=x&sort=best", 400},
               {"/compare?t=a&t=b&t=c&t=d&t=e&t=f&t=g", 400},
               {"/export?q=x&format=exe", 400},
               {"/export?format=csv", 400},
               {"/api/v2/search", 404},
               {"/api/v1/nowhere", 404},
               {"/api/v1/search", 400},
               {"/api/v1/search?q=x&limit=100000", 400},
               {"/api/v1/search?q=x&bogus=1", 400},
               {"/api/v1/trends?topic=INF.nope", 400},
               {"/" + std::string(7'000, 'a'), 414}};
  for (const auto& one : cases) {
    const Response response = get(one.target);
    EXPECT_EQ(response.status, one.status) << one.target.substr(0, 60);
    EXPECT_FALSE(response.body.empty());
    EXPECT_EQ(response.body.find("<script>alert"), std::string::npos);
  }
  EXPECT_EQ(made().site().handle({.method = "DELETE", .target = "/search"}).status, 405);
}

TEST_F(SiteTest, TheSearchSaysWhatItSearchedAcrossLanguages) {
  const std::string body = get("/search?q=%E8%84%91%E6%9C%BA%E6%8E%A5%E5%8F%A3&lang=en").body;
  EXPECT_NE(body.find("brain-computer interface"), std::string::npos);
  EXPECT_NE(body.find("<mark>"), std::string::npos);
  EXPECT_NE(body.find("as_typed=1"), std::string::npos);
}

TEST_F(SiteTest, WhatIsMisspeltIsMended) {
  const std::string body = get("/search?q=qubitss&lang=en&as_typed=1").body;
  EXPECT_NE(body.find("No document matches"), std::string::npos);
  EXPECT_NE(get("/search?q=superconductng&lang=en").body.find("Did you mean"), std::string::npos);
}

TEST_F(SiteTest, NumbersAreTheCommandLines) {
  const struct {
    std::string target;
    std::vector<std::string> command;
  } cases[] = {{"/search?q=quantum&limit=5", {"search", "quantum", "--limit", "5"}},
               {"/trends?topic=INF.qcomp&by=quarter", {"trends", "INF.qcomp", "--by", "quarter"}},
               {"/trends?by=year", {"trends", "--by", "year"}},
               {"/routes?topic=INF.qcomp", {"routes", "INF.qcomp"}},
               {"/actors?topic=HEA.bci&level=country", {"actors", "HEA.bci", "--level", "country"}},
               {"/convergence", {"convergence"}},
               {"/keypoints", {"keypoints"}}};
  for (const auto& one : cases) {
    std::vector<std::string> command = one.command;
    command.insert(command.end(), {"--format", "json"});
    const Json expected = Json::parse(made().run(command).out);
    const Json found =
        api(one.target + (one.target.find('?') == std::string::npos ? "?" : "&") + "lang=en");
    EXPECT_EQ(found["rows"], expected["rows"]) << one.target;
    EXPECT_EQ(found["notes"], expected["notes"]) << one.target;
  }
}

TEST_F(SiteTest, TheOpenApiDocumentIsTheServers) {
  const Json document = api("/openapi.json");
  EXPECT_EQ(document["openapi"], "3.1.0");
  ASSERT_EQ(document["paths"].size(), endpoints().size() + 1);  // and /judgements
  for (const auto& [path, operations] : document["paths"].items()) {
    if (path == "/judgements") continue;
    const Json& operation = operations["get"];
    std::string query = operation.value("x-example", "");
    bool needs_id = false;
    for (const Json& parameter : operation["parameters"]) {
      needs_id = needs_id || (parameter["name"] == "id" && parameter["required"]);
    }
    if (needs_id) query = "id=evil-1";
    const Response response = get("/api/v1" + path + "?" + query);
    const bool unmeasured = path == "/emerging" && response.status == 404;
    EXPECT_TRUE(response.status == 200 || unmeasured) << path << response.body;
    EXPECT_EQ(response.type, "application/json") << path;
    const Json body = Json::parse(response.body);
    EXPECT_TRUE(unmeasured || (body.contains("rows") && body.contains("notes"))) << path;
    EXPECT_EQ(get("/api/v1" + path + "?surely_not=1").status, 400) << path;
  }
}

TEST_F(SiteTest, ASearchIsExported) {
  const struct {
    const char* format;
    const char* begins;
  } cases[] = {{"csv", "\xEF\xBB\xBFid,title"}, {"ris", "TY  - "}, {"bibtex", "@"}, {"json", "{"}};
  for (const auto& one : cases) {
    const Response response = get(std::string("/export?q=quantum&format=") + one.format);
    EXPECT_EQ(response.status, 200) << one.format;
    EXPECT_EQ(response.body.rfind(one.begins, 0), 0U) << one.format << response.body.substr(0, 80);
    EXPECT_NE(header(response, "Content-Disposition").find("attachment"), std::string::npos);
  }
}

TEST_F(SiteTest, DigestsAreServedUnderTheirOwnPolicy) {
  const Response archive = get("/digests?lang=en");
  EXPECT_NE(archive.body.find("2026-W47"), std::string::npos);
  const Response to = get("/digests/2026-W47?lang=en");
  EXPECT_EQ(to.status, 303);
  const Response page = get(header(to, "Location"));
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(header(page, "Content-Security-Policy").find("'sha256-"), std::string::npos);
}

TEST_F(SiteTest, JudgingNeedsATokenAndAFormOfTheSession) {
  const std::string word = "id=evil-1&node=INF.qcomp&verdict=no";
  EXPECT_EQ(post(word).status, 403);
  EXPECT_EQ(post("do=enter&token=wrong").status, 403);
  const Response entered = post(std::string("do=enter&token=") + kToken);
  ASSERT_EQ(entered.status, 303);
  const std::string set = header(entered, "Set-Cookie");
  EXPECT_NE(set.find("HttpOnly"), std::string::npos);
  EXPECT_NE(set.find("SameSite=Strict"), std::string::npos);
  const std::string cookie = set.substr(0, set.find(';'));
  EXPECT_EQ(post(word, cookie).status, 403) << "without the session's proof";
  const std::string page = get("/document?id=evil-1&lang=en", cookie).body;
  static const std::regex kCsrf("name=\"csrf\" value=\"([0-9a-f]+)\"");
  std::smatch csrf;
  ASSERT_TRUE(std::regex_search(page, csrf, kCsrf));
  EXPECT_EQ(post(word + "&csrf=" + csrf[1].str(), cookie).status, 303);
  const std::string after = get("/document?id=evil-1&lang=en").body;
  EXPECT_NE(after.find("rejected</b> wang"), std::string::npos);
  const test::Finished list = made().run({"label", "--list", "--format", "json"});
  EXPECT_EQ(Json::parse(list.out)["rows"][0]["by"], "wang");
  EXPECT_EQ(post("id=evil-1&node=INF&verdict=no&csrf=" + csrf[1].str(), cookie).status, 400);
  EXPECT_EQ(post("id=none&node=INF.qcomp&verdict=no&csrf=" + csrf[1].str(), cookie).status, 404);
}

TEST_F(SiteTest, ProgramsJudgeWithTheirToken) {
  const auto send = [&](const std::string& token, const std::string& body) {
    return made()
        .site()
        .handle({.method = "POST",
                 .target = "/api/v1/judgements",
                 .authorization = token,
                 .content_type = "application/json",
                 .body = body})
        .status;
  };
  const std::string word = R"({"id":"evil-1","node":"INF.qcomp","verdict":"yes"})";
  EXPECT_EQ(send("", word), 403);
  EXPECT_EQ(send("Bearer nope", word), 403);
  EXPECT_EQ(send(std::string("Bearer ") + kToken, word), 200);
  EXPECT_EQ(send(std::string("Bearer ") + kToken, "[[[[[[[[[[[["), 400);
  EXPECT_EQ(send(std::string("Bearer ") + kToken, "{\"id\":1}"), 400);
}

TEST_F(SiteTest, WhileAnotherWritesThePageSaysSo) {
  auto writer = store::Store::open(made().workspace().store_file(), store::Mode::kWrite);
  ASSERT_TRUE(writer.has_value());
  const Response entered = post(std::string("do=enter&token=") + kToken);
  const std::string set = header(entered, "Set-Cookie");
  const std::string cookie = set.substr(0, set.find(';'));
  const std::string page = get("/document?id=evil-1", cookie).body;
  static const std::regex kCsrf("name=\"csrf\" value=\"([0-9a-f]+)\"");
  std::smatch csrf;
  ASSERT_TRUE(std::regex_search(page, csrf, kCsrf));
  const Response busy = post("id=evil-1&node=INF.qcomp&verdict=no&csrf=" + csrf[1].str(), cookie);
  EXPECT_EQ(busy.status, 503);
  EXPECT_EQ(header(busy, "Retry-After"), "60");
  EXPECT_EQ(get("/search?q=quantum").status, 200) << "readers go on";
}

TEST_F(SiteTest, AnIndexThatGoesAwayOrComesBackIsNoticed) {
  const auto folder = made().workspace().index_folder();
  EXPECT_EQ(get("/search?q=quantum").status, 200);
  std::filesystem::rename(folder, folder.string() + ".away");
  const Response without = get("/search?q=quantum&page=1");
  EXPECT_EQ(without.status, 503);
  EXPECT_NE(header(without, "Retry-After"), "");
  std::filesystem::rename(folder.string() + ".away", folder);
  EXPECT_EQ(get("/search?q=quantum").status, 200);
}

TEST_F(SiteTest, BehindAProxyEveryLinkHasThePrefix) {
  const pipeline::Analyser analyser(made().workspace());
  const FixedClock clock{Instant(parse_iso_date("2026-11-22")->day)};
  const auto site = Site::open(made().workspace(), analyser, clock, {.base_path = "horizon/"});
  ASSERT_TRUE(site.has_value());
  for (const std::string target : {"/horizon/search?q=quantum", "/search?q=quantum"}) {
    const Response response = (*site)->handle({.target = target});
    EXPECT_EQ(response.status, 200);
    EXPECT_NE(response.body.find("href=\"/horizon/document?id="), std::string::npos);
    for (const char* wrong : {"href=\"/search", "href=\"/topic", "action=\"/search",
                              "src=\"/assets", "href=\"/horizon/horizon"}) {
      EXPECT_EQ(response.body.find(wrong), std::string::npos) << wrong;
    }
  }
  EXPECT_EQ((*site)->handle({.target = "/horizon"}).status, 200);
  EXPECT_FALSE(Site::open(made().workspace(), analyser, clock, {.base_path = "/a b"}).has_value());
}

TEST_F(SiteTest, OverviewRanksTheSubfieldsOfADomain) {
  const std::string body = get("/overview").body;
  EXPECT_NE(body.find("<section id=\"ranks\">"), std::string::npos);
  EXPECT_NE(body.find("class=\"ranks\""), std::string::npos);
  const std::string energy = get("/overview?rank=ENE&lang=en").body;
  EXPECT_NE(energy.find("Rank within Future energy"), std::string::npos);
  for (const std::string unknown : {"INF.qcomp", "nothing", "%3Cb%3E"}) {
    EXPECT_NE(get("/overview?rank=" + unknown).body.find("id=\"ranks\""), std::string::npos);
  }
}

TEST_F(SiteTest, AssetsAreKeptForEver) {
  static const std::regex kStyle("href=\"(/assets/[0-9a-f]+\\.css)\"");
  const std::string body = get("/overview").body;
  std::smatch style;
  ASSERT_TRUE(std::regex_search(body, style, kStyle));
  const Response sheet = get(style[1].str());
  EXPECT_EQ(sheet.status, 200);
  EXPECT_NE(header(sheet, "Cache-Control").find("immutable"), std::string::npos);
  const Response again =
      made().site().handle({.target = style[1].str(), .if_none_match = header(sheet, "ETag")});
  EXPECT_EQ(again.status, 304);
  EXPECT_TRUE(again.body.empty());
}

}  // namespace
}  // namespace horizon::web
