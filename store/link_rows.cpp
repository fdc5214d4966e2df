#include "store/link_rows.h"

#include <algorithm>

namespace horizon::store {
namespace {

std::int64_t days(Day day) { return std::int64_t{day.time_since_epoch().count()}; }
Day day_at(const Query& row, int column) { return Day{std::chrono::days{row.integer(column)}}; }

Position position_at(const Query& row) {
  return {row.integer(0), row.integer(1), static_cast<DocumentNumber>(row.integer(2))};
}

Result<std::vector<Position>> read_side(const Database& database, const char* sql, std::int64_t key,
                                        const Position& position) {
  std::vector<Position> found;
  Query query = database.query(sql);
  query.bind(key, position.day, position.tie, position.number, std::uint64_t{kNeighbours});
  HORIZON_TRY(query.each([&](const Query& row) -> Status {
    found.push_back(position_at(row));
    return {};
  }));
  return found;
}

constexpr const char* kBucket =
    "SELECT day, tie, number FROM meeting_keys WHERE key = ?1 ORDER BY day, tie, number LIMIT ?2";
constexpr const char* kBefore =
    "SELECT day, tie, number FROM meeting_keys WHERE key = ?1 AND (day, tie, number) < (?2, ?3, ?4)"
    " ORDER BY day DESC, tie DESC, number DESC LIMIT ?5";
constexpr const char* kAfter =
    "SELECT day, tie, number FROM meeting_keys WHERE key = ?1 AND (day, tie, number) > (?2, ?3, ?4)"
    " ORDER BY day, tie, number LIMIT ?5";

}  // namespace

Result<Neighbours> read_neighbours(const Database& database, std::int64_t key,
                                   const Position& position) {
  Neighbours found;
  // Nearly always nobody else is there, and one step tells.
  std::vector<Position> bucket;
  Query query = database.query(kBucket);
  HORIZON_TRY(
      query.bind(key, std::uint64_t{kNeighbours + 1}).each([&bucket](const Query& row) -> Status {
        bucket.push_back(position_at(row));
        return {};
      }));
  if (bucket.size() > kNeighbours) {
    auto before = read_side(database, kBefore, key, position);
    if (!before) return fail(before.error());
    auto after = read_side(database, kAfter, key, position);
    if (!after) return fail(after.error());
    return Neighbours{*std::move(before), *std::move(after)};
  }
  for (const Position& other : bucket) {
    if (other < position) found.before.push_back(other);
    if (other > position) found.after.push_back(other);
  }
  std::ranges::reverse(found.before);
  return found;
}

Status insert_key(const Database& database, std::int64_t key, const Position& position) {
  Query query = database.query("INSERT OR IGNORE INTO meeting_keys VALUES(?1, ?2, ?3, ?4)");
  return query.bind(key, position.day, position.tie, position.number).run();
}

Status delete_key(const Database& database, std::int64_t key, const Position& position) {
  Query query = database.query(
      "DELETE FROM meeting_keys WHERE key = ?1 AND day = ?2 AND tie = ?3 AND number = ?4");
  return query.bind(key, position.day, position.tie, position.number).run();
}

Result<std::vector<Link>> read_links(const Database& database, DocumentNumber number) {
  std::vector<Link> links;
  Query query = database.query(
      "SELECT other, rule, strength, made_day FROM links WHERE number = ?1 ORDER BY other");
  HORIZON_TRY(query.bind(number).each([&links](const Query& row) -> Status {
    links.push_back({static_cast<DocumentNumber>(row.integer(0)),
                     {static_cast<Rule>(row.integer(1)), row.real(2)},
                     day_at(row, 3)});
    return {};
  }));
  return links;
}

Status put_link(const Database& database, DocumentNumber number, const Link& link) {
  for (const bool back : {false, true}) {
    Query query = database.query(
        "INSERT INTO links VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE "
        "SET rule = excluded.rule, strength = excluded.strength");
    query.bind(back ? link.other : number, back ? number : link.other,
               static_cast<std::int64_t>(link.likeness.rule), link.likeness.strength,
               days(link.made));
    HORIZON_TRY(query.run());
  }
  return {};
}

Status delete_link(const Database& database, DocumentNumber number, DocumentNumber other) {
  Query query = database.query(
      "DELETE FROM links WHERE number = ?1 AND other = ?2 OR number = ?2 AND other = ?1");
  return query.bind(number, other).run();
}

Result<std::vector<Judgement>> read_judgements(const Database& database, DocumentNumber number) {
  std::vector<Judgement> judgements;
  Query query = database.query(
      "SELECT other, same, made_day FROM judgements WHERE number = ?1 ORDER BY other");
  HORIZON_TRY(query.bind(number).each([&judgements](const Query& row) -> Status {
    judgements.push_back(
        {static_cast<DocumentNumber>(row.integer(0)), row.integer(1) != 0, day_at(row, 2)});
    return {};
  }));
  return judgements;
}

Status put_judgement(const Database& database, DocumentNumber number, const Judgement& judgement) {
  for (const bool back : {false, true}) {
    Query query = database.query(
        "INSERT INTO judgements VALUES(?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE "
        "SET same = excluded.same, made_day = excluded.made_day");
    query.bind(back ? judgement.other : number, back ? number : judgement.other,
               judgement.same ? 1 : 0, days(judgement.made));
    HORIZON_TRY(query.run());
  }
  return {};
}

Result<std::optional<DocumentNumber>> read_head(const Database& database, DocumentNumber number) {
  Query query = database.query("SELECT head FROM joined WHERE number = ?1");
  const auto head = query.bind(number).optional_integer();
  if (!head) return fail(head.error());
  if (!*head) return std::nullopt;
  return static_cast<DocumentNumber>(**head);
}

Result<std::vector<DocumentNumber>> read_joined(const Database& database, DocumentNumber head) {
  std::vector<DocumentNumber> numbers;
  Query query = database.query("SELECT number FROM joined WHERE head = ?1 ORDER BY number");
  HORIZON_TRY(query.bind(head).each([&numbers](const Query& row) -> Status {
    numbers.push_back(static_cast<DocumentNumber>(row.integer(0)));
    return {};
  }));
  return numbers;
}

Status put_head(const Database& database, DocumentNumber number,
                std::optional<DocumentNumber> head) {
  if (!head) {
    Query query = database.query("DELETE FROM joined WHERE number = ?1");
    return query.bind(number).run();
  }
  Query query = database.query(
      "INSERT INTO joined VALUES(?1, ?2) ON CONFLICT DO UPDATE SET head = excluded.head");
  return query.bind(number, *head).run();
}

}  // namespace horizon::store
