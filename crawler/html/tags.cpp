#include "crawler/html/tags.h"

#include <algorithm>
#include <array>

namespace horizon::crawler {
namespace {

struct Element {
  std::string_view name;
  Tag tag;
  std::uint16_t flags;
};

// Sorted by name, in the order of the enumeration.
constexpr auto kElements = std::to_array<Element>({
    {"a", Tag::kA, 0},
    {"abbr", Tag::kAbbr, 0},
    {"address", Tag::kAddress, kBlockTag | kClosesP | kSpecialTag},
    {"area", Tag::kArea, kVoidTag},
    {"article", Tag::kArticle, kBlockTag | kClosesP | kSpecialTag},
    {"aside", Tag::kAside, kBlockTag | kClosesP | kSpecialTag},
    {"audio", Tag::kAudio, 0},
    {"b", Tag::kB, 0},
    {"base", Tag::kBase, kVoidTag | kHeadTag},
    {"bdi", Tag::kBdi, 0},
    {"bdo", Tag::kBdo, 0},
    {"big", Tag::kBig, 0},
    {"blockquote", Tag::kBlockquote, kBlockTag | kClosesP | kSpecialTag},
    {"body", Tag::kBody, kBlockTag | kSpecialTag},
    {"br", Tag::kBr, kVoidTag | kBlockTag},
    {"button", Tag::kButton, kSpecialTag},
    {"canvas", Tag::kCanvas, 0},
    {"caption", Tag::kCaption, kBlockTag | kScopeTag | kSpecialTag},
    {"center", Tag::kCenter, kBlockTag | kClosesP | kSpecialTag},
    {"cite", Tag::kCite, 0},
    {"code", Tag::kCode, 0},
    {"col", Tag::kCol, kVoidTag},
    {"dd", Tag::kDd, kBlockTag | kSpecialTag},
    {"del", Tag::kDel, 0},
    {"details", Tag::kDetails, kBlockTag | kClosesP | kSpecialTag},
    {"dfn", Tag::kDfn, 0},
    {"dialog", Tag::kDialog, kBlockTag | kClosesP | kSpecialTag},
    {"dir", Tag::kDir, kBlockTag | kClosesP | kSpecialTag},
    {"div", Tag::kDiv, kBlockTag | kClosesP | kSpecialTag},
    {"dl", Tag::kDl, kBlockTag | kClosesP | kSpecialTag},
    {"dt", Tag::kDt, kBlockTag | kSpecialTag},
    {"em", Tag::kEm, 0},
    {"embed", Tag::kEmbed, kVoidTag},
    {"fieldset", Tag::kFieldset, kBlockTag | kClosesP | kSpecialTag},
    {"figcaption", Tag::kFigcaption, kBlockTag | kClosesP | kSpecialTag},
    {"figure", Tag::kFigure, kBlockTag | kClosesP | kSpecialTag},
    {"font", Tag::kFont, 0},
    {"footer", Tag::kFooter, kBlockTag | kClosesP | kSpecialTag},
    {"form", Tag::kForm, kBlockTag | kClosesP | kSpecialTag},
    {"h1", Tag::kH1, kBlockTag | kClosesP | kSpecialTag},
    {"h2", Tag::kH2, kBlockTag | kClosesP | kSpecialTag},
    {"h3", Tag::kH3, kBlockTag | kClosesP | kSpecialTag},
    {"h4", Tag::kH4, kBlockTag | kClosesP | kSpecialTag},
    {"h5", Tag::kH5, kBlockTag | kClosesP | kSpecialTag},
    {"h6", Tag::kH6, kBlockTag | kClosesP | kSpecialTag},
    {"head", Tag::kHead, kHeadTag},
    {"header", Tag::kHeader, kBlockTag | kClosesP | kSpecialTag},
    {"hgroup", Tag::kHgroup, kBlockTag | kClosesP | kSpecialTag},
    {"hr", Tag::kHr, kBlockTag | kClosesP | kSpecialTag | kVoidTag},
    {"html", Tag::kHtml, kBlockTag | kSpecialTag | kScopeTag},
    {"i", Tag::kI, 0},
    {"iframe", Tag::kIframe, kRawTag},
    {"img", Tag::kImg, kVoidTag},
    {"input", Tag::kInput, kVoidTag},
    {"ins", Tag::kIns, 0},
    {"kbd", Tag::kKbd, 0},
    {"label", Tag::kLabel, 0},
    {"legend", Tag::kLegend, kBlockTag | kSpecialTag},
    {"li", Tag::kLi, kBlockTag | kSpecialTag},
    {"link", Tag::kLink, kVoidTag | kHeadTag},
    {"main", Tag::kMain, kBlockTag | kClosesP | kSpecialTag},
    {"mark", Tag::kMark, 0},
    {"math", Tag::kMath, 0},
    {"menu", Tag::kMenu, kBlockTag | kClosesP | kSpecialTag},
    {"meta", Tag::kMeta, kVoidTag | kHeadTag},
    {"nav", Tag::kNav, kBlockTag | kClosesP | kSpecialTag},
    {"noembed", Tag::kNoembed, kRawTag},
    {"noframes", Tag::kNoframes, kRawTag},
    {"noscript", Tag::kNoscript, kHeadTag},
    {"object", Tag::kObject, kScopeTag | kSpecialTag},
    {"ol", Tag::kOl, kBlockTag | kClosesP | kSpecialTag},
    {"optgroup", Tag::kOptgroup, kBlockTag | kSpecialTag},
    {"option", Tag::kOption, kBlockTag | kSpecialTag},
    {"output", Tag::kOutput, 0},
    {"p", Tag::kP, kBlockTag | kClosesP | kSpecialTag},
    {"param", Tag::kParam, kVoidTag},
    {"pre", Tag::kPre, kBlockTag | kClosesP | kSpecialTag},
    {"q", Tag::kQ, 0},
    {"rp", Tag::kRp, 0},
    {"rt", Tag::kRt, 0},
    {"ruby", Tag::kRuby, 0},
    {"s", Tag::kS, 0},
    {"samp", Tag::kSamp, 0},
    {"script", Tag::kScript, kRawTag | kHeadTag},
    {"search", Tag::kSearch, kBlockTag | kClosesP | kSpecialTag},
    {"section", Tag::kSection, kBlockTag | kClosesP | kSpecialTag},
    {"select", Tag::kSelect, 0},
    {"small", Tag::kSmall, 0},
    {"source", Tag::kSource, kVoidTag},
    {"span", Tag::kSpan, 0},
    {"strike", Tag::kStrike, 0},
    {"strong", Tag::kStrong, 0},
    {"style", Tag::kStyle, kRawTag | kHeadTag},
    {"sub", Tag::kSub, 0},
    {"summary", Tag::kSummary, kBlockTag | kClosesP | kSpecialTag},
    {"sup", Tag::kSup, 0},
    {"svg", Tag::kSvg, 0},
    {"table", Tag::kTable, kBlockTag | kClosesP | kScopeTag | kSpecialTag},
    {"tbody", Tag::kTbody, kBlockTag | kSpecialTag},
    {"td", Tag::kTd, kBlockTag | kScopeTag | kSpecialTag},
    {"template", Tag::kTemplate, kScopeTag | kSpecialTag | kHeadTag},
    {"textarea", Tag::kTextarea, kRcdataTag},
    {"tfoot", Tag::kTfoot, kBlockTag | kSpecialTag},
    {"th", Tag::kTh, kBlockTag | kScopeTag | kSpecialTag},
    {"thead", Tag::kThead, kBlockTag | kSpecialTag},
    {"time", Tag::kTime, 0},
    {"title", Tag::kTitle, kRcdataTag | kHeadTag},
    {"tr", Tag::kTr, kBlockTag | kSpecialTag},
    {"track", Tag::kTrack, kVoidTag},
    {"tt", Tag::kTt, 0},
    {"u", Tag::kU, 0},
    {"ul", Tag::kUl, kBlockTag | kClosesP | kSpecialTag},
    {"var", Tag::kVar, 0},
    {"video", Tag::kVideo, 0},
    {"wbr", Tag::kWbr, kVoidTag},
    {"xmp", Tag::kXmp, kRawTag},
});

constexpr auto kFirst = static_cast<std::size_t>(kElements.front().tag);

}  // namespace

Tag find_tag(std::string_view name) {
  const auto* const found = std::lower_bound(
      kElements.begin(), kElements.end(), name,
      [](const Element& element, std::string_view wanted) { return element.name < wanted; });
  return found != kElements.end() && found->name == name ? found->tag : Tag::kOther;
}

std::uint16_t flags_of(Tag tag) {
  const auto index = static_cast<std::size_t>(tag);
  return index < kFirst ? std::uint16_t{0} : kElements[index - kFirst].flags;
}

int heading_level(Tag tag) {
  if (tag < Tag::kH1 || tag > Tag::kH6) return 0;
  return 1 + static_cast<int>(tag) - static_cast<int>(Tag::kH1);
}

}  // namespace horizon::crawler
