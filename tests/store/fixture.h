// Builders and a whole dump, shared by the tests of the store.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/date.h"
#include "store/store.h"
#include "tests/support/temp_dir.h"

namespace horizon::store {

inline constexpr Instant kNow{std::chrono::seconds{1'790'000'000}};
inline const Day kToday = std::chrono::floor<std::chrono::days>(kNow);

inline Store open_store(const std::filesystem::path& file, Mode mode = Mode::kWrite) {
  auto store = Store::open(file, mode);
  if (!store) throw std::runtime_error(store.error().message);  // ends the test with the message
  return *std::move(store);
}

inline std::optional<PartialDate> date(int year, unsigned month, unsigned day) {
  const std::chrono::year_month_day ymd{std::chrono::year{year}, std::chrono::month{month},
                                        std::chrono::day{day}};
  return PartialDate{Day{ymd}, Precision::kDay};
}

inline Label label(std::string node, horizon::Outcome outcome = horizon::Outcome::kAssign) {
  return {std::move(node),
          0.75F,
          outcome,
          {{Field::kTitle, 0, 5, "qubit", 0.5F}, {Field::kAbstract, 3, 4, "spin", 0.25F}}};
}

// A record of `source` whose bytes are `bytes`, with keys and labels.
inline Incoming record(const std::string& source, const std::string& bytes,
                       std::vector<std::string> keys, std::vector<Label> labels = {}) {
  Incoming incoming;
  Document& document = incoming.document;
  document.id = keys.empty() ? "" : keys.front();
  document.kind = Kind::kPaper;
  document.language = "en";
  document.source = source;
  document.title = "Title of " + bytes;
  document.abstract = "Abstract of " + bytes;
  document.url = "https://example.org/" + bytes;
  document.authors = {{.name = "Ada Lovelace"}, {.name = "钱学森"}};
  document.organisations = {{.name = "University of X"}};
  document.codes = {{CodeScheme::kArxiv, "quant-ph"}};
  document.keys = std::move(keys);
  document.published = date(2026, 3, 2);
  incoming.raw = {source, "file:1", "application/json", bytes, kNow};
  incoming.labels = std::move(labels);
  return incoming;
}

inline std::vector<Written> write(Store& store, const std::vector<Incoming>& incoming,
                                  Instant now = kNow) {
  std::vector<Written> written;
  const Status status = store.write({incoming, {}, {}}, now, &written);
  EXPECT_TRUE(status) << (status ? "" : status.error().message);
  return written;
}

inline Outcome write_one(Store& store, const Incoming& incoming, Instant now = kNow) {
  const auto written = write(store, {incoming}, now);
  return written.empty() ? Outcome::kAdded : written.front().outcome;
}

template <typename T>
std::string joined(const std::vector<T>& parts) {
  return fmt::format("[{}]", fmt::join(parts, "|"));
}

inline std::string dump(const Label& label) {
  std::string out =
      fmt::format("{}={}/{}", label.node, label.probability, static_cast<int>(label.outcome));
  for (const Evidence& e : label.evidence)
    out += fmt::format("({},{},{},{},{})", static_cast<int>(e.field), e.begin, e.size, e.term,
                       e.weight);
  return out;
}

inline std::string dump(const StoredDocument& stored) {
  const Document& d = stored.document;
  std::vector<std::string> labels, codes;
  for (const Label& item : stored.labels) labels.push_back(dump(item));
  for (const Code& code : d.codes)
    codes.push_back(fmt::format("{}:{}", to_string(code.scheme), code.value));
  return fmt::format(
      "#{} seq {} seen {} id {} {} {} {} title {} abstract {} url {} by {} of {} "
      "codes {} keys {} published {} updated {} deleted {} labels {} sources {}",
      stored.number, stored.sequence, format_day(stored.first_seen), d.id, to_string(d.kind),
      d.language, d.source, d.title, d.abstract, d.url, joined(names_of(d.authors)), joined(names_of(d.organisations)),
      joined(codes), joined(d.keys), d.published ? format_date(*d.published) : "-",
      d.updated ? format_day(*d.updated) : "-", d.deleted, joined(labels), joined(stored.sources));
}

inline std::vector<std::string> dump(const std::vector<DailyCount>& counts) {
  std::vector<std::string> lines;
  for (const DailyCount& c : counts)
    lines.push_back(fmt::format("{} {} {} {} {}", c.date ? format_date(*c.date) : "undated",
                                to_string(c.kind), c.language, c.source, c.documents));
  return lines;
}

// Everything that can be read, a line each.
inline std::vector<std::string> dump(const Store& store) {
  std::vector<std::string> lines;
  const auto documents = store.changed_after(0, 1'000'000);
  EXPECT_TRUE(documents) << (documents ? "" : documents.error().message);
  for (const StoredDocument& document : *documents) {
    lines.push_back(dump(document));
    const auto raw = store.raw(document.number);
    EXPECT_TRUE(raw) << (raw ? "" : raw.error().message);
    for (const RawRecord& r : *raw)
      lines.push_back(fmt::format("raw {} {} {} {} {}", document.number, r.source, r.origin,
                                  r.media_type, r.bytes));
  }
  const auto all = store.all_counts();
  EXPECT_TRUE(all);
  for (const auto& [node, counts] : *all)
    for (const std::string& line : dump(counts)) lines.push_back(node + ": " + line);
  const auto s = store.statistics();
  EXPECT_TRUE(s);
  lines.push_back(fmt::format("{} documents, {} labelled, {} undated, {} quarantined, {} raw, {}",
                              s->documents, s->labelled, s->undated, s->quarantined, s->raw_records,
                              s->sequence));
  return lines;
}

// Where two dumps part: the first lines that differ.
inline std::string difference(const std::vector<std::string>& a,
                              const std::vector<std::string>& b) {
  const auto [left, right] = std::ranges::mismatch(a, b);
  if (left == a.end() && right == b.end()) return "";
  return fmt::format("line {}: <{}> <{}>", left - a.begin(), left == a.end() ? "" : *left,
                     right == b.end() ? "" : *right);
}

inline void expect_verified(const Store& store) {
  const auto differences = store.verify();
  ASSERT_TRUE(differences) << differences.error().message;
  EXPECT_TRUE(differences->empty()) << joined(*differences);
}

// A store in a folder of its own.
class StoreTest : public testing::Test {
 protected:
  std::filesystem::path file() const { return folder_.path() / "store.db"; }
  void reopen(Mode mode = Mode::kWrite) {
    store_.reset();
    store_ = open_store(file(), mode);
  }
  StoredDocument get(const std::string& alias) {
    const auto number = store_->find(alias);
    EXPECT_TRUE(number && *number) << alias;
    if (!number || !*number) return {};
    auto stored = store_->get(**number);
    EXPECT_TRUE(stored) << alias;
    return stored ? *std::move(stored) : StoredDocument{};
  }
  std::vector<std::string> counts(const std::string& node) {
    return dump(store_->counts(node).value());
  }

  test::TempDir folder_;
  std::optional<Store> store_ = open_store(file());
};

}  // namespace horizon::store
