// Mail to a server that encrypts after a word in clear (RFC 3207): what may be said before it, and
// what if it does not.
#include <gtest/gtest.h>

#include "daemon/delivery/wire.h"
#include "tests/support/temp_dir.h"
#include "tests/support/tls_server.h"

namespace horizon::daemon {
namespace {

class StartTlsServer : public test::TlsServer {
 public:
  StartTlsServer(const std::filesystem::path& folder, const std::string& name, bool offers)
      : TlsServer(folder) {
    if (!make_certificate(name)) return;
    child_ = start({"python3", HORIZON_SOURCE_DIR "/tests/support/starttls_smtp.py",
                    path("cert.pem"), path("key.pem"), offers ? "yes" : "no"});
    port_ = reported_port("listening ");
  }
  SmtpRequest mail() const {
    SmtpRequest request;
    request.url = "smtp://127.0.0.1:" + port_;
    request.user = "horizon";
    request.password = "secret";
    request.from = "horizon@example.org";
    request.to = "reader@example.org";
    request.bytes = "Subject: issue\r\n\r\nFive minutes.\r\n";
    return request;
  }
  using TlsServer::said;
};

TEST(StartTls, NothingButTheGreetingIsSaidInClear) {
  const test::TempDir dir;
  const StartTlsServer server(dir.path(), "IP:127.0.0.1", true);
  if (!server.is_up()) GTEST_SKIP() << "no openssl program";
  const Answer answer = send_mail(server.mail(), {.ca_file = server.certificate()});
  EXPECT_EQ(answer.fate, Fate::kSent) << answer.error << '\n' << server.said();
  const std::string said = server.said();
  EXPECT_NE(said.find("secured TLSv1."), std::string::npos) << said;
  EXPECT_NE(said.find("tls RCPT TO:<reader@example.org>"), std::string::npos) << said;
  EXPECT_NE(said.find("tls Five minutes."), std::string::npos) << said;
  EXPECT_NE(said.find("tls AUTH PLAIN"), std::string::npos) << said;
  for (const char* const word : {"plain AUTH", "plain MAIL", "plain RCPT", "plain DATA"}) {
    EXPECT_EQ(said.find(word), std::string::npos) << said;
  }
}

TEST(StartTls, WithoutItNothingIsSent) {
  const test::TempDir dir;
  const StartTlsServer server(dir.path(), "IP:127.0.0.1", false);
  if (!server.is_up()) GTEST_SKIP() << "no openssl program";
  const Answer answer = send_mail(server.mail(), {.ca_file = server.certificate()});
  EXPECT_EQ(answer.fate, Fate::kLater);
  EXPECT_FALSE(answer.error.empty());
  EXPECT_EQ(server.said().find("AUTH"), std::string::npos) << server.said();
  EXPECT_EQ(server.said().find("MAIL"), std::string::npos) << server.said();
}

TEST(StartTls, AServerThatCannotProveItsNameGetsNothing) {
  const test::TempDir dir;
  const StartTlsServer server(dir.path(), "DNS:elsewhere.example.org", true);
  if (!server.is_up()) GTEST_SKIP() << "no openssl program";
  const Answer answer = send_mail(server.mail(), {.ca_file = server.certificate()});
  EXPECT_EQ(answer.fate, Fate::kLater);
  EXPECT_EQ(server.said().find("AUTH"), std::string::npos) << server.said();
}

}  // namespace
}  // namespace horizon::daemon
