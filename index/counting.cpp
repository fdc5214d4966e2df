#include "index/counting.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace horizon::index {
namespace {

// What a daily count is for, besides its day.
struct Stratum {
  std::uint8_t precision = 0;
  std::uint8_t kind = 0;
  NamesId language = 0;
  NamesId source = 0;
  friend auto operator<=>(const Stratum&, const Stratum&) = default;
};

// The rows of numbers, those that are there.
template <typename Visit>
void each_row(const Columns& columns, std::span<const DocumentNumber> numbers, Visit&& visit) {
  const std::span<const ColumnRow> rows = columns.rows();
  for (const DocumentNumber number : numbers) {
    if (number >= rows.size()) return;
    const ColumnRow& row = rows[number];
    if (row.present == 1) visit(row);
  }
}

// Counts by stratum and day. There are few strata, and most documents are of one that came lately;
// few days, too, but a date may be anything, so that there is an end to the table.
class DayTable {
 public:
  void add(const ColumnRow& row) {
    const Stratum stratum{row.precision, row.kind, row.language, row.source};
    if (last_ == nullptr || stratum != last_stratum_) {
      last_ = &strata_[stratum];
      last_stratum_ = stratum;
    }
    const std::int32_t day = row.precision == kNoDay ? 0 : row.day;
    Days& days = *last_;
    if (day >= kFirstDay && day < kLastDay) {
      const auto place = static_cast<std::size_t>(day - kFirstDay);
      if (days.near.empty()) days.near.resize(kLastDay - kFirstDay);
      ++days.near[place];
    } else {
      ++days.far[day];
    }
  }

  std::vector<DailyCount> counts(const Columns& columns) const {
    std::vector<DailyCount> counts;
    for (const auto& [stratum, days] : strata_) {
      const auto add = [&, &stratum = stratum](std::int32_t day, std::uint32_t documents) {
        ColumnRow row;
        row.day = day;
        row.precision = stratum.precision;
        counts.push_back({date_of(row), static_cast<Kind>(stratum.kind),
                          std::string(columns.list(stratum.language)),
                          std::string(columns.list(stratum.source)), documents});
      };
      for (const auto& [day, documents] : days.far) add(day, documents);
      for (std::size_t i = 0; i < days.near.size(); ++i)
        if (days.near[i] > 0) add(kFirstDay + static_cast<std::int32_t>(i), days.near[i]);
    }
    std::ranges::sort(counts, [](const DailyCount& a, const DailyCount& b) {
      return std::tie(a.date, a.kind, a.language, a.source) <
             std::tie(b.date, b.kind, b.language, b.source);
    });
    return counts;
  }

 private:
  // 1990 to 2044, since 1970.
  static constexpr std::int32_t kFirstDay = 7'305;
  static constexpr std::int32_t kLastDay = 27'394;
  struct Days {
    std::vector<std::uint32_t> near;
    std::map<std::int32_t, std::uint32_t> far;
  };

  std::map<Stratum, Days> strata_;
  Stratum last_stratum_;
  Days* last_ = nullptr;
};

// Documents by a list of names. Lists repeat, so the names are looked at once for each list.
std::vector<FacetValue> by_names(const Columns& columns, std::span<const DocumentNumber> numbers,
                                 NamesId ColumnRow::*field) {
  std::vector<std::uint64_t> lists(columns.lists(), 0);
  each_row(columns, numbers, [&](const ColumnRow& row) {
    if (row.*field < lists.size()) ++lists[row.*field];
  });
  std::unordered_map<std::string_view, std::uint64_t> counts;
  for (std::size_t id = 0; id < lists.size(); ++id) {
    if (lists[id] == 0) continue;
    for (const std::string_view name : columns.names(static_cast<NamesId>(id)))
      counts[name] += lists[id];
  }
  std::vector<FacetValue> values;
  for (const auto& [name, documents] : counts) values.push_back({std::string(name), documents});
  return values;
}

std::vector<FacetValue> by_kind(const Columns& columns, std::span<const DocumentNumber> numbers) {
  std::vector<std::uint64_t> counts(256, 0);
  each_row(columns, numbers, [&](const ColumnRow& row) { ++counts[row.kind]; });
  std::vector<FacetValue> values;
  for (const Kind kind : {Kind::kPaper, Kind::kPatent, Kind::kNews, Kind::kOther}) {
    const std::uint64_t documents = counts[static_cast<std::size_t>(kind)];
    if (documents > 0) values.push_back({std::string(to_string(kind)), documents});
  }
  return values;
}

std::vector<FacetValue> by_year(const Columns& columns, std::span<const DocumentNumber> numbers) {
  std::unordered_map<std::int32_t, std::uint64_t> days;
  each_row(columns, numbers, [&](const ColumnRow& row) {
    if (row.precision != kNoDay) ++days[row.day];
  });
  std::map<int, std::uint64_t> years;
  for (const auto& [day, documents] : days) {
    const std::chrono::year_month_day date{Day{std::chrono::days{day}}};
    years[static_cast<int>(date.year())] += documents;
  }
  std::vector<FacetValue> values;
  for (const auto& [year, documents] : years) values.push_back({std::to_string(year), documents});
  return values;
}

std::vector<FacetValue> unsorted(const Columns& columns, Facet facet,
                                 std::span<const DocumentNumber> numbers) {
  switch (facet) {
    case Facet::kLabel:
      return by_names(columns, numbers, &ColumnRow::labels);
    case Facet::kKind:
      return by_kind(columns, numbers);
    case Facet::kLanguage:
      return by_names(columns, numbers, &ColumnRow::language);
    case Facet::kYear:
      return by_year(columns, numbers);
    case Facet::kCountry:
      return by_names(columns, numbers, &ColumnRow::countries);
    case Facet::kSource:
      break;
  }
  return by_names(columns, numbers, &ColumnRow::sources);
}

}  // namespace

std::vector<DailyCount> daily_counts(const Columns& columns,
                                     std::span<const DocumentNumber> numbers) {
  DayTable table;
  each_row(columns, numbers, [&](const ColumnRow& row) { table.add(row); });
  return table.counts(columns);
}

std::vector<FacetValue> facet_values(const Columns& columns, Facet facet,
                                     std::span<const DocumentNumber> numbers) {
  std::vector<FacetValue> values = unsorted(columns, facet, numbers);
  std::ranges::sort(values, [](const FacetValue& a, const FacetValue& b) {
    return std::tie(b.documents, a.value) < std::tie(a.documents, b.value);
  });
  return values;
}

}  // namespace horizon::index
