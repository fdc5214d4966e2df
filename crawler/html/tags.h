// The elements of HTML that a reader of pages treats in their own way.
#pragma once

#include <cstdint>
#include <string_view>

namespace horizon::crawler {

// kOther is any element that is not listed, kText a run of text, kDocument the root.
enum class Tag : std::uint8_t {
  kOther,
  kText,
  kDocument,
  kA,
  kAbbr,
  kAddress,
  kArea,
  kArticle,
  kAside,
  kAudio,
  kB,
  kBase,
  kBdi,
  kBdo,
  kBig,
  kBlockquote,
  kBody,
  kBr,
  kButton,
  kCanvas,
  kCaption,
  kCenter,
  kCite,
  kCode,
  kCol,
  kDd,
  kDel,
  kDetails,
  kDfn,
  kDialog,
  kDir,
  kDiv,
  kDl,
  kDt,
  kEm,
  kEmbed,
  kFieldset,
  kFigcaption,
  kFigure,
  kFont,
  kFooter,
  kForm,
  kH1,
  kH2,
  kH3,
  kH4,
  kH5,
  kH6,
  kHead,
  kHeader,
  kHgroup,
  kHr,
  kHtml,
  kI,
  kIframe,
  kImg,
  kInput,
  kIns,
  kKbd,
  kLabel,
  kLegend,
  kLi,
  kLink,
  kMain,
  kMark,
  kMath,
  kMenu,
  kMeta,
  kNav,
  kNoembed,
  kNoframes,
  kNoscript,
  kObject,
  kOl,
  kOptgroup,
  kOption,
  kOutput,
  kP,
  kParam,
  kPre,
  kQ,
  kRp,
  kRt,
  kRuby,
  kS,
  kSamp,
  kScript,
  kSearch,
  kSection,
  kSelect,
  kSmall,
  kSource,
  kSpan,
  kStrike,
  kStrong,
  kStyle,
  kSub,
  kSummary,
  kSup,
  kSvg,
  kTable,
  kTbody,
  kTd,
  kTemplate,
  kTextarea,
  kTfoot,
  kTh,
  kThead,
  kTime,
  kTitle,
  kTr,
  kTrack,
  kTt,
  kU,
  kUl,
  kVar,
  kVideo,
  kWbr,
  kXmp
};

// What the tree builder and the readers need to know of an element.
enum TagFlag : std::uint16_t {
  kBlockTag = 1,     // begins and ends a line
  kVoidTag = 2,      // has no content and no end tag
  kRawTag = 4,       // its content is text up to its end tag, without markup or entities
  kRcdataTag = 8,    // the same with entities
  kClosesP = 16,     // its start tag ends an open paragraph
  kScopeTag = 32,    // end tags do not reach beyond it (HTML, "has an element in scope")
  kSpecialTag = 64,  // end tags of inline elements do not reach beyond it
  kHeadTag = 128,    // may stand in the head
};

// By its name in lower case.
Tag find_tag(std::string_view name);
std::uint16_t flags_of(Tag tag);
inline bool is_block(Tag tag) { return (flags_of(tag) & kBlockTag) != 0; }
// 1 to 6; 0 for what is no heading.
int heading_level(Tag tag);

}  // namespace horizon::crawler
