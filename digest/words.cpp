#include "digest/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "digest/foreign.h"

namespace horizon::digest {
namespace {

struct Pair {
  Word word;
  std::string_view en;
  std::string_view zh;
};

constexpr std::array kWords = {
    Pair{Word::kProduct, "Horizon", "地平线"},
    Pair{Word::kSubtitle, "technology watch, weekly", "技术前瞻周报"},
    Pair{Word::kSkip, "Skip to the headlines", "跳到要点"},
    Pair{Word::kOtherLanguage, "中文版", "English"},
    Pair{Word::kHeadlines, "Headlines", "要点"},
    Pair{Word::kCoverage, "What came in", "本期收录"},
    Pair{Word::kMovement, "Every subfield", "各子领域变动"},
    Pair{Word::kHeat, "Heat map", "热力图"},
    Pair{Word::kRoutes, "Technology routes", "技术路线"},
    Pair{Word::kFresh, "New this week", "本周新收"},
    Pair{Word::kMethod, "How to read this", "方法与用语"},
    Pair{Word::kSubfield, "Subfield", "子领域"},
    Pair{Word::kVerdict, "Verdict", "判断"},
    Pair{Word::kRecent, "Recent", "近期"},
    Pair{Word::kBefore, "Before", "此前"},
    Pair{Word::kPerThousand, "Per 1,000", "每千篇"},
    Pair{Word::kRatio, "Times before (95%)", "倍数（95%区间）"},
    Pair{Word::kChart, "⅛ to 8 times", "⅛倍至8倍"},
    Pair{Word::kCorrected, "q", "q值"},
    Pair{Word::kSource, "Source", "来源"},
    Pair{Word::kLanguage, "Language", "语种"},
    Pair{Word::kKind, "Kind", "类型"},
    Pair{Word::kNew, "New", "新收"},
    Pair{Word::kTotal, "All", "累计"},
    Pair{Word::kUp, "up", "升"},
    Pair{Word::kDown, "down", "降"},
    Pair{Word::kFlat, "flat", "平"},
    Pair{Word::kFew, "too few", "过少"},
    Pair{Word::kEvidence, "Evidence", "证据"},
    Pair{Word::kNoEvidence, "No documents at hand to show.", "暂无可列出的文献。"},
    Pair{Word::kConfidence, "Confidence", "把握"},
    Pair{Word::kWhatWouldChange, "What would change this", "何时改判"},
    Pair{Word::kNoneNamed, "none named", "未提及路线"},
    Pair{Word::kMore, "more", "其余"},
    Pair{Word::kUndated, "undated", "日期不详"},
    Pair{Word::kUnknown, "unknown", "不详"},
    Pair{Word::kNone, "none", "无"},
    Pair{Word::kNumbers, "The numbers", "数据表"},
    Pair{Word::kPeriod, "Period", "时段"},
    Pair{Word::kDocuments, "Documents", "篇数"},
    Pair{Word::kAllDocuments, "Of", "总篇数"},
    Pair{Word::kIncomplete, "so far", "未完"},
    Pair{Word::kNoData, "no data", "无数据"},
    Pair{Word::kBelow, "below its own history", "低于自身历史"},
    Pair{Word::kAbove, "above", "高于"},
    Pair{Word::kOthers, "The other subfields", "其余子领域"},
    Pair{Word::kMeaning, "Why it matters", "意义"},
    Pair{Word::kDraft, "Draft: composed so far, not issued. Numbers may change.",
         "草稿：截至目前的数字，尚未发布，可能变动。"},
};

constexpr std::array<std::string_view, 12> kMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

bool zh(Language language) { return language == Language::kChinese; }

std::chrono::year_month_day civil(Day day) { return std::chrono::year_month_day(day); }

// The Thursday of a week is in the week's ISO year.
std::chrono::year_month_day naming_day(const Period& period) {
  const bool week = period.granularity == Granularity::kWeek;
  return civil(period.begin + std::chrono::days{week ? 3 : 0});
}

}  // namespace

std::string_view word(Word word, Language language) {
  const auto found = std::find_if(kWords.begin(), kWords.end(),
                                  [word](const Pair& pair) { return pair.word == word; });
  if (found == kWords.end()) return "";
  return zh(language) ? found->zh : found->en;
}

std::string_view language_code(Language language) { return zh(language) ? "zh-Hans" : "en"; }

Language other(Language language) { return zh(language) ? Language::kEnglish : Language::kChinese; }

std::string count_text(std::uint64_t count) {
  std::string digits = std::to_string(count);
  for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, ",");
  return digits;
}

std::string figure_text(double value) {
  if (std::isnan(value)) return "–";
  if (std::isinf(value)) return value > 0 ? "∞" : "−∞";
  if (value < 0) return "−" + figure_text(-value);
  if (value == 0) return "0";
  if (value < 0.001) return "<0.001";
  // A bound next to 1 must not print as 1: which side it lies on is the finding.
  if (value != 1 && std::abs(value - 1) < 0.005) {
    const bool close = std::abs(value - 1) < 0.0005;
    return fmt::format("{:.{}f}", value, close ? 6 : 3);
  }
  if (value >= 99.95) return count_text(static_cast<std::uint64_t>(std::min(value + 0.5, 1e18)));
  if (value >= 9.995) return fmt::format("{:.1f}", value);
  if (value >= 1.95) return fmt::format("{:.1f}", value);
  return fmt::format("{:.{}f}", value, value < 0.1 ? 3 : 2);
}

std::string signed_text(int value) {
  if (value == 0) return "0";
  return value > 0 ? fmt::format("+{}", value) : fmt::format("−{}", -static_cast<long>(value));
}

std::string q_text(double q_value) {
  if (q_value < 0.001) return "<0.001";
  if (q_value < 0.01) return fmt::format("{:.4f}", q_value);
  if (q_value < 0.045) return fmt::format("{:.3f}", q_value);
  if (q_value < 0.055) return fmt::format("{:.4f}", q_value);
  return fmt::format("{:.2f}", q_value);
}

std::string range_text(const trends::Estimate& estimate, Language language) {
  return fmt::format("{}{}{}", figure_text(estimate.lower), zh(language) ? "～" : "–",
                     figure_text(estimate.upper));
}

std::string times_text(double ratio, Language language) {
  return figure_text(ratio) + (zh(language) ? "倍" : "×");
}

std::string share_text(double lower, double upper, Language language) {
  const auto percent = [](double share) { return std::lround(100 * std::clamp(share, 0.0, 1.0)); };
  if (percent(lower) == percent(upper)) return fmt::format("{}%", percent(lower));
  if (zh(language)) return fmt::format("{}%～{}%", percent(lower), percent(upper));
  return fmt::format("{}–{}%", percent(lower), percent(upper));
}

std::string day_text(Day day, Language language) {
  const auto date = civil(day);
  const auto month = static_cast<unsigned>(date.month());
  const auto day_of_month = static_cast<unsigned>(date.day());
  const int year = static_cast<int>(date.year());
  if (zh(language)) return fmt::format("{}年{}月{}日", year, month, day_of_month);
  return fmt::format("{} {} {}", day_of_month, kMonths[month - 1], year);
}

std::string date_text(const std::optional<PartialDate>& date, Language language) {
  return date ? format_date(*date) : std::string(word(Word::kUndated, language));
}

int year_of(const Period& period) { return static_cast<int>(naming_day(period).year()); }

std::string period_text(const Period& period, Language language) {
  const auto date = naming_day(period);
  const auto month = static_cast<unsigned>(date.month());
  const int year = static_cast<int>(date.year());
  constexpr std::array<std::string_view, 4> kQuarters = {"一", "二", "三", "四"};
  switch (period.granularity) {
    case Granularity::kMonth:
      return zh(language) ? fmt::format("{}年{}月", year, month)
                          : fmt::format("{} {}", kMonths[month - 1], year);
    case Granularity::kQuarter:
      return zh(language) ? fmt::format("{}年第{}季度", year, kQuarters[(month - 1) / 3])
                          : format_period(period);
    case Granularity::kYear:
      return zh(language) ? fmt::format("{}年", year) : fmt::format("{}", year);
    case Granularity::kWeek:
      break;
  }
  return format_period(period);
}

std::string short_period(const Period& period) {
  const auto month = static_cast<unsigned>(naming_day(period).month());
  switch (period.granularity) {
    case Granularity::kMonth:
      return fmt::format("{}", month);
    case Granularity::kQuarter:
      return fmt::format("Q{}", (month + 2) / 3);
    case Granularity::kYear:
      return fmt::format("{:02}", year_of(period) % 100);
    case Granularity::kWeek:
      break;
  }
  const std::string name = format_period(period);
  return name.substr(name.find('W') + 1);
}

std::string documents_text(std::uint64_t count, Language language) {
  if (zh(language)) return count_text(count) + "篇";
  return count_text(count) + (count == 1 ? " document" : " documents");
}

std::string span_text(std::size_t periods, Granularity granularity, Language language) {
  constexpr std::array<std::string_view, 4> kUnits = {"周", "个月", "个季度", "年"};
  if (zh(language))
    return fmt::format("{}{}", periods, kUnits[static_cast<std::size_t>(granularity)]);
  if (periods == 1) return std::string(to_string(granularity));
  return fmt::format("{} {}s", periods, to_string(granularity));
}

std::string recent_text(const trends::Window& window, Language language) {
  const std::string span = span_text(window.periods, window.last.granularity, language);
  const std::string last = period_text(window.last, language);
  if (window.periods == 1) return last;
  return zh(language) ? fmt::format("截至{}的{}", last, span)
                      : fmt::format("the {} to {}", span, last);
}

std::string previous_text(const trends::Window& window, Language language) {
  const std::string span = span_text(window.periods, window.last.granularity, language);
  return zh(language) ? fmt::format("此前{}", span) : fmt::format("the {} before", span);
}

std::string_view kind_text(Kind kind, Language language) {
  switch (kind) {
    case Kind::kPaper:
      return zh(language) ? "论文" : "Paper";
    case Kind::kPatent:
      return zh(language) ? "专利" : "Patent";
    case Kind::kNews:
      return zh(language) ? "新闻" : "News";
    case Kind::kOther:
      break;
  }
  return zh(language) ? "其他" : "Other";
}

std::string language_name(std::string_view code, Language language) {
  struct Name {
    std::string_view code, en, zh;
  };
  constexpr std::array kNames = {Name{"zh", "Chinese", "中文"},  Name{"en", "English", "英文"},
                                 Name{"ja", "Japanese", "日文"}, Name{"de", "German", "德文"},
                                 Name{"fr", "French", "法文"},   Name{"ko", "Korean", "韩文"},
                                 Name{"ru", "Russian", "俄文"},  Name{"es", "Spanish", "西文"}};
  for (const Name& name : kNames) {
    if (name.code == code) return std::string(zh(language) ? name.zh : name.en);
  }
  const std::string tag = language_tag(code);
  return tag.empty() ? std::string(word(Word::kUnknown, language)) : tag;
}

std::string_view stage_mark(taxonomy::Stage stage) {
  switch (stage) {
    case taxonomy::Stage::kExpand:
      return "①";
    case taxonomy::Stage::kAccelerate:
      return "②";
    case taxonomy::Stage::kLayOut:
      return "③";
    case taxonomy::Stage::kNone:
      break;
  }
  return "";
}

std::string_view stage_text(taxonomy::Stage stage, Language language) {
  switch (stage) {
    case taxonomy::Stage::kExpand:
      return zh(language) ? "①发展壮大" : "① expand";
    case taxonomy::Stage::kAccelerate:
      return zh(language) ? "②加快培育" : "② accelerate";
    case taxonomy::Stage::kLayOut:
      return zh(language) ? "③加速布局" : "③ lay out";
    case taxonomy::Stage::kNone:
      break;
  }
  return "";
}

std::string_view confidence_text(ConfidenceLevel level, Language language) {
  switch (level) {
    case ConfidenceLevel::kHigh:
      return zh(language) ? "高" : "high";
    case ConfidenceLevel::kModerate:
      return zh(language) ? "中" : "moderate";
    case ConfidenceLevel::kLow:
      break;
  }
  return zh(language) ? "低" : "low";
}

std::string_view verdict_mark(trends::Verdict verdict, bool passed) {
  switch (verdict) {
    case trends::Verdict::kRising:
      return passed ? "▲" : "△";
    case trends::Verdict::kFalling:
      return passed ? "▼" : "▽";
    case trends::Verdict::kFlat:
      return "＝";
    case trends::Verdict::kTooFew:
      break;
  }
  return "–";
}

std::string_view verdict_text(trends::Verdict verdict, Language language) {
  switch (verdict) {
    case trends::Verdict::kRising:
      return word(Word::kUp, language);
    case trends::Verdict::kFalling:
      return word(Word::kDown, language);
    case trends::Verdict::kFlat:
      return word(Word::kFlat, language);
    case trends::Verdict::kTooFew:
      break;
  }
  return word(Word::kFew, language);
}

std::string name_text(const NodeRef& node, Language language) {
  const std::string& wanted = node.name.in(language);
  const std::string& fallback = node.name.in(other(language));
  constexpr std::size_t kMaxName = 80;
  if (!wanted.empty()) return clean_line(wanted, kMaxName);
  return clean_line(fallback.empty() ? node.id : fallback, kMaxName);
}

}  // namespace horizon::digest
