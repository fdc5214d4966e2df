// Here is a folded text: which features does a linear model see in it?
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "nlp/fold.h"

namespace horizon::classify::model {

// A feature is the 64-bit hash of its kind and its words; no table of strings is kept. Among a
// million features two meet by chance in one model of 37 million.
using FeatureHash = std::uint64_t;

// What is taken from a text. Words are those of nlp::fold (lower case, English singulars); pairs
// are words with nothing but one space or hyphen between them. Han runs give their characters,
// pairs and triples, which need no segmentation; signs and numbers between them count as characters
// do, for a headline's （图） says much.
struct FeatureOptions {
  bool word_pairs = true;
  std::uint8_t han_grams = 3;  // 1 to 3 characters
  bool title_marks = true;     // words and Han pairs of the title once more, as the title's own
  friend bool operator==(const FeatureOptions&, const FeatureOptions&) = default;
};

// An example or a document as a model sees it.
struct ModelText {
  std::string_view text;          // title and text in one
  std::uint32_t title_bytes = 0;  // how much of it is the title
};

// A feature and the bytes of the original text that it covers.
struct FeaturePlace {
  FeatureHash hash = 0;  // never 0
  std::uint32_t begin = 0;
  std::uint32_t size = 0;
};

// Appends every occurrence, in the order of the text, in time linear in its length. `text` is
// source.text folded.
void extract(const nlp::FoldedText& text, const ModelText& source, const FeatureOptions& options,
             std::vector<FeatureHash>& out);
// The same with places, for explanations.
void extract_places(const nlp::FoldedText& text, const ModelText& source,
                    const FeatureOptions& options, std::vector<FeaturePlace>& out);

}  // namespace horizon::classify::model
