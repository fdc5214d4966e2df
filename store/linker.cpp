#include "store/linker.h"

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "store/alias.h"
#include "store/schema.h"

namespace horizon::store {
namespace {

constexpr std::size_t kMaxRecent = 1024;
// Of a connected set that is too large, so much is looked at for documents to set free.
constexpr std::size_t kMaxVisited = 2000;

Member member_of(const DocumentRow& row) {
  return {row.number, profile_of(row.document), !row.document.abstract.empty(),
          least_key(row.document)};
}

Position position_of(const Member& member) {
  Position position;
  position.number = member.number;
  position.day = member.profile.dates
                     ? std::int64_t{member.profile.dates->first.time_since_epoch().count()}
                     : kUndated;
  position.tie = static_cast<std::int64_t>(stable_hash(member.name) >> 33U);
  return position;
}

// The pairs that a document parts or lets meet by standing between them.
template <typename OnPair>
Status each_across(const Neighbours& neighbours, OnPair&& on_pair) {
  for (std::size_t i = 0; i < neighbours.before.size(); ++i) {
    const std::size_t j = kNeighbours - 1 - i;
    if (j >= neighbours.after.size()) continue;
    HORIZON_TRY(on_pair(neighbours.before[i].number, neighbours.after[j].number));
  }
  return {};
}

std::optional<std::size_t> place_of(const std::vector<Member>& members, DocumentNumber number) {
  const auto found = std::ranges::lower_bound(members, number, {}, &Member::number);
  if (found == members.end() || found->number != number) return std::nullopt;
  return static_cast<std::size_t>(found - members.begin());
}

}  // namespace

std::string least_key(const Document& document) {
  std::string least;
  const auto consider = [&least](std::string alias) {
    if (!alias.empty() && (least.empty() || alias < least)) least = std::move(alias);
  };
  for (const std::string& key : document.keys) consider(canonical_alias(key));
  if (least.empty()) consider(canonical_alias(document.id));
  return least.empty() ? document.title + '\n' + document.abstract : least;
}

Status Linker::changed(const DocumentRow* before, const DocumentRow* after) {
  const DocumentNumber number = before != nullptr ? before->number : after->number;
  recent_.erase(number);
  std::optional<Member> was, is;
  if (before != nullptr) was = member_of(*before);
  if (after != nullptr) is = member_of(*after);
  if (was && is && was->profile == is->profile && was->has_text == is->has_text &&
      was->name == is->name) {
    return {};
  }
  if (was) HORIZON_TRY(leave(number, was->profile, position_of(*was)));
  if (is) HORIZON_TRY(enter(number, is->profile, position_of(*is)));
  if (!was) return {};
  touched_.insert(number);
  return {};
}

Status Linker::leave(DocumentNumber number, const Profile& profile, const Position& position) {
  for (const std::int64_t key : meeting_keys(profile)) {
    const auto neighbours = read_neighbours(tables_->database, key, position);
    if (!neighbours) return fail(neighbours.error());
    HORIZON_TRY(delete_key(tables_->database, key, position));
    HORIZON_TRY(each_across(*neighbours,
                            [this](DocumentNumber a, DocumentNumber b) { return compare(a, b); }));
  }
  const auto links = read_links(tables_->database, number);
  if (!links) return fail(links.error());
  for (const Link& link : *links) HORIZON_TRY(part(number, link.other));
  const auto judgements = read_judgements(tables_->database, number);
  if (!judgements) return fail(judgements.error());
  for (const Judgement& judgement : *judgements) touched_.insert(judgement.other);
  return {};
}

Status Linker::enter(DocumentNumber number, const Profile& profile, const Position& position) {
  std::set<DocumentNumber> met;
  for (const std::int64_t key : meeting_keys(profile)) {
    const auto neighbours = read_neighbours(tables_->database, key, position);
    if (!neighbours) return fail(neighbours.error());
    HORIZON_TRY(insert_key(tables_->database, key, position));
    for (const auto* side : {&neighbours->before, &neighbours->after})
      for (const Position& other : *side) met.insert(other.number);
    HORIZON_TRY(each_across(*neighbours, [this](DocumentNumber a, DocumentNumber b) -> Status {
      const auto meet = still_meet(a, b);
      if (!meet) return fail(meet.error());
      return *meet ? Status() : part(a, b);
    }));
  }
  for (const DocumentNumber other : met) HORIZON_TRY(compare(number, other));
  return {};
}

Status Linker::compare(DocumentNumber a, DocumentNumber b) {
  if (a == b) return {};
  const auto first = member(a);
  if (!first) return fail(first.error());
  const auto second = member(b);
  if (!second) return fail(second.error());
  if (*first == nullptr || *second == nullptr) return {};
  const auto alike = likeness((*first)->profile, (*second)->profile);
  if (!alike) return {};
  touched_.insert(a);
  touched_.insert(b);
  return put_link(tables_->database, a, {b, *alike, today_});
}

Status Linker::part(DocumentNumber a, DocumentNumber b) {
  touched_.insert(a);
  touched_.insert(b);
  return delete_link(tables_->database, a, b);
}

Result<bool> Linker::still_meet(DocumentNumber a, DocumentNumber b) {
  const auto links = read_links(tables_->database, a);
  if (!links) return fail(links.error());
  if (std::ranges::find(*links, b, &Link::other) == links->end()) return true;  // nothing to part
  const auto first = member(a);
  if (!first) return fail(first.error());
  const auto second = member(b);
  if (!second) return fail(second.error());
  if (*first == nullptr || *second == nullptr) return false;
  const auto keys = meeting_keys((*second)->profile);
  for (const std::int64_t key : meeting_keys((*first)->profile)) {
    if (std::ranges::find(keys, key) == keys.end()) continue;
    const auto neighbours = read_neighbours(tables_->database, key, position_of(**first));
    if (!neighbours) return fail(neighbours.error());
    for (const auto* side : {&neighbours->before, &neighbours->after})
      if (std::ranges::find(*side, b, &Position::number) != side->end()) return true;
  }
  return false;
}

Result<const Member*> Linker::member(DocumentNumber number) {
  if (const auto known = recent_.find(number); known != recent_.end()) return &known->second;
  auto row = read_document(*tables_, number, Part::kWhole);
  if (!row) return fail(row.error());
  if (!*row || (*row)->document.deleted) return nullptr;
  return &recent_.emplace(number, member_of(**row)).first->second;
}

Status Linker::judge(DocumentNumber a, DocumentNumber b, bool same) {
  touched_.insert(a);
  touched_.insert(b);
  return put_judgement(tables_->database, a, {b, same, today_});
}

Result<bool> Linker::is_grouped(DocumentNumber number) {
  const auto head = read_head(tables_->database, number);
  if (!head) return fail(head.error());
  if (*head) return true;
  const auto joined = read_joined(tables_->database, number);
  if (!joined) return fail(joined.error());
  return !joined->empty();
}

// Breadth first. Past kMaxConnected the walk goes on only while it meets documents that are still
// joined, which an addition to a small set may have left so.
Result<Linker::Component> Linker::component_of(DocumentNumber number,
                                               std::set<DocumentNumber>& seen) {
  Component component;
  std::vector<DocumentNumber>& queue = component.numbers;
  queue.push_back(number);
  seen.insert(number);
  bool grouped = false;
  for (std::size_t next = 0; next < queue.size(); ++next) {
    if (next >= kMaxVisited || (next > kMaxConnected && !grouped)) {
      component.complete = false;
      break;
    }
    const auto here = next > kMaxConnected ? Result<bool>(true) : is_grouped(queue[next]);
    if (!here) return fail(here.error());
    grouped = grouped || *here;
    const auto links = read_links(tables_->database, queue[next]);
    if (!links) return fail(links.error());
    for (const Link& link : *links)
      if (seen.insert(link.other).second) queue.push_back(link.other);
    const auto judgements = read_judgements(tables_->database, queue[next]);
    if (!judgements) return fail(judgements.error());
    for (const Judgement& judgement : *judgements)
      if (judgement.same && seen.insert(judgement.other).second) queue.push_back(judgement.other);
  }
  std::ranges::sort(queue);
  return component;
}

Result<std::vector<Move>> Linker::settle() {
  std::vector<Move> moves;
  std::set<DocumentNumber> seen;
  for (const DocumentNumber number : touched_) {
    if (seen.contains(number)) continue;
    const auto component = component_of(number, seen);
    if (!component) return fail(component.error());
    HORIZON_TRY(settle(*component, moves));
  }
  touched_.clear();
  if (recent_.size() > kMaxRecent) recent_.clear();
  std::ranges::sort(moves, {}, &Move::number);
  return moves;
}

Status Linker::settle(const Component& component, std::vector<Move>& moves) {
  std::vector<Member> members;
  for (const DocumentNumber number : component.numbers) {
    const auto found = member(number);
    if (!found) return fail(found.error());
    if (*found != nullptr) members.push_back(**found);
    if (recent_.size() > kMaxRecent) recent_.clear();
  }
  std::vector<Pair> pairs;
  std::vector<Verdict> verdicts;
  HORIZON_TRY(gather_pairs(members, pairs, verdicts));
  const auto heads = heads_of(members, std::move(pairs), verdicts, component.complete);
  for (std::size_t i = 0; i < members.size(); ++i) {
    const auto before = read_head(tables_->database, members[i].number);
    if (!before) return fail(before.error());
    std::optional<DocumentNumber> head;
    if (heads[i] != i) head = members[heads[i]].number;
    if (head != *before) moves.push_back({members[i].number, head});
  }
  return {};
}

Status Linker::gather_pairs(const std::vector<Member>& members, std::vector<Pair>& pairs,
                            std::vector<Verdict>& verdicts) {
  for (std::size_t i = 0; i < members.size() && members.size() > 1; ++i) {
    const auto links = read_links(tables_->database, members[i].number);
    if (!links) return fail(links.error());
    for (const Link& link : *links) {
      const auto other = place_of(members, link.other);
      if (other && *other > i) pairs.push_back({i, *other, link.likeness});
    }
    const auto judgements = read_judgements(tables_->database, members[i].number);
    if (!judgements) return fail(judgements.error());
    for (const Judgement& judgement : *judgements) {
      const auto other = place_of(members, judgement.other);
      if (other && *other > i) verdicts.push_back({i, *other, judgement.same});
    }
  }
  return {};
}

}  // namespace horizon::store
