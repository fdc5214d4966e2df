// Shards that are written at once are what Xapian itself would have made of the same documents.
#include "index/bulk_shard.h"

#include <gtest/gtest.h>
#include <xapian.h>

#include <filesystem>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "index/changes.h"
#include "index/glass_table.h"
#include "index/shard_copy.h"
#include "index/shard_writer.h"
#include "index/term_list.h"
#include "index/terms.h"
#include "tests/support/temp_dir.h"

namespace horizon::index {
namespace {

using Terms = std::map<std::string, std::uint32_t>;

struct Made {
  DocumentNumber number = 0;
  Terms terms;
  std::string published, id;
};

ShardDocument shard_document(const Made& made) {
  TermListWriter list;
  for (const auto& [term, frequency] : made.terms) list.add(term, frequency);
  return {made.number, list.finish(), made.published, made.id};
}

// Words of very different frequency and length, some with odd bytes; numbers with gaps.
std::vector<Made> make(std::size_t count, DocumentNumber first, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<Made> all;
  DocumentNumber number = first;
  for (std::size_t i = 0; i < count; ++i) {
    Made made;
    made.number = number;
    number += 1 + (random() % 7 == 0 ? random() % 300 : 0);
    made.terms["Kpaper"] = 0;
    const std::size_t words = random() % 60;
    for (std::size_t j = 0; j < words; ++j) {
      const unsigned word = static_cast<unsigned>(random() % (1U << (1 + random() % 14)));
      std::string term = "w" + std::to_string(word);
      if (word % 50 == 1) term += std::string(random() % 230, 'x');
      if (word % 50 == 2) term = "量" + term;
      if (word % 50 == 3) term += std::string("\0\xff", 2);
      made.terms[term] += word % 97 == 0 ? 1'000'000 : 1 + random() % 3;
    }
    if (random() % 4 != 0) made.published = "2024-11-" + std::to_string(10 + random() % 20);
    if (random() % 9 != 0) made.id = "id:" + std::to_string(random());
    all.push_back(std::move(made));
  }
  return all;
}

Xapian::Document xapian_document(const Made& made) {
  Xapian::Document document;
  for (const auto& [term, frequency] : made.terms) document.add_term(term, frequency);
  document.add_value(kPublishedSlot, made.published);
  document.add_value(kIdSlot, made.id);
  return document;
}

// All that a shard without term lists says, in lines.
std::string print(const Xapian::Database& database) {
  std::ostringstream out;
  out << database.get_doccount() << ' ' << database.get_lastdocid() << ' '
      << database.get_total_length() << ' ' << database.has_positions() << '\n';
  for (const Xapian::valueno slot : {kPublishedSlot, kIdSlot}) {
    out << database.get_value_freq(slot) << ' ' << database.get_value_lower_bound(slot) << ' '
        << database.get_value_upper_bound(slot) << '\n';
    for (auto it = database.valuestream_begin(slot); it != database.valuestream_end(slot); ++it)
      out << it.get_docid() << '=' << *it << ' ';
  }
  for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) {
    out << *term << ' ' << term.get_termfreq() << ' ' << database.get_collection_freq(*term) << ':';
    for (auto it = database.postlist_begin(*term); it != database.postlist_end(*term); ++it)
      out << ' ' << *it << '/' << it.get_wdf() << '/' << it.get_doclength();
    out << '\n';
  }
  for (auto it = database.postlist_begin(""); it != database.postlist_end(""); ++it) {
    const Xapian::Document document = database.get_document(*it);
    out << *it << ": " << document.get_value(kPublishedSlot) << ' ' << document.get_value(kIdSlot)
        << '\n';
  }
  return out.str();
}

class BulkShardTest : public testing::TestWithParam<std::size_t> {
 protected:
  std::filesystem::path path(const std::string& name) const { return dir_.path() / name; }

  void write(const std::string& name, const std::vector<Made>& all) const {
    std::vector<ShardDocument> documents;
    for (const Made& made : all) documents.push_back(shard_document(made));
    const Status done = write_shard(path(name), documents);
    ASSERT_TRUE(done) << done.error().message;
  }
  void write_by_xapian(const std::string& name, const std::vector<Made>& all) const {
    Xapian::WritableDatabase database(path(name).string(), Xapian::DB_CREATE);
    for (const Made& made : all) database.replace_document(made.number, xapian_document(made));
    database.commit();
  }
  void expect_sound(const std::string& name) const {
    std::ostringstream said;
    EXPECT_EQ(Xapian::Database::check(path(name).string(), 0, &said), 0U) << said.str();
  }
  // Not by EXPECT_EQ, whose difference of megabytes nobody could read.
  void expect_same(const std::string& a, const std::string& b) const {
    const std::string first = print(Xapian::Database(path(a).string()));
    const std::string second = print(Xapian::Database(path(b).string()));
    const auto at = std::mismatch(first.begin(), first.end(), second.begin(), second.end()).first;
    EXPECT_TRUE(first == second) << "they differ at byte " << at - first.begin() << " of "
                                 << first.size();
  }

  test::TempDir dir_;
};

TEST_P(BulkShardTest, IsWhatXapianMakes) {
  const auto all = make(GetParam(), 70'000, 11);
  write("ours", all);
  write_by_xapian("theirs", all);
  expect_sound("ours");
  expect_same("ours", "theirs");
}

TEST_P(BulkShardTest, AreMergedAndChange) {
  const auto first = make(GetParam(), 1, 12);
  const auto second = make(300, 5'000'000, 13);
  write("first", first);
  write("second", second);
  const std::vector<Xapian::Database> shards = {Xapian::Database(path("first").string()),
                                                Xapian::Database(path("second").string())};
  auto expected = first;
  expected.insert(expected.end(), second.begin(), second.end());
  EXPECT_EQ(copy_shards(shards, nullptr, path("merged")).value(), expected.size());
  write_by_xapian("merged_by_xapian", expected);
  expect_sound("merged");
  expect_same("merged", "merged_by_xapian");

  // Every third document is another one, every thirtieth has gone; two are new; others are none of
  // these shards'.
  Xapian::WritableDatabase changes(path("changes").string(), Xapian::DB_CREATE);
  std::map<DocumentNumber, Made> changed;
  for (const Made& made : expected) changed[made.number] = made;
  auto others = make(expected.size(), 1, 14);
  const auto put = [&](DocumentNumber number, Made made) {
    made.number = number;
    changes.replace_document(number, xapian_document(made));
    if (number < 6'000'000) changed[number] = std::move(made);
  };
  for (std::size_t i = 0; i < expected.size(); i += 3) put(expected[i].number, others[i]);
  put(4'000'000, others[0]);
  put(5'999'999, others[0]);
  put(6'000'000, others[0]);
  Xapian::Document gone;
  gone.add_boolean_term(std::string(kGoneTerm));
  gone.add_value(kHiddenLengthSlot, "7");
  for (std::size_t i = 1; i < expected.size(); i += 30) {
    changes.replace_document(expected[i].number, gone);
    changed.erase(expected[i].number);
  }
  changes.commit();
  const ChangedShard taken{changes, 1, 6'000'000};
  EXPECT_EQ(copy_shards(shards, &taken, path("renewed")).value(), changed.size());
  expected.clear();
  for (const auto& [number, made] : changed) expected.push_back(made);
  write_by_xapian("renewed_by_xapian", expected);
  expect_sound("renewed");
  expect_same("renewed", "renewed_by_xapian");
}

INSTANTIATE_TEST_SUITE_P(Sizes, BulkShardTest, testing::Values(1, 2, 40, 700, 6'000));

TEST_F(BulkShardTest, KnowsTheFormatOfThisXapian) {
  write_by_xapian("theirs", make(1, 1, 1));
  EXPECT_TRUE(is_known_format(path("theirs")));
  EXPECT_FALSE(is_known_format(path("nothing")));
}

TEST_F(BulkShardTest, SaysWhatCannotBeWritten) {
  const Status done = write_shard("/proc/nowhere", {});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kUnavailable);
}

TEST(SortedNumber, KeepsTheOrder) {
  std::string last;
  for (std::uint64_t number = 0; number <= UINT32_MAX; number += 1 + number / 5) {
    std::string bytes;
    put_sorted_number(bytes, static_cast<std::uint32_t>(number));
    EXPECT_LT(last, bytes) << number;
    last = bytes;
  }
}

TEST(TermList, ComesBack) {
  const Terms terms = {{"", 3},
                       {"a", 0},
                       {"aa", 126},
                       {"aab", 127},
                       {"b", 5'000},
                       {std::string(245, 'c'), 1},
                       {"量子", 1'000'000}};
  TermListWriter writer;
  for (const auto& [term, frequency] : terms) writer.add(term, frequency);
  const std::string list = writer.finish();
  TermListReader reader(list);
  Terms found;
  while (reader.next()) found[reader.term()] = reader.frequency();
  EXPECT_EQ(found, terms);
  for (std::size_t size = 0; size < list.size(); ++size) {
    TermListReader cut(std::string_view(list).substr(0, size));
    while (cut.next()) EXPECT_LE(cut.term().size(), 245U);
  }
}

}  // namespace
}  // namespace horizon::index
