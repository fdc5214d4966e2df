// What analysts say of documents that are, or are not, one work.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "store/batch_writer.h"
#include "store/link_rows.h"
#include "store/session.h"
#include "store/store.h"

namespace horizon::store {
namespace {

Result<DocumentNumber> head_of(const Database& database, DocumentNumber number) {
  const auto head = read_head(database, number);
  if (!head) return fail(head.error());
  return head->value_or(number);
}

// The one that is shown first.
Result<std::vector<DocumentNumber>> group_of(const Database& database, DocumentNumber number) {
  const auto head = head_of(database, number);
  if (!head) return fail(head.error());
  auto group = read_joined(database, *head);
  if (!group) return group;
  group->insert(group->begin(), *head);
  return group;
}

Status want_document(const Tables& tables, DocumentNumber number) {
  const auto row = read_document(tables, number, Part::kHead);
  if (!row) return fail(row.error());
  if (*row && !(*row)->document.deleted) return {};
  return fail(ErrorCode::kUsage,
              fmt::format("document {} does not exist or was withdrawn by its source", number));
}

// A later word replaces what was said against it.
Status forget_differences(const Database& database, const std::vector<DocumentNumber>& a,
                          const std::vector<DocumentNumber>& b) {
  for (const DocumentNumber number : a) {
    const auto judgements = read_judgements(database, number);
    if (!judgements) return fail(judgements.error());
    for (const Judgement& judgement : *judgements) {
      if (judgement.same || std::ranges::find(b, judgement.other) == b.end()) continue;
      Query query = database.query(
          "DELETE FROM judgements WHERE number = ?1 AND other = ?2 OR number = ?2 AND other = ?1");
      HORIZON_TRY(query.bind(number, judgement.other).run());
    }
  }
  return {};
}

Status join_in(Session& session, BatchWriter& writer, DocumentNumber a, DocumentNumber b) {
  const Tables tables = session.tables();
  HORIZON_TRY(want_document(tables, a));
  HORIZON_TRY(want_document(tables, b));
  const auto first = group_of(tables.database, a);
  if (!first) return fail(first.error());
  const auto second = group_of(tables.database, b);
  if (!second) return fail(second.error());
  if (first->front() == second->front())
    return fail(ErrorCode::kUsage, "they are shown as one document already");
  HORIZON_TRY(forget_differences(tables.database, *first, *second));
  return writer.judge(a, b, true);
}

Status split_in(Session& session, BatchWriter& writer, DocumentNumber number) {
  const Tables tables = session.tables();
  HORIZON_TRY(want_document(tables, number));
  const auto group = group_of(tables.database, number);
  if (!group) return fail(group.error());
  if (group->size() < 2)
    return fail(ErrorCode::kUsage,
                "it is not joined to any other document; records that share a key are one document "
                "and cannot be split");
  for (const DocumentNumber other : *group)
    if (other != number) HORIZON_TRY(writer.judge(number, other, false));
  return {};
}

// `what(BatchWriter&)` and all that follows from it, or nothing.
template <typename What>
Status in_transaction(Session& session, Instant now, What&& what) {
  auto transaction = Transaction::begin(session.database, Transaction::Access::kWrite);
  if (!transaction) return fail(transaction.error());
  BatchWriter writer(session, now);
  HORIZON_TRY(writer.begin());
  HORIZON_TRY(what(writer));
  HORIZON_TRY(writer.finish());
  return transaction->commit();
}

Reason reason_of(Rule rule) {
  switch (rule) {
    case Rule::kTitle:
      return Reason::kTitle;
    case Rule::kText:
      return Reason::kText;
    case Rule::kNumber:
      return Reason::kNumber;
    case Rule::kAnalyst:
      return Reason::kAnalyst;
  }
  return Reason::kAnalyst;
}

Status add_relations(const Database& database, std::vector<GroupMember>& members) {
  for (GroupMember& member : members) {
    const auto add = [&](DocumentNumber other, const Likeness& likeness, Day made) {
      const auto found = std::ranges::find_if(members, [other](const GroupMember& candidate) {
        return candidate.stored.number == other;
      });
      if (found == members.end()) return;
      member.relations.push_back(
          {found->stored.document.id, reason_of(likeness.rule), likeness.strength, made});
    };
    const auto judgements = read_judgements(database, member.stored.number);
    if (!judgements) return fail(judgements.error());
    for (const Judgement& judgement : *judgements)
      if (judgement.same) add(judgement.other, {Rule::kAnalyst, 1}, judgement.made);
    auto links = read_links(database, member.stored.number);
    if (!links) return fail(links.error());
    std::ranges::stable_sort(*links, [](const Link& a, const Link& b) {
      return a.likeness.strength > b.likeness.strength;
    });
    for (const Link& link : *links) add(link.other, link.likeness, link.made);
  }
  return {};
}

}  // namespace

Status Store::join(DocumentNumber a, DocumentNumber b, Instant now) {
  HORIZON_TRY(impl_->want_writer());
  return in_transaction(*impl_, now,
                        [&](BatchWriter& writer) { return join_in(*impl_, writer, a, b); });
}

Status Store::split(DocumentNumber number, Instant now) {
  HORIZON_TRY(impl_->want_writer());
  return in_transaction(*impl_, now,
                        [&](BatchWriter& writer) { return split_in(*impl_, writer, number); });
}

Result<std::vector<GroupMember>> Store::group(DocumentNumber number) const {
  const auto snapshot = Transaction::begin(impl_->database, Transaction::Access::kRead);
  if (!snapshot) return fail(snapshot.error());
  const Tables tables = impl_->tables();
  const auto numbers = group_of(tables.database, number);
  if (!numbers) return fail(numbers.error());
  std::vector<GroupMember> members;
  for (const DocumentNumber each : *numbers) {
    auto stored = read_own(tables, each);
    if (!stored) return fail(stored.error());
    if (*stored) members.push_back({**std::move(stored), {}});
  }
  HORIZON_TRY(add_relations(tables.database, members));
  return members;
}

}  // namespace horizon::store
