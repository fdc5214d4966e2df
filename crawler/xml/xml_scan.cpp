#include "crawler/xml/xml_scan.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/text.h"
#include "crawler/xml/xml_char.h"

namespace horizon::crawler {
namespace {

bool ends_name(char c) { return is_xml_space(c) || c == '/' || c == '>' || c == '<' || c == '='; }

// XML 1.0, production 81.
bool is_encoding_name(std::string_view name) {
  return !name.empty() && is_ascii_letter(name[0]) &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return is_ascii_letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
         });
}

// XML 1.0, production 23, behind "<?xml" and before "?>".
bool is_declaration(std::string_view text) {
  const auto take = [&](std::string_view name) -> std::optional<std::string_view> {
    std::string_view rest = text;
    if (rest.empty() || !is_xml_space(rest[0])) return std::nullopt;
    rest = trim(rest);
    if (!rest.starts_with(name)) return std::nullopt;
    rest = trim(rest.substr(name.size()));
    if (rest.empty() || rest[0] != '=') return std::nullopt;
    rest = trim(rest.substr(1));
    if (rest.empty() || (rest[0] != '"' && rest[0] != '\'')) return std::nullopt;
    const std::size_t end = rest.find(rest[0], 1);
    if (end == std::string_view::npos) return std::nullopt;
    text = rest.substr(end + 1);
    return rest.substr(1, end - 1);
  };
  const auto version = take("version");
  const bool known = version && version->starts_with("1.") && version->size() > 2 &&
                     version->find_first_not_of("0123456789", 2) == std::string_view::npos;
  if (!known) return false;
  const auto encoding = take("encoding");
  if (encoding && !is_encoding_name(*encoding)) return false;
  const auto standalone = take("standalone");
  if (standalone && *standalone != "yes" && *standalone != "no") return false;
  return trim(text).empty();
}

}  // namespace

std::string XmlProblem::message() const {
  return what_.empty() ? std::string() : fmt::format("{} at byte {}", what_, offset_);
}

bool XmlScanner::next(XmlToken& token) {
  if (pos_ >= text_.size()) return false;
  token = XmlToken{};
  token.begin = pos_;
  if (text_[pos_] != '<' || !take_markup(token)) take_text(token);
  token.end = pos_;
  return true;
}

void XmlScanner::take_text(XmlToken& token) {
  token.kind = XmlTokenKind::kText;
  // A '<' that is no markup is part of the text.
  if (text_[pos_] == '<') ++pos_;
  pos_ = std::min(text_.find('<', pos_), text_.size());
  token.body = text_.substr(token.begin, pos_ - token.begin);
  if (const std::size_t end = token.body.find("]]>"); end != std::string_view::npos) {
    problem_.note("']]>' in text", token.begin + end);
  }
}

bool XmlScanner::take_markup(XmlToken& token) {
  const std::string_view rest = text_.substr(pos_);
  if (rest.size() > 1 && starts_xml_name(rest[1])) {
    return take_start_tag(token);
  } else if (rest.size() > 2 && rest[1] == '/' && (starts_xml_name(rest[2]) || rest[2] == '>')) {
    take_end_tag(token);
  } else if (rest.starts_with("<!--")) {
    take_comment(token);
  } else if (rest.starts_with("<![CDATA[")) {
    take_cdata(token);
  } else if (rest.starts_with("<?")) {
    take_instruction(token);
  } else if (starts_with_ignoring_case(rest, "<!doctype")) {
    take_doctype(token);
  } else if (rest.starts_with("<!") || rest.starts_with("</")) {
    problem_.note("markup of no kind that XML knows", pos_);
    const std::size_t end = rest.find_first_of("<>", 2);
    if (end == std::string_view::npos || rest[end] == '<') return false;
    token.kind = XmlTokenKind::kComment;
    pos_ += end + 1;
  } else {
    problem_.note("'<' that begins no markup", pos_);
    return false;
  }
  return true;
}

std::size_t XmlScanner::find_end(std::string_view end, std::size_t from, bool& none_left) {
  // Searched to the end of the text once only, or unclosed markup again and again would cost
  // quadratic time.
  const std::size_t found = none_left ? std::string_view::npos : text_.find(end, from);
  if (found == std::string_view::npos) none_left = true;
  return found;
}

void XmlScanner::take_comment(XmlToken& token) {
  token.kind = XmlTokenKind::kComment;
  const std::size_t end = find_end("-->", pos_ + 4, no_comment_end_);
  if (end == std::string_view::npos) {
    problem_.note("comment without an end", pos_);
    const std::size_t close = text_.find('>', pos_);
    pos_ = close == std::string_view::npos ? text_.size() : close + 1;
    return;
  }
  const std::string_view body = text_.substr(pos_ + 4, end - pos_ - 4);
  if (body.find("--") != std::string_view::npos || body.ends_with('-')) {
    problem_.note("'--' in a comment", pos_);
  }
  pos_ = end + 3;
}

void XmlScanner::take_cdata(XmlToken& token) {
  token.kind = XmlTokenKind::kCData;
  const std::size_t begin = pos_ + 9;
  const std::size_t end = find_end("]]>", begin, no_cdata_end_);
  if (end != std::string_view::npos) {
    token.body = text_.substr(begin, end - begin);
    pos_ = end + 3;
    return;
  }
  // What was meant ends before the next end tag, most likely that of the element it is in.
  problem_.note("CDATA section without an end", pos_);
  pos_ = std::min(text_.find("</", begin), text_.size());
  token.body = text_.substr(begin, pos_ - begin);
}

void XmlScanner::take_instruction(XmlToken& token) {
  token.kind = XmlTokenKind::kInstruction;
  const std::size_t begin = pos_;
  pos_ += 2;
  std::size_t name_end = pos_;
  while (name_end < text_.size() && !is_xml_space(text_[name_end]) && text_[name_end] != '?' &&
         text_[name_end] != '>') {
    ++name_end;
  }
  token.name = text_.substr(pos_, name_end - pos_);
  if (!is_xml_name(token.name)) problem_.note("instruction without a target", begin);
  const std::size_t end = find_end("?>", name_end, no_instruction_end_);
  if (end == std::string_view::npos) {
    problem_.note("instruction without an end", begin);
    const std::size_t close = text_.find('>', name_end);
    pos_ = close == std::string_view::npos ? text_.size() : close + 1;
    return;
  }
  pos_ = end + 2;
  if (ascii_lower(token.name) == "xml") {
    const bool right =
        begin == 0 && token.name == "xml" && is_declaration(text_.substr(name_end, end - name_end));
    if (!right) problem_.note("XML declaration that is misplaced or malformed", begin);
  } else if (name_end != end && !is_xml_space(text_[name_end])) {
    problem_.note("instruction without a target", begin);
  }
}

void XmlScanner::take_doctype(XmlToken& token) {
  token.kind = XmlTokenKind::kDoctype;
  const std::size_t begin = pos_ + 9;
  int brackets = 0;
  for (pos_ = begin; pos_ < text_.size(); ++pos_) {
    const char c = text_[pos_];
    if (c == '<' && text_.substr(pos_, 4) == "<!--") {
      const std::size_t end = text_.find("-->", pos_ + 4);
      if (end == std::string_view::npos) break;
      pos_ = end + 2;
    } else if (c == '"' || c == '\'') {
      const std::size_t end = text_.find(c, pos_ + 1);
      if (end == std::string_view::npos) break;
      pos_ = end;
    } else if (c == '[') {
      ++brackets;
    } else if (c == ']') {
      --brackets;
    } else if (c == '>' && brackets <= 0) {
      token.body = text_.substr(begin, pos_ - begin);
      if (!text_.substr(begin - 9).starts_with("<!DOCTYPE") || trim(token.body).empty() ||
          !is_xml_space(token.body[0])) {
        problem_.note("malformed document type declaration", begin);
      }
      ++pos_;
      return;
    }
  }
  problem_.note("document type declaration without an end", begin);
  const std::size_t close = text_.find('>', begin);
  pos_ = close == std::string_view::npos ? text_.size() : close + 1;
}

bool XmlScanner::skip_space() {
  const std::size_t begin = pos_;
  while (pos_ < text_.size() && is_xml_space(text_[pos_])) ++pos_;
  return pos_ > begin;
}

std::string_view XmlScanner::take_name() {
  const std::size_t begin = pos_;
  while (pos_ < text_.size() && !ends_name(text_[pos_])) ++pos_;
  const std::string_view name = text_.substr(begin, pos_ - begin);
  if (!is_xml_name(name)) problem_.note("malformed name", begin);
  return name;
}

void XmlScanner::take_end_tag(XmlToken& token) {
  token.kind = XmlTokenKind::kEnd;
  pos_ += 2;
  token.name = take_name();
  skip_space();
  if (pos_ < text_.size() && text_[pos_] == '>') {
    ++pos_;
    return;
  }
  problem_.note("malformed end tag", token.begin);
  pos_ = std::min(text_.find_first_of("<>", pos_), text_.size());
  if (pos_ < text_.size() && text_[pos_] == '>') ++pos_;
}

// False for "<b and c": words behind a '<' that was meant as "less than".
bool XmlScanner::take_start_tag(XmlToken& token) {
  token.kind = XmlTokenKind::kStart;
  attributes_.clear();
  ++pos_;
  token.name = take_name();
  while (take_attribute()) {
  }
  if (pos_ < text_.size() && text_[pos_] == '/') {
    token.empty = true;
    ++pos_;
  }
  if (pos_ < text_.size() && text_[pos_] == '>') {
    ++pos_;
    return true;
  }
  problem_.note("start tag without an end", token.begin);
  const bool words = !attributes_.empty() &&
                     std::all_of(attributes_.begin(), attributes_.end(), [](const auto& attribute) {
                       return attribute.value.data() == nullptr;
                     });
  if (!words) return true;
  pos_ = token.begin;
  token = XmlToken{};
  token.begin = pos_;
  return false;
}

bool XmlScanner::take_attribute() {
  const bool spaced = skip_space();
  if (pos_ >= text_.size()) return false;
  const char c = text_[pos_];
  if (c == '>' || c == '<') return false;
  if (c == '/') {
    if (pos_ + 1 < text_.size() && text_[pos_ + 1] == '>') return false;
    problem_.note("stray '/' in a tag", pos_);
    ++pos_;
    return true;
  }
  if (!spaced) problem_.note("no space before an attribute", pos_);
  XmlRawAttribute attribute;
  attribute.offset = pos_;
  attribute.name = take_name();
  if (attribute.name.empty()) {  // a '=' of its own
    ++pos_;
    return true;
  }
  skip_space();
  if (pos_ < text_.size() && text_[pos_] == '=') {
    ++pos_;
    skip_space();
    attribute.value = take_value();
  } else {
    problem_.note("attribute without a value", attribute.offset);
  }
  attributes_.push_back(attribute);
  return true;
}

std::string_view XmlScanner::take_value() {
  const std::size_t open = pos_;
  if (open >= text_.size()) return {};
  const char quote = text_[open];
  if (quote != '"' && quote != '\'') {
    problem_.note("attribute value without quotes", open);
    while (pos_ < text_.size() && !is_xml_space(text_[pos_]) && text_[pos_] != '>') ++pos_;
    if (pos_ > open && pos_ < text_.size() && text_[pos_] == '>' && text_[pos_ - 1] == '/') --pos_;
    return text_.substr(open, pos_ - open);
  }
  const std::array<char, 2> stops = {quote, '<'};
  std::size_t end = text_.find_first_of(std::string_view(stops.data(), 2), open + 1);
  if (end != std::string_view::npos && text_[end] == '<') {
    problem_.note("'<' in an attribute value", end);
    // A tag that ends before it, or before the quote does, says that the quote was never closed.
    const bool behind_tag = text_.substr(open, end - open).find('>') != std::string_view::npos;
    const std::array<char, 2> later = {quote, kind_ == MarkupKind::kXml ? '>' : quote};
    end = text_.find_first_of(std::string_view(later.data(), 2), end);
    if (behind_tag || (end != std::string_view::npos && text_[end] == '>')) {
      end = std::string_view::npos;
    }
  }
  if (end == std::string_view::npos) {
    problem_.note("attribute value without an end", open);
    pos_ = std::min(text_.find_first_of("<>", open), text_.size());
    return text_.substr(open + 1, pos_ - open - 1);
  }
  pos_ = end + 1;
  return text_.substr(open + 1, end - open - 1);
}

}  // namespace horizon::crawler
