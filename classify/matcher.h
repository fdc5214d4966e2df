// Which of the taxonomy's terms stand in a document, after case, context and traps have spoken.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "classify/lexicon.h"
#include "core/document.h"
#include "nlp/passage.h"

namespace horizon::classify {

using nlp::Passage;

// One occurrence of one node's term.
struct Hit {
  const Use* use = nullptr;  // owned by the lexicon
  PhraseId phrase = kNoPhrase;
  Field field = Field::kTitle;
  std::uint32_t first = 0;  // token
  std::uint32_t end = 0;    // token behind the last
  float weight = 0;         // the use's, halved where another subfield's longer term covers it
  bool counts = false;      // as evidence: a term that no longer term or trap of its node hides
  bool mentions = false;    // a name or alias that no trap and no other name or alias hides
};

enum class Strictness : std::uint8_t {
  kDocument,
  // A text that is nothing but an acronym means it, in any case and without its context.
  kQuery,
};

// Hits that count or mention, ordered by node, field and place. An acronym that the document
// defines ("PQC (parameterized quantum circuit)") means what it says there: a term where the
// expansion is one of the same node, without further context, and none where it is not; and an
// acronym that is defined by a term stands for it wherever it is written.
std::vector<Hit> match(const Lexicon& lexicon, const Passage& title, const Passage& abstract,
                       Strictness strictness);

// The place of a hit in the source.
struct SourceSpan {
  std::uint32_t begin = 0;
  std::uint32_t size = 0;
};
SourceSpan source_span(const Hit& hit, const nlp::FoldedText& folded);

}  // namespace horizon::classify
