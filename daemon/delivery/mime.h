// A mail with a plain and an HTML part, as bytes for SMTP.
#pragma once

#include <string>
#include <string_view>

#include "core/date.h"

namespace horizon::daemon {

struct Mail {
  std::string from, to;  // plain addresses
  std::string subject;   // UTF-8
  std::string language;  // BCP 47
  std::string text;      // UTF-8
  std::string html;      // UTF-8; empty: the text alone
  // What makes the Message-ID: the same key to the same recipient has the same one.
  std::string key;
  Instant date{};
};

// RFC 5322 with the header fields of RFC 2047, bodies of RFC 2045 (quoted-printable or base64,
// whichever is shorter) and multipart/alternative of RFC 2046. Lines end in CR LF and have at most
// 76 bytes. What stands in the mail cannot add header fields. Bytes that are no UTF-8 are replaced.
std::string compose_mail(const Mail& mail);

// "<...@domain of from>"
std::string message_id(const Mail& mail);

// A header field's value: as it is if it is ASCII, else encoded words of whole characters.
std::string encoded_words(std::string_view text, std::size_t first_column);

std::string base64(std::string_view bytes);  // without line breaks
// RFC 2045, 6.7: lines of at most 76 bytes, ending in CR LF.
std::string quoted_printable(std::string_view text);

}  // namespace horizon::daemon
