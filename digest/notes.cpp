// The remaining sentences: descriptions of charts, notes on coverage, and the method.
#include <fmt/format.h>

#include "digest/foreign.h"
#include "digest/sentences.h"

namespace horizon::digest {
namespace {

bool zh(Language language) { return language == Language::kChinese; }

std::string failure_text(const SourceFailure& failure, Language language) {
  const std::string source = clean_line(failure.source, 60);
  const std::string reason = clean_line(failure.reason, 160);
  std::string last;
  if (failure.last_success) {
    last = zh(language) ? fmt::format("，上次成功{}", format_day(*failure.last_success))
                        : fmt::format(", last success {}", format_day(*failure.last_success));
  }
  return zh(language)
             ? fmt::format("○ {}未能采集（{}{}）。其篇数缺失，不作零计。", source, reason, last)
             : fmt::format("○ {} failed ({}{}). Its documents are missing, not zero.", source,
                           reason, last);
}

std::string percent_of(std::uint64_t part, std::uint64_t whole, Language language) {
  if (whole == 0) return "–";
  const double share = static_cast<double>(part) / static_cast<double>(whole);
  return share_text(share, share, language);
}

std::vector<Definition> method_in_chinese(const Issue& issue, Medium medium, const std::string& q) {
  return {
      {"发文率", "每千篇文献中的篇数；括号内为95%精确泊松区间（Garwood）。每篇文献只计一次。"},
      {"倍数",
       fmt::format("近期发文率除以此前发文率，附95%区间。只比较完整时段；未完时段{}不参与检验。",
                   medium == Medium::kPage ? "画作空心，" : "")},
      {"q值",
       fmt::format("精确条件二项检验（双侧）的p值，按Benjamini–Hochberg法对全部{}项检验校正；"
                   "q≤{}方列为上升或下降。近期不足10篇者不检验。",
                   issue.tested, q)},
      {"把握",
       "高：50篇以上，且在两类以上文献、两个以上语种或来源中方向一致；中：20篇以上，且在两类、"
       "两个语种或两个来源中一致；有一项相反即为低。不足10篇的分组不参与。"},
      {"自何时", "以同样的窗口逐期回溯，判断连续不变的最早一期。"},
      {"越线",
       fmt::format(
           "通过检验（q≤{}且区间不含1）；越线之后，要到q超过{:g}或区间触及1才算退出，以免在门槛上"
           "下反复。",
           q, 2 * issue.q_limit)},
      {"变化",
       "●新越线；▲▼自上次报告以来，区间靠近1的一端上升四分之一或下降五分之一；✓上期报告过、变动不大"
       "，"
       "或首次越线后获第二周确认；○退出。没有变化的不再列为要点。"},
      {"不是预测", "以上均描述已发生的变化；越线不等于将持续。本期不给概率。"},
  };
}

std::vector<Definition> method_in_english(const Issue& issue, Medium medium, const std::string& q) {
  return {
      {"Rate",
       "documents per 1,000 of all documents, with the exact 95% Poisson interval (Garwood). "
       "Each document counts once."},
      {"Times before",
       fmt::format("the recent rate divided by the earlier one, with a 95% interval. Only "
                   "complete periods are compared; one not yet over is {}never tested.",
                   medium == Medium::kPage ? "drawn hollow and " : "")},
      {"q", fmt::format("the two-sided p-value of the exact conditional binomial test, corrected "
                        "for all {} tests after Benjamini and Hochberg; up and down need q ≤ {}. "
                        "Fewer than 10 recent documents are not tested.",
                        issue.tested, q)},
      {"Confidence",
       "high: 50 documents or more and one direction in two or more kinds and in two "
       "or more languages or sources; moderate: 20 or more, and one direction in two "
       "kinds, languages or sources; low otherwise, and whenever one of them points "
       "the other way. Groups with fewer than 10 documents are not asked."},
      {"Since",
       "the first period of the unbroken run with the same verdict, comparing windows of "
       "the same length at the end of each."},
      {"Above the line",
       fmt::format(
           "passed the test (q ≤ {} and an interval clear of 1); from then on until q is "
           "above {:g} or the interval reaches 1, so that what hovers at the limit does not "
           "come and go.",
           q, 2 * issue.q_limit)},
      {"Changes",
       "● new above the line; ▲▼ since it was last told the end of the interval next to 1 rose by "
       "a "
       "quarter or fell by a fifth; ✓ told in the last issue and about as it was, or above the "
       "line "
       "for a second week; ○ dropped. Nothing is a headline again without a change."},
      {"No forecast",
       "all of this describes what has happened; passing the test does not say that "
       "it goes on. No probabilities are given in this issue."},
  };
}

}  // namespace

std::string spark_description(const Headline& headline, Language language) {
  std::vector<std::string> values;
  for (const trends::Point& point : headline.spark) {
    const std::string value =
        point.rate ? figure_text(point.rate->value) : std::string(word(Word::kNoData, language));
    const std::string note = zh(language) ? fmt::format("（{}）", word(Word::kIncomplete, language))
                                          : fmt::format(" ({})", word(Word::kIncomplete, language));
    values.push_back(point.complete ? value : value + note);
  }
  if (headline.spark.empty()) return std::string(word(Word::kNoData, language));
  const std::string first = period_text(headline.spark.front().period, language);
  const std::string last = period_text(headline.spark.back().period, language);
  return zh(language)
             ? fmt::format("{}至{}每千篇中的篇数：{}", first, last, fmt::join(values, "，"))
             : fmt::format("Documents per 1,000 from {} to {}: {}", first, last,
                           fmt::join(values, ", "));
}

std::string ratio_description(const MovementRow& row, Language language) {
  if (!row.growth.comparison) return std::string(word(Word::kNoData, language));
  const trends::Estimate& ratio = row.growth.comparison->ratio;
  return zh(language)
             ? fmt::format("倍数{}，区间{}", figure_text(ratio.value), range_text(ratio, language))
             : fmt::format("ratio {}, interval {}", figure_text(ratio.value),
                           range_text(ratio, language));
}

std::string route_description(const RoutePanel& panel, bool recent, Language language) {
  const Unassigned& rest = recent ? panel.recent : panel.previous;
  std::vector<std::string> parts;
  for (const RouteCount& route : panel.routes) {
    const std::uint64_t count = recent ? route.recent : route.previous;
    parts.push_back(fmt::format("{} {}", name_text(route.route, language),
                                percent_of(count, rest.documents, language)));
  }
  return fmt::format("{}{}{}", documents_text(rest.documents, language), zh(language) ? "：" : ": ",
                     fmt::join(parts, zh(language) ? "，" : ", "));
}

std::vector<std::string> coverage_notes(const Issue& issue, Language language) {
  const Coverage& coverage = issue.coverage;
  std::vector<std::string> notes;
  for (const SourceFailure& failure : coverage.failures) {
    notes.push_back(failure_text(failure, language));
  }
  const auto add = [&](std::uint64_t count, std::string_view chinese, std::string_view english) {
    if (count == 0) return;
    notes.push_back(fmt::format(fmt::runtime(zh(language) ? chinese : english),
                                documents_text(count, language)));
  };
  add(coverage.undated, "{}日期不详：可检索，不入序列。",
      "{} without a date: found by search, in no series.");
  add(issue.left_out.too_coarse, "{}日期过粗，不入本序列。",
      "{} with a date too coarse for these periods: not counted.");
  add(issue.left_out.after_as_of, "{}日期晚于本期，未计入。",
      "{} dated after this issue: not counted.");
  if (coverage.quarantined > 0) {
    const std::string count = count_text(coverage.quarantined);
    notes.push_back(zh(language)
                        ? fmt::format("{}条记录无法读取，已隔离待查。", count)
                        : fmt::format("Records that could not be read: {}, kept aside.", count));
  }
  return notes;
}

std::vector<Definition> method(const Issue& issue, Medium medium, Language language) {
  const std::string q = fmt::format("{:g}", issue.q_limit);
  return zh(language) ? method_in_chinese(issue, medium, q) : method_in_english(issue, medium, q);
}

}  // namespace horizon::digest
