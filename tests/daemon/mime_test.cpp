#include "daemon/delivery/mime.h"

#include <gtest/gtest.h>

#include <random>

#include "core/text.h"
#include "daemon/delivery/secret.h"

namespace horizon::daemon {
namespace {

// By the rules of RFC 2045, 6.7, written for the test.
std::string decode_quoted_printable(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') {
      out += text[i];
    } else if (text.compare(i, 3, "=\r\n") == 0) {
      i += 2;
    } else {
      out += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
      i += 2;
    }
  }
  return out;
}

std::string with_crlf(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '\n' ? "\r\n" : std::string(1, c);
  return out;
}

TEST(Base64, Vectors) {  // RFC 4648, 10
  const std::pair<const char*, const char*> cases[] = {{"", ""},
                                                       {"f", "Zg=="},
                                                       {"fo", "Zm8="},
                                                       {"foo", "Zm9v"},
                                                       {"foob", "Zm9vYg=="},
                                                       {"fooba", "Zm9vYmE="},
                                                       {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, encoded] : cases) EXPECT_EQ(base64(plain), encoded) << plain;
}

TEST(QuotedPrintable, LinesAreShortAndComeBack) {
  std::mt19937 random(1);
  std::vector<std::string> cases = {"",
                                    "plain\n",
                                    "量子计算 quantum = 1\n",
                                    "trailing space \nand tab\t\n",
                                    ".\n.dot\nFrom here\n",
                                    std::string(1'000, 'x') + "\n",
                                    std::string(300, '=') + "\n"};
  for (int i = 0; i < 50; ++i) {
    std::string text;
    for (int k = 0; k < 300; ++k) text += static_cast<char>("ab =.\n\t\xe9"[random() % 8]);
    cases.push_back(text + "\n");
  }
  for (const std::string& text : cases) {
    const std::string encoded = quoted_printable(text);
    for (const std::string_view line : split(encoded, '\n')) {
      EXPECT_LE(line.size(), 77U) << text;  // with its CR
      EXPECT_TRUE(line.empty() || line.ends_with('\r')) << text;
      EXPECT_FALSE(line.ends_with(" \r") || line.ends_with("\t\r")) << text;
      EXPECT_FALSE(line.starts_with('.')) << text;
    }
    EXPECT_EQ(decode_quoted_printable(encoded), with_crlf(text)) << text;
  }
}

TEST(EncodedWords, AsciiStaysAndOthersAreWholeCharacters) {
  EXPECT_EQ(encoded_words("Horizon 2026-W47", 9), "Horizon 2026-W47");
  EXPECT_EQ(encoded_words("科技", 9), "=?UTF-8?B?56eR5oqA?=");
  std::string longer;
  for (int i = 0; i < 60; ++i) longer += "前沿";
  const std::string encoded = encoded_words(longer, 9);
  std::size_t column = 9;
  for (const std::string_view line : split(encoded, '\n')) {
    EXPECT_LE(column + line.size(), 78U) << line;
    EXPECT_NE(line.find("=?UTF-8?B?"), std::string_view::npos);
    column = 0;
  }
}

TEST(ComposeMail, IsWellFormedAndTakesNoHeadersFromItsTexts) {
  Mail mail{"horizon@example.org",
            "a@example.org",
            "本周\r\nBcc: evil@example.org",
            "zh",
            "正文\n",
            "<p>正文</p>\n",
            "issue/2026-W47",
            Instant(std::chrono::seconds(1'795'392'000))};
  const std::string bytes = compose_mail(mail);
  EXPECT_TRUE(bytes.starts_with("Date: Mon, 23 Nov 2026 00:00:00 +0000\r\n")) << bytes;
  EXPECT_EQ(bytes.find("\r\nBcc:"), std::string::npos);
  EXPECT_EQ(bytes.find("\n\n"), std::string::npos);
  EXPECT_NE(bytes.find("\r\nMIME-Version: 1.0\r\n"), std::string::npos);
  const auto at = bytes.find("boundary=\"");
  ASSERT_NE(at, std::string::npos);
  const std::string boundary = bytes.substr(at + 10, bytes.find('"', at + 10) - at - 10);
  EXPECT_NE(bytes.find("\r\n--" + boundary + "\r\nContent-Type: text/plain"), std::string::npos);
  EXPECT_NE(bytes.find("\r\n--" + boundary + "\r\nContent-Type: text/html"), std::string::npos);
  EXPECT_TRUE(bytes.ends_with("\r\n--" + boundary + "--\r\n"));
  EXPECT_EQ(message_id(mail), message_id(mail));
  Mail other = mail;
  other.to = "b@example.org";
  EXPECT_NE(message_id(mail), message_id(other));
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] == '\n') {
      ASSERT_EQ(bytes[i - 1], '\r') << i;
    }
    ASSERT_LT(static_cast<unsigned char>(bytes[i]), 0x80) << i;
  }
}

TEST(Hmac, Vector) {  // RFC 4231, 4.3
  EXPECT_EQ(*hmac_sha256("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Secret, IsReadFromWhereItIsAndNeverShown) {
  const auto environment = [](const std::string& name) -> std::optional<std::string> {
    return name == "SET" ? std::optional<std::string>("value") : std::nullopt;
  };
  EXPECT_EQ(*read_secret({"SET", {}}, "/", environment), "value");
  const auto missing = read_secret({"UNSET", {}}, "/", environment);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().message, "the environment variable UNSET is not set");
  EXPECT_FALSE(read_secret({"", "no/such/file"}, "/", environment));
}

}  // namespace
}  // namespace horizon::daemon
