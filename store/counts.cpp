#include "store/counts.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "store/schema.h"

namespace horizon::store {
namespace {

// day, precision, kind, language, source
using DayKey = std::array<std::int64_t, 5>;

std::int64_t day_of(const std::optional<PartialDate>& date) {
  return date ? std::int64_t{date->day.time_since_epoch().count()} : kUndated;
}

Result<DailyCount> daily_count(const DayKey& key, std::int64_t documents, Names& names) {
  const auto& [day, precision, kind, language_id, source_id] = key;
  DailyCount count;
  if (day != kUndated)
    count.date = PartialDate{Day{std::chrono::days{day}}, static_cast<Precision>(precision)};
  count.kind = static_cast<Kind>(kind);
  auto language = names.name(language_id);
  if (!language) return fail(language.error());
  auto source = names.name(source_id);
  if (!source) return fail(source.error());
  count.language = *std::move(language);
  count.source = *std::move(source);
  count.documents = static_cast<std::uint32_t>(documents);
  return count;
}

// Columns from `first`: day, precision, kind, language, source.
DayKey read_key(const Query& row, int first) {
  DayKey key{};
  for (int i = 0; i < 5; ++i) key.at(static_cast<std::size_t>(i)) = row.integer(first + i);
  return key;
}

Result<DailyCount> read_row(const Query& row, Names& names) {
  return daily_count(read_key(row, 0), row.integer(5), names);
}

// The key has the rows in the order of date and kind, then of the numbers of language and source:
// only short runs are left to sort.
void sort_runs(std::vector<DailyCount>& counts) {
  const auto of_names = [](const DailyCount& a, const DailyCount& b) {
    return std::tie(a.language, a.source) < std::tie(b.language, b.source);
  };
  for (auto begin = counts.begin(); begin != counts.end();) {
    const auto end = std::find_if(begin, counts.end(), [&begin](const DailyCount& count) {
      return count.date != begin->date || count.kind != begin->kind;
    });
    std::sort(begin, end, of_names);
    begin = end;
  }
}

// Counts the rows whose number is wanted from wanted[next] on, until the next wanted one is so far
// off that a new search costs less than stepping there.
Status count_near(Query& query, std::span<const DocumentNumber> wanted, std::size_t& next,
                  std::map<DayKey, std::int64_t>& found) {
  constexpr std::int64_t kNear = 16;
  std::int64_t number = 0;
  do {
    const auto row = query.step();
    if (!row) return fail(row.error());
    if (!*row) next = wanted.size();  // nothing lies above
    if (!*row) return {};
    number = query.integer(0);
    while (next < wanted.size() && wanted[next] < number) ++next;
    if (next < wanted.size() && wanted[next] == number) ++found[read_key(query, 1)];
    while (next < wanted.size() && wanted[next] == number) ++next;
  } while (next < wanted.size() && wanted[next] - number <= kNear);
  return {};
}

}  // namespace

std::size_t CountDeltas::Hash::operator()(const Key& key) const noexcept {
  std::uint64_t hash = 0;
  for (const std::int64_t part :
       {key.node, key.day, key.precision, key.kind, key.language, key.source}) {
    hash = (hash ^ static_cast<std::uint64_t>(part)) * 0x9e3779b97f4a7c15U;
    hash ^= hash >> 32U;
  }
  return hash;
}

void CountDeltas::add(const Contribution& contribution, int sign) {
  if (!contribution.live) return;
  Key key{kEmptyName,
          day_of(contribution.published),
          contribution.published ? static_cast<std::int64_t>(contribution.published->precision) : 0,
          static_cast<std::int64_t>(contribution.kind),
          contribution.language,
          contribution.source};
  counts_[key] += sign;
  for (const std::int64_t node : contribution.nodes) {
    key.node = node;
    counts_[key] += sign;
  }
  Total& total = totals_[{key.source, key.language, key.kind}];
  total.documents += sign;
  if (!contribution.published) total.undated += sign;
  if (!contribution.nodes.empty()) total.labelled += sign;
}

Status CountDeltas::flush(const Database& database) {
  HORIZON_TRY(flush_counts(database));
  return flush_totals(database);
}

Status CountDeltas::flush_counts(const Database& database) {
  // In the order of the table: neighbours lie on one page.
  std::vector<std::pair<Key, std::int64_t>> sorted;
  for (const auto& [key, delta] : counts_)
    if (delta != 0) sorted.emplace_back(key, delta);
  std::sort(sorted.begin(), sorted.end());
  for (const auto& [key, delta] : sorted) {
    Query upsert = database.query(
        "INSERT INTO counts VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7) "
        "ON CONFLICT DO UPDATE SET documents = documents + excluded.documents");
    upsert.bind(key.node, key.day, key.precision, key.kind, key.language, key.source, delta);
    HORIZON_TRY(upsert.run());
    if (delta > 0) continue;
    Query clean = database.query(
        "DELETE FROM counts WHERE node = ?1 AND day = ?2 AND precision = ?3 AND kind = ?4 "
        "AND language = ?5 AND source = ?6 AND documents = 0");
    clean.bind(key.node, key.day, key.precision, key.kind, key.language, key.source);
    HORIZON_TRY(clean.run());
  }
  counts_.clear();
  return {};
}

Status CountDeltas::flush_totals(const Database& database) {
  for (const auto& [key, total] : totals_) {
    Query upsert = database.query(
        "INSERT INTO totals VALUES(?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET "
        "documents = documents + excluded.documents, undated = undated + excluded.undated, "
        "labelled = labelled + excluded.labelled");
    upsert.bind(key.source, key.language, key.kind, total.documents, total.undated, total.labelled);
    HORIZON_TRY(upsert.run());
  }
  if (!totals_.empty()) HORIZON_TRY(database.query("DELETE FROM totals WHERE documents = 0").run());
  totals_.clear();
  return {};
}

Result<std::vector<DailyCount>> read_counts(const Database& database, Names& names,
                                            std::string_view node) {
  std::vector<DailyCount> counts;
  const auto id = names.find(node);
  if (!id) return fail(id.error());
  if (!*id) return counts;
  Query query = database.query(
      "SELECT day, precision, kind, language, source, documents FROM counts WHERE node = ?1 "
      "ORDER BY day, precision, kind");
  HORIZON_TRY(query.bind(**id).each([&](const Query& row) -> Status {
    auto count = read_row(row, names);
    if (!count) return fail(count.error());
    counts.push_back(*std::move(count));
    return {};
  }));
  sort_runs(counts);
  return counts;
}

Result<std::map<std::string, std::vector<DailyCount>>> read_all_counts(const Database& database,
                                                                       Names& names) {
  std::map<std::string, std::vector<DailyCount>> all;
  std::vector<DailyCount>* counts = nullptr;
  std::int64_t node = -1;
  Query query = database.query(
      "SELECT day, precision, kind, language, source, documents, node FROM counts "
      "ORDER BY node, day, precision, kind");
  HORIZON_TRY(query.each([&](const Query& row) -> Status {
    if (row.integer(6) != node) {
      node = row.integer(6);
      auto name = names.name(node);
      if (!name) return fail(name.error());
      counts = &all[*std::move(name)];
    }
    auto count = read_row(row, names);
    if (!count) return fail(count.error());
    counts->push_back(*std::move(count));
    return {};
  }));
  for (auto& [name, of_node] : all) sort_runs(of_node);
  return all;
}

Result<std::vector<DailyCount>> count_documents(const Database& database, Names& names,
                                                std::span<const DocumentNumber> numbers) {
  std::vector<DocumentNumber> wanted(numbers.begin(), numbers.end());
  if (!std::ranges::is_sorted(wanted)) std::ranges::sort(wanted);
  std::map<DayKey, std::int64_t> found;
  for (std::size_t next = 0; next < wanted.size();) {
    Query query = database.query(
        "SELECT number, ifnull(published_day, ?1), published_precision, kind, language, source "
        "FROM documents INDEXED BY documents_by_number WHERE deleted = 0 AND number >= ?2 "
        "ORDER BY number");
    HORIZON_TRY(count_near(query.bind(kUndated, wanted[next]), wanted, next, found));
  }
  std::vector<DailyCount> counts;
  for (const auto& [key, documents] : found) {
    auto count = daily_count(key, documents, names);
    if (!count) return fail(count.error());
    counts.push_back(*std::move(count));
  }
  sort_runs(counts);
  return counts;
}

namespace {

// One kind, language and source, by number.
struct Origin {
  std::int64_t source = 0, language = 0, kind = 0;
  Arrival named = {};
};

Result<std::vector<Origin>> read_origins(const Database& database, Names& names) {
  std::vector<Origin> origins;
  Query query = database.query("SELECT source, language, kind FROM totals ORDER BY 1, 2, 3");
  HORIZON_TRY(query.each([&](const Query& row) -> Status {
    Origin origin{.source = row.integer(0), .language = row.integer(1), .kind = row.integer(2)};
    auto source = names.name(origin.source);
    if (!source) return fail(source.error());
    auto language = names.name(origin.language);
    if (!language) return fail(language.error());
    origin.named.kind = static_cast<Kind>(origin.kind);
    origin.named.source = *std::move(source);
    origin.named.language = *std::move(language);
    origins.push_back(std::move(origin));
    return {};
  }));
  return origins;
}

// The first day from `day` on on which something of the origin was first seen.
Result<std::optional<std::int64_t>> next_day_seen(const Database& database, const Origin& origin,
                                                  std::int64_t day) {
  Query query = database.query(
      "SELECT first_seen_day FROM documents INDEXED BY documents_by_origin WHERE deleted = 0 AND "
      "source = ?1 AND language = ?2 AND kind = ?3 AND first_seen_day >= ?4 "
      "ORDER BY first_seen_day LIMIT 1");
  const auto row = query.bind(origin.source, origin.language, origin.kind, day).step();
  if (!row) return fail(row.error());
  if (!*row) return std::optional<std::int64_t>();
  return std::optional<std::int64_t>(query.integer(0));
}

Status read_day_seen(const Database& database, const Origin& origin, std::int64_t day,
                     std::vector<Arrival>& arrivals) {
  Query query = database.query(
      "SELECT published_day, published_precision FROM documents INDEXED BY documents_by_origin "
      "WHERE deleted = 0 AND source = ?1 AND language = ?2 AND kind = ?3 AND first_seen_day = ?4 "
      "AND published_day IS NOT NULL ORDER BY published_day LIMIT ?5");
  const std::size_t before = arrivals.size();
  std::size_t rows = 0;
  HORIZON_TRY(query
                  .bind(origin.source, origin.language, origin.kind, day,
                        static_cast<std::int64_t>(kMostArrivals + 1))
                  .each([&](const Query& row) -> Status {
                    ++rows;
                    if (row.integer(1) != 0) return {};
                    const Day published{std::chrono::days{row.integer(0)}};
                    if (arrivals.size() > before && arrivals.back().published == published) {
                      ++arrivals.back().documents;
                      return {};
                    }
                    Arrival& arrival = arrivals.emplace_back(origin.named);
                    arrival.published = published;
                    arrival.first_seen = Day{std::chrono::days{day}};
                    arrival.documents = 1;
                    return {};
                  }));
  if (rows > kMostArrivals) arrivals.resize(before);
  return {};
}

}  // namespace

Result<std::vector<Arrival>> read_arrivals(const Database& database, Names& names, Day seen_from) {
  const auto origins = read_origins(database, names);
  if (!origins) return fail(origins.error());
  std::vector<Arrival> arrivals;
  for (const Origin& origin : *origins) {
    std::int64_t day = seen_from.time_since_epoch().count();
    while (true) {
      const auto found = next_day_seen(database, origin, day);
      if (!found) return fail(found.error());
      if (!*found) break;
      HORIZON_TRY(read_day_seen(database, origin, **found, arrivals));
      day = **found + 1;
    }
  }
  return arrivals;
}

}  // namespace horizon::store
