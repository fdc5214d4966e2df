#include "nlp/segment/double_array.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace horizon::nlp::segment {
namespace {

// Attempts to place one node before the crowded beginning of the free list is given up.
constexpr std::size_t kMaxAttempts = 2048;

// The keys [begin, end) share their first `depth` codes, the last of them being `code`.
struct Node {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t first_child = 0;
  std::uint32_t base = 0;
  std::uint16_t child_count = 0;
  Code code = kNoCode;
  std::uint8_t depth = 0;
};

class Builder {
 public:
  Builder(std::span<const Key> keys, std::size_t code_count)
      : keys_(keys), code_count_(static_cast<std::uint32_t>(code_count)) {}

  Result<std::vector<Cell>> run() {
    list_nodes();
    grow(std::size_t{code_count_} + 2);
    take(0);
    // Large families first: the small ones find room between them.
    std::vector<std::uint32_t> order(nodes_.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::stable_sort(order, std::ranges::greater{},
                             [&](std::uint32_t i) { return nodes_[i].child_count; });
    std::size_t size = 0;
    for (const std::uint32_t i : order) {
      if (nodes_[i].child_count == 0) break;
      // What was too crowded for larger families may do for these.
      if (nodes_[i].child_count != size) head_ = 0;
      size = nodes_[i].child_count;
      HORIZON_TRY(place(nodes_[i]));
    }
    return cells();
  }

 private:
  struct Place {
    std::uint32_t next = 0;  // free places before and behind, in a ring through place 0
    std::uint32_t previous = 0;
    bool taken = false;
    bool base = false;  // a node's base already
  };

  // Breadth first, so that the children of a node lie together.
  void list_nodes() {
    nodes_.push_back({.begin = 0, .end = static_cast<std::uint32_t>(keys_.size())});
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      const Node node = nodes_[i];
      std::uint32_t begin = node.begin;
      if (begin < node.end && keys_[begin].codes.size() == node.depth) ++begin;
      const auto first_child = static_cast<std::uint32_t>(nodes_.size());
      while (begin < node.end) {
        const auto code = static_cast<Code>(keys_[begin].codes[node.depth]);
        std::uint32_t end = begin + 1;
        while (end < node.end && keys_[end].codes[node.depth] == code) ++end;
        nodes_.push_back({.begin = begin,
                          .end = end,
                          .code = code,
                          .depth = static_cast<std::uint8_t>(node.depth + 1)});
        begin = end;
      }
      nodes_[i].first_child = first_child;
      nodes_[i].child_count = static_cast<std::uint16_t>(nodes_.size() - first_child);
    }
  }

  std::span<const Node> children(const Node& node) const {
    return std::span(nodes_).subspan(node.first_child, node.child_count);
  }

  void grow(std::size_t size) {
    const std::size_t old = places_.size();
    if (size <= old) return;
    places_.resize(std::max(size, old + old / 2));
    for (std::size_t i = std::max<std::size_t>(old, 1); i < places_.size(); ++i) {
      const auto at = static_cast<std::uint32_t>(i);
      places_[i].previous = places_[0].previous;
      places_[places_[0].previous].next = at;
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

  bool fits(const Node& node, std::uint32_t base) const {
    if (places_[base].base) return false;
    return std::ranges::none_of(
        children(node), [&](const Node& child) { return places_[base + child.code].taken; });
  }

  std::uint32_t find_base(const Node& node) {
    const std::uint32_t first = nodes_[node.first_child].code;
    std::size_t attempts = 0;
    if (head_ == 0) head_ = places_[0].next;
    for (std::uint32_t at = head_; at != 0; at = places_[at].next) {
      if (at <= first) continue;
      const std::uint32_t base = at - first;
      grow(std::size_t{base} + code_count_);
      if (fits(node, base)) {
        if (attempts > kMaxAttempts) head_ = at;
        return base;
      }
      ++attempts;
    }
    const auto base = static_cast<std::uint32_t>(places_.size());
    grow(std::size_t{base} + code_count_);
    return base;
  }

  Status place(Node& node) {
    const std::uint32_t base = find_base(node);
    if (base > kMaxBase - code_count_) {
      return fail(ErrorCode::kLimit, "the lexicon has too many entries; leave the rare ones out");
    }
    node.base = base;
    places_[base].base = true;
    last_base_ = std::max(last_base_, base);
    for (const Node& child : children(node)) take(base + child.code);
    return {};
  }

  std::vector<Cell> cells() const {
    // Any code may be added to any base: the array covers what is read beyond the last child.
    std::vector<Cell> cells(std::size_t{last_base_} + code_count_);
    cells[0].set_base(nodes_[0].base);
    for (const Node& node : nodes_) {
      for (const Node& child : children(node)) {
        Cell& cell = cells[node.base + child.code];
        cell.set_base(child.base);
        cell.set_code(child.code);
        const Key& key = keys_[child.begin];
        if (key.codes.size() == child.depth) cell.set_entry(key.cost, key.cuts);
      }
    }
    return cells;
  }

  std::span<const Key> keys_;
  std::uint32_t code_count_;
  std::vector<Node> nodes_;
  std::vector<Place> places_;
  std::uint32_t head_ = 0;  // where the search of free places begins; 0: at the first
  std::uint32_t last_base_ = 0;
};

}  // namespace

Result<std::vector<Cell>> build_double_array(std::span<const Key> keys, std::size_t code_count) {
  return Builder(keys, code_count).run();
}

}  // namespace horizon::nlp::segment
