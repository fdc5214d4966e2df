#include "crawler/text/mathml_text.h"

#include <algorithm>
#include <vector>

#include "core/text.h"
#include "crawler/html/html_tokens.h"
#include "crawler/text/html_text.h"
#include "crawler/text/script_text.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kMaxDepth = 64;

std::string bracketed(const std::string& text) {
  const bool compound = text.size() > 1 && text.find_first_of("+-=/ ") != std::string::npos;
  return compound ? "(" + text + ")" : text;
}

std::string_view local_of(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

class MathReader {
 public:
  explicit MathReader(std::string_view markup) : tokens_(markup) { open_.emplace_back(); }

  std::string read() {
    HtmlToken token;
    while (tokens_.next(token)) {
      if (token.kind == HtmlToken::Kind::kText) {
        const std::string text = collapse_whitespace(decode_entities(token.text));
        if (skipped_ == 0 && !text.empty()) open_.back().parts.push_back(text);
      } else if (token.kind == HtmlToken::Kind::kStart) {
        start(local_of(token.name), token.self_closing);
      } else {
        end(local_of(token.name));
      }
    }
    while (open_.size() > 1) close();
    return collapse_whitespace(joined(open_.back().parts, 0));
  }

 private:
  struct Element {
    std::string name;
    std::vector<std::string> parts;  // its children as text
  };

  void start(std::string_view name, bool empty) {
    if (skipped_ > 0 || name.starts_with("annotation")) {
      if (!empty) ++skipped_;
      return;
    }
    if (name == "mspace") open_.back().parts.emplace_back(" ");
    if (name == "mprescripts" || name == "none") open_.back().parts.emplace_back();
    if (empty || open_.size() >= kMaxDepth) return;
    open_.push_back({std::string(name), {}});
  }

  void end(std::string_view name) {
    if (skipped_ > 0) {
      --skipped_;
      return;
    }
    // An end tag of what was not opened (or too deep) ends nothing.
    for (std::size_t i = open_.size(); i-- > 1;) {
      if (open_[i].name != name) continue;
      while (open_.size() > i) close();
      return;
    }
  }

  void close() {
    const Element element = std::move(open_.back());
    open_.pop_back();
    open_.back().parts.push_back(text_of(element));
  }

  static std::string joined(const std::vector<std::string>& parts, std::size_t from) {
    std::string text;
    for (std::size_t i = from; i < parts.size(); ++i) text += parts[i];
    return text;
  }

  static std::string text_of(const Element& element) {
    const std::vector<std::string>& parts = element.parts;
    const std::string_view name = element.name;
    if (parts.size() >= 2) {
      if (name == "msub" || name == "munder") {
        return parts[0] + script_text(Script::kSub, joined(parts, 1), true);
      }
      if (name == "msup") return parts[0] + script_text(Script::kSuper, joined(parts, 1), true);
      if (name == "mover") return over(parts[0], joined(parts, 1));
      if (name == "msubsup" || name == "munderover") {
        return parts[0] + script_text(Script::kSub, parts[1], true) +
               script_text(Script::kSuper, joined(parts, 2), true);
      }
      if (name == "mfrac") return bracketed(parts[0]) + "/" + bracketed(joined(parts, 1));
    }
    if (name == "msqrt") return "√" + bracketed(joined(parts, 0));
    if (name == "mroot" && parts.size() == 2) {
      return (parts[1] == "3" ? "∛" : parts[1] == "2" ? "√" : parts[1] + "√") + bracketed(parts[0]);
    }
    if (name == "mtd" || name == "mtr") return joined(parts, 0) + " ";
    return joined(parts, 0);
  }

  // What stands over a letter: an accent where it is one, else an upper index.
  static std::string over(const std::string& base, const std::string& above) {
    if (above == "¯" || above == "‾" || above == "_" || above == "ˉ") return base + "\u0304";
    if (above == "^" || above == "ˆ") return base + "\u0302";
    if (above == "~" || above == "˜") return base + "\u0303";
    if (above == "→" || above == "⃗") return base + "\u20D7";
    if (above == "˙" || above == ".") return base + "\u0307";
    return base + script_text(Script::kSuper, above, true);
  }

  HtmlTokens tokens_;
  std::vector<Element> open_;
  int skipped_ = 0;  // open elements of an annotation
};

}  // namespace

std::string mathml_to_text(std::string_view markup) { return MathReader(markup).read(); }

}  // namespace horizon::crawler
