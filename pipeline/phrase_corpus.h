// The phrases of a workspace's documents as flat tables, kept in a file beside the store.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/text_words.h"
#include "pipeline/run.h"
#include "store/store.h"
#include "trends/emergence/corpus.h"

namespace horizon::pipeline {

// Phrases of fewer documents in all are of no corpus: nothing can be said of them.
inline constexpr std::uint32_t kMinPhraseDocuments = 7;

// A corpus with its memory. Immutable.
struct PhraseTables {
  std::vector<trends::CorpusDocument> documents;
  std::vector<std::uint64_t> postings_at;
  std::vector<trends::Posting> postings;
  std::vector<std::uint32_t> fields_at;
  std::vector<std::uint16_t> fields;
  std::vector<trends::PhraseFacts> phrases;
  std::vector<std::uint32_t> words_at;  // phrases + 1
  std::vector<WordId> words;            // of each phrase in order
  std::vector<std::uint32_t> text_at;   // phrases + 1
  std::string text;                     // of each phrase: its words, folded
  std::vector<std::uint32_t> labels_at;
  std::vector<std::uint16_t> labels;
  std::vector<std::string> strata;        // "paper/en/arxiv"
  std::vector<std::string> fields_named;  // "cs.LG", "G06N"
  std::vector<std::string> labels_named;  // "HEA.bci"
  std::uint64_t undated = 0;              // documents left out: no date, or a year alone
};

// Reads every document's words twice, its codes and first author once.
Result<PhraseTables> make_phrase_tables(const store::Store& store, const JobContext& context);

}  // namespace horizon::pipeline
