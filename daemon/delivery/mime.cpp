#include "daemon/delivery/mime.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/text.h"

namespace horizon::daemon {
namespace {

constexpr std::size_t kMaxLine = 76;
constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kHex = "0123456789ABCDEF";
constexpr std::size_t kMaxSubject = 500;

bool is_plain_header(std::string_view text) {
  return text.find("=?") == std::string_view::npos &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

// On one line, as UTF-8.
std::string clean_line(std::string_view text) {
  std::string line = sanitise_utf8(truncate_utf8(text, kMaxSubject));
  for (char& c : line) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  return line;
}

// RFC 5322, 3.3; in UTC.
std::string date_field(Instant instant) {
  constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Day day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(day);
  const auto seconds = (instant - day).count();
  return fmt::format(
      "{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000",
      kDays.at(std::chrono::weekday(day).c_encoding()), static_cast<unsigned>(date.day()),
      kMonths.at(static_cast<unsigned>(date.month()) - 1), static_cast<int>(date.year()),
      seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::string with_line_breaks(std::string_view encoded) {
  std::string out;
  for (std::size_t at = 0; at < encoded.size(); at += kMaxLine) {
    out += encoded.substr(at, kMaxLine);
    out += "\r\n";
  }
  return out;
}

std::string part(std::string_view type, std::string_view raw) {
  const std::string content = sanitise_utf8(raw);
  std::string printable = quoted_printable(content);
  std::string name = "quoted-printable";
  if (printable.size() > content.size() * 4 / 3 + content.size() / 24) {
    printable = with_line_breaks(base64(content));
    name = "base64";
  }
  return fmt::format("Content-Type: {}; charset=utf-8\r\nContent-Transfer-Encoding: {}\r\n\r\n{}",
                     type, name, printable);
}

std::string_view domain_of(std::string_view address) {
  return address.substr(address.rfind('@') + 1);
}

}  // namespace

std::string base64(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      const std::size_t at = i + k;
      group = (group << 8U) | (at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      const bool padding = i + k > bytes.size();
      out += padding ? '=' : kBase64[(group >> (18 - 6 * k)) & 63U];
    }
  }
  return out;
}

std::string quoted_printable(std::string_view text) {
  std::string out;
  std::string line;
  const auto put = [&](std::string_view unit) {
    if (line.size() + unit.size() > kMaxLine - 1) {  // the last column is the soft break's
      out += line + "=\r\n";
      line.clear();
    }
    line += unit;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    if (c == '\n') {
      out += line + "\r\n";
      line.clear();
      continue;
    }
    const bool at_end = i + 1 == text.size() || text[i + 1] == '\n' || text[i + 1] == '\r';
    const bool space = (c == ' ' || c == '\t') && !at_end;
    // A line that begins with a dot or "From " is what some relays change.
    const bool risky = line.empty() && (c == '.' || c == 'F');
    if ((c > 0x20 && c < 0x7f && c != '=' && !risky) || space) {
      put(text.substr(i, 1));
    } else {
      const auto byte = static_cast<unsigned char>(c);
      const char unit[] = {'=', kHex[byte >> 4U], kHex[byte & 15U]};
      put({unit, sizeof(unit)});
    }
  }
  if (!line.empty()) out += line + "\r\n";
  return out;
}

std::string encoded_words(std::string_view text, std::size_t first_column) {
  const std::string clean = clean_line(text);
  if (is_plain_header(clean) && first_column + clean.size() <= kMaxLine) return clean;
  constexpr std::size_t kFrame = std::string_view("=?UTF-8?B?").size() + 2;
  std::string out;
  std::string_view rest = clean;
  std::size_t column = first_column;
  while (!rest.empty()) {
    const std::size_t room = (kMaxLine - 1 - column - kFrame) / 4 * 3;
    const std::string_view piece = truncate_utf8(rest, std::max<std::size_t>(room, 4));
    if (!out.empty()) out += "\r\n ";
    out += fmt::format("=?UTF-8?B?{}?=", base64(piece));
    rest.remove_prefix(piece.size());
    column = 1;
  }
  return out;
}

std::string message_id(const Mail& mail) {
  // Two hashes of 64 bits: two different mails do not meet by chance.
  const std::string whole = mail.key + "\n" + mail.to;
  return fmt::format("<{:016x}{:016x}@{}>", stable_hash(whole), stable_hash(whole + "\n2"),
                     domain_of(mail.from));
}

std::string compose_mail(const Mail& mail) {
  std::string out = fmt::format(
      "Date: {}\r\nFrom: Horizon <{}>\r\nTo: <{}>\r\nMessage-ID: {}\r\nSubject: {}\r\n"
      "MIME-Version: 1.0\r\nContent-Language: {}\r\nAuto-Submitted: auto-generated\r\n",
      date_field(mail.date), clean_line(mail.from), clean_line(mail.to), message_id(mail),
      encoded_words(mail.subject, std::string_view("Subject: ").size()), clean_line(mail.language));
  if (mail.html.empty()) return out + part("text/plain", mail.text);
  // "=_" cannot stand in quoted-printable, and "_" not in base64 (RFC 2045, 6.7 and 6.8).
  const std::string boundary = fmt::format("=_{:016x}", stable_hash(mail.key + mail.text));
  out += fmt::format("Content-Type: multipart/alternative; boundary=\"{}\"\r\n\r\n", boundary);
  out += fmt::format("--{}\r\n{}\r\n", boundary, part("text/plain", mail.text));
  out += fmt::format("--{}\r\n{}\r\n--{}--\r\n", boundary, part("text/html", mail.html), boundary);
  return out;
}

}  // namespace horizon::daemon
