// What the index cannot tell, because it knows which words a document has and not their order:
// phrases, nearness, and words that belong to one name. Internal to the module's .cpp files.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"
#include "index/query/ast.h"
#include "nlp/fold.h"

namespace horizon::index {

struct Place {
  enum class Kind : std::uint8_t {
    kPhrase,  // one part, word for word
    kPrefix,  // one part; the last of its words may go on
    kNear,    // two parts at most `distance` words (Chinese: characters) apart
    kName,    // all words of one part in one name, in any order
  };
  struct Part {
    std::string text = {};  // folded
    bool prefix = false;    // its last word may go on
    bool stemmed = false;   // one word, in any of its forms
  };
  Kind kind = Kind::kPhrase;
  QueryField field = QueryField::kText;
  std::vector<Part> parts;
  std::uint32_t distance = 0;
};

// A web address holds no phrase, unless the phrase (folded) is one of an address.
bool is_of_address(std::string_view phrase);

// One text, folded once for any number of places.
class TextPlaces {
 public:
  explicit TextPlaces(const Document& document) : document_(&document) {}

  bool holds(const Place& place);

 private:
  const nlp::FoldedText& title();
  const nlp::FoldedText& abstract();

  const Document* document_;
  std::optional<nlp::FoldedText> title_, abstract_;
};

// Calls `found(first token, last token)` wherever a folded phrase stands as whole words; with
// `prefix` its last word may go on.
template <typename Found>
void find_phrase(const nlp::FoldedText& folded, std::string_view phrase, bool prefix,
                 Found&& found) {
  if (phrase.empty()) return;
  for (std::size_t i = 0; i < folded.tokens.size(); ++i) {
    const std::uint32_t begin = folded.tokens[i].begin;
    if (folded.text.compare(begin, phrase.size(), phrase) != 0) continue;
    const std::size_t end = begin + phrase.size();
    std::size_t last = i;
    while (last + 1 < folded.tokens.size() && folded.tokens[last + 1].begin < end) ++last;
    if (prefix || folded.tokens[last].begin + folded.tokens[last].size == end) found(i, last);
  }
}

}  // namespace horizon::index
