#include "crawler/html/sanitise_lists.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/text.h"

namespace horizon::crawler {
namespace {

// Each sorted, for binary search.
constexpr auto kElements = std::to_array<std::string_view>(
    {"a",        "abbr",       "acronym",  "address",   "annotation", "area",     "article",
     "aside",    "audio",      "b",        "big",       "blockquote", "br",       "button",
     "canvas",   "caption",    "center",   "circle",    "cite",       "code",     "col",
     "colgroup", "command",    "datagrid", "datalist",  "dd",         "defs",     "del",
     "desc",     "details",    "dfn",      "dialog",    "dir",        "div",      "dl",
     "dt",       "ellipse",    "em",       "fieldset",  "figcaption", "figure",   "font",
     "footer",   "form",       "g",        "h1",        "h2",         "h3",       "h4",
     "h5",       "h6",         "header",   "hr",        "i",          "img",      "input",
     "ins",      "kbd",        "label",    "legend",    "li",         "line",     "m",
     "main",     "map",        "mark",     "math",      "menu",       "merror",   "meter",
     "mfenced",  "mfrac",      "mi",       "mn",        "mo",         "mover",    "mpadded",
     "mphantom", "mroot",      "mrow",     "ms",        "mspace",     "msqrt",    "mstyle",
     "msub",     "msubsup",    "msup",     "mtable",    "mtd",        "mtext",    "mtr",
     "munder",   "munderover", "nav",      "noscript",  "ol",         "optgroup", "option",
     "output",   "p",          "path",     "picture",   "polygon",    "polyline", "pre",
     "progress", "q",          "rect",     "rp",        "rt",         "ruby",     "s",
     "samp",     "section",    "select",   "semantics", "small",      "source",   "span",
     "strike",   "strong",     "sub",      "summary",   "sup",        "svg",      "table",
     "tbody",    "td",         "text",     "textarea",  "tfoot",      "th",       "thead",
     "time",     "tr",         "track",    "tspan",     "tt",         "u",        "ul",
     "var",      "video",      "wbr"});

// HTML's other elements, of every age: known to be tags, whatever becomes of them.
constexpr auto kOthers = std::to_array<std::string_view>(
    {"applet",   "base",    "basefont", "bgsound",   "blink",    "body",    "embed",   "frame",
     "frameset", "head",    "html",     "iframe",    "ilayer",   "isindex", "keygen",  "layer",
     "link",     "listing", "marquee",  "meta",      "multicol", "nobr",    "noembed", "noframes",
     "noscript", "object",  "param",    "plaintext", "script",   "slot",    "spacer",  "style",
     "template", "title",   "xml",      "xmp"});

constexpr auto kVoid = std::to_array<std::string_view>(
    {"area", "base", "basefont", "br", "col", "command", "embed", "frame", "hr", "img", "input",
     "isindex", "keygen", "link", "meta", "param", "source", "track", "wbr"});

constexpr auto kEmbedding = std::to_array<std::string_view>(
    {"applet", "frameset", "iframe", "noembed", "noframes", "object", "template"});

constexpr auto kAttributes = std::to_array<std::string_view>({"abbr",
                                                              "accept",
                                                              "accept-charset",
                                                              "accesskey",
                                                              "action",
                                                              "align",
                                                              "alt",
                                                              "autocomplete",
                                                              "autoplay",
                                                              "axis",
                                                              "background",
                                                              "bgcolor",
                                                              "border",
                                                              "bordercolor",
                                                              "cellpadding",
                                                              "cellspacing",
                                                              "char",
                                                              "charoff",
                                                              "charset",
                                                              "checked",
                                                              "cite",
                                                              "class",
                                                              "clear",
                                                              "color",
                                                              "cols",
                                                              "colspan",
                                                              "columnalign",
                                                              "columnspacing",
                                                              "compact",
                                                              "controls",
                                                              "coords",
                                                              "cx",
                                                              "cy",
                                                              "d",
                                                              "datetime",
                                                              "default",
                                                              "dir",
                                                              "disabled",
                                                              "display",
                                                              "encoding",
                                                              "enctype",
                                                              "face",
                                                              "fill",
                                                              "fill-opacity",
                                                              "fill-rule",
                                                              "font-family",
                                                              "font-size",
                                                              "font-style",
                                                              "font-weight",
                                                              "for",
                                                              "frame",
                                                              "headers",
                                                              "height",
                                                              "high",
                                                              "href",
                                                              "hreflang",
                                                              "hspace",
                                                              "id",
                                                              "ismap",
                                                              "kind",
                                                              "label",
                                                              "lang",
                                                              "list",
                                                              "longdesc",
                                                              "loop",
                                                              "low",
                                                              "lspace",
                                                              "mathsize",
                                                              "mathvariant",
                                                              "max",
                                                              "maxlength",
                                                              "maxsize",
                                                              "media",
                                                              "method",
                                                              "min",
                                                              "minsize",
                                                              "multiple",
                                                              "muted",
                                                              "name",
                                                              "nohref",
                                                              "noshade",
                                                              "nowrap",
                                                              "open",
                                                              "optimum",
                                                              "pattern",
                                                              "ping",
                                                              "placeholder",
                                                              "points",
                                                              "poster",
                                                              "preload",
                                                              "prompt",
                                                              "r",
                                                              "readonly",
                                                              "rel",
                                                              "required",
                                                              "rev",
                                                              "reversed",
                                                              "rowalign",
                                                              "rows",
                                                              "rowspacing",
                                                              "rowspan",
                                                              "rspace",
                                                              "rules",
                                                              "rx",
                                                              "ry",
                                                              "scope",
                                                              "selected",
                                                              "separators",
                                                              "shape",
                                                              "size",
                                                              "span",
                                                              "src",
                                                              "srclang",
                                                              "start",
                                                              "step",
                                                              "stretchy",
                                                              "stroke",
                                                              "stroke-dasharray",
                                                              "stroke-linecap",
                                                              "stroke-width",
                                                              "summary",
                                                              "tabindex",
                                                              "target",
                                                              "text-anchor",
                                                              "title",
                                                              "transform",
                                                              "type",
                                                              "usemap",
                                                              "valign",
                                                              "value",
                                                              "version",
                                                              "viewbox",
                                                              "vspace",
                                                              "width",
                                                              "wrap",
                                                              "x",
                                                              "x1",
                                                              "x2",
                                                              "xml:lang",
                                                              "xmlns",
                                                              "y",
                                                              "y1",
                                                              "y2"});

constexpr auto kAddresses = std::to_array<std::string_view>(
    {"action", "background", "cite", "href", "longdesc", "ping", "poster", "src", "usemap"});

constexpr auto kSchemes = std::to_array<std::string_view>(
    {"aim",    "callto", "cvs",      "doi",   "facetime", "feed",   "ftp",  "git",
     "gopher", "gtalk",  "h323",     "hdl",   "http",     "https",  "imap", "info",
     "irc",    "irc6",   "ircs",     "itms",  "magnet",   "mailto", "mms",  "msnim",
     "news",   "nntp",   "prospero", "rsync", "rtsp",     "rtspu",  "sftp", "shttp",
     "sip",    "sips",   "skype",    "smb",   "snews",    "ssh",    "svn",  "svn+ssh",
     "tel",    "telnet", "urn",      "wais",  "xmpp",     "ymsg"});

constexpr auto kProperties = std::to_array<std::string_view>({"azimuth",
                                                              "background-color",
                                                              "border-bottom-color",
                                                              "border-collapse",
                                                              "border-color",
                                                              "border-left-color",
                                                              "border-right-color",
                                                              "border-top-color",
                                                              "clear",
                                                              "color",
                                                              "cursor",
                                                              "direction",
                                                              "display",
                                                              "elevation",
                                                              "float",
                                                              "font",
                                                              "font-family",
                                                              "font-size",
                                                              "font-style",
                                                              "font-variant",
                                                              "font-weight",
                                                              "height",
                                                              "letter-spacing",
                                                              "line-height",
                                                              "overflow",
                                                              "pause",
                                                              "pause-after",
                                                              "pause-before",
                                                              "pitch",
                                                              "pitch-range",
                                                              "richness",
                                                              "speak",
                                                              "speak-header",
                                                              "speak-numeral",
                                                              "speak-punctuation",
                                                              "speech-rate",
                                                              "stress",
                                                              "text-align",
                                                              "text-decoration",
                                                              "text-indent",
                                                              "unicode-bidi",
                                                              "vertical-align",
                                                              "voice-family",
                                                              "volume",
                                                              "white-space",
                                                              "width"});

constexpr auto kKeywords = std::to_array<std::string_view>(
    {"!important", "aqua",   "auto",   "black",       "block",     "blue",   "bold",    "both",
     "bottom",     "brown",  "center", "collapse",    "dashed",    "dotted", "fuchsia", "gray",
     "green",      "italic", "left",   "lime",        "maroon",    "medium", "navy",    "none",
     "normal",     "nowrap", "olive",  "pointer",     "purple",    "red",    "right",   "silver",
     "solid",      "teal",   "top",    "transparent", "underline", "white",  "yellow"});

template <typename List>
bool holds(const List& list, std::string_view name) {
  const auto found = std::lower_bound(list.begin(), list.end(), name);
  return found != list.end() && *found == name;
}

static_assert(std::is_sorted(kElements.begin(), kElements.end()));
static_assert(std::is_sorted(kOthers.begin(), kOthers.end()));
static_assert(std::is_sorted(kVoid.begin(), kVoid.end()));
static_assert(std::is_sorted(kEmbedding.begin(), kEmbedding.end()));
static_assert(std::is_sorted(kAttributes.begin(), kAttributes.end()));
static_assert(std::is_sorted(kAddresses.begin(), kAddresses.end()));
static_assert(std::is_sorted(kSchemes.begin(), kSchemes.end()));
static_assert(std::is_sorted(kProperties.begin(), kProperties.end()));
static_assert(std::is_sorted(kKeywords.begin(), kKeywords.end()));

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// A length, a colour by number, or a keyword.
bool is_plain_value(std::string_view value) {
  const std::string lower = ascii_lower(value);
  if (holds(kKeywords, lower)) return true;
  std::string_view rest = lower;
  if (rest.starts_with('#')) {
    return rest.size() > 1 && std::all_of(rest.begin() + 1, rest.end(), [](char c) {
             return is_digit(c) || (c >= 'a' && c <= 'f');
           });
  }
  if (rest.starts_with("rgb(")) {
    return std::all_of(rest.begin() + 4, rest.end(),
                       [](char c) { return is_digit(c) || c == ',' || c == '%' || c == ')'; });
  }
  if (rest.starts_with('-')) rest.remove_prefix(1);
  std::size_t digits = 0;
  while (digits < rest.size() && (is_digit(rest[digits]) || rest[digits] == '.')) ++digits;
  if (digits == 0 || digits > 5) return false;
  static constexpr std::array<std::string_view, 12> kUnits = {"",   "cm", "em", "ex", "in", "mm",
                                                              "pc", "pt", "px", "%",  ",",  ")"};
  return std::find(kUnits.begin(), kUnits.end(), rest.substr(digits)) != kUnits.end();
}

bool is_group(std::string_view property) {
  const std::string_view group = property.substr(0, property.find('-'));
  return group == "background" || group == "border" || group == "margin" || group == "padding";
}

bool has_plain_values(std::string_view value) {
  for (const std::string_view word : split(value, ' ')) {
    if (!word.empty() && !is_plain_value(word)) return false;
  }
  return true;
}

// Only what declarations of plain values are made of: no address, no expression, no escape.
bool is_plain_style(std::string_view style) {
  for (std::size_t open = style.find('('); open != std::string_view::npos;
       open = style.find('(', open + 1)) {
    const std::size_t close = style.find_first_not_of("0123456789,.% \t", open + 1);
    if (close == std::string_view::npos || style[close] != ')') return false;
  }
  return std::all_of(style.begin(), style.end(), [](char c) {
    return is_letter(c) || is_digit(c) ||
           std::string_view(" \t\n:,;#%.!-'\"()").find(c) != std::string_view::npos;
  });
}

// "url(...)" and what is in it, as far as it can be told.
std::string without_addresses(std::string_view style) {
  std::string out;
  while (!style.empty()) {
    std::size_t begin = 0;
    while (begin < style.size() && !starts_with_ignoring_case(style.substr(begin), "url")) ++begin;
    out += style.substr(0, begin);
    style.remove_prefix(begin);
    if (style.empty()) break;
    std::size_t open = 3;
    while (open < style.size() && (style[open] == ' ' || style[open] == '\t')) ++open;
    const std::size_t close = style.find(')', open);
    if (open < style.size() && style[open] == '(' && close != std::string_view::npos) {
      style.remove_prefix(close + 1);
      out += ' ';
    } else {
      out += style.substr(0, 3);
      style.remove_prefix(3);
    }
  }
  return out;
}

}  // namespace

bool is_safe_element(std::string_view name) { return holds(kElements, name); }
bool is_other_element(std::string_view name) { return holds(kOthers, name); }
bool is_void_element(std::string_view name) { return holds(kVoid, name); }
bool is_raw_element(std::string_view name) { return name == "script" || name == "style"; }
bool is_embedding_element(std::string_view name) { return holds(kEmbedding, name); }
bool is_safe_attribute(std::string_view name) { return holds(kAttributes, name); }
bool is_address_attribute(std::string_view name) { return holds(kAddresses, name); }

bool is_safe_address(std::string_view element, std::string_view attribute, std::string_view url) {
  std::string scheme;
  for (const char c : url) {
    if (static_cast<unsigned char>(c) <= ' ') continue;
    if (c == ':') {
      if (scheme == "data") {
        std::string_view rest = url.substr(url.find(':') + 1);
        return element == "img" && attribute == "src" &&
               starts_with_ignoring_case(trim(rest), "image/") &&
               !starts_with_ignoring_case(trim(rest), "image/svg");
      }
      return holds(kSchemes, scheme);
    }
    const bool letter = is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
    if (!letter) return true;  // no scheme: relative
    scheme += static_cast<char>(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
    if (scheme.size() > 32) return true;
  }
  return true;
}

std::string sanitise_style(std::string_view style) {
  const std::string plain = without_addresses(style.substr(0, 4096));
  if (!is_plain_style(plain)) return {};
  std::string out;
  for (const std::string_view declaration : split(plain, ';')) {
    const std::size_t colon = declaration.find(':');
    if (trim(declaration).empty()) continue;
    if (colon == std::string_view::npos) return {};
    const std::string_view name = trim(declaration.substr(0, colon));
    const std::string property = ascii_lower(name);
    const std::string_view value = trim(declaration.substr(colon + 1));
    if (value.empty() || value.find(':') != std::string_view::npos) continue;
    if (!holds(kProperties, property) && !(is_group(property) && has_plain_values(value))) continue;
    if (!out.empty()) out += ' ';
    out.append(name).append(": ").append(value).append(";");
  }
  return out;
}

}  // namespace horizon::crawler
