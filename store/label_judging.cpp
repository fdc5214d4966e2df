// What analysts say of labels.
#include <fmt/format.h>

#include <utility>

#include "store/batch_writer.h"
#include "store/link_rows.h"
#include "store/session.h"
#include "store/store.h"

namespace horizon::store {
namespace {

Status want_shown(const Tables& tables, DocumentNumber number) {
  const auto row = read_document(tables, number, Part::kHead);
  if (!row) return fail(row.error());
  if (!*row || (*row)->document.deleted)
    return fail(ErrorCode::kUsage,
                fmt::format("document {} does not exist or was withdrawn by its source", number));
  if ((*row)->joined)
    return fail(ErrorCode::kUsage,
                fmt::format("document {} is joined to another one; judge that one", number));
  return {};
}

Status put(const Database& database, DocumentNumber number, const LabelJudgement& judgement) {
  Query query = database.query(
      "INSERT INTO label_judgements VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET "
      "bears = excluded.bears, by = excluded.by, at = excluded.at");
  return query
      .bind(number, judgement.node, std::int64_t{judgement.bears}, judgement.by,
            std::int64_t{judgement.at.time_since_epoch().count()})
      .run();
}

Status remove(const Database& database, DocumentNumber number, const std::string& node) {
  Query query =
      database.query("DELETE FROM label_judgements WHERE number = ?1 AND node = ?2 RETURNING 1");
  const auto removed = query.bind(number, node).step();
  if (!removed) return fail(removed.error());
  if (*removed) return {};
  return fail(ErrorCode::kUsage, fmt::format("nothing was said of the label {} of it", node));
}

// Changes what was said, and labels the document anew.
template <typename Change>
Status change(Session& session, DocumentNumber number, const Labeller& label, Change&& change) {
  auto transaction = Transaction::begin(session.database, Transaction::Access::kWrite);
  if (!transaction) return fail(transaction.error());
  HORIZON_TRY(want_shown(session.tables(), number));
  HORIZON_TRY(change(session.database));
  BatchWriter writer(session, Instant{}, label);
  HORIZON_TRY(writer.begin());
  HORIZON_TRY(writer.relabel(number));
  HORIZON_TRY(writer.finish());
  return transaction->commit();
}

}  // namespace

Result<std::vector<LabelJudgement>> read_label_judgements(const Database& database,
                                                          DocumentNumber number) {
  std::vector<LabelJudgement> judgements;
  Query query = database.query(
      "SELECT node, bears, by, at FROM label_judgements WHERE number = ?1 ORDER BY node");
  HORIZON_TRY(query.bind(number).each([&](const Query& row) -> Status {
    judgements.push_back({std::string(row.text(0)), row.integer(1) != 0, std::string(row.text(2)),
                          Instant(std::chrono::seconds(row.integer(3)))});
    return {};
  }));
  return judgements;
}

Status Store::judge(DocumentNumber number, const LabelJudgement& judgement, const Labeller& label) {
  HORIZON_TRY(impl_->want_writer());
  const Status done = change(*impl_, number, label, [&](const Database& database) {
    return put(database, number, judgement);
  });
  if (!done) impl_->forget();
  return done;
}

Status Store::withdraw_judgement(DocumentNumber number, const std::string& node,
                                 const Labeller& label) {
  HORIZON_TRY(impl_->want_writer());
  const Status done = change(*impl_, number, label, [&](const Database& database) {
    return remove(database, number, node);
  });
  if (!done) impl_->forget();
  return done;
}

Result<std::vector<DocumentNumber>> Store::judged() const {
  std::vector<DocumentNumber> numbers;
  Query query =
      impl_->database.query("SELECT DISTINCT number FROM label_judgements ORDER BY number");
  HORIZON_TRY(query.each([&](const Query& row) -> Status {
    numbers.push_back(static_cast<DocumentNumber>(row.integer(0)));
    return {};
  }));
  return numbers;
}

Result<std::vector<Store::OpenLabel>> Store::open_labels() const {
  std::vector<OpenLabel> labels;
  // Those of joined documents have other outcomes, tombstones have none.
  Query query = impl_->database.query(
      "SELECT l.number, n.name, l.probability FROM labels l JOIN names n ON n.id = l.node "
      "WHERE l.outcome = ?1 AND NOT EXISTS (SELECT 1 FROM label_judgements j "
      "WHERE j.number = l.number AND j.node = n.name) ORDER BY l.number, n.name");
  query.bind(static_cast<std::int64_t>(horizon::Outcome::kReview));
  HORIZON_TRY(query.each([&](const Query& row) -> Status {
    labels.push_back(
        {static_cast<DocumentNumber>(row.integer(0)), std::string(row.text(1)), row.real(2)});
    return {};
  }));
  return labels;
}

}  // namespace horizon::store
