#include "crawler/html/html_tokens.h"

#include <algorithm>

#include "core/text.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kMaxName = 63;
constexpr std::size_t kMaxAttributes = 64;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
bool ends_name(char c) { return is_space(c) || c == '/' || c == '>'; }

}  // namespace

bool HtmlTokens::next(HtmlToken& token) {
  token.attributes.clear();
  token.self_closing = false;
  while (pos_ < page_.size()) {
    const std::size_t before = pos_;
    if (page_[pos_] == '<' && take_markup(token)) return true;
    if (pos_ != before) continue;  // a comment
    // Text: up to the next '<' behind which a name, '/', '!' or '?' stands.
    std::size_t end = pos_ + 1;
    while (end < page_.size()) {
      end = std::min(page_.find('<', end), page_.size());
      const char c = end + 1 < page_.size() ? page_[end + 1] : ' ';
      if (is_letter(c) || c == '/' || c == '!' || c == '?') break;
      if (end < page_.size()) ++end;
    }
    token.kind = HtmlToken::Kind::kText;
    token.text = page_.substr(pos_, end - pos_);
    pos_ = end;
    return true;
  }
  return false;
}

// True with a tag; false with pos_ moved behind a comment, or unmoved before text.
bool HtmlTokens::take_markup(HtmlToken& token) {
  const std::string_view rest = page_.substr(pos_);
  if (rest.size() < 2) return false;
  if (is_letter(rest[1]) || (rest[1] == '/' && rest.size() > 2 && is_letter(rest[2]))) {
    return take_tag(token);
  }
  if (rest.starts_with("<!-->") || rest.starts_with("<!--->")) {
    pos_ += rest[4] == '>' ? 5 : 6;
  } else if (rest.starts_with("<!--")) {
    skip_to("-->", pos_ + 4);
  } else if (rest.starts_with("<![CDATA[")) {
    pos_ += 9;  // in XHTML the content is text; in HTML it is a comment up to '>'
  } else if (rest[1] == '!' || rest[1] == '?' || rest[1] == '/') {
    pos_ = std::min(page_.find('>', pos_), page_.size() - 1) + 1;
  }
  return false;
}

// A comment without an end is cut off at its first '>', so that a page with a damaged comment still
// shows what is behind it.
void HtmlTokens::skip_to(std::string_view end, std::size_t from) {
  const std::size_t found = comments_broken_ ? std::string_view::npos : page_.find(end, from);
  if (found != std::string_view::npos) {
    pos_ = found + end.size();
    return;
  }
  comments_broken_ = true;
  pos_ = std::min(page_.find('>', from), page_.size() - 1) + 1;
}

bool HtmlTokens::take_tag(HtmlToken& token) {
  const bool closing = page_[pos_ + 1] == '/';
  token.kind = closing ? HtmlToken::Kind::kEnd : HtmlToken::Kind::kStart;
  pos_ += closing ? 2 : 1;
  const std::size_t begin = pos_;
  while (pos_ < page_.size() && !ends_name(page_[pos_])) ++pos_;
  token.name = ascii_lower(page_.substr(begin, std::min(pos_ - begin, kMaxName)));
  take_attributes(token);
  return true;
}

void HtmlTokens::take_attributes(HtmlToken& token) {
  while (pos_ < page_.size()) {
    const char c = page_[pos_];
    if (c == '>') {
      ++pos_;
      return;
    }
    if (c == '/') token.self_closing = pos_ + 1 < page_.size() && page_[pos_ + 1] == '>';
    if (is_space(c) || c == '/') {
      ++pos_;
    } else {
      take_attribute(token);
    }
  }
}

void HtmlTokens::take_attribute(HtmlToken& token) {
  const std::size_t begin = pos_++;
  while (pos_ < page_.size() && !ends_name(page_[pos_]) && page_[pos_] != '=') ++pos_;
  HtmlToken::Attribute attribute{page_.substr(begin, pos_ - begin), {}};
  std::size_t i = pos_;
  while (i < page_.size() && is_space(page_[i])) ++i;
  if (i < page_.size() && page_[i] == '=') {
    ++i;
    while (i < page_.size() && is_space(page_[i])) ++i;
    const char quote = i < page_.size() ? page_[i] : ' ';
    std::size_t end = i;
    if (quote == '"' || quote == '\'') {
      end = end_of_value(quote, ++i);
      pos_ = std::min(end + 1, page_.size());
    } else {
      while (end < page_.size() && !is_space(page_[end]) && page_[end] != '>') ++end;
      pos_ = end;
    }
    attribute.value = page_.substr(std::min(i, page_.size()), end - std::min(i, end));
  }
  if (token.attributes.size() < kMaxAttributes) token.attributes.push_back(attribute);
}

// A quote that is never closed would hide the rest of the page: such a value ends with its tag.
std::size_t HtmlTokens::end_of_value(char quote, std::size_t from) {
  bool& broken = quote == '"' ? double_quotes_broken_ : single_quotes_broken_;
  std::size_t end = broken ? std::string_view::npos : page_.find(quote, from);
  if (end != std::string_view::npos) return end;
  broken = true;
  end = page_.find('>', from);
  return end == std::string_view::npos ? page_.size() : end - 1;
}

std::string_view HtmlTokens::take_raw(std::string_view name) {
  const std::size_t begin = pos_;
  const bool hopeless = std::find(unclosed_.begin(), unclosed_.end(), name) != unclosed_.end();
  while (!hopeless && pos_ < page_.size()) {
    const std::size_t found = page_.find("</", pos_);
    if (found == std::string_view::npos) break;
    pos_ = found + 2;
    const std::string_view rest = page_.substr(pos_);
    if (!starts_with_ignoring_case(rest, name)) continue;
    if (rest.size() > name.size() && !ends_name(rest[name.size()])) continue;
    const std::size_t close = page_.find('>', pos_);
    pos_ = close == std::string_view::npos ? page_.size() : close + 1;
    return page_.substr(begin, found - begin);
  }
  // Without an end tag the rest of the page is hidden from browsers too. That is right for scripts,
  // which are no text; for others the text behind them is worth more than the rule.
  if (!hopeless) unclosed_.emplace_back(name);
  pos_ = name == "script" || name == "style" ? page_.size() : begin;
  return page_.substr(begin, pos_ - begin);
}

}  // namespace horizon::crawler
