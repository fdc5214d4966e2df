#include "store/store.h"

#include <fstream>
#include <random>

#include "store/sqlite.h"
#include "tests/store/fixture.h"

namespace horizon::store {
namespace {

using Lines = std::vector<std::string>;

Store::Listing under(const std::string& node) {
  Store::Listing listing;
  listing.node = node;
  return listing;
}

std::string message(const Result<Store>& store) { return store ? "" : store.error().message; }

TEST_F(StoreTest, ReopensWithEverything) {
  write(*store_, {record("s", "a", {"k:1"}, {label("INF")}), record("s", "b", {"k:2"})});
  const Lines before = dump(*store_);
  reopen();
  EXPECT_EQ(difference(dump(*store_), before), "");
  reopen(Mode::kRead);
  EXPECT_EQ(difference(dump(*store_), before), "");
}

TEST_F(StoreTest, ReadingStoreRefusesToWrite) {
  reopen(Mode::kRead);
  const std::vector<Incoming> input = {record("s", "a", {"k:1"})};
  EXPECT_FALSE(store_->write({input, {}, {}}, kNow));
  EXPECT_FALSE(store_->set_meta("a", "b"));
  EXPECT_FALSE(store_->begin_run("scan", kNow));
  EXPECT_FALSE(store_->relabel({}));
}

TEST_F(StoreTest, MetaCursorsAndRuns) {
  EXPECT_EQ(store_->meta("taxonomy").value(), std::nullopt);
  ASSERT_TRUE(store_->set_meta("taxonomy", "1"));
  ASSERT_TRUE(store_->set_meta("taxonomy", "2"));
  EXPECT_EQ(store_->meta("taxonomy").value(), "2");

  EXPECT_EQ(store_->cursor("arxiv").value(), std::nullopt);
  ASSERT_TRUE(store_->write({{}, {}, {Cursor{"arxiv", "{1}"}}}, kNow));
  ASSERT_TRUE(store_->write({{}, {}, {Cursor{"arxiv", "{2}"}}}, kNow));
  EXPECT_EQ(store_->cursor("arxiv").value(), "{2}");

  const std::int64_t id = store_->begin_run("scan arxiv", kNow).value();
  RunRecord part;
  part.id = id;
  part.added = 3;
  part.unchanged = 1;
  ASSERT_TRUE(store_->update_run(part));
  part.error = "timeout";
  ASSERT_TRUE(store_->update_run(part));
  ASSERT_TRUE(store_->begin_run("import x.jsonl", kNow));
  RunRecord last;
  last.id = id;
  last.finished = kNow + std::chrono::seconds(5);
  ASSERT_TRUE(store_->update_run(last));
  const auto runs = store_->runs(10).value();
  ASSERT_EQ(runs.size(), 2U);
  EXPECT_EQ(runs[0].command, "import x.jsonl");
  EXPECT_EQ(runs[0].finished, std::nullopt);
  EXPECT_EQ(runs[1].added, 6U);
  EXPECT_EQ(runs[1].unchanged, 2U);
  EXPECT_EQ(runs[1].error, "timeout");
  EXPECT_EQ(runs[1].finished, kNow + std::chrono::seconds(5));
  EXPECT_EQ(store_->runs(1)->size(), 1U);
  last.id = 99;
  const Status unknown = store_->update_run(last);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::kNotFound);
}

TEST_F(StoreTest, QuarantineKeepsEachEntryOnceAndItsFirstBytes) {
  const std::vector<QuarantinedRecord> bad = {
      {"s", "f:1", "no title", std::string(100'000, 'x'), kNow},
      {"s", "f:2", "no title", std::string("\0\xff", 2), kNow},
      {"s", "f:1", "no title", "again", kNow},
      {"sf", ":1", "no title", "", kNow}};
  ASSERT_TRUE(store_->write({{}, bad, {}}, kNow));
  ASSERT_TRUE(store_->write({{}, bad, {}}, kNow));
  const auto entries = store_->quarantine(10).value();
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(entries[0].origin, ":1");
  EXPECT_EQ(entries[1].bytes, bad[1].bytes);
  EXPECT_EQ(entries[2].bytes.size(), 65'536U);
  EXPECT_EQ(entries[2].at, kNow);
  EXPECT_EQ(store_->statistics()->quarantined, 3U);
}

TEST_F(StoreTest, RelabelCorrectsCountsAndLeavesEqualLabelsAlone) {
  write(*store_, {record("s", "a", {"k:1"}, {label("INF"), label("HEA")}),
                  record("s", "b", {"k:2"}, {label("INF")}), record("s", "c", {"k:3"})});
  Incoming gone = record("s", "gone", {"k:3"});
  gone.document.deleted = true;
  write_one(*store_, gone);
  const std::vector<Store::Relabelled> changes = {
      {1, {label("HEA"), label("INF")}}, {2, {label("MAN")}}, {3, {label("MAN")}}};
  EXPECT_EQ(store_->relabel(changes).value(), 1U);
  EXPECT_EQ(get("k:1").sequence, 1U);
  EXPECT_EQ(get("k:2").sequence, 5U);
  EXPECT_EQ(counts("INF"), Lines{"2026-03-02 paper en s 1"});
  EXPECT_EQ(counts("MAN"), Lines{"2026-03-02 paper en s 1"});
  EXPECT_EQ(store_->relabel(std::vector<Store::Relabelled>{{2, {}}}).value(), 1U);
  EXPECT_EQ(store_->statistics()->labelled, 1U);
  // An unknown number undoes the whole call.
  const auto wrong = store_->relabel(std::vector<Store::Relabelled>{{1, {}}, {77, {}}});
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, ErrorCode::kNotFound);
  EXPECT_EQ(get("k:1").labels.size(), 2U);
  expect_verified(*store_);
}

TEST_F(StoreTest, GetsInTheOrderAskedAndLeavesOutWhatIsMissing) {
  write(*store_, {record("s", "a", {"k:1"}), record("s", "b", {"k:2"})});
  const std::vector<DocumentNumber> numbers = {2, 77, 1, 2};
  const auto found = store_->get(numbers).value();
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].number, 2U);
  EXPECT_EQ(found[1].number, 1U);
  const auto missing = store_->get(77);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kNotFound);
  EXPECT_TRUE(store_->raw(77)->empty());
  EXPECT_EQ(store_->find("k:77").value(), std::nullopt);
}

TEST_F(StoreTest, ChangedAfterPagesThroughEveryChangeOnce) {
  for (int i = 0; i < 25; ++i)
    write_one(*store_, record("s", fmt::format("{}", i), {fmt::format("k:{}", i % 10)}));
  std::uint64_t after = 0;
  std::vector<DocumentNumber> numbers;
  while (true) {
    const auto page = store_->changed_after(after, 3).value();
    if (page.empty()) break;
    for (const StoredDocument& document : page) {
      EXPECT_GT(document.sequence, after);
      after = document.sequence;
      numbers.push_back(document.number);
    }
  }
  EXPECT_EQ(after, 25U);
  EXPECT_EQ(store_->sequence().value(), 25U);
  EXPECT_EQ(numbers.size(), 10U);
}

// A small world whose listings and counts can be computed by hand.
class ListingTest : public StoreTest {
 protected:
  void SetUp() override {
    std::mt19937 random(11);
    for (int i = 0; i < 300; ++i) {
      Incoming incoming = record(i % 3 == 0 ? "a" : "b", fmt::format("{}", i),
                                 {fmt::format("k:{:03}", random() % 1000)});
      incoming.document.id = fmt::format("{:03}-{}", random() % 500, i);
      incoming.document.keys = {fmt::format("k:{}", i)};
      incoming.document.kind = static_cast<Kind>(random() % 2);
      incoming.document.language = random() % 3 == 0 ? "zh" : "en";
      incoming.document.published = date(2026, 1, 1 + static_cast<unsigned>(random() % 20));
      if (random() % 10 == 0) incoming.document.published.reset();
      if (random() % 2 == 0) incoming.labels = {label("INF")};
      if (random() % 5 == 0) incoming.labels = {label("INF", horizon::Outcome::kReview)};
      write_one(*store_, incoming, kNow + std::chrono::hours(24 * (i / 60)));
    }
    documents_ = store_->changed_after(0, 1000).value();
  }
  static bool has(const StoredDocument& document, const std::string& node) {
    return std::ranges::any_of(document.labels, [&node](const Label& l) {
      return l.node == node && l.outcome == horizon::Outcome::kAssign;
    });
  }
  // list() by the words of its contract.
  std::vector<DocumentNumber> expected(const Store::Listing& l) const {
    std::vector<const StoredDocument*> found;
    for (const StoredDocument& d : documents_) {
      const auto& published = d.document.published;
      if (!l.node.empty() && !has(d, l.node)) continue;
      if (l.published_from && (!published || published->day < *l.published_from)) continue;
      if (l.published_until && (!published || published->day >= *l.published_until)) continue;
      if (l.first_seen_from && d.first_seen < *l.first_seen_from) continue;
      if (l.first_seen_until && d.first_seen >= *l.first_seen_until) continue;
      if (l.kind && d.document.kind != *l.kind) continue;
      found.push_back(&d);
    }
    std::ranges::sort(found, [](const StoredDocument* a, const StoredDocument* b) {
      if (a->document.published != b->document.published)
        return a->document.published > b->document.published;
      return a->document.id < b->document.id;
    });
    std::vector<DocumentNumber> numbers;
    for (std::size_t i = 0; i < std::min(found.size(), l.limit); ++i)
      numbers.push_back(found[i]->number);
    return numbers;
  }

  std::vector<StoredDocument> documents_;
};

TEST_F(ListingTest, ListsByEveryCombinationOfFilters) {
  for (int mask = 0; mask < 64; ++mask) {
    for (const std::size_t limit : {std::size_t{0}, std::size_t{7}, std::size_t{1000}}) {
      Store::Listing listing;
      if ((mask & 1) != 0) listing.node = "INF";
      if ((mask & 2) != 0) listing.published_from = date(2026, 1, 5)->day;
      if ((mask & 4) != 0) listing.published_until = date(2026, 1, 15)->day;
      if ((mask & 8) != 0) listing.first_seen_from = kToday + std::chrono::days(1);
      if ((mask & 16) != 0) listing.first_seen_until = kToday + std::chrono::days(3);
      if ((mask & 32) != 0) listing.kind = Kind::kPatent;
      listing.limit = limit;
      EXPECT_EQ(store_->list(listing).value(), expected(listing)) << mask << " " << limit;
    }
  }
  EXPECT_TRUE(store_->list(under("nowhere"))->empty());
}

TEST_F(ListingTest, CountsAnySetOfDocuments) {
  const auto exposure = dump(store_->counts("").value());
  std::vector<DocumentNumber> all, labelled;
  for (const StoredDocument& d : documents_) {
    all.push_back(d.number);
    if (has(d, "INF")) labelled.push_back(d.number);
  }
  EXPECT_EQ(dump(store_->count_documents(all).value()), exposure);
  EXPECT_EQ(dump(store_->count_documents(labelled).value()), dump(store_->counts("INF").value()));
  // Far apart, unknown, repeated and out of order.
  const std::vector<DocumentNumber> odd = {290, 1, 1, 150, 5000, 4'000'000'000};
  std::uint32_t documents = 0;
  const auto odd_counts = store_->count_documents(odd).value();
  for (const DailyCount& count : odd_counts) documents += count.documents;
  EXPECT_EQ(documents, 3U);
  EXPECT_TRUE(store_->count_documents({})->empty());
}

TEST_F(ListingTest, StatisticsAndSourcesAgreeWithTheDocuments) {
  const Statistics s = store_->statistics().value();
  std::uint64_t labelled = 0, undated = 0;
  for (const StoredDocument& d : documents_) {
    if (has(d, "INF")) ++labelled;
    if (!d.document.published) ++undated;
  }
  EXPECT_EQ(s.documents, 300U);
  EXPECT_EQ(s.labelled, labelled);
  EXPECT_EQ(s.undated, undated);
  EXPECT_EQ(s.raw_records, 300U);
  EXPECT_EQ(s.earliest, date(2026, 1, 1)->day);
  EXPECT_EQ(s.latest, date(2026, 1, 20)->day);
  for (const std::optional<Day> from :
       {std::optional<Day>(), std::optional<Day>(kToday + std::chrono::days(3)),
        std::optional<Day>(kToday + std::chrono::days(30))}) {
    std::uint64_t found = 0, without_date = 0, expected_found = 0, expected_without = 0;
    const auto sources = store_->source_counts(from).value();
    for (const SourceCount& count : sources) {
      found += count.documents;
      without_date += count.undated;
      EXPECT_EQ(count.last_seen, kToday + std::chrono::days(4));
    }
    for (const StoredDocument& d : documents_) {
      if (from && d.first_seen < *from) continue;
      ++expected_found;
      if (!d.document.published) ++expected_without;
    }
    EXPECT_EQ(found, expected_found);
    EXPECT_EQ(without_date, expected_without);
  }
  expect_verified(*store_);
}

TEST_F(StoreTest, EmptyStoreAnswersEverything) {
  const Statistics s = store_->statistics().value();
  EXPECT_EQ(s.documents, 0U);
  EXPECT_EQ(s.sequence, 0U);
  EXPECT_EQ(s.earliest, std::nullopt);
  EXPECT_TRUE(store_->list({})->empty());
  EXPECT_TRUE(store_->all_counts()->empty());
  EXPECT_TRUE(store_->source_counts()->empty());
  EXPECT_TRUE(store_->verify()->empty());
}

TEST_F(StoreTest, CoarseDatesAreNotTheEarliestOrLatest) {
  Incoming coarse = record("s", "a", {"k:1"});
  coarse.document.published = PartialDate{date(2030, 1, 1)->day, Precision::kYear};
  write(*store_, {coarse, record("s", "b", {"k:2"})});
  EXPECT_EQ(store_->statistics()->latest, date(2026, 3, 2)->day);
  EXPECT_EQ(counts(""), (Lines{"2026-03-02 paper en s 1", "2030 paper en s 1"}));
}

TEST_F(StoreTest, VerifyTellsWhatDiffers) {
  write(*store_, {record("s", "a", {"k:1"}, {label("INF")}), record("s", "b", {"k:2"})});
  store_.reset();
  {
    const auto database = Database::open(file(), Database::Access::kWrite);
    ASSERT_TRUE(database);
    ASSERT_TRUE(
        database->execute("UPDATE counts SET documents = 7 WHERE node <> 0; "
                          "DELETE FROM raw_blocks; DELETE FROM totals; "
                          "UPDATE labels SET kind = 3"));
  }
  reopen(Mode::kRead);
  const Lines lines = store_->verify().value();
  EXPECT_EQ(lines, (Lines{"INF 2026-03-02 paper en s: 7 counted, 1 found",
                          "s en paper: -2 documents, +0 undated, -1 labelled in the totals",
                          "document 1: its labels do not agree with it",
                          "raw record 1: its block or document is missing",
                          "raw record 2: its block or document is missing"}));
}

TEST(StoreOpen, MissingFileAndFolder) {
  const test::TempDir folder;
  const auto missing = Store::open(folder.path() / "store.db", Mode::kRead);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kNotFound);
  EXPECT_NE(message(missing).find("store.db"), std::string::npos);
  const auto nowhere = Store::open(folder.path() / "no/such/store.db", Mode::kWrite);
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().code, ErrorCode::kUnavailable);
}

TEST(StoreOpen, ForeignAndDamagedFilesAreRefusedByName) {
  const test::TempDir folder;
  const std::filesystem::path text = folder.path() / "notes.txt";
  std::ofstream(text) << std::string(5000, 'x');
  const std::filesystem::path foreign = folder.path() / "foreign.db";
  ASSERT_TRUE(Database::open(foreign, Database::Access::kWrite)->execute("CREATE TABLE t(a)"));
  const std::filesystem::path damaged = folder.path() / "damaged.db";
  open_store(damaged);
  std::filesystem::resize_file(damaged, 4096 + 100);
  for (const auto& file : {text, foreign, damaged}) {
    for (const Mode mode : {Mode::kRead, Mode::kWrite}) {
      const auto store = Store::open(file, mode);
      const bool refused = !store || !store->statistics();
      EXPECT_TRUE(refused) << file;
      EXPECT_TRUE(store || message(store).find(file.string()) != std::string::npos);
      EXPECT_TRUE(store || store.error().code == ErrorCode::kCorrupt) << message(store);
    }
  }
  std::string still(5000, ' ');
  std::ifstream(text).read(still.data(), 5000);
  EXPECT_EQ(still, std::string(5000, 'x'));
}

TEST(StoreOpen, NewerSchemaIsRefusedAndAnEmptyFileIsFilled) {
  const test::TempDir folder;
  const std::filesystem::path file = folder.path() / "store.db";
  std::ofstream(file).close();
  const auto empty = Store::open(file, Mode::kRead);
  ASSERT_FALSE(empty);
  EXPECT_NE(message(empty).find("schema 0"), std::string::npos) << message(empty);
  open_store(file);
  open_store(file, Mode::kRead);
  ASSERT_TRUE(Database::open(file, Database::Access::kWrite)->execute("PRAGMA user_version = 99"));
  for (const Mode mode : {Mode::kRead, Mode::kWrite}) {
    const auto newer = Store::open(file, mode);
    ASSERT_FALSE(newer);
    EXPECT_NE(message(newer).find("newer Horizon (schema 99"), std::string::npos);
  }
}

TEST(StoreOpen, DamagedPagesBecomeErrorsNotCrashes) {
  const test::TempDir folder;
  const std::filesystem::path file = folder.path() / "store.db";
  {
    Store store = open_store(file);
    std::vector<Incoming> input;
    for (int i = 0; i < 200; ++i)
      input.push_back(record("s", fmt::format("{}", i), {fmt::format("k:{}", i)}, {label("INF")}));
    write(store, input);
  }
  std::string whole(std::filesystem::file_size(file), '\0');
  std::ifstream(file, std::ios::binary)
      .read(whole.data(), static_cast<std::streamsize>(whole.size()));
  std::mt19937 random(3);
  for (int round = 0; round < 60; ++round) {
    std::string damaged = whole;
    for (int i = 0; i < 40; ++i)
      damaged[4096 + random() % (damaged.size() - 4096)] = static_cast<char>(random());
    std::ofstream(file, std::ios::binary | std::ios::trunc) << damaged;
    const auto store = Store::open(file, Mode::kRead);
    if (!store) continue;
    static_cast<void>(store->changed_after(0, 1000));
    static_cast<void>(store->list(under("INF")));
    static_cast<void>(store->all_counts());
    static_cast<void>(store->verify());
    for (DocumentNumber number = 1; number <= 200; number += 20)
      static_cast<void>(store->raw(number));
  }
}

}  // namespace
}  // namespace horizon::store
