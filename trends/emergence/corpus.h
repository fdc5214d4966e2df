// The phrases of many documents as flat tables: what emergence is measured on. A view: whoever
// makes it (pipeline/phrase_corpus.h) owns the memory.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

#include "core/date.h"
#include "core/document.h"

namespace horizon::trends {

using PhraseIndex = std::uint32_t;
inline constexpr PhraseIndex kNoPhrase = std::numeric_limits<PhraseIndex>::max();

// What is known of a phrase from its words alone, as bits.
enum PhraseTrait : std::uint8_t {
  kBeginsLikeName = 1,  // its first word may begin a term
  kEndsLikeName = 2,    // its last word may end one
  kHanPhrase = 4,       // ideographs are among its words
  kGenericEnd = 8,      // its last word says what kind of thing it is: method, model, system
  kOneWord = 16,
  kNamesPlaceOrTime = 32,  // a place, a month, an institution
};

struct PhraseFacts {
  // The same without its last and its first word ("of" goes with it); kNoPhrase where that is no
  // phrase of the corpus.
  PhraseIndex without_last = kNoPhrase;
  PhraseIndex without_first = kNoPhrase;
  std::uint8_t traits = 0;
  std::uint8_t words = 1;
  std::uint16_t unused = 0;  // no byte of a row is left to chance
};

// One place of a phrase in a document (the first): the document × 64 + its surroundings.
using Posting = std::uint32_t;
enum PostingContext : std::uint8_t {
  kEndsAtBound = 1,       // punctuation or a function word that is no determiner follows
  kBeginsAtBound = 2,     // punctuation or a function word precedes, no verbal one
  kBeforeDeterminer = 4,  // "learn a"
  kAfterVerbal = 8,       // "to learn"
  kInTitle = 16,
  kInCapitals = 32,
};
inline constexpr std::uint32_t kMaxPhrases = 1U << 26U;
inline constexpr std::uint32_t kMaxDocuments = 1U << 26U;
constexpr std::uint32_t document_of(Posting posting) { return posting >> 6U; }
constexpr std::uint8_t context_of(Posting posting) {
  return static_cast<std::uint8_t>(posting & 63U);
}

struct CorpusDocument {
  std::int32_t day = 0;  // of publication, since 1970-01-01
  DocumentNumber number = 0;
  std::uint32_t author = 0;   // a hash of the first author's name; 0: unknown
  std::uint16_t stratum = 0;  // kind, language group and source together
  std::uint16_t unused = 0;   // no byte of a row is left to chance
};

// Documents by day, then by what they are (not by when they came in). Documents without a date, or
// with one coarser than a month, are not among them.
struct PhraseCorpus {
  std::span<const CorpusDocument> documents;
  // By phrase rather than by document: a list looks at few phrases and at all of their history.
  std::span<const std::uint64_t> postings_at;  // phrases + 1
  std::span<const Posting> postings;           // of each phrase ascending by document
  std::span<const std::uint32_t> fields_at;    // documents + 1
  std::span<const std::uint16_t> fields;       // of each document: its codes, numbered
  std::span<const PhraseFacts> phrases;        // in the order of their texts
  std::span<const std::uint32_t> words_at;     // phrases + 1
  std::span<const std::uint32_t> words;        // of each phrase, numbered
  std::span<const std::uint32_t> text_at;      // phrases + 1
  std::span<const char> text;                  // of each phrase: its words, folded
  std::span<const std::uint32_t> labels_at;    // documents + 1
  std::span<const std::uint16_t> labels;       // of each document: taxonomy nodes, numbered
  std::uint32_t field_count = 0;
  std::uint16_t stratum_count = 1;

  std::span<const Posting> of(PhraseIndex phrase) const {
    return postings.subspan(postings_at[phrase], postings_at[phrase + 1] - postings_at[phrase]);
  }
  // Its postings in documents [first, end).
  std::span<const Posting> of(PhraseIndex phrase, std::size_t first, std::size_t end) const {
    const auto all = of(phrase);
    const auto before = [](Posting posting, std::size_t document) {
      return document_of(posting) < document;
    };
    const auto begin = std::lower_bound(all.begin(), all.end(), first, before);
    return {begin, std::lower_bound(begin, all.end(), end, before)};
  }
  std::span<const std::uint32_t> words_of(PhraseIndex phrase) const {
    return words.subspan(words_at[phrase], words_at[phrase + 1] - words_at[phrase]);
  }
  std::string_view text_of(PhraseIndex phrase) const {
    return {text.data() + text_at[phrase], text_at[phrase + 1] - text_at[phrase]};
  }
  std::span<const std::uint16_t> labels_of(std::size_t document) const {
    return labels.subspan(labels_at[document], labels_at[document + 1] - labels_at[document]);
  }
  std::span<const std::uint16_t> fields_of(std::size_t document) const {
    return fields.subspan(fields_at[document], fields_at[document + 1] - fields_at[document]);
  }
};

}  // namespace horizon::trends
