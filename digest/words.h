// Every word, number and date of the digest in both languages. Punctuation is full width in
// Chinese; ranges, minus signs and ratios are written as each language writes them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/date.h"
#include "core/document.h"
#include "digest/issue.h"
#include "taxonomy/taxonomy.h"
#include "trends/growth.h"
#include "trends/statistics.h"

namespace horizon::digest {

using taxonomy::Language;

enum class Word : std::uint8_t {
  kProduct,
  kSubtitle,
  kSkip,
  kOtherLanguage,  // the name of the other language, in that language
  kHeadlines,
  kCoverage,
  kMovement,
  kHeat,
  kRoutes,
  kFresh,
  kMethod,
  kSubfield,
  kVerdict,
  kRecent,
  kBefore,
  kPerThousand,
  kRatio,
  kChart,
  kCorrected,
  kSource,
  kLanguage,
  kKind,
  kNew,
  kTotal,
  kUp,
  kDown,
  kFlat,
  kFew,
  kEvidence,
  kNoEvidence,
  kConfidence,
  kWhatWouldChange,
  kNoneNamed,
  kMore,
  kUndated,
  kUnknown,
  kNone,
  kNumbers,
  kPeriod,
  kDocuments,
  kAllDocuments,
  kIncomplete,
  kNoData,
  kBelow,
  kAbove,
  kMeaning,
  kDraft,
  kOthers,
};

std::string_view word(Word word, Language language);

// "zh-Hans", "en": for lang attributes.
std::string_view language_code(Language language);
Language other(Language language);

std::string count_text(std::uint64_t count);  // "3,552"
std::string figure_text(double value);        // at most three figures: "1.04", "12.5", "260", "∞"
std::string signed_text(int value);           // "+2", "−1" (U+2212), "0"
// Two figures, three near a threshold of 0.05: "0.026", "0.0498", "<0.001".
std::string q_text(double q_value);
std::string range_text(const trends::Estimate& estimate, Language language);  // "1.2–3.2"
std::string times_text(double ratio, Language language);                      // "2.9倍" "2.9×"
// "22%", or "22–30%" where only bounds are known.
std::string share_text(double lower, double upper, Language language);

std::string day_text(Day day, Language language);  // "2019年11月24日"
std::string date_text(const std::optional<PartialDate>& date, Language language);  // "2019-11-24"
std::string period_text(const Period& period, Language language);  // "2026年10月" "October 2026"
// Two to four characters for a column, "10" "Q4" "W47" "26", and the year it stands under.
std::string short_period(const Period& period);
int year_of(const Period& period);

std::string documents_text(std::uint64_t count, Language language);  // "155篇" "155 documents"
std::string span_text(std::size_t periods, Granularity granularity, Language language);
std::string recent_text(const trends::Window& window, Language language);
std::string previous_text(const trends::Window& window, Language language);

std::string_view kind_text(Kind kind, Language language);
std::string language_name(std::string_view code, Language language);
std::string_view stage_mark(taxonomy::Stage stage);  // "①" "②" "③" ""
std::string_view stage_text(taxonomy::Stage stage, Language language);
std::string_view confidence_text(ConfidenceLevel level, Language language);

// The sign before the word: ▲ ▼ ＝, hollow (△ ▽) where the finding did not pass the correction.
std::string_view verdict_mark(trends::Verdict verdict, bool passed);
std::string_view verdict_text(trends::Verdict verdict, Language language);

// The name in the language asked for, else in the other one, else the id. Cleaned.
std::string name_text(const NodeRef& node, Language language);

}  // namespace horizon::digest
