#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/date.h"
#include "store/schema.h"
#include "store/session.h"
#include "store/store.h"

namespace horizon::store {
namespace {

// A damaged store has one difference or millions; nobody reads more than this.
constexpr std::size_t kMaxDifferences = 1000;

// Stored counts on one side, recounted ones on the other; what does not cancel out differs.
constexpr const char* kCounts = R"sql(
SELECT n.name, day, k.kind, l.name, s.name, sum(stored), sum(counted) FROM (
  SELECT node, day, precision, kind, language, source, documents AS stored, 0 AS counted
  FROM counts
  UNION ALL
  SELECT 0, ifnull(published_day, ?1), published_precision, kind, language, source, 0, count(*)
  FROM documents WHERE deleted = 0 GROUP BY 2, 3, 4, 5, 6
  UNION ALL
  SELECT l.node, ifnull(d.published_day, ?1), d.published_precision, d.kind, d.language, d.source,
    0, count(*)
  FROM labels l JOIN documents d USING(number) WHERE l.outcome = 0 AND d.deleted = 0
  GROUP BY 1, 2, 3, 4, 5, 6
) k LEFT JOIN names n ON n.id = k.node LEFT JOIN names l ON l.id = k.language
  LEFT JOIN names s ON s.id = k.source
GROUP BY k.node, day, precision, k.kind, k.language, k.source HAVING sum(stored) <> sum(counted)
ORDER BY 1, 2, 3, 4, 5 LIMIT ?2
)sql";

constexpr const char* kTotals = R"sql(
SELECT s.name, l.name, t.kind, sum(documents), sum(undated), sum(labelled) FROM (
  SELECT source, language, kind, documents, undated, labelled FROM totals
  UNION ALL
  SELECT source, language, kind, -count(*), -sum(published_day IS NULL),
    -sum(EXISTS(SELECT 1 FROM labels WHERE labels.number = documents.number AND outcome = 0))
  FROM documents WHERE deleted = 0 GROUP BY 1, 2, 3
) t LEFT JOIN names l ON l.id = t.language LEFT JOIN names s ON s.id = t.source
GROUP BY t.source, t.language, t.kind
HAVING sum(documents) <> 0 OR sum(undated) <> 0 OR sum(labelled) <> 0 ORDER BY 1, 2, 3 LIMIT ?2
)sql";

constexpr const char* kLabels = R"sql(
SELECT l.number FROM labels l LEFT JOIN documents d USING(number)
WHERE d.number IS NULL OR d.deleted = 1 OR (d.deleted = 2) <> (l.outcome > 1)
  OR l.published_day IS NOT d.published_day
  OR l.kind <> d.kind OR l.first_seen_day <> d.first_seen_day
GROUP BY 1 ORDER BY 1 LIMIT ?2
)sql";

constexpr const char* kAliases = R"sql(
SELECT a.alias FROM aliases a LEFT JOIN documents d USING(number) WHERE d.number IS NULL
ORDER BY 1 LIMIT ?2
)sql";

constexpr const char* kJoinedDocuments = R"sql(
SELECT number FROM (
  SELECT d.number FROM documents d LEFT JOIN joined j USING(number)
  WHERE d.deleted = 2 AND j.number IS NULL
  UNION ALL
  SELECT j.number FROM joined j LEFT JOIN documents d USING(number)
    LEFT JOIN documents h ON h.number = j.head
  WHERE d.number IS NULL OR d.deleted <> 2 OR h.number IS NULL OR h.deleted <> 0)
ORDER BY 1 LIMIT ?2
)sql";

constexpr const char* kRaw = R"sql(
SELECT r.raw FROM raw_records r LEFT JOIN raw_blocks b USING(block)
  LEFT JOIN documents d USING(number) WHERE b.block IS NULL OR d.number IS NULL
ORDER BY 1 LIMIT ?2
)sql";

std::string day_text(std::int64_t day) {
  return day == kUndated ? "undated" : format_day(Day{std::chrono::days{day}});
}

std::string count_line(const Query& row) {
  const std::string_view node = row.text(0);
  return fmt::format("{} {} {} {} {}: {} counted, {} found", node.empty() ? "all documents" : node,
                     day_text(row.integer(1)), to_string(static_cast<Kind>(row.integer(2))),
                     row.text(3), row.text(4), row.integer(5), row.integer(6));
}

std::string total_line(const Query& row) {
  return fmt::format("{} {} {}: {:+} documents, {:+} undated, {:+} labelled in the totals",
                     row.text(0), row.text(1), to_string(static_cast<Kind>(row.integer(2))),
                     row.integer(3), row.integer(4), row.integer(5));
}

}  // namespace

Result<std::vector<std::string>> Store::verify() const {
  const Database& database = impl_->database;
  const auto snapshot = Transaction::begin(database, Transaction::Access::kRead);
  if (!snapshot) return fail(snapshot.error());
  std::vector<std::string> lines;
  const auto collect = [&](const char* sql, auto&& line) -> Status {
    Query query = database.query(sql);
    query.bind(kUndated, std::uint64_t{kMaxDifferences - std::min(lines.size(), kMaxDifferences)});
    return query.each([&](const Query& row) -> Status {
      lines.push_back(line(row));
      return {};
    });
  };
  HORIZON_TRY(collect(kCounts, count_line));
  HORIZON_TRY(collect(kTotals, total_line));
  HORIZON_TRY(collect(kLabels, [](const Query& row) {
    return fmt::format("document {}: its labels do not agree with it", row.integer(0));
  }));
  HORIZON_TRY(collect(kAliases, [](const Query& row) {
    return fmt::format("alias {}: there is no such document", row.text(0));
  }));
  HORIZON_TRY(collect(kJoinedDocuments, [](const Query& row) {
    return fmt::format("document {}: what is shown for it does not agree", row.integer(0));
  }));
  HORIZON_TRY(collect(kRaw, [](const Query& row) {
    return fmt::format("raw record {}: its block or document is missing", row.integer(0));
  }));
  return lines;
}

}  // namespace horizon::store
