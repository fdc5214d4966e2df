#include "index/matcher.h"

#include <algorithm>
#include <cmath>

#include "index/part_lists.h"

namespace horizon::index {
namespace {

using Kind = Formula::Node::Kind;

constexpr double kSaturation = 1.2;
constexpr double kLengthShare = 0.75;

}  // namespace

Matcher::Matcher(const Snapshot& snapshot, Memory::Impl& memory, const Formula& formula,
                 const Deadline& deadline)
    : snapshot_(snapshot), memory_(memory), formula_(formula), deadline_(deadline) {
  for (const Snapshot::Part& part : snapshot.parts) {
    if (part.database.get_doccount() == 0) continue;
    parts_.push_back(
        {&part, part.first >> kBlockBits, part.database.get_lastdocid() >> kBlockBits});
    load(parts_.back());
  }
  sets_.resize(formula.nodes.size());
  for (std::uint32_t i = 0; i < formula.nodes.size(); ++i)
    if (!is_leaf(i)) sets_[i] = std::make_unique<Sets>();
}

void Matcher::load(Part& part) {
  for (const std::string& term : formula_.terms)
    part.terms.push_back(posting_list(*part.shard, memory_, term, deadline_));
  for (const std::string& id : formula_.ids)
    part.ids.push_back(id_list(*part.shard, memory_, id, deadline_));
}

const Lengths& Matcher::lengths(Part& part) {
  if (!part.lengths) part.lengths = lengths_of(*part.shard, memory_);
  return *part.lengths;
}

std::uint64_t Matcher::documents_with(const Part& part, std::size_t term) {
  const PostingList& list = *part.terms[term];
  const PostingList* hidden = part.shard->hidden;
  std::uint64_t count = list.documents();
  for (std::size_t block = part.first_block; hidden && block <= part.last_block; ++block) {
    if (!hidden->any_in(block)) continue;
    BlockSet left;
    hidden->unite_into(block, left);
    scratch_.clear();
    list.unite_into(block, scratch_);
    left.intersect(scratch_);
    count -= left.count();
  }
  return count;
}

void Matcher::weigh_terms() {
  const auto documents = static_cast<double>(snapshot_.documents());
  per_length_ = 1 / snapshot_.average_length();
  weights_.clear();
  for (std::size_t term = 0; term < formula_.terms.size(); ++term) {
    double with = 0;
    for (const Part& part : parts_) with += static_cast<double>(documents_with(part, term));
    double odds = (documents - with + 0.5) / (with + 0.5);
    if (odds < 2) odds = odds * 0.5 + 1;  // of what more than half have, too, some weight is left
    weights_.push_back(std::log(odds) * (kSaturation + 1));
  }
}

void Matcher::each_scored(const Visit& visit) {
  weigh_terms();
  scores_.assign(kBlockSize, 0);
  run(true, visit);
}

void Matcher::each(const Visit& visit) { run(false, visit); }

Matcher::Shown Matcher::shown() const {
  return {part_->shard->state, part_->shard->name != snapshot_.manifest.changes,
          static_cast<DocumentNumber>(part_->first_block << kBlockBits),
          static_cast<DocumentNumber>(((part_->last_block + 1) << kBlockBits) - 1)};
}

std::uint64_t Matcher::count() {
  std::uint64_t sum = 0;
  each([&](DocumentNumber, const BlockSet& found, double*) { sum += found.count(); });
  return sum;
}

std::vector<DocumentNumber> Matcher::numbers() {
  std::vector<DocumentNumber> numbers;
  each([&](DocumentNumber first, const BlockSet& found, double*) {
    found.each(
        [&](std::size_t bit) { numbers.push_back(first + static_cast<DocumentNumber>(bit)); });
  });
  if (snapshot_.changes) std::ranges::sort(numbers);
  return numbers;
}

void Matcher::run(bool scored, const Visit& visit) {
  for (Part& part : parts_) {
    std::size_t first = part.first_block;
    // What a damaged shard says of documents without lengths is not looked at.
    if (scored) first = std::max(first, lengths(part).first_block);
    for (std::size_t block = first; block <= part.last_block && !deadline_.passed(); ++block)
      run_block(part, block, scored, visit);
  }
}

void Matcher::run_block(Part& part, std::size_t block, bool scored, const Visit& visit) {
  block_ = block;
  part_ = &part;
  BlockSet leaf;
  if (is_leaf(formula_.root)) {
    unite(part, formula_.root, leaf);
  } else {
    match(part, formula_.root);
  }
  BlockSet& found = is_leaf(formula_.root) ? leaf : sets_[formula_.root]->found;
  if (part.shard->hidden && part.shard->hidden->any_in(block)) {
    scratch_.clear();
    part.shard->hidden->unite_into(block, scratch_);
    found.subtract(scratch_);
  }
  if (found.empty()) return;
  if (scored) score(part, formula_.root, found, 1);
  visit(static_cast<DocumentNumber>(block << kBlockBits), found, scored ? scores_.data() : nullptr);
  if (scored) found.each([&](std::size_t bit) { scores_[bit] = 0; });
}

bool Matcher::is_leaf(std::uint32_t node) const {
  const Node& one = formula_.nodes[node];
  return one.kind != Kind::kAll && one.kind != Kind::kAny;
}

void Matcher::unite(Part& part, std::uint32_t index, BlockSet& set) {
  const Node& node = formula_.nodes[index];
  switch (node.kind) {
    case Kind::kTerm:
      return part.terms[node.term]->unite_into(block_, set);
    case Kind::kId:
      return part.ids[node.term]->unite_into(block_, set);
    case Kind::kEverything:
      return lengths(part).documents.unite_into(block_, set);
    case Kind::kNothing:
      return;
    default:
      match(part, index);
      set.unite(sets_[index]->found);
  }
}

void Matcher::intersect(Part& part, std::uint32_t node, BlockSet& set) {
  if (!is_leaf(node)) {
    match(part, node);
    return set.intersect(sets_[node]->found);
  }
  scratch_.clear();
  unite(part, node, scratch_);
  set.intersect(scratch_);
}

void Matcher::match(Part& part, std::uint32_t index) {
  const Node& node = formula_.nodes[index];
  Sets& sets = *sets_[index];
  sets.found.clear();
  node.kind == Kind::kAll ? match_all(part, node, sets) : match_any(part, node, sets);
}

void Matcher::match_all(Part& part, const Node& node, Sets& sets) {
  unite(part, node.children[0].node, sets.found);
  for (std::size_t i = 1; i < node.children.size(); ++i)
    intersect(part, node.children[i].node, sets.found);
  for (const std::uint32_t child : node.unwanted) {
    scratch_.clear();
    if (is_leaf(child)) {
      unite(part, child, scratch_);
      sets.found.subtract(scratch_);
    } else {
      match(part, child);
      sets.found.subtract(sets_[child]->found);
    }
  }
}

void Matcher::match_any(Part& part, const Node& node, Sets& sets) {
  for (const Formula::Child& child : node.children) unite(part, child.node, sets.found);
  sets.any_every = false;
  if (!node.favours_all || sets.found.empty()) return;
  sets.every = sets.found;
  for (const Formula::Child& child : node.children) {
    if (is_leaf(child.node)) {
      intersect(part, child.node, sets.every);
    } else {
      sets.every.intersect(sets_[child.node]->found);
    }
  }
  sets.any_every = !sets.every.empty();
}

// `mask` is of documents that match the node, or those of a term's that are to be scored.
void Matcher::score(Part& part, std::uint32_t index, const BlockSet& mask, double factor) {
  const Node& node = formula_.nodes[index];
  if (node.kind == Kind::kTerm) score_term(part, node.term, mask, factor);
  if (!is_leaf(index)) {
    score_children(part, node, mask, factor);
    const Sets& sets = *sets_[index];
    if (sets.any_every) {
      BlockSet every = mask;
      every.intersect(sets.every);
      // All of the words count this much more than the same words apart: their sum once more.
      score_children(part, node, every, factor);
    }
  }
  for (const Formula::Also& also : node.also)
    score_term(part, also.term, mask, factor * also.factor);
}

void Matcher::score_children(Part& part, const Node& node, const BlockSet& mask, double factor) {
  for (const Formula::Child& child : node.children) {
    if (child.factor == 0) continue;
    if (is_leaf(child.node)) {
      score(part, child.node, mask, factor * child.factor);
      continue;
    }
    BlockSet& own = sets_[child.node]->mask;
    own = mask;
    own.intersect(sets_[child.node]->found);
    if (!own.empty()) score(part, child.node, own, factor * child.factor);
  }
}

void Matcher::score_term(Part& part, std::uint32_t term, const BlockSet& mask, double factor) {
  const std::uint32_t* lengths = part.lengths->of_block(block_);
  const double weight = weights_[term] * factor;
  part.terms[term]->each(block_, mask, [&](std::size_t bit, std::uint32_t frequency) {
    const double length = lengths[bit] * per_length_;
    const double count = frequency;
    const double norm = kSaturation * (length * kLengthShare + (1 - kLengthShare)) + count;
    scores_[bit] += weight * (count / norm);
  });
}

}  // namespace horizon::index
