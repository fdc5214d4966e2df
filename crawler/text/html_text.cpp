#include "crawler/text/html_text.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace horizon::crawler {
namespace {

// Elements that begin a new line.
constexpr auto kBlocks = std::to_array<std::string_view>(
    {"address", "article", "aside", "blockquote", "body",   "br",      "caption", "center", "dd",
     "div",     "dl",      "dt",    "figcaption", "figure", "footer",  "form",    "h1",     "h2",
     "h3",      "h4",      "h5",    "h6",         "head",   "header",  "hr",      "html",   "li",
     "main",    "nav",     "ol",    "p",          "pre",    "section", "table",   "tbody",  "td",
     "tfoot",   "th",      "thead", "title",      "tr",     "ul"});

constexpr auto kInline = std::to_array<std::string_view>(
    {"a",       "abbr",   "acronym", "area",     "audio",    "b",       "base",     "bdi",
     "bdo",     "big",    "button",  "canvas",   "cite",     "code",    "col",      "colgroup",
     "data",    "del",    "details", "dfn",      "em",       "embed",   "fieldset", "font",
     "i",       "iframe", "img",     "input",    "ins",      "kbd",     "label",    "legend",
     "link",    "map",    "mark",    "math",     "mfrac",    "mi",      "mn",       "mo",
     "mrow",    "ms",     "msqrt",   "mstyle",   "msub",     "msubsup", "msup",     "mtext",
     "menu",    "meta",   "meter",   "noscript", "object",   "option",  "output",   "param",
     "picture", "q",      "rp",      "rt",       "ruby",     "s",       "samp",     "script",
     "select",  "small",  "source",  "span",     "strike",   "strong",  "style",    "sub",
     "summary", "sup",    "svg",     "template", "textarea", "time",    "track",    "tt",
     "u",       "var",    "video",   "wbr"});

template <typename Names>
bool contains(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ':' ||
         c == '-';
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

// Writes text with runs of white space collapsed as it comes.
class TextWriter {
 public:
  explicit TextWriter(std::size_t expected) { out_.reserve(expected); }
  void put(char c) {
    if (is_space(c)) {
      space_ = true;
    } else {
      flush();
      out_ += c;
    }
  }
  void put_code_point(char32_t c) {
    if (c == 0xA0 || c < 0x80) return put(c == 0xA0 ? ' ' : static_cast<char>(c));
    flush();
    append_utf8(out_, c);
  }
  void line_break() { break_ = true; }
  std::string take() { return std::move(out_); }

 private:
  void flush() {
    if (!out_.empty()) {
      if (break_) {
        out_ += '\n';
      } else if (space_) {
        out_ += ' ';
      }
    }
    space_ = break_ = false;
  }
  std::string out_;
  bool space_ = false, break_ = false;
};

class HtmlReader {
 public:
  explicit HtmlReader(std::string_view html)
      : html_(html), last_close_(html.rfind('>')), writer_(html.size()) {}

  std::string read() {
    while (pos_ < html_.size()) {
      const char c = html_[pos_];
      if (c == '<' && take_markup()) continue;
      if (c == ']' && in_cdata_ && html_.substr(pos_).starts_with("]]>")) {
        pos_ += 3;
        in_cdata_ = false;
        continue;
      }
      if (c == '&') {
        if (const auto code_point = decode_entity(html_, pos_)) {
          writer_.put_code_point(*code_point);
          continue;
        }
      }
      writer_.put(c);
      ++pos_;
    }
    return writer_.take();
  }

 private:
  bool take_markup() {
    const std::string_view rest = html_.substr(pos_);
    if (rest.starts_with("<!--")) return take_until("-->", 4);
    if (rest.starts_with("<![CDATA[")) {
      pos_ += 9;
      in_cdata_ = true;
      return true;
    }
    if (rest.size() > 1 && (rest[1] == '!' || rest[1] == '?')) return take_until(">", 2);
    return take_tag();
  }

  // False, and nothing taken, where the end is missing.
  bool take_until(std::string_view end, std::size_t from) {
    if (last_close_ == std::string_view::npos || pos_ + from > last_close_) return false;
    const std::size_t found =
        comments_broken_ ? std::string_view::npos : html_.find(end, pos_ + from);
    // An unclosed comment ends at its first '>', as a reader would see it; so do all behind it.
    if (found == std::string_view::npos) comments_broken_ = true;
    const std::size_t close = found == std::string_view::npos ? html_.find('>', pos_) : found;
    pos_ = close + (found == std::string_view::npos ? 1 : end.size());
    return true;
  }

  bool take_tag() {
    if (last_close_ == std::string_view::npos || pos_ > last_close_) return false;
    std::size_t begin = pos_ + 1;
    const bool closing = begin < html_.size() && html_[begin] == '/';
    if (closing) ++begin;
    std::size_t end = begin;
    while (end < html_.size() && end - begin < 40 && is_name_char(html_[end])) ++end;
    const std::string name = ascii_lower(html_.substr(begin, end - begin));
    if (name.empty() || name[0] == '-' || (name[0] >= '0' && name[0] <= '9')) return false;
    const bool ended =
        end < html_.size() && (is_space(html_[end]) || html_[end] == '/' || html_[end] == '>');
    if (!ended) return false;  // as in "$a<b$"
    std::string_view local = name;
    const std::size_t colon = local.find(':');
    if (colon != std::string_view::npos) local.remove_prefix(colon + 1);
    const bool block = contains(kBlocks, local);
    const bool known = block || contains(kInline, local) || colon != std::string_view::npos ||
                       local.find('-') != std::string_view::npos;
    if (!known) return false;
    pos_ = end_of_tag(end);
    if (block) writer_.line_break();
    if (!closing && (local == "script" || local == "style") && html_[pos_ - 2] != '/') {
      skip_content(local);
    }
    return true;
  }

  // Behind the '>' that ends the tag; quotes may hide others, unless the quotes are broken.
  std::size_t end_of_tag(std::size_t from) {
    for (std::size_t i = from; !quotes_broken_ && i < html_.size(); ++i) {
      if (html_[i] == '>') return i + 1;
      if (html_[i] != '"' && html_[i] != '\'') continue;
      i = html_.find(html_[i], i + 1);
      if (i == std::string_view::npos) break;
    }
    quotes_broken_ = true;  // for the rest: or hostile input could be scanned again and again
    const std::size_t close = html_.find('>', from);
    return close == std::string_view::npos ? html_.size() : close + 1;
  }

  void skip_content(std::string_view name) {
    const std::string end = "</" + std::string(name);
    while (pos_ < html_.size()) {
      const std::size_t found = html_.find("</", pos_);
      pos_ = std::min(found, html_.size());
      if (starts_with_ignoring_case(html_.substr(pos_), end)) return;
      pos_ = std::min(pos_ + 2, html_.size());
    }
  }

  std::string_view html_;
  std::size_t last_close_;
  TextWriter writer_;
  std::size_t pos_ = 0;
  bool quotes_broken_ = false, comments_broken_ = false, in_cdata_ = false;
};

// windows-1252 for 0x80 to 0x9F, which are controls in Unicode and never meant as such.
constexpr std::array<char32_t, 32> kWindows1252 = {
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

std::optional<char32_t> decode_numeric(std::string_view text, std::size_t& pos) {
  std::size_t i = pos + 2;
  const bool hex = i < text.size() && (text[i] == 'x' || text[i] == 'X');
  if (hex) ++i;
  const std::size_t begin = i;
  char32_t value = 0;
  for (; i < text.size() && i - begin < 10; ++i) {
    const char c = text[i];
    char32_t digit = 0;
    if (c >= '0' && c <= '9') {
      digit = static_cast<char32_t>(c - '0');
    } else if (hex && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))) {
      digit = static_cast<char32_t>((c | 0x20) - 'a' + 10);
    } else {
      break;
    }
    value = std::min<char32_t>(value * (hex ? 16 : 10) + digit, 0x110000);
  }
  if (i == begin) return std::nullopt;
  pos = i < text.size() && text[i] == ';' ? i + 1 : i;
  if (value >= 0x80 && value <= 0x9F) return kWindows1252[value - 0x80];
  if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return 0xFFFD;
  if (value < 0x20 || value == 0x7F) return U' ';
  return value;
}

}  // namespace

std::optional<char32_t> decode_entity(std::string_view text, std::size_t& pos) {
  if (pos + 1 < text.size() && text[pos + 1] == '#') return decode_numeric(text, pos);
  std::size_t end = pos + 1;
  while (end < text.size() && end - pos <= 10 && is_name_char(text[end])) ++end;
  if (end >= text.size() || text[end] != ';') return std::nullopt;
  const auto code_point = named_entity(text.substr(pos + 1, end - pos - 1));
  if (code_point) pos = end + 1;
  return code_point;
}

std::string decode_entities(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t pos = 0; pos < text.size();) {
    if (text[pos] == '&') {
      if (const auto code_point = decode_entity(text, pos)) {
        append_utf8(out, *code_point);
        continue;
      }
    }
    out += text[pos++];
  }
  return out;
}

std::string html_to_text(std::string_view html) { return sanitise_utf8(HtmlReader(html).read()); }

std::string html_to_line(std::string_view html) { return collapse_whitespace(html_to_text(html)); }

}  // namespace horizon::crawler
