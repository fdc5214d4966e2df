// Which documents match a formula, and with what score: block by block, over posting lists that are
// kept in memory. Internal to the module's .cpp files.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"
#include "index/bits.h"
#include "index/deadline.h"
#include "index/formula.h"
#include "index/memory.h"
#include "index/postings.h"
#include "index/snapshot.h"

namespace horizon::index {

// One formula in one state of the index. When the deadline passes, what comes back is a part.
// Xapian's exceptions pass through.
class Matcher {
 public:
  Matcher(const Snapshot& snapshot, Memory::Impl& memory, const Formula& formula,
          const Deadline& deadline);

  // `first`: number of the first bit. `scores`, by bit, are set where a document matches.
  using Visit = std::function<void(DocumentNumber first, const BlockSet& found, double* scores)>;
  // Blocks with matches, shard by shard: in ascending order of their documents but for those that
  // have changed since their shard was sealed, which come last; two may have one `first`. BM25
  // (k1 1.2, b .75) over the whole index, as Xapian's BM25Weight(1.2, 0, 1, 0.75, 0).
  void each_scored(const Visit& visit);
  // `scores` is null.
  void each(const Visit& visit);
  std::uint64_t count();
  // Of the shard whose block is being visited: what tells its state from any other, and where its
  // numbers lie.
  struct Shown {
    std::string_view state;
    bool dense = false;  // most of its numbers have documents
    DocumentNumber first = 0, last = 0;
  };
  Shown shown() const;
  // Ascending.
  std::vector<DocumentNumber> numbers();

 private:
  using Node = Formula::Node;
  struct Part {
    const Snapshot::Part* shard = nullptr;
    std::size_t first_block = 0, last_block = 0;
    std::vector<std::shared_ptr<const PostingList>> terms = {}, ids = {};
    std::shared_ptr<const Lengths> lengths = nullptr;  // once they are asked for
  };
  // Of a node that is no term, in the block in hand.
  struct Sets {
    BlockSet found;
    BlockSet every;  // of the children, where the node favours that
    BlockSet mask;   // documents whose score it adds to
    bool any_every = false;
  };

  void load(Part& part);
  const Lengths& lengths(Part& part);
  std::uint64_t documents_with(const Part& part, std::size_t term);
  void weigh_terms();
  void run(bool scored, const Visit& visit);
  void run_block(Part& part, std::size_t block, bool scored, const Visit& visit);

  bool is_leaf(std::uint32_t node) const;
  void unite(Part& part, std::uint32_t node, BlockSet& set);
  void intersect(Part& part, std::uint32_t node, BlockSet& set);
  void match(Part& part, std::uint32_t node);
  void match_all(Part& part, const Node& node, Sets& sets);
  void match_any(Part& part, const Node& node, Sets& sets);
  void score(Part& part, std::uint32_t node, const BlockSet& mask, double factor);
  void score_children(Part& part, const Node& node, const BlockSet& mask, double factor);
  void score_term(Part& part, std::uint32_t term, const BlockSet& mask, double factor);

  const Snapshot& snapshot_;
  Memory::Impl& memory_;
  const Formula& formula_;
  const Deadline& deadline_;
  std::vector<Part> parts_;
  std::vector<double> weights_;              // by term
  double per_length_ = 0;                    // 1 / average length
  std::size_t block_ = 0;                    // in hand
  const Part* part_ = nullptr;               // likewise
  std::vector<std::unique_ptr<Sets>> sets_;  // by node; of terms none
  BlockSet scratch_;
  std::vector<double> scores_;
};

}  // namespace horizon::index
