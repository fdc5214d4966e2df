// Documents that share no key and are one work: shown once, counted once, in any order.
#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <set>

#include "store/schema.h"
#include "store/sqlite.h"
#include "tests/store/fixture.h"

namespace horizon::store {
namespace {

// So many words that differ from every other seed's.
std::string words(int seed, int count = 60) {
  std::string text;
  for (int i = 0; i < count; ++i) text += fmt::format("w{}x{} ", i % 2 == 0 ? "a" : "b", seed + i);
  // Numbers would speak against a pair that differs in them.
  for (char& c : text)
    if (c >= '0' && c <= '9') c = static_cast<char>('k' + (c - '0'));
  return text;
}

Incoming paper(const std::string& source, const std::string& key, const std::string& title,
               const std::string& abstract, const std::string& author,
               std::optional<PartialDate> published) {
  Incoming incoming = record(source, source + key + title, {key}, {label("INF.qcomp")});
  incoming.document.title = title;
  incoming.document.abstract = abstract;
  incoming.document.authors = {{.name = author}};
  incoming.document.published = published;
  return incoming;
}

Incoming news(const std::string& source, const std::string& key, const std::string& title,
              const std::string& abstract, std::optional<PartialDate> published) {
  Incoming incoming = paper(source, key, title, abstract, "", published);
  incoming.document.kind = Kind::kNews;
  incoming.document.authors.clear();
  return incoming;
}

constexpr const char* kTitle = "Fault-tolerant operation of a logical qubit in a diamond processor";

using JoiningTest = StoreTest;

TEST_F(JoiningTest, APreprintAndItsPaperAreShownAndCountedOnce) {
  write(*store_,
        {paper("arxiv", "arxiv:2401.00001", kTitle, words(1), "Ada Lovelace", date(2024, 1, 2))});
  write(*store_, {paper("journal", "doi:10.1000/x",
                        "Fault-Tolerant Operation of a Logical Qubit in "
                        "a Diamond Processor",
                        words(1000), "Lovelace, A.", date(2025, 3, 1))});
  const StoredDocument shown = get("doi:10.1000/x");
  EXPECT_EQ(shown.document.id, "arxiv:2401.00001");
  EXPECT_EQ(shown.number, get("arxiv:2401.00001").number);
  EXPECT_EQ(joined(shown.sources), "[arxiv|journal]");
  EXPECT_EQ(joined(shown.document.keys), "[arxiv:2401.00001|doi:10.1000/x]");
  EXPECT_EQ(store_->statistics()->documents, 1U);
  EXPECT_EQ(joined(counts("INF.qcomp")), "[2024-01-02 paper en arxiv 1]");
  EXPECT_EQ(store_->raw(shown.number)->size(), 2U);
  Store::Listing listing;
  listing.node = "INF.qcomp";
  EXPECT_EQ(store_->list(listing)->size(), 1U);
  const auto group = store_->group(shown.number).value();
  ASSERT_EQ(group.size(), 2U);
  ASSERT_EQ(group[1].relations.size(), 1U);
  EXPECT_EQ(group[1].relations[0].reason, Reason::kTitle);
  EXPECT_EQ(group[1].relations[0].id, "arxiv:2401.00001");
  EXPECT_EQ(group[1].stored.shown_by, shown.number);
  expect_verified(*store_);
}

struct PairCase {
  const char* what;
  Incoming a, b;
  bool one;
};

std::vector<PairCase> pair_cases() {
  const auto day = date(2024, 1, 2);
  const std::string text = words(1);
  const std::string edited = "Opening words " + text.substr(0, text.size() - 30);
  const auto base = [&](const std::string& key) {
    return paper("a", key, kTitle, text, "Ada Lovelace", day);
  };
  const auto with = [](Incoming incoming, auto&& change) {
    change(incoming.document);
    return incoming;
  };
  std::vector<PairCase> cases;
  const auto add = [&](const char* what, Incoming a, Incoming b, bool one) {
    cases.push_back({what, std::move(a), std::move(b), one});
  };
  add("another title, nearly the same text", base("k:1"),
      with(base("k:2"),
           [&](Document& d) {
             d.title = "A logical qubit in diamond";
             d.abstract = edited;
           }),
      true);
  add("two numbers of one repository", base("arxiv:2401.00001"), base("arxiv:2401.00002"), false);
  add("two articles of one publisher", base("doi:10.1000/x"), base("doi:10.1000/y"), false);
  add("two versions of a deposit", base("doi:10.21203/rs.3.rs-1/v1"),
      base("doi:10.21203/rs.3.rs-1/v2"), true);
  add("preprint and paper, each with a DOI", base("doi:10.1101/2024.01.01.123456"),
      base("doi:10.1101/gr.1.2"), true);
  add("more than 18 months", base("k:1"),
      with(base("k:2"), [](Document& d) { d.published = date(2025, 9, 1); }), false);
  add("parts", with(base("k:1"), [](Document& d) { d.title += ". Part I"; }),
      with(base("k:2"), [](Document& d) { d.title += ". Part II"; }), false);
  add("a title with another number", with(base("k:1"), [](Document& d) { d.title += " 2023"; }),
      with(base("k:2"), [](Document& d) { d.title += " 2024"; }), false);
  add("another first author", with(base("k:1"), [](Document& d) { d.abstract.clear(); }),
      with(base("k:2"), [](Document& d) { d.authors = {{.name = "Alan Turing"}}; }), false);
  add("no author of one", with(base("k:1"), [](Document& d) { d.abstract.clear(); }),
      with(base("k:2"), [](Document& d) { d.authors.clear(); }), false);
  add("no date of one", base("k:1"),
      with(base("k:2"),
           [&](Document& d) {
             d.published.reset();
             d.abstract = words(900);
           }),
      false);
  add("a title that says nothing",
      with(base("k:1"),
           [](Document& d) {
             d.title = "Editorial";
             d.abstract.clear();
           }),
      with(base("k:2"),
           [](Document& d) {
             d.title = "EDITORIAL";
             d.abstract.clear();
           }),
      false);
  add("勘误",
      with(base("k:1"),
           [](Document& d) {
             d.title = "勘误";
             d.abstract.clear();
           }),
      with(base("k:2"),
           [](Document& d) {
             d.title = "勘误";
             d.abstract.clear();
           }),
      false);
  add("a translation", base("k:1"), with(base("k:2"), [](Document& d) { d.language = "zh"; }),
      false);
  add("a Chinese title",
      with(base("k:1"),
           [](Document& d) {
             d.title = "基于深度学习的脑机接口解码方法研究";
             d.abstract.clear();
             d.authors = {{.name = "王小明"}};
           }),
      with(base("k:2"),
           [](Document& d) {
             d.title = "基于深度学习的脑机接口解码方法研究。";
             d.abstract.clear();
             d.authors = {{.name = "王 小明"}};
           }),
      true);
  add("yearly reports under one title",
      with(base("k:1"),
           [](Document& d) {
             d.title = "Annual report on quantum technology";
             d.kind = Kind::kOther;
           }),
      with(base("k:2"),
           [](Document& d) {
             d.title = "Annual report on quantum technology";
             d.kind = Kind::kOther;
             d.published = date(2025, 1, 2);
           }),
      false);
  add("a templated text with other numbers",
      with(base("k:1"),
           [](Document& d) {
             d.title = "Crystal of one salt";
             d.abstract += " C15 H12 121.4";
           }),
      with(base("k:2"),
           [](Document& d) {
             d.title = "Crystal of another salt";
             d.abstract += " C17 H14 119.8";
           }),
      false);
  add("wire copies", news("a", "k:1", "Chip maker opens plant", text, day),
      news("b", "k:2", "New plant for chips", "LONDON, Jan 3 - " + edited, date(2024, 1, 3)), true);
  add("the same text of news weeks later", news("a", "k:1", "Chip maker opens plant", text, day),
      news("b", "k:2", "New plant for chips", edited, date(2024, 2, 3)), false);
  add("news of a paper", base("k:1"), news("b", "k:2", kTitle, text, day), false);
  const auto patent = [&](const std::string& key) {
    return with(base(key), [](Document& d) { d.kind = Kind::kPatent; });
  };
  add("application and grant under one number", patent("patent:CN117151122A"),
      patent("patent:CN117151122B"), true);
  add("two patents of one family", patent("patent:US20200012345A1"), patent("patent:EP3456789A1"),
      false);
  add("a utility model and an invention", patent("patent:CN117151122U"),
      patent("patent:CN117151122A"), false);
  add("old Chinese numbers", patent("patent:CN1012345A"), patent("patent:CN1012345B"), false);
  return cases;
}

TEST_F(JoiningTest, PairsInBothOrders) {
  for (const PairCase& pair : pair_cases()) {
    for (const bool turned : {false, true}) {
      test::TempDir folder;
      Store store = open_store(folder.path() / "store.db");
      Incoming b = pair.b;
      b.document.source = b.raw.source = "b";
      write(store, {turned ? b : pair.a});
      write(store, {turned ? pair.a : b});
      EXPECT_EQ(store.statistics()->documents, pair.one ? 1U : 2U) << pair.what << ' ' << turned;
      expect_verified(store);
    }
  }
}

// Which ids are shown as one: a line for each group, with the one that is shown first.
std::set<std::string> groups(const Store& store, const std::vector<Incoming>& incoming) {
  std::set<std::string> lines;
  for (const Incoming& each : incoming) {
    const auto number = store.find(each.document.keys.front());
    EXPECT_TRUE(number && *number) << each.document.keys.front();
    if (!number || !*number) continue;
    std::vector<std::string> ids;
    const auto group = store.group(**number);
    for (const GroupMember& member : *group) ids.push_back(member.stored.document.id);
    if (ids.size() > 1) std::sort(ids.begin() + 1, ids.end());
    lines.insert(fmt::format("{}", fmt::join(ids, " ")));
  }
  return lines;
}

// Works in several spellings, chains whose ends must not meet, and more copies than are compared.
std::vector<Incoming> mixed_corpus() {
  std::vector<Incoming> all;
  for (int work = 0; work < 12; ++work) {
    const std::string title = fmt::format("{} of kind {}", kTitle, words(50 * work, 3));
    const std::string text = words(5000 * (work + 1));
    for (int copy = 0; copy < 4; ++copy) {
      const std::string key = copy == 0   ? fmt::format("arxiv:2401.0{:04}", work)
                              : copy == 1 ? fmt::format("doi:10.1000/{}", work)
                              : copy == 2 ? fmt::format("arxiv:2402.0{:04}", work)
                                          : fmt::format("id:s:{}", work);
      all.push_back(paper(fmt::format("s{}", copy), key, title, text, "Ada Lovelace",
                          date(2024, static_cast<unsigned>(1 + copy), 2)));
    }
  }
  const std::string story = words(90'000, 80);
  for (int copy = 0; copy < 45; ++copy)
    all.push_back(news(fmt::format("n{}", copy % 7), fmt::format("url:https://n/{}", copy),
                       fmt::format("Headline {}", words(copy * 9, 2)),
                       words(200'000 + 10 * copy, 3) + story,
                       date(2024, 5, static_cast<unsigned>(1 + copy % 4))));
  return all;
}

TEST_F(JoiningTest, TheResultDoesNotDependOnOrderOrBatches) {
  std::vector<Incoming> all = mixed_corpus();
  std::optional<std::set<std::string>> expected;
  std::vector<std::string> expected_counts;
  std::mt19937 random(7);  // NOLINT: the same each time
  for (const std::size_t batch : {1000U, 1U, 7U, 40U}) {
    test::TempDir folder;
    Store store = open_store(folder.path() / "store.db");
    for (std::size_t i = 0; i < all.size(); i += batch)
      write(store, {all.begin() + static_cast<std::ptrdiff_t>(i),
                    all.begin() + static_cast<std::ptrdiff_t>(std::min(i + batch, all.size()))});
    expect_verified(store);
    const auto found = groups(store, all);
    const auto found_counts = dump(store.counts("INF.qcomp").value());
    if (!expected) expected = found;
    if (expected_counts.empty()) expected_counts = found_counts;
    EXPECT_EQ(*expected, found) << batch;
    EXPECT_EQ(expected_counts, found_counts) << batch;
    std::ranges::shuffle(all, random);
  }
  // The story is one; of each work the two preprints stay two, with the rest at one of them.
  EXPECT_EQ(expected->size(), 1U + 12U * 2U);
}

TEST_F(JoiningTest, WhatChangesIsLinkedAnew) {
  std::vector<Incoming> all = mixed_corpus();
  write(*store_, all);
  // Every third story becomes another one, one is withdrawn; then all come back as they were.
  std::vector<Incoming> changed;
  for (std::size_t i = 48; i < all.size(); i += 3) {
    changed.push_back(all[i]);
    changed.back().document.abstract = words(static_cast<int>(300'000 + 100 * i));
    changed.back().raw.bytes += " changed";
  }
  changed.back().document.deleted = true;
  write(*store_, changed);
  expect_verified(*store_);
  test::TempDir folder;
  Store afresh = open_store(folder.path() / "store.db");
  std::vector<Incoming> final_state = all;
  for (const Incoming& each : changed)
    for (Incoming& other : final_state)
      if (other.document.id == each.document.id) other = each;
  std::erase_if(final_state, [](const Incoming& each) { return each.document.deleted; });
  write(afresh, final_state);
  EXPECT_EQ(groups(*store_, final_state), groups(afresh, final_state));
  EXPECT_EQ(counts("INF.qcomp"), dump(afresh.counts("INF.qcomp").value()));
}

TEST_F(JoiningTest, TheWordOfAnAnalystStands) {
  const auto one = paper("a", "k:1", kTitle, words(1), "Ada Lovelace", date(2024, 1, 2));
  const auto two = paper("b", "k:2", kTitle, words(1), "Ada Lovelace", date(2024, 2, 2));
  const auto other = paper("c", "k:3", "Something else altogether, by another", words(900),
                           "Alan Turing", date(2020, 2, 2));
  write(*store_, {one, two, other});
  EXPECT_EQ(get("k:2").document.id, "k:1");
  ASSERT_TRUE(store_->split(store_->find_own("k:2")->value(), kNow));
  EXPECT_EQ(get("k:2").document.id, "k:2");
  EXPECT_EQ(get("k:2").labels.size(), 1U);
  expect_verified(*store_);
  // Not by a new version, nor by a further copy, which joins one of them.
  auto revised = two;
  revised.document.abstract += " more";
  revised.raw.bytes = "revised";
  auto copy = paper("d", "k:4", kTitle, words(1), "A. Lovelace", date(2024, 3, 2));
  write(*store_, {revised, copy});
  EXPECT_EQ(get("k:2").document.id, "k:2");
  EXPECT_EQ(get("k:4").document.id, "k:1");
  EXPECT_FALSE(store_->split(store_->find_own("k:3")->value(), kNow));
  ASSERT_TRUE(
      store_->join(store_->find_own("k:3")->value(), store_->find_own("k:2")->value(), kNow));
  EXPECT_EQ(get("k:2").document.id, "k:3");
  EXPECT_FALSE(
      store_->join(store_->find_own("k:3")->value(), store_->find_own("k:2")->value(), kNow));
  write(*store_, {other});
  EXPECT_EQ(get("k:2").document.id, "k:3");
  // A later word replaces an earlier one.
  ASSERT_TRUE(
      store_->join(store_->find_own("k:1")->value(), store_->find_own("k:2")->value(), kNow));
  EXPECT_EQ(store_->statistics()->documents, 1U);
  expect_verified(*store_);
  reopen();
  EXPECT_EQ(store_->statistics()->documents, 1U);
}

TEST_F(JoiningTest, AnAnalystMayJoinWhatNoRuleDoes) {
  write(*store_, {paper("a", "arxiv:2401.00001", kTitle, words(1), "Ada", date(2024, 1, 2)),
                  paper("a", "arxiv:2401.00002", kTitle, words(1), "Ada", date(2024, 1, 2))});
  EXPECT_EQ(store_->statistics()->documents, 2U);
  ASSERT_TRUE(store_->join(1, 2, kNow));
  EXPECT_EQ(store_->statistics()->documents, 1U);
  EXPECT_EQ(get("arxiv:2401.00002").document.id, "arxiv:2401.00001");
  expect_verified(*store_);
}

TEST_F(JoiningTest, CopiesWithoutEndAreATemplate) {
  std::vector<Incoming> copies;
  for (int i = 0; i < 320; ++i)
    copies.push_back(news("n", fmt::format("url:https://n/{}", i), "A headline of several words",
                          words(1), date(2024, 5, 1)));
  write(*store_, {copies.begin(), copies.begin() + 299});
  EXPECT_EQ(store_->statistics()->documents, 1U);
  write(*store_, copies);
  EXPECT_EQ(store_->statistics()->documents, 320U);
  expect_verified(*store_);
}

// A store as version 1 left it: without the tables of version 2.
void make_older(const std::filesystem::path& file) {
  const auto database = Database::open(file, Database::Access::kWrite);
  ASSERT_TRUE(
      database->execute("DROP TABLE meeting_keys; DROP TABLE links; DROP TABLE judgements;"
                        "DROP TABLE joined; DROP TABLE label_judgements; DROP TABLE words;"
                        "DROP TABLE document_words; DROP TABLE messages; DROP TABLE deliveries; "
                        "DROP TABLE told; PRAGMA user_version = 1"));
}

TEST_F(JoiningTest, AStoreOfVersion1IsUpgradedInPlace) {
  std::vector<Incoming> all = mixed_corpus();
  std::vector<Incoming> distinct = all;
  // Version 1 joined nothing: the documents are made so that nothing joins, and then changed below.
  for (std::size_t i = 0; i < distinct.size(); ++i) {
    distinct[i].document.kind = Kind::kPatent;
    distinct[i].document.language = "en";
  }
  write(*store_, distinct);
  const auto before = store_->statistics()->documents;
  EXPECT_EQ(before, all.size());
  store_.reset();
  {
    const auto database = Database::open(file(), Database::Access::kWrite);
    for (const char* kinds : {"UPDATE documents SET kind = 0 WHERE number <= 48",
                              "UPDATE documents SET kind = 2 WHERE number > 48",
                              "UPDATE labels SET kind = 0 WHERE number <= 48",
                              "UPDATE labels SET kind = 2 WHERE number > 48",
                              "UPDATE counts SET kind = iif(source IN (SELECT id FROM names WHERE "
                              "name LIKE 's%'), 0, 2)",
                              "UPDATE totals SET kind = iif(source IN (SELECT id FROM names WHERE "
                              "name LIKE 's%'), 0, 2)"})
      ASSERT_TRUE(database->execute(kinds)) << kinds;
  }
  make_older(file());
  EXPECT_FALSE(Store::open(file(), Mode::kRead));
  reopen();
  expect_verified(*store_);
  EXPECT_FALSE(store_->meta(std::string(kLinkedKey))->has_value());
  test::TempDir folder;
  Store afresh = open_store(folder.path() / "store.db");
  write(afresh, all);
  EXPECT_EQ(groups(*store_, all), groups(afresh, all));
  EXPECT_EQ(store_->statistics()->documents, afresh.statistics()->documents);
  reopen(Mode::kRead);
  expect_verified(*store_);
}

}  // namespace
}  // namespace horizon::store
