#include "crawler/bytes/declared_charset.h"

#include <algorithm>
#include <optional>

#include "core/text.h"
#include "crawler/bytes/encoding.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kPrescanBytes = 1024;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// HTML, 2.6.5: the charset in a meta element's content, which may stand anywhere in it.
std::string charset_in_content(std::string_view content) {
  const std::string lower = ascii_lower(content);
  for (std::size_t at = lower.find("charset"); at != std::string::npos;
       at = lower.find("charset", at)) {
    at += 7;
    while (at < lower.size() && is_space(lower[at])) ++at;
    if (at >= lower.size() || lower[at] != '=') continue;
    ++at;
    while (at < lower.size() && is_space(lower[at])) ++at;
    if (at >= lower.size()) return {};
    if (lower[at] == '"' || lower[at] == '\'') {
      const std::size_t end = lower.find(lower[at], at + 1);
      return end == std::string::npos ? std::string() : lower.substr(at + 1, end - at - 1);
    }
    const std::size_t end = lower.find_first_of("; \t\n\r\f\"'", at);
    return lower.substr(at, end - at);
  }
  return {};
}

struct Attribute {
  std::string name, value;  // in lower case
};

class Prescan {
 public:
  explicit Prescan(std::string_view bytes) : text_(bytes.substr(0, kPrescanBytes)) {}

  std::string run() {
    for (; pos_ < text_.size(); ++pos_) {
      const std::string_view rest = text_.substr(pos_);
      if (rest.starts_with("<!--")) {
        const std::size_t end = text_.find("-->", pos_ + 2);
        if (end == std::string_view::npos) return {};
        pos_ = end + 2;
      } else if (starts_with_ignoring_case(rest, "<meta") && rest.size() > 5 &&
                 (is_space(rest[5]) || rest[5] == '/')) {
        pos_ += 5;
        std::string label = read_meta();
        if (!label.empty()) return label;
      } else if (rest.size() > 2 && rest[0] == '<' &&
                 (is_letter(rest[1]) || (rest[1] == '/' && is_letter(rest[2])))) {
        while (pos_ < text_.size() && !is_space(text_[pos_]) && text_[pos_] != '>') ++pos_;
        while (next_attribute()) continue;
      } else if (rest.starts_with("<!") || rest.starts_with("</") || rest.starts_with("<?")) {
        pos_ = std::min(text_.find('>', pos_), text_.size());
      }
    }
    return {};
  }

 private:
  std::string read_meta() {
    bool pragma = false, from_content = false;
    std::string label;
    while (const auto attribute = next_attribute()) {
      if (attribute->name == "http-equiv" && attribute->value == "content-type") pragma = true;
      if (attribute->name == "content" && label.empty()) {
        label = charset_in_content(attribute->value);
        from_content = !label.empty();
      }
      if (attribute->name == "charset") {
        label = attribute->value;
        from_content = false;
      }
    }
    if (from_content && !pragma) return {};
    return encoding_of_label(label).empty() ? std::string() : label;
  }

  // 13.2.3.2, "get an attribute".
  std::optional<Attribute> next_attribute() {
    while (pos_ < text_.size() && (is_space(text_[pos_]) || text_[pos_] == '/')) ++pos_;
    if (pos_ >= text_.size() || text_[pos_] == '>') return std::nullopt;
    const std::size_t begin = pos_;
    while (pos_ < text_.size() && !is_space(text_[pos_]) && text_[pos_] != '/' &&
           text_[pos_] != '>' && (text_[pos_] != '=' || pos_ == begin)) {
      ++pos_;
    }
    Attribute attribute{ascii_lower(text_.substr(begin, pos_ - begin)), {}};
    std::size_t at = pos_;
    while (at < text_.size() && is_space(text_[at])) ++at;
    if (at >= text_.size() || text_[at] != '=') return attribute;
    pos_ = at + 1;
    while (pos_ < text_.size() && is_space(text_[pos_])) ++pos_;
    attribute.value = ascii_lower(take_value());
    return attribute;
  }

  std::string_view take_value() {
    if (pos_ >= text_.size()) return {};
    if (text_[pos_] == '"' || text_[pos_] == '\'') {
      const std::size_t end = text_.find(text_[pos_], pos_ + 1);
      const std::size_t begin = pos_ + 1;
      pos_ = std::min(end, text_.size());
      if (pos_ < text_.size()) ++pos_;
      return end == std::string_view::npos ? std::string_view() : text_.substr(begin, end - begin);
    }
    const std::size_t begin = pos_;
    while (pos_ < text_.size() && !is_space(text_[pos_]) && text_[pos_] != '>') ++pos_;
    return text_.substr(begin, pos_ - begin);
  }

  std::string_view text_;
  std::size_t pos_ = 0;
};

}  // namespace

std::string charset_parameter(std::string_view content_type) {
  const std::string lower = ascii_lower(content_type);
  std::size_t begin = lower.find("charset");
  if (begin == std::string::npos) return {};
  begin = lower.find_first_not_of(" \t", begin + 7);
  if (begin == std::string::npos || lower[begin] != '=') return {};
  begin = lower.find_first_not_of(" \t\"'", begin + 1);
  if (begin == std::string::npos) return {};
  return lower.substr(begin, lower.find_first_of(" \t\"';,", begin) - begin);
}

std::string xml_declared_encoding(std::string_view bytes) {
  bytes = trim(bytes.substr(0, kPrescanBytes));
  if (!bytes.starts_with("<?xml")) return {};
  const std::string declaration = ascii_lower(bytes.substr(0, bytes.find("?>")));
  std::size_t begin = declaration.find("encoding");
  if (begin == std::string::npos) return {};
  begin = declaration.find_first_of("\"'", begin);
  if (begin == std::string::npos) return {};
  const std::size_t end = declaration.find(declaration[begin], begin + 1);
  if (end == std::string::npos) return {};
  return std::string(trim(std::string_view(declaration).substr(begin + 1, end - begin - 1)));
}

std::string html_declared_encoding(std::string_view bytes) { return Prescan(bytes).run(); }

}  // namespace horizon::crawler
