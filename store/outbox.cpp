#include "store/outbox.h"

#include "store/session.h"

namespace horizon::store {
namespace {

std::int64_t seconds_of(Instant instant) { return instant.time_since_epoch().count(); }

Delivery read_delivery(const Query& row) {
  Delivery delivery;
  delivery.message = row.integer(0);
  delivery.key = row.text(1);
  delivery.body = row.text(2);
  delivery.made = Instant(std::chrono::seconds(row.integer(3)));
  delivery.to = {std::string(row.text(4)), std::string(row.text(5))};
  delivery.state = static_cast<DeliveryState>(row.integer(6));
  delivery.attempts = static_cast<int>(row.integer(7));
  delivery.next = Instant(std::chrono::seconds(row.integer(8)));
  delivery.error = row.text(9);
  return delivery;
}

constexpr const char* kDue =
    "SELECT id, key, body, made, channel, recipient, state, attempts, next, error "
    "FROM deliveries JOIN messages ON id = message WHERE state = 0 AND next <= ?1 "
    "ORDER BY id, channel, recipient LIMIT ?2";
constexpr const char* kList =
    "SELECT id, key, body, made, channel, recipient, state, attempts, next, error "
    "FROM deliveries JOIN messages ON id = message ORDER BY id DESC, channel, recipient LIMIT ?1";

Status put_message(const Database& database, const NewMessage& message, Instant now) {
  Query insert =
      database.query("INSERT OR IGNORE INTO messages(key, body, made) VALUES(?1, ?2, ?3)");
  HORIZON_TRY(insert.bind(message.key, message.body, seconds_of(now)).run());
  const auto fresh = database.integer("SELECT changes()");
  if (!fresh) return fail(fresh.error());
  if (*fresh == 0) return {};
  for (const Addressee& to : message.to) {
    Query address = database.query(
        "INSERT OR IGNORE INTO deliveries SELECT id, ?2, ?3, 0, 0, ?4, '' FROM messages "
        "WHERE key = ?1");
    HORIZON_TRY(address.bind(message.key, to.channel, to.recipient, seconds_of(now)).run());
  }
  return {};
}

Result<std::vector<Delivery>> read_all(Query& query) {
  std::vector<Delivery> out;
  HORIZON_TRY(query.each([&](const Query& row) -> Status {
    out.push_back(read_delivery(row));
    return {};
  }));
  return out;
}

}  // namespace

Status Outbox::decide(std::span<const NewMessage> messages, std::span<const Told> told,
                      std::span<const Note> notes, Instant now) {
  HORIZON_TRY(store_->impl_->want_writer());
  const Database& database = store_->impl_->database;
  auto transaction = Transaction::begin(database, Transaction::Access::kWrite);
  if (!transaction) return fail(transaction.error());
  for (const NewMessage& message : messages) HORIZON_TRY(put_message(database, message, now));
  for (const Told& entry : told) {
    Query insert = database.query("INSERT OR IGNORE INTO told VALUES(?1, ?2, ?3)");
    HORIZON_TRY(insert.bind(entry.watch, entry.number, entry.message).run());
  }
  for (const Note& note : notes) {
    Query put = database.query(
        "INSERT INTO meta VALUES(?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value");
    HORIZON_TRY(put.bind(note.key, note.value).run());
  }
  return transaction->commit();
}

Status Outbox::mark(const Delivery& delivery) {
  HORIZON_TRY(store_->impl_->want_writer());
  Query update = store_->impl_->database.query(
      "UPDATE deliveries SET state = ?4, attempts = ?5, next = ?6, error = ?7 "
      "WHERE message = ?1 AND channel = ?2 AND recipient = ?3");
  return update
      .bind(delivery.message, delivery.to.channel, delivery.to.recipient,
            static_cast<int>(delivery.state), delivery.attempts, seconds_of(delivery.next),
            delivery.error)
      .run();
}

Result<std::uint64_t> Outbox::retry(const std::string& channel, Instant now) {
  HORIZON_TRY(store_->impl_->want_writer());
  const Database& database = store_->impl_->database;
  Query update = database.query(
      "UPDATE deliveries SET state = 0, attempts = 0, next = ?2 "
      "WHERE state <> 1 AND (?1 = '' OR channel = ?1)");
  HORIZON_TRY(update.bind(channel, seconds_of(now)).run());
  const auto changed = database.integer("SELECT changes()");
  if (!changed) return fail(changed.error());
  return static_cast<std::uint64_t>(*changed);
}

Result<std::vector<Delivery>> Outbox::due(Instant now, std::size_t limit) const {
  Query query = store_->impl_->database.query(kDue);
  query.bind(seconds_of(now), std::uint64_t{limit});
  return read_all(query);
}

Result<std::vector<Delivery>> Outbox::list(std::size_t limit) const {
  Query query = store_->impl_->database.query(kList);
  query.bind(std::uint64_t{limit});
  return read_all(query);
}

Result<std::optional<Instant>> Outbox::next() const {
  Query query = store_->impl_->database.query("SELECT min(next) FROM deliveries WHERE state = 0");
  const auto seconds = query.optional_integer();
  if (!seconds) return fail(seconds.error());
  if (!*seconds) return std::optional<Instant>();
  return std::optional<Instant>(Instant(std::chrono::seconds(**seconds)));
}

Result<Outbox::Counts> Outbox::counts() const {
  Query query =
      store_->impl_->database.query("SELECT state, count(*) FROM deliveries GROUP BY state");
  Counts counts;
  HORIZON_TRY(query.each([&](const Query& row) -> Status {
    const auto number = static_cast<std::uint64_t>(row.integer(1));
    if (row.integer(0) == 0) counts.waiting = number;
    if (row.integer(0) == 1) counts.sent = number;
    if (row.integer(0) == 2) counts.refused = number;
    return {};
  }));
  return counts;
}

Result<std::vector<DocumentNumber>> Outbox::told(const std::string& watch,
                                                 const std::string& but) const {
  Query query = store_->impl_->database.query(
      "SELECT number FROM told WHERE watch = ?1 AND message <> ?2 ORDER BY number");
  query.bind(watch, but);
  std::vector<DocumentNumber> out;
  HORIZON_TRY(query.each([&](const Query& row) -> Status {
    out.push_back(static_cast<DocumentNumber>(row.integer(0)));
    return {};
  }));
  return out;
}

}  // namespace horizon::store
