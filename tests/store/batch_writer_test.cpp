#include "store/batch_writer.h"

#include <limits>
#include <random>

#include "tests/store/fixture.h"

namespace horizon::store {
namespace {

using Lines = std::vector<std::string>;

class BatchWriterTest : public StoreTest {
 protected:
  void TearDown() override { expect_verified(*store_); }
};

TEST_F(BatchWriterTest, AddsAndReadsBackEveryField) {
  Incoming incoming =
      record("arxiv", "a", {"arxiv:2401.00001", "doi:10.1000/X"},
             {label("INF.qcomp"), label("INF"), label("HEA.bci", horizon::Outcome::kReview)});
  incoming.document.id = "arXiv:2401.00001";
  incoming.document.updated = kToday;
  ASSERT_EQ(write_one(*store_, incoming), Outcome::kAdded);
  const StoredDocument stored = get("arXiv:2401.00001");
  EXPECT_EQ(
      dump(stored),
      fmt::format(
          "#1 seq 1 seen {0} id arXiv:2401.00001 paper en arxiv title Title of a abstract "
          "Abstract of a url https://example.org/a by [Ada Lovelace|钱学森] of [University of "
          "X] codes [arxiv:quant-ph] keys [arxiv:2401.00001|doi:10.1000/X] published "
          "2026-03-02 updated {0} deleted false labels "
          "[HEA.bci=0.75/1(0,0,5,qubit,0.5)(1,3,4,spin,0.25)|INF=0.75/0(0,0,5,qubit,0.5)(1,3,"
          "4,spin,0.25)|INF.qcomp=0.75/0(0,0,5,qubit,0.5)(1,3,4,spin,0.25)] sources [arxiv]",
          format_day(kToday)));
  for (const char* alias : {"2401.00001", "arxiv:2401.00001v3", "10.1000/x",
                            "https://doi.org/10.1000/X", "doi:10.1000/x"})
    EXPECT_EQ(get(alias).number, 1U) << alias;
  EXPECT_EQ(counts("INF.qcomp"), Lines{"2026-03-02 paper en arxiv 1"});
  EXPECT_EQ(counts(""), Lines{"2026-03-02 paper en arxiv 1"});
  EXPECT_EQ(counts("HEA.bci"), Lines{});
  const auto raw = store_->raw(1);
  ASSERT_TRUE(raw && raw->size() == 1);
  EXPECT_EQ(raw->front().bytes, "a");
  EXPECT_EQ(raw->front().fetched, kNow);
}

TEST_F(BatchWriterTest, SameBytesAreUnchanged) {
  const Incoming incoming = record("arxiv", "a", {"k:1"}, {label("INF")});
  write(*store_, {incoming, incoming});
  const Lines before = dump(*store_);
  EXPECT_EQ(write_one(*store_, incoming, kNow + std::chrono::hours(48)), Outcome::kUnchanged);
  EXPECT_EQ(difference(dump(*store_), before), "");
}

TEST_F(BatchWriterTest, NewVersionReplacesAndRecounts) {
  write_one(*store_, record("arxiv", "a", {"k:1", "k:2"}, {label("INF"), label("INF.qcomp")}));
  write_one(*store_, record("arxiv", "b", {"k:9"}));
  Incoming changed = record("arxiv", "a2", {"k:1"}, {label("HEA")});
  changed.document.published = date(2026, 4, 1);
  changed.document.language = "zh";
  EXPECT_EQ(write_one(*store_, changed, kNow + std::chrono::hours(48)), Outcome::kUpdated);
  const StoredDocument stored = get("k:2");
  EXPECT_EQ(stored.number, 1U);
  EXPECT_EQ(stored.sequence, 3U);
  EXPECT_EQ(stored.first_seen, kToday);
  EXPECT_EQ(stored.document.title, "Title of a2");
  EXPECT_EQ(stored.document.keys, (Lines{"k:1", "k:2"}));
  EXPECT_EQ(counts("INF"), Lines{});
  EXPECT_EQ(counts("HEA"), Lines{"2026-04-01 paper zh arxiv 1"});
  EXPECT_EQ(counts(""), (Lines{"2026-03-02 paper en arxiv 1", "2026-04-01 paper zh arxiv 1"}));
  EXPECT_EQ(store_->raw(1)->size(), 2U);
}

TEST_F(BatchWriterTest, EqualContentInOtherBytesKeepsTheRawRecordOnly) {
  Incoming incoming = record("arxiv", "a", {"k:1"}, {label("INF")});
  write_one(*store_, incoming);
  incoming.raw.bytes = "a, fetched again";
  incoming.labels = {label("HEA")};
  EXPECT_EQ(write_one(*store_, incoming), Outcome::kUnchanged);
  EXPECT_EQ(get("k:1").sequence, 1U);
  EXPECT_EQ(store_->raw(1)->size(), 2U);
  EXPECT_EQ(counts("HEA"), Lines{});
}

TEST_F(BatchWriterTest, FurtherSourceFillsOnlyWhatIsEmpty) {
  Incoming first = record("arxiv", "a", {"k:1"});
  first.document.abstract.clear();
  first.document.url.clear();
  first.document.published.reset();
  write_one(*store_, first);
  Incoming second = record("crossref", "b", {"doi:10.1000/1", "k:1"}, {label("INF")});
  second.document.title = "Another title";
  second.document.authors = {{.name = "Somebody Else"}};
  second.document.codes = {{CodeScheme::kMesh, "M"}};
  EXPECT_EQ(write_one(*store_, second), Outcome::kJoined);
  const StoredDocument stored = get("doi:10.1000/1");
  EXPECT_EQ(stored.number, 1U);
  EXPECT_EQ(stored.document.source, "arxiv");
  EXPECT_EQ(stored.document.title, "Title of a");
  EXPECT_EQ(stored.document.abstract, "Abstract of b");
  EXPECT_EQ(stored.document.url, "https://example.org/b");
  EXPECT_EQ(stored.document.authors.front().name, "Ada Lovelace");
  EXPECT_EQ(stored.document.codes.size(), 2U);
  EXPECT_EQ(stored.sources, (Lines{"arxiv", "crossref"}));
  // The label came with the abstract, but its evidence in the other title did not.
  ASSERT_EQ(stored.labels.size(), 1U);
  ASSERT_EQ(stored.labels.front().evidence.size(), 1U);
  EXPECT_EQ(stored.labels.front().evidence.front().field, Field::kAbstract);
  EXPECT_EQ(counts("INF"), Lines{"2026-03-02 paper en arxiv 1"});
  EXPECT_EQ(write_one(*store_, second), Outcome::kUnchanged);
}

TEST_F(BatchWriterTest, LabelsOfAFurtherSourceWithoutItsAbstractAreNotUsed) {
  write_one(*store_, record("arxiv", "a", {"k:1"}, {label("INF")}));
  EXPECT_EQ(write_one(*store_, record("feed", "b", {"k:1"}, {label("HEA")})), Outcome::kJoined);
  EXPECT_EQ(counts("HEA"), Lines{});
  EXPECT_EQ(counts("INF").size(), 1U);
  EXPECT_EQ(store_->statistics()->documents, 1U);
  // Its next version has nothing to add.
  EXPECT_EQ(write_one(*store_, record("feed", "c", {"k:1"})), Outcome::kUnchanged);
}

TEST_F(BatchWriterTest, OwnUpdateKeepsWhatAnotherSourceFilledIn) {
  Incoming first = record("arxiv", "a", {"k:1"});
  first.document.abstract.clear();
  write_one(*store_, first);
  write_one(*store_, record("crossref", "b", {"k:1"}, {label("INF")}));
  first.raw.bytes = "a2";
  first.document.authors = {{.name = "New Author"}};
  EXPECT_EQ(write_one(*store_, first), Outcome::kUpdated);
  EXPECT_EQ(get("k:1").document.abstract, "Abstract of b");
  EXPECT_EQ(names_of(get("k:1").document.authors), Lines{"New Author"});
  EXPECT_EQ(counts("INF").size(), 1U);
}

TEST_F(BatchWriterTest, AliasesMatchInOrderAndNeverMove) {
  write(*store_, {record("s", "a", {"k:1"}), record("s", "b", {"k:2"})});
  EXPECT_EQ(write(*store_, {record("t", "c", {"k:new", "k:2", "k:1"})}).front().number, 2U);
  EXPECT_EQ(get("k:new").number, 2U);
  EXPECT_EQ(get("k:1").number, 1U);
  EXPECT_EQ(get("k:2").number, 2U);
}

// Eight discussions of one article carry the article's DOI, each with its own arXiv number.
TEST_F(BatchWriterTest, ASharedDoiDoesNotJoinWhatARepositoryKeepsApart) {
  EXPECT_EQ(write_one(*store_, record("arxiv", "a", {"doi:10.1000/x", "arxiv:0406.0001"})),
            Outcome::kAdded);
  const Incoming second = record("arxiv", "b", {"doi:10.1000/x", "arxiv:0406.0002"});
  EXPECT_EQ(write_one(*store_, second), Outcome::kAdded);
  EXPECT_EQ(write_one(*store_, second), Outcome::kUnchanged);
  EXPECT_EQ(write_one(*store_, record("crossref", "c", {"doi:10.1000/x"})), Outcome::kJoined);
  EXPECT_EQ(get("doi:10.1000/x").number, 1U);
  EXPECT_EQ(get("arxiv:0406.0002").number, 2U);
}

TEST_F(BatchWriterTest, ALabellerLabelsWhatTheRecordsMakeTogether) {
  const Labeller by_codes = [](const Document& merged,
                               std::span<const LabelJudgement> /*judgements*/) {
    std::vector<Label> labels;
    for (const Code& code : merged.codes) labels.push_back(label("by." + code.value));
    return labels;
  };
  Incoming first = record("arxiv", "a", {"k:1"}, {label("INF")});
  first.document.codes = {{CodeScheme::kArxiv, "cs.RO"}};
  Incoming second = record("office", "b", {"k:1"}, {label("HEA")});
  second.document.codes = {{CodeScheme::kCpc, "G06N10/40"}};
  const std::vector<Incoming> both = {first, second};
  ASSERT_TRUE(store_->write({both, {}, {}, by_codes}, kNow));
  std::vector<std::string> nodes;
  for (const Label& one : get("k:1").labels) nodes.push_back(one.node);
  EXPECT_EQ(nodes, (std::vector<std::string>{"by.G06N10/40", "by.cs.RO"}));
  EXPECT_EQ(counts("INF"), Lines{});
  EXPECT_EQ(counts("by.cs.RO").size(), 1U);
}

TEST_F(BatchWriterTest, UnknownKeysNeverMatch) {
  const std::vector<std::string> nothing = {"", "doi:", "doi:unknown", "N/A", "id:s:", "pmid:0"};
  Incoming a = record("s", "a", nothing);
  Incoming b = record("s", "b", nothing);
  a.document.id = b.document.id = "unknown";
  EXPECT_EQ(write_one(*store_, a), Outcome::kAdded);
  EXPECT_EQ(write_one(*store_, b), Outcome::kAdded);
  // Without any key the same bytes still are the same record.
  EXPECT_EQ(write_one(*store_, a), Outcome::kUnchanged);
  EXPECT_EQ(store_->statistics()->documents, 2U);
  EXPECT_EQ(store_->find("unknown").value(), std::nullopt);
}

TEST_F(BatchWriterTest, TombstoneAndRevival) {
  write_one(*store_, record("s", "a", {"k:1"}, {label("INF")}));
  Incoming tombstone = record("s", "gone", {"k:1"});
  tombstone.document.deleted = true;
  EXPECT_EQ(write_one(*store_, tombstone), Outcome::kUpdated);
  EXPECT_TRUE(get("k:1").document.deleted);
  EXPECT_EQ(get("k:1").document.title, "Title of a");
  EXPECT_EQ(counts(""), Lines{});
  EXPECT_EQ(counts("INF"), Lines{});
  EXPECT_EQ(store_->statistics()->documents, 0U);
  EXPECT_EQ(store_->list({})->size(), 0U);
  EXPECT_EQ(write_one(*store_, tombstone), Outcome::kUnchanged);
  EXPECT_EQ(write_one(*store_, record("s", "a", {"k:1"}, {label("INF")})), Outcome::kUnchanged);
  EXPECT_EQ(write_one(*store_, record("s", "back", {"k:1"}, {label("INF")})), Outcome::kUpdated);
  EXPECT_FALSE(get("k:1").document.deleted);
  EXPECT_EQ(get("k:1").number, 1U);
  EXPECT_EQ(counts("INF").size(), 1U);
}

TEST_F(BatchWriterTest, AnotherSourceDoesNotWithdrawButMayBringBack) {
  write_one(*store_, record("s", "a", {"k:1"}, {label("INF")}));
  Incoming foreign = record("t", "gone", {"k:1"});
  foreign.document.deleted = true;
  EXPECT_EQ(write_one(*store_, foreign), Outcome::kUnchanged);
  EXPECT_FALSE(get("k:1").document.deleted);
  Incoming own = record("s", "gone", {"k:1"});
  own.document.deleted = true;
  EXPECT_EQ(write_one(*store_, own), Outcome::kUpdated);
  EXPECT_EQ(write_one(*store_, record("u", "b", {"k:1"}, {label("HEA")})), Outcome::kUpdated);
  EXPECT_EQ(get("k:1").document.source, "u");
  EXPECT_EQ(get("k:1").sources, (Lines{"s", "u"}));
  EXPECT_EQ(counts("HEA"), Lines{"2026-03-02 paper en u 1"});
}

TEST_F(BatchWriterTest, TombstoneOfAnUnknownDocumentStaysWithoutEffect) {
  Incoming tombstone = record("s", "gone", {"k:1"});
  tombstone.document.deleted = true;
  const std::vector<Incoming> input = {tombstone, record("s", "a", {"k:1"})};
  EXPECT_EQ(write_one(*store_, tombstone), Outcome::kUnchanged);
  EXPECT_EQ(store_->statistics()->raw_records, 0U);
  write(*store_, input);
  const Lines before = dump(*store_);
  write(*store_, input);
  EXPECT_EQ(difference(dump(*store_), before), "");
  EXPECT_FALSE(get("k:1").document.deleted);
}

TEST_F(BatchWriterTest, RepeatedAndOddLabels) {
  Incoming incoming = record("s", "a", {"k:1"},
                             {label("INF", horizon::Outcome::kReview), label("INF"), label("INF"),
                              label(""), label("不存在.node"), label(std::string("N\0x", 3))});
  incoming.labels[2].probability = std::numeric_limits<float>::quiet_NaN();
  incoming.labels[4].probability = 7;
  write_one(*store_, incoming);
  const StoredDocument stored = get("k:1");
  ASSERT_EQ(stored.labels.size(), 3U);
  EXPECT_EQ(stored.labels[0].node, "INF");
  EXPECT_EQ(stored.labels[0].outcome, horizon::Outcome::kAssign);
  EXPECT_EQ(stored.labels[2].probability, 1.0F);
  EXPECT_EQ(counts("").size(), 1U);
  EXPECT_EQ(counts(std::string("N\0x", 3)).size(), 1U);
}

TEST_F(BatchWriterTest, HostileContentRoundTrips) {
  Incoming incoming = record("s\0t", "a", {"k:1"});
  incoming.document.title = std::string("a\0b", 3);
  incoming.document.abstract = std::string(10'000'000, 'x') + "\xf0\x9f\x92\xa9";
  incoming.document.authors.assign(5000, {.name = "A"});
  incoming.raw.bytes = std::string(10'000'000, '\0') + "end";
  incoming.document.published.reset();
  for (int i = 0; i < 5000; ++i) incoming.document.keys.push_back(fmt::format("k:{}", i));
  EXPECT_EQ(write_one(*store_, incoming), Outcome::kAdded);
  EXPECT_EQ(write_one(*store_, incoming), Outcome::kUnchanged);
  const StoredDocument stored = get("k:1");
  EXPECT_EQ(stored.document.title, incoming.document.title);
  EXPECT_TRUE(stored.document.abstract == incoming.document.abstract);
  EXPECT_EQ(stored.document.keys.size(), 5001U);
  EXPECT_TRUE(store_->raw(1)->front().bytes == incoming.raw.bytes);
  EXPECT_EQ(counts(""), Lines{"undated paper en s 1"});
  EXPECT_EQ(store_->find("k:4999").value(), std::nullopt);  // beyond the limit of aliases
}

TEST_F(BatchWriterTest, EmptyBatchDoesNothing) {
  const Lines before = dump(*store_);
  std::vector<Written> written = {Written{}};
  EXPECT_TRUE(store_->write({}, kNow, &written));
  EXPECT_TRUE(written.empty());
  EXPECT_EQ(difference(dump(*store_), before), "");
}

TEST_F(BatchWriterTest, RawRecordsFillBlocksInOrder) {
  std::vector<Incoming> input;
  for (int i = 0; i < 40; ++i)
    input.push_back(record(
        "s",
        fmt::format("{}:{}", i,
                    std::string(i % 7 == 0 ? 300'000 : 30'000, static_cast<char>('a' + i % 26))),
        {"k:1"}));
  write(*store_, input);
  const auto raw = store_->raw(1);
  ASSERT_TRUE(raw && raw->size() == input.size());
  for (std::size_t i = 0; i < input.size(); ++i)
    EXPECT_TRUE((*raw)[i].bytes == input[i].raw.bytes) << i;
}

// A stream in which the same works come back changed, from several sources, withdrawn, undated.
std::vector<Incoming> random_stream(unsigned seed, int size) {
  std::mt19937 random(seed);
  const auto pick = [&random](unsigned n) { return static_cast<int>(random() % n); };
  const std::vector<std::string> sources = {"arxiv", "crossref", "feed"};
  std::vector<Incoming> stream;
  for (int i = 0; i < size; ++i) {
    const int work = pick(40);
    std::vector<std::string> keys = {fmt::format("k:{}", work)};
    if (pick(3) == 0) keys.push_back(fmt::format("doi:10.1000/{}", pick(40)));
    std::vector<Label> labels;
    for (int l = pick(4); l > 0; --l)
      labels.push_back(
          label(fmt::format("N{}", pick(5)), static_cast<horizon::Outcome>(pick(4) == 0)));
    Incoming incoming =
        record(sources[random() % 3], fmt::format("{}/{}", work, pick(4)), keys, std::move(labels));
    Document& document = incoming.document;
    document.language = pick(4) == 0 ? "zh" : "en";
    document.kind = static_cast<Kind>(pick(4));
    document.published = date(2026, 1, 1U + random() % 28);
    if (pick(5) == 0) document.published->precision = Precision::kYear;
    if (pick(4) == 0) document.published.reset();
    if (pick(3) == 0) document.abstract.clear();
    document.deleted = pick(10) == 0;
    if (document.deleted) incoming.raw.bytes += fmt::format(" gone {}", i);
    stream.push_back(std::move(incoming));
  }
  return stream;
}

TEST(BatchSplit, AnySplitAndAnyRepetitionGivesTheSameState) {
  for (const unsigned seed : {1U, 2U, 3U}) {
    const std::vector<Incoming> stream = random_stream(seed, 400);
    Lines whole;
    for (const std::size_t size : {std::size_t{400}, std::size_t{1}, std::size_t{37}}) {
      const test::TempDir folder;
      Store store = open_store(folder.path() / "store.db");
      for (int round = 0; round < 2; ++round) {
        for (std::size_t begin = 0; begin < stream.size(); begin += size) {
          const auto part = std::span(stream).subspan(begin, std::min(size, stream.size() - begin));
          ASSERT_TRUE(store.write({part, {}, {}}, kNow));
        }
        const Lines state = dump(store);
        if (whole.empty()) whole = state;
        EXPECT_EQ(difference(state, whole), "")
            << "seed " << seed << " batches of " << size << " round " << round;
      }
      expect_verified(store);
    }
  }
}

}  // namespace
}  // namespace horizon::store
