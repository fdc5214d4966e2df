// HTML as tags and text (HTML Living Standard, 13.2.5), without copying.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace horizon::crawler {

struct HtmlToken {
  enum class Kind { kText, kStart, kEnd };
  Kind kind = Kind::kText;
  std::string_view text;  // of a text: as written
  std::string name;       // of a tag: in lower case; at most 63 bytes, longer ones are cut
  struct Attribute {
    std::string_view name, value;  // as written; value without its quotes
  };
  std::vector<Attribute> attributes;  // of a start tag; at most 64
  bool self_closing = false;
};

// Comments, declarations and processing instructions are passed over. Linear in the page whatever
// it holds: a search for an end that is missing is done once.
class HtmlTokens {
 public:
  explicit HtmlTokens(std::string_view page) : page_(page) {}

  // False at the end. The token's views are into the page.
  bool next(HtmlToken& token);
  // To be called behind the start tag of an element with raw text (script, title, ...): its content
  // up to its end tag, which is taken too. Where there is none: the rest of the page for scripts
  // and styles, nothing for others.
  std::string_view take_raw(std::string_view name);

 private:
  bool take_markup(HtmlToken& token);
  bool take_tag(HtmlToken& token);
  void take_attributes(HtmlToken& token);
  void take_attribute(HtmlToken& token);
  std::size_t end_of_value(char quote, std::size_t from);
  void skip_to(std::string_view end, std::size_t from);

  std::string_view page_;
  std::size_t pos_ = 0;
  bool comments_broken_ = false;                                      // no "-->" is ahead
  bool double_quotes_broken_ = false, single_quotes_broken_ = false;  // no such quote is ahead
  std::vector<std::string> unclosed_;  // raw elements whose end tag is not ahead
};

}  // namespace horizon::crawler
