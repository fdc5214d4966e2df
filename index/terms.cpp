#include "index/terms.h"

#include <xapian.h>
#include <algorithm>
#include <array>
#include <functional>

#include "core/text.h"

namespace horizon::index {
namespace {

constexpr std::size_t kMaxWordBytes = 64;
constexpr std::size_t kKnownStems = std::size_t{1} << 15U;
constexpr std::size_t kFewStems = 512;

constexpr std::array<std::string_view, 33> kStopWords = {
    "a",   "also", "an",   "and",  "are",   "as",   "at", "be",  "been", "by",    "can",
    "for", "from", "has",  "have", "in",    "is",   "it", "its", "of",   "on",    "or",
    "our", "such", "that", "the",  "these", "this", "to", "was", "we",   "which", "with"};

bool has_digit_or_high(std::string_view word) {
  return std::any_of(word.begin(), word.end(), [](char c) { return c < 'a' || c > 'z'; });
}

std::string stem_of(const Xapian::Stem& stemmer, const std::string& word) {
  return has_digit_or_high(word) ? word : stemmer(word);
}

// Per-thread: Xapian's stemmer keeps state, and the same few thousand words come again and again.
// Each word has one place to be remembered at, where the last one stays: of bounded size, and a
// rare word costs no more than its stemming. Threads that only answer queries, of which a server
// has many, stem little and stay small.
class Stemmer {
 public:
  const std::string& stem(std::string_view word) {
    word = truncate_utf8(word, kMaxWordBytes);
    if (misses_ > 2 * known_.size() && known_.size() < kKnownStems) {
      const std::string kept(word);  // it may be what an earlier call returned
      known_ = std::vector<Known>(std::min(16 * known_.size(), kKnownStems));
      misses_ = 0;
      return stem(kept);
    }
    Known& known = known_[std::hash<std::string_view>()(word) % known_.size()];
    if (known.word != word) {
      ++misses_;
      known.word.assign(word);
      known.stem = stem_of(snowball_, known.word);
    }
    return known.stem;
  }

 private:
  struct Known {
    std::string word, stem;
  };

  Xapian::Stem snowball_{"english"};
  std::vector<Known> known_ = std::vector<Known>(kFewStems);
  std::size_t misses_ = 0;  // since the last growth
};

Day first_of_next_year(Day day) { return end_of(period_of(day, Granularity::kYear)); }
Day first_of_next_month(Day day) { return end_of(period_of(day, Granularity::kMonth)); }

}  // namespace

std::string prefixed(std::string_view prefix, std::string_view value) {
  std::string term(prefix);
  term += truncate_utf8(value, kMaxTermBytes - prefix.size());
  return term;
}

std::span<const std::string_view> stop_words() { return kStopWords; }

bool is_stop_word(std::string_view word) {
  constexpr std::size_t kLongest = 5;
  return word.size() <= kLongest && std::binary_search(kStopWords.begin(), kStopWords.end(), word);
}

std::string stemmed_by(const Xapian::Stem& stemmer, std::string_view word) {
  return stem_of(stemmer, std::string(truncate_utf8(word, kMaxWordBytes)));
}

const std::string& stemmed(std::string_view word) {
  thread_local Stemmer stemmer;
  return stemmer.stem(word);
}

std::string normal_code(std::string_view code) {
  std::string normal;
  for (const char c : code) {
    if (c == ' ' || c == '\t' || c == '\n') continue;
    normal += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return normal;
}

std::vector<std::string> code_terms(std::string_view code) {
  constexpr std::size_t kSubclass = 4;  // "G06N"
  constexpr std::size_t kClass = 3;     // "G06"
  std::vector<std::string> terms = {normal_code(code)};
  const std::string whole = terms.front();
  if (guess_code_scheme(whole) == CodeScheme::kCpc) {
    for (const std::size_t size : {whole.find('/'), kSubclass, kClass}) {
      if (size < terms.back().size()) terms.push_back(whole.substr(0, size));
    }
  } else if (guess_code_scheme(trim(code)) == CodeScheme::kArxiv) {
    if (const auto dot = whole.find('.'); dot != std::string::npos) {
      terms.push_back(whole.substr(0, dot));
    }
  }
  return terms;
}

std::vector<std::string> date_terms(Day from, Day until) {
  // Nothing outside these years can be in the index, and the loop must end.
  from = std::max(from, parse_iso_date("1500-01-01")->day);
  until = std::min(until, parse_iso_date("2200-12-31")->day + std::chrono::days(1));
  std::vector<std::string> terms;
  for (Day day = from; day < until;) {
    const Period year = period_of(day, Granularity::kYear);
    const Period month = period_of(day, Granularity::kMonth);
    if (day == year.begin && first_of_next_year(day) <= until) {
      terms.push_back(prefixed(kYearPrefix, format_period(year)));
      day = first_of_next_year(day);
    } else if (day == month.begin && first_of_next_month(day) <= until) {
      terms.push_back(prefixed(kMonthPrefix, format_period(month)));
      day = first_of_next_month(day);
    } else {
      terms.push_back(prefixed(kDayPrefix, format_day(day)));
      day += std::chrono::days(1);
    }
  }
  return terms;
}

}  // namespace horizon::index
