// Text constructs of feeds: plain text, escaped HTML, XHTML as markup, Base64.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "crawler/xml/xml_tree.h"

namespace horizon::crawler {

// What an element's surroundings say for it and everything below.
struct FeedScope {
  std::string base;      // absolute, or empty
  std::string language;  // as sent, '_' as '-'
};

// The scope inside of an element: xml:base (RFC 4287, 2; also without its prefix) and xml:lang.
FeedScope scope_of(const XmlNode& element, const FeedScope& outside);

enum class TextDefault : std::uint8_t {
  kPlain,  // Atom: what is escaped is meant as it stands
  kGuess,  // titles of RSS: plain, unless it looks like HTML
  kHtml    // descriptions of RSS
};

struct FeedText {
  bool html = false;
  std::string source;  // the text, or the HTML as sent

  // As a reader sees it; on one line, or with the line breaks of its blocks.
  std::string line() const;
  std::string text() const;
  std::string sanitised(std::string_view base) const;  // HTML
};

// By RFC 4287, 3.1 and 4.1.3.3 (type), Atom 0.3 (type and mode), RSS's habit (`otherwise`).
FeedText read_text(const XmlNode& element, TextDefault otherwise);

// `address` as seen from `base`, without blanks; empty for schemes that no reader may follow.
std::string resolve_address(std::string_view base, std::string_view address);

}  // namespace horizon::crawler
