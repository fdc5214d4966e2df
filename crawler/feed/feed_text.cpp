#include "crawler/feed/feed_text.h"

#include <algorithm>
#include <array>

#include "core/text.h"
#include "crawler/html/sanitise.h"
#include "crawler/html/sanitise_lists.h"
#include "crawler/text/html_text.h"
#include "crawler/text/url.h"
#include "crawler/text/web_url.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kMaxBase = 1'024;  // it is put before every address

int base64_digit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  return c == '/' || c == '_' ? 63 : -1;
}

// Empty for what is not Base64 (RFC 4648) of UTF-8 text.
std::string decode_base64(std::string_view text) {
  std::string out;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    if (c == ' ' || c == '\n' || c == '\t' || c == '\r') continue;
    if (c == '=') break;
    const int digit = base64_digit(c);
    if (digit < 0) return {};
    bits = (bits << 6U) | static_cast<unsigned>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>((bits >> static_cast<unsigned>(count)) & 0xFFU);
  }
  return is_valid_utf8(out) ? sanitise_utf8(out) : std::string();
}

// RFC 4287, 3.1.1.3: the <div> around XHTML is not part of it. In Atom 0.3 it is.
XmlNode without_division(const XmlNode& element) {
  if (element.uri().find("purl.org/atom/ns") != std::string_view::npos) return element;
  const XmlNode only = element.first_element();
  if (!only || ascii_lower(only.local()) != "div" || only.next_element()) return element;
  for (XmlNode node = element.first_child(); node; node = node.next()) {
    if (!node.is_element() && !trim(node.value()).empty()) return element;
  }
  return only;
}

bool is_html_type(std::string_view type) {
  return type == "html" || type == "text/html" || type == "xhtml" ||
         type == "application/xhtml+xml" || type == "text/x-html";
}

// RFC 4287, 4.1.3.3: what is neither text nor XML is Base64.
bool is_base64(std::string_view type, std::string_view mode) {
  if (mode == "base64") return true;
  if (!mode.empty() || type.find('/') == std::string_view::npos) return false;
  return !type.starts_with("text/") && !type.ends_with("/xml") && !type.ends_with("+xml") &&
         !type.ends_with("/json");
}

// Whether addresses can be resolved against it: not against "urn:x" and "http://[".
bool is_base(std::string_view base) {
  if (base.empty() || base.size() > kMaxBase) return false;
  const auto url = parse_web_url(base);
  return url ? !url->opaque : base.substr(0, base.find('/')).find(':') == std::string_view::npos;
}

}  // namespace

FeedScope scope_of(const XmlNode& element, const FeedScope& outside) {
  FeedScope inside = outside;
  std::string_view base = element.attribute("xml:base");
  if (base.empty()) base = element.attribute("base");
  if (!trim(base).empty()) {
    std::string resolved = resolve_address(outside.base, base);
    if (is_base(resolved)) inside.base = std::move(resolved);
  }
  for (const std::string_view name : {"xml:lang", "lang"}) {
    if (!element.has_attribute(name)) continue;
    inside.language = std::string(trim(element.attribute(name)));
    std::replace(inside.language.begin(), inside.language.end(), '_', '-');
    break;
  }
  return inside;
}

FeedText read_text(const XmlNode& element, TextDefault otherwise) {
  FeedText out;
  if (!element) return out;
  const std::string type = ascii_lower(trim(element.attribute("type")));
  const std::string mode = ascii_lower(trim(element.attribute("mode")));
  if (element.first_element()) {
    out.html = true;
    out.source = without_division(element).inner_markup();
    return out;
  }
  out.source = element.text();
  if (is_base64(type, mode)) {
    std::string decoded = decode_base64(out.source);
    const bool said = type.empty() || type.starts_with("text");
    if (!decoded.empty()) out.source = std::move(decoded);
    out.html = is_html_type(type) || (!said && looks_like_html(out.source));
    return out;
  }
  // XHTML stands there as elements: what is escaped in it is text.
  if (type == "xhtml" || type == "application/xhtml+xml") return out;
  if (!type.empty() && otherwise == TextDefault::kPlain) {
    out.html = is_html_type(type);
  } else if (otherwise == TextDefault::kGuess) {
    out.html = is_html_type(type) || looks_like_html(out.source);
  } else {
    out.html = otherwise == TextDefault::kHtml && type != "text" && type != "text/plain";
  }
  return out;
}

std::string FeedText::line() const { return collapse_whitespace(text()); }

std::string FeedText::text() const {
  if (!html) return std::string(trim(source));
  const bool marked = source.find_first_of("<&") != std::string::npos;
  return marked ? html_to_text(without_hidden_content(source)) : html_to_text(source);
}

std::string FeedText::sanitised(std::string_view base) const {
  if (html) return std::string(trim(sanitise_html(source, base)));
  std::string escaped;
  append_escaped(escaped, trim(source), false);
  return escaped;
}

std::string resolve_address(std::string_view base, std::string_view address) {
  std::string plain;
  for (const char c : trim(address)) {
    if (static_cast<unsigned char>(c) >= ' ') plain += c;
  }
  if (plain.empty() || !is_safe_address("", "", plain)) return {};
  if (base.empty()) return plain;
  std::string resolved = resolve_url(base, plain);
  return is_safe_address("", "", resolved) ? resolved : std::string();
}

}  // namespace horizon::crawler
