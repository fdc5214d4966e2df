// Daily counts, kept exact by differences. Internal to store/.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/document.h"
#include "core/error.h"
#include "store/names.h"
#include "store/sqlite.h"
#include "store/store.h"

namespace horizon::store {

// Where a document counts: nowhere if it is not live (a tombstone, or not there yet).
struct Contribution {
  bool live = false;
  std::optional<PartialDate> published;
  Kind kind = Kind::kOther;
  std::int64_t language = 0;        // name
  std::int64_t source = 0;          // name
  std::vector<std::int64_t> nodes;  // names of assigned labels
};

// The differences that a transaction makes. They are collected first, because the documents of a
// batch share most of their keys.
class CountDeltas {
 public:
  // `sign` is 1 for what a document has become and -1 for what it was.
  void add(const Contribution& contribution, int sign);
  // Applies the differences to the tables.
  Status flush(const Database& database);

 private:
  struct Key {
    std::int64_t node = 0, day = 0, precision = 0, kind = 0, language = 0, source = 0;
    friend bool operator==(const Key&, const Key&) = default;
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  struct Hash {
    std::size_t operator()(const Key& key) const noexcept;
  };
  struct TotalKey {
    std::int64_t source = 0, language = 0, kind = 0;
    friend auto operator<=>(const TotalKey&, const TotalKey&) = default;
  };
  struct Total {
    std::int64_t documents = 0, undated = 0, labelled = 0;
  };

  Status flush_counts(const Database& database);
  Status flush_totals(const Database& database);

  std::unordered_map<Key, std::int64_t, Hash> counts_;
  std::map<TotalKey, Total> totals_;
};

// Sorted by date (undated first), kind, language, source.
Result<std::vector<DailyCount>> read_counts(const Database& database, Names& names,
                                            std::string_view node);
Result<std::map<std::string, std::vector<DailyCount>>> read_all_counts(const Database& database,
                                                                       Names& names);

// Of these documents; fast if the numbers ascend. Tombstones and unknown numbers count nothing.
Result<std::vector<DailyCount>> count_documents(const Database& database, Names& names,
                                                std::span<const DocumentNumber> numbers);

Result<std::vector<Arrival>> read_arrivals(const Database& database, Names& names, Day seen_from);

}  // namespace horizon::store
