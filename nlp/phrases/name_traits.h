// What the words of a phrase say about whether it names something.
#pragma once

#include <span>
#include <string_view>

namespace horizon::nlp {

struct NameTraits {
  bool begins_like_name = false;
  bool ends_like_name = false;
  bool generic_end = false;    // "method", "system": what is before it may be the name by itself
  bool place_or_time = false;  // "saudi arabia", "march", "university": no technology
  bool han = false;            // ideographs are among its words
};

// Of the folded words of a phrase (of ideographs, each is one). Closed lists of general language
// (edge_words.h) and, for phrases of several words, what may begin and end them though it names
// nothing alone: "big data", "channel state". Of Chinese, the first and last ideographs decide.
NameTraits name_traits(std::span<const std::string_view> words);

}  // namespace horizon::nlp
