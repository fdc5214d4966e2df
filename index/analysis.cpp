#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/text.h"
#include "index/prepared.h"
#include "index/term_list.h"
#include "index/terms.h"

namespace horizon::index {
namespace {

// More of a document are a list, not its authors; a consortium's paper has some thousand.
constexpr std::size_t kMaxNames = 4'000;

// Terms with their frequencies; 0 is a term that is there or not. Sorted once at the end. All bytes
// lie in one string, and most comparisons are decided by the first eight of them.
class TermCounter {
 public:
  void clear() {
    bytes_.clear();
    terms_.clear();
  }

  void add(std::string_view prefix, std::string_view value, unsigned frequency) {
    const auto begin = static_cast<std::uint32_t>(bytes_.size());
    bytes_ += prefix;
    // Of a name with a zero byte, what is before it: keys of shards double such bytes.
    value = value.substr(0, value.find('\0'));
    bytes_ += truncate_utf8(value, kMaxTermBytes - prefix.size());
    const std::string_view term = std::string_view(bytes_).substr(begin);
    terms_.push_back({head_of(term), begin, static_cast<std::uint32_t>(term.size()), frequency});
  }

  std::string list() {
    std::ranges::sort(terms_, [this](const Term& a, const Term& b) {
      return a.head != b.head ? a.head < b.head : text(a) < text(b);
    });
    TermListWriter list;
    for (std::size_t i = 0; i < terms_.size();) {
      unsigned frequency = 0;
      std::size_t j = i;
      for (; j < terms_.size() && terms_[j].head == terms_[i].head &&
             text(terms_[j]) == text(terms_[i]);
           ++j) {
        frequency += terms_[j].frequency;
      }
      list.add(text(terms_[i]), frequency);
      i = j;
    }
    return list.finish();
  }

 private:
  struct Term {
    std::uint64_t head = 0;  // the first bytes, the first one highest
    std::uint32_t begin = 0, size = 0;
    unsigned frequency = 0;
  };

  static std::uint64_t head_of(std::string_view term) {
    std::uint64_t head = 0;
    for (std::size_t i = 0; i < sizeof(head); ++i) {
      head = head << 8U | (i < term.size() ? static_cast<unsigned char>(term[i]) : 0U);
    }
    return head;
  }
  std::string_view text(const Term& term) const {
    return std::string_view(bytes_).substr(term.begin, term.size);
  }

  std::string bytes_;
  std::vector<Term> terms_;
};

void add_texts(const Entry& entry, TermCounter& terms) {
  for_each_term(entry.title, [&](std::string_view term) {
    terms.add({}, term, kTitleWeight);
    terms.add(kTitlePrefix, term, 0);
  });
  for_each_term(entry.abstract, [&](std::string_view term) { terms.add({}, term, 1); });
  for (const auto& [node, count] : entry.mentions) terms.add(kMentionPrefix, node, count);
}

void add_names(const Entry& entry, TermCounter& terms) {
  for (std::size_t i = 0; i < std::min(entry.authors.size(), kMaxNames); ++i) {
    for_each_name_term(nlp::fold(entry.authors[i]),
                       [&](std::string_view term) { terms.add(kAuthorPrefix, term, 0); });
  }
  for (std::size_t i = 0; i < std::min(entry.organisations.size(), kMaxNames); ++i) {
    for_each_name_term(nlp::fold(entry.organisations[i]),
                       [&](std::string_view term) { terms.add(kOrganisationPrefix, term, 0); });
  }
}

void add_filters(const Entry& entry, TermCounter& terms) {
  for (const std::string& node : entry.labels) terms.add(kLabelPrefix, node, 0);
  terms.add(kKindPrefix, to_string(entry.kind), 0);
  terms.add(kLanguagePrefix, entry.language, 0);
  for (const std::string& source : entry.sources) terms.add(kSourcePrefix, source, 0);
  for (const std::string& country : entry.countries) terms.add(kCountryPrefix, country, 0);
  for (const std::string& code : entry.codes) {
    for (const std::string& term : code_terms(code)) terms.add(kCodePrefix, term, 0);
  }
  if (!entry.published) return;
  const PartialDate& date = *entry.published;
  terms.add(kYearPrefix, format_period(period_of(date.day, Granularity::kYear)), 0);
  if (date.precision == Precision::kYear) return;
  terms.add(kMonthPrefix, format_period(period_of(date.day, Granularity::kMonth)), 0);
  if (date.precision == Precision::kMonth) return;
  terms.add(kDayPrefix, format_day(date.day), 0);
}

}  // namespace

Prepared::Prepared(const Entry& entry) : impl_(std::make_unique<Impl>()) {
  impl_->number = entry.number;
  impl_->sequence = entry.sequence;
  impl_->deleted = entry.deleted;
  if (entry.deleted) return;
  thread_local TermCounter terms;
  terms.clear();
  add_texts(entry, terms);
  add_names(entry, terms);
  add_filters(entry, terms);
  impl_->terms = terms.list();
  impl_->id = entry.id;
  impl_->kind = entry.kind;
  impl_->published = entry.published;
  impl_->language = entry.language;
  impl_->source = entry.source;
  impl_->sources = entry.sources;
  impl_->countries = entry.countries;
  impl_->labels = entry.labels;
  // In one order, whoever made them: the same labels are one list.
  std::ranges::sort(impl_->labels);
}

Prepared::~Prepared() = default;
Prepared::Prepared(Prepared&&) noexcept = default;
Prepared& Prepared::operator=(Prepared&&) noexcept = default;

void Prepared::set_identity(DocumentNumber number, std::uint64_t sequence) {
  impl_->number = number;
  impl_->sequence = sequence;
}

void Prepared::set_words(std::string blob) { impl_->words = std::move(blob); }

}  // namespace horizon::index
