#include <random>

#include "tests/store/fixture.h"

namespace horizon::store {
namespace {

class KnowsTest : public StoreTest {
 protected:
  bool knows(const Incoming& incoming) const {
    const auto known = reader_.knows(incoming.document, incoming.raw);
    EXPECT_TRUE(known) << (known ? "" : known.error().message);
    return known && *known;
  }

  Store reader_ = open_store(file(), Mode::kRead);
};

TEST_F(KnowsTest, ARecordOnceItIsAccepted) {
  for (const char* key : {"arxiv:2401.00001", "doi:10.1000/x", "id:feed:1"}) {
    const Incoming incoming = record("feed", key, {key});
    EXPECT_FALSE(knows(incoming)) << key;
    write_one(*store_, incoming);
    EXPECT_TRUE(knows(incoming)) << key;
  }
}

TEST_F(KnowsTest, ARecordWithoutAnyKeyByItsBytes) {
  const Incoming incoming = record("feed", "a", {});
  write_one(*store_, incoming);
  EXPECT_TRUE(knows(incoming));
  EXPECT_FALSE(knows(record("feed", "b", {})));
}

TEST_F(KnowsTest, NotOtherBytesOrSourcesOrWithdrawals) {
  Incoming incoming = record("feed", "a", {"k:1"});
  write_one(*store_, incoming);
  EXPECT_FALSE(knows(record("feed", "b", {"k:1"})));
  EXPECT_FALSE(knows(record("other", "a", {"k:1"})));
  EXPECT_FALSE(knows(record("feed", "", {"k:1"})));
  incoming.document.deleted = true;
  EXPECT_FALSE(knows(incoming));
}

// What is said to be known is left unchanged, however much is written in between.
TEST_F(KnowsTest, ForEver) {
  std::mt19937 random(7);
  const auto below = [&random](unsigned n) { return static_cast<unsigned>(random() % n); };
  std::vector<Incoming> records;
  for (unsigned i = 0; i < 400; ++i) {
    std::vector<std::string> keys;
    for (const char* kind : {"doi:10.1000/", "k:", "arxiv:2401.0000", "pmid:1"}) {
      if (below(2) == 0) keys.push_back(fmt::format("{}{}", kind, 1 + below(9)));
    }
    records.push_back(record(fmt::format("s{}", below(2)), fmt::format("{}", below(300)), keys));
    records.back().document.deleted = below(10) == 0;
  }
  std::vector<bool> known(records.size());
  std::size_t asserted = 0;
  for (unsigned step = 0; step < 3'000; ++step) {
    const unsigned i = below(static_cast<unsigned>(records.size()));
    known[i] = known[i] || knows(records[i]);
    const unsigned j = below(static_cast<unsigned>(records.size()));
    const Outcome outcome = write_one(*store_, records[j]);
    if (!known[j]) continue;
    ++asserted;
    EXPECT_EQ(outcome, Outcome::kUnchanged) << step << ": " << joined(records[j].document.keys);
  }
  EXPECT_GT(asserted, 500U);
}

}  // namespace
}  // namespace horizon::store
