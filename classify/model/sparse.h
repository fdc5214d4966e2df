// Documents as rows of a flat sparse matrix, and the vocabulary that they share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "classify/model/features.h"

namespace horizon::classify::model {

// Counted features of many documents: document d has entries [begin[d], begin[d+1]), each hash once
// per document.
struct Bags {
  std::vector<std::size_t> begin = {0};
  std::vector<FeatureHash> hash;
  std::vector<std::uint16_t> count;

  std::size_t size() const { return begin.size() - 1; }
};

// Adds a document; `hashes` is sorted by the call.
void add_document(std::vector<FeatureHash>& hashes, Bags& bags);

// The features that are kept, by falling document frequency (equal ones by hash), so that what is
// met most often lies together in memory.
struct Vocabulary {
  std::vector<FeatureHash> hash;
  std::vector<std::uint32_t> documents;  // document frequency

  std::size_t size() const { return hash.size(); }
};

struct VocabularyOptions {
  std::uint32_t min_documents = 2;
  std::size_t max_features = std::size_t{1} << 20;  // the most frequent ones
};

Vocabulary make_vocabulary(std::span<const Bags> bags, const VocabularyOptions& options,
                           unsigned threads);

struct Entry {
  std::uint32_t feature = 0;  // index into the vocabulary
  float value = 0;
};

// Rows of unit length (or empty): (1 + ln count) × idf, idf = 1 + ln((1 + N) / (1 + n)).
struct SparseMatrix {
  std::vector<std::size_t> begin = {0};
  std::vector<Entry> entries;  // by rising feature within a row
  std::size_t columns = 0;

  std::size_t rows() const { return begin.size() - 1; }
  std::span<const Entry> row(std::size_t i) const {
    return {entries.data() + begin[i], begin[i + 1] - begin[i]};
  }
};

float inverse_document_frequency(std::size_t documents, std::size_t with_feature);
float term_weight(std::uint32_t count);  // 1 + ln count

SparseMatrix make_matrix(std::span<const Bags> bags, const Vocabulary& vocabulary,
                         unsigned threads);

}  // namespace horizon::classify::model
