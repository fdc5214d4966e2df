#include "crawler/html/sanitise.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/text.h"
#include "crawler/html/sanitise_lists.h"
#include "crawler/text/html_text.h"
#include "crawler/text/url.h"
#include "crawler/xml/xml_char.h"
#include "crawler/xml/xml_scan.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kMaxAttributes = 64;
constexpr std::size_t kMostFree = 4'096;

bool is_name_char(char c) { return is_ascii_letter(c) || (c >= '0' && c <= '9'); }

// The size of a reference at text[0] ('&') that may stay as it is; 0: none. `closed`: with its ';'.
std::size_t reference_size(std::string_view text, bool& closed) {
  std::string ignored;
  std::size_t end = 0;
  if (!append_entity(text.substr(0, 64), end, EntityPlace::kText, ignored)) return 0;
  closed = text[end - 1] == ';';
  return end;
}

void append_text(std::string& out, std::string_view text) {
  // An ampersand before a tag that was not kept stands before this text now.
  const bool joins = !text.empty() && (is_name_char(text[0]) || text[0] == '#');
  if (joins && out.ends_with('&')) out += "amp;";
  for (std::size_t pos = 0; pos < text.size();) {
    const std::size_t next = std::min(text.find_first_of("<&", pos), text.size());
    out.append(text.substr(pos, next - pos));
    pos = next;
    if (pos == text.size()) break;
    if (text[pos] == '<') {
      out += "&lt;";
      ++pos;
      continue;
    }
    bool closed = false;
    const std::size_t size = reference_size(text.substr(pos), closed);
    const std::string_view reference = text.substr(pos, size);
    if (size == 0) {
      // Before what no reference begins with it is no ambiguous one (HTML, 13.1.4).
      const bool bare =
          pos + 1 == text.size() || (!is_name_char(text[pos + 1]) && text[pos + 1] != '#');
      out += bare ? "&" : "&amp;";
      ++pos;
    } else {
      const std::string_view open = closed ? reference.substr(0, size - 1) : reference;
      if (open == "&#39" || open == "&#34") {
        out += open == "&#39" ? '\'' : '"';
      } else {
        out.append(open) += ';';
      }
      pos += size;
    }
  }
}

// Elements whose content goes with them.
class HiddenContent {
 public:
  explicit HiddenContent(std::string_view html) : html_(html) {}

  static bool hides(std::string_view name) {
    return is_raw_element(name) || is_embedding_element(name);
  }

  // Where to go on behind a start tag of such a name (in lower case): at the element's end tag.
  // Without one, raw text goes to the end; what was meant to be embedded is a stray tag.
  std::size_t end_of(const XmlToken& token, const std::string& name) {
    if (token.empty && !is_raw_element(name)) return token.end;
    // Sought once only where there is none, or the search would cost quadratic time.
    const bool none = std::find(unclosed_.begin(), unclosed_.end(), name) != unclosed_.end();
    const std::size_t end = none ? std::string_view::npos : find_end_tag(token.end, name);
    if (end != std::string_view::npos) return end;
    if (!none) unclosed_.push_back(name);
    return is_raw_element(name) && !token.empty ? html_.size() : token.end;
  }

 private:
  std::size_t find_end_tag(std::size_t from, std::string_view name) const {
    for (;;) {
      from = html_.find("</", from);
      if (from == std::string_view::npos) return from;
      const std::string_view rest = html_.substr(from + 2);
      const bool ends = rest.size() == name.size() ||
                        (rest.size() > name.size() && !is_name_char(rest[name.size()]));
      if (ends && starts_with_ignoring_case(rest, name)) return from;
      from += 2;
    }
  }

  std::string_view html_;
  std::vector<std::string> unclosed_;  // elements of which no end tag is left
};

class Sanitiser {
 public:
  Sanitiser(std::string_view html, std::string_view base)
      : base_(base),
        most_(16 * html.size() + kMostFree),
        scanner_(html, problem_, MarkupKind::kHtml),
        hidden_(html) {
    out_.reserve(html.size());
  }

  std::string run() {
    XmlToken token;
    while (scanner_.next(token)) {
      switch (token.kind) {
        case XmlTokenKind::kText:
        case XmlTokenKind::kCData:
          append_text(out_, token.body);
          break;
        case XmlTokenKind::kStart:
          take_start(token);
          break;
        case XmlTokenKind::kEnd:
          take_end(token);
          break;
        default:
          break;
      }
    }
    return std::move(out_);
  }

 private:
  void take_start(const XmlToken& token) {
    const std::string name = ascii_lower(token.name);
    if (HiddenContent::hides(name)) return scanner_.resume(hidden_.end_of(token, name));
    if (!is_safe_element(name)) return;
    out_.append("<").append(name);
    write_attributes(name);
    if (is_void_element(name)) {
      out_ += " />";
    } else {
      out_ += ">";
      if (token.empty) out_.append("</").append(name).append(">");
    }
  }

  void take_end(const XmlToken& token) {
    const std::string name = ascii_lower(token.name);
    if (!is_safe_element(name) || is_void_element(name)) return;
    out_.append("</").append(name).append(">");
  }

  void write_attributes(std::string_view element) {
    std::vector<std::pair<std::string, std::string>> kept;
    for (const XmlRawAttribute& raw : scanner_.attributes()) {
      if (kept.size() == kMaxAttributes) break;
      std::string name = ascii_lower(raw.name);
      const bool known = std::any_of(kept.begin(), kept.end(),
                                     [&](const auto& other) { return other.first == name; });
      if (known || (name != "style" && !is_safe_attribute(name))) continue;
      std::string value = decode_entities(raw.value, EntityPlace::kAttribute);
      if (raw.value.empty() && raw.value.data() == nullptr) value = name;  // <input checked>
      if (name == "style") value = sanitise_style(value);
      if (name == "style" && value.empty()) continue;
      if (name == "rel" || name == "type") value = ascii_lower(value);
      if (is_address_attribute(name)) value = address(element, name, value);
      kept.emplace_back(std::move(name), std::move(value));
    }
    std::sort(kept.begin(), kept.end());
    for (const auto& [name, value] : kept) {
      out_.append(" ").append(name).append("=\"");
      append_escaped(out_, value, true);
      out_ += '"';
    }
  }

  std::string address(std::string_view element, std::string_view name,
                      const std::string& value) const {
    if (!is_safe_address(element, name, value)) return {};
    // A long base and many short addresses must not make much of little.
    if (base_.empty() || out_.size() > most_) return value;
    std::string resolved = resolve_url(base_, value);
    return is_safe_address(element, name, resolved) ? resolved : std::string();
  }

  std::string_view base_;
  std::size_t most_;  // bytes of output up to which addresses are resolved
  XmlProblem problem_;
  XmlScanner scanner_;
  std::string out_;
  HiddenContent hidden_;
};

}  // namespace

std::string sanitise_html(std::string_view html, std::string_view base) {
  return Sanitiser(html, base).run();
}

std::string without_hidden_content(std::string_view html) {
  XmlProblem problem;
  XmlScanner scanner(html, problem, MarkupKind::kHtml);
  HiddenContent hidden(html);
  XmlToken token;
  std::string out;
  std::size_t copied = 0;
  while (scanner.next(token)) {
    if (token.kind != XmlTokenKind::kStart && token.kind != XmlTokenKind::kEnd) continue;
    const std::string name = ascii_lower(token.name);
    const bool hides = token.kind == XmlTokenKind::kStart && HiddenContent::hides(name);
    if (!hides && !is_other_element(name)) continue;
    const std::size_t end = hides ? hidden.end_of(token, name) : token.end;
    out.append(html.substr(copied, token.begin - copied));
    copied = end;
    scanner.resume(end);
  }
  return out.append(html.substr(copied));
}

bool looks_like_html(std::string_view text) {
  bool marked = false;
  for (std::size_t pos = text.find_first_of("<&"); pos != std::string_view::npos;
       pos = text.find_first_of("<&", pos + 1)) {
    const bool closing = text.substr(pos, 2) == "</";
    const std::size_t begin = pos + (closing ? 2 : 1);
    std::size_t end = begin;
    if (text[pos] == '&' && end < text.size() && text[end] == '#') ++end;
    while (end < text.size() && (is_name_char(text[end]) || text[end] == '_')) ++end;
    const std::string_view name = text.substr(begin, end - begin);
    if (text[pos] == '<') {
      if (!name.empty() && !is_safe_element(ascii_lower(name))) return false;
      marked = marked || (closing && end < text.size() && text[end] == '>');
    } else if (end < text.size() && text[end] == ';' && !name.empty()) {
      if (name[0] != '#' && !named_entity(name)) return false;
      marked = true;
    }
  }
  return marked;
}

}  // namespace horizon::crawler
