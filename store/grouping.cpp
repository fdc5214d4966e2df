#include "store/grouping.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

namespace horizon::store {
namespace {

auto rank_of(const Member& member) {
  const Day day = member.profile.dates ? member.profile.dates->first : Day::max();
  return std::tuple(!member.has_text, day, member.profile.kind, std::string_view(member.name),
                    member.number);
}

// A partition of members, by the lists of its parts.
class Partition {
 public:
  explicit Partition(std::size_t size) : part_(size), lists_(size) {
    std::iota(part_.begin(), part_.end(), 0U);
    for (std::size_t i = 0; i < size; ++i) lists_[i].push_back(i);
  }

  std::size_t part(std::size_t member) const { return part_[member]; }
  const std::vector<std::vector<std::size_t>>& lists() const { return lists_; }
  const std::vector<std::size_t>& with(std::size_t member) const { return lists_[part_[member]]; }

  void unite(std::size_t a, std::size_t b) {
    std::size_t to = part_[a];
    std::size_t from = part_[b];
    if (to == from) return;
    if (lists_[to].size() < lists_[from].size()) std::swap(to, from);
    for (const std::size_t member : lists_[from]) part_[member] = to;
    lists_[to].insert(lists_[to].end(), lists_[from].begin(), lists_[from].end());
    lists_[from].clear();
  }

 private:
  std::vector<std::size_t> part_;                // of each member
  std::vector<std::vector<std::size_t>> lists_;  // the members of each part
};

class Groups {
 public:
  Groups(std::span<const Member> members, std::span<const Verdict> verdicts)
      : members_(members), verdicts_(verdicts), groups_(members.size()), by_rule_(members.size()) {}

  void unite(const Pair& pair) {
    if (told_apart(groups_.part(pair.a), groups_.part(pair.b))) return;
    // What an analyst brought together need not fit; what the rules add to it must fit what they
    // had added before.
    if (pair.likeness.rule != Rule::kAnalyst) {
      if (by_rule_.part(pair.a) == by_rule_.part(pair.b) || !fit(pair.a, pair.b)) return;
      by_rule_.unite(pair.a, pair.b);
    }
    groups_.unite(pair.a, pair.b);
  }

  std::vector<std::size_t> heads() const {
    std::vector<std::size_t> heads(members_.size());
    for (const std::vector<std::size_t>& list : groups_.lists()) {
      if (list.empty()) continue;
      const std::size_t head = *std::ranges::min_element(
          list, {}, [this](std::size_t member) { return rank_of(members_[member]); });
      for (const std::size_t member : list) heads[member] = head;
    }
    return heads;
  }

 private:
  bool told_apart(std::size_t x, std::size_t y) const {
    return std::ranges::any_of(verdicts_, [&](const Verdict& verdict) {
      const std::size_t a = groups_.part(verdict.a);
      const std::size_t b = groups_.part(verdict.b);
      return !verdict.same && ((a == x && b == y) || (a == y && b == x));
    });
  }

  bool fit(std::size_t x, std::size_t y) const {
    for (const std::size_t a : by_rule_.with(x))
      for (const std::size_t b : by_rule_.with(y))
        if (different_numbers(members_[a].profile, members_[b].profile) || too_far(a, b))
          return false;
    return true;
  }

  bool too_far(std::size_t a, std::size_t b) const {
    const Profile& x = members_[a].profile;
    const Profile& y = members_[b].profile;
    return x.dates && y.dates && days_between(*x.dates, *y.dates) > longest_span(x.kind);
  }

  std::span<const Member> members_;
  std::span<const Verdict> verdicts_;
  Partition groups_;
  Partition by_rule_;  // the same without the words of analysts
};

}  // namespace

std::vector<std::size_t> heads_of(std::span<const Member> members, std::vector<Pair> pairs,
                                  std::span<const Verdict> verdicts, bool complete) {
  if (!complete || members.size() > kMaxConnected) pairs.clear();
  for (const Verdict& verdict : verdicts)
    if (verdict.same) pairs.push_back({verdict.a, verdict.b, {Rule::kAnalyst, 1}});
  const auto order = [&](const Pair& pair) {
    auto first = rank_of(members[pair.a]), second = rank_of(members[pair.b]);
    if (second < first) std::swap(first, second);
    return std::tuple(pair.likeness.rule != Rule::kAnalyst, -pair.likeness.strength, first, second);
  };
  std::ranges::sort(pairs, [&](const Pair& x, const Pair& y) { return order(x) < order(y); });
  Groups groups(members, verdicts);
  for (const Pair& pair : pairs) groups.unite(pair);
  return groups.heads();
}

}  // namespace horizon::store
