// What the acronyms of one document mean, as the document itself defines them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "classify/lexicon.h"
#include "core/document.h"
#include "nlp/acronyms.h"
#include "nlp/passage.h"

namespace horizon::classify {

// A phrase of the lexicon that stands in a document.
struct Found {
  PhraseMatch match;
  Field field = Field::kTitle;
  bool capitals = false;
};

// An acronym that the document defines by a term: it stands for the term wherever it stands.
struct Stand {
  const Use* use = nullptr;  // the term's; owned by the lexicon
  PhraseId phrase = kNoPhrase;
  Field field = Field::kTitle;
  nlp::TokenRange tokens;
};

enum class Meaning : std::uint8_t {
  kUnsaid,   // the document does not define the acronym
  kAgrees,   // it stands for this node's term
  kDiffers,  // it stands for something else
};

class ShortForms {
 public:
  explicit ShortForms(const Lexicon& lexicon) : lexicon_(&lexicon) {}

  // Finds the definitions of one text; `found` are its phrases, by first token.
  void add(const nlp::Passage& passage, Field field, std::span<const Found> found);

  bool empty() const { return forms_.empty(); }
  // What the document says of an acronym of the taxonomy that stands in it as `folded`.
  Meaning meaning(const Use& use, std::string_view folded) const;
  // Every further place of an acronym that is defined by a term, in both texts.
  std::vector<Stand> stands() const;

 private:
  struct Text {
    nlp::Passage passage;
    Field field = Field::kTitle;
  };
  struct Form {
    std::string acronym;                     // folded
    std::string expansion;                   // folded; empty if its beginning is not known
    std::vector<taxonomy::NodeIndex> nodes;  // that have a term in the expansion, sorted
    const Use* use = nullptr;                // the term that the expansion is, if it is one
    PhraseId phrase = kNoPhrase;
    std::string source;      // the acronym as written
    nlp::TokenRange tokens;  // of the acronym in the definition
    Field field = Field::kTitle;
  };

  void support(Form& form, const nlp::Definition& definition, std::span<const Found> found) const;
  void add_stands(const Form& form, const Text& text, std::vector<Stand>& out) const;

  const Lexicon* lexicon_;
  std::vector<Text> texts_;
  std::vector<Form> forms_;
};

}  // namespace horizon::classify
