// Does the index hold what it should? Reader's answers to whoever verifies a workspace.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <utility>

#include "index/prepared.h"
#include "index/reader_impl.h"
#include "index/term_list.h"
#include "index/terms.h"

namespace horizon::index {
namespace {

using Terms = std::map<std::string, Xapian::termcount>;

Terms terms_of(const Prepared::Impl& entry) {
  Terms terms;
  TermListReader list(entry.terms);
  while (list.next()) terms.emplace_hint(terms.end(), list.term(), list.frequency());
  return terms;
}

Terms terms_of(const Xapian::Document& document) {
  Terms terms;
  for (auto it = document.termlist_begin(); it != document.termlist_end(); ++it)
    terms.emplace_hint(terms.end(), *it, it.get_wdf());
  return terms;
}

// The first term by which they differ; "" if there is none.
std::string first_difference(const Terms& wanted, const Terms& found) {
  for (const auto& [term, frequency] : wanted) {
    const auto other = found.find(term);
    if (other == found.end()) return fmt::format("the term {} is missing", term);
    if (other->second != frequency)
      return fmt::format("the term {} is there {} times instead of {}", term, other->second,
                         frequency);
  }
  for (const auto& [term, frequency] : found) {
    if (!wanted.contains(term)) return fmt::format("the term {} does not belong to it", term);
  }
  return {};
}

bool lists_agree(const Columns& columns, NamesId id, const std::vector<std::string>& names) {
  const auto found = columns.names(id);
  return std::ranges::equal(found, names);
}

bool row_agrees(const Columns& columns, const ColumnRow& row, const Prepared::Impl& entry) {
  return row.present == 1 && row.kind == static_cast<std::uint8_t>(entry.kind) &&
         date_of(row) == entry.published && columns.list(row.language) == entry.language &&
         columns.list(row.source) == entry.source &&
         lists_agree(columns, row.sources, entry.sources) &&
         lists_agree(columns, row.countries, entry.countries) &&
         lists_agree(columns, row.labels, entry.labels);
}

std::string compare(const Snapshot& snapshot, const Prepared::Impl& entry) {
  const auto rows = snapshot.columns->rows();
  const bool has_row = entry.number < rows.size() && rows[entry.number].present == 1;
  Xapian::Document found;
  try {
    const Xapian::docid id = snapshot.docid(entry.number);
    if (id == 0) return "its shard cannot be read";
    found = snapshot.database.get_document(id);
  } catch (const Xapian::DocNotFoundError&) {
    if (!entry.deleted) return "it is missing";
    return has_row ? "it is gone, but its column row is there" : "";
  }
  if (entry.deleted) return "it should not be there";
  const std::string terms = first_difference(terms_of(entry), terms_of(found));
  if (!terms.empty()) return terms;
  const std::string published = entry.published ? format_date(*entry.published) : "";
  for (const auto& [slot, wanted] : {std::pair(kPublishedSlot, &published), {kIdSlot, &entry.id}})
    if (found.get_value(slot) != *wanted)
      return fmt::format("its value {} is '{}' instead of '{}'", slot, found.get_value(slot),
                         *wanted);
  if (!has_row || !row_agrees(*snapshot.columns, rows[entry.number], entry))
    return "its column row does not agree";
  return {};
}

}  // namespace

Result<std::string> Reader::difference(const Prepared& entry) const {
  return impl_->retrying<std::string>([&] { return compare(impl_->snapshot, *entry.impl_); });
}

Result<std::vector<DocumentNumber>> Reader::numbers() const {
  return impl_->retrying<std::vector<DocumentNumber>>([&] {
    std::vector<DocumentNumber> numbers;
    for (const Snapshot::Part& part : impl_->snapshot.parts) {
      const auto end = part.database.postlist_end({});
      for (auto it = part.database.postlist_begin({}); it != end; ++it) numbers.push_back(*it);
    }
    return numbers;
  });
}

std::vector<std::string> Reader::check_shards() const {
  std::vector<std::string> problems;
  for (const std::string& folder : damaged())
    problems.push_back(fmt::format("shard {} cannot be opened", folder));
  for (const Snapshot::Part& part : impl_->snapshot.parts) {
    const std::string folder = (impl_->folder / part.name).string();
    try {
      std::ostringstream said;
      const std::size_t errors = Xapian::Database::check(folder, 0, &said);
      if (errors > 0)
        problems.push_back(fmt::format("shard {} has {} damaged places", folder, errors));
    } catch (const Xapian::Error& error) {
      problems.push_back(fmt::format("shard {}: {}", folder, error.get_msg()));
    }
  }
  return problems;
}

}  // namespace horizon::index
