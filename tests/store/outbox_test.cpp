#include "store/outbox.h"

#include "store/sqlite.h"
#include "store/upkeep.h"
#include "tests/store/fixture.h"

namespace horizon::store {
namespace {

using std::chrono::hours;

NewMessage message(const std::string& key) {
  return {key, "", {{"mail", "a@x.org"}, {"mail", "b@x.org"}, {"shelf", ""}}};
}

TEST_F(StoreTest, WhatIsDecidedTwiceIsDecidedOnce) {
  Outbox outbox(*store_);
  EXPECT_EQ(outbox.next().value(), std::nullopt);
  const NewMessage messages[] = {message("issue/2026-W47")};
  const Told told[] = {{"bci", 7, "issue/2026-W47"}};
  const Note notes[] = {{"daemon.issued", "2026-11-16"}};
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(outbox.decide(messages, told, notes, kNow + hours(i)));
    reopen();
    outbox = Outbox(*store_);
  }
  const auto due = outbox.due(kNow, 10).value();
  ASSERT_EQ(due.size(), 3U);
  EXPECT_EQ(due[0].to.recipient, "a@x.org");
  EXPECT_EQ(due[2].to.channel, "shelf");
  EXPECT_EQ(due[0].made, kNow);
  EXPECT_EQ(store_->meta("daemon.issued").value(), "2026-11-16");
  EXPECT_EQ(outbox.told("bci", "").value(), std::vector<DocumentNumber>{7});
  EXPECT_TRUE(outbox.told("bci", "issue/2026-W47").value().empty());
  EXPECT_TRUE(outbox.told("other", "").value().empty());
}

TEST_F(StoreTest, DeliveriesAreMarkedOneByOne) {
  Outbox outbox(*store_);
  const NewMessage messages[] = {message("k")};
  ASSERT_TRUE(outbox.decide(messages, {}, {}, kNow));
  auto due = outbox.due(kNow, 10).value();
  due[0].state = DeliveryState::kSent;
  due[1].attempts = 1;
  due[1].next = kNow + hours(1);
  due[1].error = "451";
  due[2].state = DeliveryState::kRefused;
  for (const Delivery& delivery : due) ASSERT_TRUE(outbox.mark(delivery));
  EXPECT_EQ(outbox.due(kNow, 10).value().size(), 0U);
  EXPECT_EQ(outbox.next().value(), kNow + hours(1));
  EXPECT_EQ(outbox.due(kNow + hours(1), 10).value().at(0).error, "451");
  const Outbox::Counts counts = outbox.counts().value();
  EXPECT_EQ(counts.sent, 1U);
  EXPECT_EQ(counts.waiting, 1U);
  EXPECT_EQ(counts.refused, 1U);
  EXPECT_EQ(outbox.retry("mail", kNow).value(), 1U);
  EXPECT_EQ(outbox.retry("", kNow).value(), 2U);
  EXPECT_EQ(outbox.due(kNow, 10).value().size(), 2U) << "what was sent stays sent";
  reopen(Mode::kRead);
  EXPECT_FALSE(Outbox(*store_).mark(due[0]));
}

TEST_F(StoreTest, ACopyIsWholeWhileSomebodyWrites) {
  write(*store_, {record("s", "a", {"k:1"}), record("s", "b", {"k:2"})});
  const auto copy = folder_.path() / "copy.db";
  ASSERT_TRUE(copy_store(file(), copy));
  write(*store_, {record("s", "c", {"k:3"})});
  const Store copied = open_store(copy, Mode::kWrite);
  EXPECT_EQ(copied.statistics()->documents, 2U);
  EXPECT_EQ(copied.identity().value(), store_->identity().value());
  EXPECT_TRUE(copied.verify()->empty());
  EXPECT_FALSE(copy_store(file(), folder_.path() / "no" / "such" / "folder.db"));
}

TEST_F(StoreTest, WhatIsTooOldIsForgottenAndWhatWaitsIsNot) {
  Outbox outbox(*store_);
  const NewMessage old[] = {message("old")};
  ASSERT_TRUE(outbox.decide(old, {}, {}, kNow - hours(24 * 800)));
  std::vector<Delivery> due = outbox.due(kNow, 10).value();
  for (Delivery& delivery : due) {
    delivery.state = DeliveryState::kSent;
    ASSERT_TRUE(outbox.mark(delivery));
  }
  const NewMessage waiting[] = {message("waiting")};
  ASSERT_TRUE(outbox.decide(waiting, {}, {}, kNow - hours(24 * 800)));
  ASSERT_TRUE(store_->begin_run("scan", kNow - hours(24 * 800)));
  ASSERT_TRUE(store_->begin_run("scan", kNow));
  Upkeep upkeep(*store_);
  const auto none = upkeep.forget({}, {}).value();
  EXPECT_EQ(none.runs + none.quarantined + none.deliveries, 0U);
  const auto forgotten = upkeep.forget(kNow - hours(24 * 730), kNow).value();
  EXPECT_EQ(forgotten.runs, 1U);
  EXPECT_EQ(forgotten.deliveries, 3U);
  EXPECT_EQ(outbox.counts()->waiting, 3U);
  // The key of what was forgotten stays known: it goes to nobody again.
  ASSERT_TRUE(outbox.decide(old, {}, {}, kNow));
  EXPECT_EQ(outbox.counts()->waiting, 3U);
  ASSERT_TRUE(upkeep.compact());
  EXPECT_TRUE(store_->verify()->empty());
}

TEST_F(StoreTest, AnOlderStoreIsKeptBesideBeforeItsSchemaChanges) {
  write(*store_, {record("s", "a", {"k:1"})});
  store_.reset();
  ASSERT_TRUE(Database::open(file(), Database::Access::kWrite)
                  ->execute("DROP TABLE messages; DROP TABLE deliveries; DROP TABLE told;"
                            "PRAGMA user_version = 4"));
  const auto kept = file().string() + ".schema-4";
  reopen();
  ASSERT_TRUE(std::filesystem::exists(kept));
  EXPECT_EQ(Database::open(kept, Database::Access::kRead)->integer("PRAGMA user_version").value(),
            4);
  EXPECT_EQ(store_->statistics()->documents, 1U);
  EXPECT_TRUE(Outbox(*store_).counts());
}

}  // namespace
}  // namespace horizon::store
