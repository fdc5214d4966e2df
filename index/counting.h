// What sets of documents are, counted over the columns. Pure. Internal to the module's .cpp files.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "core/document.h"
#include "index/bits.h"
#include "index/columns.h"
#include "index/facets.h"

namespace horizon::index {

// Documents per day, kind, language and source, in this order; undated ones first. The numbers are
// ascending; those without a row count nowhere.
std::vector<DailyCount> daily_counts(const Columns& columns,
                                     std::span<const DocumentNumber> numbers);

// The same by date alone: kOther of no language and source.
std::vector<DailyCount> date_counts(const Columns& columns,
                                    std::span<const DocumentNumber> numbers);

// Most frequent first, then by value.
std::vector<FacetValue> facet_values(const Columns& columns, Facet facet,
                                     std::span<const DocumentNumber> numbers);

// The rows of a shard as they are counted fastest: eight bytes for each, since few of their other
// columns' combinations are different.
struct PackedRows {
  struct Row {
    std::uint32_t profile = 0;  // 0: the document is not there
    std::uint32_t date = 0;     // as in daily counts, as a number
  };
  DocumentNumber first = 0;  // of rows
  std::vector<Row> rows;
  std::vector<ColumnRow> profiles;  // without their dates

  std::size_t bytes() const {
    return sizeof *this + rows.size() * sizeof(Row) + profiles.size() * sizeof(ColumnRow);
  }
};
// Of numbers from `first` to `last`.
PackedRows pack_rows(const Columns& columns, DocumentNumber first, DocumentNumber last);

// All facets and dates in one pass. The columns outlive it.
class SurveyCounter {
 public:
  explicit SurveyCounter(const Columns& columns);
  ~SurveyCounter();

  // Those of a block that begins with this number, or ascending numbers; none twice.
  void add(DocumentNumber first, const BlockSet& set);
  // The same by packed rows that have all of these numbers.
  void add(const std::shared_ptr<const PackedRows>& rows, DocumentNumber first,
           const BlockSet& set);
  void add(std::span<const DocumentNumber> numbers);
  Survey take();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace horizon::index
