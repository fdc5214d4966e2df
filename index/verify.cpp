// Does the index hold what it should? Reader's answers to whoever verifies a workspace.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <utility>

#include "core/word_blob.h"
#include "index/checksums.h"
#include "index/prepared.h"
#include "index/reader_impl.h"
#include "index/term_list.h"
#include "index/terms.h"

namespace horizon::index {
namespace {

using Terms = std::map<std::string, Xapian::termcount>;

// visit(term, frequency), terms ascending.
template <typename Visit>
void for_each_term(const Prepared::Impl& entry, Visit&& visit) {
  TermListReader list(entry.terms);
  while (list.next()) visit(list.term(), list.frequency());
}

Terms terms_of(const Prepared::Impl& entry) {
  Terms terms;
  for_each_term(entry, [&](const std::string& term, std::uint32_t frequency) {
    terms.emplace_hint(terms.end(), term, frequency);
  });
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

// Of a document in a sealed shard, which has no list of its terms.
std::string difference_by_postings(const Snapshot::Part& part, const Checksums& sums,
                                   const Prepared::Impl& entry) {
  std::uint64_t wanted = 0;
  for_each_term(entry, [&](const std::string& term, std::uint32_t frequency) {
    wanted += checksum(term, frequency);
  });
  if (wanted == sums.of(entry.number)) return {};
  std::string difference;
  for_each_term(entry, [&](const std::string& term, std::uint32_t frequency) {
    if (!difference.empty()) return;
    auto it = part.database.postlist_begin(term);
    const auto end = part.database.postlist_end(term);
    if (it != end) it.skip_to(entry.number);
    if (it == end || *it != entry.number) {
      difference = fmt::format("the term {} is missing", term);
    } else if (it.get_wdf() != frequency) {
      difference =
          fmt::format("the term {} is there {} times instead of {}", term, it.get_wdf(), frequency);
    }
  });
  return difference.empty() ? "it has a term that does not belong to it" : difference;
}

std::string compare(const Snapshot& snapshot, SealedSums& sums, const Prepared::Impl& entry) {
  const auto rows = snapshot.columns->rows();
  const bool has_row = entry.number < rows.size() && rows[entry.number].present == 1;
  const Snapshot::Part* part = snapshot.part_of(entry.number);
  if (part == nullptr) return "its shard cannot be read";
  Xapian::Document found;
  bool there = part->sealed || part->hidden == nullptr || !part->hidden->has(entry.number);
  try {
    if (there) found = part->database.get_document(entry.number);
  } catch (const Xapian::DocNotFoundError&) {
    there = false;
  }
  if (!there && !entry.deleted) return "it is missing";
  if (!there) return has_row ? "it is gone, but its column row is there" : "";
  if (entry.deleted) return "it should not be there";
  const std::string terms = part->sealed ? difference_by_postings(*part, sums.of(*part), entry)
                                         : first_difference(terms_of(entry), terms_of(found));
  if (!terms.empty()) return terms;
  const std::string published = entry.published ? format_date(*entry.published) : "";
  for (const auto& [slot, wanted] : {std::pair(kPublishedSlot, &published), {kIdSlot, &entry.id}})
    if (found.get_value(slot) != *wanted)
      return fmt::format("its value {} is '{}' instead of '{}'", slot, found.get_value(slot),
                         *wanted);
  if (!has_row || !row_agrees(*snapshot.columns, rows[entry.number], entry))
    return "its column row does not agree";
  const std::string_view words = snapshot.columns->words(entry.number);
  if (!words.empty() && !same_words(words, entry.words)) return "its words do not agree";
  return {};
}

}  // namespace

Result<std::string> Reader::difference(const Prepared& entry) const {
  return impl_->retrying<std::string>(
      [&] { return compare(impl_->snapshot, impl_->sums, *entry.impl_); });
}

Result<std::vector<DocumentNumber>> Reader::numbers() const {
  return impl_->retrying<std::vector<DocumentNumber>>([&] {
    std::vector<DocumentNumber> numbers;
    for (const Snapshot::Part& part : impl_->snapshot.parts) {
      const auto end = part.database.postlist_end({});
      for (auto it = part.database.postlist_begin({}); it != end; ++it)
        if (part.hidden == nullptr || !part.hidden->has(*it)) numbers.push_back(*it);
    }
    std::ranges::sort(numbers);
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
