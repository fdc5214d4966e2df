#include "nlp/segment/double_array.h"

#include <algorithm>
#include <utility>

namespace horizon::nlp::segment {
namespace {

// Attempts to place one node before the crowded beginning of the free list is given up.
constexpr std::size_t kMaxAttempts = 512;

// Keys [begin, end) share their first `depth` codes, and meet in `cell`.
struct Node {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t cell = 0;
  std::uint32_t depth = 0;
};

class Builder {
 public:
  Builder(std::span<const Key> keys, std::size_t code_count)
      : keys_(keys), code_count_(static_cast<std::uint32_t>(code_count)) {
    grow(code_count + 2);
    take(0);
  }

  Status run() {
    std::vector<Node> open;
    if (!keys_.empty()) open.push_back({0, static_cast<std::uint32_t>(keys_.size()), 0, 0});
    while (!open.empty()) {
      const Node node = open.back();
      open.pop_back();
      HORIZON_TRY(expand(node, open));
    }
    std::uint32_t last = 0;
    for (const Cell& cell : cells_) last = std::max(last, cell.base());
    // Any code may be added to any base: the array covers what is read beyond the last child.
    cells_.resize(std::size_t{last} + code_count_);
    return {};
  }

  std::vector<Cell> cells() && { return std::move(cells_); }

 private:
  struct Place {
    std::uint32_t next = 0;  // free places before and behind, in a ring through place 0
    std::uint32_t previous = 0;
    bool taken = false;
    bool base = false;  // a node's base already
  };

  void grow(std::size_t size) {
    const std::size_t old = cells_.size();
    if (size <= old) return;
    size = std::max(size, old + old / 2);
    cells_.resize(size);
    places_.resize(size);
    for (std::size_t i = std::max<std::size_t>(old, 1); i < size; ++i) {
      const auto at = static_cast<std::uint32_t>(i);
      places_[i].previous = places_[0].previous;
      places_[places_[0].previous].next = at;
      places_[i].next = 0;
      places_[0].previous = at;
    }
  }

  void take(std::uint32_t at) {
    Place& place = places_[at];
    place.taken = true;
    if (at == 0) return;
    places_[place.previous].next = place.next;
    places_[place.next].previous = place.previous;
    if (at == head_) head_ = place.next;
  }

  bool fits(std::uint32_t base) const {
    if (places_[base].base) return false;
    return std::ranges::none_of(
        children_, [&](const Node& child) { return places_[child.cell + base].taken; });
  }

  // A base at which all children (their codes are in `cell` yet) find free places.
  std::uint32_t find_base() {
    const std::uint32_t first = children_.front().cell;
    std::size_t attempts = 0;
    if (head_ == 0) head_ = places_[0].next;
    for (std::uint32_t at = head_; at != 0; at = places_[at].next) {
      if (at <= first) continue;
      const std::uint32_t base = at - first;
      grow(std::size_t{base} + code_count_);
      if (fits(base)) {
        if (attempts > kMaxAttempts) head_ = at;
        return base;
      }
      ++attempts;
    }
    auto base = static_cast<std::uint32_t>(cells_.size());
    grow(std::size_t{base} + code_count_ + 1);
    return base;
  }

  Status expand(const Node& node, std::vector<Node>& open) {
    std::uint32_t begin = node.begin;
    if (keys_[begin].codes.size() == node.depth) {
      cells_[node.cell].set_entry(keys_[begin].cost, keys_[begin].cuts);
      ++begin;
    }
    children_.clear();
    while (begin < node.end) {
      const char16_t code = keys_[begin].codes[node.depth];
      std::uint32_t end = begin + 1;
      while (end < node.end && keys_[end].codes[node.depth] == code) ++end;
      children_.push_back({begin, end, code, node.depth + 1});
      begin = end;
    }
    if (children_.empty()) return {};
    const std::uint32_t base = find_base();
    if (base > kMaxBase - code_count_) {
      return fail(ErrorCode::kLimit, "the lexicon has too many entries; leave the rare ones out");
    }
    places_[base].base = true;
    cells_[node.cell].set_base(base);
    for (auto child = children_.rbegin(); child != children_.rend(); ++child) {
      const auto code = static_cast<Code>(child->cell);
      child->cell += base;
      take(child->cell);
      cells_[child->cell].set_code(code);
      open.push_back(*child);
    }
    return {};
  }

  std::span<const Key> keys_;
  std::uint32_t code_count_;
  std::vector<Cell> cells_;
  std::vector<Place> places_;
  std::vector<Node> children_;  // of the node in hand
  std::uint32_t head_ = 0;      // where the search of free places begins; 0: at the first
};

}  // namespace

Result<std::vector<Cell>> build_double_array(std::span<const Key> keys, std::size_t code_count) {
  Builder builder(keys, code_count);
  HORIZON_TRY(builder.run());
  return std::move(builder).cells();
}

}  // namespace horizon::nlp::segment
