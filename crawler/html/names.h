// What authors of pages call the parts of their pages: evidence in class, id, role and itemprop.
#pragma once

#include <cstdint>
#include <string_view>

#include "crawler/html/html_tree.h"

namespace horizon::crawler {

enum class Aversion : std::uint8_t {
  kNone,
  kWeak,    // often beside the text, sometimes in it: "meta", "tags", "author"
  kStrong,  // never the text, unless the name is that of everything: "sidebar", "related", "nav"
  kComments
};

struct NameEvidence {
  Aversion aversion = Aversion::kNone;
  std::uint16_t word = 0;  // which of the known words said so
  // 3: named as the text of an article ("entry-content", itemprop=articleBody); 2: as the article
  // ("post", <article>); 1: as the main part of the page; 0: none.
  std::uint8_t affection = 0;
  bool lead = false;  // named as what introduces an article ("standfirst", "dek")
};

NameEvidence name_evidence(const HtmlTree& tree, NodeIndex element);

// Number of different values of NameEvidence::word.
std::size_t name_word_count();

}  // namespace horizon::crawler
