#include "crawler/text/html_text.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "core/text.h"
#include "crawler/html/article.h"
#include "crawler/html/tags.h"
#include "crawler/text/mathml_text.h"
#include "crawler/text/script_text.h"
#include "crawler/text/tex_text.h"

namespace horizon::crawler {
namespace {

// Elements of HTML, MathML and JATS that have no Tag. Sorted.
constexpr auto kOtherElements = std::to_array<std::string_view>(
    {"acronym", "applet",   "basefont",  "blink",  "bold",   "col",     "colgroup", "data",
     "frame",   "frameset", "image",     "italic", "map",    "marquee", "meter",    "mfrac",
     "mi",      "mn",       "mo",        "mover",  "mrow",   "ms",      "msqrt",    "mstyle",
     "msub",    "msubsup",  "msup",      "mtext",  "munder", "nobr",    "picture",  "progress",
     "sc",      "slot",     "underline", "xref"});

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ':' ||
         c == '-';
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

std::string_view local_of(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

// "and c" in "a<b and c>d": what stands behind the name of a start tag, and is none. Attributes
// without a value come alone.
bool is_comparison(std::string_view attributes) {
  attributes = trim(attributes);
  return attributes.find_first_of(" \n\t") != std::string_view::npos &&
         attributes.find_first_of("='\"/") == std::string_view::npos;
}

// Writes text with runs of white space collapsed as it comes.
class TextWriter {
 public:
  explicit TextWriter(std::size_t expected) { out_.reserve(expected); }

  // Plain text without markup.
  void put(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
      if (is_space(text[i])) {
        space_ = true;
        ++i;
        continue;
      }
      std::size_t end = i + 1;
      while (end < text.size() && !is_space(text[end])) ++end;
      flush();
      out_ += text.substr(i, end - i);
      i = end;
    }
  }

  // What a reference stands for; a no-break space is a space.
  void put_reference(std::string_view text) {
    put(text == "\u00A0" ? std::string_view(" ") : text);
  }

  void line_break() { break_ = true; }

  // Begins a text that end_script() lowers or raises.
  void begin_script(Script script) {
    if (scripts_.size() >= kMaxScripts) return;
    scripts_.push_back({script, out_.size()});
  }

  void end_script(Script script) {
    if (scripts_.empty() || scripts_.back().script != script) return;
    const std::size_t begin = scripts_.back().begin;
    scripts_.pop_back();
    // A line break or a long text inside: then it was no index.
    if (out_.size() <= begin || out_.size() - begin > kMaxScriptBytes) return;
    std::string inner = out_.substr(begin);
    const bool spaced = inner.front() == ' ' || inner.front() == '\n';
    const std::string lead = spaced ? inner.substr(0, 1) : std::string();
    if (inner.find('\n', lead.size()) != std::string::npos) return;
    out_.resize(begin);
    out_ += lead + script_text(script, inner, false);
  }

  std::string take() { return std::move(out_); }

 private:
  static constexpr std::size_t kMaxScripts = 16;
  static constexpr std::size_t kMaxScriptBytes = 24;
  struct Open {
    Script script;
    std::size_t begin;
  };

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
  std::vector<Open> scripts_;
  bool space_ = false, break_ = false;
};

class HtmlReader {
 public:
  explicit HtmlReader(std::string_view html)
      : html_(html), last_close_(html.rfind('>')), writer_(html.size()) {}

  std::string read() {
    while (pos_ < html_.size()) {
      const std::size_t next = std::min(html_.find_first_of("<&]", pos_), html_.size());
      writer_.put(html_.substr(pos_, next - pos_));
      pos_ = next;
      if (pos_ < html_.size() && !take_special()) writer_.put(html_.substr(pos_++, 1));
    }
    return writer_.take();
  }

 private:
  bool take_special() {
    switch (html_[pos_]) {
      case '<':
        return take_markup();
      case '&':
        return take_reference();
      default:
        if (!in_cdata_ || !html_.substr(pos_).starts_with("]]>")) return false;
        pos_ += 3;
        in_cdata_ = false;
        return true;
    }
  }

  bool take_reference() {
    reference_.clear();
    if (!append_entity(html_, pos_, EntityPlace::kText, reference_)) return false;
    writer_.put_reference(reference_);
    return true;
  }

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
    const bool ended =
        end < html_.size() && (is_space(html_[end]) || html_[end] == '/' || html_[end] == '>');
    if (!ended || end == begin) return false;  // as in "$a<b$"
    const std::string name = ascii_lower(html_.substr(begin, end - begin));
    if (name[0] == '-' || (name[0] >= '0' && name[0] <= '9')) return false;
    const std::string_view local = local_of(name);
    const Tag tag = find_tag(local);
    const bool known = tag != Tag::kOther || local.size() != name.size() ||
                       name.find('-') != std::string::npos ||
                       std::binary_search(kOtherElements.begin(), kOtherElements.end(), local);
    if (!known) return false;
    constexpr std::size_t kLongestComparison = 80;
    const std::string_view behind = html_.substr(end, kLongestComparison);
    if (!closing && name.size() == 1 && is_comparison(behind.substr(0, behind.find('>')))) {
      return false;
    }
    pos_ = end_of_tag(end);
    const bool empty = html_[pos_ - 1] == '>' && html_[pos_ - 2] == '/';
    enter(tag, name, closing, empty);
    return true;
  }

  void enter(Tag tag, std::string_view name, bool closing, bool empty) {
    if (is_block(tag) || tag == Tag::kTitle || tag == Tag::kHead) writer_.line_break();
    if (tag == Tag::kSub || tag == Tag::kSup) {
      const Script script = tag == Tag::kSub ? Script::kSub : Script::kSuper;
      if (closing) return writer_.end_script(script);
      if (!empty) writer_.begin_script(script);
    }
    if (closing || empty) return;
    if (tag == Tag::kScript || tag == Tag::kStyle) take_content(name);
    if (tag == Tag::kMath) writer_.put(mathml_to_text(take_content(name)));
    if (local_of(name) == "tex-math") put_tex(take_content(name));
  }

  // JATS gives a formula in TeX, in MathML, or in both as alternatives of one another.
  void put_tex(std::string_view tex) {
    constexpr std::string_view kBegin = "\\begin{document}";
    const std::size_t begin = tex.find(kBegin);
    if (begin != std::string_view::npos) {
      tex.remove_prefix(begin + kBegin.size());
      tex = tex.substr(0, tex.find("\\end{document}"));
    }
    // The MathML behind it says the same in a form that needs no guessing.
    const std::string_view behind = html_.substr(pos_, 250);
    if (behind.find("<math") != std::string_view::npos ||
        behind.find(":math") != std::string_view::npos) {
      return;
    }
    writer_.put(math_to_text(decode_entities(tex)));
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

  // Up to the end tag, which is left; everything where there is none.
  std::string_view take_content(std::string_view name) {
    const std::size_t begin = pos_;
    while (pos_ < html_.size()) {
      pos_ = std::min(html_.find("</", pos_), html_.size());
      if (starts_with_ignoring_case(html_.substr(std::min(pos_ + 2, html_.size())), name)) break;
      pos_ = std::min(pos_ + 2, html_.size());
    }
    return html_.substr(begin, pos_ - begin);
  }

  std::string_view html_;
  std::size_t last_close_;
  TextWriter writer_;
  std::string reference_;
  std::size_t pos_ = 0;
  bool quotes_broken_ = false, comments_broken_ = false, in_cdata_ = false;
};

}  // namespace

std::string fragment_to_text(std::string_view html) {
  return sanitise_utf8(HtmlReader(html).read());
}

std::string html_to_text(std::string_view html) {
  const std::string_view beginning = html.substr(0, html.find_first_not_of(" \t\r\n") + 16);
  const std::string_view start = trim(beginning);
  const bool page = starts_with_ignoring_case(start, "<!doctype html") ||
                    starts_with_ignoring_case(start, "<html");
  return page ? extract_article(sanitise_utf8(html), "").text : fragment_to_text(html);
}

std::string html_to_line(std::string_view html) {
  std::string line = fragment_to_text(html);
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line;
}

}  // namespace horizon::crawler
