#include "crawler/formats/patent/patent_text.h"

#include <algorithm>
#include <array>
#include <pugixml.hpp>

#include "core/text.h"
#include "crawler/formats/patent/patent_tree.h"
#include "crawler/text/html_text.h"

namespace horizon::crawler {
namespace {

// What an element is when a reader looks at it.
enum class Look { kInline, kBlock, kSub, kSup, kMath, kHidden };

struct NamedLook {
  std::string_view name;  // as canonical_name() gives it
  Look look;
};

constexpr auto kLooks = std::to_array<NamedLook>({
    {"br", Look::kBlock},
    {"chemistry", Look::kHidden},
    {"claimtext", Look::kBlock},
    {"clmstep", Look::kBlock},
    {"customcharacter", Look::kHidden},
    {"cwu", Look::kHidden},
    {"dd", Look::kBlock},
    {"dt", Look::kBlock},
    {"embeddedimage", Look::kHidden},
    {"emi", Look::kHidden},
    {"h", Look::kHidden},
    {"heading", Look::kHidden},
    {"image", Look::kHidden},
    {"img", Look::kHidden},
    {"inf", Look::kSub},
    {"li", Look::kBlock},
    {"math", Look::kMath},
    {"number", Look::kHidden},
    {"p", Look::kBlock},
    {"para", Look::kBlock},
    {"paragraph", Look::kBlock},
    {"paragraphs", Look::kBlock},
    {"row", Look::kBlock},
    {"sb", Look::kSub},
    {"sp", Look::kSup},
    {"sub", Look::kSub},
    {"sub2", Look::kSub},
    {"subscript", Look::kSub},
    {"sup", Look::kSup},
    {"sup2", Look::kSup},
    {"superscript", Look::kSup},
});
static_assert(std::is_sorted(kLooks.begin(), kLooks.end(),
                             [](const auto& a, const auto& b) { return a.name < b.name; }));

Look look_of(const pugi::xml_node& node) {
  const std::string name = canonical_name(node.name());
  const auto* const found =
      std::lower_bound(kLooks.begin(), kLooks.end(), name,
                       [](const NamedLook& a, std::string_view b) { return a.name < b; });
  return found != kLooks.end() && found->name == name ? found->look : Look::kInline;
}

// Adds text whose entities are not resolved, with those that HTML does not know replaced.
void add_raw(std::string_view text, std::string& html) {
  for (std::size_t pos = 0; pos < text.size();) {
    const std::size_t amp = std::min(text.find('&', pos), text.size());
    html += text.substr(pos, amp - pos);
    if (amp == text.size()) return;
    std::size_t end = amp + 1;
    while (end < text.size() && end - amp < 12 && text[end] != ';' && text[end] != '&') ++end;
    const bool closed = end < text.size() && text[end] == ';';
    const std::string_view known =
        closed ? iso_entity(text.substr(amp + 1, end - amp - 1)) : std::string_view();
    html += known.empty() ? std::string_view("&") : known;
    pos = known.empty() ? amp + 1 : end + 1;
  }
}

void add_escaped(std::string_view text, std::string& html) {
  for (const char c : text) {
    if (c == '<') {
      html += "&lt;";
    } else if (c == '&') {
      html += "&amp;";
    } else {
      html += c;
    }
  }
}

void add_tag(Look look, bool closing, const char* name, std::string& html) {
  const char* const begin = closing ? "</" : "<";
  if (look == Look::kBlock) html += "<br>";
  if (look == Look::kSub) html += std::string(begin) + "sub>";
  if (look == Look::kSup) html += std::string(begin) + "sup>";
  if (look == Look::kMath) html += std::string(begin) + name + ">";
}

// The tree as the HTML that html_to_text() reads. Depth first without recursion.
std::string html_of(const pugi::xml_node& top) {
  std::string html;
  int math = 0;  // inside MathML every element is one of HTML's
  pugi::xml_node node = top.first_child();
  while (node) {
    const bool element = node.type() == pugi::node_element;
    Look look = element ? look_of(node) : Look::kInline;
    if (node.type() == pugi::node_pcdata) add_raw(node.value(), html);
    if (node.type() == pugi::node_cdata) add_escaped(node.value(), html);
    if (element && (math > 0 || look == Look::kMath)) look = Look::kMath;
    if (element) add_tag(look, false, node.name(), html);
    if (element && look != Look::kHidden && node.first_child()) {
      if (look == Look::kMath) ++math;
      node = node.first_child();
      continue;
    }
    if (element) add_tag(look, true, node.name(), html);
    while (node && !node.next_sibling()) {
      node = node.parent();
      if (node == top) return html;
      const Look above = math > 0 ? Look::kMath : look_of(node);
      if (math > 0) --math;
      add_tag(above, true, node.name(), html);
    }
    node = node.next_sibling();
  }
  return html;
}

// The EPO's mark for a drawing that its text does not hold.
std::string without_image_marks(std::string text) {
  for (const std::string_view mark : {"<IMAGE>", "<CHEM>", "<MATH>", "<TABLE>"}) {
    std::size_t at = 0;
    while ((at = text.find(mark, at)) != std::string::npos) text.erase(at, mark.size());
  }
  return std::string(trim(text));
}

std::string reader_text(const std::string& html) {
  if (html.find_first_of("<&") == std::string::npos)
    return collapse_whitespace(sanitise_utf8(html));
  return without_image_marks(html_to_text(html));
}

}  // namespace

std::string patent_text(const pugi::xml_node& node) { return reader_text(html_of(node)); }

std::string patent_line(const pugi::xml_node& node) {
  return collapse_whitespace(patent_text(node));
}

std::string markup_line(std::string_view markup) {
  std::string html;
  add_raw(markup, html);
  return collapse_whitespace(reader_text(html));
}

std::string without_claim_number(std::string text) {
  std::size_t end = 0;
  while (end < text.size() && end < 4 && text[end] >= '0' && text[end] <= '9') ++end;
  if (end == 0) return text;
  std::string_view rest = std::string_view(text).substr(end);
  while (!rest.empty() && rest[0] == ' ') rest.remove_prefix(1);
  for (const std::string_view mark : {".", "、", "．", ")", ":"}) {
    if (rest.starts_with(mark)) return std::string(trim(rest.substr(mark.size())));
  }
  return text;
}

}  // namespace horizon::crawler
