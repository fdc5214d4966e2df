#include "index/counting.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace horizon::index {
namespace {

// What a daily count is for, besides its date.
struct Stratum {
  Kind kind = Kind::kOther;
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

// A day of some precision as a number; the undated come first.
constexpr std::uint32_t kUndated = 0;
// 1990 to 2044, in days since 1970: where nearly all days are.
constexpr std::int32_t kFirstDay = 7'305;
constexpr std::int32_t kLastDay = 27'394;
// Below 64 M, so that there are numbers for the days of some 50,000 years.
constexpr std::int32_t kFarthestDay = 10'000'000;
constexpr std::uint32_t kPrecisions = 3;

std::uint32_t date_number(const ColumnRow& row) {
  if (!date_of(row)) return kUndated;
  const std::int32_t day = std::clamp(row.day, -kFarthestDay, kFarthestDay);
  return 1 + kPrecisions * static_cast<std::uint32_t>(day + kFarthestDay) + row.precision;
}

std::optional<PartialDate> date_of_number(std::uint32_t number) {
  if (number == kUndated) return std::nullopt;
  const auto day = static_cast<std::int32_t>((number - 1) / kPrecisions) - kFarthestDay;
  return PartialDate{Day{std::chrono::days{day}},
                     static_cast<Precision>((number - 1) % kPrecisions)};
}

// Dates by how often they came. Each is kept as it comes and sorted in the end, where they are few;
// where they are many, those of our days are counted in a table.
class DateCounter {
 public:
  void add(std::uint32_t date) {
    if (!near_.empty() && date - kFirstNear < near_.size()) {
      ++near_[date - kFirstNear];
      return;
    }
    others_.push_back(date);
    if (near_.empty() && others_.size() == kMany) {
      near_.resize(kPrecisions * static_cast<std::size_t>(kLastDay - kFirstDay));
      std::erase_if(others_, [this](std::uint32_t one) {
        if (one - kFirstNear >= near_.size()) return false;
        ++near_[one - kFirstNear];
        return true;
      });
    }
  }

  // visit(date, documents), dates ascending but for those of the table, which come first.
  template <typename Visit>
  void each(Visit&& visit) {
    for (std::size_t i = 0; i < near_.size(); ++i)
      if (near_[i] > 0) visit(kFirstNear + static_cast<std::uint32_t>(i), near_[i]);
    std::ranges::sort(others_);
    for (std::size_t i = 0, j = 0; i < others_.size(); i = j) {
      while (j < others_.size() && others_[j] == others_[i]) ++j;
      visit(others_[i], static_cast<std::uint32_t>(j - i));
    }
  }

 private:
  static constexpr std::size_t kMany = 16'384;
  static constexpr std::uint32_t kFirstNear =
      1 + kPrecisions * static_cast<std::uint32_t>(kFirstDay + kFarthestDay);

  std::vector<std::uint32_t> near_;    // by date from kFirstNear on; empty: not many came yet
  std::vector<std::uint32_t> others_;  // as they came
};

// Counts by stratum and date. There are few strata, and most documents are of the one before.
class DayTable {
 public:
  void add(const ColumnRow& row) {
    const Stratum stratum{row.kind < static_cast<std::uint8_t>(Kind::kOther)
                              ? static_cast<Kind>(row.kind)
                              : Kind::kOther,
                          row.language, row.source};
    if (last_ == nullptr || stratum != last_stratum_) {
      last_ = &strata_[stratum];
      last_stratum_ = stratum;
    }
    last_->add(date_number(row));
  }

  std::vector<DailyCount> counts(const Columns& columns) {
    struct Named {
      std::string language, source;
      Kind kind = Kind::kOther;
      DateCounter* dates = nullptr;
    };
    std::vector<Named> named;
    for (auto& [stratum, dates] : strata_)
      named.push_back({std::string(columns.list(stratum.language)),
                       std::string(columns.list(stratum.source)), stratum.kind, &dates});
    std::ranges::sort(named, [](const Named& a, const Named& b) {
      return std::tie(a.kind, a.language, a.source) < std::tie(b.kind, b.language, b.source);
    });
    struct Counted {
      std::uint32_t date = 0, stratum = 0, documents = 0;
    };
    std::vector<Counted> counted;
    for (std::uint32_t i = 0; i < named.size(); ++i)
      named[i].dates->each([&](std::uint32_t date, std::uint32_t documents) {
        counted.push_back({date, i, documents});
      });
    std::ranges::sort(counted, [](const Counted& a, const Counted& b) {
      return std::tie(a.date, a.stratum) < std::tie(b.date, b.stratum);
    });
    std::vector<DailyCount> counts;
    counts.reserve(counted.size());
    for (const Counted& one : counted) {
      const Named& stratum = named[one.stratum];
      counts.push_back({date_of_number(one.date), stratum.kind, stratum.language, stratum.source,
                        one.documents});
    }
    return counts;
  }

 private:
  std::map<Stratum, DateCounter> strata_;
  Stratum last_stratum_;
  DateCounter* last_ = nullptr;
};

void sort_values(std::vector<FacetValue>& values) {
  std::ranges::sort(values, [](const FacetValue& a, const FacetValue& b) {
    return std::tie(b.documents, a.value) < std::tie(a.documents, b.value);
  });
}

// Documents by a list of names.
class ListCounter {
 public:
  ListCounter(const Columns& columns, NamesId ColumnRow::*field)
      : columns_(columns), field_(field), lists_(columns.lists(), 0) {}

  void add(const ColumnRow& row, std::uint32_t documents = 1) {
    if (row.*field_ < lists_.size()) lists_[row.*field_] += documents;
  }

  std::vector<FacetValue> values() const {
    const NameLists& all = columns_.name_lists();
    std::vector<std::uint64_t> counts(all.names.size(), 0);
    for (NamesId list = 0; list < lists_.size(); ++list) {
      if (lists_[list] == 0) continue;
      for (const std::uint32_t name : all.of(list)) counts[name] += lists_[list];
    }
    std::vector<FacetValue> values;
    for (std::size_t name = 0; name < counts.size(); ++name)
      if (counts[name] > 0) values.push_back({std::string(all.names[name]), counts[name]});
    sort_values(values);
    return values;
  }

 private:
  const Columns& columns_;
  NamesId ColumnRow::*field_;
  std::vector<std::uint32_t> lists_;
};

class KindCounter {
 public:
  void add(const ColumnRow& row, std::uint32_t documents = 1) { counts_[row.kind] += documents; }

  std::vector<FacetValue> values() const {
    std::vector<FacetValue> values;
    for (const Kind kind : {Kind::kPaper, Kind::kPatent, Kind::kNews, Kind::kOther}) {
      const std::uint64_t documents = counts_[static_cast<std::size_t>(kind)];
      if (documents > 0) values.push_back({std::string(to_string(kind)), documents});
    }
    sort_values(values);
    return values;
  }

 private:
  std::array<std::uint64_t, 256> counts_{};
};

std::vector<DailyCount> dates_of(DateCounter& dates) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> counted;
  dates.each(
      [&](std::uint32_t date, std::uint32_t documents) { counted.emplace_back(date, documents); });
  std::ranges::sort(counted);
  std::vector<DailyCount> counts;
  for (const auto& [date, documents] : counted)
    counts.push_back({date_of_number(date), Kind::kOther, {}, {}, documents});
  return counts;
}

std::vector<FacetValue> years_of(std::span<const DailyCount> dates) {
  std::map<int, std::uint64_t> years;
  for (const DailyCount& one : dates) {
    if (!one.date) continue;
    years[static_cast<int>(std::chrono::year_month_day(one.date->day).year())] += one.documents;
  }
  std::vector<FacetValue> values;
  for (const auto& [year, documents] : years) values.push_back({std::to_string(year), documents});
  sort_values(values);
  return values;
}

template <typename Counter>
std::vector<FacetValue> values_by(const Columns& columns, std::span<const DocumentNumber> numbers,
                                  Counter counter) {
  each_row(columns, numbers, [&](const ColumnRow& row) { counter.add(row); });
  return counter.values();
}

}  // namespace

std::vector<DailyCount> daily_counts(const Columns& columns,
                                     std::span<const DocumentNumber> numbers) {
  DayTable table;
  each_row(columns, numbers, [&](const ColumnRow& row) { table.add(row); });
  return table.counts(columns);
}

std::vector<DailyCount> date_counts(const Columns& columns,
                                    std::span<const DocumentNumber> numbers) {
  DateCounter dates;
  each_row(columns, numbers, [&](const ColumnRow& row) { dates.add(date_number(row)); });
  return dates_of(dates);
}

std::vector<FacetValue> facet_values(const Columns& columns, Facet facet,
                                     std::span<const DocumentNumber> numbers) {
  switch (facet) {
    case Facet::kLabel:
      return values_by(columns, numbers, ListCounter(columns, &ColumnRow::labels));
    case Facet::kKind:
      return values_by(columns, numbers, KindCounter());
    case Facet::kLanguage:
      return values_by(columns, numbers, ListCounter(columns, &ColumnRow::language));
    case Facet::kYear:
      return years_of(date_counts(columns, numbers));
    case Facet::kCountry:
      return values_by(columns, numbers, ListCounter(columns, &ColumnRow::countries));
    case Facet::kSource:
      break;
  }
  return values_by(columns, numbers, ListCounter(columns, &ColumnRow::sources));
}

PackedRows pack_rows(const Columns& columns, DocumentNumber first, DocumentNumber last) {
  using Profile = std::tuple<NamesId, NamesId, NamesId, NamesId, std::uint8_t>;
  PackedRows packed;
  packed.first = first;
  packed.profiles.emplace_back();
  std::map<Profile, std::uint32_t> known;
  const std::span<const ColumnRow> all = columns.rows();
  packed.rows.resize(std::size_t{last} - first + 1);
  Profile before;
  std::uint32_t number_before = 0;
  for (std::size_t i = first; i <= last && i < all.size(); ++i) {
    const ColumnRow& row = all[i];
    if (row.present != 1) continue;
    const Profile profile{row.labels, row.countries, row.sources, row.language, row.kind};
    if (number_before == 0 || profile != before) {
      const auto [found, added] =
          known.try_emplace(profile, static_cast<std::uint32_t>(packed.profiles.size()));
      if (added) packed.profiles.push_back(row);
      before = profile;
      number_before = found->second;
    }
    packed.rows[i - first] = {number_before, date_number(row)};
  }
  return packed;
}

struct SurveyCounter::Impl {
  explicit Impl(const Columns& all)
      : columns(all),
        labels(all, &ColumnRow::labels),
        languages(all, &ColumnRow::language),
        countries(all, &ColumnRow::countries),
        sources(all, &ColumnRow::sources) {}

  void add(const ColumnRow& row) {
    add(row, 1);
    dates.add(date_number(row));
  }
  void add(const ColumnRow& row, std::uint32_t times) {
    labels.add(row, times);
    languages.add(row, times);
    countries.add(row, times);
    sources.add(row, times);
    kinds.add(row, times);
  }
  void take_packed() {
    if (packed == nullptr) return;
    for (std::size_t i = 1; i < profiles.size(); ++i)
      if (profiles[i] > 0) add(packed->profiles[i], profiles[i]);
    packed = nullptr;
  }

  const Columns& columns;
  ListCounter labels, languages, countries, sources;
  KindCounter kinds;
  DateCounter dates;
  std::uint64_t documents = 0;
  std::shared_ptr<const PackedRows> packed;  // whose profiles are being counted
  std::vector<std::uint32_t> profiles;
};

SurveyCounter::SurveyCounter(const Columns& columns) : impl_(std::make_unique<Impl>(columns)) {}
SurveyCounter::~SurveyCounter() = default;

void SurveyCounter::add(DocumentNumber first, const BlockSet& set) {
  const std::span<const ColumnRow> rows = impl_->columns.rows();
  set.each([&](std::size_t bit) {
    ++impl_->documents;
    const std::size_t number = first + bit;
    if (number < rows.size() && rows[number].present == 1) impl_->add(rows[number]);
  });
}

void SurveyCounter::add(const std::shared_ptr<const PackedRows>& rows, DocumentNumber first,
                        const BlockSet& set) {
  if (impl_->packed != rows) {
    impl_->take_packed();
    impl_->packed = rows;
    impl_->profiles.assign(rows->profiles.size(), 0);
  }
  impl_->documents += set.count();
  const PackedRows::Row* const block = rows->rows.data() + (first - rows->first);
  set.each([&](std::size_t bit) {
    ++impl_->profiles[block[bit].profile];
    if (block[bit].profile != 0) impl_->dates.add(block[bit].date);
  });
}

void SurveyCounter::add(std::span<const DocumentNumber> numbers) {
  impl_->documents += numbers.size();
  each_row(impl_->columns, numbers, [&](const ColumnRow& row) { impl_->add(row); });
}

Survey SurveyCounter::take() {
  impl_->take_packed();
  Survey survey;
  survey.documents = impl_->documents;
  survey.dates = dates_of(impl_->dates);
  survey.facets.emplace_back(Facet::kLabel, impl_->labels.values());
  survey.facets.emplace_back(Facet::kKind, impl_->kinds.values());
  survey.facets.emplace_back(Facet::kLanguage, impl_->languages.values());
  survey.facets.emplace_back(Facet::kYear, years_of(survey.dates));
  survey.facets.emplace_back(Facet::kCountry, impl_->countries.values());
  survey.facets.emplace_back(Facet::kSource, impl_->sources.values());
  return survey;
}

}  // namespace horizon::index
