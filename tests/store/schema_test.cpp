#include "store/schema.h"

#include "store/sqlite.h"
#include "tests/store/fixture.h"

namespace horizon::store {
namespace {

TEST_F(StoreTest, EveryStoreHasAnIdentityForLife) {
  const std::string identity = store_->identity().value();
  EXPECT_EQ(identity.size(), 32U);
  EXPECT_EQ(identity.find_first_not_of("0123456789abcdef"), std::string::npos) << identity;
  EXPECT_NE(open_store(folder_.path() / "other.db").identity().value(), identity);
  write(*store_, {record("s", "a", {"k:1"})});
  reopen();
  EXPECT_EQ(store_->identity().value(), identity);
  reopen(Mode::kRead);
  EXPECT_EQ(store_->identity().value(), identity);
}

TEST_F(StoreTest, AnOlderStoreGetsItsIdentityWhenItIsOpenedForWriting) {
  store_.reset();
  ASSERT_TRUE(Database::open(file(), Database::Access::kWrite)
                  ->execute("DELETE FROM meta WHERE key = 'store_id'"));
  reopen(Mode::kRead);
  EXPECT_EQ(store_->identity().value(), "");
  reopen();
  const std::string identity = store_->identity().value();
  EXPECT_EQ(identity.size(), 32U);
  reopen(Mode::kRead);
  EXPECT_EQ(store_->identity().value(), identity);
}

}  // namespace
}  // namespace horizon::store
