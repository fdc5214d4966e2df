#include "index/evaluate.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <string>
#include <utility>

namespace horizon::index {
namespace {

// Deeper queries are left to Xapian. The parser's own limit is lower.
constexpr int kMaxDepth = 100;

// A set of document numbers.
class Bits {
 public:
  explicit Bits(std::size_t size = 0) : words_((size + 63) / 64) {}

  void set(std::size_t bit) { words_[bit / 64] |= std::uint64_t{1} << bit % 64; }
  void unite(const Bits& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
  }
  void intersect(const Bits& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
  }
  void subtract(const Bits& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= ~other.words_[i];
  }
  void differ(const Bits& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] ^= other.words_[i];
  }
  std::vector<DocumentNumber> numbers() const {
    std::size_t count = 0;
    for (const std::uint64_t word : words_) count += static_cast<std::size_t>(std::popcount(word));
    std::vector<DocumentNumber> numbers;
    numbers.reserve(count);
    for (std::size_t i = 0; i < words_.size(); ++i) {
      for (std::uint64_t word = words_[i]; word != 0; word &= word - 1)
        numbers.push_back(
            static_cast<DocumentNumber>(i * 64 + static_cast<std::size_t>(std::countr_zero(word))));
    }
    return numbers;
  }

 private:
  std::vector<std::uint64_t> words_;
};

class Evaluation {
 public:
  Evaluation(const Snapshot& snapshot, const Deadline& deadline)
      : snapshot_(snapshot), deadline_(deadline) {
    for (const Snapshot::Part& part : snapshot.parts)
      size_ = std::max(size_, std::size_t{part.database.get_lastdocid()} + 1);
  }

  std::optional<Bits> run(const Xapian::Query& query, int depth) {
    if (depth > kMaxDepth) return std::nullopt;
    switch (query.get_type()) {
      case Xapian::Query::LEAF_TERM:
        return postings(*query.get_terms_begin());
      case Xapian::Query::LEAF_MATCH_ALL:
        return postings({});
      case Xapian::Query::LEAF_MATCH_NOTHING:
        return Bits(size_);
      case Xapian::Query::OP_SCALE_WEIGHT:
      case Xapian::Query::OP_AND_MAYBE:
        return run(query.get_subquery(0), depth + 1);
      case Xapian::Query::OP_OR:
      case Xapian::Query::OP_SYNONYM:
      case Xapian::Query::OP_MAX:
        return combined(query, depth, &Bits::unite);
      case Xapian::Query::OP_AND:
      case Xapian::Query::OP_FILTER:
        return combined(query, depth, &Bits::intersect);
      case Xapian::Query::OP_AND_NOT:
        return combined(query, depth, &Bits::subtract);
      case Xapian::Query::OP_XOR:
        return combined(query, depth, &Bits::differ);
      default:
        return std::nullopt;
    }
  }

 private:
  Bits postings(const std::string& term) const {
    Bits bits(size_);
    add_postings(term, bits);
    return bits;
  }

  // A document's number is its docid in the one shard that it is in.
  void add_postings(const std::string& term, Bits& bits) const {
    if (deadline_.passed()) return;
    for (const Snapshot::Part& part : snapshot_.parts) {
      const auto end = part.database.postlist_end(term);
      for (auto it = part.database.postlist_begin(term); it != end; ++it) bits.set(*it);
    }
  }

  std::optional<Bits> combined(const Xapian::Query& query, int depth,
                               void (Bits::*combine)(const Bits&)) {
    std::optional<Bits> bits;
    for (std::size_t i = 0; i < query.get_num_subqueries(); ++i) {
      const Xapian::Query part = query.get_subquery(i);
      // Prefixes have hundreds of terms: into one set, not a set for each.
      if (bits && combine == &Bits::unite && part.get_type() == Xapian::Query::LEAF_TERM) {
        add_postings(*part.get_terms_begin(), *bits);
        continue;
      }
      auto found = part.empty() ? std::optional<Bits>(Bits(size_)) : run(part, depth + 1);
      if (!found) return std::nullopt;
      if (bits) {
        ((*bits).*combine)(*found);
      } else {
        bits = std::move(found);
      }
    }
    return bits;
  }

  const Snapshot& snapshot_;
  const Deadline& deadline_;
  std::size_t size_ = 0;
};

}  // namespace

std::optional<std::vector<DocumentNumber>> evaluate(const Snapshot& snapshot,
                                                    const Xapian::Query& query,
                                                    const Deadline& deadline) {
  const auto bits = Evaluation(snapshot, deadline).run(query, 0);
  if (!bits) return std::nullopt;
  return bits->numbers();
}

}  // namespace horizon::index
