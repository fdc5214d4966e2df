#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "index/prepared.h"
#include "index/terms.h"

namespace horizon::index {
namespace {

// A word of the title counts this often (measured best for ranking, Cranfield and CISI).
constexpr unsigned kTitleWeight = 2;

// Terms with their frequencies. Sorted once at the end: Xapian keeps a document's terms in a
// sorted map, which takes sorted input fastest.
class TermCounter {
 public:
  void add(std::string_view term, unsigned weight) { terms_.emplace_back(term, weight); }

  void write_to(Xapian::Document& document) {
    std::sort(terms_.begin(), terms_.end());
    for (std::size_t i = 0; i < terms_.size();) {
      unsigned frequency = 0;
      std::size_t j = i;
      for (; j < terms_.size() && terms_[j].first == terms_[i].first; ++j) {
        frequency += terms_[j].second;
      }
      document.add_term(std::string(terms_[i].first), frequency);
      i = j;
    }
  }

 private:
  std::vector<std::pair<std::string, unsigned>> terms_;
};

void add_filters(const Entry& entry, Xapian::Document& document) {
  for (const std::string& node : entry.labels) {
    document.add_boolean_term(prefixed(kLabelPrefix, node));
  }
  document.add_boolean_term(prefixed(kKindPrefix, to_string(entry.kind)));
  document.add_boolean_term(prefixed(kLanguagePrefix, entry.language));
  for (const std::string& source : entry.sources) {
    document.add_boolean_term(prefixed(kSourcePrefix, source));
  }
  document.add_value(kIdSlot, entry.id);
  if (!entry.published) return;
  const PartialDate& date = *entry.published;
  document.add_value(kPublishedSlot, format_date(date));
  document.add_boolean_term(
      prefixed(kYearPrefix, format_period(period_of(date.day, Granularity::kYear))));
  if (date.precision == Precision::kYear) return;
  document.add_boolean_term(
      prefixed(kMonthPrefix, format_period(period_of(date.day, Granularity::kMonth))));
  if (date.precision == Precision::kMonth) return;
  document.add_boolean_term(prefixed(kDayPrefix, format_day(date.day)));
}

}  // namespace

Prepared::Prepared(const Entry& entry) : impl_(std::make_unique<Impl>()) {
  impl_->number = entry.number;
  impl_->sequence = entry.sequence;
  impl_->deleted = entry.deleted;
  if (entry.deleted) return;
  TermCounter terms;
  for_each_term(entry.title, [&](std::string_view term) { terms.add(term, kTitleWeight); });
  for_each_term(entry.abstract, [&](std::string_view term) { terms.add(term, 1); });
  for (const auto& [node, count] : entry.mentions) terms.add(prefixed(kMentionPrefix, node), count);
  terms.write_to(impl_->document);
  add_filters(entry, impl_->document);
}

Prepared::~Prepared() = default;
Prepared::Prepared(Prepared&&) noexcept = default;
Prepared& Prepared::operator=(Prepared&&) noexcept = default;

void Prepared::set_identity(DocumentNumber number, std::uint64_t sequence) {
  impl_->number = number;
  impl_->sequence = sequence;
}

}  // namespace horizon::index
