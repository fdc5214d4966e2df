// The real program: started, watched, told to reload and to stop, and killed.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "store/lock.h"
#include "store/outbox.h"
#include "store/store.h"
#include "tests/support/http_server.h"
#include "tests/support/program.h"
#include "tests/support/service.h"
#include "tests/support/smtp_server.h"
#include "tests/support/temp_dir.h"

namespace horizon::daemon {
namespace {

using std::chrono::seconds;

class ServiceTest : public testing::Test {
 protected:
  // A workspace with the sample's sources that goes by the real clock.
  void SetUp() override {
    root_ = dir_.path() / "workspace";
    ASSERT_EQ(program_.run({"init", "--sample", root_.string()}).exit_code, 0);
    write_settings("");
  }

  void write_settings(const std::string& more) const {
    std::ofstream(root_ / "horizon.toml")
        << "[schedule]\ntime_zone = \"UTC\"\n[daemon]\nlisten = \"127.0.0.1:0\"\n[retention]\n"
           "backups = 0\n"
        << more;
  }

  std::vector<std::string> arguments(std::vector<std::string> more = {}) const {
    more.insert(more.end(), {"--workspace", root_.string()});
    return more;
  }
  std::vector<std::string> at(const std::string& moment) const {
    return arguments({"--once", "--now", moment});
  }

  test::TempDir dir_;
  test::Program program_{dir_.path()};
  std::filesystem::path root_;
};

TEST_F(ServiceTest, TellsHowItIsAndStops) {
  test::Service service(dir_.path());
  service.start(arguments(), {"WATCHDOG_USEC=200000"});
  ASSERT_TRUE(service.logs("event=task_done task=scan")) << service.log();
  EXPECT_NE(service.notified().find("READY=1"), std::string::npos) << service.notified();
  EXPECT_NE(service.notified().find("WATCHDOG=1"), std::string::npos);
  const std::string health = service.get("/healthz");
  EXPECT_TRUE(health.starts_with("HTTP/1.1 200 OK\r\n")) << health;
  EXPECT_NE(health.find("\"status\": \"ok\""), std::string::npos) << health;
  const std::string metrics = service.get("/metrics");
  EXPECT_NE(metrics.find("horizon_task_runs_total{task=\"scan\",outcome=\"done\"} 1"),
            std::string::npos)
      << metrics;
  EXPECT_NE(metrics.find("horizon_source_failures{source=\"sample-oai\"} 0"), std::string::npos);
  EXPECT_TRUE(service.get("/../etc/passwd").starts_with("HTTP/1.1 404"));
  EXPECT_TRUE(service.ask("POST /healthz HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 405"));
  EXPECT_TRUE(service.ask("\r\n\r\n").starts_with("HTTP/1.1 400"));
  EXPECT_TRUE(service.ask(std::string(20'000, 'x')).starts_with("HTTP/1.1 431"));
  service.signal(SIGTERM);
  EXPECT_EQ(service.wait(seconds(10)), 0);
  EXPECT_NE(service.notified().find("STOPPING=1"), std::string::npos);
}

TEST_F(ServiceTest, ASecondOneIsToldWhoIsThere) {
  test::Service service(dir_.path());
  service.start(arguments());
  ASSERT_TRUE(service.logs("event=started")) << service.log();
  const auto second = program_.run({"daemon", "--once", "--workspace", root_.string()});
  EXPECT_EQ(second.exit_code, 3) << second.err;
  EXPECT_NE(second.err.find(fmt::format("(pid {}, since 2", service.pid())), std::string::npos)
      << second.err;
  EXPECT_NE(second.err.find("is the daemon of this workspace"), std::string::npos) << second.err;
}

TEST_F(ServiceTest, WaitsWhileSomebodyElseWrites) {
  test::Service service(dir_.path());
  {
    const auto writer = store::WriterLock::acquire(root_ / "store.db");
    ASSERT_TRUE(writer);
    service.start(arguments());
    ASSERT_TRUE(service.logs("event=waits writer=")) << service.log();
    const std::string health = service.get("/healthz");
    EXPECT_TRUE(health.starts_with("HTTP/1.1 200 OK\r\n")) << health;
    EXPECT_NE(health.find(fmt::format("\"waits_for\": \"pid {}", ::getpid())), std::string::npos)
        << health;
  }
  ASSERT_TRUE(service.logs("event=task_done task=scan")) << service.log();
  EXPECT_EQ(service.log().find("task_failed"), std::string::npos) << service.log();
  EXPECT_NE(service.get("/healthz").find("\"waits_for\": null"), std::string::npos);
}

TEST_F(ServiceTest, ABrokenReloadKeepsTheOldSettings) {
  test::Service service(dir_.path());
  service.start(arguments());
  ASSERT_TRUE(service.logs("event=task_done task=scan")) << service.log();
  std::ofstream(root_ / "horizon.toml") << "[schedule]\ndigest_hour = \"25:00\"\n";
  service.signal(SIGHUP);
  ASSERT_TRUE(service.logs("event=reload_failed")) << service.log();
  EXPECT_NE(service.log().find("horizon.toml:2: 'digest_hour' must be a time"), std::string::npos)
      << service.log();
  EXPECT_NE(service.get("/healthz").find("old settings in force"), std::string::npos);
  write_settings("[network]\nconnections = 3\n");
  service.signal(SIGHUP);
  ASSERT_TRUE(service.logs("event=reloaded")) << service.log();
  EXPECT_NE(service.notified().find("RELOADING=1\nMONOTONIC_USEC="), std::string::npos);
  EXPECT_EQ(service.get("/healthz").find("old settings"), std::string::npos);
}

TEST_F(ServiceTest, StopsWithinTenSecondsAtAnyMoment) {
  // A source that answers and then says nothing more.
  test::HttpServer slow([](const std::string&, const test::HttpServer::Send& send) {
    send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<rss>");
    while (send("")) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  });
  write_settings("[network]\nallowed_private_hosts = [\"127.0.0.1\"]\n");
  std::ofstream(root_ / "sources.toml", std::ios::app)
      << "[[source]]\nid = \"slow\"\ntype = \"feed\"\nobey_robots = false\nurl = \""
      << slow.url("/feed") << "\"\n";
  std::string settings = "contact = \"https://horizon.example.org\"\n";
  {
    std::ifstream in(root_ / "horizon.toml");
    settings.append(std::istreambuf_iterator<char>(in), {});
  }
  std::ofstream(root_ / "horizon.toml") << settings;
  std::mt19937 random(5);
  for (int i = 0; i < 6; ++i) {
    test::Service service(dir_.path());
    service.start(arguments());
    std::this_thread::sleep_for(std::chrono::milliseconds(random() % 1'500));
    const auto begin = std::chrono::steady_clock::now();
    service.signal(SIGTERM);
    const int code = service.wait(seconds(10));
    // Before the handler is there, SIGTERM ends it as any program.
    EXPECT_TRUE(code == 0 || code == -2) << code << "\n" << service.log();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, seconds(10));
    std::filesystem::remove(dir_.path() / "notify");
  }
}

TEST_F(ServiceTest, KilledAtAnyMomentEveryIssueComesOnce) {
  test::SmtpServer server;
  write_settings(
      fmt::format("[[delivery]]\nid = \"mail\"\ntype = \"email\"\nhost = \"127.0.0.1\"\nport = {}\n"
                  "security = \"none\"\nfrom = \"horizon@example.org\"\n"
                  "to = [\"a@example.org\", \"b@example.org\"]\nlanguage = \"en\"\n",
                  server.port()));
  // What has begun on Wednesday is issued on the two Mondays that follow.
  test::Service service(dir_.path());
  service.start(at("2026-11-18T12:00:00Z"));
  ASSERT_EQ(service.wait(seconds(60)), 0) << service.log();
  ASSERT_TRUE(server.mails().empty());
  std::mt19937 random(17);
  int killed = 0;
  auto longest = std::chrono::milliseconds(1'500);
  for (int i = 0; i < 30; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    service.start(at("2026-11-30T09:00:00Z"));
    const auto moment = std::chrono::milliseconds(
        static_cast<long>(random() % static_cast<unsigned long>(longest.count())));
    if (service.wait(moment) == -1) {
      service.kill();
      ++killed;
    } else {
      longest = std::chrono::duration_cast<std::chrono::milliseconds>(
          std::chrono::steady_clock::now() - begin);
      longest = std::max(longest, std::chrono::milliseconds(50));
    }
  }
  service.start(at("2026-11-30T10:00:00Z"));
  ASSERT_EQ(service.wait(seconds(60)), 0) << service.log();
  EXPECT_GT(killed, 5);
  std::map<std::string, std::set<std::string>> received;  // by recipient
  std::map<std::string, int> copies;
  for (const test::ReceivedMail& mail : server.mails()) {
    const auto begin = mail.bytes.find("Message-ID: ");
    const std::string id = mail.bytes.substr(begin, mail.bytes.find("\r\n", begin) - begin);
    received[mail.to].insert(id);
    ++copies[id];
  }
  EXPECT_EQ(received.size(), 2U);
  for (const auto& [recipient, ids] : received) EXPECT_EQ(ids.size(), 2U) << recipient;
  // A kill between the server's word and ours is the one thing that repeats a mail, with its id.
  for (const auto& [id, count] : copies) EXPECT_LE(count, 2) << id;
  const auto store = store::Store::open(root_ / "store.db", store::Mode::kRead);
  ASSERT_TRUE(store);
  const auto counts = store::Outbox(*store).counts();
  EXPECT_EQ(counts->sent, 4U);
  EXPECT_EQ(counts->waiting + counts->refused, 0U);
}

TEST_F(ServiceTest, AFullDiskLeavesTheOldIssueAndIsToldAndTriedAgain) {
  test::Service service(dir_.path());
  service.start(at("2026-11-18T12:00:00Z"));
  ASSERT_EQ(service.wait(seconds(60)), 0) << service.log();
  service.start(at("2026-11-23T09:00:00Z"));
  ASSERT_EQ(service.wait(seconds(60)), 0) << service.log();
  // No file may grow beyond what the store's log needs: the next issue cannot be written.
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const rlimit small{4'096, before.rlim_max};
  ::signal(SIGXFSZ, SIG_IGN);
  ::setrlimit(RLIMIT_FSIZE, &small);
  service.start(at("2026-11-30T09:00:00Z"));
  ::setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_EQ(service.wait(seconds(60)), 1);
  EXPECT_NE(service.log().find("event=task_failed"), std::string::npos);
  service.start(at("2026-11-30T10:00:00Z"));
  EXPECT_EQ(service.wait(seconds(60)), 0) << service.log();
  EXPECT_NE(service.log().find("event=issued week=2026-W47"), std::string::npos);
  EXPECT_NE(service.log().find("event=issued week=2026-W48"), std::string::npos);
}

TEST_F(ServiceTest, RecipientsWhoAreRefusedAreToldAndTheOthersServed) {
  test::SmtpServer server([](const std::string& address) -> std::string {
    if (address.starts_with("gone")) return "550 5.1.1 no such user";
    if (address.starts_with("later")) return "451 4.3.0 try again";
    return "250 ok";
  });
  write_settings(
      fmt::format("[[delivery]]\nid = \"mail\"\ntype = \"email\"\nhost = \"127.0.0.1\"\nport = {}\n"
                  "security = \"none\"\nfrom = \"horizon@example.org\"\n"
                  "to = [\"a@example.org\", \"gone@example.org\", \"later@example.org\"]\n",
                  server.port()));
  test::Service service(dir_.path());
  service.start(at("2026-11-18T12:00:00Z"));
  ASSERT_EQ(service.wait(seconds(60)), 0) << service.log();
  service.start(at("2026-11-23T09:00:00Z"));
  ASSERT_EQ(service.wait(seconds(60)), 0) << service.log();
  EXPECT_EQ(server.mails().size(), 1U);
  EXPECT_NE(service.log().find("event=delivery_refused key=issue/2026-W47 channel=mail "
                               "recipient=gone@example.org"),
            std::string::npos)
      << service.log();
  EXPECT_NE(service.log().find("no such user"), std::string::npos);
  const auto store = store::Store::open(root_ / "store.db", store::Mode::kRead);
  const auto counts = store::Outbox(*store).counts();
  EXPECT_EQ(counts->sent, 1U);
  EXPECT_EQ(counts->refused, 1U);
  EXPECT_EQ(counts->waiting, 1U);
}

TEST_F(ServiceTest, WebhooksAreSignedAndCommandsGetTheIssue) {
  test::HttpServer server([](const std::string&, const test::HttpServer::Send& send) {
    send(test::HttpServer::reply("ok"));
  });
  std::ofstream(root_ / "key") << "secret\n";
  const auto caught = dir_.path() / "caught";
  write_settings(fmt::format(
      "[[delivery]]\nid = \"hook\"\ntype = \"webhook\"\nurl = \"{}\"\nsecret_file = \"key\"\n"
      "[[delivery]]\nid = \"own\"\ntype = \"command\"\n"
      "command = [\"sh\", \"-c\", \"cat > {}; env >> {}\"]\n",
      server.url("/in"), caught.string(), caught.string()));
  test::Service service(dir_.path());
  service.start(at("2026-11-18T12:00:00Z"));
  ASSERT_EQ(service.wait(seconds(60)), 0) << service.log();
  service.start(at("2026-11-23T09:00:00Z"), {"HORIZON_PASSWORD=hidden"});
  ASSERT_EQ(service.wait(seconds(60)), 0) << service.log();
  ASSERT_EQ(server.requests().size(), 1U) << service.log();
  const std::string request = server.requests().front();
  EXPECT_TRUE(request.starts_with("POST /in HTTP/1.1\r\n")) << request;
  EXPECT_NE(request.find("Idempotency-Key: issue/2026-W47\r\n"), std::string::npos);
  EXPECT_NE(request.find("X-Horizon-Signature-256: sha256="), std::string::npos);
  EXPECT_EQ(request.find("secret"), std::string::npos);
  const auto json = nlohmann::json::parse(request.substr(request.find("\r\n\r\n") + 4));
  EXPECT_EQ(json["week"], "2026-W47");
  std::ifstream in(caught);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  EXPECT_TRUE(text.starts_with("{\"key\":\"issue/2026-W47\"")) << text.substr(0, 200);
  EXPECT_NE(text.find("\nHORIZON_WEEK=2026-W47\n"), std::string::npos);
  EXPECT_EQ(text.find("hidden"), std::string::npos) << "our environment holds secrets";
}

}  // namespace
}  // namespace horizon::daemon
