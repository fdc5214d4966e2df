#include "classify/model/sparse.h"

#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace horizon::classify::model {
namespace {

constexpr std::size_t kShards = 16;  // of the hashes, by their topmost bits

std::size_t shard_of(FeatureHash hash) { return hash >> 60; }

// Open addressing from hash to number; no hash is 0.
class HashTable {
 public:
  explicit HashTable(std::size_t expected) {
    std::size_t size = 1024;
    while (size < 2 * expected) size *= 2;
    slots_.resize(size);
  }

  struct Slot {
    FeatureHash hash = 0;
    std::uint32_t value = 0;
  };

  Slot& at(FeatureHash hash) {
    if (2 * used_ >= slots_.size()) grow();
    Slot& slot = *find(hash);
    if (slot.hash == 0) {
      slot.hash = hash;
      ++used_;
    }
    return slot;
  }
  const Slot* look_up(FeatureHash hash) const {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t i = hash & mask;; i = (i + 1) & mask) {
      if (slots_[i].hash == hash) return &slots_[i];
      if (slots_[i].hash == 0) return nullptr;
    }
  }
  const std::vector<Slot>& slots() const { return slots_; }

 private:
  Slot* find(FeatureHash hash) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t i = hash & mask;
    while (slots_[i].hash != hash && slots_[i].hash != 0) i = (i + 1) & mask;
    return &slots_[i];
  }
  void grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.hash != 0) *find(slot.hash) = slot;
    }
  }

  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

struct Counted {
  FeatureHash hash = 0;
  std::uint32_t documents = 0;
};

std::vector<Counted> count_shard(std::span<const Bags> bags, std::size_t shard,
                                 std::uint32_t min_documents) {
  HashTable table(0);
  for (const Bags& part : bags) {
    for (const FeatureHash hash : part.hash) {
      if (shard_of(hash) == shard) ++table.at(hash).value;
    }
  }
  std::vector<Counted> kept;
  for (const auto& slot : table.slots()) {
    if (slot.value >= min_documents) kept.push_back({slot.hash, slot.value});
  }
  return kept;
}

void append_row(const Bags& bags, std::size_t document, const HashTable& table,
                std::span<const float> idf, std::vector<Entry>& out) {
  const std::size_t first = out.size();
  double sum = 0;
  for (std::size_t i = bags.begin[document]; i < bags.begin[document + 1]; ++i) {
    const auto* slot = table.look_up(bags.hash[i]);
    if (slot == nullptr) continue;
    const float value = term_weight(bags.count[i]) * idf[slot->value];
    out.push_back({slot->value, value});
  }
  std::sort(out.begin() + static_cast<std::ptrdiff_t>(first), out.end(),
            [](const Entry& a, const Entry& b) { return a.feature < b.feature; });
  for (std::size_t i = first; i < out.size(); ++i) sum += double{out[i].value} * out[i].value;
  const float scale = sum > 0 ? static_cast<float>(1 / std::sqrt(sum)) : 0.0F;
  for (std::size_t i = first; i < out.size(); ++i) out[i].value *= scale;
}

template <typename Body>
void in_parallel(unsigned threads, std::size_t count, Body body) {
  tbb::task_arena arena(static_cast<int>(threads));
  arena.execute([&] { tbb::parallel_for(std::size_t{0}, count, body); });
}

}  // namespace

void add_document(std::vector<FeatureHash>& hashes, Bags& bags) {
  std::ranges::sort(hashes);
  for (std::size_t i = 0; i < hashes.size();) {
    std::size_t end = i + 1;
    while (end < hashes.size() && hashes[end] == hashes[i]) ++end;
    bags.hash.push_back(hashes[i]);
    bags.count.push_back(static_cast<std::uint16_t>(
        std::min<std::size_t>(end - i, std::numeric_limits<std::uint16_t>::max())));
    i = end;
  }
  bags.begin.push_back(bags.hash.size());
}

Vocabulary make_vocabulary(std::span<const Bags> bags, const VocabularyOptions& options,
                           unsigned threads) {
  std::array<std::vector<Counted>, kShards> shards;
  in_parallel(threads, kShards, [&](std::size_t shard) {
    shards[shard] = count_shard(bags, shard, options.min_documents);
  });
  std::vector<Counted> all;
  for (const auto& shard : shards) all.insert(all.end(), shard.begin(), shard.end());
  std::ranges::sort(all, [](const Counted& a, const Counted& b) {
    return a.documents != b.documents ? a.documents > b.documents : a.hash < b.hash;
  });
  if (all.size() > options.max_features) all.resize(options.max_features);
  Vocabulary vocabulary;
  for (const Counted& counted : all) {
    vocabulary.hash.push_back(counted.hash);
    vocabulary.documents.push_back(counted.documents);
  }
  return vocabulary;
}

float inverse_document_frequency(std::size_t documents, std::size_t with_feature) {
  return static_cast<float>(1.0 + std::log((1.0 + static_cast<double>(documents)) /
                                           (1.0 + static_cast<double>(with_feature))));
}

float term_weight(std::uint32_t count) {
  return count == 1 ? 1.0F : static_cast<float>(1.0 + std::log(static_cast<double>(count)));
}

SparseMatrix make_matrix(std::span<const Bags> bags, const Vocabulary& vocabulary,
                         unsigned threads) {
  HashTable table(vocabulary.size());
  std::size_t documents = 0;
  for (const Bags& part : bags) documents += part.size();
  std::vector<float> idf(vocabulary.size());
  for (std::size_t i = 0; i < vocabulary.size(); ++i) {
    table.at(vocabulary.hash[i]).value = static_cast<std::uint32_t>(i);
    idf[i] = inverse_document_frequency(documents, vocabulary.documents[i]);
  }
  std::vector<SparseMatrix> parts(bags.size());
  in_parallel(threads, bags.size(), [&](std::size_t p) {
    for (std::size_t d = 0; d < bags[p].size(); ++d) {
      append_row(bags[p], d, table, idf, parts[p].entries);
      parts[p].begin.push_back(parts[p].entries.size());
    }
  });
  SparseMatrix matrix;
  matrix.columns = vocabulary.size();
  std::size_t total = 0;
  for (const SparseMatrix& part : parts) total += part.entries.size();
  matrix.entries.reserve(total);
  matrix.begin.reserve(documents + 1);
  for (SparseMatrix& part : parts) {
    const std::size_t offset = matrix.entries.size();
    matrix.entries.insert(matrix.entries.end(), part.entries.begin(), part.entries.end());
    for (std::size_t i = 1; i < part.begin.size(); ++i) {
      matrix.begin.push_back(offset + part.begin[i]);
    }
    part = {};
  }
  return matrix;
}

}  // namespace horizon::classify::model
