#include <algorithm>
#include <array>

#include "core/text.h"
#include "crawler/formats/export/draft.h"
#include "crawler/formats/export/text_parts.h"

namespace horizon::crawler {
namespace {

struct Word {
  std::string_view text;
  Kind kind;
};

// RIS's abbreviations, BibTeX's entries, CSL's types and the letters of GB/T 7714, in lower case:
// the whole type must be one of them.
constexpr auto kWholeWords = std::to_array<Word>({
    {"jour", Kind::kPaper},
    {"ejour", Kind::kPaper},
    {"jfull", Kind::kPaper},
    {"abst", Kind::kPaper},
    {"inpr", Kind::kPaper},
    {"conf", Kind::kPaper},
    {"cpaper", Kind::kPaper},
    {"thes", Kind::kPaper},
    {"rprt", Kind::kPaper},
    {"chap", Kind::kPaper},
    {"book", Kind::kPaper},
    {"ebook", Kind::kPaper},
    {"echap", Kind::kPaper},
    {"edbook", Kind::kPaper},
    {"unpb", Kind::kPaper},
    {"ser", Kind::kPaper},
    {"pat", Kind::kPatent},
    {"news", Kind::kNews},
    {"mgzn", Kind::kNews},
    {"blog", Kind::kNews},
    {"inpress", Kind::kPaper},
    {"article", Kind::kPaper},
    {"inproceedings", Kind::kPaper},
    {"incollection", Kind::kPaper},
    {"inbook", Kind::kPaper},
    {"techreport", Kind::kPaper},
    {"phdthesis", Kind::kPaper},
    {"mastersthesis", Kind::kPaper},
    {"mvbook", Kind::kPaper},
    {"booklet", Kind::kPaper},
    {"proceedings", Kind::kPaper},
    {"unpublished", Kind::kPaper},
    {"j", Kind::kPaper},
    {"c", Kind::kPaper},
    {"d", Kind::kPaper},
    {"m", Kind::kPaper},
    {"r", Kind::kPaper},
    {"p", Kind::kPatent},
    {"n", Kind::kNews},
    {"b", Kind::kPaper},
    {"s", Kind::kPaper},
    {"elec", Kind::kOther},
    {"stand", Kind::kOther},
    {"data", Kind::kOther},
    {"comp", Kind::kOther},
    {"legal", Kind::kOther},
    {"journal", Kind::kPaper},
    {"review", Kind::kPaper},
    {"letter", Kind::kPaper},
    {"editorial", Kind::kPaper},
    {"preprint", Kind::kPaper},
    {"note", Kind::kPaper},
    {"post", Kind::kOther},
    {"post-weblog", Kind::kNews},
});

// Words that settle it wherever they stand, the strongest first: a "newspaper article" is news.
constexpr auto kPartWords = std::to_array<Word>({
    {"patent", Kind::kPatent},      {"专利", Kind::kPatent},      {"專利", Kind::kPatent},
    {"实用新型", Kind::kPatent},    {"发明", Kind::kPatent},      {"newspaper", Kind::kNews},
    {"magazine", Kind::kNews},      {"news", Kind::kNews},        {"blog", Kind::kNews},
    {"press release", Kind::kNews}, {"报纸", Kind::kNews},        {"新闻", Kind::kNews},
    {"web page", Kind::kOther},     {"webpage", Kind::kOther},    {"dataset", Kind::kOther},
    {"data set", Kind::kOther},     {"standard", Kind::kOther},   {"标准", Kind::kOther},
    {"software", Kind::kOther},     {"journal", Kind::kPaper},    {"article", Kind::kPaper},
    {"proceeding", Kind::kPaper},   {"conference", Kind::kPaper}, {"thesis", Kind::kPaper},
    {"dissertation", Kind::kPaper}, {"report", Kind::kPaper},     {"book", Kind::kPaper},
    {"preprint", Kind::kPaper},     {"manuscript", Kind::kPaper}, {"paper", Kind::kPaper},
    {"期刊", Kind::kPaper},         {"会议", Kind::kPaper},       {"學位", Kind::kPaper},
    {"学位", Kind::kPaper},         {"论文", Kind::kPaper},       {"硕士", Kind::kPaper},
    {"博士", Kind::kPaper},         {"图书", Kind::kPaper},       {"辑刊", Kind::kPaper},
    {"成果", Kind::kOther},
});

}  // namespace

std::optional<Kind> kind_of_type(std::string_view type) {
  const std::string lower = ascii_lower(trim_wide(type).substr(0, 200));
  for (const Word& word : kWholeWords) {
    if (lower == word.text) return word.kind;
  }
  for (const Word& word : kPartWords) {
    if (lower.find(word.text) != std::string::npos) return word.kind;
  }
  return std::nullopt;
}

}  // namespace horizon::crawler
